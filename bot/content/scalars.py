"""What type an unquoted YAML scalar has, decided so that no text silently becomes a number, a date or a boolean.

YAML 1.1 and 1.2 disagree on `no`, `10:30`, `012` and their like (https://yaml.org/type/ and section 10.3.2 of
https://yaml.org/spec/1.2.2/). Here only `true` and `false` are booleans and only plain decimals are numbers; anything
else that either version would read as something other than text must be put in quotes.
"""

import re
from enum import StrEnum

LONGEST_NUMBER = 18
"""At most this many characters in a number; longer ones lose precision or slow down the reader."""


class ScalarKind(StrEnum):
    """What a scalar is; all from BOOLEAN_LIKE on are refused."""

    TEXT = "text"
    BOOLEAN = "boolean"
    INTEGER = "integer"
    DECIMAL = "decimal"
    NOTHING = "nothing"
    BOOLEAN_LIKE = "boolean-like"
    NUMBER_LIKE = "number-like"
    DATE_LIKE = "date-like"
    TOO_LONG = "too long"
    NOT_FINITE = "not finite"
    MERGE = "merge"


_BOOLEAN_LIKE = "True TRUE False FALSE yes Yes YES no No NO on On ON off Off OFF"
_WORDS = {
    **dict.fromkeys(_BOOLEAN_LIKE.split(), ScalarKind.BOOLEAN_LIKE),
    **dict.fromkeys(("true", "false"), ScalarKind.BOOLEAN),
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), ScalarKind.NOTHING),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), ScalarKind.NOT_FINITE),
    **{f"{sign}.{word}": ScalarKind.NOT_FINITE for sign in ("", "+", "-") for word in ("inf", "Inf", "INF")},
    "=": ScalarKind.NUMBER_LIKE,
    "<<": ScalarKind.MERGE,
}
_TEXT = ScalarKind.TEXT  # a global, as kind_of runs for every scalar and enum lookups take time
_LONGEST_WORD = max(map(len, _WORDS))
_NUMBER_START = frozenset("0123456789+-.")

_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]*)\.[0-9]+")
_NUMBER_LIKE = re.compile(
    r"""[-+]?(?:
        0b[01_]+ | 0o[0-7_]+ | 0x[0-9a-fA-F_]+           # other bases
        | [0-9][0-9_]*                                   # 012, 1_000, +5
        | [0-9][0-9_]*\.[0-9_]*(?:[eE][-+]?[0-9]+)?      # 1., 1.5e3
        | [0-9]+[eE][-+]?[0-9]+                          # 1e3
        | \.[0-9][0-9_]*(?:[eE][-+]?[0-9]+)?             # .5
        | [1-9][0-9_]*(?::[0-5]?[0-9])+                  # 10:30, base 60
        | [0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*         # 0:30.5, base 60
    )""",
    re.VERBOSE,
)
_DATE_LIKE = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}.*)?")


def kind_of(word: str) -> ScalarKind:
    """Return what an unquoted scalar is.

    Args:
        word: the scalar's text.

    Returns:
        TEXT if every YAML parser reads it as text; otherwise what it is or looks like.
    """
    if len(word) > _LONGEST_WORD and word[0] not in _NUMBER_START:
        return _TEXT
    known = _WORDS.get(word)
    if known is not None:
        return known
    return _kind_of_number(word) if word[0] in _NUMBER_START else _TEXT


def _kind_of_number(word: str) -> ScalarKind:
    """Return the kind of a scalar that starts like a number."""
    if _INTEGER.fullmatch(word):
        return ScalarKind.INTEGER if len(word) <= LONGEST_NUMBER else ScalarKind.TOO_LONG
    if _DECIMAL.fullmatch(word):
        return ScalarKind.DECIMAL if len(word) <= LONGEST_NUMBER else ScalarKind.TOO_LONG
    if _NUMBER_LIKE.fullmatch(word):
        return ScalarKind.NUMBER_LIKE
    return ScalarKind.DATE_LIKE if _DATE_LIKE.fullmatch(word) else ScalarKind.TEXT


def value_of(word: str, kind: ScalarKind) -> bool | int | float | None:
    """Return the value of an unquoted scalar that isn't text and isn't refused."""
    if kind is ScalarKind.BOOLEAN:
        return word == "true"
    if kind is ScalarKind.INTEGER:
        return int(word)
    return float(word) if kind is ScalarKind.DECIMAL else None


def refusal(word: str, kind: ScalarKind, *, is_name: bool = False) -> str | None:
    """Return why an unquoted scalar is refused and what to write instead; None if it's accepted.

    Args:
        word: the scalar's text.
        kind: its kind, from `kind_of`.
        is_name: whether it's the name of a field.
    """
    excerpt = word if len(word) <= 30 else f"{word[:27]}…"
    quoted = f'put it in quotes: "{excerpt}"'
    match kind:
        case ScalarKind.BOOLEAN_LIKE:
            return (
                f"some programs read `{excerpt}` as text, others as true or false; write true or false, or {quoted}"
            )
        case ScalarKind.NUMBER_LIKE:
            return f"some programs read `{excerpt}` as a number, others as text; {quoted}"
        case ScalarKind.DATE_LIKE:
            return f"some programs read `{excerpt}` as a date, others as text; {quoted}"
        case ScalarKind.TOO_LONG:
            return f"`{excerpt}` is a number of {len(word):,} characters; use at most {LONGEST_NUMBER}, or {quoted}"
        case ScalarKind.NOT_FINITE:
            return f"`{excerpt}` isn't a number I can teach; if you mean the text, {quoted}"
        case ScalarKind.MERGE if not is_name:
            return f"some programs read `{excerpt}` as a merge, others as text; {quoted}"
        case ScalarKind.MERGE:
            return f"merging with `{excerpt}` isn't allowed; write the fields out"
        case _:
            return None
