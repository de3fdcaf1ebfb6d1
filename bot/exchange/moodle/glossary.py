"""Read the glossaries that Moodle exports as XML (https://docs.moodle.org/en/Glossary_export)."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from bot.exchange.html import pictures_in, text_of
from bot.exchange.model import ImportedItem, LeftOut, ParsedFile
from bot.exchange.source import SourceFile, Unreadable
from bot.language.text import shortened

_START = re.compile(r"\ufeff?\s*(?:<\?xml[^>]*>\s*)?<GLOSSARY[\s>]")
_LONGEST_NAME = 80
_BROKEN = "This glossary is broken; export it from Moodle again."


class MoodleGlossary:
    """Reads glossaries of Moodle."""

    name = "Moodle glossary"

    def confidence(self, source: SourceFile) -> float:
        """Return how likely it is that a file is a glossary of Moodle."""
        return float(_START.match(source.text or "") is not None)

    def read(self, source: SourceFile) -> ParsedFile:
        """Read a glossary.

        Raises:
            Unreadable: the XML is broken, or declares entities.
        """
        try:
            root = fromstring(source.raw.lstrip())
        except (ParseError, DefusedXmlException, ValueError, RecursionError, LookupError) as error:
            raise Unreadable(_BROKEN) from error
        taken: list[ImportedItem] = []
        left: list[LeftOut] = []
        for number, entry in enumerate(root.iter("ENTRY"), start=1):
            name, meaning = _text(entry, "CONCEPT"), entry.findtext("DEFINITION") or ""
            where = f"entry {number} (“{shortened(name, 60)}”)" if name else f"entry {number}"
            if not name or not text_of(meaning):
                left.append(LeftOut(where, "has no term or no meaning; fill it in"))
                continue
            aliases = [each for each in _aliases(entry) if each and len(each) <= _LONGEST_NAME]
            fields = {"term": name, "definition": text_of(meaning), **({"aliases": aliases} if aliases else {})}
            changed = ("its pictures left out",) if pictures_in(meaning) else ()
            taken.append(ImportedItem(where, "terms", fields, topic=_topic(entry), changed=changed))
        return ParsedFile(self.name, tuple(taken), tuple(left), _text(root, "INFO/NAME"))


def _aliases(entry: Element) -> Iterator[str]:
    return (_text(each, "NAME") for each in entry.iterfind("ALIASES/ALIAS"))


def _topic(entry: Element) -> str:
    """Return the name of the first category of an entry."""
    return next((_text(each, "NAME") for each in entry.iterfind("CATEGORIES/CATEGORY")), "")


def _text(element: Element, path: str) -> str:
    return " ".join(text_of(element.findtext(path) or "").split())
