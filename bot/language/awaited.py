"""Questions that await an answer, kept in memory for a while, so that a plain line can be the answer."""

from collections.abc import Collection
from dataclasses import dataclass

from cachetools import TTLCache

from bot.language.actions import Action, decode
from bot.language.controls import Buttons
from bot.language.message import Message
from bot.language.people import MemberKey, Place, Tenant, platform_of
from bot.language.platforms import traits
from bot.language.refusals import Refusal
from bot.language.requests import Asker
from bot.language.rich_text import Text, in_words

LASTS = 15 * 60.0
"""Seconds for which a line may be the answer; anything said later isn't one."""

_MOST = 10_000
"""Maximum number of questions kept, for all people together."""


@dataclass(frozen=True, slots=True)
class Open:
    """A question that someone was shown and may answer by typing.

    Args:
        press: the press to which the answer belongs; "" if it's answered by choosing.
        choices: what there is to choose from, in order, each with its press; empty if it's answered by typing.
        onward: the press that goes on from a question that has just been answered; "" if it's still open.
        tenant, place: where the question was requested.
    """

    press: str
    choices: tuple[tuple[str, str], ...]
    tenant: Tenant
    place: Place
    onward: str = ""


class Awaited:
    """Knows the last question that each person was shown privately.

    Args:
        kinds: the kinds of actions that take a typed answer.
        onward: the kinds of actions that go on to the next question.
    """

    def __init__(self, kinds: Collection[type[Action]], onward: Collection[type[Action]] = ()) -> None:
        self._kinds = tuple(kinds)
        self._onward = tuple(onward)
        self._open: TTLCache[tuple[str, str], Open] = TTLCache(_MOST, LASTS)

    def shown(self, asker: Asker, message: Message) -> None:
        """Remember the question in a private message, if there's one; a message that replaces a question ends it.

        Args:
            asker: who sees the message, and where they asked for it.
            message: what they're shown.
        """
        if not (message.private or asker.place.direct):
            return
        press, choices = self._press_in(message, self._kinds), _choices_in(message)
        onward = "" if press or choices else self._press_in(message, self._onward)
        if press or choices or onward:
            self._open[_whose(asker)] = Open(press, choices, asker.tenant, asker.place, onward)
        elif message.replaces:
            self.over(asker)

    def of(self, asker: Asker) -> Open | None:
        """Return the asker's last question; None if it has been answered or has expired."""
        return self._open.get(_whose(asker))

    def over(self, asker: Asker) -> None:
        """Stop waiting for the asker's answer."""
        self._open.pop(_whose(asker), None)

    async def forget(self, me: MemberKey, _names: Collection[str] = ()) -> None:
        """Stop waiting for anyone who has just been erased."""
        self._open.pop(_key(me.tenant, me.member), None)

    async def forget_tenant(self, tenant: str) -> None:
        """Stop waiting for answers to questions that were requested in a tenant."""
        for whose, question in list(self._open.items()):
            if question.tenant.key == tenant:
                self._open.pop(whose, None)  # it may have expired

    def _press_in(self, message: Message, kinds: tuple[type[Action], ...]) -> str:
        presses = (each.press for block in message.blocks if isinstance(block, Buttons) for each in block.buttons)
        return next((press for press in presses if _is_one_of(press, kinds)), "")


def _is_one_of(press: str, kinds: tuple[type[Action], ...]) -> bool:
    try:
        return isinstance(decode(press), kinds)
    except Refusal:
        return False


def _choices_in(message: Message) -> tuple[tuple[str, str], ...]:
    """Return the choices of a question in a message; those with only a letter on the button stand in a text above."""
    lines = [line for block in message.blocks if isinstance(block, Text) for line in in_words(block).splitlines()]
    by_letter = {line[0]: line for line in lines if line[1:3] == ". "}
    return tuple(
        (by_letter.get(each.label, each.label), each.press)
        for block in message.blocks
        if isinstance(block, Buttons) and block.answers
        for each in block.buttons
    )


def _whose(asker: Asker) -> tuple[str, str]:
    """Return the key of a line's author: across all tenants if the platform's ids are, else within the tenant."""
    return _key(asker.tenant.key, asker.member.id)


def _key(tenant: str, member: str) -> tuple[str, str]:
    platform = platform_of(tenant)
    return platform if traits(platform).one_person else tenant, member
