"""A topic as pictures: all its aspects, on as many cards as it takes."""

import pytest

from bot.content.model import Pack
from bot.features.lessons import cards, compare
from bot.features.lessons.actions import ShowTopic
from bot.illustrations.figures import drawn
from bot.language.actions import decode, encode
from bot.language.message import Drawing
from bot.language.plain import buttons, plain
from bot.pictures.comparison import alt_text
from bot.pictures.figures.model import Flow, Kinds, Overlap, Scale
from tests.packs import bundled, pets

PICTURE = Drawing("recipe", "alt", "topic")
TOPICS = [(pack, topic) for pack in (pets(), bundled()) for topic in pack.topics]


@pytest.mark.parametrize(("pack", "topic"), TOPICS, ids=lambda each: each.id)
def test_every_aspect_is_on_one_card(pack: Pack, topic: object) -> None:
    found = next(each for each in pack.topics if each is topic)
    parts = cards.parts(pack, found)
    rows = [row for part in parts for row in part.rows]
    assert rows == list(pack.comparisons_by_topic[found.id])
    assert [part.first for part in parts] == [1 + rows.index(part.rows[0]) for part in parts]
    told = [alt_text(cards.card_of(pack, found, pack.sides, number)) for number in range(len(parts))]
    assert all(any(f"{row.aspect} – " in each for each in told) for row in rows)
    assert all(("of" in each.split(", compared")[0]) == (len(parts) > 1) for each in told)


def test_a_card_leads_to_the_next_one_and_the_last_one_back() -> None:
    pack = bundled()
    topic = pack.topic_by_id["data"]
    parts = cards.parts(pack, topic)
    assert len(parts) > 1
    for number in range(len(parts)):
        following = (number + 1) % len(parts)
        said = compare.drawn_topic(pack, topic, PICTURE, number)
        presses = {decode(button.press): button.label for button in buttons(said.message)}
        label = f"{'More: ' if following else 'Back to '}{cards.in_words(parts[following], with_total=False)}"
        assert presses[ShowTopic(pack.id, topic.id, picture=following + 1)] == label
        assert said.shown == tuple(f"comparison:{row.id}" for row in parts[number].rows)


def test_a_topic_of_one_card_leads_nowhere_else() -> None:
    pack = pets()
    labels = [button.label for button in buttons(compare.drawn_topic(pack, pack.topics[0], PICTURE, 0).message)]
    assert not any(label.startswith(("More", "Back")) for label in labels)


def test_aspects_are_named_as_people_do() -> None:
    rows = bundled().comparisons_by_topic["data"]
    assert cards.in_words(cards.AspectsOnCard(rows[4:9], 5, 9)) == "aspects 5–9 of 9"
    assert cards.in_words(cards.AspectsOnCard(rows[8:9], 9, 9), with_total=False) == "aspect 9"


def test_buttons_from_before_still_show_the_first_picture() -> None:
    assert encode(ShowTopic("pets", "care", picture=1)) == "topic.1:pets:care:1"
    assert decode("topic.1:pets:care:0") == ShowTopic("pets", "care")


def test_nothing_to_draw_is_said() -> None:
    pack = pets()
    said = plain(compare.nothing_drawn(pack, pack.topics[0]).message)
    assert "There's no picture of this topic" in said


def test_a_figure_shows_the_sides_that_are_shown_in_their_colours() -> None:
    pack = bundled()
    scientist, engineer = pack.sides
    figures = {row.id: row.figure for row in pack.comparisons}
    both = drawn(figures["data-kind"], pack.sides)
    alone = drawn(figures["data-kind"], [engineer])
    assert isinstance(both, Kinds)
    assert {thing.side for thing in both.things} == {0, 1}
    assert isinstance(alone, Kinds)
    assert [thing.label for thing in alone.things] == ["Text", "Images", "Video", "Audio", "Tables"]
    assert {thing.side for thing in alone.things} == {0}
    steps = drawn(figures["processes-steps"], [scientist])
    assert isinstance(steps, Flow)
    assert len(steps.ways) == 1
    amounts = drawn(figures["data-amount"], [engineer, scientist])
    assert isinstance(amounts, Scale)
    assert [span.label[:8] for span in amounts.spans] == ["billions", "hundreds"]


def test_an_overlap_needs_all_its_sides() -> None:
    pack = bundled()
    figure = pack.comparison_by_id["overlap-best-action"].figure
    assert isinstance(drawn(figure, pack.sides), Overlap)
    assert drawn(figure, pack.sides[:1]) is None
    assert drawn(None, pack.sides) is None
