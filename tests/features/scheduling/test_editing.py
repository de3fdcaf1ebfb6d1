"""/schedule edit: every option, whether typed, in a form or offered for a duplicate; and what else can be undone."""

from collections import deque
from datetime import UTC, datetime

import pytest

from bot.features.delivery.model import PostState
from bot.features.delivery.store import by_schedule
from bot.features.scheduling.model import Schedule, ScheduleState
from bot.features.scheduling.store import schedules
from bot.language.forms import FormField, OptionsForm, Picker
from bot.language.message import Message
from bot.language.people import Audience, Member, Place, Reach
from bot.language.plain import buttons, plain
from bot.language.refusals import Refusal
from bot.language.requests import Asker, Call, Pressed
from tests.fakes.platform import Fault
from tests.features.scheduling.test_commands import TENANT, Team, team  # noqa: F401 (a fixture)
from tests.test_commands import labelled


async def one(team: Team, number: int = 1) -> Schedule:  # noqa: F811
    found = await team.database.read(lambda transaction: schedules.find(transaction, TENANT.key, number))
    assert found is not None
    return found


async def edit(team: Team, **options: str) -> Message:  # noqa: F811
    return await team.commands.serve(Call(team.desk.asker, "schedule edit", options))


def options_form(said: Message, label: str) -> OptionsForm:
    form = labelled(said, label).form
    assert isinstance(form, OptionsForm)
    return form


def field(form: OptionsForm, name: str) -> FormField:
    return next(each for each in form.fields if each.name == name)


async def fill_in(team: Team, said: Message, label: str, **filled: str) -> Message:  # noqa: F811
    pressed = Pressed(team.desk.asker, labelled(said, label).press, fields=filled)
    return await team.commands.press(pressed)


LEARNERS = Audience(Reach.ROLE, "S1", "learners").text


@pytest.mark.parametrize(
    ("made", "changes", "shown"),
    [
        ("tip", {"time": "10:30"}, "every weekday at 10:30 (UTC)"),
        ("tip", {"time": "5 pm"}, "every weekday at 17:00 (UTC)"),
        ("tip", {"time": "10:00 fridays"}, "Friday at 10:00 (UTC)"),
        ("tip", {"days": "mon-wed"}, "Monday, Tuesday and Wednesday at 09:00"),
        ("tip", {"days": "every other Tuesday"}, "every other Tuesday at 09:00"),
        ("tip", {"days": "last friday", "time": "noon"}, "every last Friday of the month at 12:00"),
        ("tip", {"zone": "berlin"}, "every weekday at 09:00 (Europe/Berlin)"),
        ("tip", {"topic": "care"}, "What: Tip on Daily care"),
        ("tip topic:care", {"topic": "all"}, "What: Tip\n"),
        ("tip topic:care", {"topic": "home"}, "What: Tip on The home"),
        ("tip", {"end": "2026-06-01"}, "Last day: Mon 1 Jun 2026"),
        ("tip", {"start": "2026-03-09"}, "Next: Mon 9 Mar 2026, 09:00"),
        ("tip", {"late": "skip"}, "When I can't post on time: I skip the post"),
        ("tip", {"everyone": "here"}, "Pings: @here"),
        ("tip", {"notify": LEARNERS}, "Pings: @learners"),
        ("tip", {"channel": Place("c9", "#random").text}, "Where: #random"),
        ("game", {"questions": "3"}, "3 questions, 20 seconds each"),
        ("game", {"lobby": "1", "players": "4"}, "once 4 are in, at the earliest 1 minute"),
        ("game", {"mode": "duel"}, "Starts:"),
        ("game", {"time": "16:00"}, "Friday at 16:00"),
        ("challenge", {"closes": "2 days"}, "Closes after: 2 days"),
        ("challenge", {"seconds": "45"}, "5 questions, 45 seconds each"),
        ("report", {"days": "daily"}, "every day at 16:00"),
        ("tip daily", {"days": "except weekends"}, "every weekday at 09:00"),
        ("question", {"closes": "4h"}, "4 hours later"),
    ],
)
async def test_every_option_of_every_kind_changes(
    team: Team,  # noqa: F811
    made: str,
    changes: dict[str, str],
    shown: str,
) -> None:
    await team.say(f"/schedule {made}")
    said = plain(await edit(team, **changes))
    assert "Changed: schedule 1" in said
    assert shown in said
    assert shown in await team.say("/schedule edit 1"), "it's kept"


