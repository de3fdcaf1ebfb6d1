"""What it costs to take a run of words for the value of an option: less, the more clearly they are one. Pure."""

from collections.abc import Sequence
from functools import cache

from bot.language.known_names import Known, Knows
from bot.language.nearest import nearest
from bot.language.option_values import reads, spoken
from bot.language.options import ALIKE, CommandOption, OptionKind
from bot.language.refusals import Refusal
from bot.language.text import fold, said
from bot.language.whole_numbers import NUMBERS
from bot.language.words import Word

FREE_TEXT = 5.0
"""Cost of taking words as free text; less than this, and they clearly are a value."""

LOST = 5.5
"""Cost of words that fit no option."""

PER_WORD = 1.0
"""Cost of each word of free text, or of words that fit no option."""

RESEMBLES = 0.8
"""Cost of words that resemble a value in a notation, such as a time."""

FILLERS = frozenset(
    (
        *("a", "an", "the", "this", "my", "our", "me", "us", "each", "and", "last", "past", "please"),
        *("about", "as", "at", "by", "for", "in", "of", "on", "to", "with"),
    )
)
"""Filler words between the meaningful ones."""

_BARE, _MISFIT = 0.75, 2.0
_GUESSED = 1.0
_MISSPELT = 0.95
_QUOTED = 1.0
_KNOWN = {Known.NAME: 0.0, Known.ALIAS: 0.25, Known.LIKELY: _GUESSED}
_LATER = 0.01
"""Extra cost of an option for each earlier option that takes free text, too."""

_LONGEST = 9
"""Words in the longest formatted value: “days every 2 weeks on Monday, Wednesday and Friday”."""

_LONGEST_NAME = 8
"""Maximum number of words in a name to look up."""

_SHORTEST_SLIP = 3
"""Minimum number of letters for a word to be taken for a misspelt choice."""

_ALMOST = 0.85
"""Minimum similarity of a misspelt label."""


