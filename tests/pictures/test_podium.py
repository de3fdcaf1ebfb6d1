"""The podium card."""

import io
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bot.pictures.canvas import Panel, PlacedParagraph
from bot.pictures.palette import TEAM_COLOURS, Theme
from bot.pictures.podium import PodiumCard, PodiumStep, draw_podium, lay_out, podium_in_words
from tests.pictures.cards import TEXTS


def card(*steps: PodiumStep) -> PodiumCard:
    return PodiumCard(title="Red won!", subtitle="Pets · 7 questions", steps=steps, footer="Pets")


def test_the_first_stands_in_the_middle_and_highest() -> None:
    canvas, _ = lay_out(card(PodiumStep(1, "Ana", 900), PodiumStep(2, "Ben", 800), PodiumStep(3, "Cleo", 700)))
    steps = [shape.box for shape in canvas.shapes if isinstance(shape, Panel)][:3]
    left, middle, right = sorted(steps, key=lambda box: box.left)
    assert middle.top < left.top < right.top
    assert left.bottom == middle.bottom == right.bottom


def test_players_who_tie_share_a_step() -> None:
    whole = card(PodiumStep(1, "Ana", 900), PodiumStep(1, "Ben", 900), PodiumStep(3, "Cleo", 800))
    assert [(rank, [step.name for step in steps]) for rank, steps in whole.shared] == [
        (1, ["Ana", "Ben"]),
        (3, ["Cleo"]),
    ]
    canvas, _ = lay_out(whole)
    third, first, cleo, ana, ben = [shape.box for shape in canvas.shapes if isinstance(shape, Panel)][:5]
    assert first.top < third.top
    assert ana.bottom == ben.bottom < first.top
    assert first.left <= ana.left < ben.left < ben.right <= first.right
    assert third.left <= cleo.left < cleo.right <= third.right


def test_four_who_tie_are_named_and_more_are_counted() -> None:
    names = ["Ana", "Ben", "Cleo", "Dan", "Eva", "Fay"]
    canvas, _ = lay_out(card(*(PodiumStep(1, name, 900) for name in names)))
    said = " ".join(
        line for shape in canvas.shapes if isinstance(shape, PlacedParagraph) for line in shape.paragraph.lines
    )
    assert "Ana, Ben, Cleo, Dan and 2 more" in said
    assert all(name in podium_in_words(card(*(PodiumStep(1, name, 900) for name in names))) for name in names)


def test_a_long_name_leaves_room_for_those_who_share_its_step() -> None:
    canvas, _ = lay_out(
        card(PodiumStep(1, "Cleopatra Montgomery-Featherstonehaugh the Elder", 900), PodiumStep(1, "Dan", 900))
    )
    said = " ".join(
        line for shape in canvas.shapes if isinstance(shape, PlacedParagraph) for line in shape.paragraph.lines
    )
    assert "Cleopatra… and Dan" in said


def test_a_team_stands_on_its_own_colour() -> None:
    canvas, _ = lay_out(card(PodiumStep(1, "Blue", 900, "blue", "Ana and Ben"), PodiumStep(2, "Red", 800, "red")))
    colours = [shape.colour for shape in canvas.shapes if isinstance(shape, Panel)]
    assert Counter(colours[:4]) == {TEAM_COLOURS["blue"]: 2, TEAM_COLOURS["red"]: 2}
    assert "Blue, 900 points (Ana and Ben)" in podium_in_words(
        card(PodiumStep(1, "Blue", 900, "blue", "Ana and Ben"), PodiumStep(2, "Red", 800, "red"))
    )


@given(
    st.lists(st.builds(PodiumStep, st.integers(1, 3), TEXTS, st.integers(0, 10**6)), min_size=1, max_size=7), TEXTS
)
def test_any_names_fit(steps: list[PodiumStep], title: str) -> None:
    whole = PodiumCard(title=title, subtitle=title, steps=tuple(steps), footer=title)
    canvas, height = lay_out(whole)
    for shape in canvas.shapes:
        if isinstance(shape, PlacedParagraph):
            assert shape.left >= 0
            assert shape.left + shape.paragraph.width <= canvas.width
            assert 0 <= shape.top <= shape.bottom <= height
    picture = Image.open(io.BytesIO(draw_podium(whole, Theme.LIGHT)))
    assert picture.size == (1100, height)
    assert len(podium_in_words(whole)) <= 1000


def test_an_empty_podium_is_refused() -> None:
    with pytest.raises(ValueError, match="1 to 3 steps"):
        card()
    with pytest.raises(ValueError, match="a rank on a podium"):
        card(PodiumStep(4, "Ana", 1))
