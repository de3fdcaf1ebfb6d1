"""Settings: what a member has chosen for themselves, and administrators for a place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, tzinfo
from fractions import Fraction
from functools import lru_cache
from typing import Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.content.model import Pack
from bot.features.learners import settings_page, starting, zones
from bot.features.learners.choices import (
    CONFIDENCE,
    MISSED,
    MORE_TIME,
    NEW_CARDS,
    PRIVATE,
    QUESTIONS,
    RETENTION,
    REVIEWS,
    SETTINGS,
    SHARE,
    THEMES,
    Scope,
    Setting,
)
from bot.features.learners.chosen import Chosen
from bot.features.learners.linking import self_of
from bot.features.learners.settings_page import CurrentSettings, NamedPack
from bot.features.learners.store.settings import of_learner, of_scope
from bot.features.learners.themes import by_screen
from bot.language.message import Message
from bot.language.people import Member, MemberKey, Right, Tenant, check_right, platform_of
from bot.language.platforms import traits
from bot.language.refusals import Refusal, blaming
from bot.language.requests import Asker
from bot.storage.transaction import Transaction

_PACK = "pack"
_NAME = "name"
ZONE = "zone"
"""A member's time zone; in the scope of a tenant, that of all who chose none."""
GUESSED_ZONE = "guessed_zone"
"""Where a platform took a member to be when that first mattered: it counts as long as nobody chooses a zone."""
_TEAM_ZONE = "team_zone"
EVERYWHERE = ""
"""The scope of settings for a whole tenant."""


class PacksHere(Protocol):
    """Knows which packs are taught where."""

    async def taught(self, asker: Asker) -> Pack:
        """Return the first pack in use where the asker is."""

    async def offered(self, asker: Asker) -> Sequence[NamedPack]:
        """Return what can be in use where the asker is."""

    async def teach(self, asker: Asker, typed: str) -> None:
        """Have one pack in use where the asker is.

        Args:
            asker: who wants it.
            typed: the pack's name.

        Raises:
            Refusal: there's no such pack, or the asker may not choose.
        """


@dataclass(frozen=True, slots=True)
class Study:
    """How a member reviews.

    Args:
        new_cards: met for the first time in a day.
        reviews: cards that come back in a day.
        retention: of 100 cards that come back, how many should still be known.
        zone: decides when the day turns.
        missed: whether cards on what was missed in quizzes come sooner.
    """

    new_cards: int
    reviews: int
    retention: int
    zone: tzinfo
    missed: bool


async def quiz_length(asker: Asker, chosen: Chosen) -> int:
    """Return how many questions the asker's quizzes have unless they say otherwise."""
    mine = await chosen.personal(asker.tenant.key, asker.member.id)
    return int(mine.get(QUESTIONS.name, QUESTIONS.usual))


async def asked_how_sure(asker: Asker, chosen: Chosen) -> bool:
    """Return whether the asker wants to be asked how sure they are of their answers; not unless they've said so."""
    mine = await chosen.personal(asker.tenant.key, asker.member.id)
    return mine.get(CONFIDENCE.name, CONFIDENCE.usual) == "yes"


async def zone_of(asker: Asker, chosen: Chosen) -> str | None:
    """Return the time zone of the asker: their own, else their team's, else what their platform tells, else None."""
    return await zone_of_self(self_of(asker), chosen, asker.zone)


async def zone_of_self(me: MemberKey, chosen: Chosen, told: str = "") -> str | None:
    """Return the time zone of a member: their own, else their team's, else the first that a platform told, else None.

    Args:
        me: the member.
        chosen: settings.
        told: where the platform takes them to be now, or "". It's remembered if it counts, so that their days don't
            turn at another hour whenever they use another platform, or nobody is there to tell.
    """
    mine = await chosen.personal(me.tenant, me.member)
    zone = mine.get(ZONE) or (await chosen.read(me.tenant, EVERYWHERE)).get(ZONE) or mine.get(GUESSED_ZONE)
    if zone is None and told:
        await chosen.put_personal(me, GUESSED_ZONE, told)
    return zone or told or None


async def guess_of(asker: Asker, chosen: Chosen) -> str:
    """Return the asker's time zone, and what it's guessed from; "" if someone has chosen it, or nobody knows it."""
    zone = await zone_of(asker, chosen)
    mine = await chosen.personal(asker.tenant.key, asker.member.id)
    if zone is None or mine.get(ZONE) or await team_zone(asker, chosen):
        return ""
    source = traits(platform_of(asker.tenant.key)).tells_zone if zone == asker.zone else ""
    return f"{zone}, a guess{f' from {source}' if source else ''}"


async def team_zone(asker: Asker, chosen: Chosen) -> str | None:
    """Return the time zone of all in the asker's tenant who chose none, or None."""
    return (await chosen.read(asker.tenant.key, EVERYWHERE)).get(ZONE)


async def choose_team_zone(asker: Asker, typed: str, chosen: Chosen) -> None:
    """Choose the time zone of all in a tenant who chose none.

    Args:
        asker: who chooses, for their tenant.
        typed: the zone's name, as typed.
        chosen: settings.

    Raises:
        Refusal: there's no such zone, or the asker may not choose it.
    """
    check_right(asker.member, Right.ADMINISTRATOR, "choose the team's time zone")
    await chosen.put(asker.tenant.key, EVERYWHERE, ZONE, zones.find(typed, asker.at))


async def study(asker: Asker, chosen: Chosen) -> Study:
    """Return how the asker reviews."""
    zone = await zone_of(asker, chosen)
    return _study(await chosen.personal(asker.tenant.key, asker.member.id), zone)


