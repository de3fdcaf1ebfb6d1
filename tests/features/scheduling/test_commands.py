"""/schedule …: what administrators type, press and read."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from random import Random

import pytest

from bot.catalogue import CATALOGUE
from bot.content.reading.library import Library
from bot.core import Core, build
from bot.features.delivery.delivery import Delivery
from bot.features.delivery.model import PostState
from bot.features.delivery.store import by_schedule
from bot.features.quizzes.questions import bank
from bot.features.quizzes.store import answers
from bot.features.scheduling.outcomes import ScheduleOutcomes
from bot.features.scheduling.planner import Planner
from bot.language.codec import load
from bot.language.message import Facts, Image, Message
from bot.language.people import Audience, Member, Place, Reach, Tenant
from bot.language.plain import buttons, plain
from bot.language.port import Reason, Rejected
from bot.language.refusals import Refusal
from bot.language.requests import Asker, Completion, Pressed
from bot.language.rich_text import ChannelMention, parts
from bot.pictures.cache import PictureCache
from bot.storage.database import Database
from tests.fakes.platform import FakeClock, FakePort
from tests.notices import take, told
from tests.packs import BUNDLED, PETS, pets
from tests.storage.test_store import an_answer
from tests.test_commands import Desk, labelled

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
TENANT = Tenant("slack:a", "Acme")


class Team:
    """An administrator in a channel, and a platform that takes what is scheduled."""

    def __init__(self, services: Core, clock: FakeClock) -> None:
        self.clock = clock
        self.database = services.database
        self.port = FakePort(self.clock)
        self.services = services
        self.commands = services.application
        self.planner = Planner(services.database, services.composers, self.clock, Random(2))
        self.outbox = Delivery(
            services.database, {"slack": self.port}, self.clock, ScheduleOutcomes(services.composers)
        )
        self.ana = Member("ana", "Ana", administrator=True)
        self.place = Place("general", "#general")

    @property
    def desk(self) -> Desk:
        return Desk(self.commands, Asker(TENANT, self.place, self.ana, self.clock.now))

    async def say(self, typed: str) -> str:
        return plain(await self.desk.say(typed))

    async def press(self, message: Message, label: str, text: str = "") -> Message:
        return await self.desk.press(labelled(message, label), text)

    async def let_post(self) -> None:
        await self.planner.plan_due(["slack"])
        for post in await self.outbox.claim("slack", 50):
            await self.outbox.deliver(post)


@pytest.fixture
def team(sqlite_database: Database, pictures: PictureCache) -> Team:
    clock = FakeClock(NOW)
    return Team(build(Library([PETS, BUNDLED]), sqlite_database, pictures, Random(1), clock), clock)


async def test_a_schedule_is_made_posts_and_says_how_it_went(team: Team) -> None:
    made = await team.say("/schedule tip 09:00 weekdays zone:europe/berlin topic:care")
    assert made.startswith("(only you can see this)\n\nDone: schedule 1\n")
    assert "What: Tip on Daily care\nWhere: #general\nWhen: every weekday at 09:00 (Europe/Berlin)" in made
    assert "Next: Tue 3 Mar 2026, 09:00" in made
    preview = await team.say("/schedule preview 1")
    coming = [f"{day} Mar 2026, 09:00 (Europe/Berlin)" for day in ("Tue 3", "Wed 4", "Thu 5", "Fri 6", "Mon 9")]
    assert "\n".join(coming) in preview
    team.clock.true = datetime(2026, 3, 3, 8, 0, 5, tzinfo=UTC)
    await team.let_post()
    (taken,) = team.port.log
    assert preview.endswith(f"The next post, as it looks now:\n\n{taken.text}")
    listed = await team.say("/schedule list")
    assert (
        "1: Tip on Daily care every weekday at 09:00 (Europe/Berlin): #general · Next: Wed 4 Mar 2026, 09:00"
        in listed
    )
    assert "Last: Tue 3 Mar 2026, 09:00 (Europe/Berlin), Sent" in listed


async def test_previews_come_true_day_after_day(team: Team) -> None:
    await team.say("/schedule tip 09:00 daily zone:UTC")
    for day in range(3, 10):
        coming = await team.say("/schedule preview")
        team.clock.true = datetime(2026, 3, day, 9, 0, 1, tzinfo=UTC)
        await team.let_post()
        assert coming.endswith(team.port.log[-1].text)


async def test_options_left_out_get_sensible_defaults(team: Team) -> None:
    made = await team.say("/schedule tip")
    assert "every weekday at 09:00 (UTC)" in made
    assert "Time zone: UTC, as I don't know yours yet; if that's wrong, /schedule edit changes it." in made
    await team.say("/settings zone:Asia/Tokyo")
    made = await team.say("/schedule tip")
    assert "every weekday at 09:00 (Asia/Tokyo)" in made
    assert "Time zone" not in made
    assert "every day at 17:30 (Asia/Tokyo)" in await team.say("/schedule tip 5:30 pm daily")
    await team.say("/settings team_zone:berlin")
    assert "Your time zone: Asia/Tokyo" in await team.say("/settings")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("/schedule tip 25:00", "“25:00” isn't a time of day; use one from 00:00 to 23:59, such as 09:00."),
        ("/schedule tip in the morning", "That needs an hour; use one such as 09:00."),
        ("/schedule tip on Monday afternoons", "That needs an hour; use one such as 15:00."),
        ('/schedule tip time:"Friday evening"', "That needs an hour; use one such as friday 18:00."),
        (
            "/schedule tip 9:00 days:never",
            "I don't know the days “never”. Try weekdays, daily, Monday",
        ),
        ("/schedule tip 9:00 soon days:daily", "I don't have a topic “soon”. Choose one of: Daily care, The home."),
        ("/schedule tip days:every -1 days", "I can post every 1 to 90 days, not every -1."),
        ("/schedule tip days:every 1000000000 days", "I don't know the days “every 1000000000 days”. Try weekdays"),
        ("/schedule tip zone:Mars/Base", "I don't know the time zone “Mars/Base”; "),
        ("/schedule tip zone:UTC+2", "“UTC+2” doesn't say when clocks change; name a city instead, such as "),
        ("/schedule tip zone:../../etc/passwd", "That's a path, not a time zone; name one such as Europe/Berlin."),
        ("/schedule tip topic:weather", "I don't have a topic “weather”. Choose one of: Daily care, The home."),
        (
            "/schedule tip start:tomorow",
            "I can't read the date “tomorow”; write it like 31 December or 2030-12-31.",
        ),
        ("/schedule tip start:2026-05-02 end:2026-05-01", "The end, 2026-05-01, is before the start, 2026-05-02; "),
        (
            "/schedule tip days:sat start:2026-03-02 end:2026-03-06",
            "That would never post: there's no such day",
        ),
        ("/schedule tip time:", "“time” is empty; give it a value or leave it out."),
        ("/schedule tip days:" + "mon " * 100, "“days” is too long; keep it to 300 characters."),
        ("/schedule tip late:maybe", "“maybe” isn't a choice for “late”. Use post or skip."),
        ("/schedule pause", "There are no schedules yet; make one with /schedule tip."),
    ],
)
async def test_bad_input_gets_one_sentence(team: Team, typed: str, sentence: str) -> None:
    with pytest.raises(Refusal) as caught:
        await team.desk.say(typed)
    assert caught.value.sentence.startswith(sentence)
    assert "\n" not in caught.value.sentence


async def test_a_schedule_like_an_existing_one_shows_that_one(team: Team) -> None:
    await team.say("/schedule tip 09:00 weekdays")
    again = await team.say("/schedule tip 9 am days:mon-fri")
    assert "You've already got one like that: schedule 1" in again
    await team.say("/schedule tip 10:00")
    assert (await team.say("/schedule list")).count("Tip every weekday") == 2


async def test_only_administrators_and_only_in_channels(team: Team) -> None:
    made = await team.desk.say("/schedule tip")
    ben = team.desk.another(tenant=TENANT)
    for command in (each for each in CATALOGUE if each.group == "schedule"):
        with pytest.raises(Refusal, match="Only an administrator can schedule posts; ask one of yours"):
            await ben.say(command.example)
    for button in buttons(made):
        with pytest.raises(Refusal, match="Only an administrator can change schedules"):
            await ben.press(button)
    team.place = Place("ana", "Ana", direct=True)
    with pytest.raises(Refusal, match="/schedule tip works in a channel; run it in one of yours"):
        await team.desk.say("/schedule tip")


async def test_schedules_of_other_tenants_do_not_exist(team: Team) -> None:
    made = await team.desk.say("/schedule tip")
    other = team.desk.another(tenant=Tenant("slack:b", "Other"), administrator=True)
    with pytest.raises(Refusal, match="There's no schedule 1 here"):
        await other.press(labelled(made, "Remove"))
    assert "No schedules yet" in plain(await other.say("/schedule list"))


async def test_schedules_are_named_by_number_or_by_what_is_suggested(team: Team) -> None:
    await team.say("/schedule tip 09:00")
    assert "Schedule 1" in await team.say("/schedule preview")
    await team.say("/schedule tip 10:00 topic:home")
    with pytest.raises(Refusal, match="Which one"):
        await team.desk.say("/schedule preview")
    suggested = await team.commands.complete(Completion(team.desk.asker, "schedule preview", "schedule", "home"))
    assert [each.value for each in suggested] == ["2: Tip on The home every weekday at 10:00 in #general"]
    assert "Schedule 2" in await team.say(f'/schedule preview "{suggested[0].value}"')
    assert "Schedule 2" in await team.say("/schedule preview #2")
    for typed in ("3", "٢", "first", "-1", "1e3"):
        with pytest.raises(Refusal, match="There's no schedule"):
            await team.desk.say(f'/schedule preview "{typed}"')


BREAKS = {
    "1 until 10 March": "5 posts, from Tue 3 Mar 2026 to Mon 9 Mar 2026",
    "1 20.03. to 25.03.": "4 posts, from Fri 20 Mar 2026 to Wed 25 Mar 2026",
    "tips 2026-03-20 - 2026-03-25": "4 posts, from Fri 20 Mar 2026 to Wed 25 Mar 2026",
    "from 20 March until 25 March": "4 posts, from Fri 20 Mar 2026 to Wed 25 Mar 2026",
    "1 next week": "5 posts, from Mon 9 Mar 2026 to Fri 13 Mar 2026",
    "1 2 weeks": "9 posts, from Tue 3 Mar 2026 to Fri 13 Mar 2026",
    "everything for two weeks": "9 posts, from Tue 3 Mar 2026 to Fri 13 Mar 2026",
    "tips until Monday": "4 posts, from Tue 3 Mar 2026 to Fri 6 Mar 2026",
    "for a week": "4 posts, from Tue 3 Mar 2026 to Fri 6 Mar 2026",
    "this week": "4 posts, from Tue 3 Mar 2026 to Fri 6 Mar 2026",
    "next month": "22 posts, from Wed 1 Apr 2026 to Thu 30 Apr 2026",
    "tips for the rest of the month": "21 posts, from Tue 3 Mar 2026 to Tue 31 Mar 2026",
    "tips tomorrow": "Tue 3 Mar 2026",
    "1 on Friday": "Fri 6 Mar 2026",
    "tips next Monday": "Mon 9 Mar 2026",
    "24.03.2026": "Tue 24 Mar 2026",
}


@pytest.mark.parametrize("verb", ["pause", "skip"])
async def test_a_break_ends_by_itself(team: Team, verb: str) -> None:
    await team.say("/schedule tip 09:00")
    for typed, skipped in BREAKS.items():
        assert f"\nSkips: {skipped}\n" in await team.say(f"/schedule {verb} {typed}")
        assert "Next: Tue 3 Mar 2026" in await team.say("/schedule resume")


async def test_nothing_is_posted_in_a_break_and_then_it_goes_on(team: Team) -> None:
    await team.say("/schedule tip 10:00 daily")
    await team.say("/schedule pause 4 March to 6 March")
    posted = {}
    for day in range(2, 9):
        team.clock.true = datetime(2026, 3, day, 10, 0, 1, tzinfo=UTC)
        await team.let_post()
        posted[day] = len(team.port.log)
    assert posted == {2: 1, 3: 2, 4: 2, 5: 2, 6: 2, 7: 3, 8: 4}


async def test_what_comes_next_is_never_a_skipped_post(team: Team) -> None:
    await team.say("/schedule tip 10:00 daily")
    await team.say("/schedule pause 3 March to 6 March")
    preview = await team.say("/schedule preview")
    assert [day for day in range(2, 12) if f" {day} Mar 2026, 10:00" in preview] == [2, 7, 8, 9, 10]
    team.clock.true = datetime(2026, 3, 2, 10, 0, 1, tzinfo=UTC)
    await team.let_post()
    assert "Last: Mon 2 Mar 2026, 10:00" in await team.say("/schedule list"), "not a day that will be skipped"
    for page in ("list", "resume"):
        expected = "Sat 7 Mar 2026, 10:00" if page == "list" else "Tue 3 Mar 2026, 10:00"
        assert f"Next: {expected}" in await team.say(f"/schedule {page}")


async def test_a_time_alone_is_for_all_of_several_schedules(team: Team) -> None:
    await team.say("/schedule tip 09:00")
    await team.say("/schedule report")
    assert "2 schedules skip 6 posts and then go on by themselves" in await team.say("/schedule pause next week")
    assert "2 schedules are back on" in await team.say("/schedule resume all")
    assert "ends the break early. Results of challenges" in await team.say("/schedule pause tomorrow")


async def test_a_break_of_one_of_several_is_asked_about(team: Team) -> None:
    await team.say("/schedule tip 09:00")
    await team.say("/schedule tip 15:00")
    with pytest.raises(Refusal, match="Which of these") as caught:
        await team.say("/schedule pause tips until Monday")
    assert [offer.value for offer in caught.value.offers] == [
        "1 until monday",
        "2 until monday",
        "all tips until monday",
    ]
    assert "2 schedules skip 9 posts" in await team.say(f"/schedule pause {caught.value.offers[-1].value}")


async def test_resuming_what_is_paused_leaves_breaks_of_others_alone(team: Team) -> None:
    await team.say("/schedule tip 09:00")
    await team.say("/schedule report")
    await team.say("/schedule skip 1 tomorrow")
    await team.say("/schedule pause 2")
    await team.say("/schedule resume all")
    assert "Skips: Tue 3 Mar 2026" in await team.say("/schedule edit 1")


async def test_days_that_are_not_clear_are_asked_for(team: Team) -> None:
    await team.say("/schedule tip 09:00")
    said = {
        "pause over Christmas": "I don't know which days you mean; say “until Monday”",
        "pause until today": "I don't know which days you mean",
        "skip tips twice": "I don't know which days you mean",
        "pause for a year": "That's longer than three months; use /schedule pause",
        "pause on Saturday": "There's nothing to skip on those days",
        "pause next Friday": "“next Friday” could be two days",
        "resume tips on Monday": "I can't resume at a set time; use /schedule resume 1 when it's time",
        "preview 1 next week": "There's no schedule “1 next week”",
    }
    for typed, sentence in said.items():
        with pytest.raises(Refusal, match=sentence):
            await team.desk.say(f"/schedule {typed}")


async def test_several_schedules_are_named_at_once(team: Team) -> None:
    await team.say("/schedule tip 09:00")
    await team.say("/schedule tip 10:00 daily")
    await team.say("/schedule report")
    for typed, count in {
        "1 and 2": 2,
        "#1, #3": 2,
        "1 2 3": 3,
        "all tips": 2,
        "everything": 3,
        "all schedules": 3,
    }.items():
        assert f"Paused {count} schedules" in await team.say(f"/schedule pause {typed}")
        assert f"{count} schedules are back on" in await team.say(f"/schedule resume {typed}")
    with pytest.raises(Refusal, match="There's no schedule “4”"):
        await team.desk.say("/schedule pause 1 and 4")
    for verb in ("remove", "skip", "preview", "edit"):
        with pytest.raises(Refusal, match="One at a time"):
            await team.desk.say(f"/schedule {verb} 1 and 2")


@pytest.mark.parametrize(
    "typed",
    ["the daily tips", "the weekday tips", "tips please", "tips for now", "the 9am tip", "tip until further notice"],
)
async def test_a_schedule_is_named_as_people_call_it(team: Team, typed: str) -> None:
    await team.say("/schedule tip 09:00")
    await team.say("/schedule report 16:00 friday")
    assert "Schedule 1" in await team.say(f"/schedule pause {typed}")
    assert "Schedule 2" in await team.say("/schedule pause the weekly report")


async def test_the_next_post_is_skipped_by_that_name(team: Team) -> None:
    await team.say("/schedule tip 09:00")
    for typed in ("next", "the next tip", "the next post"):
        assert "Skips" in await team.say(f"/schedule skip {typed}")


@pytest.mark.parametrize("typed", ["tips on models", "tips for beginners", "9 next week", "1 2"])
async def test_what_names_no_schedule_is_not_taken_for_a_time(team: Team, typed: str) -> None:
    await team.say("/schedule tip 09:00")
    with pytest.raises(Refusal, match="There's no schedule"):
        await team.desk.say(f"/schedule pause {typed}")


async def test_zones_and_days_are_suggested(team: Team) -> None:
    suggestions = {"zone": ("berl", "Europe/Berlin"), "days": ("first", "first Monday")}
    for option, (typed, first) in suggestions.items():
        suggested = await team.commands.complete(Completion(team.desk.asker, "schedule tip", option, typed))
        assert suggested[0].value == first


@pytest.mark.parametrize("by_person", [False, True])
async def test_a_schedule_whose_channel_is_gone_starts_again_elsewhere(team: Team, by_person: bool) -> None:
    made = await team.desk.say("/schedule tip 10:00 daily")
    if by_person:
        await team.press(made, "Pause")
    else:
        team.port.coming.append(Rejected("The channel is gone.", Reason.PLACE_LOST))
        team.clock.go(hours=1)
        await team.let_post()
        heard = await take(team.database, TENANT.key, team.clock.now)
        assert heard[0].endswith("once that's fixed, or /schedule edit 1 channel:here in another channel.")
        listed = await team.say("/schedule list")
        assert listed.count("The channel is gone.") == 1
        assert listed.endswith("Failed")
    team.place = Place("random", "#random")
    moved = await team.say("/schedule edit 1 channel:here")
    assert ("Paused by Ana" if by_person else "Next: Tue 3 Mar 2026, 10:00") in moved
    assert ("Paused. The channel is gone" in moved) is False
    team.clock.go(days=1)
    await team.let_post()
    assert [each.to.place for each in team.port.log] == ([] if by_person else ["random"])


async def test_a_deleted_channel_is_named_and_so_is_the_way_out(team: Team) -> None:
    await team.say("/schedule tip 10:00 daily")
    await team.say("/schedule report 10:00 daily")
    team.port.coming += [Rejected("The channel is gone.", Reason.PLACE_DELETED)] * 2
    team.clock.go(hours=1)
    await team.let_post()
    assert await take(team.database, TENANT.key, team.clock.now) == [
        "I paused schedules 1, 2, because #general was deleted. To go on in another channel, run /schedule edit 1 "
        "channel:here there, and the same for the others."
    ]
    listed = await team.desk.say("/schedule list")
    facts = next(each for each in listed.blocks if isinstance(each, Facts))
    where = [part for _, value in facts.pairs for part in parts(value) if isinstance(part, ChannelMention)]
    assert where == [ChannelMention("", "#general")] * 2, "a mention of a deleted channel wouldn't show its name"


async def test_pause_and_resume(team: Team) -> None:
    made = await team.desk.say("/schedule tip 10:00 daily")
    paused = await team.press(made, "Pause")
    assert "Next: Paused by Ana on Mon 2 Mar 2026" in plain(paused)
    team.clock.go(days=3)
    await team.let_post()
    assert team.port.log == []
    with pytest.raises(Refusal, match="isn't active"):
        await team.desk.say("/schedule skip")
    resumed = await team.press(paused, "Resume")
    assert "Next: Thu 5 Mar 2026, 10:00" in plain(resumed)
    await team.let_post()
    assert team.port.log == [], "what was missed stays so"
    await team.say("/schedule tip 11:00 daily")
    assert "starts them again. Results of challenges that are open, " in await team.say("/schedule pause all")
    assert "2 schedules are back on" in await team.say("/schedule resume all")
    with pytest.raises(Refusal, match="That isn't paused"):
        await team.desk.say("/schedule resume all")


async def test_a_waiting_post_is_called_off_by_a_pause(team: Team) -> None:
    await team.say("/schedule tip 10:00 daily")
    team.clock.true = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
    await team.planner.plan_due(["slack"])
    assert "Last post: Mon 2 Mar 2026, 10:00 (UTC) · Skipped. The schedule was paused." in await team.say(
        "/schedule pause"
    )
    await team.let_post()
    assert team.port.log == []


async def test_skip_leaves_out_one_day(team: Team) -> None:
    made = await team.desk.say("/schedule tip 10:00 daily")
    skip = next(button for button in buttons(made) if button.label == "Skip next")
    skipped = plain(await team.desk.press(skip))
    assert "Next: Tue 3 Mar 2026, 10:00" in skipped
    assert "Skips: Mon 2 Mar 2026\n" in skipped
    with pytest.raises(Refusal, match="That isn't the next day any more"):
        await team.desk.press(skip)
    for day, posts in ((2, 0), (3, 1)):
        team.clock.true = datetime(2026, 3, day, 10, 0, tzinfo=UTC)
        await team.let_post()
        assert len(team.port.log) == posts


async def test_a_skipped_day_stays_skipped_over_a_pause(team: Team) -> None:
    await team.say("/schedule tip 10:00 daily")
    await team.say("/schedule skip")
    await team.say("/schedule pause")
    assert "Next: Tue 3 Mar 2026, 10:00" in await team.say("/schedule resume")


async def test_post_now_posts_once_and_changes_nothing_else(team: Team) -> None:
    made = await team.desk.say("/schedule tip 10:00 daily")
    assert "Posting in #general" in plain(await team.press(made, "Post now"))
    with pytest.raises(Refusal, match="Schedule 1 has only just posted"):
        await team.press(made, "Post now")
    await team.let_post()
    assert len(team.port.log) == 1
    listed = await team.desk.say("/schedule list")
    shown = await team.press(listed, "1: Tip every day at 10:00 in #general")
    assert "Next: Mon 2 Mar 2026, 10:00" in plain(shown)


@pytest.mark.parametrize("off", [timedelta(hours=1), timedelta(hours=-1), timedelta(days=1), timedelta(days=-1)])
async def test_post_now_posts_now_whatever_the_clock_of_this_machine_says(team: Team, off: timedelta) -> None:
    await team.desk.say("/schedule tip 10:00 daily start:2026-04-01")
    asker = replace(team.desk.asker, at=NOW + off)
    assert "Posting in #general" in plain(await Desk(team.commands, asker).say("/schedule now 1"))
    await team.let_post()
    assert len(team.port.log) == 1
    assert "Late" not in team.port.log[0].text


async def test_remove_asks_first_and_gives_no_number_twice(team: Team) -> None:
    await team.say("/schedule tip 10:00 daily")
    asked = await team.desk.say("/schedule remove 1")
    assert "Remove schedule 1?" in plain(asked)
    assert "Schedule 1" in plain(await team.press(asked, "Keep it"))
    assert "Removed schedule 1: Tip every day at 10:00" in plain(await team.press(asked, "Remove it"))
    with pytest.raises(Refusal, match="There's no schedule 1"):
        await team.press(asked, "Remove it")
    assert "Done: schedule 2" in await team.say("/schedule tip 10:00 daily")
    team.clock.go(hours=1)
    await team.let_post()
    assert len(team.port.log) == 1


async def test_a_tenant_has_its_limit(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.features.scheduling.drafts.MOST", 2)
    for hour in (7, 8):
        await team.say(f"/schedule tip {hour}:00")
    with pytest.raises(Refusal, match="There are 2 schedules already"):
        await team.desk.say("/schedule tip 9:00")


async def test_daily_tips_are_set_up_from_the_welcome(team: Team) -> None:
    welcome = await team.commands.tenants.welcome(team.desk.asker)
    with pytest.raises(Refusal, match="Only an administrator can set up daily tips; ask one of yours"):
        await team.desk.another(tenant=TENANT).press(labelled(welcome, "Set up daily tips"))
    offered = await team.press(welcome, "Set up daily tips")
    assert "I don't know your time zone yet, so these times are in UTC." in plain(offered)
    zone = labelled(offered, "Another time zone …")
    assert (await team.commands.meant_by(Pressed(team.desk.asker, zone.press))).form == zone.form
    with pytest.raises(Refusal, match="I don't know your time zone yet"):
        await team.desk.press(zone)
    offered = await team.press(offered, "Another time zone …", "berlin")
    assert "In #general at 09:00 (Europe/Berlin)" in plain(offered)
    assert "I do not know" not in plain(offered)
    begun = plain(await team.press(offered, "Start"))
    assert "every weekday at 09:00 (Europe/Berlin)" in begun
    assert "You've already got one like that" in plain(await team.press(offered, "Start"))


async def test_a_tip_takes_feedback(team: Team) -> None:
    await team.say("/schedule tip 10:00 daily")
    team.clock.go(minutes=30)
    await team.let_post()
    tip = await team.desk.say("/tip")
    assert "I'll bring it back later" in plain(await team.press(tip, "Knew that"))
    assert "Good to hear!" in plain(await team.press(tip, "Useful"))


async def test_a_pack_that_is_gone_pauses_the_schedule_with_its_reason(team: Team) -> None:
    await team.say("/schedule tip 10:00 daily")
    team.services.library._shelf = Library([BUNDLED])._shelf
    team.clock.go(minutes=30)
    await team.let_post()
    listed = await team.say("/schedule list")
    assert "Paused. The pack pets isn't here any more; make a new schedule." in listed
    notice = await told(team.commands.tell_notices, team.desk.asker)
    assert notice is not None
    assert "I paused schedule 1 in #general: The pack pets isn't here any more" in plain(notice)
    with pytest.raises(Refusal, match="isn't here any more"):
        await team.desk.say("/schedule preview")


async def test_a_report_is_posted_with_its_picture_frozen_and_gone_afterwards(team: Team) -> None:
    preview = await team.desk.say("/schedule report days:daily time:10:00")
    assert "What: Report\nWhere: #general\nWhen: every day at 10:00 (UTC)" in plain(preview)
    assert "A report needs 5 people who answered in the last 8 weeks" in await team.say("/schedule preview")
    for number, question in product(range(5), list(bank(pets()))[:3]):
        given = an_answer(
            tenant=TENANT.key,
            quiz=f"{number}{question}",
            member=f"m{number}",
            question=question,
            correct=number < 2,
            at=NOW,
            pack="pets",
        )
        assert await answers.record(team.database.writer, given)
    shown = next(block for block in (await team.desk.say("/schedule preview")).blocks if isinstance(block, Image))
    team.clock.true = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
    await team.planner.plan_due(["slack"])
    (post,) = await team.outbox.claim("slack", 50)
    frozen = load(post.payload)
    drawn = await team.services.illustrator.illustrate(frozen, TENANT.key)
    assert [block.data for block in drawn.blocks if isinstance(block, Image)] == [shown.data]
    said = plain(frozen)
    assert "5 people gave 15 answers in the last 8 weeks; 40% of them were right." in said
    assert said.count("(60% wrong)") == 3
    assert "The next tips favour" in said
    await team.outbox.deliver(post)
    assert team.port.log[0].text == said
    (ended,) = await team.database.read(lambda transaction: by_schedule.latest(transaction, TENANT.key, 1, 5))
    assert (ended.state, ended.payload) == (PostState.SENT, "")


async def answered(team: Team, people: int, day: int) -> None:
    for number in range(people):
        given = an_answer(
            tenant=TENANT.key,
            quiz=f"{number} on {day}",
            member=f"m{number}",
            question=next(iter(bank(pets()))),
            correct=number < 2,
            at=datetime(2026, 3, day, 8, 0, tzinfo=UTC),
            pack="pets",
        )
        assert await answers.record(team.database.writer, given)


async def reported(team: Team, day: int) -> list[str]:
    """Return what a daily report at 10:00 posts on a day."""
    already = len(team.port.log)
    team.clock.true = datetime(2026, 3, day, 10, 0, 1, tzinfo=UTC)
    await team.let_post()
    return [each.text for each in team.port.log[already:]]


async def test_a_report_in_a_silent_time_says_so_once(team: Team) -> None:
    await answered(team, 5, 1)
    await team.say("/schedule report 10:00 daily")
    assert "5 people gave 5 answers" in (await reported(team, 2))[0]
    silent = "Nobody has answered a question since the last report. A game wakes people up: /game start starts one."
    assert silent in await team.say("/schedule preview")
    (said,) = await reported(team, 3)
    assert silent in said
    assert "Most missed" not in said
    assert await reported(team, 4) == await reported(team, 5) == []
    assert "Skipped. Nobody has answered since the last report." in await team.say("/schedule list")
    await answered(team, 1, 6)
    assert "5 people gave 6 answers" in (await reported(team, 6))[0]
    assert silent in (await reported(team, 7))[0]


async def test_answers_in_a_challenge_are_no_silence(team: Team) -> None:
    await answered(team, 5, 1)
    await team.say("/schedule report 10:00 daily")
    await reported(team, 2)
    opened = await team.desk.say("/challenge care 1 closes:30h")
    asked = await team.press(await team.press(opened, "Take the challenge"), "Show question 1")
    await team.press(asked, next(each.label for each in buttons(asked)))
    assert "5 people gave 5 answers" in (await reported(team, 3))[0], "those of a challenge count once it closes"
    team.clock.true += timedelta(hours=8)
    await team.let_post()
    assert "6 people gave 6 answers" in (await reported(team, 4))[0]
    assert "Nobody has answered" in (await reported(team, 5))[0]


async def test_a_report_says_once_that_too_few_people_answered(team: Team) -> None:
    await team.say("/schedule report 10:00 daily")
    assert "A report needs 5 people" in (await reported(team, 2))[0]
    await answered(team, 4, 3)
    assert await reported(team, 3) == []
    assert "Skipped. As last time, fewer than 5 people have answered lately." in await team.say("/schedule list")
    await answered(team, 5, 4)
    assert "5 people gave 9 answers" in (await reported(team, 4))[0]


async def test_whom_a_schedule_notifies(team: Team) -> None:
    made = await team.say("/schedule tip 10:00 daily notify:front-end")
    assert "Pings: @front-end" in made
    assert "The next post, as it looks now:\n\n@front-end\n\n" in await team.say("/schedule preview")
    assert "Pings: @here" in await team.say("/schedule report 10:00 daily everyone:here")
    with pytest.raises(Refusal, match="Notify a role or everyone, not both"):
        await team.desk.say("/schedule tip 11:00 notify:designers everyone:here")
    team.place = Place("general", "#general", may_ping_all=False)
    for typed in ("everyone:everyone", "everyone:here", "notify:everyone"):
        with pytest.raises(Refusal, match="I'm not allowed to ping everyone in #general; give me that permission"):
            await team.desk.say(f"/schedule tip 11:00 {typed}")
    team.clock.true = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
    await team.let_post()
    pinged = {each.to.audience for each in team.port.log}
    assert pinged == {Audience(Reach.ROLE, "", "front-end"), Audience(Reach.HERE)}
