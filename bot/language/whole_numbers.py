"""Reading whole numbers as people type them: 5, five, 30s, 5 questions. Pure."""

import re
from typing import TypeAlias

from bot.language.text import fold, plain

_WORDS_AS_TEXT = """
one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
nineteen twenty
"""
_TENS_AS_TEXT = "thirty forty fifty sixty seventy eighty ninety"
NUMBERS = {
    **{word: str(number) for number, word in enumerate(_WORDS_AS_TEXT.split(), start=1)},
    **{word: str(number) for number, word in zip(range(30, 100, 10), _TENS_AS_TEXT.split(), strict=True)},
}
"""Numbers as words."""

Worth: TypeAlias = tuple[tuple[str, int], ...]
"""What people may count instead, in the singular, and how much each is: 5 working days for a week."""

_COUNTED = re.compile(r"(-?[0-9]+|[a-z]+) ?([a-z]*)", re.ASCII)


def whole_number(typed: str, counted: str, worth: Worth = ()) -> str | None:
    """Return the whole number in a text, in figures; None if it isn't one.

    Args:
        typed: the text.
        counted: what's counted, such as “seconds”, which may follow in full or in short: 30s, 30 secs.
        worth: what else may be counted, and how much of the first each is, such as 5 working days for a week.
    """
    found = _COUNTED.fullmatch(fold(plain(typed)))
    if found is None:
        return None
    number, after = found.groups()
    figures = number if number[-1].isdigit() else NUMBERS.get(number)
    if each := dict(worth).get(after.removesuffix("s")):
        count = "1" if number == "a" else figures
        return str(int(count) * each) if count else None
    if after and not counted.startswith((after, after.removesuffix("s") or after)):
        return None
    return figures
