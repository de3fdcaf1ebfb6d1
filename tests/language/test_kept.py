"""What was typed and refused is kept for a while, for the person who typed it."""

from datetime import UTC, datetime

from bot.language.kept import LASTS, Kept, TypedValues
from bot.language.people import Member, Place, Tenant
from bot.language.requests import Asker

TYPED = TypedValues({"zone": "Berln"}, "zone", "No.")


def asker(name: str = "ana", tenant: str = "web:x") -> Asker:
    return Asker(
        Tenant(tenant, "X"), Place("general", "#general"), Member(name, name), datetime(2026, 3, 2, tzinfo=UTC)
    )


def test_it_expires() -> None:
    now = [0.0]
    kept = Kept(lambda: now[0])
    kept.keep(asker(), "zone.1", TYPED)
    now[0] = LASTS - 1
    assert kept.find(asker(), "zone.1") == TYPED
    now[0] = LASTS + 1
    assert kept.find(asker(), "zone.1") is None


def test_nobody_else_gets_it() -> None:
    kept = Kept()
    kept.keep(asker(), "zone.1", TYPED)
    assert kept.find(asker("ben"), "zone.1") is None
    assert kept.find(asker("ana", "web:y"), "zone.1") is None
    assert kept.find(asker(), "zone.2") is None


async def test_it_is_forgotten_once_it_was_used_or_on_request() -> None:
    kept = Kept()
    for who in (asker(), asker("ben")):
        for press in ("a", "b", "c"):
            kept.keep(who, press, TYPED)
    kept.drop(asker(), "a")
    kept.drop(asker(), "never")
    assert kept.find(asker(), "a") is None
    assert kept.find(asker(), "b") == TYPED
    await kept.forget(asker().key)
    assert [kept.find(asker(), press) for press in "abc"] == [None] * 3
    assert kept.find(asker("ben"), "a") == TYPED
