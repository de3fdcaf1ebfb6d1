"""Input that was refused, kept in memory for a while, so that a form can be reopened with it."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from time import monotonic

from cachetools import TTLCache

from bot.language.forgetting import forget_if
from bot.language.people import MemberKey
from bot.language.requests import Asker

LASTS = 15 * 60.0
"""Seconds for which input is kept: as long as a private answer on Discord can be changed."""

_MOST = 2_000
"""Maximum number of inputs kept, for all people together."""


@dataclass(frozen=True, slots=True)
class TypedValues:
    """The values that someone entered in a form or as a command's options.

    Args:
        values: the values, by field name.
        option: the name of the option that was to blame, or "".
        sentence: why it was refused.
    """

    values: Mapping[str, str]
    option: str = ""
    sentence: str = ""


class Kept:
    """Keeps people's input; each person gets back only their own.

    Args:
        seconds: a monotonic clock.
    """

    def __init__(self, seconds: Callable[[], float] = monotonic) -> None:
        self._typed: TTLCache[tuple[MemberKey, str], TypedValues] = TTLCache(_MOST, LASTS, seconds)

    def keep(self, asker: Asker, press: str, typed: TypedValues) -> None:
        """Keep someone's input.

        Args:
            asker: who typed it.
            press: the press that reopens the form.
            typed: the input.
        """
        self._typed[asker.key, press] = typed

    def find(self, asker: Asker, press: str) -> TypedValues | None:
        """Return the asker's input for the form that a press opens; None if there's none."""
        return self._typed.get((asker.key, press))

    def drop(self, asker: Asker, press: str) -> None:
        """Delete the asker's input for the form that a press opens."""
        self._typed.pop((asker.key, press), None)

    async def forget(self, me: MemberKey, _names: Collection[str] = ()) -> None:
        """Delete all input of a member."""
        forget_if(self._typed, lambda key: key[0] == me)

    async def forget_tenant(self, tenant: str) -> None:
        """Delete all input of a tenant's members."""
        forget_if(self._typed, lambda key: key[0].tenant == tenant)