class SegmentCosts:
    """Computes the costs of the runs of words in a line.

    Args:
        words: the words of the line.
        options: the command's options.
        knows: returns how well a phrase matches a name that an open option accepts.

    Attributes:
        fit: returns the cost and the value of words as an option that wasn't named, or None if they don't fit it.
        may_start: returns whether a value other than free text may start at a word.
    """

    def __init__(self, words: Sequence[Word], options: Sequence[CommandOption], knows: Knows) -> None:
        self._words = words
        self._options = options
        self._knows = knows
        self._open = [option for option in options if option.is_open]
        self.fit = cache(self._fit)
        self.may_start = cache(self._may_start)

    def text(self, at: int, end: int) -> str:
        """Return a run of words.

        Args:
            at: the index of the first word.
            end: the index after the last word.
        """
        return " ".join(word.text for word in self._words[at:end]).strip(" ,;")

    def _may_start(self, at: int) -> bool:
        if at and any(option.names and fold(self._words[at].text) in option.leads for option in self._open):
            return True
        ends = range(at + 1, min(at + _LONGEST, len(self._words)) + 1)
        fits = (self.fit(option.name, at, end) for option in self._options if not option.by_name for end in ends)
        return any(fit is not None and fit[0] < FREE_TEXT for fit in fits)

    def named(self, option: CommandOption, at: int, end: int) -> float:
        """Return the cost of words as the value of an option that was named.

        Args:
            option: the option.
            at: the index of the first word.
            end: the index after the last word.
        """
        text = self.text(at, end)
        if self._words[at].quoted or not text or reads(option, text, named=True):
            return 0.0
        known = self._knows(option.name, text) if option.is_open and end - at <= _LONGEST_NAME else Known.NO
        if known:
            return _KNOWN[known]
        if self._resembles(option, text):
            return RESEMBLES + _LATER * (end - at)
        heads = (self.text(at, cut) for cut in range(at + 1, end))
        goes_on = any(reads(option, head, named=True) or self._resembles(option, head) for head in heads)
        return (LOST if goes_on else _MISFIT) + PER_WORD * (end - at) + self._joins(at, end)

    def _fit(self, name: str, at: int, end: int) -> tuple[float, str] | None:
        option = next(each for each in self._options if each.name == name)
        text = self.text(at, end)
        alone = end - at == 1
        if option.is_open:
            return None if alone and self._only_leads(option, text) else self._open_fit(option, at, end)
        if end - at > _LONGEST or (not alone and any(word.quoted for word in self._words[at:end])):
            return None
        if option.kind is OptionKind.INTEGER and self._is_choice_after_another_number(option, at, end):
            return None
        value = self.beside_its_name(option, at, end)
        if reads(option, text) and (value is None or option.kind is not OptionKind.INTEGER):
            return (_BARE if self._is_bare(option, text) else 0.0), text
        if value is not None:
            return 0.0, value
        if option.notation is not None and (led := self._after_its_lead(option, at, end)) is not None:
            return _MISFIT + PER_WORD * (end - at), led
        if self._resembles(option, text):
            return (_MISSPELT if option.choices else RESEMBLES + _LATER * (end - at)), text
        return None

    def _open_fit(self, option: CommandOption, at: int, end: int) -> tuple[float, str]:
        text = self.text(at, end)
        before = _LATER * self._open.index(option)
        if option.names and end - at > 1 and fold(self._words[at].text) in option.leads:  # Blue “to Sky”
            return _QUOTED + PER_WORD * (end - at) + before, self.text(at + 1, end)
        known, name = self._known(option, text) if end - at <= _LONGEST_NAME else (Known.NO, text)
        if known:
            return _KNOWN[known] + (before if known is Known.LIKELY else 0.0), name
        if self._words[at].quoted and end - at == 1:
            return _QUOTED + before, text
        if not option.completes and self._joins(at, end):  # a name with a part of it in quotes
            return _QUOTED + PER_WORD * (end - at) + self._joins(at, end) + before, text
        return FREE_TEXT + PER_WORD * (end - at) + self._joins(at, end) + before, text

    def _known(self, option: CommandOption, text: str) -> tuple[Known, str]:
        """Return how well a text matches a name that an open option accepts, and that name: “data”, “about data”."""
        known = self._knows(option.name, text)
        if known is Known.LIKELY and FILLERS.issuperset(fold(text).split()):
            return Known.NO, text
        if known:
            return known, text
        for lead in (*option.leads, *spoken(option)):
            if fold(text).startswith(f"{lead} ") and (known := self._knows(option.name, text[len(lead) + 1 :])):
                return known, text[len(lead) + 1 :]
        return Known.NO, text

    def _only_leads(self, option: CommandOption, text: str) -> bool:
        """Return whether a word only introduces a value of another option, as “until” does."""
        return any(fold(text) in each.leads for each in self._options if each is not option)

    def _joins(self, at: int, end: int) -> int:
        """Return the number of quoted words that are joined with others."""
        return sum(word.quoted for word in self._words[at:end]) if end - at > 1 else 0

    def _is_bare(self, option: CommandOption, text: str) -> bool:
        """Return whether a text is a bare number, which more likely belongs to an earlier integer option."""
        numbers = (each for each in self._options if each.kind is OptionKind.INTEGER)
        first = next(numbers, None)
        return (
            option.kind is not OptionKind.INTEGER
            and (text.isdigit() or fold(text) in NUMBERS)
            and first is not None
            and self._options.index(first) < self._options.index(option)
        )

    def beside_its_name(self, option: CommandOption, at: int, end: int) -> str | None:
        """Return the value in words such as “5 questions”, “zone Berlin” or “until 31 May”; None if there's none.

        Args:
            option: the option.
            at: the index of the first word.
            end: the index after the last word.
        """
        if end - at < 2:
            return None
        text = self.text(at, end)
        folded = fold(text)
        for name in (*spoken(option), *option.leads):
            if folded.startswith(f"{name} ") and reads(option, value := text[len(name) + 1 :], named=True):
                return value
            is_number = option.kind is OptionKind.INTEGER
            if is_number and folded.endswith(f" {name}") and reads(option, value := text[: -len(name) - 1]):
                return value
        return None

    def _is_choice_after_another_number(self, option: CommandOption, at: int, end: int) -> bool:
        """Return whether words are a number that an option refuses and a choice: “20 teams”, seconds in a team game.

        Args:
            option: the option, whose name looks like that choice.
            at: the index of the first word.
            end: the index after the last word.
        """
        last = self._words[end - 1].text
        if end - at != 2 or not any(each.choices and each.choice(last) is not None for each in self._options):
            return False
        try:
            option.parse(self.text(at, end))
        except Refusal:
            return True
        return False

    def _after_its_lead(self, option: CommandOption, at: int, end: int) -> str | None:
        """Return the words after one that introduces only this option, so that it reports what's wrong with them."""
        text = self.text(at, end)
        lead, _, value = text.partition(" ")
        leads = [each.name for each in self._options if fold(lead) in each.leads]
        is_whole = end == len(self._words) or self.may_start(end)
        return value if value and is_whole and leads == [option.name] and fold(lead) not in FILLERS else None

    def _resembles(self, option: CommandOption, text: str) -> bool:
        if option.notation is not None:
            return option.notation.resembles(said(text))
        if len(text) < _SHORTEST_SLIP:
            return False
        if " " not in text:
            # A single word is hardly ever a misspelling of several, such as not-here.
            as_many = [each.value for each in option.choices if each.value.count("-") == text.count("-")]
            every = [each.value for each in option.choices]
            return bool(nearest(text, as_many, least=ALIKE) or nearest(text, every, least=_ALMOST))
        labels = [each.label for each in option.choices if each.label.count(" ") == text.count(" ")]
        return bool(nearest(text, labels, least=_ALMOST))
