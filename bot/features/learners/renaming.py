"""Channels and roles that have been renamed or deleted since their names were stored."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Protocol

from bot.features.learners import scopes
from bot.features.learners.chosen import Chosen
from bot.features.learners.notices import Notices
from bot.features.learners.starting import STARTERS, Starters
from bot.features.learners.store import given_names
from bot.features.learners.store.given_names import NamedChannel, StoredRole
from bot.language.people import Audience
from bot.language.refusals import Refusal
from bot.storage.database import Database
from bot.storage.transaction import Transaction


class CurrentNames(Protocol):
    """What a platform currently calls things, as far as it's known."""

    def channel(self, place: str) -> str | None:
        """Return the display name of a channel; None if it isn't known."""

    def role(self, tenant: str, role: Audience) -> Audience | None:
        """Return a role as it is now; None if it's gone. An unknown one is returned as it is."""


class Renaming:
    """Keeps stored names up to date, and what refers to deleted roles.

    Args:
        database: stores the names.
        chosen: the settings.
        notices: stores the notices that people have to be shown.
    """

    def __init__(self, database: Database, chosen: Chosen, notices: Notices) -> None:
        self._database = database
        self._chosen = chosen
        self._notices = notices

    async def follow(self, tenants: Collection[str], current: CurrentNames, at: datetime) -> None:
        """Bring everything stored about some tenants up to date.

        Args:
            tenants: the keys of the tenants.
            current: knows the current names.
            at: now, in UTC.
        """
        stored = await self._database.read(partial(given_names.channels, tenants=tenants))
        renamed = {
            NamedChannel(each.tenant, each.place, name)
            for each in stored
            if (name := current.channel(each.place)) is not None and name != each.name
        }
        if renamed:
            await self._database.transact(partial(_rename, renamed=sorted(renamed)))
        for each in await self._database.read(partial(given_names.pinged, tenants=tenants)):
            await self._follow_ping(each, current, at)
        for each in await self._database.read(partial(given_names.chosen, tenants=tenants, name=STARTERS)):
            await self._follow_starters(each, current, at)

    async def _follow_ping(self, stored: StoredRole, current: CurrentNames, at: datetime) -> None:
        role = Audience.read(stored.role)
        if role is None or (now := current.role(stored.tenant, role)) == role:
            return
        after = now.text if now else ""
        await self._database.transact(partial(given_names.ping_instead, before=stored, after=after))
        if now is None:
            sentence = (
                f"The role {role.shown} is gone, so the scheduled posts that pinged it ping nobody now; choose "
                "another one with /schedule edit."
            )
            await self._notices.leave(stored.tenant, f"pinged:{role.id}", sentence, at)

    async def _follow_starters(self, stored: StoredRole, current: CurrentNames, at: datetime) -> None:
        """Follow the role that may start games; if it's gone, only administrators may, so nobody gains a right."""
        role = Audience.read(stored.role)
        if role is None or (now := current.role(stored.tenant, role)) == role:
            return
        after = now.text if now else str(Starters.ADMINISTRATORS)

        def change(before: str) -> str:
            return after if before == stored.role else before

        await self._chosen.change(stored.tenant, scopes.EVERYWHERE, STARTERS, change)
        if now is None:
            sentence = (
                f"The role {role.shown} is gone, so only administrators can start games and challenges now; choose "
                "who else can with /settings starters or starter_role."
            )
            await self._notices.leave(stored.tenant, f"starters:{role.id}", sentence, at)


def with_name(role: Audience, name: str) -> Audience:
    """Return a role with its current name, as it's stored.

    Args:
        role: the role.
        name: its name on the platform; if nothing of it can be seen, the role stays as it is.
    """
    try:
        return Audience.read(replace(role, name=name).text) or role
    except Refusal:
        return role


def _rename(transaction: Transaction, renamed: Collection[NamedChannel]) -> None:
    for each in renamed:
        given_names.rename(transaction, each)
