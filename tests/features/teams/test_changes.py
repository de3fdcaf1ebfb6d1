"""Administrators, and anyone alone in a team, can rename and remove it; a removed team can come back."""

import re
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select

from bot.features.privacy.actions import EraseEverything
from bot.features.teams.model import MOST_LASTING
from bot.language.actions import encode
from bot.language.message import Message
from bot.language.plain import buttons, plain
from bot.language.refusals import Refusal
from bot.language.requests import Pressed
from bot.personal_data import PERSONAL_DATA
from bot.storage.database import Database
from bot.storage.tables import team, team_member
from tests.fakes.platform import FakeClock
from tests.features.challenges.taken import Bot
from tests.rows import rows


@pytest.fixture
async def bot(database: Database) -> AsyncIterator[Bot]:
    made = Bot(database, FakeClock())
    await said(made, "/team create Foxes", "Ana")
    await said(made, "/team join Foxes", "Ben")
    await said(made, "/team create Owls", "Cleo")
    yield made
    made.close()


async def said(bot: Bot, typed: str, name: str, *, administrator: bool = False) -> Message:
    return await bot.say(typed, name, administrator=administrator)


async def press(bot: Bot, on: Message, name: str = "Ada", *, administrator: bool = True) -> Message:
    asker = bot.asker(name, administrator=administrator)
    return await bot.commands.press(Pressed(asker, buttons(on)[0].press))


async def teams(bot: Bot) -> str:
    try:
        return plain(await said(bot, "/team list", "Dan"))
    except Refusal as refused:
        return refused.sentence


async def test_an_administrator_renames_a_team(bot: Bot) -> None:
    told = await said(bot, '/team rename Foxes name:"to Arctic Foxes"', "Ada", administrator=True)
    assert "The team 🔴 Foxes is now called 🔴 Arctic Foxes." in plain(told)
    assert told.private
    assert "🔴 Arctic Foxes (2): Ana, Ben" in await teams(bot)


@pytest.mark.parametrize("name", ["Ana", "Ben", "Dan"])
@pytest.mark.parametrize("typed", ["/team rename Foxes name:Wolves", "/team remove Foxes"])
async def test_only_administrators_change_a_team_with_several_members(bot: Bot, name: str, typed: str) -> None:
    with pytest.raises(Refusal, match="Only an administrator can"):
        await said(bot, typed, name)


async def test_who_is_alone_in_a_team_may_change_it(bot: Bot) -> None:
    await said(bot, "/team rename Owls name:Eagles", "Cleo")
    asked = await said(bot, "/team remove Eagles", "Cleo")
    gone = await press(bot, asked, "Cleo", administrator=False)
    assert "Eagles" not in await teams(bot)
    await press(bot, gone, "Cleo", administrator=False)
    assert "🔵 Eagles (1): Cleo" in await teams(bot)


async def test_who_removed_their_team_and_joined_another_can_bring_it_back(bot: Bot) -> None:
    gone = await press(bot, await said(bot, "/team remove Owls", "Cleo"), "Cleo", administrator=False)
    await said(bot, "/team join Foxes", "Cleo")
    assert "is back, with 0 people in it" in plain(await press(bot, gone, "Cleo", administrator=False))
    assert "🔵 Owls (0): nobody" in await teams(bot)


async def test_anyone_may_change_a_team_with_nobody_in_it(bot: Bot) -> None:
    await said(bot, "/team join Foxes", "Cleo")
    await said(bot, "/team rename Owls name:Eagles", "Cleo")
    await press(bot, await said(bot, "/team remove Eagles", "Cleo"), "Cleo", administrator=False)
    assert "Eagles" not in await teams(bot)


async def test_nobody_else_can_press_an_administrators_buttons(bot: Bot) -> None:
    asked = await said(bot, "/team remove Foxes", "Ada", administrator=True)
    with pytest.raises(Refusal, match="Only an administrator can remove"):
        await press(bot, asked, "Ana", administrator=False)
    gone = await press(bot, asked)
    with pytest.raises(Refusal, match="Only an administrator can bring back"):
        await press(bot, gone, "Ana", administrator=False)


@pytest.mark.parametrize("name", ["Owls", "OWLS", "ＯＷＬＳ", "ㅤ", "Ow\u202els", "https://evil.example", "x" * 33])
async def test_a_name_that_will_not_do(bot: Bot, name: str) -> None:
    with pytest.raises(Refusal):
        await said(bot, f'/team rename Foxes name:"{name}"', "Ada", administrator=True)
    assert "🔴 Foxes (2)" in await teams(bot)


