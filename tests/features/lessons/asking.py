"""People who ask for lessons, for tests."""

from datetime import UTC, datetime, timedelta

from bot.language.people import PLAYGROUND, Member, Place, Tenant
from bot.language.requests import Asker

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def asker(name: str = "Ana", place: str = "general", minute: int = 0, tenant: str = PLAYGROUND.key) -> Asker:
    """Return someone in a channel, the given number of minutes after nine."""
    member, at = Member(name.lower(), name), NOW + timedelta(minutes=minute)
    return Asker(Tenant(tenant, "Playground"), Place(place, f"#{place}"), member, at)
