"""The body of an item of QTI: its text as HTML, with its interactions taken out of it. Pure."""

from collections.abc import Callable
from html import escape
from xml.etree.ElementTree import Element

_ASIDE = frozenset(
    {"feedbackInline", "feedbackBlock", "rubricBlock", "stylesheet", "templateInline", "templateBlock"}
)
"""What isn't part of what's asked."""


def interactions(body: Element) -> list[Element]:
    """Return where a body asks for something, in order."""
    return [each for each in body.iter() if each.tag.endswith("Interaction")]


def html_of(element: Element, shown: Callable[[Element], str]) -> str:
    """Return what's in an element as HTML.

    Args:
        element: of a body.
        shown: returns what stands for an interaction, as HTML.
    """
    pieces = [escape(element.text or "")]
    for child in element:
        pieces += (_child(child, shown), escape(child.tail or ""))
    return "".join(pieces)


def feedback_in(element: Element) -> dict[str, str]:
    """Return the replies that stand in an element, as HTML: identifier → reply."""
    return {
        each.get("identifier", ""): html_of(each, lambda _: "")
        for each in element.iter()
        if each.tag in ("feedbackInline", "feedbackBlock", "modalFeedback") and each.get("showHide", "show") == "show"
    }


def _child(child: Element, shown: Callable[[Element], str]) -> str:
    if child.tag.endswith("Interaction") or child.tag == "gap":
        return shown(child)
    if child.tag in _ASIDE:
        return ""
    if child.tag == "img":
        return f'<img src="{escape(child.get("src", ""))}" alt="{escape(child.get("alt", ""))}">'
    if child.tag == "object":
        inside = " ".join("".join(child.itertext()).split())
        return f'<img src="{escape(child.get("data", ""))}" alt="{escape(inside)}">'
    return f"<{child.tag}>{html_of(child, shown)}</{child.tag}>"
