"""QTI 2.1 and 2.2: single items, and packages of them as an archive.

https://www.imsglobal.org/question/qtiv2p1/imsqti_implv2p1.html
"""

import posixpath
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias
from urllib.parse import unquote
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from bot.exchange import archive
from bot.exchange.model import Found, Left, Taken
from bot.exchange.pictures import Find, Gallery
from bot.exchange.qti.item import made
from bot.exchange.questions import NoQuestion
from bot.exchange.source import Source, Unreadable
from bot.language.text import shortened

_SAMPLED = 10_000
_ITEM = re.compile(r"<(?:\w+:)?(?:assessmentItem|qti-assessment-item|questestinterop)[\s>]")
_LARGEST_ITEM = 2 * 1024 * 1024
_LARGEST_PICTURE = 10 * 1024 * 1024
_BROKEN = "This QTI is broken; export it again."
_LONGEST_WHERE = 60

_Entry: TypeAlias = "tuple[str, Element, Find]"
"""An item: its name in the package, its XML, and what finds its pictures."""


class Qti:
    """An item of QTI, or a package of items."""

    name = "QTI"

    def certainty(self, source: Source) -> float:
        """Return how sure it is that a file is QTI: an item in XML, or an archive with a manifest."""
        if archive.is_archive(source.raw):
            return 0.9 * (b"imsmanifest.xml" in source.raw)
        text = (source.text or "")[:_SAMPLED].lstrip("\ufeff \n\t")
        return float(text.startswith("<") and bool(_ITEM.search(text)))

    def read(self, source: Source, columns: Mapping[str, str]) -> Found:
        """Read QTI.

        Args:
            source: the file.
            columns: nothing, as it's no table.

        Raises:
            Unreadable: it's broken, too large, or of version 1.
        """
        gallery = Gallery()
        if not archive.is_archive(source.raw) and len(source.raw) > _LARGEST_ITEM:
            raise Unreadable(
                f"This item has more than {_LARGEST_ITEM // 1024**2} MB; make its pictures files of their own."
            )
        if not archive.is_archive(source.raw):
            return _found([("item", _parsed(source.raw.lstrip()), lambda src: None)], gallery)
        with archive.opened(source.raw) as parts:
            return _found(_items(parts), gallery)


def _found(items: Iterable[_Entry], gallery: Gallery) -> Found:
    taken: list[Taken] = []
    left: list[Left] = []
    for number, (name, element, find) in enumerate(items, start=1):
        where = f"item {number} (“{shortened(element.get('title') or name, _LONGEST_WHERE)}”)"
        try:
            asked = made(element, gallery, find)
        except RecursionError as error:
            raise Unreadable(_BROKEN) from error
        except NoQuestion as error:
            left.append(Left(where, str(error)))
            continue
        key = element.get("identifier", "")
        taken.append(Taken(where, "questions", asked.fields, key, "", asked.changed))
    return Found(Qti.name, tuple(taken), tuple(left), images=gallery.images)


def _items(parts: zipfile.ZipFile) -> Iterator[_Entry]:
    """Yield the items of a package, in the order of its manifest."""
    names = set(parts.namelist())
    manifest = _parsed(archive.entry(parts, "imsmanifest.xml", _LARGEST_ITEM * 5))
    listed = [unquote(each.get("href", "")) for each in manifest.iter("resource")]
    for name in dict.fromkeys(each for each in listed if each in names and each.lower().endswith(".xml")):
        element = _parsed(archive.entry(parts, name, _LARGEST_ITEM))
        if element.tag in ("assessmentItem", "questestinterop"):
            yield name, element, _finder(parts, names, name)


def _finder(parts: zipfile.ZipFile, names: set[str], item: str) -> Find:
    """Return what finds the pictures of an item, which are named as seen from it."""

    def find(src: str) -> bytes | None:
        name = posixpath.normpath(posixpath.join(posixpath.dirname(item), unquote(src)))
        if name not in names or parts.getinfo(name).file_size > _LARGEST_PICTURE:
            return None
        return archive.entry(parts, name, _LARGEST_PICTURE)

    return find


def _parsed(raw: bytes) -> Element:
    """Return XML without namespaces.

    Raises:
        Unreadable: it's broken, or has entities of its own.
    """
    try:
        root: Element = fromstring(raw)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise Unreadable(_BROKEN) from error
    for element in root.iter():
        element.tag = str(element.tag).rpartition("}")[2]
    return root
