"""Settings: members choose some for themselves, administrators choose some for a place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, tzinfo
from fractions import Fraction
from functools import lru_cache
from typing import Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.content.model import Pack
from bot.features.learners import scopes, settings_page, starting, zones
from bot.features.learners.choices import (
    CONFIDENCE,
    GUESSED_ZONE,
    MISSED,
    MORE_TIME,
    NEW_CARDS,
    PRIVATE,
    QUESTIONS,
    RETENTION,
    REVIEWS,
    SETTINGS,
    SHARE,
    SHARED_NAME,
    THEMES,
    ZONE,
    Scope,
    Setting,
)
from bot.features.learners.chosen import Chosen
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
_TEAM_ZONE = "team_zone"


class PacksHere(Protocol):
    """Finds the packs taught in a place."""

    async def taught(self, asker: Asker) -> Pack:
        """Return the first pack in use where the asker is."""

    async def offered(self, asker: Asker) -> Sequence[NamedPack]:
        """Return the packs that can be put in use where the asker is."""

    async def teach(self, asker: Asker, typed: str) -> None:
        """Put one pack in use where the asker is.

        Args:
            asker: the member who wants it.
            typed: the pack's name.

        Raises:
            Refusal: there's no such pack, or the asker may not choose.
        """


@dataclass(frozen=True, slots=True)
class Study:
    """A member's settings for reviews.

    Args:
        new_cards: the maximum number of new cards per day.
        reviews: the maximum number of reviewed cards per day.
        retention: how many in 100 reviewed cards should still be known.
        zone: decides when a day begins.
        missed: whether cards on objectives missed in quizzes come sooner.
    """

    new_cards: int
    reviews: int
    retention: int
    zone: tzinfo
    missed: bool


async def quiz_length(asker: Asker, chosen: Chosen) -> int:
    """Return the default length of the asker's quizzes, in questions."""
    mine = await chosen.personal(asker.key)
    return int(mine.get(QUESTIONS.name, QUESTIONS.usual))


async def asked_how_sure(asker: Asker, chosen: Chosen) -> bool:
    """Return whether quizzes ask the asker how sure they are; only if they've chosen so."""
    mine = await chosen.personal(asker.key)
    return mine.get(CONFIDENCE.name, CONFIDENCE.usual) == "yes"


async def zone_of(asker: Asker, chosen: Chosen) -> str | None:
    """Return the asker's time zone: their own, else the team's, else the one reported by the platform, else None."""
    return await zone_of_self(asker.key, chosen, asker.zone)


async def zone_of_self(me: MemberKey, chosen: Chosen, reported: str = "") -> str | None:
    """Return a member's time zone: their own, else the team's, else the first one a platform reported, else None.

    Args:
        me: the member.
        chosen: the settings.
        reported: the zone that the platform reports now, or "". It's stored on first use, so that the member's days
            don't begin at another hour on another platform, or when no platform reports a zone.
    """
    mine = await chosen.personal(me)
    zone = mine.get(ZONE) or (await chosen.read(me.tenant, scopes.EVERYWHERE)).get(ZONE) or mine.get(GUESSED_ZONE)
    if zone is None and reported:
        await chosen.put_personal(me, GUESSED_ZONE, reported)
    return zone or reported or None


async def guess_of(asker: Asker, chosen: Chosen) -> str:
    """Return the asker's time zone and the source of the guess; "" if it was chosen, or isn't known."""
    zone = await zone_of(asker, chosen)
    mine = await chosen.personal(asker.key)
    if zone is None or mine.get(ZONE) or await team_zone(asker, chosen):
        return ""
    source = traits(platform_of(asker.tenant.key)).tells_zone if zone == asker.zone else ""
    return f"{zone}, a guess{f' from {source}' if source else ''}"


async def team_zone(asker: Asker, chosen: Chosen) -> str | None:
    """Return the default time zone of the asker's tenant, or None."""
    return (await chosen.read(asker.tenant.key, scopes.EVERYWHERE)).get(ZONE)


async def choose_team_zone(asker: Asker, typed: str, chosen: Chosen) -> None:
    """Set the default time zone of a tenant.

    Args:
        asker: the administrator.
        typed: the zone's name, as typed.
        chosen: the settings.

    Raises:
        Refusal: there's no such zone, or the asker isn't an administrator.
    """
    check_right(asker.member, Right.ADMINISTRATOR, "choose the team's time zone")
    await chosen.put(asker.tenant.key, scopes.EVERYWHERE, ZONE, zones.find(typed, asker.at))


