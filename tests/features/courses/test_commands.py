"""/schedule course: shown before it starts, started at once, and removed as a whole or one by one."""

from datetime import UTC, datetime
from itertools import pairwise

import pytest

from bot.language.plain import buttons, plain
from bot.language.refusals import Refusal
from tests.features.scheduling.test_commands import TENANT, Team, team  # noqa: F401 (a fixture)
from tests.test_commands import labelled


async def begin(team: Team, typed: str = "/schedule course 5 10:00 zone:UTC topic:care") -> str:  # noqa: F811
    return plain(await team.press(await team.desk.say(typed), "Start"))


async def test_a_course_is_shown_day_by_day_and_nothing_is_stored_yet(team: Team) -> None:  # noqa: F811
    offered = plain(await team.desk.say("/schedule course zone:Europe/Berlin time:08:30"))
    assert "A course of 10 working days\n" in offered
    assert "In #general, it posts:\n" in offered
    lines = [line for line in offered.splitlines() if " 2026, " in line]
    assert lines[0] == "Tue 3 Mar 2026, 08:30 (Europe/Berlin): Tip", "08:30 in Berlin is over today"
    assert lines[3] == "Fri 6 Mar 2026, 08:30 (Europe/Berlin): Tip; 09:00: Challenge"
    assert lines[4] == "Mon 9 Mar 2026, 08:30 (Europe/Berlin): Tip"
    assert lines[-1] == "Mon 16 Mar 2026, 08:30 (Europe/Berlin): Tip; 16:00: Report"
    assert len(lines) == 10
    assert "No schedules yet" in await team.say("/schedule list")
    team.clock.go(days=20)
    await team.let_post()
    assert team.port.log == []


@pytest.mark.parametrize(
    ("typed", "days"),
    [("2 weeks", 10), ("a week 9:00", 5), ("for three weeks from Monday", 15), ("care 1 month", 20)],
)
async def test_its_length_may_be_in_weeks(team: Team, typed: str, days: int) -> None:  # noqa: F811
    assert f"A course of {days} working days\n" in plain(await team.desk.say(f"/schedule course {typed}"))


async def test_a_started_course_posts_what_was_shown(team: Team) -> None:  # noqa: F811
    begun = await begin(team)
    assert "Done: course 1 has started" in begun
    assert "1: Tip on Daily care every weekday at 10:00 (UTC) (course 1): Mon 2 Mar 2026, 10:00" in begun
    assert "2: Challenge on Daily care every Friday at 09:00 (UTC) (course 1): Fri 6 Mar 2026, 09:00" in begun
    assert "3: Report on Fri 6 Mar 2026 at 16:00 (UTC) (course 1): Fri 6 Mar 2026, 16:00" in begun
    while team.clock.true < datetime(2026, 3, 20, tzinfo=UTC):
        team.clock.go(minutes=30)
        await team.let_post()
    posted = [each.at for each in team.port.log]
    assert [f"{at:%a %d %H:%M}" for at in posted] == [
        "Mon 02 10:00",
        "Tue 03 10:00",
        "Wed 04 10:00",
        "Thu 05 10:00",
        "Fri 06 09:00",
        "Fri 06 10:00",
        "Fri 06 15:00",
        "Fri 06 16:00",
    ]
    assert "Challenge closed" in team.port.log[-2].text, "a course ends with its report"
    assert "What the team knows" in team.port.log[-1].text
    assert all(earlier < later for earlier, later in pairwise(posted))
    listed = await team.say("/schedule list")
    assert listed.count("(course 1): #general · Finished") == 3


async def test_a_course_begins_once(team: Team) -> None:  # noqa: F811
    offered = await team.desk.say("/schedule course 5 zone:UTC")
    await team.press(offered, "Start")
    again = plain(await team.press(offered, "Start"))
    assert "Course 1" in again
    assert "Done" not in again
    assert (await team.say("/schedule list")).count("(course 1)") == 3


async def test_an_outdated_offer_does_not_start(team: Team) -> None:  # noqa: F811
    offered = await team.desk.say("/schedule course 5 10:00 zone:UTC")
    team.clock.go(hours=1)
    with pytest.raises(Refusal, match="Those dates are out of date now; run /schedule course for fresh ones"):
        await team.press(offered, "Start")
    assert "No schedules yet" in await team.say("/schedule list")


async def test_a_course_is_removed_as_a_whole_or_one_by_one(team: Team) -> None:  # noqa: F811
    await begin(team)
    asked = await team.desk.say("/schedule remove 2")
    assert [each.label for each in buttons(asked)] == ["Remove it", "Remove all of course 1", "Keep it"]
    await team.press(asked, "Remove it")
    asked = await team.desk.say("/schedule remove course 1")
    assert "Remove course 1?" in plain(asked)
    assert "2: Challenge" not in plain(asked)
    assert "Part of: course 1" in plain(await team.press(asked, "Keep it"))
    assert "Course 1 is gone" in plain(await team.press(asked, "Remove all of it"))
    with pytest.raises(Refusal, match="There's no course 1 here"):
        await team.press(asked, "Remove all of it")
    for typed in ("/schedule remove course 1", "/schedule remove 1", "/schedule pause course 7"):
        with pytest.raises(Refusal, match=r"There are no schedules|There's no"):
            await team.desk.say(typed)
    team.clock.go(days=9)
    await team.let_post()
    assert team.port.log == []


