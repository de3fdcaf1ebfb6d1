"""The progress card: how well each topic is known, and when cards come back."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.language.text import counted
from bot.pictures.canvas import Box, Canvas
from bot.pictures.figures.frame import FigureFrame
from bot.pictures.lettering import Lettering, typeset
from bot.pictures.palette import INK, QUIET, RIGHT, TRACK, Theme, blend
from bot.pictures.style import FOOTER, INNER, MARGIN, SUBTITLE, TITLE, WIDTH
from bot.pictures.weeks import MOST_WEEKS, Done, place_remembered, place_weeks

MOST_BARS = 25
MOST_DOTS = 60
"""Maximum number of objectives to show for a topic."""

_DOT = 22
_DOT_GAP = 8
_BAR = 26

_FIGURE = Lettering(60, 750, RIGHT)
_LABEL = Lettering(27, 500, QUIET)
_TOPIC = Lettering(30, 650, INK)
_PERCENT = Lettering(30, 650, INK)
_PART = Lettering(31, 700, INK)


@dataclass(frozen=True, slots=True)
class TopicBar:
    """A topic.

    Args:
        title: the topic's name.
        known: how well it's known, from 0 to 1.
        dots: how well each of its objectives is known, from 0 to 1.
    """

    title: str
    known: float
    dots: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressCard:
    """The content of a progress card.

    Args:
        title: the card's title.
        subtitle: the pack.
        figures: three values with their labels.
        bars: one bar per topic.
        forecast: the number of cards that come back in each of the next weeks; the first includes overdue ones.
        footer: the source.
        weeks: the past weeks, oldest first; the last one ends today.
        expected: the share (0…1) remembered now, and after each of the next weeks without a review.
    """

    title: str
    subtitle: str
    figures: tuple[tuple[str, str], ...]
    bars: tuple[TopicBar, ...]
    forecast: tuple[int, ...]
    footer: str
    weeks: tuple[Done, ...] = ()
    expected: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        if max(len(self.weeks), len(self.forecast), len(self.expected) - 1) > MOST_WEEKS:
            raise ValueError(f"a progress card has at most {MOST_WEEKS} weeks of each kind")


def draw_progress(card: ProgressCard, theme: Theme) -> bytes:
    """Return the card as a PNG, 1,100 pixels wide and as high as needed."""
    canvas = Canvas(WIDTH)
    top = canvas.paragraph(typeset(card.subtitle, SUBTITLE, INNER, 2), MARGIN, MARGIN - 4)
    top = canvas.paragraph(typeset(card.title, TITLE, INNER, 2), MARGIN, top) + 16
    top = _figures(canvas, card.figures, top) + 26
    frame = FigureFrame(MARGIN, INNER, (), 0)
    if card.weeks or card.forecast:
        top = place_weeks(canvas, card.weeks, card.forecast, frame, top) + 30
    if len(card.expected) > 1 or any(week.remembered is not None for week in card.weeks):
        top = place_remembered(canvas, card.weeks, card.expected, frame, top) + 30
    if card.bars:
        top = canvas.paragraph(typeset("Known by topic", _PART, INNER, 1), MARGIN, top) + 10
    for bar in card.bars[:MOST_BARS]:
        top = _bar(canvas, bar, top) + 20
    top = canvas.paragraph(typeset(card.footer, FOOTER, INNER, 2), MARGIN, top + 26)
    return canvas.png(top + MARGIN - 10, theme)


def alt_text(card: ProgressCard) -> str:
    """Return a description of the card, in at most 1,000 characters."""
    figures = "; ".join(f"{value} {what}" for value, what in card.figures)
    whole = " ".join((f"{card.title} in {card.subtitle}. {figures}.", *_told(card)))
    return whole if len(whole) <= 1000 else f"{whole[:999]}…"


def _told(card: ProgressCard) -> Iterator[str]:
    """Yield one sentence per part of the card."""
    done = [week for week in card.weeks if week.right or week.wrong or week.reviewed]
    if done:
        weeks = "; ".join(f"{week.begins}: {_done(week)}" for week in done)
        yield f"Week by week, by the first day: {weeks}."
    if card.forecast:
        yield f"Cards coming back in each of the next weeks: {', '.join(map(str, card.forecast))}."
    if len(card.expected) > 1:
        yield (
            f"You remember {round(100 * card.expected[0])}% now, and {round(100 * card.expected[-1])}% in "
            f"{counted(len(card.expected) - 1, 'week')} if you stop reviewing."
        )
    if card.bars:
        yield f"Known by topic: {'; '.join(f'{bar.title}: {round(100 * bar.known)}%' for bar in card.bars)}."


def _done(week: Done) -> str:
    answered = f"{week.right} of {week.right + week.wrong} right" if week.right or week.wrong else ""
    reviewed = f"{counted(week.reviewed, 'card')} reviewed" if week.reviewed else ""
    return ", ".join(filter(None, (answered, reviewed)))


def _figures(canvas: Canvas, figures: tuple[tuple[str, str], ...], top: int) -> int:
    width = INNER // max(1, len(figures))
    bottom = top
    for number, (value, what) in enumerate(figures):
        left = MARGIN + number * width
        below = canvas.paragraph(typeset(value, _FIGURE, width - 20, 1), left, top)
        bottom = max(bottom, canvas.paragraph(typeset(what, _LABEL, width - 20, 2), left, below - 6))
    return bottom


def _bar(canvas: Canvas, bar: TopicBar, top: int) -> int:
    """Place a topic's name and percentage, the bar, and a dot per objective; return the bottom edge."""
    share = typeset(f"{round(100 * bar.known)}%", _PERCENT, 200, 1)
    right = WIDTH - MARGIN
    canvas.paragraph(share, right - round(share.width), top)
    top = canvas.paragraph(typeset(bar.title, _TOPIC, INNER - 220, 1), MARGIN, top) + 6
    canvas.panel(Box(MARGIN, top, right, top + _BAR), TRACK, _BAR // 2)
    filled = round(INNER * max(0.0, min(1.0, bar.known)))
    if filled >= _BAR:  # a shorter one wouldn't be round
        canvas.panel(Box(MARGIN, top, MARGIN + filled, top + _BAR), RIGHT, _BAR // 2)
    top += _BAR + 10
    in_row = INNER // (_DOT + _DOT_GAP)
    for number, known in enumerate(bar.dots[:MOST_DOTS]):
        left = MARGIN + number % in_row * (_DOT + _DOT_GAP)
        above = top + number // in_row * (_DOT + _DOT_GAP)
        canvas.panel(Box(left, above, left + _DOT, above + _DOT), blend(TRACK, RIGHT, known), _DOT // 2)
    rows = -(-len(bar.dots[:MOST_DOTS]) // in_row)
    return top + rows * (_DOT + _DOT_GAP)
