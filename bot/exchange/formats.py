"""All file formats that can be imported; a file's format is detected from its contents."""

from collections.abc import Mapping
from dataclasses import replace

from bot.exchange import archive, word
from bot.exchange.aiken import Aiken
from bot.exchange.anki.package import Anki
from bot.exchange.anki.plain_text import AnkiText
from bot.exchange.bare_glossary import BareGlossary
from bot.exchange.blackboard import Blackboard
from bot.exchange.brightspace import Brightspace
from bot.exchange.gift import Gift
from bot.exchange.glossary import GlossaryText
from bot.exchange.h5p import H5p
from bot.exchange.hanging import Hanging
from bot.exchange.latex import Latex
from bot.exchange.markdown import Markdown
from bot.exchange.model import Format, ParsedFile
from bot.exchange.moodle.glossary import MoodleGlossary
from bot.exchange.moodle.xml import MoodleXml
from bot.exchange.qti.package import Qti
from bot.exchange.quizlet import Quizlet
from bot.exchange.source import LARGEST, SourceFile, Unreadable
from bot.exchange.tables.delimited import Delimited
from bot.exchange.tables.json_rows import JsonList, YamlList
from bot.exchange.tables.workbook import Workbook
from bot.exchange.tip_list import TipList
from bot.exchange.trivia_json import TriviaJson
from bot.exchange.trivia_lines import TriviaLines
from bot.exchange.trivia_yaml import TriviaYaml
from bot.exchange.unsupported import explanation_for

FORMATS: tuple[Format, ...] = (
    *(
        Workbook(),
        Anki(),
        AnkiText(),
        Qti(),
        MoodleXml(),
        MoodleGlossary(),
        H5p(),
        TriviaJson(),
        JsonList(),
        YamlList(),
        TriviaYaml(),
        TriviaLines(),
    ),
    *(
        TipList(),
        Latex(),
        Brightspace(),
        Blackboard(),
        Gift(),
        Aiken(),
        Markdown(),
        Quizlet(),
        Delimited(),
        GlossaryText(),
        BareGlossary(),
        Hanging(),
    ),
)
"""All formats; if two are equally likely, the first one is used."""

MOST_ITEMS = 20_000
"""Maximum number of items in one file; people couldn't learn from a larger pack."""

KNOWN = (
    "tables (Excel, CSV, JSON, YAML, Kahoot), Word, Anki, Quizlet, Moodle, Blackboard, Brightspace, QTI, H5P, GIFT, "
    "Aiken, OpenTDB, Red trivia, Markdown, LaTeX, lists of tips, glossaries, FAQs and quizzes in plain text"
)
"""The supported formats, as people call them."""

_UNKNOWN = f"I don't know this sort of file; use one of these: {KNOWN}."

_NOTHING = (
    "I found no questions, cards or terms in this {}; put them into a table with a header row, such as “Question” "
    "and “Answer”."
)


def read(raw: bytes, columns: Mapping[str, str] | None = None) -> ParsedFile:
    """Read a file of any format.

    Args:
        raw: the file's bytes, which may be hostile.
        columns: how to read a table's columns, if someone chose: header → field.

    Raises:
        Unreadable: the format is unknown, or the file can't be read.
    """
    if not raw.strip():
        raise Unreadable("This file is empty; choose another one.")
    if len(raw) > LARGEST:
        raise Unreadable(f"This file has more than {LARGEST // 1024**2} MB; split it into several.")
    raw = archive.unpacked(raw)
    document = word.as_markdown(raw) if word.is_document(raw) else None
    source = SourceFile(raw if document is None else document.encode(), columns or {})
    best, place = max(((each.confidence(source), -place) for place, each in enumerate(FORMATS)), default=(0.0, 0))
    if best <= 0:
        raise Unreadable(_NOTHING.format("Word document") if document is not None else _refusal(source))
    found = FORMATS[-place].read(source)
    if len(found.taken) > MOST_ITEMS:
        raise Unreadable(f"There are more than {MOST_ITEMS:,} items in this file; split it into several.")
    return found if document is None else replace(word.with_quotes(found, document), format="Word document")


def _refusal(source: SourceFile) -> str:
    """Say why a file of no known format can't be read, and what to do."""
    is_prose = (source.text or "<").lstrip()[:1] not in "{[<"
    return explanation_for(source.raw) or (_NOTHING.format("text") if is_prose else _UNKNOWN)
