"""The bar chart of an analysis: the share who got each question right, and the share expected by guessing."""

from dataclasses import dataclass

from bot.pictures.canvas import Box, Canvas
from bot.pictures.lettering import Lettering, typeset
from bot.pictures.palette import INK, RIGHT, WRONG, Colour, Theme, letters_on
from bot.pictures.style import FOOTER, INNER, MARGIN, SUBTITLE, TITLE, WIDTH

MOST_BARS = 12

_NAMES = 610
_FIGURE = 90
_GAP = 10
_LEAST = 40
_BAR = 22
_TRACK = Colour("#eceff5", "#22273a")
_MARK = 32

_NAME = Lettering(25, 500, INK)
_SHARE = Lettering(25, 700, INK)
_SIGN = Lettering(24, 700, letters_on(WRONG))


@dataclass(frozen=True, slots=True)
class ItemBar:
    """One question.

    Args:
        name: the question.
        right: the share who got it right, from 0 to 1.
        odd: whether it's worth a closer look; it's marked "!".
        chance: the share expected by guessing; None if there are no options to guess among.
    """

    name: str
    right: float
    odd: bool
    chance: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemBars:
    """The content of the bar chart.

    Args:
        title: the card's title.
        subtitle: the pack.
        bars: one bar per question.
        footer: how to read it.
    """

    title: str
    subtitle: str
    bars: tuple[ItemBar, ...]
    footer: str

    def __post_init__(self) -> None:
        if not 1 <= len(self.bars) <= MOST_BARS:
            raise ValueError(f"an analysis shows 1 to {MOST_BARS} questions")


def draw_items(card: ItemBars, theme: Theme) -> bytes:
    """Return the card as a PNG, 1,100 pixels wide and as high as needed."""
    canvas = Canvas(WIDTH)
    top = canvas.paragraph(typeset(card.subtitle, SUBTITLE, INNER, 2), MARGIN, MARGIN - 4)
    top = canvas.paragraph(typeset(card.title, TITLE, INNER, 2), MARGIN, top) + 18
    left, right = MARGIN + _NAMES, WIDTH - MARGIN - _FIGURE
    for bar in card.bars:
        name = typeset(bar.name, _NAME, _NAMES - _MARK - 40, 2)
        bottom = top + max(_LEAST, name.height)
        middle = (top + bottom) // 2
        canvas.paragraph(name, MARGIN, middle - name.height // 2)
        _bar(canvas, Box(left, middle - _BAR // 2, right, middle + _BAR // 2), bar)
        if bar.odd:
            _mark(canvas, (left - 20 - _MARK // 2, middle))
        share = typeset(f"{round(100 * bar.right)}%", _SHARE, _FIGURE, 1)
        canvas.paragraph(share, WIDTH - MARGIN - round(share.width), middle - share.height // 2)
        top = bottom + _GAP
    top = canvas.paragraph(typeset(card.footer, FOOTER, INNER, 3), MARGIN, top + 16)
    return canvas.png(top + MARGIN - 10, theme)


def _bar(canvas: Canvas, box: Box, bar: ItemBar) -> None:
    canvas.panel(box, _TRACK, 8)
    width = box.right - box.left
    filled = round(width * bar.right)
    if filled:
        canvas.panel(Box(box.left, box.top, box.left + max(filled, 16), box.bottom), RIGHT, 8)
    if bar.chance is not None:
        at = box.left + round(width * bar.chance)
        canvas.stroke([(at, box.top - 5), (at, box.bottom + 5)], INK, 3)


def _mark(canvas: Canvas, centre: tuple[int, int]) -> None:
    """Place a sign that stands out without its colour, and beside a bar of 0%."""
    canvas.disc(centre, _MARK, WRONG)
    sign = typeset("!", _SIGN, _MARK, 1)
    canvas.paragraph(sign, centre[0] - round(sign.width) // 2, centre[1] - sign.height // 2)


def items_in_words(card: ItemBars) -> str:
    """Return a description of the card, in at most 1,000 characters."""
    lines = [f"{card.title}, {card.subtitle}; the share right."]
    lines += [f"{bar.name}: {round(100 * bar.right)}%{', look at it' if bar.odd else ''}" for bar in card.bars]
    whole = "\n".join(lines)
    return whole if len(whole) <= 1000 else f"{whole[:999]}…"