async def test_a_name_can_change_in_case_alone(bot: Bot) -> None:
    await said(bot, "/team rename foxes name:FOXES", "Ada", administrator=True)
    assert "FOXES (2)" in await teams(bot)


async def test_a_removed_team_comes_back_with_its_members(bot: Bot) -> None:
    asked = await said(bot, "/team remove Foxes", "Ada", administrator=True)
    assert "2 people are in it." in plain(asked)
    assert "Foxes" in await teams(bot)
    gone = await press(bot, asked)
    assert "Foxes" not in await teams(bot)
    with pytest.raises(Refusal, match="You aren't in a team"):
        await said(bot, "/team leave", "Ana")
    await said(bot, "/team join Owls", "Ben")
    bot.clock.go(minutes=59)
    assert "is back, with 1 person in it" in plain(await press(bot, gone))
    assert "🔴 Foxes (1): Ana" in await teams(bot)
    assert "Owls (2): Ben, Cleo" in await teams(bot)
    with pytest.raises(Refusal, match="can't come back"):
        await press(bot, gone)


async def test_a_removed_team_can_come_back_though_its_members_joined_another_and_someone_left_theirs(
    bot: Bot,
) -> None:
    gone = await press(bot, await said(bot, "/team remove Owls", "Ada", administrator=True))
    await said(bot, "/team join Foxes", "Cleo")
    await said(bot, "/team leave", "Ben")
    assert "is back, with 0 people in it" in plain(await press(bot, gone))
    assert "Owls" in await teams(bot)


async def test_a_team_that_everyone_has_left_is_gone(bot: Bot) -> None:
    await said(bot, "/team leave", "Cleo")
    assert "Owls" not in await teams(bot)


@pytest.mark.parametrize("typed", ["/team join Foxes", "/team create Wolves"])
async def test_someone_setting_up_teams_can_make_one_after_another(bot: Bot, typed: str) -> None:
    await said(bot, typed, "Cleo")
    assert "Owls" in await teams(bot)
    assert "Nobody is in it." in plain(await said(bot, "/team remove Owls", "Ada", administrator=True))


@pytest.mark.both_databases
async def test_who_joins_their_own_team_again_stays_in_it(bot: Bot) -> None:
    await said(bot, "/team join Owls", "Cleo")
    assert "Owls (1): Cleo" in await teams(bot)


@pytest.mark.both_databases
async def test_an_hour_later_it_is_too_late(bot: Bot) -> None:
    gone = await press(bot, await said(bot, "/team remove Foxes", "Ada", administrator=True))
    bot.clock.go(hours=1, seconds=1)
    with pytest.raises(Refusal, match="can't come back"):
        await press(bot, gone)
    now = bot.clock.now
    await bot.database.transact(lambda transaction: PERSONAL_DATA.expire(transaction, now))
    assert [name for (name,) in await rows(bot.database, select(team.c.name))] == ["Owls"]
    assert [name for (name,) in await rows(bot.database, select(team_member.c.name))] == ["Cleo"]


async def test_its_name_is_free_at_once(bot: Bot) -> None:
    gone = await press(bot, await said(bot, "/team remove Foxes", "Ada", administrator=True))
    await said(bot, "/team create foxes", "Dan")
    with pytest.raises(Refusal, match="There's a new team called “Foxes”"):
        await press(bot, gone)
    await said(bot, "/team rename foxes name:Wolves", "Dan")
    await press(bot, gone)
    assert "🔴 Foxes (2): Ana, Ben" in await teams(bot)


async def test_there_are_never_too_many(bot: Bot) -> None:
    gone = await press(bot, await said(bot, "/team remove Foxes", "Ada", administrator=True))
    for number in range(MOST_LASTING - 1):
        await said(bot, f"/team create T{number}", f"P{number}")
    with pytest.raises(Refusal, match="remove one first"):
        await press(bot, gone)


async def test_it_is_pressed_twice(bot: Bot) -> None:
    asked = await said(bot, "/team remove Foxes", "Ada", administrator=True)
    await press(bot, asked)
    with pytest.raises(Refusal, match="already gone"):
        await press(bot, asked)


