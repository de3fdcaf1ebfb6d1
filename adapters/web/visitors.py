"""Identifies visitors: on your own machine by the name that a tab gives, in a shared playground by browser.

In a shared playground, a browser is only recognised by a random cookie. The member id is a digest of the cookie, so
it stays the same after a restart, no secret is stored that could be stolen, and knowing an id doesn't help anyone to
impersonate its owner. The name is a label that only one person can have at a time.
"""

import hashlib
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from aiohttp import web

from bot.language.people import PLAYGROUND, Member, MemberKey, local_member
from bot.language.refusals import Refusal
from bot.language.text import as_seen, fold
from bot.storage.errors import StoreError

COOKIE = "versed-browser"
COOKIE_LASTS = 400 * 24 * 3600
"""The cookie's lifetime in seconds: the longest that browsers allow. It's renewed at each visit."""

_BYTES = 32
_COOKIE = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)
_RESERVED = fold("Versed")


@dataclass(frozen=True, slots=True)
class Visitor:
    """A browser that was let in.

    Args:
        browser: its id, from which the cookie can't be derived; "" for a program without a cookie.
        administrator: whether it has the administrators' key, or the playground isn't shared.
    """

    browser: str
    administrator: bool


class Doorkeeper(Protocol):
    """Identifies people."""

    async def member(self, visitor: Visitor, name: str) -> Member:
        """Return the member for a visitor who gives a name.

        Raises:
            Refusal: the name isn't available.
        """

    def may_be(self, visitor: Visitor, member: str) -> bool:
        """Return whether a visitor may be the member with this id, and so see what only that member may."""


class OwnMachine:
    """For a playground that only this machine can reach: each tab is who it says it is, as on the command line."""

    async def member(self, visitor: Visitor, name: str) -> Member:
        """Return the member with this name."""
        return local_member(name)

    def may_be(self, visitor: Visitor, member: str) -> bool:
        """Return True: a tab in any browser may be anyone."""
        return True


class Labels(Protocol):
    """Manages who has which name."""

    async def take(self, me: MemberKey, name: str) -> bool:
        """Give a member a name instead of their earlier one; return whether it was free."""


class Shared:
    """For a playground that many people can reach.

    Args:
        labels: manages who has which name.
        present: returns the people who are connected; nobody else can take their names.
    """

    def __init__(self, labels: Labels, present: Callable[[], list[Member]]) -> None:
        self._labels = labels
        self._present = present

    async def member(self, visitor: Visitor, name: str) -> Member:
        """Return the member for a browser, with the name as their label."""
        label = local_member(name).name
        folded = fold(as_seen(label))
        here = any(each.id != visitor.browser and fold(as_seen(each.name)) == folded for each in self._present())
        free = folded != _RESERVED and not here and await self._take(visitor, label)
        if not free:
            raise Refusal(f"“{label}” is someone else's name here; choose another.")
        return Member(visitor.browser, label, administrator=visitor.administrator)

    def may_be(self, visitor: Visitor, member: str) -> bool:
        """Return whether this is the member's browser."""
        return visitor.browser == member

    async def _take(self, visitor: Visitor, name: str) -> bool:
        try:
            return await self._labels.take(MemberKey(PLAYGROUND.key, visitor.browser), name)
        except StoreError as error:
            raise Refusal("I couldn't keep your name just now; try again in a minute.") from error


def cookie_of(request: web.Request) -> str:
    """Return a browser's cookie, or a new one if it has none of ours."""
    cookie = request.cookies.get(COOKIE, "")
    return cookie if _COOKIE.fullmatch(cookie) else secrets.token_urlsafe(_BYTES)


def browser_of(request: web.Request) -> str:
    """Return the id of a request's browser; "" if it has none of our cookies."""
    cookie = request.cookies.get(COOKIE, "")
    return f"browser-{hashlib.sha256(cookie.encode()).hexdigest()[:32]}" if _COOKIE.fullmatch(cookie) else ""
