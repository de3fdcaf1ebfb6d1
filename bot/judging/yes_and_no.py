"""Answers to questions that ask for yes or no: “it doesn't”, “no, it doesn't cover drops”. Pure; English only."""

import re

from bot.language.text import words

_YES, _NO = "yes|yeah|yep|yup", "no|nope|nah"
_WHO = r"(?:it|that|this|these|those|there|he|she|they|you|we|i)"
_IS = r"(?:is|are|am|was|were|do|does|did|can|could|may|might|will|would|shall|should|must|has|have|had)"
_ISNT = r"(?:(?:is|are|was|were|do|does|did|could|would|should|must|has|have|had)n['’]?t|can['’]?t|cannot|won['’]?t)"
_DENIED = rf"(?:{_WHO}(?:\s{_IS}|['’](?:s|re|m))\s(?:not|never)|{_WHO}\s{_ISNT})"
_TWICE = re.compile(
    rf"(?:(?P<yes>{_YES})|{_NO})(?:[,.!;]|\s-)?\s"
    rf"(?(yes)(?:always|definitely|absolutely|{_WHO}\s{_IS})|(?:never|{_DENIED}))(?P<rest>\b.*?)\W*",
    re.IGNORECASE,
)
"""A yes or a no that's repeated in other words: “yes, it does”, “no, never”; a “no, it does” isn't one."""

_SHORT = re.compile(rf"(?P<no>{_DENIED})\W*|(?P<yes>{_WHO}\s{_IS})\W*", re.IGNORECASE)
_OPENING = re.compile(rf"\W*(?:(?P<yes>{_YES})|(?P<no>{_NO}))\b(?=\s*(?:[,.;:!–-]|$))\W*", re.IGNORECASE)
_ASKS_WHETHER = re.compile(
    r"(?:is|are|am|was|were|can|could|may|might|must|shall|should|do|does|did|has|have|will|would)\b", re.IGNORECASE
)
_ANY = frozenset(words("it its that this them they those these there any one so the a an to at all"))
"""Words in a repeated question that say nothing new."""

_NEGATED = re.compile(r"\b(?:not|never|no|cannot|\w+n['’]t)\b", re.IGNORECASE)


def asks_whether(prompt: str) -> bool:
    """Return whether a question asks for yes or no, without a “not”, after which a bare “it is” may mean either."""
    return _ASKS_WHETHER.match(prompt) is not None and _NEGATED.search(prompt) is None


def yes_or_no(text: str, prompt: str = "") -> str | None:
    """Return “yes” or “no” if that's all a text says; None if it says anything else.

    Args:
        text: the text: “yes, it does”; after a question that asks whether, also “it does”, “yes, it does cover it”.
        prompt: the question, whose words may be repeated; "" if it isn't known.
    """
    if twice := _TWICE.fullmatch(text.strip()):
        repeated = set(words(twice["rest"]))
        if not repeated or (asks_whether(prompt) and repeated <= _ANY.union(words(prompt))):
            return "yes" if twice["yes"] else "no"
    short = _SHORT.fullmatch(text.strip()) if asks_whether(prompt) else None
    return ("no" if short["no"] else "yes") if short else None


def opening(text: str) -> str:
    """Return the “yes” or “no” that a text begins with or consists of; "" if it begins with neither."""
    found = _OPENING.match(text)
    return (found.lastgroup or "") if found else ""


def without_opening(text: str) -> str:
    """Return a text without the “yes” or “no” before the rest of it."""
    return text[found.end() :] if (found := _OPENING.match(text)) else text
