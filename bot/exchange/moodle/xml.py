"""Read Moodle XML, Moodle's own export format for questions (https://docs.moodle.org/en/Moodle_XML_format)."""

import io
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from bot.exchange.gift import topic_of
from bot.exchange.model import ImportedItem, LeftOut, ParsedFile
from bot.exchange.moodle.asked import MoodleQuestion
from bot.exchange.moodle.kinds import convert
from bot.exchange.pictures import Gallery
from bot.exchange.questions import NoQuestion
from bot.exchange.source import SourceFile, Unreadable
from bot.language.text import shortened

_START = re.compile(r"<quiz[\s>]")
_SAMPLED = 10_000
MOST_QUESTIONS = 20_000
_DEEPEST = 200
"""Maximum nesting depth of elements."""

_BROKEN = "This XML is broken; export it from Moodle again."


class MoodleXml:
    """Reads Moodle XML files."""

    name = "Moodle XML"

    def confidence(self, source: SourceFile) -> float:
        """Return how likely it is that a file is Moodle XML: it's a quiz."""
        text = (source.text or "")[:_SAMPLED].lstrip("\ufeff \n\t")
        return float(text.startswith("<") and bool(_START.search(text)))

    def read(self, source: SourceFile) -> ParsedFile:
        """Read a Moodle XML file.

        Raises:
            Unreadable: the XML is broken, declares entities, or has too many questions.
        """
        taken: list[ImportedItem] = []
        left: list[LeftOut] = []
        gallery = Gallery()
        topic = ""
        number = 0
        for element in _questions(source.raw.lstrip()):
            question = MoodleQuestion(element, gallery)
            if question.kind == "category":
                topic = topic_of(question.texts("category"))
                continue
            number += 1
            name = shortened(" ".join(question.texts("name").split()), 60)
            where = f"question {number} (“{name}”)" if name else f"question {number}"
            try:
                found = convert(question)
            except NoQuestion as error:
                left.append(LeftOut(where, str(error)))
                continue
            changed = (*found.changed, *question.changed)
            fields = found.fields | question.beside
            taken.append(ImportedItem(where, "questions", fields, question.own("idnumber"), topic, changed))
        return ParsedFile(self.name, tuple(taken), tuple(left), images=gallery.images)


def _questions(raw: bytes) -> Iterator[Element]:
    """Yield the questions of a file one at a time, to save memory."""
    root: Element | None = None
    count = depth = 0
    try:
        for event, element in iterparse(io.BytesIO(raw), ("start", "end")):
            root = element if root is None else root
            depth += 1 if event == "start" else -1
            if depth > _DEEPEST:
                raise Unreadable(_BROKEN)
            if event == "end" and element.tag == "question":
                count += 1
                if count > MOST_QUESTIONS:
                    raise Unreadable(f"There are more than {MOST_QUESTIONS:,} questions in this file; split it.")
                yield element
                root.clear()
    except (ParseError, DefusedXmlException, ValueError, RecursionError, LookupError) as error:
        raise Unreadable(_BROKEN) from error
