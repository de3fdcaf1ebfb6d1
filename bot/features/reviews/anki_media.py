"""What's shown around a flashcard's words in Anki: HTML, and media files in the package."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from html import escape
from typing import TypeAlias

from bot.features.reviews.deck import Deck
from bot.features.reviews.flashcard import Flashcard
from bot.illustrations.beside import beside
from bot.language.message import Block, CodeBlock, Drawing, Image
from bot.language.rich_text import Span, Style, Text, in_words

COMMANDS = str.maketrans({"[": "&#91;", "{": "&#123;"})
"""Escapes Anki's own commands: [sound:x], [latex], [anki:tts], [[type:x]] and {{fields}}."""

CardImages: TypeAlias = Mapping[Drawing, Image]
"""The drawn pictures; the others are described in words."""

WriteHtml: TypeAlias = Callable[[str], str]
"""Returns a text as HTML that shows it literally."""


@dataclass(frozen=True, slots=True)
class Around:
    """What's around a card's words, as HTML.

    Args:
        above: above the question.
        below: below the question.
        after: below the answer.
    """

    above: str = ""
    below: str = ""
    after: str = ""


def drawings(decks: Iterable[Deck]) -> list[Drawing]:
    """Return all pictures to draw for some decks, each once."""
    found: dict[Drawing, None] = {}
    for deck in decks:
        for card in deck.cards:
            around = beside(deck.pack, card.item)
            found |= {block: None for block in (*around.above, *around.below) if isinstance(block, Drawing)}
    return list(found)


def around(deck: Deck, card: Flashcard, pictures: CardImages, written: WriteHtml) -> Around:
    """Return what's around a card's words.

    Args:
        deck: the card's deck.
        card: the card.
        pictures: the drawn pictures.
        written: returns a text as HTML.
    """
    surroundings = beside(deck.pack, card.item)
    above = "".join(_html(block, pictures, written) for block in surroundings.above)
    below = "".join(_html(block, pictures, written) for block in surroundings.below)
    return Around(above, after=below) if card.is_of_its_answer else Around(above, below)


def files(pictures: CardImages) -> dict[str, bytes]:
    """Return the media files of the package, by the names that its cards use."""
    return {_name(image): image.data for image in pictures.values()}


def _html(block: Block, pictures: CardImages, written: WriteHtml) -> str:
    match block:
        case Text(spans):
            parts = (
                f"<b>{written(part.text)}</b>"
                if isinstance(part, Span) and part.style is Style.STRONG
                else written(in_words(part))
                for part in spans
            )
            return f'<div class="beside">{"".join(parts)}</div>'
        case CodeBlock(lines):
            return f"<pre>{written(lines.strip(chr(10)))}</pre>"
        case Drawing():
            return _picture(block, pictures.get(block), written)
        case _:
            return ""


def _picture(drawing: Drawing, image: Image | None, written: WriteHtml) -> str:
    if image is None:
        return f'<div class="beside">{written(drawing.alt)}</div>'
    alt = escape(drawing.alt).translate(COMMANDS)
    return f'<div class="beside"><img src="{_name(image)}" alt="{alt}"></div>'


def _name(image: Image) -> str:
    """Return a file name made from the picture's content, so that only identical files share a name."""
    ending = image.name.rpartition(".")[2]
    return f"versed-{hashlib.sha256(image.data).hexdigest()[:20]}.{ending}"
