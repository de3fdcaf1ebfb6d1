"""Unwrap data that chatbots put into a fenced block, with a line above and below. Pure."""

import re

_FENCED = re.compile(
    r"(?P<above>.*?)^ {0,3}(?P<fence>`{3,}|~{3,})[ \t]*(?:json|jsonl|ndjson|csv|tsv|ya?ml|gift|markdown|md)[ \t]*\n"
    r"(?P<data>.*?)^ {0,3}(?P=fence)[ \t]*$(?P<below>.*)",
    re.DOTALL | re.MULTILINE | re.IGNORECASE,
)
_FENCE = re.compile(r"^ {0,3}(?:```|~~~)", re.MULTILINE)
_LABEL = re.compile(r"\W*(?:q|a|question|answer|front|back|term|definition)\W{0,3}\d*\W*:", re.IGNORECASE)
_LONGEST = 100_000
"""Maximum number of characters before the block, so that large files of other formats cost nothing."""

_MOST_LINES = 4
"""Maximum number of lines above and below; with more, the block is an example in a text."""


def unwrapped(text: str) -> str:
    """Return the data in a text's only fenced block, on the same lines; the whole text if that isn't all it's for.

    A block below a question is code that it asks about.
    """
    if not _FENCE.search(text[:_LONGEST]):
        return text
    found = _FENCED.fullmatch(text)
    if found is None or len(_FENCE.findall(text)) != 2:
        return text
    above, below = (
        [line.strip() for line in found[name].splitlines() if line.strip()] for name in ("above", "below")
    )
    asks = any(line.endswith("?") for line in above) or any(map(_LABEL.match, (*above, *below)))
    if asks or len(above) > _MOST_LINES or len(below) > _MOST_LINES:
        return text
    return "\n" * (found["above"].count("\n") + 1) + found["data"]
