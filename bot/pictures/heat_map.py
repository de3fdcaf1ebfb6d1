"""The heat map: how well a team answered on each objective, week by week."""

from dataclasses import dataclass

from bot.pictures.canvas import Box, Canvas
from bot.pictures.lettering import Lettering, typeset
from bot.pictures.palette import INK, QUIET, RIGHT, WRONG, Colour, Theme, blend, letters_on
from bot.pictures.style import FOOTER, INNER, MARGIN, SUBTITLE, TITLE, WIDTH

MOST_ROWS = 16
MOST_COLUMNS = 8

_NAMES = 430
_GAP = 6
_LEAST = 52
_EMPTY = Colour("#eceff5", "#22273a")
_PALE = Colour("#f2ead9", "#444a5e")

_WEEK = Lettering(24, 600, QUIET)
_NAME = Lettering(25, 500, INK)


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One objective.

    Args:
        name: the objective.
        cells: the share of right answers (0…1) in each week; None if too few people answered.
    """

    name: str
    cells: tuple[float | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatMap:
    """The content of a heat map.

    Args:
        title: the card's title.
        subtitle: the pack.
        weeks: the weeks' names, one or two short words each, oldest first.
        rows: one row per objective, with a cell per week.
        footer: how to read it.
    """

    title: str
    subtitle: str
    weeks: tuple[str, ...]
    rows: tuple[HeatRow, ...]
    footer: str

    def __post_init__(self) -> None:
        if not (1 <= len(self.rows) <= MOST_ROWS and 1 <= len(self.weeks) <= MOST_COLUMNS):
            raise ValueError(f"a heat map has 1 to {MOST_ROWS} rows and 1 to {MOST_COLUMNS} weeks")
        if any(len(row.cells) != len(self.weeks) for row in self.rows):
            raise ValueError("every row of a heat map needs one cell for each week")


def draw_heat_map(card: HeatMap, theme: Theme) -> bytes:
    """Return the card as a PNG, 1,100 pixels wide and as high as needed."""
    canvas = Canvas(WIDTH)
    top = canvas.paragraph(typeset(card.subtitle, SUBTITLE, INNER, 2), MARGIN, MARGIN - 4)
    top = canvas.paragraph(typeset(card.title, TITLE, INNER, 2), MARGIN, top) + 18
    width = (INNER - _NAMES - len(card.weeks) * _GAP) // len(card.weeks)
    lefts = [MARGIN + _NAMES + _GAP + number * (width + _GAP) for number in range(len(card.weeks))]
    for left, week in zip(lefts, card.weeks, strict=True):
        for line, part in enumerate(week.split(maxsplit=1)):  # one word per line, because the columns are narrow
            label = typeset(part, _WEEK, width, 1)
            canvas.paragraph(label, left + (width - round(label.width)) // 2, top + line * _WEEK.line_height)
    top += 2 * _WEEK.line_height + 8
    for row in card.rows:
        name = typeset(row.name, _NAME, _NAMES - 16, 3)
        bottom = top + max(_LEAST, name.height + 8)
        canvas.paragraph(name, MARGIN, (top + bottom - name.height) // 2)
        for left, share in zip(lefts, row.cells, strict=True):
            _cell(canvas, Box(left, top, left + width, bottom), share)
        top = bottom + _GAP
    top = canvas.paragraph(typeset(card.footer, FOOTER, INNER, 3), MARGIN, top + 20)
    return canvas.png(top + MARGIN - 10, theme)


def alt_text(card: HeatMap) -> str:
    """Return a description of the card, in at most 1,000 characters: each objective's shares, week by week."""
    lines = [
        f"{card.title}, {card.subtitle}; answered right, by objective, from {card.weeks[0]} to {card.weeks[-1]}."
    ]
    for row in card.rows:
        known = [share for share in row.cells if share is not None]
        lines.append(f"{row.name} {' → '.join(f'{round(100 * share)}%' for share in known) or '–'}")
    whole = "\n".join(lines)
    return whole if len(whole) <= 1000 else f"{whole[:999]}…"


def _cell(canvas: Canvas, box: Box, share: float | None) -> None:
    """Place a cell with its number, coloured from red (low) to teal (high), which anyone can tell apart."""
    if share is None:
        canvas.panel(box, _EMPTY, 8)
        return
    colour = blend(WRONG, _PALE, 2 * share) if share < 0.5 else blend(_PALE, RIGHT, 2 * share - 1)
    canvas.panel(box, colour, 8)
    lettering = Lettering(25, 700, letters_on(colour))
    label = typeset(f"{round(100 * share)}", lettering, box.size[0], 1)
    left = box.left + (box.size[0] - round(label.width)) // 2
    canvas.paragraph(label, left, (box.top + box.bottom - label.height) // 2)
