"""Find texts that YAML reads differently from what their author sees: cut off, joined or escaped.

A # after a space starts a comment, even in the middle of a text; lines below a text are joined to it, even if they
look like a list; and in double quotes a backslash starts an escape (sections 6.6, 6.5 and 5.7 of
https://yaml.org/spec/1.2.2/). None of these is an error in YAML, so this module looks for them.
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
"""Fields with texts that people read; a comment after any other value, such as an id or a number, is meant as one."""

_BY_SIDE = frozenset({"cells", "in_short"})
"""Fields whose keys are the ids of the pack's sides."""

_COMMENTED = re.compile(r"\S[ \t]+#")
"""The possible start of a comment after a value on the same line."""

_COMMENT = re.compile(r"[ \t]+(#[^\n\r]*)")
_LISTED = re.compile(r"^[ \t]*([-*•]|\d{1,2}[.)])[ \t]+\S", re.MULTILINE)
_JOINED = (
    "this list is joined to the text above, all in one line; put | after the colon and the text on the lines below, "
    "or all of it in quotes on one line"
)
_ESCAPE = re.compile(r"\\(\r?\n[ \t]*(?:\\ )?|.)", re.DOTALL)
_KEPT = frozenset({'"', "\\", "x", "u", "U", "0"})
"""Escapes whose intent is clear: a quote, a backslash, or a character's code."""

_LINE_BREAKS = frozenset("nrNLP")


def field_below(field: str, name: str) -> str:
    """Return the field that a value belongs to: its key, or the parent field if the key is the id of a side.

    Args:
        field: the parent field.
        name: the value's key.
    """
    return field if field in _BY_SIDE else name


def cuts(root: Node, text: str, path: Path) -> Iterator[Problem]:
    """Yield a problem for each unquoted text followed by a comment, which may have been meant as part of it.

    Args:
        root: the tree of the file.
        text: the text of the whole file.
        path: the file, for problems.
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
    comment_start = comment[1] if len(comment[1]) <= 20 else f"{comment[1][:19]}…"
    sentence = (
        f"the text stops before `{comment_start}`, because a # after a space starts a comment; put the whole text in "
        "quotes, or the comment on a line of its own"
    )
    return Problem(path, line, column + comment.start(1) - comment.start(), sentence)


def may_be_joined(text: str) -> bool:
    """Return whether `joined` should check a text; this has to be fast, as it runs for every text."""
    return " - " in text or " * " in text or " • " in text or " 2. " in text or " 2) " in text


def joined(node: ScalarNode, text: str, path: Path) -> Problem | None:
    """Return the problem of a text to which the lines of a list were joined, at the first of them; None if it's fine.

    Args:
        node: the text's node.
        text: the text of the whole file.
        path: the file, for problems.
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
    """Return the message for a text in double quotes with a backslash that may not mean what it seems to.

    Args:
        node: the text's node.
        text: the text of the whole file.

    Returns:
        None if the intent of all its escapes is clear.
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
    """Return the message for a text that's empty or blank.

    Args:
        node: the text's node.
        text: the text of the whole file.
    """
    sign = text[node.start_mark.index : node.start_mark.index + 2]
    if sign[0] in "|>" and sign[1:].isdecimal():
        return f"`{sign}` starts a text on the lines below, and there is none; put the text in quotes"
    return "the text is blank; write something, or delete the field"
