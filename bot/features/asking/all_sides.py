"""Names the sides of a pack in a question that only speaks of “the two roles”. Pure."""

import re

from bot.content.finding.concepts import is_comparing
from bot.content.finding.finder import mentioned_sides
from bot.content.finding.halves import MORE_SO
from bot.content.model import Pack
from bot.language.text import listed

_NOUN = r"(?:role|job|side|profession|career|discipline|position)"
_NUMBER = r"(?:two|2|three|3|four|4)"

_WHICH = re.compile(
    rf"(?P<before>.*?\b)which (?:of (?:the|these|those|both) )?(?:{_NUMBER} )?{_NOUN}s?"
    rf" (?P<rest>(?=.*{MORE_SO})[^?.!,;]+)[?.!\s]*",
    re.IGNORECASE,
)
"""Asks which side is more so: “which role needs more data?”, “which of the two jobs is older?”"""

_ALL = re.compile(
    rf"\b(?:(?:the|both|these|those|all|both of the|all of the) )(?:{_NUMBER} (?:different )?)?{_NOUN}s\b"
    rf"|\b(?:{_NUMBER} {_NOUN}s|each {_NOUN}|either {_NOUN})\b",
    re.IGNORECASE,
)


def with_sides_named(pack: Pack, question: str) -> str:
    """Return a question that speaks of a pack's sides together with their names instead; others as they are.

    Their names say whom it's about, while an item that happens to say “both roles” would be found otherwise. What
    compares the sides is left as it is, since it's searched for by its aspect.

    Args:
        pack: the pack that's asked.
        question: the question as asked, with typos corrected.
    """
    if len(pack.sides) < 2 or is_comparing(question) or mentioned_sides(pack, question):
        return question
    names = [side.name for side in pack.sides]
    if asks := _WHICH.fullmatch(question):
        return f"{asks['before']}which {asks['rest']}, {listed(names, 'or')}?"
    return _ALL.sub(listed(names, "and"), question, count=1)


def without_all_sides(question: str) -> str:
    """Return a question without the words that speak of all sides together; "" if it has none."""
    left = _ALL.sub(" ", question, count=1)
    return left if left != question else ""
