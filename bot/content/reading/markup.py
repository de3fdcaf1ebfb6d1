"""Find HTML and Markdown that got into texts by mistake, which people would see literally.

A pack's texts have no markup. What only looks like HTML isn't reported: `x < y`, `List<String>`, `AT&T`,
`int *p = &sum;`. Neither is HTML that a pack teaches: in backticks, in quotes, or as the whole text.
"""

import re
import unicodedata
from collections.abc import Iterator
from html import unescape
from html.entities import html5

from bot.content.reading.misreadings import TEXTS, field_below
from bot.content.reading.problems import Problem, Severity
from bot.content.reading.raw_pack import RawPack, ValuePath, position
from bot.content.reading.reader import FileValue
from bot.language.text import listed

_ENTITY = re.compile(
    r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});|&(?:amp|gt|lt|quot|nbsp)(?![\w=;])"
)
_AFTER_CODE = re.compile(r"(?:[=(,{]|\breturn)\s*$")
"""What precedes the address of a variable in C, whose name may look like an entity."""

_CERTAIN = frozenset({"&amp;", "&lt;", "&gt;", "&quot;", "&apos;", "&nbsp;"})
_ALONE = frozenset({"br", "hr", "img", "p", "wbr"})
"""Tags that need no closing tag."""

_PAIRED_AS_TEXT = """
a abbr b big blockquote center code del div em font h1 h2 h3 h4 h5 h6 i ins kbd li mark ol pre q s small span strike
strong sub sup table tbody td th thead tr tt u ul var
"""
_PAIRED = frozenset(_PAIRED_AS_TEXT.split())
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)((?:\s+[A-Za-z-]+\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'<>]+))*)\s*/?>")
_CODE = re.compile(r"`[^`]*`")
_OPENING, _CLOSING = frozenset("\"'“‘«„"), frozenset("\"'”’»“")
_MARKDOWN = re.compile(
    r"(?<![\w*])\*\*(?=[^\s*])[^*\n]{1,300}(?<=[^\s*])\*\*(?![\w*])|\[[^\[\]\n]{1,300}\]\(https?://[^()\s]{1,300}\)"
)
_SHOWN = 3
_LONGEST_QUOTED = 40


def problems(raw: RawPack) -> Iterator[Problem]:
    """Yield a warning for each text that contains HTML or Markdown."""
    for document in raw.documents:
        for path, text in _texts(document.data, (), ""):
            pieces, marks = found(text), [] if "code" in path else in_markdown(text)
            for sentence in (*([_sentence(pieces)] if pieces else []), *([_of_marks(marks)] if marks else [])):
                line, column = position(document.root, path)
                yield Problem(document.path, line, column, sentence, Severity.WARNING)


def answers(raw: RawPack) -> Iterator[Problem]:
    """Yield a problem for each accepted answer that contains HTML, as nobody would type that."""
    for question in raw.entries["questions"]:
        if question.fields.get("match") == "exact":
            continue
        for index, answer in question.texts("answers"):
            meant = plain(answer)
            if meant and meant != answer and found(answer):
                sentence = (
                    f"nobody types “{answer}”; write “{meant}”, or add `match: exact` if it's meant as it stands"
                )
                yield question.problem(sentence, "answers", index)


def found(text: str) -> list[str]:
    """Return the distinct entities and tags of a text, except for those that it teaches."""
    if "&" not in text and "<" not in text:
        return []
    code = [match.span() for match in _CODE.finditer(text)]
    pieces = [
        match[0]
        for match in (*_entities(text), *_tags(text))
        if not _is_quoted(text, match) and not any(start < match.start() < end for start, end in code)
    ]
    is_tag_alone = pieces and all(piece.startswith("<") for piece in pieces) and not plain(text)
    return [] if is_tag_alone else list(dict.fromkeys(pieces))


def in_markdown(text: str) -> list[str]:
    """Return the bold passages and the links in Markdown of a text, except for those that it teaches."""
    if "**" not in text and "](" not in text:
        return []
    code = [match.span() for match in _CODE.finditer(text)]
    return [
        match[0]
        for match in _MARKDOWN.finditer(text)
        if not _is_quoted(text, match) and not any(start < match.start() < end for start, end in code)
    ]


def plain(text: str) -> str:
    """Return a text without tags, and with entities replaced by their characters."""
    for tag in dict.fromkeys(match[0] for match in _tags(text)):
        text = text.replace(tag, " " if tag.strip("</ >").lower() in _ALONE else "")
    before = ""
    while before != text:
        before, text = text, _ENTITY.sub(_character, text)
    return " ".join(text.split())


def _character(entity: re.Match[str]) -> str:
    character = unescape(entity[0])
    return "" if unicodedata.category(character[0]) == "Cf" else character  # drop invisible characters


def _texts(value: FileValue, path: ValuePath, field: str) -> Iterator[tuple[ValuePath, str]]:
    """Yield every text that people read, with its path."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _texts(inner, (*path, name), field_below(field, name))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _texts(inner, (*path, index), field)
    elif isinstance(value, str) and field in TEXTS:
        yield path, value


def _entities(text: str) -> Iterator[re.Match[str]]:
    for match in _ENTITY.finditer(text):
        name = match[0].lstrip("&").rstrip(";")
        is_known = name.startswith("#") or f"{name};" in html5
        is_address = match[0] not in _CERTAIN and _AFTER_CODE.search(text, 0, match.start())
        if is_known and not is_address:
            yield match


def _tags(text: str) -> Iterator[re.Match[str]]:
    tags = [match for match in _TAG.finditer(text) if match[2].lower() in _ALONE | _PAIRED]
    ended = {match[2].lower() for match in tags if match[1]}
    for match in tags:
        name = match[2].lower()
        if name in _ALONE or name in ended or not _follows_word(text, match.start()):
            yield match


def _follows_word(text: str, position: int) -> bool:
    """Return whether a word ends right before a position, as in List<A>."""
    return position > 0 and (text[position - 1].isalnum() or text[position - 1] == "_")


def _is_quoted(text: str, match: re.Match[str]) -> bool:
    before, after = text[: match.start()][-1:], text[match.end() :][:1]
    if match[0].startswith("&"):
        return before in _OPENING and after in _CLOSING
    return before in _OPENING or after in _CLOSING


def _of_marks(marks: list[str]) -> str:
    mark = marks[0] if len(marks[0]) <= _LONGEST_QUOTED else f"{marks[0][:_LONGEST_QUOTED]}…"
    todo = "delete the stars" if mark.startswith("*") else "write the address alone"
    return f"`{mark}` is shown as it stands; {todo}, or put it in backticks if it's what you teach"


def _sentence(pieces: list[str]) -> str:
    entities = list(dict.fromkeys(plain(piece) or "a space" for piece in pieces if piece.startswith("&")))
    is_one = len(pieces) == 1
    todo = [f"write {listed(entities, 'and')} instead"] if entities else []
    if any(piece.startswith("<") for piece in pieces):
        todo.append("delete the tags" if entities or not is_one else "delete it")
    quoted = listed([f"`{piece}`" for piece in pieces[:_SHOWN]], "and")
    stand = "is shown as it stands" if is_one else "are shown as they stand"
    keep = "put it in backticks if it's what you teach" if is_one else "use backticks if they're what you teach"
    return f"{quoted} {stand}; {' and '.join(todo)}, or {keep}"
