"""A question of Moodle XML, whose texts are HTML in one of several dresses, with files beside them."""

import base64
import binascii
from collections.abc import Iterator
from functools import cached_property
from typing import Any
from urllib.parse import unquote
from xml.etree.ElementTree import Element, tostring

from bot.exchange.html import has_html, text_of
from bot.exchange.markdown_text import joined
from bot.exchange.maths import readable
from bot.exchange.pictures import Gallery
from bot.exchange.weighted import WeightedAnswer, worth_of

_FILES = "@@PLUGINFILE@@/"


class MoodleQuestion:
    """A question, as Moodle has it.

    Args:
        element: of the XML.
        gallery: which keeps its picture.
    """

    def __init__(self, element: Element, gallery: Gallery) -> None:
        self.element = element
        self.kind = element.get("type", "").strip()
        self.changed: tuple[str, ...] = ()
        self._gallery = gallery
        self._picture: dict[str, Any] = {}

    @cached_property
    def prompt(self) -> str:
        """Return what's asked; the picture that it shows is kept."""
        asked = self.element.find("questiontext")
        if asked is None:
            return ""
        html = _html(asked)
        if not _is_html(asked, html):
            return _plain(asked, html)
        files = {name: raw for each in asked.iter("file") for name, raw in _file(each)}

        def found(src: str) -> bytes | None:
            return files.get(unquote(src.removeprefix(_FILES)))

        (text,), self._picture, self.changed = self._gallery.hung([html], found, self.texts("name"))
        return text

    @property
    def beside(self) -> dict[str, Any]:
        """Return the fields for what's beside the question: its picture, and a hint."""
        hint = self.texts("hint")
        return self._picture | ({"hint": hint} if hint else {})

    @property
    def explanation(self) -> str:
        """Return what's said to everyone afterwards."""
        return self.texts("generalfeedback")

    def own(self, name: str) -> str:
        """Return the text of one of the question's own elements, as it stands."""
        return (self.element.findtext(name) or "").strip()

    def texts(self, name: str) -> str:
        """Return what one of the question's elements says."""
        element = self.element.find(name)
        return shown(element) if element is not None else ""

    @cached_property
    def answers(self) -> list[WeightedAnswer]:
        """Return the answers that say something."""
        return [each for each in map(_answer, self.element.iter("answer")) if each.text]


def shown(element: Element) -> str:
    """Return what an element says, as plain text."""
    html = _html(element)
    return text_of(html) if _is_html(element, html) else _plain(element, html)


def _plain(element: Element, text: str) -> str:
    """Return a text that isn't HTML: in Markdown, or as it stands."""
    return joined(text.split("\n")) if element.get("format") == "markdown" else readable(text.strip())


def _html(element: Element) -> str:
    text = element.find("text")
    if text is None:
        return element.text or ""
    if len(text):  # HTML that isn't escaped
        return (text.text or "") + "".join(tostring(each, "unicode") for each in text)
    return text.text or ""


def _is_html(element: Element, html: str) -> bool:
    form = element.get("format")
    return form == "html" or (form != "plain_text" and has_html(html))


def _answer(element: Element) -> WeightedAnswer:
    feedback = element.find("feedback")
    text = shown(element)
    if (tolerance := (element.findtext("tolerance") or "").strip()) and ".." not in text:
        text = f"{text}:{tolerance}"
    weight = worth_of(element.get("fraction", "0"))
    return WeightedAnswer(text, weight, shown(feedback) if feedback is not None else "")


def _file(element: Element) -> Iterator[tuple[str, bytes]]:
    """Yield a file that comes with a text, unless it's broken: its name and its bytes."""
    try:
        yield element.get("name", ""), base64.b64decode(element.text or "")
    except binascii.Error:
        return
