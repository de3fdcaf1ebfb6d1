"""The podium card: the first three ranks of a game on the steps of a podium; ties share a step."""

from dataclasses import dataclass
from itertools import groupby

from bot.language.message import LONGEST_ALT
from bot.language.text import clean, listed, shortened
from bot.pictures.canvas import Box, Canvas
from bot.pictures.faces import face
from bot.pictures.lettering import BrokenText, Lettering, typeset
from bot.pictures.palette import FACE_COLOURS, INK, QUIET, TEAM_COLOURS, Colour, Theme, letters_on, tint
from bot.pictures.style import FOOTER, INNER, MARGIN, SUBTITLE, TITLE, WIDTH

MOST_STEPS = 3

MOST_FACES = 4
"""Maximum number of faces on one step; the number of further people is given in words."""

_GAP = 20
_STEP = 320
_HEIGHTS = (300, 225, 160)
"""Heights of the steps in pixels, by rank."""

_MEDALS = (Colour("#e3ac2b", "#e3ac2b"), Colour("#b4bcc8", "#b4bcc8"), Colour("#cd8f5c", "#cd8f5c"))
"""Gold, silver and bronze."""

_DIAMETERS = (132, 116, 96, 76)
"""Diameters of the faces in pixels, for one to four faces on a step."""

_NAME_LINES, _DETAIL_LINES = 3, 2
_SHARED_NAME = 14
"""Maximum length of each name if several don't fit on their step."""

_NAME = Lettering(34, 700, INK)
_DETAIL = Lettering(25, 500, QUIET)
_RANK_SIZE, _POINTS_SIZE = 76, 33

_ORDERS = ((0,), (1, 0), (1, 0, 2))
"""The order of the steps from left to right, for one, two or three steps."""


@dataclass(frozen=True, slots=True)
class PodiumStep:
    """Someone on the podium: a player or a team.

    Args:
        rank: the rank, 1 to 3; ties share one.
        name: the player's or team's name.
        points: their points.
        colour: the name of the team's colour; "" for a player.
        members: the team's members, in a few words; "" for a player.
    """

    rank: int
    name: str
    points: int
    colour: str = ""
    members: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PodiumCard:
    """The content of a podium card.

    Args:
        title: the result of the game.
        subtitle: the game's topic.
        steps: the players or teams on the first three ranks, best first.
        footer: the source.
    """

    title: str
    subtitle: str
    steps: tuple[PodiumStep, ...]
    footer: str

    def __post_init__(self) -> None:
        if not self.steps:
            raise ValueError(f"a podium has 1 to {MOST_STEPS} steps")
        if any(not 1 <= step.rank <= MOST_STEPS for step in self.steps):
            raise ValueError(f"a rank on a podium is 1 to {MOST_STEPS}")

    @property
    def shared(self) -> list[tuple[int, list[PodiumStep]]]:
        """Return the ranks in order, each with everyone who shares it."""
        ordered = sorted(self.steps, key=lambda step: step.rank)
        return [(rank, list(steps)) for rank, steps in groupby(ordered, key=lambda step: step.rank)]


@dataclass(frozen=True, slots=True)
class _Pedestal:
    """A step with those who stand on it.

    Args:
        rank: the rank.
        standing: the players or teams on it.
        names: their names, typeset.
        members: the members of a team that's alone on it, typeset.
    """

    rank: int
    standing: list[PodiumStep]
    names: BrokenText
    members: BrokenText

    @property
    def height(self) -> int:
        """Return the height of the step, in pixels."""
        return _HEIGHTS[self.rank - 1]

    @property
    def diameter(self) -> int:
        """Return the diameter of a face on it, in pixels."""
        return _DIAMETERS[min(len(self.standing), MOST_FACES) - 1]

    @property
    def above(self) -> int:
        """Return the height of what stands on it, in pixels."""
        return self.diameter + 14 + self.names.height + self.members.height + 16


def draw_podium(card: PodiumCard, theme: Theme) -> bytes:
    """Return the card as a PNG, 1,100 pixels wide."""
    canvas, height = lay_out(card)
    return canvas.png(height, theme)