async def study(asker: Asker, chosen: Chosen) -> Study:
    """Return the asker's settings for reviews."""
    zone = await zone_of(asker, chosen)
    return _study(await chosen.personal(asker.key), zone)


def study_in(transaction: Transaction, me: MemberKey) -> Study:
    """Return a member's settings for reviews, within a transaction."""
    mine = of_learner(transaction, me)
    team = of_scope(transaction, me.tenant, scopes.EVERYWHERE)
    return _study(mine, mine.get(ZONE) or team.get(ZONE) or mine.get(GUESSED_ZONE))


def time_in(transaction: Transaction, me: MemberKey) -> Fraction:
    """Return the factor by which a member's own time limits are extended."""
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
    """Return whether a member lets others see their progress; only if they've chosen so.

    Args:
        tenant: the member's tenant.
        member: the member.
        chosen: the settings.
    """
    return (await chosen.read(tenant.key, scopes.of_member(member.id))).get(SHARE.name) == "yes"


async def asks_privately(asker: Asker, chosen: Chosen) -> bool:
    """Return whether the asker wants public answers to be private instead; only if they've chosen so."""
    return (await chosen.read(asker.tenant.key, scopes.of_member(asker.member.id))).get(PRIVATE.name) == "yes"


async def change(asker: Asker, options: Mapping[str, str | int], packs: PacksHere, chosen: Chosen) -> Message:
    """Change some of the asker's settings, then show them all.

    Args:
        asker: the member who changes something.
        options: the new values, by the option's name.
        packs: finds the packs taught in a place.
        chosen: the settings.

    Raises:
        Refusal: the pack or the zone is unknown, or the asker may not change this.
    """
    with blaming(ZONE):  # check everything that can be refused before changing anything
        zone = zones.find(str(options[ZONE]), asker.at) if ZONE in options else None
    changing = [each for each in SETTINGS if each.name in options]
    for each in changing:
        with blaming(each.name):
            check_right(asker.member, each.right, "choose settings for everyone")
    if (looks := next((each for each in changing if each in THEMES), None)) and by_screen(asker.tenant.key):
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
        await chosen.put_personal(asker.key, ZONE, zone)
    for each in changing:
        await _keep(asker, each, str(options[each.name]), chosen)
    return settings_page.page(asker, await standing(asker, packs, chosen), saved=bool(options))


async def _keep(asker: Asker, setting: Setting, value: str, chosen: Chosen) -> None:
    tenant, own = asker.tenant.key, scopes.of_member(asker.member.id)
    match setting.scope:
        case Scope.LEARNER:
            await chosen.put_personal(asker.key, setting.name, value)
        case Scope.MEMBER:
            await chosen.put(tenant, own, setting.name, value)
        case Scope.TENANT:
            await chosen.put(tenant, scopes.EVERYWHERE, setting.name, value)
    if setting is SHARE:  # a report to others names only those who share their progress
        await chosen.put(tenant, own, SHARED_NAME, asker.member.name if value == "yes" else "")


async def standing(asker: Asker, packs: PacksHere, chosen: Chosen) -> CurrentSettings:
    """Return the asker's current settings.

    Args:
        asker: the member.
        packs: finds the packs taught in a place.
        chosen: the settings.
    """
    stored = {
        Scope.LEARNER: await chosen.personal(asker.key),
        Scope.MEMBER: await chosen.read(asker.tenant.key, scopes.of_member(asker.member.id)),
        Scope.TENANT: await chosen.read(asker.tenant.key, scopes.EVERYWHERE),
    }
    offered = [each for each in SETTINGS if each not in THEMES or not by_screen(asker.tenant.key)]
    return CurrentSettings(
        pack=await packs.taught(asker),
        packs=tuple(await packs.offered(asker)),
        values={each.name: stored[each.scope].get(each.name, each.usual) for each in offered},
        zone=await _zone_in_words(asker, chosen),
        team_zone=await team_zone(asker, chosen) or "",
        starting=starting.describe(starting.read(stored[Scope.TENANT]), asker.place),
        starters=starting.starters_of(stored[Scope.TENANT]),
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
