"""Who may start games and challenges, where, and how often, according to a tenant's settings.

Scheduled ones are set up by administrators, and always allowed.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial

from bot.features.learners.chosen import Chosen
from bot.features.learners.store import settings as settings_store
from bot.language.people import Audience, Member, Place, Reach, Right, check_right, platform_of
from bot.language.port import Roles
from bot.language.refusals import Refusal, blaming
from bot.language.requests import Asker
from bot.language.text import counted
from bot.storage.database import Database
from bot.storage.transaction import Transaction

STARTERS = "starters"
PLACES = "start_places"
COOLDOWN = "start_cooldown"
"""A tenant's settings for who may start games, in which channels, and minutes between two starts by one person."""

_TENANT = ""


class Starters(StrEnum):
    """Who may start games and challenges, unless it's a role."""

    EVERYONE = "everyone"
    MEMBERS = "members"
    ADMINISTRATORS = "administrators"


class Where(StrEnum):
    """An administrator's choice for one channel, or for all."""

    HERE = "here"
    NOT_HERE = "not-here"
    EVERYWHERE = "everywhere"


@dataclass(frozen=True, slots=True)
class Places:
    """The channels where games and challenges may be started.

    Args:
        ids: the ids of some channels.
        only: whether these are the only allowed channels, rather than the forbidden ones.
    """

    ids: frozenset[str] = frozenset()
    only: bool = False

    def allow(self, place: Place) -> bool:
        """Return whether games and challenges may be started in a channel; a thread counts as its channel, too."""
        return bool(self.ids & {place.id, place.parent}) is self.only

    def after(self, change: Where, place: str) -> "Places":
        """Return the channels after a choice for one of them."""
        match change:
            case Where.EVERYWHERE:
                return Places()
            case Where.HERE if self.only or not self.ids:
                return Places(self.ids | {place}, only=True)
            case Where.NOT_HERE if not self.only:
                return Places(self.ids | {place})
            case _:
                return Places(self.ids - {place}, self.only)

    @property
    def text(self) -> str:
        """Return the channels as text, for the setting."""
        return " ".join(["only" if self.only else "but", *sorted(self.ids)])

    @classmethod
    def read(cls, text: str) -> "Places":
        """Return the channels from their text; "" means all."""
        kind, *ids = text.split() or ["but"]
        return cls(frozenset(ids), kind == "only")


@dataclass(frozen=True, slots=True)
class StartingRules:
    """A tenant's rules for starting games and challenges.

    Args:
        starters: who may start them.
        role: the role or user group that may, besides administrators; None if `starters` applies.
        places: the channels where they may be started.
        cooldown: the time until someone may start another one.
    """

    starters: Starters = Starters.EVERYONE
    role: Audience | None = None
    places: Places = Places()
    cooldown: timedelta = timedelta(0)

    def check(self, member: Member, place: Place, *, has_role: bool) -> None:
        """Check whether a member may start something in a place.

        Args:
            member: the member who wants to.
            place: the channel.
            has_role: whether they have the required role, if there's one.

        Raises:
            Refusal: they may not; it says who may, or where.
        """
        if member.administers:
            return
        if self.role is not None and not has_role:
            raise Refusal(f"Only {self.role.shown} and administrators can start games and challenges here.")
        if self.starters is Starters.ADMINISTRATORS:
            raise Refusal("Only an administrator can start games and challenges here; ask one of yours.")
        if self.starters is Starters.MEMBERS and member.outsider:
            raise Refusal("Guests can't start games and challenges here, but you can join any that are on.")
        if not self.places.allow(place):
            raise Refusal("Games and challenges can't start in this channel; use another one.")


def starters_of(stored: Mapping[str, str]) -> str:
    """Return who may start games and challenges by a tenant's settings: a value of Starters, or a role's text."""
    return stored.get(STARTERS, Starters.EVERYONE)


def read(stored: Mapping[str, str]) -> StartingRules:
    """Return the rules in a tenant's settings."""
    starters = starters_of(stored)
    role = None if starters in tuple(Starters) else Audience.read(starters)
    return StartingRules(
        Starters.EVERYONE if role else Starters(starters),
        role,
        Places.read(stored.get(PLACES, "")),
        timedelta(minutes=int(stored.get(COOLDOWN, 0))),
    )


def describe(rules: StartingRules, place: Place) -> str:
    """Return a sentence about the rules, for people who look at the settings in a place."""
    who = {
        Starters.EVERYONE: "Anyone can start them",
        Starters.MEMBERS: "Anyone except guests can start them",
        Starters.ADMINISTRATORS: "Only administrators can start them",
    }[rules.starters]
    if rules.role is not None:
        who = f"Only {rules.role.shown} and administrators can start them"
    where = ", in any channel"
    if rules.places != Places():
        where = ", also in this channel" if rules.places.allow(place) else ", but not in this channel"
    minutes = rules.cooldown // timedelta(minutes=1)
    pause = f", one every {counted(minutes, 'minute')} each" if minutes else ""
    return f"{who}{where}{pause}"