async def test_what_is_not_changed_stays(team: Team) -> None:  # noqa: F811
    await team.say(
        "/schedule challenge tuesday 11:00 zone:berlin topic:care questions:7 closes:4h late:skip end:2027-01-01"
    )
    before = await one(team)
    await edit(team, time="12:00")
    after = await one(team)
    assert (after.time, after.days, after.zone, after.topic) == ("12:00", before.days, "Europe/Berlin", "care")
    assert (after.options, after.late, after.ends, after.starts) == (
        before.options,
        "skip",
        before.ends,
        before.starts,
    )


@pytest.mark.parametrize("end", ["never", "none", "Never", "no end"])
async def test_an_end_and_a_ping_are_taken_away(team: Team, end: str) -> None:  # noqa: F811
    await team.say("/schedule tip end:2026-06-01 everyone:here")
    await edit(team, end=end, everyone="nobody")
    after = await one(team)
    assert (after.ends, after.notify) == (None, "")


async def test_a_role_takes_the_place_of_everyone_and_back(team: Team) -> None:  # noqa: F811
    await team.say("/schedule tip everyone:here")
    await edit(team, notify=LEARNERS)
    assert (await one(team)).notify == LEARNERS
    await edit(team, everyone="everyone")
    assert (await one(team)).notify == "everyone"
    await edit(team, notify="nobody")
    assert (await one(team)).notify == ""


@pytest.mark.parametrize(
    ("changes", "option", "sentence"),
    [
        ({"time": "25:00"}, "time", "“25:00” isn't a time of day"),
        ({"days": "blursday"}, "days", "I don't know the days"),
        ({"zone": "Mars"}, "zone", "I don't know the time zone “Mars”"),
        ({"topic": "weather"}, "topic", "I don't have a topic “weather”"),
        ({"end": "2026-01-01"}, "end", "is before the start"),
        ({"end": "2026-03-02", "days": "sunday"}, "days", "That would never post"),
        ({"questions": "3"}, "questions", "“questions” is for another kind of schedule"),
        ({"closes": "4h"}, "closes", "“closes” is for another kind of schedule"),
        ({"notify": LEARNERS, "everyone": "here"}, "everyone", "Notify a role"),
        ({"channel": "#nowhere"}, "channel", "I don't know the channel “#nowhere”"),
        ({"late": "maybe"}, "late", "isn't a choice"),
    ],
)
async def test_an_impossible_change_is_refused_at_its_option_and_nothing_changes(
    team: Team,  # noqa: F811
    changes: dict[str, str],
    option: str,
    sentence: str,
) -> None:
    await team.say("/schedule tip")
    before = await one(team)
    with pytest.raises(Refusal, match=sentence) as caught:
        await edit(team, **changes)
    assert caught.value.option == option
    assert await one(team) == before


async def test_todays_post_is_neither_doubled_nor_lost(team: Team) -> None:  # noqa: F811
    await team.say("/schedule tip 10:00 daily")
    team.clock.true = datetime(2026, 3, 2, 10, 0, 3, tzinfo=UTC)
    await edit(team, late="skip")
    await team.let_post()
    assert len(team.port.log) == 1, "it was due as it was changed"
    await edit(team, time="11:00")
    assert (await one(team)).next_day == datetime(2026, 3, 3, tzinfo=UTC).date(), "today's has been posted"
    team.clock.true = datetime(2026, 3, 2, 11, 0, 3, tzinfo=UTC)
    await team.let_post()
    assert len(team.port.log) == 1


async def test_one_moved_to_another_channel_posts_there_from_then_on(team: Team) -> None:  # noqa: F811
    await team.say("/schedule tip 10:00 daily")
    await edit(team, channel=Place("c9", "#random").text)
    team.clock.true = datetime(2026, 3, 2, 10, 0, 3, tzinfo=UTC)
    await team.let_post()
    assert [each.to.place for each in team.port.log] == ["c9"]