def lay_out(card: PodiumCard) -> tuple[Canvas, int]:
    """Lay out the card; return the canvas and its height in pixels."""
    canvas = Canvas(WIDTH)
    top = canvas.paragraph(typeset(card.subtitle, SUBTITLE, INNER, 2), MARGIN, MARGIN - 4)
    top = canvas.paragraph(typeset(card.title, TITLE, INNER, 2), MARGIN, top) + 30
    pedestals = [_pedestal(rank, standing) for rank, standing in card.shared]
    ground = top + max(each.above + each.height for each in pedestals)
    order = _ORDERS[len(pedestals) - 1]
    left = (WIDTH - len(order) * _STEP - (len(order) - 1) * _GAP) // 2
    boxes = {
        index: Box(at, ground - pedestals[index].height, at + _STEP, ground)
        for index, at in zip(order, range(left, WIDTH, _STEP + _GAP), strict=False)
    }
    colours = _colours(card)
    for index, box in boxes.items():
        _step(canvas, pedestals[index], box)
    for index, box in boxes.items():
        _on_top(canvas, pedestals[index], box, colours)
    canvas.panel(Box(MARGIN, ground, WIDTH - MARGIN, ground + 12), tint(INK), 6)
    top = canvas.paragraph(typeset(card.footer, FOOTER, INNER, 2), MARGIN, ground + 34)
    return canvas, top + MARGIN - 10


def podium_in_words(card: PodiumCard) -> str:
    """Return a description of the podium in at most 1,000 characters, without the title, which the message has."""
    places = "; ".join(
        f"{step.rank}. {clean(step.name)[:80]}, {step.points:,} points"
        + (f" ({clean(step.members)[:80]})" if step.members else "")
        for step in card.steps
    )
    whole = f"The podium. {places}."
    return whole if len(whole) <= LONGEST_ALT else f"{whole[: LONGEST_ALT - 1]}…"


def _pedestal(rank: int, standing: list[PodiumStep]) -> _Pedestal:
    members = standing[0].members if len(standing) == 1 else ""
    return _Pedestal(rank, standing, _names(standing), typeset(members, _DETAIL, _STEP - 20, _DETAIL_LINES))


def _names(standing: list[PodiumStep]) -> BrokenText:
    """Return the names on a step; if they don't fit, each is shortened, so that none is lost."""
    shown_names = [step.name for step in standing[:MOST_FACES]]
    more = [f"{len(standing) - len(shown_names)} more"] if len(standing) > len(shown_names) else []

    def lettered(names: list[str], lines: int = _NAME_LINES) -> BrokenText:
        return typeset(listed([*names, *more], "and"), _NAME, _STEP - 20, lines)

    if len(shown_names) > 1 and len(lettered(shown_names, _NAME_LINES + 1).lines) > _NAME_LINES:
        return lettered([shortened(name, _SHARED_NAME) for name in shown_names])
    return lettered(shown_names)


def _colours(card: PodiumCard) -> dict[int, Colour]:
    """Return everyone's colour: the team's own, or the next one in turn."""
    return {
        id(step): TEAM_COLOURS.get(step.colour) or FACE_COLOURS[number % len(FACE_COLOURS)]
        for number, step in enumerate(card.steps)
    }


def _step(canvas: Canvas, pedestal: _Pedestal, box: Box) -> None:
    """Place a step, in the colour of a team that's alone on it, or in the colour of the medal."""
    team_colour = TEAM_COLOURS.get(pedestal.standing[0].colour) if len(pedestal.standing) == 1 else None
    colour = team_colour or _MEDALS[pedestal.rank - 1]
    canvas.panel(box, colour)
    letters = letters_on(colour)
    rank, points = Lettering(_RANK_SIZE, 800, letters), Lettering(_POINTS_SIZE, 650, letters)
    _centred(canvas, typeset(str(pedestal.rank), rank, _STEP, 1), box, box.top + 10)
    sentence = f"{pedestal.standing[0].points:,} points"
    _centred(canvas, typeset(sentence, points, _STEP, 1), box, box.top + 6 + rank.line_height)


def _on_top(canvas: Canvas, pedestal: _Pedestal, box: Box, colours: dict[int, Colour]) -> None:
    """Place the faces and names of those on a step."""
    top = box.top - pedestal.above
    on_top = pedestal.standing[:MOST_FACES]
    wide = pedestal.diameter + 4
    first = (box.left + box.right - (len(on_top) - 1) * wide) // 2
    for number, step in enumerate(on_top):
        centre = (first + number * wide, top + pedestal.diameter // 2)
        face(canvas, step.name, colours[id(step)], centre, pedestal.diameter)
    below = _centred(canvas, pedestal.names, box, top + pedestal.diameter + 14)
    _centred(canvas, pedestal.members, box, below)


def _centred(canvas: Canvas, paragraph: BrokenText, box: Box, top: int) -> int:
    """Place a paragraph with each line centred in a box; return the bottom edge."""
    lettering = paragraph.lettering
    for number, line in enumerate(paragraph.lines):
        one = BrokenText((line,), lettering, paragraph.from_the_right)
        indent = (box.size[0] - round(one.width)) // 2
        canvas.paragraph(one, box.left + max(indent, 0), top + number * lettering.line_height)
    return top + paragraph.height
