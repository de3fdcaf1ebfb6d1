"""Parse a question of Moodle XML, whose texts come in several formats, with embedded files."""

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
    """A question of Moodle XML.

    Args:
        element: the question's XML element.
        gallery: collects its picture.
    """

    def __init__(self, element: Element, gallery: Gallery) -> None:
        self.element = element
        self.kind = element.get("type", "").strip()
        self.changed: tuple[str, ...] = ()
        self._gallery = gallery
        self._picture: dict[str, Any] = {}

    @cached_property
    def prompt(self) -> str:
        """Return the text of the question; this also collects its picture."""
        prompt_element = self.element.find("questiontext")
        if prompt_element is None:
            return ""
        html = _html(prompt_element)
        if not _is_html(prompt_element, html):
            return _plain(prompt_element, html)
        files = {name: raw for each in prompt_element.iter("file") for name, raw in _file(each)}

        def found(src: str) -> bytes | None:
            return files.get(unquote(src.removeprefix(_FILES)))

        (text,), self._picture, self.changed = self._gallery.with_picture([html], found, self.texts("name"))
        return text

    @property
    def beside(self) -> dict[str, Any]:
        """Return the fields for the question's picture and its hint."""
        hint = self.texts("hint")
        return self._picture | ({"hint": hint} if hint else {})

    @property
    def explanation(self) -> str:
        """Return the explanation that's shown to everyone."""
        return self.texts("generalfeedback")

    def own(self, name: str) -> str:
        """Return the raw text of one of the question's elements."""
        return (self.element.findtext(name) or "").strip()

    def texts(self, name: str) -> str:
        """Return one of the question's elements as plain text."""
        element = self.element.find(name)
        return shown(element) if element is not None else ""

    @cached_property
    def answers(self) -> list[WeightedAnswer]:
        """Return the answers that aren't empty."""
        return [each for each in map(_answer, self.element.iter("answer")) if each.text]


def shown(element: Element) -> str:
    """Return an element as plain text."""
    html = _html(element)
    return text_of(html) if _is_html(element, html) else _plain(element, html)


def _plain(element: Element, text: str) -> str:
    """Return a text in Markdown or without markup as plain text."""
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
    """Yield the name and bytes of an embedded file, unless it's broken."""
    try:
        yield element.get("name", ""), base64.b64decode(element.text or "")
    except binascii.Error:
        return
