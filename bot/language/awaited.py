"""Questions that wait for typed words: kept in memory for a while, so that a bare line can be taken as the answer."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from time import monotonic

from cachetools import TTLCache

from bot.language.actions import Action, decode
from bot.language.controls import Buttons
from bot.language.message import Message
from bot.language.people import Place, Tenant, platform_of
from bot.language.platforms import traits
from bot.language.refusals import Refusal
from bot.language.requests import Asker

LASTS = 15 * 60.0
"""Seconds for which a line may be the answer: who says something later means something else."""

_MOST = 10_000
"""Questions kept at most, of everybody together."""


@dataclass(frozen=True, slots=True)
class Open:
    """A question that someone was shown, and who may answer it by typing.

    Args:
        press: what takes the answer.
        tenant, place: where it was asked for.
    """

    press: str
    tenant: Tenant
    place: Place


class Awaited:
    """Knows which question each person was shown last, for their eyes alone.

    Args:
        kinds: of the actions that take an answer that's typed.
        seconds: tells the time on a clock that only goes forward.
    """

    def __init__(self, kinds: Collection[type[Action]], seconds: Callable[[], float] = monotonic) -> None:
        self._kinds = tuple(kinds)
        self._open: TTLCache[tuple[str, str], Open] = TTLCache(_MOST, LASTS, seconds)

    def shown(self, asker: Asker, said: Message) -> None:
        """Take note of a question that the asker alone is shown; what replaces one ends it.

        Args:
            asker: who sees it, and where they asked for it.
            said: what they're shown.
        """
        if not (said.private or asker.place.direct):
            return
        if (press := self._press_in(said)) is not None:
            self._open[_whose(asker)] = Open(press, asker.tenant, asker.place)
        elif said.replaces:
            self.over(asker)

    def of(self, asker: Asker) -> Open | None:
        """Return the question that the asker was shown last; None if it has been answered, or was long ago."""
        return self._open.get(_whose(asker))

    def over(self, asker: Asker) -> None:
        """Wait no longer for the asker's answer."""
        self._open.pop(_whose(asker), None)

    def _press_in(self, said: Message) -> str | None:
        presses = (each.press for block in said.blocks if isinstance(block, Buttons) for each in block.buttons)
        return next((press for press in presses if self._takes_words(press)), None)

    def _takes_words(self, press: str) -> bool:
        try:
            return isinstance(decode(press), self._kinds)
        except Refusal:
            return False


def _whose(asker: Asker) -> tuple[str, str]:
    """Return who a line is from: one person in all tenants where the platform vouches for that."""
    platform = platform_of(asker.tenant.key)
    return platform if traits(platform).one_person else asker.tenant.key, asker.member.id