class Starting:
    """Checks and limits who starts games and challenges.

    Args:
        database: stores when each member last started something.
        chosen: the settings.
        roles: look up who has a role, by platform; on other platforms, requests list the member's roles.
    """

    def __init__(self, database: Database, chosen: Chosen, roles: Mapping[str, Roles]) -> None:
        self._database = database
        self._chosen = chosen
        self._roles = roles

    @asynccontextmanager
    async def allowed(self, asker: Asker) -> AsyncIterator[None]:
        """Let the asker start something inside; if that raises Refusal, the cooldown doesn't start.

        Raises:
            Refusal: they may not, not in this channel, or not yet.
        """
        rules = await self.rules(asker)
        rules.check(asker.member, asker.place, has_role=await self._has_role(asker, rules.role))
        if not rules.cooldown or asker.member.administers:
            yield
            return
        before = await self._claim(asker, rules.cooldown)
        try:
            yield
        except Refusal:
            await self._database.transact(partial(settings_store.start, me=asker.key, at=before))
            raise

    async def check(self, asker: Asker) -> None:
        """Check whether the asker may start something here, ignoring the cooldown.

        Raises:
            Refusal: they may not.
        """
        rules = await self.rules(asker)
        rules.check(asker.member, asker.place, has_role=await self._has_role(asker, rules.role))

    async def rules(self, asker: Asker) -> StartingRules:
        """Return the rules of the asker's tenant."""
        return read(await self._chosen.read(asker.tenant.key, _TENANT))

    async def change(self, asker: Asker, options: Mapping[str, str | int]) -> None:
        """Set who may start games and challenges, where, and how often.

        Args:
            asker: the administrator, in the channel to choose for.
            options: the new values by the option's name; other options are ignored.

        Raises:
            Refusal: the asker isn't an administrator, or the platform can't tell who has that role.
        """
        changed = [name for name in ("starters", "starter_role", "start_in", "start_cooldown") if name in options]
        if not changed:
            return
        with blaming(changed[0]):
            check_right(asker.member, Right.ADMINISTRATOR, "choose who starts games")
        if "starters" in options and "starter_role" in options:
            raise Refusal("Choose a role or who else can start games, not both.", option="starter_role")
        if "start_in" in options and asker.place.direct:
            raise Refusal("Run that in the channel you mean.", option="start_in")
        new: dict[str, str] = {}
        if "starters" in options:
            new[STARTERS] = str(options["starters"])
        if "starter_role" in options:
            new[STARTERS] = _role(str(options["starter_role"]))
        if "start_in" in options:
            places = (await self.rules(asker)).places.after(Where(str(options["start_in"])), asker.place.id)
            new[PLACES] = places.text
        if "start_cooldown" in options:
            new[COOLDOWN] = str(options["start_cooldown"])
        for name, value in new.items():
            await self._chosen.put(asker.tenant.key, _TENANT, name, value)

    async def _has_role(self, asker: Asker, role: Audience | None) -> bool:
        if role is None or asker.member.administers:
            return True
        roles = self._roles.get(platform_of(asker.tenant.key))
        if roles is None:
            return role.id in asker.member.roles
        return await roles.has(asker.key, role.id)

    async def _claim(self, asker: Asker, cooldown: timedelta) -> datetime:
        """Record that the asker starts something now; return when they last did before.

        Raises:
            Refusal: that was too recently.
        """
        me, at = asker.key, asker.at

        def work(transaction: Transaction) -> datetime:
            last = settings_store.last_start(transaction, me)
            if last + cooldown <= at:
                settings_store.start(transaction, me, at)
            return last

        before = await self._database.transact(work)
        left = before + cooldown - at
        if left > timedelta(0):
            minutes = -(-left // timedelta(minutes=1))
            raise Refusal(f"You've just started one; you can start the next in {counted(minutes, 'minute')}.")
        return before


def _role(stored: str) -> str:
    """Return a role as the setting's value; “everyone” for roles that all members have.

    Raises:
        Refusal: the platform can't tell who has it.
    """
    role = Audience.read(stored)
    if role is None or role.reach is not Reach.ROLE:
        return Starters.EVERYONE
    if not role.id:
        sentence = f"I can't tell who has the role {role.shown} here; choose everyone, members or administrators."
        raise Refusal(sentence, option="starter_role")
    return role.text
