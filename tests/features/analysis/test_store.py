"""What analysis reads, on both databases."""

from functools import partial

import pytest

from bot.features.analysis import store
from bot.features.analysis.model import Occasion
from bot.features.quizzes.certainty import Certainty
from bot.storage.database import Database
from tests.features.analysis.answered import FIRST, fill
from tests.features.packs.shelved import HOME


@pytest.mark.both_databases
async def test_answers_come_with_how_they_were_met_how_sure_and_how_long(database: Database) -> None:
    await fill(database)
    found = await database.read(partial(store.given, tenant=HOME.key, pack="pets"))
    assert len(found) == 18
    alone = {each.member: each for each in found if each.mode is Occasion.ALONE}
    assert {each.question for each in alone.values()} == {FIRST.id}
    assert (alone["m0"].right, alone["m0"].credit, alone["m0"].sure) == (False, 0, Certainty.CERTAIN)
    assert alone["m5"].sure is Certainty.UNSURE
    in_challenge = {each.member: each.seconds for each in found if each.mode is Occasion.CHALLENGE}
    assert in_challenge == {f"m{number}": number + 1 for number in range(6)}
    assert all(each.seconds is None for each in found if each.mode is not Occasion.CHALLENGE)
    assert await database.read(store.answered) == [(HOME.key, "pets"), ("discord:2", "pets")]
