"""Take the other names of terms out of brackets: “Service level agreement (SLA)” has the name SLA, too. Pure."""

import re
from dataclasses import replace

from bot.exchange.model import ImportedItem
from bot.judging.phrases import contracts, either_abbreviates
from bot.language.text import fold

_IN_BRACKETS = re.compile(r"(?P<name>[^()\[\]]*[^()\[\]\s])\s*[(\[](?P<others>[^()\[\]]+)[)\]]")
_ALSO = re.compile(
    r"(?:also(?: known as| called)?|a\.?k\.?a\.?|or|abbr(?:\.|eviated(?: as)?)|short(?: for)?|auch|oder|kurz|abk\."
    r"|aussi|ou|anche|también|ook|também)(?=[\s:])[\s:]*",
    re.IGNORECASE,
)
"""Words before another name, in seven languages; without them, only abbreviations count: “bank (money)”."""

_BETWEEN = re.compile(r"\s*[,;/]\s*|\s+or\s+")


def with_names(item: ImportedItem) -> ImportedItem:
    """Return an item, or, if it's a term with other names in brackets, the term with those as its aliases."""
    found = _IN_BRACKETS.fullmatch(item.fields.get("term", "")) if item.kind == "terms" else None
    if found is None:
        return item
    name, inside = found["name"], found["others"].strip()
    others = [each for each in _BETWEEN.split(_ALSO.sub("", inside, count=1)) if each]
    if not _ALSO.match(inside) and not any(_is_short_for(name, each) for each in others):
        return item
    known = item.fields.get("aliases", [])
    fresh = [each for each in others if fold(each) not in {fold(alias) for alias in (name, *known)}]
    return replace(item, fields={**item.fields, "term": name, "aliases": [*known, *fresh]})


def _is_short_for(one: str, other: str) -> bool:
    """Return whether one of two names is an abbreviation of the other."""
    return either_abbreviates(one, other) or contracts(one, other) or contracts(other, one)
