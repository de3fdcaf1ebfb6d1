"""The options that only one kind of schedule has, as this version stores them, and as others have stored them."""

import pytest
from sqlalchemy import update

from bot.storage.tables import schedule
from tests.features.scheduling.test_commands import Team, team  # noqa: F401 (a fixture)
from tests.features.scheduling.test_editing import edit, one
from tests.rows import change


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("tip", "{}"),
        ("tip thread:no pin:no ask:no", "{}"),
        ("tip ask:yes pin:yes thread:yes", '{"thread": true, "pin": true, "ask": true}'),
        ("tip pin:yes topic:care", '{"pin": true, "named": true}'),
        ("challenge", '{"questions": 5, "seconds": 30, "minutes": 1440}'),
        (
            "challenge questions:2 seconds:45 closes:4h thread:yes",
            '{"questions": 2, "seconds": 45, "minutes": 240, "thread": true}',
        ),
        ("question", '{"minutes": 1440}'),
        ("question closes:90m", '{"minutes": 90}'),
        ("game", '{"questions":7,"seconds":20,"mode":"teams","players":2,"lobby":5,"to":0}'),
        (
            "game questions:3 seconds:10 mode:elimination players:4 lobby:1 to:3000",
            '{"questions":3,"seconds":10,"mode":"elimination","players":4,"lobby":1,"to":3000}',
        ),
        ("report", "{}"),
    ],
)
async def test_what_is_stored_stays_the_same_to_the_byte(team: Team, typed: str, stored: str) -> None:  # noqa: F811
    await team.say(f"/schedule {typed}")
    assert (await one(team)).options == stored
    await edit(team, schedule="1", time="10:30")
    assert (await one(team)).options == stored


@pytest.mark.parametrize(
    ("kind", "stored", "shown"),
    [
        ("tip", '{"thread":true}', "With each tip: a thread to talk about it"),
        ("tip", '{"pin": true, "named": true}', "What: Tip on Pets compared"),
        ("tip", '{"pin": false, "poll": 3}', "What: Tip\n"),
        (
            "challenge",
            '{"questions": 2, "seconds": 45, "minutes": 240}',
            "Asks: 2 questions, 45 seconds each\nCloses after: 4 hours\n",
        ),
        (
            "challenge",
            '{"questions": 2, "seconds": 45, "minutes": 240, "thread": true, "prize": "cake"}',
            "With each challenge: a thread for talk and the results",
        ),
        ("question", '{"minutes": 90, "hints": true}', "The answer comes: 90 minutes later"),
        (
            "game",
            '{"questions":5,"seconds":20,"mode":"duel","players":2,"lobby":5}',
            "How: 5 questions, 20 seconds each.",
        ),
        (
            "game",
            '{"questions":5,"seconds":20,"mode":"duel","players":2,"lobby":5,"to":0,"music":"loud"}',
            "How: 5 questions, 20 seconds each.",
        ),
        ("report", '{"pages": 2}', "What: Report"),
    ],
)
async def test_what_older_and_newer_versions_stored_is_read(team: Team, kind: str, stored: str, shown: str) -> None:  # noqa: F811
    await team.say(f"/schedule {kind} days:daily zone:UTC")
    await change(team.database, update(schedule).values(options=stored))
    assert shown in await team.say("/schedule edit 1")
    made = await one(team)
    assert made.next_run_at is not None
    team.clock.true = made.next_run_at
    await team.let_post()
    assert team.port.log
