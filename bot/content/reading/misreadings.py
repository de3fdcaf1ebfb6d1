"""Texts that YAML reads differently from what their author sees: cut off, joined or escaped.

A # after a space starts a comment, even within what was meant as text; lines below a text are joined to it, even
where they look like a list; and in double quotes a backslash starts an escape (sections 6.6, 6.5 and 5.7 of
https://yaml.org/spec/1.2.2/). None of it is an error to YAML, so all of it is looked for here.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from bot.content.reading.problems import Problem

TEXTS = frozenset(
    {
        "accepts", "aliases", "along", "alt", "answers", "ask", "asked", "aspect", "authors", "axes", "back",
        "belief", "cells", "columns", "credit", "decoys", "definition", "do", "example", "fix", "front", "hint",
        "in_short", "items", "label", "labels", "left", "licence", "name", "owner", "problem", "prompt",
        "rejects", "reply", "reverse", "right", "rows", "says", "side_question", "statement", "steps",
        "summary", "synonyms", "takeaway", "task", "term", "tex", "text", "title", "truth", "typed", "why", "wrong",
    }
)  # fmt: skip
"""Fields that hold what people read; a comment after any other value, such as an id or a number, is one."""

_BY_SIDE = frozenset({"cells", "in_short"})
"""Fields whose own fields are named by the sides of the pack."""

_COMMENTED = re.compile(r"\S[ \t]+#")
"""Where a comment may follow something on its line."""

_COMMENT = re.compile(r"[ \t]+(#[^\n\r]*)")
_LISTED = re.compile(r"^[ \t]*([-*•]|\d{1,2}[.)])[ \t]+\S", re.MULTILINE)
_JOINED = (
    "this list is joined to the text above, all in one line; put | after the colon and the text on the lines below, "
    "or all of it in quotes on one line"
)
_ESCAPE = re.compile(r"\\(\r?\n[ \t]*(?:\\ )?|.)", re.DOTALL)
_KEPT = frozenset({'"', "\\", "x", "u", "U", "0"})
"""Escapes by which an author can mean nothing but the character: quotes, a backslash, and a character's number."""

_LINE_BREAKS = frozenset("nrNLP")


def field_below(field: str, name: str) -> str:
    """Return the field that a value belongs to: its own name, or `cells` for what is named by a side.

    Args:
        field: that holds it.
        name: of the value.
    """
    return field if field in _BY_SIDE else name


def cuts(root: Node, text: str, path: Path) -> Iterator[Problem]:
    """Yield a problem for each unquoted text that a comment follows on its line, which may be the rest of it.

    Args:
        root: the tree of a file.
        text: the whole file.
        path: the file.
    """
    if (" #" in text or "\t#" in text) and _COMMENTED.search(text):
        yield from _cuts(root, "", text, path)


def _cuts(node: Node, field: str, text: str, path: Path) -> Iterator[Problem]:
    if isinstance(node, MappingNode):
        for key, value in node.value:
            yield from _cuts(value, field_below(field, str(key.value)), text, path)
    elif isinstance(node, SequenceNode):
        for child in node.value:
            yield from _cuts(child, field, text, path)
    elif isinstance(node, ScalarNode) and not node.style and field in TEXTS:
        comment = _COMMENT.match(text, node.end_mark.index)
        if comment is not None:
            yield _cut(node, comment, path)


def _cut(node: ScalarNode, comment: re.Match[str], path: Path) -> Problem:
    line, column = node.end_mark.line + 1, node.end_mark.column + 1
    if not node.value:
        sentence = "a # here starts a comment, so no text is left; put the text in quotes, with its #, or write one"
        return Problem(path, line, column, sentence)
    shown = comment[1] if len(comment[1]) <= 20 else f"{comment[1][:19]}…"
    sentence = (
        f"the text stops before `{shown}`, because a # after a space starts a comment; put the whole text in quotes, "
        "or the comment on a line of its own"
    )
    return Problem(path, line, column + comment.start(1) - comment.start(), sentence)


def may_be_joined(text: str) -> bool:
    """Return whether a text is worth a closer look by `joined`; quick, as it's asked of every text."""
    return " - " in text or " * " in text or " • " in text or " 2. " in text or " 2) " in text


def joined(node: ScalarNode, text: str, path: Path) -> Problem | None:
    """Return the problem of a text into which the lines of a list were joined, at the first of them, or None.

    Args:
        node: the text.
        text: the whole file.
        path: the file.
    """
    start = text.find("\n", node.start_mark.index, node.end_mark.index)
    if start < 0 or node.style == "|":
        return None
    listed = list(_LISTED.finditer(text, start + 1, node.end_mark.index))
    if len(listed) <= len(_LISTED.findall(node.value)):
        return None
    numbered = sum(match[1][0].isdecimal() for match in listed)
    if node.style:
        by = "> joins" if node.style == ">" else "quotes join"
        sentence = (
            f"{by} the lines of this list into one; put | after the colon instead, and the text on the lines below"
        )
        is_list = len(listed) > 1
    else:
        sentence, is_list = _JOINED, len(listed) > numbered or numbered > 1
    if not is_list:
        return None
    first = listed[0].start(1)
    line = node.start_mark.line + 1 + text.count("\n", node.start_mark.index, first)
    return Problem(path, line, first - text.rfind("\n", 0, first), sentence)


def escaped(node: ScalarNode, text: str) -> str | None:
    """Return what to say of a text in double quotes whose backslash says something else than it seems to.

    Args:
        node: the text.
        text: the whole file.

    Returns:
        None if it holds nothing but escapes that can't be meant otherwise.
    """
    for match in _ESCAPE.finditer(text, node.start_mark.index, node.end_mark.index):
        sign = match[1]
        if sign in _KEPT or sign.startswith(("\n", "\r\n")):
            continue
        becomes = "a line break" if sign in _LINE_BREAKS else "a tab" if sign in "t\t" else "an escape"
        return (
            f"in double quotes, `\\{sign}` is {becomes}; for a backslash use single quotes or write \\\\, and for "
            "several lines put | after the colon"
        )
    return None


def blank(node: ScalarNode, text: str) -> str:
    """Return what to say of a text with nothing in it.

    Args:
        node: the text.
        text: the whole file.
    """
    sign = text[node.start_mark.index : node.start_mark.index + 2]
    if sign[0] in "|>" and sign[1:].isdecimal():
        return f"`{sign}` starts a text on the lines below, and there is none; put the text in quotes"
    return "the text is blank; write something, or delete the field"
