"""Read QTI 1.2, 2.1 and 2.2: single items, and packages of items as an archive.

https://www.imsglobal.org/question/qtiv2p1/imsqti_implv2p1.html
"""

import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TypeAlias
from urllib.parse import unquote
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from bot.exchange import archive
from bot.exchange.model import ImportedItem, LeftOut, ParsedFile
from bot.exchange.pictures import LARGEST_PICTURE, Find, Gallery
from bot.exchange.qti import first
from bot.exchange.qti.item import convert
from bot.exchange.questions import NoQuestion
from bot.exchange.source import SourceFile, Unreadable
from bot.language.text import shortened

_SAMPLED = 10_000
_ITEM = re.compile(r"<(?:\w+:)?(?:assessmentItem|qti-assessment-item|questestinterop)[\s>]")
_LARGEST_ITEM = 10 * 1024 * 1024
_BROKEN = "This QTI is broken; export it again."
_LONGEST_WHERE = 60

_Entry: TypeAlias = "tuple[str, Element, Find, str]"
"""An item: its name in the package, its XML, the function that finds its pictures, and its topic."""


class Qti:
    """Reads QTI items, or packages of items."""

    name = "QTI"

    def confidence(self, source: SourceFile) -> float:
        """Return how likely it is that a file is QTI: an item in XML, or an archive with a manifest."""
        if archive.is_archive(source.raw):
            return 0.9 * (b"imsmanifest.xml" in source.raw)
        text = (source.text or "")[:_SAMPLED].lstrip("\ufeff \n\t")
        return float(text.startswith("<") and bool(_ITEM.search(text)))

    def read(self, source: SourceFile) -> ParsedFile:
        """Read a QTI file.

        Raises:
            Unreadable: the file is broken or too large.
        """
        gallery = Gallery()
        if not archive.is_archive(source.raw) and len(source.raw) > _LARGEST_ITEM:
            raise Unreadable(
                f"This item has more than {_LARGEST_ITEM // 1024**2} MB; make its pictures files of their own."
            )
        if not archive.is_archive(source.raw):
            return _found(_of("item", _parsed(source.raw.lstrip()), lambda src: None), gallery)
        with archive.opened(source.raw) as parts:
            return _found(_items(parts), gallery)


def _found(items: Iterable[_Entry], gallery: Gallery) -> ParsedFile:
    taken: list[ImportedItem] = []
    left: list[LeftOut] = []
    found = list(items)
    keys = Counter(_key(element) for _, element, _, _ in found)
    for number, (name, element, find, topic) in enumerate(found, start=1):
        where = f"item {number} (“{shortened(element.get('title') or name, _LONGEST_WHERE)}”)"
        try:
            question = (first.convert if element.tag == "item" else convert)(element, gallery, find)
        except RecursionError as error:
            raise Unreadable(_BROKEN) from error
        except NoQuestion as error:
            left.append(LeftOut(where, str(error)))
            continue
        key = _key(element) if keys[_key(element)] == 1 else ""  # some programs give all items the same key
        taken.append(ImportedItem(where, "questions", question.fields, key, topic, question.changed))
    if not found:
        raise Unreadable("There are no questions in this package; export the quiz itself, as QTI.")
    return ParsedFile(Qti.name, tuple(taken), tuple(left), images=gallery.images)


def _items(parts: zipfile.ZipFile) -> Iterator[_Entry]:
    """Yield the items of a package, in the order of its manifest."""
    names = set(parts.namelist())
    manifest = _parsed(archive.entry(parts, "imsmanifest.xml", _LARGEST_ITEM))
    listed = [unquote(each) for resource in manifest.iter("resource") for each in _hrefs(resource)]
    files = dict.fromkeys(each for each in listed if each in names and each.lower().endswith(".xml"))
    elements = {name: _parsed(archive.entry(parts, name, _LARGEST_ITEM)) for name in files}
    topics: dict[str, str] = {}
    for name, element in elements.items():
        topics |= _sections(element, posixpath.dirname(name), "") if element.tag == "assessmentTest" else {}
    for name, element in elements.items():
        for found, item, find, topic in _of(name, element, _finder(parts, names, name)):
            yield found, item, find, topic or topics.get(name, "")


def _hrefs(resource: Element) -> list[str]:
    """Return the files of a resource; Canvas lists them only in child elements."""
    is_asking = resource.get("type", "").lower().startswith("imsqti")
    return [resource.get("href", ""), *(each.get("href", "") for each in resource.iter("file") if is_asking)]


def _sections(element: Element, folder: str, topic: str) -> dict[str, str]:
    """Return the title of the section for each item of a test: file → title.

    Args:
        element: the test, or a part of it.
        folder: the folder of the test's file.
        topic: the title of the section around the element.
    """
    found: dict[str, str] = {}
    for each in element:
        if each.tag == "assessmentItemRef":
            found[posixpath.normpath(posixpath.join(folder, unquote(each.get("href", ""))))] = topic
        elif each.tag in ("testPart", "assessmentSection"):
            found |= _sections(each, folder, (each.get("title", "") if each.tag != "testPart" else "") or topic)
    return found


def _of(name: str, element: Element, find: Find) -> Iterator[_Entry]:
    """Yield the items of a file: one for QTI 2, any number for QTI 1."""
    if element.tag == "questestinterop":
        yield from ((name, each, find, topic) for each, topic in _in_sections(element, ""))
    elif element.tag in ("assessmentItem", "qti-assessment-item"):
        yield name, element, find, ""


def _in_sections(element: Element, topic: str) -> Iterator[tuple[Element, str]]:
    """Yield the items of QTI 1, each with the title of its section."""
    for each in element:
        if each.tag == "item":
            yield each, topic
        elif each.tag in ("assessment", "section", "objectbank"):
            yield from _in_sections(each, (each.get("title", "") if each.tag == "section" else "") or topic)


def _key(element: Element) -> str:
    return element.get("identifier", "") or element.get("ident", "")


def _finder(parts: zipfile.ZipFile, names: set[str], item: str) -> Find:
    """Return a function that finds an item's pictures, whose paths are relative to the item's file."""

    def find(src: str) -> bytes | None:
        name = posixpath.normpath(posixpath.join(posixpath.dirname(item), unquote(src)))
        if name not in names or parts.getinfo(name).file_size > LARGEST_PICTURE:
            return None
        return archive.entry(parts, name, LARGEST_PICTURE)

    return find


def _parsed(raw: bytes) -> Element:
    """Parse XML, dropping namespaces.

    Raises:
        Unreadable: the XML is broken, or declares entities.
    """
    try:
        root: Element = fromstring(raw)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise Unreadable(_BROKEN) from error
    for element in root.iter():
        element.tag = str(element.tag).rpartition("}")[2]
    return root
