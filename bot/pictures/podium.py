"""The podium card: the first three of a game on their steps."""

from dataclasses import dataclass

from bot.language.text import clean
from bot.pictures.canvas import INK, QUIET, WHITE, Box, Canvas, tint
from bot.pictures.lettering import Lettering, typeset

MOST_STEPS = 3

_WIDTH = 1100
_MARGIN = 40
_INNER = _WIDTH - 2 * _MARGIN
_GAP = 20
_STEP = 320
_HEIGHTS = (330, 260, 190)
"""Of the steps by rank, in pixels."""

_MEDALS = ("#8c6206", "#566071", "#8a4b20")
"""Gold, silver and bronze, dark enough for white letters."""

_NAME_LINES = 3

_SUBTITLE = Lettering(28, 600, QUIET)
_TITLE = Lettering(54, 750, INK)
_RANK = Lettering(76, 800, WHITE)
_POINTS = Lettering(33, 650, WHITE)
_NAME = Lettering(34, 700, INK)
_FOOTER = Lettering(26, 450, QUIET)

_ORDERS = ((0,), (0, 1), (1, 0, 2))
"""Where the first, second and third stand, from left to right, for one, two or three of them."""


@dataclass(frozen=True, slots=True)
class Step:
    """A player on the podium.

    Args:
        rank: 1 to 3; those who tie share one.
        name: who.
        points: theirs.
    """

    rank: int
    name: str
    points: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PodiumCard:
    """What a podium card shows.

    Args:
        title: how the game ended.
        subtitle: what it was about.
        steps: one to three, the best first.
        footer: the source.
    """

    title: str
    subtitle: str
    steps: tuple[Step, ...]
    footer: str

    def __post_init__(self) -> None:
        if not 1 <= len(self.steps) <= MOST_STEPS:
            raise ValueError(f"a podium has 1 to {MOST_STEPS} steps")
        if any(not 1 <= step.rank <= MOST_STEPS for step in self.steps):
            raise ValueError(f"a rank on a podium is 1 to {MOST_STEPS}")


def draw_podium(card: PodiumCard) -> bytes:
    """Return the card as a PNG, 1,100 pixels wide."""
    canvas, height = lay_out(card)
    return canvas.png(height)


def lay_out(card: PodiumCard) -> tuple[Canvas, int]:
    """Return the card with everything in its place, and its height in pixels."""
    canvas = Canvas(_WIDTH)
    top = canvas.words(typeset(card.subtitle, _SUBTITLE, _INNER, 2), _MARGIN, _MARGIN - 4)
    top = canvas.words(typeset(card.title, _TITLE, _INNER, 2), _MARGIN, top) + 30
    names = [typeset(step.name, _NAME, _STEP - 20, _NAME_LINES) for step in card.steps]
    # As high as the highest step with its name above it needs.
    ground = top + max(
        name.height + 16 + _HEIGHTS[step.rank - 1] for name, step in zip(names, card.steps, strict=True)
    )
    order = _ORDERS[len(card.steps) - 1]
    left = (_WIDTH - len(order) * _STEP - (len(order) - 1) * _GAP) // 2
    for index in order:
        step, name = card.steps[index], names[index]
        box = Box(left, ground - _HEIGHTS[step.rank - 1], left + _STEP, ground)
        for number, line in enumerate(name.lines):
            indent = (_STEP - round(_NAME.width(line))) // 2
            above = box.top - 16 - (len(name.lines) - number) * _NAME.line_height
            canvas.words(typeset(line, _NAME, _STEP, 1), left + max(indent, 0), above)
        canvas.panel(box, _MEDALS[step.rank - 1])
        _centred(canvas, str(step.rank), _RANK, box, box.top + 16)
        _centred(canvas, f"{step.points:,} points", _POINTS, box, box.top + 16 + _RANK.line_height)
        left += _STEP + _GAP
    canvas.panel(Box(_MARGIN, ground, _WIDTH - _MARGIN, ground + 12), tint(INK), 6)
    top = canvas.words(typeset(card.footer, _FOOTER, _INNER, 2), _MARGIN, ground + 34)
    return canvas, top + _MARGIN - 10


def podium_in_words(card: PodiumCard) -> str:
    """Say what the card shows, for those who don't see it."""
    places = "; ".join(f"{step.rank}. {clean(step.name)[:80]}, {step.points:,} points" for step in card.steps)
    return f"{clean(card.title)[:200]} {places}"


def _centred(canvas: Canvas, line: str, lettering: Lettering, box: Box, top: int) -> None:
    indent = (box.size[0] - round(lettering.width(line))) // 2
    canvas.words(typeset(line, lettering, box.size[0], 1), box.left + max(indent, 0), top)