async def test_who_is_erased_does_not_come_back(bot: Bot) -> None:
    gone = await press(bot, await said(bot, "/team remove Foxes", "Ada", administrator=True))
    await bot.press(encode(EraseEverything()), "Ben")
    assert not [name for (name,) in await rows(bot.database, select(team_member.c.name)) if name == "Ben"]
    await press(bot, gone)
    assert "🔴 Foxes (1): Ana" in await teams(bot)


async def test_erasing_someone_deletes_a_removed_team_they_were_alone_in(bot: Bot) -> None:
    await press(bot, await said(bot, "/team remove Owls", "Cleo"), "Cleo", administrator=False)
    await bot.press(encode(EraseEverything()), "Cleo")
    assert [name for (name,) in await rows(bot.database, select(team.c.name))] == ["Foxes"]


@pytest.mark.both_databases
async def test_who_is_erased_is_not_named_by_a_team_that_stays(bot: Bot) -> None:
    """Not even by a team they've left, or one that can come back."""
    await said(bot, '/team rename Foxes name:"Ana and Ben"', "Ada", administrator=True)
    await said(bot, '/team rename Owls name:"Fans of Ana"', "Cleo")
    await said(bot, "/team create Anagrams", "Eve")
    await said(bot, '/team create "Not Ana"', "Finn")
    gone = await press(bot, await said(bot, '/team remove "Not Ana"', "Finn"), "Finn", administrator=False)
    await said(bot, "/team leave", "Ana")
    await bot.press(encode(EraseEverything()), "Ana")
    there_are = {name for (name,) in await rows(bot.database, select(team.c.name))}
    assert there_are == {"A team", "A team 2", "A team 3", "Anagrams"}
    listed = await teams(bot)
    assert re.search(r"🔴 A team( \d)? \(1\): Ben", listed)
    assert re.search(r"🔵 A team( \d)? \(1\): Cleo", listed)
    assert "A team" in plain(await press(bot, gone, "Finn", administrator=False))
    assert not [name for (name,) in await rows(bot.database, select(team.c.folded)) if name.endswith("ana")]


async def test_a_game_before_counts_for_the_team_by_its_new_name(bot: Bot) -> None:
    announced = await bot.say("/challenge care 2 30 closes:1h")
    page = await bot.begin("Ana", announced)
    bot.clock.go(seconds=5)
    await bot.answer("Ana", page)
    bot.clock.go(hours=1)
    await bot.post()
    await said(bot, "/team rename Foxes name:Wolves", "Ada", administrator=True)
    board = "/leaderboard all of:teams"
    assert "1. Wolves" in plain(await said(bot, board, "Dan"))
    gone = await press(bot, await said(bot, "/team remove Wolves", "Ada", administrator=True))
    assert "Wolves" not in plain(await said(bot, board, "Dan"))
    await press(bot, gone)
    assert "1. Wolves" in plain(await said(bot, board, "Dan"))


@pytest.mark.parametrize("typed", ["the Foxes", "team Foxes", "the foxes team", "the team Foxes"])
async def test_a_team_is_found_by_its_name_with_the_words_around_it(bot: Bot, typed: str) -> None:
    assert "You're in" in plain(await said(bot, f"/team join {typed}", "Dan"))


@pytest.mark.parametrize(
    "typed", ["Foxes to", "the foxes to", "the foxes team to", "team Foxes to", "my team to", "our team"]
)
async def test_a_team_is_renamed_in_a_sentence(bot: Bot, typed: str) -> None:
    told = await bot.commands.say(bot.asker("Ana", administrator=True), f"/team rename {typed} Arctic Wolves")
    assert "Foxes is now called 🔴 Arctic Wolves." in plain(told)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("Sky", "needs “name”; try /team rename Sky name:Wolves"),
        ("", "needs “team”; try /team rename Foxes name:Wolves"),
        ("Bears to Arctic Wolves", "There's no team “Bears”"),
        ("Bears -> Lions", "There's no team “Bears”"),
    ],
)
async def test_what_is_missing_from_a_rename_is_said(bot: Bot, typed: str, sentence: str) -> None:
    with pytest.raises(Refusal, match=sentence):
        await bot.commands.say(bot.asker("Ana", administrator=True), f"/team rename {typed}")


async def test_asking_for_a_teams_members_offers_the_list(bot: Bot) -> None:
    with pytest.raises(Refusal, match=r"Did you mean /team list\?"):
        await said(bot, "/team members", "Ben")
