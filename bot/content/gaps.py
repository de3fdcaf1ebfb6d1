"""Texts with gaps: `A {{sample}} stands for a {{population|whole}}.` Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

BLANK = "____"
"""Shown in place of a gap."""

BETWEEN_GAPS = "; "
"""Separates the words for several gaps when they're typed and shown."""

LONGEST_FILLING = 80
"""At most this many characters fit into a gap."""

_LAST_WORD = re.compile(r"[\w'’-]+[ -]$")
_FIRST_WORD = re.compile(r"^[ -][\w'’-]+")
_GAP = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Gapped:
    """A text with gaps.

    Args:
        parts: the text before the first gap, between gaps, and after the last one.
        gaps: for each gap, its answer and other accepted ones.
    """

    parts: tuple[str, ...]
    gaps: tuple[tuple[str, ...], ...]

    @property
    def answers(self) -> tuple[str, ...]:
        """Return the answer of each gap."""
        return tuple(gap[0] for gap in self.gaps)

    @property
    def filled(self) -> str:
        """Return the text with its answers filled in."""
        return self.with_gaps(self.answers)

    @property
    def blank(self) -> str:
        """Return the text with blanks, which are numbered if there are several."""
        if len(self.gaps) == 1:
            return self.with_gaps([BLANK])
        return self.with_gaps([f"({number}) {BLANK}" for number in range(1, len(self.gaps) + 1)])

    def with_gaps(self, fillings: Sequence[str]) -> str:
        """Return the text with something in each gap.

        Args:
            fillings: one text for each gap.
        """
        return self.parts[0] + "".join(
            filling + after for filling, after in zip(fillings, self.parts[1:], strict=True)
        )

    def beside(self, position: int) -> tuple[str, ...]:
        """Return a gap's answers together with neighbouring words, as someone who copies the phrase would type it.

        Args:
            position: of the gap, from 0.
        """
        before, after = _LAST_WORD.search(self.parts[position]), _FIRST_WORD.match(self.parts[position + 1])
        lead, trail = (before[0] if before else ""), (after[0] if after else "")
        sides = dict.fromkeys(((lead, trail), (lead, ""), ("", trail)))
        return tuple(f"{one}{gap}{two}" for one, two in sides if one or two for gap in self.gaps[position])


def gapped(text: str) -> Gapped:
    """Parse a text with gaps in double braces; an empty gap has the single answer "".

    Args:
        text: the text as written in the pack.
    """
    pieces = _GAP.split(text)
    answers = (tuple(each.strip() for each in gap.split("|")) for gap in pieces[1::2])
    gaps = tuple(tuple(each for each in gap if each) or ("",) for gap in answers)
    return Gapped(tuple(pieces[::2]), gaps)
