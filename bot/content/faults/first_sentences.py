"""Check whether first sentences stand alone, as they're often all that's shown in an answer or below a title."""

import re
from collections.abc import Iterator

from bot.content.faults.prose import english_words, is_english
from bot.content.reading.load import Loaded
from bot.content.reading.problems import Problem
from bot.content.reading.raw_pack import Entry
from bot.language.sentences import sentences

SHORTEST = 4
"""Minimum number of words for a sentence to make a point."""

SHORT = 5
"""A sentence of at most this many words with a pronoun hardly makes sense without what the pronoun refers to."""

_OPENED = {"terms": "definition", "tips": "text", "examples": "task", "comparisons": "takeaway"}
"""The field that an item's text begins with, by list."""

_LEANING = re.compile(
    r"(?:they|he|she|them|its|their)\b|(?:this|that|these|those|it)(?:['’]s| is| are| was| were)\b"
    r"(?! (?:tempting|easy|hard|worth|time|safe|common|fair|fine|tricky|enough|not|no|true|what|why|how|an?)\b)",
    re.IGNORECASE,
)
"""The start of a sentence that depends on a title; “It's tempting to …” and “It's a Friday” don't."""

_PRONOUN = re.compile(r"\bthem\b|\b(?:it|this)\b(?!['’ ]\w)", re.IGNORECASE)

_NAMING = re.compile(r"\bfor short\.?$|^(?:known as|short for|also (?:called|known as)|abbreviated)\b", re.IGNORECASE)
"""A sentence that says what something is called instead of what it is."""


def problems(loaded: Loaded) -> Iterator[Problem]:
    """Yield faults: definitions, tips, tasks and takeaways whose first sentence doesn't make sense by itself."""
    if not is_english(loaded):
        return
    for kind, field in _OPENED.items():
        for item, entry in zip(getattr(loaded.pack, kind), loaded.raw.entries[kind], strict=True):
            first, *more = sentences(getattr(item, field))
            if more:  # with just one sentence, showing it alone loses nothing
                yield from _opening(first, entry, field)


def _opening(first: str, entry: Entry, field: str) -> Iterator[Problem]:
    """Yield the fault of a first sentence."""
    length = len(english_words(first))
    if length <= SHORT and _NAMING.search(first):
        text = "says what it's called; begin with what it is, and put the other name in brackets"
        yield entry.warning(f"“{first}” {text}", field)
    elif length < SHORTEST:
        yield entry.warning(f"“{first}” says too little to stand alone; begin with the point", field)
    elif _LEANING.match(first):
        yield entry.warning(f"“{first}” leans on the title and may be shown without it; name the thing", field)
    elif length <= SHORT and _PRONOUN.search(first):
        yield entry.note(f"“{first}” may be shown without its title; name the thing", field)
    elif first.endswith("?") and field in ("definition", "text"):
        yield entry.note(f"“{first}” may be all that anyone sees; begin with the answer", field)
