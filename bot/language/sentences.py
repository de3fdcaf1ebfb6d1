"""Splitting a text into sentences."""

import re
from collections.abc import Iterator

_PARAGRAPH = re.compile(r"\n\s*\n\s*")
_END = re.compile(
    r"[.!?…][\"”’»)\]*]*\s+(?=(?:[\"“‘„(\[*¿¡]|«\s?)*[A-ZÀ-ÖØ-ÞŒŠŽΑ-ΩА-ЯЁ0-9£$€])"
    r"|[。！？][”’」』）]*\s*(?=.)",
    re.DOTALL,
)
_QUOTED = re.compile(
    r"“[^”]*”|(?<!\w)‘(?:[^’]|’(?=\w))*’|(?<![^\s(\[])\"(?=\S)[^\"]*(?<=\S)\"(?!\w)|\((?=\w)[^()]*\)|\[[^\[\]]*\]"
)
"""Text in quotes or brackets; an apostrophe within a word doesn't end a quote."""

_ABBREVIATED = re.compile(r"\b(?:e\.g|i\.e|etc|vs|Dr|Mr|Mrs|Ms|St|approx)\.[\"”’)]*\s+$")
_NUMBERED = re.compile(r"\bNo\.\s+$")
_INITIAL = re.compile(r"(?:^|[.(“\"]\s*|\b(?:by|of|and|or|with|from|to|for)\s+|\b[A-Z][\w’'-]*\.?\s+)[A-Z]\.\s+$")
"""An initial in a name, recognised by what comes before it: not the C of “vitamin C” or “140 °C”."""

_INITIALS = re.compile(r"\b[A-Z]\.\s+[A-Z]\.$")

_OPENING = re.compile(
    r"(?:it|its|this|that|these|those|the|an?|you|your|we|our|they|their|he|his|she|her|if|when|but|and|so|then|there"
    r"|as|for|in|on|at|to|is|are|do|don['’]t|no|not|what|who|why|how|which|where)\b(?![.])",
    re.IGNORECASE,
)
"""Words that begin a sentence but not a surname."""


def sentences(text: str, *, quoted: bool = False) -> list[str]:
    """Split a text into sentences; a full stop after an abbreviation doesn't end one.

    Args:
        text: any text.
        quoted: whether to split within quotes and brackets, too.
    """
    return [each for paragraph in _PARAGRAPH.split(text) for each in _cut(paragraph, quoted=quoted) if each]


def places(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each sentence of a text begins and ends."""
    end = 0
    for each in sentences(text):
        start = text.index(each, end)
        end = start + len(each)
        yield start, end


def _cut(paragraph: str, *, quoted: bool) -> Iterator[str]:
    """Yield the sentences of a paragraph."""
    whole = [] if quoted else [found.span() for found in _QUOTED.finditer(paragraph)]
    start = 0
    for end in _END.finditer(paragraph):
        at = end.end()
        if not any(first < at < last for first, last in whole) and _is_end(paragraph[start:at], paragraph[at:]):
            yield paragraph[start:at].strip()
            start = at
    yield paragraph[start:].strip()


def _is_end(before: str, after: str) -> bool:
    """Return whether a full stop ends a sentence: after an abbreviation or an initial, it doesn't."""
    if _ABBREVIATED.search(before) or (_NUMBERED.search(before) and after[0].isdigit()):
        return False
    if _INITIALS.search(before + after[:2]):
        return False
    return not _INITIAL.search(before) or _OPENING.match(after) is not None
