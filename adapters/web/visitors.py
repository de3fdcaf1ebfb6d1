"""Who comes in: on your own machine the person a tab names, in a shared playground the person whose browser it is.

In a shared playground a browser is recognised by a random cookie alone. Its member id is a digest of that, so it's
the same after a restart, nothing is kept that could be stolen, and knowing an id doesn't help to be that person. The
name is a label, which one person has at a time.
"""

import hashlib
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from aiohttp import web

from bot.language.people import PLAYGROUND, Member, local_member
from bot.language.refusals import Refusal
from bot.language.text import as_seen, fold
from bot.storage.errors import StoreError

COOKIE = "versed-browser"
COOKIE_LASTS = 400 * 24 * 3600
"""Seconds; as long as browsers keep a cookie at most. It's renewed at every visit."""

_BYTES = 32
_COOKIE = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)
_RESERVED = fold("Versed")


@dataclass(frozen=True, slots=True)
class Visitor:
    """A browser that has come in.

    Args:
        browser: its id, which doesn't tell its cookie; "" for a program without one.
        administrator: holds the key of those who administer, or is on its own machine.
    """

    browser: str
    administrator: bool


class Doorkeeper(Protocol):
    """Knows who someone is."""

    async def member(self, visitor: Visitor, name: str) -> Member:
        """Return who a visitor is that gives a name.

        Raises:
            Refusal: the name can't be had.
        """


class OwnMachine:
    """A playground that only this machine reaches: each tab is who it says, as on the command line."""

    async def member(self, visitor: Visitor, name: str) -> Member:
        """Return the person of that name."""
        return local_member(name)


class Labels(Protocol):
    """Knows whose label a name is."""

    async def take(self, tenant: str, member: str, name: str) -> bool:
        """Give a member a name, in place of an earlier one; return whether it was free.

        Args:
            tenant: the tenant's key.
            member: the id of the member.
            name: the name they want, as it's shown.
        """


class Shared:
    """A playground that many reach.

    Args:
        labels: the names that are taken.
        present: those who are here, whose names stay theirs until they go.
    """

    def __init__(self, labels: Labels, present: Callable[[], list[Member]]) -> None:
        self._labels = labels
        self._present = present

    async def member(self, visitor: Visitor, name: str) -> Member:
        """Return the person of that browser, with that name as their label."""
        shown = local_member(name).name
        wanted = fold(as_seen(shown))
        here = any(each.id != visitor.browser and fold(as_seen(each.name)) == wanted for each in self._present())
        free = wanted != _RESERVED and not here and await self._take(visitor, shown)
        if not free:
            raise Refusal(f"“{shown}” is someone else's name here; choose another.")
        return Member(visitor.browser, shown, administrator=visitor.administrator)

    async def _take(self, visitor: Visitor, name: str) -> bool:
        try:
            return await self._labels.take(PLAYGROUND.key, visitor.browser, name)
        except StoreError as error:
            raise Refusal("I couldn't keep your name just now; try again in a minute.") from error


def cookie_of(request: web.Request) -> str:
    """Return a browser's cookie, or a fresh one if it has none that we gave."""
    given = request.cookies.get(COOKIE, "")
    return given if _COOKIE.fullmatch(given) else secrets.token_urlsafe(_BYTES)


def browser_of(request: web.Request) -> str:
    """Return the id of the browser that asks; "" if it shows no cookie that we gave."""
    given = request.cookies.get(COOKIE, "")
    return f"browser-{hashlib.sha256(given.encode()).hexdigest()[:32]}" if _COOKIE.fullmatch(given) else ""
