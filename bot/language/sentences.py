"""The sentences of a text."""

import re

_END = re.compile(r"[.!?…][\"”’)*]*\s+(?=[\"“‘(*]*[A-Z0-9£$€])|\n\s*\n\s*")
_ABBREVIATED = re.compile(r"\b(?:e\.g|i\.e|etc|vs|Dr|Mr|Mrs|Ms|St|No|approx|[A-Z])\.[\"”’)]*\s+$")


def sentences(text: str) -> list[str]:
    """Return the sentences of a text; a full stop after an abbreviation ends none."""
    found: list[str] = []
    start = 0
    for end in _END.finditer(text):
        if not _ABBREVIATED.search(text[start : end.end()]):
            found.append(text[start : end.end()].strip())
            start = end.end()
    return [each for each in [*found, text[start:].strip()] if each]
