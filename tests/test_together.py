"""Options that don't go together are refused; none is silently ignored."""

import pytest

from bot.language.plain import plain
from tests.dispatch.test_retrying import Person, ana, offers  # noqa: F401 (a fixture)

APART = [
    ("/game start mode:duel teams:3", "teams", "Only team games have teams"),
    ("/game start mode:everyone teams:2", "teams", "Only team games have teams"),
    ("/game start mode:elimination teams:4", "teams", "Only team games have teams"),
    ("/game start mode:together points:best", "points", "“best” is for team games"),
    ("/game start mode:duel points:sum", "points", "“sum” is for team games"),
    ("/game start care 3 duel sum", "points", "“sum” is for team games"),
    ("/game start 2 to:5000", "to", "2 questions bring 2,000 points at most, so nobody would reach 5,000"),
    ("/game start care to:20000", "to", "so nobody would reach 20,000"),
    ("/game start 3 streaks:yes to:3500", "to", "3 questions bring 3,300 points at most"),
    ("/schedule game 15:00 questions:1 to:1500", "to", "1 question brings 1,000 points at most"),
    ("/schedule game 15:00 mode:duel players:3", "players", "A duel is for two"),
    ("/remind off zone:Europe/Berlin", "zone", "“off” and a time zone don't go together"),
    ("/compare cat vs dog sides:dog", "sides", "named the sides twice"),
    ("/compare show:table", "topic", "Which topic do you want as a table?"),
    ("/compare show:picture", "topic", "Which topic do you want as a picture?"),
    ("/compare cat vs dog show:picture", "topic", "Which topic do you want as a picture?"),
    ("/leaderboard week season:Spring", "season", "don't go together"),
    ("/settings starters:everyone starter_role:role:1", "starter_role", "not both"),
    ("/schedule tip 09:00 notify:role:1 everyone:here", "everyone", "not both"),
    ("/schedule tip 09:00 start:2026-05-02 end:2026-05-01", "end", "is before the start"),
]


@pytest.mark.parametrize(("typed", "option", "says"), APART, ids=[each[0] for each in APART])
async def test_clashing_options_are_refused(ana: Person, typed: str, option: str, says: str) -> None:  # noqa: F811
    refused = await ana.refused(typed)
    assert says in refused.sentence
    assert refused.option == option


TOGETHER = [
    ("/game start mode:teams teams:3 points:best", "The lobby's open"),
    ("/game start mode:duel points:mean streaks:yes to:3000", "The lobby's open"),
    ("/game start 2 to:2000", "The lobby's open"),
    ("/game start 3 streaks:yes to:3300", "The lobby's open"),
    ("/game start 2 points:sum to:9000", "The lobby's open"),
    ("/schedule game 15:00 mode:duel players:2", "Done: schedule 1"),
    ("/schedule game 15:00 mode:duel players:1", "Done: schedule 1"),
    ("/schedule game 15:00 players:9", "Done: schedule 1"),
    ("/compare care show:table", "Daily care"),
    ("/compare care aspect:exercise show:picture", "Exercise"),
    ("/compare cat vs dog", "Cat"),
]


@pytest.mark.parametrize(("typed", "says"), TOGETHER, ids=[each[0] for each in TOGETHER])
async def test_options_that_go_together_work(ana: Person, typed: str, says: str) -> None:  # noqa: F811
    assert says in plain(await ana.say(typed))


async def test_a_topic_is_offered_for_a_picture_of_everything(ana: Person) -> None:  # noqa: F811
    refused = await ana.refused("/compare show:picture")
    assert "Daily care" in offers(refused)
    assert "Daily care" in plain(await ana.press(refused.buttons[0]))
