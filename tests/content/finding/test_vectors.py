"""How near a question is to the items of a pack."""

import numpy as np
import pytest

from bot.content.finding.documents import answering
from bot.content.finding.everyday import Everyday
from bot.content.finding.texts import everyday_texts, texts_of
from bot.content.finding.vectors import Vectors
from bot.content.model import Pack, Topic
from bot.meaning.meaning import Meaning
from tests.packs import changed, pets


def untested() -> Pack:
    """Return a pack whose author wrote no questions, no cards, and no examples of what people ask."""
    pack = pets()
    objectives = tuple(each.model_copy(update={"asked": ()}) for each in pack.objectives)
    return changed(pack, questions=(), cards=(), cases=(), objectives=objectives)


def test_an_item_is_as_near_whether_or_not_anything_tests_it() -> None:
    here = Meaning(np.array([1, 0], np.float32), np.array([[1, 0]], np.float32), np.ones(1, np.float32))
    for pack in (pets(), untested()):
        items = answering(pack)
        meant = dict.fromkeys((*texts_of(pack), *everyday_texts()), here)
        vectors = Vectors(pack, items, meant, Everyday(meant))
        explaining = [row for row, item in enumerate(items) if not isinstance(item, Topic)]
        near = vectors.near(here.vector)
        assert near.items[explaining] == pytest.approx(near.texts[explaining], abs=0.01)
        close = vectors.matches(here, explaining)
        assert close is not None
        assert close.items == pytest.approx(1, abs=0.02)