async def test_the_current_channel_and_those_with_posts_are_known_by_name(team: Team) -> None:  # noqa: F811
    await team.say("/schedule tip")
    team.place = Place("c9", "#random")
    assert "Where: #random" in plain(await edit(team, channel="here"))
    team.place = Place("c7", "#third")
    assert "Where: #third" in plain(await edit(team, channel="third"))


async def test_an_edit_keeps_a_schedule_paused_and_revives_an_ended_one(team: Team) -> None:  # noqa: F811
    await team.say("/schedule tip 10:00 daily end:2026-03-02")
    await team.say("/schedule pause")
    assert "Paused by Ana" in plain(await edit(team, end="never"))
    assert (await one(team)).state is ScheduleState.PAUSED
    await team.say("/schedule resume")
    await edit(team, end="2026-03-02")
    team.clock.true = datetime(2026, 3, 2, 10, 0, 3, tzinfo=UTC)
    await team.let_post()
    assert (await one(team)).state is ScheduleState.ENDED
    assert "Next: Tue 3 Mar 2026, 10:00" in plain(await edit(team, end="never"))


async def test_a_form_has_a_picker_for_each_thing(team: Team) -> None:  # noqa: F811
    await team.say("/schedule tip weekdays topic:care")
    page = await team.desk.say("/schedule edit 1")
    form = options_form(page, "Change …")
    assert [each.name for each in form.fields] == ["time", "days", "channel", "topic", "notify", "zone"]
    assert field(form, "time").picker is Picker.TIME
    assert field(form, "days").chosen == ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
    assert field(form, "channel").shows == "#general"
    assert "Daily care" in [each.value for each in field(form, "topic").choices]
    dates = options_form(page, "Dates and zone …")
    assert field(dates, "end").picker is Picker.DATE
    assert {"thread", "pin", "ask"} <= {each.name for each in options_form(page, "More options …").fields}


async def test_days_that_are_not_weekdays_are_typed(team: Team) -> None:  # noqa: F811
    await team.say("/schedule tip days:every other Tuesday")
    days = field(options_form(await team.desk.say("/schedule edit 1"), "Change …"), "days")
    assert (days.several, days.value) == ((), "every other Tuesday")


async def test_a_form_changes_what_was_changed_in_it(team: Team) -> None:  # noqa: F811
    await team.say("/schedule tip end:2026-06-01 topic:care")
    page = await team.desk.say("/schedule edit 1")
    said = await fill_in(team, page, "Change …", time="10:15", days="Monday, Friday", topic="")
    assert "Monday and Friday at 10:15" in plain(said)
    assert (await one(team)).topic == "", "what's emptied is taken away"
    assert (await one(team)).ends is not None, "what the form didn't show stays"
    await fill_in(team, said, "Dates and zone …", end="")
    assert (await one(team)).ends is None


async def test_a_form_of_its_own_options(team: Team) -> None:  # noqa: F811
    await team.say("/schedule game questions:5")
    page = await team.desk.say("/schedule edit 1")
    form = options_form(page, "More options …")
    assert field(form, "questions").value == "5"
    assert "9 questions" in plain(await fill_in(team, page, "More options …", questions="9"))


async def test_refused_input_of_a_form_is_given_back(team: Team) -> None:  # noqa: F811
    await team.say("/schedule tip")
    page = await team.desk.say("/schedule edit 1")
    with pytest.raises(Refusal, match="isn't a time of day") as caught:
        await fill_in(team, page, "Change …", time="25:00", days="Monday")
    again = next(each for each in caught.value.buttons if each.label == "Try again")
    assert isinstance(again.form, OptionsForm)
    assert field(again.form, "days").value == "Monday"


async def test_forms_are_for_administrators(team: Team) -> None:  # noqa: F811
    await team.say("/schedule tip")
    page = await team.desk.say("/schedule edit 1")
    press = labelled(page, "Change …").press
    ben = Asker(TENANT, team.place, Member("ben", "Ben"), team.clock.now)
    with pytest.raises(Refusal, match="Only an administrator"):
        await team.commands.meant_by(Pressed(ben, press))
    with pytest.raises(Refusal, match="Only an administrator"):
        await team.commands.press(Pressed(ben, press, fields={"time": "10:00"}))


