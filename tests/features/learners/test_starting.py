"""Who may start games and challenges, where, and how often: nobody else can, and schedules always can."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.learners.starting import Places, Starters, StartingRules, Where, read
from bot.language.message import Message
from bot.language.people import Audience, Member, MemberKey, Place, Reach
from bot.language.plain import plain
from bot.language.refusals import Refusal
from bot.language.requests import Asker, Call
from bot.language.slash import read as read_line
from bot.storage.database import Database
from tests.fakes.boards import FakeBoards
from tests.fakes.boards import FakeClock as BoardClock
from tests.fakes.platform import FakeClock
from tests.features.challenges.taken import GENERAL, HERE, Bot

OTHER = Place("other", "#other")
HOSTS = "role:S0HOSTS:hosts"


@pytest.fixture
async def bot(database: Database) -> AsyncIterator[Bot]:
    made = Bot(database, FakeClock())
    made.services.boards["web"] = FakeBoards(BoardClock())
    yield made
    await made.services.running_games.close()
    made.close()


async def say(
    bot: Bot,
    typed: str,
    name: str = "Ben",
    *,
    place: Place = GENERAL,
    administrator: bool = False,
    outsider: bool = False,
    roles: frozenset[str] = frozenset(),
) -> Message:
    member = Member(name.lower(), name, administrator=administrator, outsider=outsider, roles=roles)
    command, options = read_line(typed, bot.commands.catalogue)
    return await bot.commands.serve(Call(Asker(HERE, place, member, bot.clock.now), command, options))


async def choose(bot: Bot, typed: str, place: Place = GENERAL) -> str:
    return plain(await say(bot, f"/settings {typed}", "Ana", place=place, administrator=True))


STARTS = ["/game start care 2", "/challenge care 2 30 closes:1h"]


@pytest.mark.parametrize("start", STARTS)
async def test_anyone_may_unless_someone_says_otherwise(bot: Bot, start: str) -> None:
    await say(bot, start)


@pytest.mark.parametrize("start", STARTS)
async def test_administrators_alone(bot: Bot, start: str) -> None:
    assert "Only administrators can start them" in await choose(bot, "starters:administrators")
    with pytest.raises(Refusal, match="Only an administrator can start games and challenges"):
        await say(bot, start)
    with pytest.raises(Refusal, match="Only an administrator"):
        await say(bot, start, administrator=True, outsider=True)
    await say(bot, start, "Ana", administrator=True)


@pytest.mark.parametrize("start", STARTS)
async def test_no_guests(bot: Bot, start: str) -> None:
    await choose(bot, "starters:members")
    with pytest.raises(Refusal, match="Guests can't start"):
        await say(bot, start, outsider=True)
    await say(bot, start)


@pytest.mark.parametrize("start", STARTS)
async def test_a_role_alone(bot: Bot, start: str) -> None:
    await choose(bot, f"starter_role:{HOSTS}")
    with pytest.raises(Refusal, match="Only @hosts and administrators"):
        await say(bot, start, roles=frozenset({"S0OTHER"}))
    await say(bot, start, roles=frozenset({"S0OTHER", "S0HOSTS"}))


async def test_a_role_that_the_platform_is_asked_about(bot: Bot) -> None:
    asked: list[tuple[MemberKey, str]] = []

    class Groups:
        async def has(self, me: MemberKey, role: str) -> bool:
            asked.append((me, role))
            return me.member == "cleo"

    bot.services.roles["web"] = Groups()
    await choose(bot, f"starter_role:{HOSTS}")
    with pytest.raises(Refusal, match="Only @hosts"):
        await say(bot, STARTS[1], roles=frozenset({"S0HOSTS"}))
    await say(bot, STARTS[1], "Cleo")
    assert asked == [(MemberKey(HERE.key, "ben"), "S0HOSTS"), (MemberKey(HERE.key, "cleo"), "S0HOSTS")]


async def test_a_role_that_nobody_vouches_for(bot: Bot) -> None:
    with pytest.raises(Refusal, match="can't tell who has the role @hosts"):
        await choose(bot, "starter_role:hosts")


async def test_a_role_or_the_rest_but_not_both(bot: Bot) -> None:
    with pytest.raises(Refusal, match="not both"):
        await choose(bot, f"starters:members starter_role:{HOSTS}")


@pytest.mark.parametrize("start", STARTS)
async def test_in_chosen_channels_alone(bot: Bot, start: str) -> None:
    assert "also in this channel" in await choose(bot, "start_in:here")
    with pytest.raises(Refusal, match="can't start in this channel"):
        await say(bot, start, place=OTHER)
    await say(bot, start)


@pytest.mark.parametrize("start", STARTS)
async def test_not_in_a_channel(bot: Bot, start: str) -> None:
    assert "but not in this channel" in await choose(bot, "start_in:not-here")
    with pytest.raises(Refusal, match="can't start in this channel"):
        await say(bot, start)
    await say(bot, start, place=OTHER)
    await choose(bot, "start_in:everywhere", OTHER)
    await say(bot, start)


async def test_in_a_thread_as_in_its_channel(bot: Bot) -> None:
    thread = Place("thread", "#thread", parent=GENERAL.id)
    await choose(bot, "start_in:here")
    await say(bot, STARTS[1], place=thread)
    await choose(bot, "start_in:everywhere")
    await choose(bot, "start_in:not-here")
    with pytest.raises(Refusal, match="can't start in this channel"):
        await say(bot, STARTS[0], place=thread)


@pytest.mark.both_databases
async def test_one_after_the_other(bot: Bot) -> None:
    assert "one every 10 minutes each" in await choose(bot, "start_cooldown:10")
    await say(bot, STARTS[1])
    bot.clock.go(minutes=3, seconds=30)
    with pytest.raises(Refusal, match="you can start the next in 7 minutes"):
        await say(bot, STARTS[0], place=OTHER)
    await say(bot, STARTS[1], "Cleo", place=OTHER)
    bot.clock.go(minutes=6, seconds=30)
    await say(bot, STARTS[0], place=OTHER)


async def test_what_is_refused_does_not_count(bot: Bot) -> None:
    await choose(bot, "start_cooldown:10")
    await say(bot, STARTS[0], "Ana", administrator=True)
    with pytest.raises(Refusal, match="There's already a game on"):
        await say(bot, STARTS[0])
    await say(bot, STARTS[1])


async def test_looking_at_an_open_challenge_is_not_a_start(bot: Bot) -> None:
    await choose(bot, "start_cooldown:10")
    await choose(bot, "starters:administrators")
    await say(bot, STARTS[1], "Ana", administrator=True)
    for _ in range(3):
        assert "You've answered: 0 of 2" in plain(await say(bot, "/challenge"))


async def test_many_at_the_same_moment(bot: Bot) -> None:
    await choose(bot, "start_cooldown:10")
    places = [Place(f"p{number}", f"#p{number}") for number in range(8)]
    said = await asyncio.gather(*(say(bot, STARTS[1], place=each) for each in places), return_exceptions=True)
    assert sum(isinstance(each, Message) for each in said) == 1


@pytest.mark.parametrize(
    "typed",
    ["starters:administrators", "starters:everyone", "start_in:here", "start_cooldown:5", f"starter_role:{HOSTS}"],
)
async def test_only_an_administrator_chooses(bot: Bot, typed: str) -> None:
    with pytest.raises(Refusal, match="Only an administrator can choose who starts games"):
        await say(bot, f"/settings {typed}")


async def test_a_schedule_opens_all_the_same(bot: Bot) -> None:
    await choose(bot, "starters:administrators")
    await choose(bot, "start_in:not-here")
    await say(bot, "/schedule challenge 09:00 daily", "Ana", administrator=True)
    bot.clock.go(hours=2)
    (posted,) = await bot.post()
    assert "Challenge: " in posted


async def test_settings_are_the_tenants_own(bot: Bot) -> None:
    await choose(bot, "starters:administrators")
    assert "Only administrators can start them" in plain(await say(bot, "/settings"))


@given(st.lists(st.tuples(st.sampled_from(Where), st.sampled_from("abc")), max_size=12))
def test_the_last_word_on_a_channel_counts(said: list[tuple[Where, str]]) -> None:
    places = Places()
    for word, place in said:
        places = Places.read(places.after(word, place).text)
        if word is Where.EVERYWHERE:
            assert all(places.allow(Place(each, each)) for each in "abcx")
        else:
            assert places.allow(Place(place, place)) is (word is Where.HERE)


@given(
    st.builds(
        StartingRules,
        st.sampled_from(Starters),
        st.none() | st.just(Audience(Reach.ROLE, "R1", "hosts")),
        st.builds(Places, st.frozensets(st.sampled_from("ab")), st.booleans()),
    ),
    st.builds(Member, st.just("m"), st.just("M"), administrator=st.booleans(), outsider=st.booleans()),
    st.sampled_from("abc"),
    st.booleans(),
)
def test_the_rules_are_all_kept(rules: StartingRules, member: Member, place: str, has_role: bool) -> None:
    try:
        rules.check(member, Place(place, place), has_role=has_role)
    except Refusal:
        assert not member.administers
        assert rules != StartingRules()
        return
    if not member.administers:
        assert rules.places.allow(Place(place, place))
        assert has_role or rules.role is None
        assert rules.starters is not Starters.ADMINISTRATORS
        assert not (rules.starters is Starters.MEMBERS and member.outsider)


def test_without_settings_there_are_no_rules() -> None:
    assert read({}) == StartingRules()
    assert read({"start_cooldown": "5"}).cooldown == timedelta(minutes=5)
