"""Read on after an error at which libyaml stops, so that an author sees all errors at once.

A patched file is never used as a pack; patching only lets the rest of it be checked. Each faulty piece is replaced by
the same number of meaningless characters, so that everything else keeps its position.
"""

import re

import yaml

from bot.content.reading import syntax

MOST = 200
"""At most this many lines of a file are patched …"""

MOST_READ = 20_000_000
"""… and at most this many characters are re-read for that."""

_SIGN = frozenset(
    {
        "found character that cannot start any token",
        "mapping values are not allowed in this context",
        "mapping keys are not allowed in this context",
        "block sequence entries are not allowed in this context",
        "did not find expected node content",
    }
)
"""Errors caused by one character at libyaml's `problem_mark` …"""

_SIGN_BEFORE = frozenset(
    {
        "did not find expected alphabetic or numeric character",
        "did not find expected comment or line break",
        "did not find expected whitespace or line break",
    }
)
"""… or at its `context_mark`, where it began scanning."""

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
"""Errors that can't be the consequence of another one on the same line."""

_VALUE = re.compile(r"\S[^\n\r]*")
_IS_ALL = re.compile(r"[ \t]*[,\]}]")
"""What follows a tag or anchor without a value in a flow collection."""


def patch(text: str, error: yaml.MarkedYAMLError) -> str | None:
    """Replace the piece at which libyaml stopped; return None if there's no safe way to read on.

    Args:
        text: the text of the whole file.
        error: libyaml's error.
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
    """Return a file with some tokens replaced by meaningless characters.

    Args:
        text: the text of the whole file.
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
