"""Reading whole numbers as people type them: 5, five, 30s, 5 questions. Pure."""

import re

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

_COUNTED = re.compile(r"(-?[0-9]+|[a-z]+) ?([a-z]*)", re.ASCII)


def whole_number(typed: str, counted: str) -> str | None:
    """Return the whole number in a text, in figures; None if it isn't one.

    Args:
        typed: the text.
        counted: what's counted, such as “seconds”, which may follow in full or in short: 30s, 30 secs.
    """
    found = _COUNTED.fullmatch(fold(plain(typed)))
    if found is None:
        return None
    number, after = found.groups()
    if after and not counted.startswith((after, after.removesuffix("s") or after)):
        return None
    return number if number[-1].isdigit() else NUMBERS.get(number)