def study_in(transaction: Transaction, me: MemberKey) -> Study:
    """Return how a member reviews, as a part of a transaction."""
    mine = of_learner(transaction, me)
    team = of_scope(transaction, me.tenant, EVERYWHERE)
    return _study(mine, mine.get(ZONE) or team.get(ZONE) or mine.get(GUESSED_ZONE))


def time_in(transaction: Transaction, me: MemberKey) -> Fraction:
    """Return how many times the usual time a member has for what they answer by a clock of their own."""
    return Fraction(of_learner(transaction, me).get(MORE_TIME.name, MORE_TIME.usual))


def _study(mine: Mapping[str, str], zone: str | None) -> Study:
    return Study(
        new_cards=int(mine.get(NEW_CARDS.name, NEW_CARDS.usual)),
        reviews=int(mine.get(REVIEWS.name, REVIEWS.usual)),
        retention=int(mine.get(RETENTION.name, RETENTION.usual)),
        zone=_zone(zone) if zone else UTC,
        missed=mine.get(MISSED.name, MISSED.usual) == "yes",
    )


async def shares_progress(tenant: Tenant, member: Member, chosen: Chosen) -> bool:
    """Return whether a member lets others see their progress; nobody does unless they've said so.

    Args:
        tenant: the member's.
        member: whose progress.
        chosen: settings.
    """
    return (await chosen.read(tenant.key, _member(member))).get(SHARE.name) == "yes"


async def asks_privately(asker: Asker, chosen: Chosen) -> bool:
    """Return whether the asker alone is to see answers that would be for all; not unless they've said so."""
    return (await chosen.read(asker.tenant.key, _member(asker.member))).get(PRIVATE.name) == "yes"


def forget(asker: Asker, chosen: Chosen) -> None:
    """Forget what the asker has chosen."""
    chosen.forget(self_of(asker))


async def change(asker: Asker, options: Mapping[str, str | int], packs: PacksHere, chosen: Chosen) -> Message:
    """Change what the asker wants changed, then show how things stand.

    Args:
        asker: who changes something.
        options: what to change, by the option's name, with the new value.
        packs: what's taught where.
        chosen: settings.

    Raises:
        Refusal: the pack or the zone is unknown, or the asker may not choose it.
    """
    with blaming(ZONE):  # all that can be refused comes before anything is changed
        zone = zones.find(str(options[ZONE]), asker.at) if ZONE in options else None
    wanted = [each for each in SETTINGS if each.name in options]
    for each in wanted:
        with blaming(each.name):
            check_right(asker.member, each.right, "choose settings for everyone")
    if (looks := next((each for each in wanted if each in THEMES), None)) and by_screen(asker.tenant.key):
        raise Refusal("Here pictures follow your screen: press the sun or moon above.", option=looks.name)
    if _TEAM_ZONE in options:
        with blaming(_TEAM_ZONE):
            check_right(asker.member, Right.ADMINISTRATOR, "choose the team's time zone")
            zones.find(str(options[_TEAM_ZONE]), asker.at)
    if _PACK in options:
        await packs.teach(asker, str(options[_PACK]))
    if _TEAM_ZONE in options:
        await choose_team_zone(asker, str(options[_TEAM_ZONE]), chosen)
    if zone is not None:
        await chosen.put_personal(self_of(asker), ZONE, zone)
    for each in wanted:
        await _keep(asker, each, str(options[each.name]), chosen)
    return settings_page.page(asker, await standing(asker, packs, chosen), saved=bool(options))


async def _keep(asker: Asker, setting: Setting, value: str, chosen: Chosen) -> None:
    match setting.scope:
        case Scope.LEARNER:
            await chosen.put_personal(self_of(asker), setting.name, value)
        case Scope.MEMBER:
            await chosen.put(asker.tenant.key, _member(asker.member), setting.name, value)
        case Scope.TENANT:
            await chosen.put(asker.tenant.key, EVERYWHERE, setting.name, value)
    if setting is SHARE:  # a report to others has to name those who share, and nobody else
        await chosen.put(asker.tenant.key, _member(asker.member), _NAME, asker.member.name if value == "yes" else "")


async def standing(asker: Asker, packs: PacksHere, chosen: Chosen) -> CurrentSettings:
    """Return how things stand for the asker.

    Args:
        asker: whose settings.
        packs: what's taught where.
        chosen: settings.
    """
    kept = {
        Scope.LEARNER: await chosen.personal(asker.tenant.key, asker.member.id),
        Scope.MEMBER: await chosen.read(asker.tenant.key, _member(asker.member)),
        Scope.TENANT: await chosen.read(asker.tenant.key, EVERYWHERE),
    }
    offered = [each for each in SETTINGS if each not in THEMES or not by_screen(asker.tenant.key)]
    return CurrentSettings(
        pack=await packs.taught(asker),
        packs=tuple(await packs.offered(asker)),
        values={each.name: kept[each.scope].get(each.name, each.usual) for each in offered},
        zone=await _zone_in_words(asker, chosen),
        team_zone=await team_zone(asker, chosen) or "",
        starting=starting.describe(starting.read(kept[Scope.TENANT]), asker.place),
        starters=starting.starters_of(kept[Scope.TENANT]),
    )


async def _zone_in_words(asker: Asker, chosen: Chosen) -> str:
    if guess := await guess_of(asker, chosen):
        return guess
    return await zone_of(asker, chosen) or "not chosen yet; UTC until then"


@lru_cache(1_000)
def _zone(name: str) -> tzinfo:
    """Return the zone of that name; UTC if this machine doesn't know it any more."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC


def place_of(asker: Asker) -> str:
    """Return the scope of settings where the asker is."""
    return scope_of(asker.place.id)


def scope_of(place: str) -> str:
    """Return the scope of settings in a place, by its id."""
    return f"place:{place}"


def _member(member: Member) -> str:
    return f"member:{member.id}"