async def test_a_removed_course_comes_back_as_it_was(team: Team) -> None:  # noqa: F811
    await begin(team)
    await team.say("/schedule pause 1")
    await team.press(await team.desk.say("/schedule remove 2"), "Remove it")
    team.clock.go(minutes=1)
    asked = await team.desk.say("/schedule remove course 1")
    gone = await team.press(asked, "Remove all of it")
    team.clock.go(minutes=50)
    back = plain(await team.press(gone, "Undo"))
    assert "Course 1 is back" in back
    assert "Paused by" in back
    listed = await team.say("/schedule list")
    assert ("Challenge" in listed, "Report" in listed) == (False, True)
    assert "Challenge" not in plain(await team.press(gone, "Undo")), "it's back already"
    gone = await team.press(await team.desk.say("/schedule remove course 1"), "Remove all of it")
    team.clock.go(minutes=61)
    with pytest.raises(Refusal, match="can't come back"):
        await team.press(gone, "Undo")


async def test_a_waiting_post_of_a_removed_course_is_called_off(team: Team) -> None:  # noqa: F811
    await begin(team)
    team.clock.true = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
    await team.planner.plan_due(["slack"])
    asked = await team.desk.say("/schedule remove course 1")
    await team.press(asked, "Remove all of it")
    await team.let_post()
    assert team.port.log == []


async def test_a_course_is_paused_as_a_whole(team: Team) -> None:  # noqa: F811
    await begin(team)
    await team.say("/schedule tip 11:00")
    assert "Paused 3 schedules" in await team.say("/schedule pause course 1")
    assert "3 schedules are back on" in await team.say("/schedule resume course #1")
    with pytest.raises(Refusal, match="One at a time"):
        await team.desk.say("/schedule skip course 1")


async def test_a_second_course_has_numbers_of_its_own(team: Team) -> None:  # noqa: F811
    await team.desk.say("/schedule course 5 zone:UTC")
    assert "Done: course 4 has started" in await begin(team)
    assert "Done: schedule 7" in await team.say("/schedule tip 11:00")


async def test_a_challenge_each_friday(team: Team) -> None:  # noqa: F811
    offered = plain(await team.desk.say("/schedule course 8 10:00 zone:UTC everyone:here"))
    assert "Fri 6 Mar 2026, 09:00 (UTC): Challenge; 10:00: Tip" in offered
    assert "Pings: @here" in offered
    assert "Challenge" in await begin(team)
    short = plain(await team.desk.say("/schedule course 2 10:00 zone:UTC"))
    assert "Challenge" not in short


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("/schedule course 0", "“length” must be between 1 and 30."),
        ("/schedule course 31", "“length” must be between 1 and 30."),
        ("/schedule course 5 25:00", "“25:00” isn't a time of day"),
        ("/schedule course 5 09:00 weekdays", "I don't have a topic “weekdays”"),
        ("/schedule course 5 topic:weather", "I don't have a topic “weather”"),
        ("/schedule course 5 start:2099-12-31", "I can't read the date “2100-01-06”"),
        ("/schedule course 5 notify:x everyone:here", "Notify a role or everyone, not both."),
    ],
)
async def test_bad_input_gets_one_sentence(team: Team, typed: str, sentence: str) -> None:  # noqa: F811
    with pytest.raises(Refusal) as caught:
        await team.desk.say(typed)
    assert caught.value.sentence.startswith(sentence)


async def test_a_course_keeps_to_the_limit(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    monkeypatch.setattr("bot.features.scheduling.drafts.MOST", 3)
    offered = await team.desk.say("/schedule course 5 zone:UTC")
    await team.say("/schedule tip 9:00")
    for attempt in (team.press(offered, "Start"), team.desk.say("/schedule course 5")):
        with pytest.raises(Refusal, match="There are 3 schedules already"):
            await attempt


async def test_only_administrators_begin_and_remove(team: Team) -> None:  # noqa: F811
    offered = await team.desk.say("/schedule course 5 zone:UTC")
    ben = team.desk.another(tenant=TENANT)
    with pytest.raises(Refusal, match="Only an administrator can change schedules"):
        await ben.press(labelled(offered, "Start"))


async def test_a_late_morning_puts_the_report_after_the_last_tip(team: Team) -> None:  # noqa: F811
    offered = plain(await team.desk.say("/schedule course 1 23:30 zone:UTC"))
    assert "Mon 2 Mar 2026, 23:30 (UTC): Tip; 23:59: Report" in offered
