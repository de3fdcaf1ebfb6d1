"""The race card, and the faces in it."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.pictures.canvas import Canvas, PlacedParagraph, Stroke
from bot.pictures.faces import face, initials
from bot.pictures.palette import FACE_COLOURS, Theme
from bot.pictures.race import MOST_RUNNERS, RaceCard, Racer, alt_text, draw_race, heights, lay_out
from tests.pictures.cards import TEXTS


def card(*runners: Racer, questions: int = 3, title: str = "The race") -> RaceCard:
    asked = tuple(range(1, questions + 1))
    return RaceCard(title=title, subtitle="Pets · 3 questions", questions=asked, runners=runners, footer="Pets")


ANA, BEN, CLEO = Racer("Ana", (2, 2, 1)), Racer("Ben", (1, 1, 2)), Racer("Cleo", (2, 3, 3))


def test_lines_cross_where_ranks_do() -> None:
    ana, ben, cleo = heights((ANA, BEN, CLEO))
    assert ben[0] < ana[0] < cleo[0]
    assert ben[1] < ana[1] < cleo[1]
    assert ana[2] < ben[2] < cleo[2]


def test_those_who_tie_run_side_by_side_in_the_middle_of_their_rows() -> None:
    rows = heights((Racer("Ana", (1,)), Racer("Ben", (1,)), Racer("Cleo", (3,))))
    (ana,), (ben,), (cleo,) = rows
    assert 0 < ben - ana <= 12
    assert (ana + ben) // 2 == cleo // 4


def test_the_alt_text_says_what_the_card_shows() -> None:
    said = alt_text(card(ANA, BEN, CLEO))
    assert said == (
        "The race, rank after each of 3 questions. Ana: 2nd, 2nd, 1st; Ben: 1st, 1st, 2nd; Cleo: 2nd, 3rd, 3rd."
    )


@st.composite
def races(draw: st.DrawFn) -> RaceCard:
    questions = draw(st.integers(2, 20))
    count = draw(st.integers(2, MOST_RUNNERS))
    ranks = st.tuples(*[st.integers(1, count)] * questions)
    runners = draw(st.lists(st.builds(Racer, TEXTS, ranks), min_size=count, max_size=count))
    return card(*runners, questions=questions, title=draw(TEXTS))


@given(races())
@settings(max_examples=8)
def test_any_race_fits(whole: RaceCard) -> None:
    canvas, height = lay_out(whole)
    for shape in canvas.shapes:
        if isinstance(shape, PlacedParagraph):
            assert shape.left >= 0
            assert shape.left + shape.paragraph.width <= canvas.width
            assert 0 <= shape.top <= shape.bottom <= height
        if isinstance(shape, Stroke):
            assert 0 <= shape.box.left < shape.box.right <= canvas.width
            assert 0 <= shape.box.top < shape.box.bottom <= height
    assert Image.open(io.BytesIO(draw_race(whole, Theme.LIGHT))).size == (1100, height)
    assert len(alt_text(whole)) <= 1000


def test_a_race_of_one_or_of_one_question_is_refused() -> None:
    with pytest.raises(ValueError, match="2 to 8 runners"):
        card(ANA)
    with pytest.raises(ValueError, match="2 questions or more"):
        card(Racer("Ana", (1,)), Racer("Ben", (2,)), questions=1)
    with pytest.raises(ValueError, match="one rank for each question"):
        card(ANA, Racer("Ben", (2,)))


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Ana", "A"),
        ("ana-maria de la Torre", "AT"),
        ("  cleo   rivera ", "CR"),
        ("王小明", "王"),
        ("🦊 Foxes", "F"),
        ("🎉🎉", "🎉"),
        ("\u3164", "?"),
        ("", "?"),
        ("@everyone", "E"),
        ("ß", "SS"),
    ],
)
def test_initials(name: str, shown: str) -> None:
    assert initials(name) == shown


@given(TEXTS)
def test_every_name_has_a_face(name: str) -> None:
    canvas = Canvas(200)
    face(canvas, name, FACE_COLOURS[0], (100, 100), 90)
    words = [shape for shape in canvas.shapes if isinstance(shape, PlacedParagraph)]
    assert words
    assert all(shape.left >= 40 and shape.left + shape.paragraph.width <= 160 for shape in words)
