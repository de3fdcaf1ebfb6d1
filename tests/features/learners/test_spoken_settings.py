"""Words for a setting, typed where a pack's name could go, are answered with what to type."""

from collections.abc import AsyncIterator

import pytest

from bot.language.plain import plain
from bot.language.refusals import Refusal
from bot.storage.database import Database
from tests.fakes.platform import FakeClock
from tests.features.challenges.taken import Bot


@pytest.fixture
async def bot(database: Database) -> AsyncIterator[Bot]:
    made = Bot(database, FakeClock())
    yield made
    made.close()


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        ("more time", ["/settings more_time:1", "/settings more_time:1.5", "/settings more_time:2"]),
        ("More_Time please", ["/settings more_time:1", "/settings more_time:1.5", "/settings more_time:2"]),
        ("dark", ["/settings pictures:dark"]),
        ("dark mode", ["/settings pictures:dark"]),
        ("light pictures", ["/settings pictures:light"]),
        ("private", ["/settings private:yes", "/settings private:no"]),
        ("reminders off", ["/remind off", "/settings nudges:no"]),
        ("tips off", ["/schedule pause tip", "/schedule remove tip"]),
        ("weekly report off", ["/schedule pause report", "/schedule remove report"]),
        ("games off", ["/schedule pause", "/settings starters:administrators"]),
        ("language german", ["/pack list"]),
        ("anonymous on", ["/settings shown:no"]),
        ("team Foxes", ["/team join foxes", "/team rename"]),
    ],
)
async def test_what_can_be_set_is_said(bot: Bot, typed: str, lines: list[str]) -> None:
    with pytest.raises(Refusal) as refused:
        await bot.say(f"/settings {typed}", "Ana")
    assert [offer.line for offer in refused.value.offers] == lines
    assert all(line in refused.value.sentence for line in lines)


async def test_settings_are_changed_by_their_name_in_other_words(bot: Bot) -> None:
    typed = ("sharing on", "leaderboard off", "private on", "cards 5", "quiz length 10", "missed off")
    for each in typed:
        page = await bot.say(f"/settings {each}", "Ana")
    shown = plain(page)
    for said in ("progress: yes", "show you: no", "my answers: yes", "each day: 5", "quizzes: 10"):
        assert said in shown
    with pytest.raises(Refusal, match="There's no setting “sound off”"):
        await bot.say("/settings sound off", "Ana")


async def test_other_words_are_taken_for_an_unknown_pack(bot: Bot) -> None:
    with pytest.raises(Refusal, match="I don't have a pack “plants”"):
        await bot.say("/settings plants", "Ana", administrator=True)
