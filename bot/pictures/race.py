"""The race card: the ranks after each question of a game, as one line per player or team."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.language.message import LONGEST_ALT
from bot.language.text import clean, ordinal
from bot.pictures.canvas import Canvas
from bot.pictures.faces import face
from bot.pictures.lettering import Lettering, typeset
from bot.pictures.palette import FACE_COLOURS, GRID, INK, QUIET, TEAM_COLOURS, Theme
from bot.pictures.style import FOOTER, INNER, MARGIN, SUBTITLE, WIDTH

MOST_RUNNERS = 8

_ROW = 66
_FACE = 48
_RANKS = 60
"""Width of the ranks at the left, in pixels."""

_NAMES = 380
"""Width of faces and names at the right, in pixels."""

_LINE, _DOT = 9, 24
_APART = 10
"""Pixels between the lines of ties."""

_TITLE = Lettering(48, 750, INK)
_RANK = Lettering(28, 650, QUIET)
_QUESTION = Lettering(25, 500, QUIET)
_NAME = Lettering(29, 650, INK)


@dataclass(frozen=True, slots=True)
class Racer:
    """A player or a team in a race.

    Args:
        name: the player's or team's name.
        ranks: the rank after each question; ties share a rank, and the following ranks are skipped.
        colour: the name of the team's colour; "" for a player.
    """

    name: str
    ranks: tuple[int, ...]
    colour: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RaceCard:
    """The content of a race card.

    Args:
        title: the card's title.
        subtitle: the game's topic.
        questions: the numbers of the questions that counted, as players saw them.
        runners: two or more players or teams by their final ranks, best first.
        footer: the source.
    """

    title: str
    subtitle: str
    questions: tuple[int, ...]
    runners: tuple[Racer, ...]
    footer: str

    def __post_init__(self) -> None:
        if not (2 <= len(self.runners) <= MOST_RUNNERS and len(self.questions) > 1):
            raise ValueError(f"a race has 2 to {MOST_RUNNERS} runners and 2 questions or more")
        if any(len(runner.ranks) != len(self.questions) for runner in self.runners):
            raise ValueError("every runner of a race needs one rank for each question")


def draw_race(card: RaceCard, theme: Theme) -> bytes:
    """Return the card as a PNG, 1,100 pixels wide."""
    canvas, height = lay_out(card)
    return canvas.png(height, theme)


def lay_out(card: RaceCard) -> tuple[Canvas, int]:
    """Lay out the card; return the canvas and its height in pixels."""
    canvas = Canvas(WIDTH)
    top = canvas.paragraph(typeset(card.subtitle, SUBTITLE, INNER, 2), MARGIN, MARGIN - 4)
    top = canvas.paragraph(typeset(card.title, _TITLE, INNER, 2), MARGIN, top) + 24
    bottom = _grid(canvas, card, top)
    rows = heights(card.runners)
    # The best ones last, so that their lines are on top.
    for number in reversed(range(len(card.runners))):
        _run(canvas, card, number, rows[number], top)
    top = canvas.paragraph(typeset(card.footer, FOOTER, INNER, 2), MARGIN, bottom + 26)
    return canvas, top + MARGIN - 10


def heights(runners: Sequence[Racer]) -> list[list[int]]:
    """Return the vertical position of each runner's line after each question, in pixels below the first row.

    The lines of ties run side by side in the middle of the rows that they share.
    """
    found: list[list[int]] = [[] for _ in runners]
    for after in range(len(runners[0].ranks)):
        ranks = [runner.ranks[after] for runner in runners]
        for number, rank in enumerate(ranks):
            tied = [other for other, same in enumerate(ranks) if same == rank]
            before = sum(other < rank for other in ranks)
            middle = (before + (len(tied) - 1) / 2) * _ROW
            found[number].append(round(middle + (tied.index(number) - (len(tied) - 1) / 2) * _APART))
    return found


def alt_text(card: RaceCard) -> str:
    """Return a description of the card, in at most 1,000 characters."""
    runs = "; ".join(f"{clean(runner.name)[:40]}: {', '.join(map(ordinal, runner.ranks))}" for runner in card.runners)
    whole = f"{clean(card.title)[:100]}, rank after each of {len(card.questions)} questions. {runs}."
    return whole if len(whole) <= LONGEST_ALT else f"{whole[: LONGEST_ALT - 1]}…"


def _across(card: RaceCard, after: int) -> int:
    """Return the position of a question's column, in pixels from the left."""
    first, last = MARGIN + _RANKS + _DOT, WIDTH - MARGIN - _NAMES
    return first + (last - first) * after // (len(card.questions) - 1)


def _grid(canvas: Canvas, card: RaceCard, top: int) -> int:
    """Place the ranks at the left and the question numbers below; return the bottom edge."""
    for row in range(len(card.runners)):
        middle = top + row * _ROW + _ROW // 2
        rank = typeset(str(row + 1), _RANK, _RANKS, 1)
        canvas.paragraph(rank, MARGIN, middle - _RANK.line_height // 2)
        canvas.stroke(((_across(card, 0), middle), (_across(card, len(card.questions) - 1), middle)), GRID, 3)
    bottom = top + len(card.runners) * _ROW + 6
    step = -(-len(card.questions) // 10)
    for after, number in enumerate(card.questions):
        if (len(card.questions) - 1 - after) % step == 0:
            label = typeset(f"Q{number}", _QUESTION, 80, 1)
            canvas.paragraph(label, _across(card, after) - round(label.width) // 2, bottom)
    return bottom + _QUESTION.line_height


def _run(canvas: Canvas, card: RaceCard, number: int, rows: Sequence[int], top: int) -> None:
    """Place a runner's line, with their face and name at its end."""
    runner = card.runners[number]
    colour = TEAM_COLOURS.get(runner.colour) or FACE_COLOURS[number % len(FACE_COLOURS)]
    points = [(_across(card, after), top + _ROW // 2 + row) for after, row in enumerate(rows)]
    middle = top + number * _ROW + _ROW // 2
    left = points[-1][0] + 34 + _FACE // 2
    canvas.stroke([*points, (left, middle)], colour, _LINE)
    for point in points:
        canvas.disc(point, _DOT, colour)
    face(canvas, runner.name, colour, (left, middle), _FACE)
    beside = left + _FACE // 2 + 12
    name = typeset(f"{runner.ranks[-1]}. {runner.name}", _NAME, WIDTH - MARGIN - beside, 1)
    canvas.paragraph(name, beside, middle - _NAME.line_height // 2)
