"""Reading on after a slip at which libyaml stops, so that an author learns of all of them at once.

What's patched is never used as a pack: it only lets the rest of the file be read. Each slip is replaced by as many
characters that mean nothing, so that everything else keeps its place.
"""

import re

import yaml

from bot.content.reading import syntax

MOST = 200
"""Slips of a file that are patched …"""

MOST_READ = 20_000_000
"""… as long as no more characters than this are read again."""

_SIGN = frozenset(
    {
        "found character that cannot start any token",
        "mapping values are not allowed in this context",
        "mapping keys are not allowed in this context",
        "block sequence entries are not allowed in this context",
        "did not find expected node content",
    }
)
"""libyaml's findings that one character causes, which stands where it says …"""

_SIGN_BEFORE = frozenset(
    {
        "did not find expected alphabetic or numeric character",
        "did not find expected comment or line break",
        "did not find expected whitespace or line break",
    }
)
"""… or where it says that it was scanning."""

_ESCAPE = frozenset(
    {
        "found unknown escape character",
        "found invalid Unicode character escape code",
        "did not find expected hexdecimal number",
    }
)
CERTAIN = _ESCAPE | {
    "found character that cannot start any token",
    "did not find expected alphabetic or numeric character",
    "did not find expected whitespace or line break",
}
"""libyaml's findings that follow from nothing else on their line."""

_VALUE = re.compile(r"\S[^\n\r]*")
_IS_ALL = re.compile(r"[ \t]*[,\]}]")
"""What follows a tag or an anchor between brackets that has no value of its own."""


def patch(text: str, error: yaml.MarkedYAMLError) -> str | None:
    """Return a file without the slip at which libyaml stopped; None if nobody can say what follows from it.

    Args:
        text: the whole file.
        error: what libyaml said.
    """
    finding, mark, context = error.problem or "", error.problem_mark, error.context_mark
    if mark is None or text[mark.index : mark.index + 1] == "\t":
        return None
    cut = syntax.cutting(text, error)
    if cut is not None:
        return _replaced(text, cut, 1, "_")
    if finding in _SIGN:
        return _replaced(text, mark.index, 1, "_")
    if finding in _SIGN_BEFORE and context is not None:
        return _replaced(text, context.index, 1, "_")
    if finding in _ESCAPE:
        return _replaced(text, text.rfind("\\", 0, mark.index + 1), 2, "_")
    if finding == "did not find expected key" and syntax.goes_on(text, mark):
        rest = _VALUE.match(text, mark.index)
        return _replaced(text, mark.index, len(rest[0]) if rest else 1, " ")
    return None


def without(text: str, tokens: list[yaml.Token]) -> str:
    """Return a file without some of its tokens.

    Args:
        text: the whole file.
        tokens: anchors, aliases and tags.
    """
    parts, end = [], 0
    for token in tokens:
        start, after = token.start_mark.index, token.end_mark.index
        sign = "_" if isinstance(token, yaml.AliasToken) or _IS_ALL.match(text, after) else " "
        parts += [text[end:start], sign * (after - start)]
        end = after
    return "".join([*parts, text[end:]])


def _replaced(text: str, start: int, length: int, sign: str) -> str:
    return text[:start] + sign * length + text[start + length :]
