"""Turn libyaml's syntax errors into messages that an author understands."""

import re
from pathlib import Path

import yaml

from bot.content.reading.problems import Problem

ANCHOR = "anchors (&name) aren't allowed; write the text out, or put text that starts with & in quotes"
ALIAS = "aliases (*name) aren't allowed; write the text out, or put text that starts with * in quotes"
TAG = "tags (!name) aren't allowed; delete it, or put text that starts with ! in quotes"
_TAB = "a tab indents this line; use spaces"
_ODD_INDENT = (
    "this line is indented by special spaces, as text copied from a web page or a document has; replace them with "
    "ordinary ones"
)
_ODD_SPACES = re.compile(r"[ \t]*[^\S \t\r\n]")
_CONFLICT_SAYS = (
    "Git couldn't merge this; keep one of the two versions, and delete the lines with <<<<<<<, ======= and >>>>>>>"
)
_CONFLICT = re.compile(r"<{7} |={7}\r?$|>{7} ")
_NO_SPACE_SAYS = "a space is missing after the dash; write it like `- id: …`"
_NO_SPACE = re.compile(r"[ \t]*-[A-Za-z_]+:[ \t]")
_OPEN_QUOTE = "a quote opens here and is never closed; close it"
_ESCAPED_QUOTE = "the backslash before the last quote keeps this text open; double it (\\\\), or use single quotes"

_AT_PROBLEM = {
    "mapping values are not allowed in this context": (
        "a colon within a text makes it a second field; put the whole text in quotes, or fix the indentation"
    ),
    "did not find expected '-' indicator": "this line doesn't fit the list above; start it with `- `, or indent it",
    "block sequence entries are not allowed in this context": (
        "a list can't start here; put its first `- ` on a new line"
    ),
    "found unknown escape character": "this escape is unknown; double the backslash (\\\\), or use single quotes",
    "found invalid Unicode character escape code": "this escape isn't a character; write the character itself",
    "did not find expected hexdecimal number": (
        "this escape is cut short; write the character itself, or \\\\ for a backslash"
    ),
    "but found another document": "a second document starts here; delete the line `---`, or make two files",
    "second occurrence": ANCHOR,
    "did not find expected <document start>": "this line doesn't belong anywhere; check its indentation and quotes",
    "found incompatible YAML document": "this version of YAML is unknown; delete the line that starts with %YAML",
    "found undefined tag handle": TAG,
    "mapping keys are not allowed in this context": "a text can't start with ?; put it in quotes",
    "did not find expected node content": (
        "a value is missing here; write it, or put a text that starts with a sign in quotes"
    ),
    "did not find expected comment or line break": "a text after | or > starts on the next line; move it there",
    "exceeded maximum nesting depth": "lists and fields are nested too deep; write this flatter, 20 levels at most",
    "found a tab character that violates indentation": _TAB,
    "found a tab character where an indentation space is expected": _TAB,
}
"""libyaml's error → the message at its `problem_mark`."""

_AT_CONTEXT = {
    "could not find expected ':'": (
        "this line isn't a `name: value`; add the colon and a space, or indent it to continue the text above"
    ),
    "found unexpected end of stream": _OPEN_QUOTE,
    "found unexpected document indicator": _OPEN_QUOTE,
    "did not find expected ',' or ']'": (
        "a list opens here and isn't closed; put commas between entries and ] at the end"
    ),
    "did not find expected ',' or '}'": (
        "a brace opens here and isn't closed; put commas between fields and } at the end"
    ),
    "did not find expected alphabetic or numeric character": "a text can't start with this sign; put it in quotes",
    "did not find expected tag URI": TAG,
    "did not find expected whitespace or line break": TAG,
}
"""libyaml's error → the message at its `context_mark`, where the faulty construct began."""

_DIRECTIVE = "while scanning a directive"
_CUT = "a # after a space starts a comment here and cuts the text off; put the whole text in quotes"
_IN_BRACKETS = frozenset({"did not find expected ',' or ']'", "did not find expected ',' or '}'"})
_MISFITS = frozenset(
    {"could not find expected ':'", "did not find expected key", "did not find expected '-' indicator"}
)
"""libyaml's errors at a line that doesn't fit in, maybe because a comment cut off the text that it continues."""

_CUT_LINE = re.compile(r"[ \t]*(?:-[ \t]+)*(?:[\w-]+:[ \t]+)?(?![\"'|>\[{#])\S.*?[ \t](?=#)|[ \t]+(?=#)")
_CUT_IN_BRACKETS = re.compile(r"[^\s,:\[\]{}\"'][ \t]+(?=#)")
_CUT_ENTRY = re.compile(r"[^\n]*[\[{,][ \t]+(?=#[^\n]*[\]}])")
_ENDS_ESCAPED = re.compile(r"\"[^\"\n]*\\\"[ \t]*\r?$", re.MULTILINE)
_FIELD = re.compile(r"[ \t]*(?:-[ \t]|[\w-]+:(?:\s|$))")


