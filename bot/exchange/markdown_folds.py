"""Convert answers that are folded away in Markdown, with <details>, to Q: and A:. Pure."""

import re
from collections.abc import Iterator

from bot.exchange.lettered import option_in, says_labels
from bot.exchange.markdown_blocks import ASK, HEADING
from bot.exchange.markdown_text import CODE, ITEM, REST
from bot.exchange.questions import QUESTION_MARKS

_OPENS = re.compile(r"<details[^>]*>", re.IGNORECASE)
_CLOSES = re.compile(r"</details\s*>", re.IGNORECASE)
_SUMMARY = re.compile(r"<summary[^>]*>(.*?)</summary\s*>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"</?[a-z][^<>]{0,200}>", re.IGNORECASE)
_ANSWER = re.compile(
    r"(?:click|tap|show|see|view|reveal|the|your|my|sample|model|expected|correct|full|to|for)?\W*"
    r"(?:answers?|solutions?|antwort|lösung|réponse|solution|respuesta|risposta|explanation)\b",
    re.IGNORECASE,
)
"""The summary of a fold with an answer."""

_NUMBERED = re.compile(r"\W*(?:question|q|frage|exercise|problem|task)?\W*\d*\W*", re.IGNORECASE)
"""The summary of a fold with a question."""

_LABEL = re.compile(r"^(\s*[-*+]\s+)([A-Ha-h]):\s+")
"""An option's letter that could be mistaken for A: before an answer."""

_RULE = re.compile(r"^\s*(?:-{3,}|\*{3,}|_{3,})\s*$")
_REPLIED = re.compile(r"^A: ")
_LABELLED = re.compile(r"^(?:the )?(?:correct )?answer(?: is)?\s*:\s*", re.IGNORECASE)
_MOST_LINES = 400
"""Maximum number of lines of a fold; otherwise, an unclosed one would swallow the rest of the file."""


def is_folded(text: str) -> bool:
    """Return whether a text has folds."""
    return len(_OPENS.findall(text)) > 0 and len(_SUMMARY.findall(text)) > 0


def unfolded(text: str) -> str:
    """Return a text with folded questions and answers unfolded; line numbers stay the same."""
    if not is_folded(text):
        return text
    lines = text.split("\n")
    at = 0
    while at < len(lines):
        if not _OPENS.search(lines[at]):
            at += 1
            continue
        end = _end(lines, at)
        _unfold(lines, at, end)
        at = end + 1
    return "\n".join(lines)


def _end(lines: list[str], start: int) -> int:
    """Return the line on which a fold ends, including the folds in it."""
    depth = 0
    for at in range(start, min(len(lines), start + _MOST_LINES)):
        depth += len(_OPENS.findall(lines[at])) - len(_CLOSES.findall(lines[at]))
        if depth <= 0:
            return at
    return start


def _parted(line: str) -> tuple[str, str]:
    """Split a fold's first line into the text before the fold and the rest."""
    found = _OPENS.search(line)
    at = found.start() if found else 0
    return line[:at], line[at:]


def _unfold(lines: list[str], start: int, end: int) -> None:
    before, opening = _parted(lines[start])
    inside = "\n".join([opening, *lines[start + 1 : end + 1]])
    found = _SUMMARY.search(inside)
    title = " ".join(_TAG.sub("", found[1]).split()) if found else ""
    rest = _SUMMARY.sub(lambda each: "\n" * each[0].count("\n"), inside, count=1) if found else inside
    if _NUMBERED.fullmatch(title) or not title:  # the question is inside, with its answer in an inner fold
        rest = _OPENS.sub("", rest, count=1)
        last = rest.rfind("</details")
        inner = unfolded(rest[:last]) if last >= 0 else rest
        lines[start : end + 1] = _filled(inner.split("\n"), end + 1 - start)
        return
    body = [_TAG.sub("", line) if _TAG.search(line) else line for line in rest.split("\n")]
    filled = [_bare(line) for line in body if line.strip()]
    asks, room = not _ANSWER.match(title), end + 1 - start
    if not asks and before.strip():
        asks, title = True, ITEM.sub("", before).strip()
    if not filled or (not asks and not _ask_above(lines, start)):
        lines[start : end + 1] = _filled(body, room)
        return
    if not says_labels(filled[0]) and not any(CODE.search(line) or ITEM.match(line) for line in filled):
        filled = [" ".join(filled)]  # these are the lines of one answer, not alternative answers
    if asks and room == 1:
        lines[start] = f"{title} :: {' '.join(filled)}"
        return
    answer = [f"A: {filled[0]}", *filled[1:]]
    lines[start : end + 1] = _filled([f"Q: {title}", *answer] if asks else answer, room)


def _bare(line: str) -> str:
    """Return a line of an answer without a label such as “Answer:”."""
    heading = HEADING.match(line.strip())
    return _LABELLED.sub("", heading[2] if heading else line.strip())


def _ask_above(lines: list[str], start: int) -> bool:
    """Turn the text above a fold into its question; return whether there's any.

    That's the paragraph above it; if it's only options or code, the paragraphs above that, up to a heading, as well.
    """
    first, end = start, start
    while (above := _paragraph_above(lines, first)) is not None:
        first = above
        paragraph = [line for line in lines[first:end] if line.strip()]
        if HEADING.match(lines[first]) or not all(map(_belongs_below, paragraph)):
            break
        end = first
    if first == start:
        return False
    heading = HEADING.match(lines[first])
    if heading and first + 1 >= start and not heading[2].rstrip(" *_").endswith(QUESTION_MARKS):
        return False
    prompt = heading[2] if heading else lines[first]
    lines[first] = prompt if ASK.match(prompt) else f"Q: {ITEM.sub('', prompt)}"
    for at in range(first + 1, start):
        lines[at] = _LABEL.sub(r"\1\2) ", lines[at]) if lines[at].strip() else REST
    return True


def _paragraph_above(lines: list[str], below: int) -> int | None:
    """Return the line on which the paragraph above a line begins; None if there's none that may belong to it."""
    above = below - 1
    while above >= 0 and (not lines[above].strip() or lines[above] == REST):
        above -= 1
    if above < 0 or _RULE.match(lines[above]) or _REPLIED.match(lines[above]):
        return None
    while above > 0 and not HEADING.match(lines[above]):
        before = lines[above - 1]
        if not before.strip() or any(mark.match(before) for mark in (HEADING, _RULE, _REPLIED)):
            break
        above -= 1
    return above


def _belongs_below(line: str) -> bool:
    """Return whether a line is an option or code, which isn't a question by itself."""
    return line == REST or bool(CODE.fullmatch(line.strip()) or option_in(_LABEL.sub(r"\1\2) ", line)))


def _filled(lines: list[str], room: int) -> Iterator[str]:
    """Yield exactly `room` lines, so that everything that follows keeps its line number.

    Padding ends with a blank line, so that another paragraph begins after it; if there are too many lines, the last
    ones are joined.
    """
    left = list(lines)
    if len(left) >= room:
        joined = " ".join(each.strip() for each in left[room - 1 :] if each.strip())
        left = [*left[: room - 1], joined]
    yield from left
    if len(left) == room:
        return
    yield from [REST] * (room - len(left) - 1)
    yield ""
