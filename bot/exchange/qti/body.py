"""Convert the body of a QTI item to HTML, separate from its interactions. Pure."""

from collections.abc import Callable
from html import escape
from xml.etree.ElementTree import Element

_ASIDE = frozenset(
    {"feedbackInline", "feedbackBlock", "rubricBlock", "stylesheet", "templateInline", "templateBlock"}
)
"""Elements that aren't part of the question's text."""


def interactions(body: Element) -> list[Element]:
    """Return the interactions of a body, in order."""
    return [each for each in body.iter() if each.tag.endswith("Interaction")]


def html_of(element: Element, draw: Callable[[Element], str]) -> str:
    """Return the contents of an element as HTML.

    Args:
        element: an element of a body.
        draw: returns the HTML to show for an interaction.
    """
    pieces = [escape(element.text or "")]
    for child in element:
        pieces += (_child(child, draw), escape(child.tail or ""))
    return "".join(pieces)


def feedback_in(element: Element) -> dict[str, str]:
    """Return the feedback in an element: identifier → HTML."""
    return {
        each.get("identifier", ""): html_of(each, lambda _: "")
        for each in element.iter()
        if each.tag in ("feedbackInline", "feedbackBlock", "modalFeedback") and each.get("showHide", "show") == "show"
    }


def _child(child: Element, draw: Callable[[Element], str]) -> str:
    if child.tag.endswith("Interaction") or child.tag == "gap":
        return draw(child)
    if child.tag in _ASIDE:
        return ""
    if child.tag == "img":
        return f'<img src="{escape(child.get("src", ""))}" alt="{escape(child.get("alt", ""))}">'
    if child.tag == "object":
        inside = " ".join("".join(child.itertext()).split())
        return f'<img src="{escape(child.get("data", ""))}" alt="{escape(inside)}">'
    return f"<{child.tag}>{html_of(child, draw)}</{child.tag}>"