def problem(error: yaml.MarkedYAMLError, text: str, path: Path) -> Problem:
    """Return the problem that stopped libyaml.

    Args:
        error: libyaml's error.
        text: the text of the whole file.
        path: the file, for problems.
    """
    finding = error.problem or ""
    mark = error.problem_mark
    sentence = _AT_PROBLEM.get(finding)
    cut = cutting(text, error)
    if cut is not None:
        return Problem(path, text.count("\n", 0, cut) + 1, cut - text.rfind("\n", 0, cut), _CUT)
    if error.context == _DIRECTIVE:
        mark, sentence = error.context_mark, "a line can't start with %; put the text in quotes, or delete the line"
    elif finding in _AT_CONTEXT:
        mark, sentence = error.context_mark or mark, _AT_CONTEXT[finding]
        if mark is not None and sentence == _OPEN_QUOTE and _ENDS_ESCAPED.match(text, mark.index):
            sentence = _ESCAPED_QUOTE
    elif mark is not None and finding == "found character that cannot start any token":
        sentence = _at_stray(text, mark)
    elif mark is not None and finding == "did not find expected key":
        sentence = _at_misfit(text, mark)
    elif mark is not None and finding == "did not find expected comment or line break":
        sentence = _after_indicator(text, error.context_mark or mark)
    slip = _slip(text, mark)
    if slip is not None or mark is None:
        return Problem(path, *(slip or (1, 1, "this isn't YAML; check indentation, colons and quotes")))
    if sentence is None:
        sentence = "this isn't YAML; check the indentation, colons and quotes here and on the line above"
    return Problem(path, mark.line + 1, mark.column + 1, sentence)


def _slip(text: str, mark: yaml.Mark | None) -> tuple[int, int, str] | None:
    """Return the line, the column and the message for a slip that libyaml only notices further down.

    That's a mark of Git's, a line indented by special spaces, or one with a dash but no space after it. It's at the
    error or right above it.
    """
    lines = text.split("\n")
    for place in range(max(mark.line - 1, 0), min(mark.line + 1, len(lines))) if mark else ():
        if _CONFLICT.match(lines[place]):
            return place + 1, 1, _CONFLICT_SAYS
        if _ODD_SPACES.match(lines[place]):
            return place + 1, 1, _ODD_INDENT
        if _NO_SPACE.match(lines[place]):
            return place + 1, lines[place].index("-") + 1, _NO_SPACE_SAYS
    return None


def _at_stray(text: str, mark: yaml.Mark) -> str:
    """Return the message for a character that can't start a value."""
    character = text[mark.index : mark.index + 1]
    if character == "\t":
        return _TAB
    return f"a text can't start with {character}; put it in quotes"


def _after_indicator(text: str, mark: yaml.Mark) -> str:
    """Return the message for a text on the same line as its | or >."""
    if text[mark.index : mark.index + 1] == ">":
        return "a text after > starts on the next line; move it there, or put it in quotes if the > is a part of it"
    return "a text after | or > starts on the next line; move it there"


def _at_misfit(text: str, mark: yaml.Mark) -> str:
    """Return the message for something else in the place of a field's name."""
    if text[mark.index : mark.index + 1] == ":":
        return "a name is missing before the colon; write one, or put the text in quotes"
    if _before(text, mark).endswith("'") and text[mark.index - 1] == "'":
        return "a ' within single quotes closes them; write two of them, or put the text in double quotes"
    if goes_on(text, mark):
        closing = "quote" if _before(text, mark).endswith(("'", '"')) else "bracket"
        return f"the text goes on after its closing {closing}; put all of it in quotes"
    return "this line doesn't fit the lines above; indent it like its neighbours"


def goes_on(text: str, mark: yaml.Mark) -> bool:
    """Return whether a text continues after its closing quote or bracket.

    Args:
        text: the text of the whole file.
        mark: the position of the continuation.
    """
    return _before(text, mark).endswith(("'", '"', "]", "}"))


def _before(text: str, mark: yaml.Mark) -> str:
    return text[text.rfind("\n", 0, mark.index) + 1 : mark.index].rstrip()


def cutting(text: str, error: yaml.MarkedYAMLError) -> int | None:
    """Return the position of the # that cut a text off, if that's why libyaml stopped at what follows; else None.

    Args:
        text: the text of the whole file.
        error: libyaml's error.
    """
    finding, mark = error.problem or "", error.problem_mark
    if mark is None or error.context_mark is None:
        return None
    if finding in _IN_BRACKETS:
        found = _CUT_IN_BRACKETS.search(text, error.context_mark.index, mark.index)
        return found.end() if found else None
    if finding == "did not find expected node content" and mark.index:
        above = text.rfind("\n", 0, max(0, text.rfind("\n", 0, mark.index))) + 1
        found = _CUT_ENTRY.match(text, above, mark.index)
        return found.end() if found else None
    if finding not in _MISFITS:
        return None
    line = error.context_mark.index if finding == "could not find expected ':'" else mark.index
    start = text.rfind("\n", 0, line) + 1
    if start == 0 or _FIELD.match(text, start):
        return None
    found = _CUT_LINE.match(text, text.rfind("\n", 0, start - 1) + 1, start - 1)
    return found.end() if found else None