async def test_a_duplicate_with_other_options_offers_the_change(team: Team) -> None:  # noqa: F811
    await team.say("/schedule tip 10:00")
    offered = await team.desk.say("/schedule tip time:10:00 everyone:everyone late:skip")
    said = plain(offered)
    assert "You've already got one like that: schedule 1" in said
    assert "Pings everyone: @everyone (now none)" in said
    assert "When it's late: skip (now post)" in said
    assert (await one(team)).notify == "", "nothing is changed before it's pressed"
    changed = plain(await team.press(offered, "Change it"))
    assert "Changed: schedule 1" in changed
    assert "Pings: @everyone" in changed
    assert len(buttons(await team.desk.say("/schedule list"))) == 1, "there's still one"


async def test_a_duplicate_without_other_options_changes_nothing(team: Team) -> None:  # noqa: F811
    await team.say("/schedule tip 10:00 everyone:here")
    said = await team.desk.say("/schedule tip 10:00")
    assert "Change it" not in [each.label for each in buttons(said)]
    assert "Pings: @here" in plain(said)


async def test_an_offer_that_is_outdated_changes_nothing(team: Team) -> None:  # noqa: F811
    await team.say("/schedule tip 10:00")
    offered = await team.desk.say("/schedule tip time:10:00 everyone:here")
    await edit(team, time="11:00")
    with pytest.raises(Refusal, match="has changed that schedule since"):
        await team.press(offered, "Change it")
    await team.say("/schedule remove 1")


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("report", 2),
        ("the report", 2),
        ("Report in #general", 2),
        ("tips", 1),
        ("tip on daily care", 1),
        ("friday game", 3),
        ("game at 15:00", 3),
        ("#3", 3),
        ("schedule 2", 2),
        ("9:00", 1),
        ("2: Report Friday at 16:00 in #general", 2),
    ],
)
async def test_a_schedule_is_named_by_what_it_does(team: Team, typed: str, number: int) -> None:  # noqa: F811
    for each in ("tip topic:care", "report", "game"):
        await team.say(f"/schedule {each}")
    said = await team.commands.serve(Call(team.desk.asker, "schedule preview", {"schedule": typed}))
    assert f"Schedule {number}: what comes next" in plain(said)


async def test_a_name_that_may_be_several_offers_those(team: Team) -> None:  # noqa: F811
    for each in ("tip topic:care", "tip topic:home", "report"):
        await team.say(f"/schedule {each}")
    with pytest.raises(Refusal, match="Which of these") as caught:
        await team.commands.serve(Call(team.desk.asker, "schedule pause", {"schedule": "tip"}))
    assert [each.label[0] for each in caught.value.buttons if each.label[0].isdigit()] == ["1", "2"]


@pytest.mark.parametrize("typed", ["weather", "99", "-1", "game on 14", "🎉", "challenge", "of the"])
async def test_a_name_that_fits_none_says_so(team: Team, typed: str) -> None:  # noqa: F811
    await team.say("/schedule tip")
    with pytest.raises(Refusal, match="There's no schedule"):
        await team.commands.serve(Call(team.desk.asker, "schedule pause", {"schedule": typed}))


async def test_a_skip_is_undone_the_last_one_first(team: Team) -> None:  # noqa: F811
    await team.say("/schedule tip 10:00 daily")
    first = await team.desk.say("/schedule skip 1")
    second = await team.desk.say("/schedule skip 1")
    assert "Next: Wed 4 Mar 2026, 10:00" in plain(second)
    with pytest.raises(Refusal, match="doesn't skip that any more"):
        await team.press(first, "Don't skip it")
    back = await team.press(second, "Don't skip the last one")
    assert "Next: Tue 3 Mar 2026, 10:00" in plain(back)
    assert "Next: Mon 2 Mar 2026, 10:00" in await team.say("/schedule unskip 1")
    team.clock.true = datetime(2026, 3, 2, 10, 0, 3, tzinfo=UTC)
    await team.let_post()
    assert len(team.port.log) == 1
    with pytest.raises(Refusal, match="doesn't skip that any more"):
        await team.say("/schedule unskip 1")


