"""The data that the built-in model was trained on is complete, and has none of what the model is measured with."""

from bot.content.finding.everyday_questions import ASKED
from bot.language.text import words
from tests.features.asking.questions import questions
from tests.packs import bundled, meetings
from training.packs import packs


def test_every_item_is_asked_for_and_nothing_else() -> None:
    for pack in packs():
        assert (len(pack.items), len(pack.asked)) == (20, 50), pack.name
        assert 12 <= len(pack.off) <= 20, pack.name
        assert {place for _, places in pack.asked for place in places} == set(range(20)), pack.name
        assert all(places for _, places in pack.asked), pack.name


def test_no_training_text_is_measured_with() -> None:
    learned = {_bare(text) for pack in packs() for text in (*(asked for asked, _ in pack.asked), *pack.off)}
    known = {_bare(text) for pack in (bundled(), meetings()) for each in pack.objectives for text in each.asked}
    measured = {_bare(each.text) for each in questions()}
    assert not measured & (learned | known | set(map(_bare, ASKED)))


def _bare(text: str) -> str:
    """Return a text without punctuation and capitals."""
    return " ".join(words(text))
