"""The progress card: how well each topic is known, and what comes back when."""

from dataclasses import dataclass

from bot.pictures.canvas import INK, QUIET, SIDE_COLOURS, Box, Canvas, blend
from bot.pictures.lettering import Lettering, typeset

MOST_BARS = 25
MOST_DOTS = 60
"""Objectives of one topic that are shown."""

_WIDTH = 1100
_MARGIN = 40
_INNER = _WIDTH - 2 * _MARGIN
_BLUE = SIDE_COLOURS[0]
_TRACK = "#dfe4ee"
_DOT = 22
_DOT_GAP = 8
_BAR = 26
_COLUMN_GAP = 10
_TALLEST = 150

_SUBTITLE = Lettering(28, 600, QUIET)
_TITLE = Lettering(54, 750, INK)
_FIGURE = Lettering(60, 750, _BLUE)
_LABEL = Lettering(27, 500, QUIET)
_TOPIC = Lettering(30, 650, INK)
_PERCENT = Lettering(30, 650, INK)
_PART = Lettering(31, 700, INK)
_COUNT = Lettering(26, 600, INK)
_DAY = Lettering(25, 500, QUIET)
_FOOTER = Lettering(26, 450, QUIET)


@dataclass(frozen=True, slots=True)
class Bar:
    """A topic.

    Args:
        title: its name.
        known: how well it's known, from 0 to 1.
        dots: how well each of its objectives is known.
    """

    title: str
    known: float
    dots: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressCard:
    """What a progress card shows.

    Args:
        title: of the card.
        subtitle: the pack.
        figures: three values, each with what it counts.
        bars: one for each topic.
        forecast: cards that come back in each of the next days, today first.
        footer: the source.
    """

    title: str
    subtitle: str
    figures: tuple[tuple[str, str], ...]
    bars: tuple[Bar, ...]
    forecast: tuple[int, ...]
    footer: str


def draw_progress(card: ProgressCard) -> bytes:
    """Return the card as a PNG, 1,100 pixels wide and as high as it needs to be."""
    canvas = Canvas(_WIDTH)
    top = canvas.words(typeset(card.subtitle, _SUBTITLE, _INNER, 2), _MARGIN, _MARGIN - 4)
    top = canvas.words(typeset(card.title, _TITLE, _INNER, 2), _MARGIN, top) + 16
    top = _figures(canvas, card.figures, top) + 26
    for bar in card.bars[:MOST_BARS]:
        top = _bar(canvas, bar, top) + 20
    top = _forecast(canvas, card.forecast, top + 14)
    top = canvas.words(typeset(card.footer, _FOOTER, _INNER, 2), _MARGIN, top + 26)
    return canvas.png(top + _MARGIN - 10)


def alt_text(card: ProgressCard) -> str:
    """Say what the card shows, in at most 1,000 characters."""
    figures = "; ".join(f"{value} {what}" for value, what in card.figures)
    bars = "; ".join(f"{bar.title}: {round(100 * bar.known)} %" for bar in card.bars)
    days = ", ".join(str(count) for count in card.forecast)
    whole = (
        f"{card.title} in {card.subtitle}. {figures}. Known by topic: {bars}. Cards coming back, from today: {days}."
    )
    return whole if len(whole) <= 1000 else f"{whole[:999]}…"


def _figures(canvas: Canvas, figures: tuple[tuple[str, str], ...], top: int) -> int:
    width = _INNER // max(1, len(figures))
    bottom = top
    for number, (value, what) in enumerate(figures):
        left = _MARGIN + number * width
        below = canvas.words(typeset(value, _FIGURE, width - 20, 1), left, top)
        bottom = max(bottom, canvas.words(typeset(what, _LABEL, width - 20, 2), left, below - 6))
    return bottom


def _bar(canvas: Canvas, bar: Bar, top: int) -> int:
    """Place a topic's name and share, the bar below, and a dot for each objective; return where they end."""
    share = typeset(f"{round(100 * bar.known)} %", _PERCENT, 200, 1)
    right = _WIDTH - _MARGIN
    canvas.words(share, right - round(share.width), top)
    top = canvas.words(typeset(bar.title, _TOPIC, _INNER - 220, 1), _MARGIN, top) + 6
    canvas.panel(Box(_MARGIN, top, right, top + _BAR), _TRACK, _BAR // 2)
    filled = round(_INNER * max(0.0, min(1.0, bar.known)))
    if filled >= _BAR:  # a shorter one wouldn't be round
        canvas.panel(Box(_MARGIN, top, _MARGIN + filled, top + _BAR), _BLUE, _BAR // 2)
    top += _BAR + 10
    in_row = _INNER // (_DOT + _DOT_GAP)
    for number, known in enumerate(bar.dots[:MOST_DOTS]):
        left = _MARGIN + number % in_row * (_DOT + _DOT_GAP)
        above = top + number // in_row * (_DOT + _DOT_GAP)
        canvas.panel(Box(left, above, left + _DOT, above + _DOT), blend(_TRACK, _BLUE, known), _DOT // 2)
    rows = -(-len(bar.dots[:MOST_DOTS]) // in_row)
    return top + rows * (_DOT + _DOT_GAP)


def _forecast(canvas: Canvas, forecast: tuple[int, ...], top: int) -> int:
    """Place a column for each day, its count above and its number of days ahead below; return where they end."""
    if not forecast:
        return top
    top = canvas.words(typeset("Cards coming back", _PART, _INNER, 1), _MARGIN, top) + 8
    width = (_INNER - (len(forecast) - 1) * _COLUMN_GAP) // len(forecast)
    most = max(*forecast, 1)
    foot = top + _COUNT.line_height + _TALLEST
    for number, count in enumerate(forecast):
        left = _MARGIN + number * (width + _COLUMN_GAP)
        height = max(6, round(_TALLEST * count / most))
        canvas.panel(
            Box(left, foot - height, left + width, foot), _BLUE if count else _TRACK, 3 if height < 16 else 8
        )
        said = typeset(f"{count:,}" if count < 10_000 else f"{count // 1000}k", _COUNT, width, 1)
        canvas.words(said, left + (width - round(said.width)) // 2, foot - height - _COUNT.line_height)
        day = typeset("now" if number == 0 else f"+{number}", _DAY, width, 1)
        canvas.words(day, left + (width - round(day.width)) // 2, foot + 6)
    return foot + 6 + _DAY.line_height
