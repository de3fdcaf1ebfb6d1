"""What was typed and refused: kept in memory for a while, so that a form can be opened with it again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import monotonic

from cachetools import TTLCache

from bot.language.people import MemberKey
from bot.language.requests import Asker

LASTS = 15 * 60.0
"""Seconds for which it's kept: as long as a private answer on Discord can be changed."""

_MOST = 2_000
"""What's kept at most, of everybody together."""


@dataclass(frozen=True, slots=True)
class TypedValues:
    """What was typed into a form, or as a command's options.

    Args:
        values: by the name of the field.
        option: the one that was to blame, or "".
        sentence: why it was refused.
    """

    values: Mapping[str, str]
    option: str = ""
    sentence: str = ""


class Kept:
    """Keeps what was typed; only the one who typed it gets it back.

    Args:
        seconds: tells the time on a clock that only goes forward.
    """

    def __init__(self, seconds: Callable[[], float] = monotonic) -> None:
        self._typed: TTLCache[tuple[MemberKey, str], TypedValues] = TTLCache(_MOST, LASTS, seconds)

    def keep(self, asker: Asker, press: str, typed: TypedValues) -> None:
        """Keep what was typed.

        Args:
            asker: who typed it.
            press: what opens the form again.
            typed: to be kept.
        """
        self._typed[_whose(asker), press] = typed

    def find(self, asker: Asker, press: str) -> TypedValues | None:
        """Return what the asker typed into the form that a press opens; None if nothing is kept."""
        return self._typed.get((_whose(asker), press))

    def drop(self, asker: Asker, press: str) -> None:
        """Forget what the asker typed into the form that a press opens."""
        self._typed.pop((_whose(asker), press), None)

    def forget(self, asker: Asker) -> None:
        """Forget everything that the asker typed."""
        for whose, press in [each for each in self._typed if each[0] == _whose(asker)]:
            self._typed.pop((whose, press), None)


def _whose(asker: Asker) -> MemberKey:
    return MemberKey(asker.tenant.key, asker.member.id)