async def test_a_skip_is_undone_when_it_was_the_last_day_and_while_paused(team: Team) -> None:  # noqa: F811
    await team.say("/schedule tip 10:00 daily end:2026-03-02")
    assert "Finished" in await team.say("/schedule skip 1")
    assert "Next: Mon 2 Mar 2026, 10:00" in await team.say("/schedule unskip 1")
    await team.say("/schedule skip 1")
    await edit(team, end="2026-03-03")
    await team.say("/schedule pause 1")
    assert "Paused by Ana" in await team.say("/schedule unskip 1")
    assert "Next: Mon 2 Mar 2026, 10:00" in await team.say("/schedule resume 1")


@pytest.mark.parametrize("away", ["pause 1", "remove"])
async def test_a_post_in_doubt_is_not_repeated_once_its_schedule_is_stopped(
    team: Team,  # noqa: F811
    away: str,
) -> None:
    await team.say("/schedule tip 10:00 daily")
    team.clock.true = datetime(2026, 3, 2, 10, 0, 3, tzinfo=UTC)
    team.port.coming = deque([Fault.REQUEST_LOST])
    await team.let_post()
    assert "Sent, but Slack hasn't confirmed it. I'm checking." in await team.say("/schedule edit 1")
    if away == "remove":
        await team.press(await team.desk.say("/schedule remove 1"), "Remove it")
    else:
        await team.say(f"/schedule {away}")
    for _ in range(60):
        team.clock.go(seconds=30)
        await team.let_post()
    assert team.port.log == []
    (post,) = await team.database.read(lambda transaction: by_schedule.latest(transaction, TENANT.key, 1, 5))
    assert (post.state, post.next_try) == (PostState.UNKNOWN, None)


async def test_a_removal_while_it_is_being_looked_up_wins(team: Team) -> None:  # noqa: F811
    await team.say("/schedule tip 10:00 daily")
    team.clock.true = datetime(2026, 3, 2, 10, 0, 3, tzinfo=UTC)
    team.port.coming = deque([Fault.REQUEST_LOST])
    await team.let_post()
    team.clock.go(minutes=3)
    (claimed,) = await team.outbox.claim("slack", 5)
    await team.press(await team.desk.say("/schedule remove 1"), "Remove it")
    await team.outbox.deliver(claimed)
    team.clock.go(minutes=3)
    await team.let_post()
    assert team.port.log == []


async def test_erasing_members_forgets_that_they_paused(team: Team) -> None:  # noqa: F811
    await team.say("/schedule tip 10:00 daily")
    await team.say("/schedule pause 1")
    assert '"stopped_name": "Ana"' in str(await exported(team))
    erase = await team.desk.say("/privacy erase")
    await team.press(erase, next(each.label for each in buttons(erase) if "elete" in each.label))
    assert (await one(team)).stop is None
    assert "Next: Paused\n" in await team.say("/schedule edit 1")


async def exported(team: Team) -> str:  # noqa: F811
    said = await team.desk.say("/privacy export")
    return "".join(each.data.decode() for each in said.blocks if getattr(each, "name", "") == "versed-data.json")  # type: ignore[union-attr]


async def test_a_course_ends_before_its_report(team: Team) -> None:  # noqa: F811
    for at in ("09:00", "15:30", "16:30", "23:30"):
        offered = plain(await team.desk.say(f"/schedule course 10 time:{at} start:2026-03-09"))
        last = next(line for line in reversed(offered.splitlines()) if " 2026, " in line)
        assert last.endswith("Report"), last
    await team.press(await team.desk.say("/schedule course 5 start:2026-03-09"), "Start")
    report = await team.database.read(lambda transaction: schedules.of_tenant(transaction, TENANT.key))
    by_kind = {each.kind: each for each in report}
    page = await team.say(f"/schedule edit {by_kind['challenge'].number}")
    assert "Closes after: 6 hours" in page, "which is an hour before the report"
    assert by_kind["report"].time == "16:00"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("tip except Friday", "every Monday, Tuesday, Wednesday and Thursday at 09:00"),
        ("1 except for monday and tuesday", "every Wednesday, Thursday and Friday at 09:00"),
        ("1 mondays and thursdays", "every Monday and Thursday at 09:00"),
    ],
)
async def test_days_may_follow_the_name_of_a_schedule(team: Team, typed: str, shown: str) -> None:  # noqa: F811
    await team.say("/schedule tip 9:00")
    assert shown in await team.say(f"/schedule edit {typed}")
