"""Limits at the end of a text: “Node 18 or later” and “node 18+” say the same. Pure."""

import re

MORE = "above|beyond|bigger|greater|higher|larger|later|longer|more|newer|over|up|upwards?"
"""What's said after “or” or “and” of what's beyond a number, as a pattern."""

LESS = "below|earlier|fewer|less|lower|shorter|smaller|sooner|under"
"""What's said after “or” or “and” of what's short of a number, as a pattern."""

NO_ALTERNATIVE = rf"{MORE}|{LESS}|better|equivalent|older|similar|so|thereabouts|worse|younger"
"""What can follow “or” without being another answer, as a pattern."""

_PLAIN = (
    (
        re.compile(
            rf"(.*\d\w*%?)(?: ?\+|,? (?:or|and) (?:{MORE})| onwards?| upwards?| plus| at least| minimum)",
            re.IGNORECASE,
        ),
        r"\1 or more",
    ),
    (
        re.compile(r"(?:at least|minimum|from(?=.* on(?:wards?)?$)) (.*\d\w*?)(?: on(?:wards?)?)?", re.IGNORECASE),
        r"\1 or more",
    ),
    (re.compile(r"(.*?)>= ?(\d[\w.]*)"), r"\1\2 or more"),
    (re.compile(rf"(.*\d\w*%?)(?:,? (?:or|and) (?:{LESS})| at most| maximum)", re.IGNORECASE), r"\1 or less"),
    (re.compile(r"(?:at most|maximum|up to) (.*\d\w*)", re.IGNORECASE), r"\1 or less"),
    (re.compile(r"(.*?)<= ?(\d[\w.]*)"), r"\1\2 or less"),
)
_FIRST_OR_LAST = re.compile(r"(?:or|and) (?:later|newer|earlier|sooner)\W*$|\bonwards?\W*$", re.IGNORECASE)


def plainly_limited(text: str) -> str | None:
    """Return a text that ends in a limit with “or more” or “or less” in its place; None if it doesn't.

    Args:
        text: the text, with signs such as ≥ as >=.
    """
    for pattern, plain in _PLAIN:
        if found := pattern.fullmatch(text):
            return found.expand(plain)
    return None


def begins_or_ends_a_row(text: str) -> bool:
    """Return whether a text names the first or last one of many: version 18 or later, of which 18 is only one."""
    return _FIRST_OR_LAST.search(text) is not None
