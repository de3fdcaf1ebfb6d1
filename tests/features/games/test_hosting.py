"""Hosting: what asks first and can be undone, who ended a game, lopsided teams, and names between channels."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.features.games.actions import HostGame
from bot.features.games.events import EndReason
from bot.features.games.host_events import GONE_ON
from bot.features.games.host_panel import number_of, panel
from bot.features.games.journal import Journal
from bot.features.games.rules import Mode
from bot.features.games.state import GamePhase, Player
from bot.language.actions import decode
from bot.language.controls import Menu
from bot.language.message import Message
from bot.language.people import MemberKey, Place
from bot.language.plain import buttons, plain
from bot.language.refusals import Refusal
from bot.storage.database import Database
from tests.fakes.boards import turned_until
from tests.features.games.hosted import HERE, Bot

LEFT, RIGHT = Place("general", "#general"), Place("right", "#right")


@pytest.fixture
async def bot(sqlite_database: Database) -> AsyncIterator[Bot]:
    made = Bot(sqlite_database)
    yield made
    await made.close()


def who(name: str) -> MemberKey:
    return MemberKey(HERE.key, name.lower())


def number(name: str) -> int:
    return number_of(who(name))


async def between_channels(bot: Bot, left: str = "Foxes", right: str = "Owls") -> Journal:
    journal = await bot.start(1)
    await bot.join(journal, "Ana", "Ben")
    invited = plain(await bot.invitations.invite(bot.asker("Ana", administrator=True), journal, left))
    code = invited.split("side: ")[1].split()[0]
    cleo = bot.asker("Cleo", place=RIGHT, administrator=True)
    await bot.invitations.accept(cleo, code, right)
    await bot.play.join(cleo, journal)
    await bot.play.join(bot.asker("Dan", place=RIGHT), journal)
    return journal


async def test_ending_a_game_or_removing_a_player_asks_first(bot: Bot) -> None:
    journal = await bot.start(2)
    await bot.join(journal, "Ana", "Ben", "Cleo")
    asked = await bot.act(journal, "ask_to_stop")
    assert [each.label for each in buttons(asked)] == ["End the game", "Keep playing"]
    assert journal.state.phase is GamePhase.LOBBY
    asked = await bot.act(journal, "kick", player=number("Ben"))
    assert "Remove Ben from the game?" in plain(asked)
    assert who("Ben") in journal.state.players
    done = await bot.act(journal, "remove", player=number("Ben"))
    assert "Ben is out of the game" in plain(done)
    assert "Host controls" in plain(done), "the controls stay"
    assert "Let Ben back in" in [each.label for each in buttons(done)]
    with pytest.raises(Refusal, match="taken you out"):
        await bot.join(journal, "Ben")
    back = await bot.act(journal, "let_in", player=number("Ben"))
    assert "Ben is back in" in plain(back)
    assert who("Ben") in journal.state.players
    await bot.act(journal, "show")
    with pytest.raises(Refusal, match="Only the host"):
        await bot.act(journal, "ask_to_stop", "Ben")


async def test_points_come_back_with_whoever_is_let_in_again(bot: Bot) -> None:
    journal = await bot.start(2, mode="everyone")
    await bot.join(journal, "Ana", "Ben")
    await bot.act(journal, "start")
    await bot.until_open(journal, 0)
    for name in ("Ana", "Ben"):
        await bot.answer(journal, name, bot.right(journal.state, 0))
    await turned_until(bot.clock, lambda: journal.state.phase is GamePhase.BREAK)  # type: ignore[arg-type]
    await bot.act(journal, "remove", player=number("Ben"))
    await bot.act(journal, "let_in", player=number("Ben"))
    assert who("Ben") in journal.state.rounds[0].answers
    await bot.until_open(journal, 1)
    await bot.answer(journal, "Ben", bot.right(journal.state, 1))


@pytest.mark.parametrize(("name", "administrator", "why"), [("Ana", True, "host"), ("Ivo", True, "administrator")])
async def test_the_board_says_who_ended_it(bot: Bot, name: str, administrator: bool, why: str) -> None:
    journal = await bot.start(2)
    await bot.join(journal, "Ana", "Ben")
    await bot.act(journal, "start")
    await bot.until_open(journal, 0)
    said = await bot.hosting.act(bot.asker(name, administrator=administrator), journal, "stop")
    assert plain(said).endswith("You ended the game.")
    await bot.until(journal, f"{'The host' if why == 'host' else 'An administrator'} stopped the game.")
    over = await bot.hosting.controls(bot.asker("Ana"), journal)
    assert buttons(over) == [], "nobody can be removed from what is over"


async def test_lopsided_teams_are_asked_about(bot: Bot) -> None:
    journal = await bot.start(1)
    await bot.join(journal, "Ana", "Ben", "Cleo", "Dan", team="red")
    asked = await bot.act(journal, "start")
    assert "So far: 4 in Red and nobody in Blue." in plain(asked)
    assert [each.label for each in buttons(asked)] == ["Even them out and start", "Start as it is"]
    assert journal.state.next_at is None
    await bot.act(journal, "deal_and_start")
    assert sorted(each.team for each in journal.state.players.values()) == ["blue", "blue", "red", "red"]


async def test_lopsided_teams_may_play(bot: Bot) -> None:
    journal = await bot.start(1)
    await bot.join(journal, "Ana", "Ben", team="red")
    await bot.act(journal, "start_as_it_is")
    assert {each.team for each in journal.state.players.values()} == {"red"}


async def test_whoever_is_alone_plays_without_teams(bot: Bot) -> None:
    journal = await bot.start(1)
    await bot.join(journal, "Ana", team="red")
    await bot.act(journal, "start")
    await bot.until_open(journal, 0)
    assert journal.state.rules.mode is Mode.EVERYONE
    await bot.answer(journal, "Ana", bot.right(journal.state, 0))
    await bot.until_over(journal)
    assert "Red" not in bot.boards.now()
    assert "Ana" in bot.boards.now()


async def test_a_full_duel_offers_no_join(bot: Bot) -> None:
    journal = await bot.start(1, mode="duel")
    await bot.join(journal, "Ana", "Ben")
    await bot.until(journal, "Ana, Ben")
    labels = [each.label for each in buttons(bot.boards.message())]
    assert "Join" not in labels
    assert "Leave" in labels


async def test_names_stay_on_their_own_side_between_two_channels(bot: Bot) -> None:
    journal = await between_channels(bot)
    await bot.act(journal, "start")
    await bot.until_open(journal, 0)
    for name in ("Ana", "Ben", "Cleo", "Dan"):
        await bot.answer(journal, name, bot.right(journal.state, 0))
    await bot.until_over(journal)
    assert journal.state.ended is EndReason.FINISHED
    places = ("general", "right")
    written = {place: "\n".join(text for _, at, _, text, _ in bot.boards.history if at == place) for place in places}
    for name in ("Cleo", "Dan"):
        assert name not in written["general"]
    for name in ("Ana", "Ben"):
        assert name not in written["right"]
    assert "Hosted by the other side" in written["right"]
    assert "another place" not in written["general"].split("Owls")[0], "before another side was in"
    controls = await bot.hosting.controls(bot.asker("Ana"), journal)
    assert "Cleo" not in plain(controls)


async def test_a_pause_names_only_hosts_of_the_own_side(bot: Bot) -> None:
    journal = await between_channels(bot)
    await bot.act(journal, "start")
    await bot.act(journal, "pause")
    await bot.until(journal, "The game's paused; Ana can resume it.")
    await bot.until(journal, "The game's paused; a host can resume it.", "right")


@pytest.mark.parametrize("typed", ["Foxes", "foxes", "FOXES", " Foxes ", "Fo\u00adxes", "Ｆｏｘｅｓ"])
async def test_the_other_side_cannot_take_the_name(bot: Bot, typed: str) -> None:
    journal = await bot.start(1)
    await bot.join(journal, "Ana")
    invited = plain(await bot.invitations.invite(bot.asker("Ana", administrator=True), journal, "Foxes"))
    code = invited.split("side: ")[1].split()[0]
    cleo = bot.asker("Cleo", place=RIGHT, administrator=True)
    with pytest.raises(Refusal, match="already called"):
        await bot.invitations.accept(cleo, code, typed)
    await bot.invitations.accept(cleo, code, "Owls")  # the code still works
    with pytest.raises(Refusal, match="already called"):
        await bot.invitations.invite(bot.asker("Ana", administrator=True), journal, "owls")


async def test_two_channels_of_one_tenant_get_different_names(bot: Bot) -> None:
    journal = await between_channels(bot, "", "")
    assert [each.name for each in journal.state.venues] == [HERE.name, f"{HERE.name} 2"]


def press_of(said: Message, label: str) -> tuple[str, int]:
    """Return what a button of the host controls does, and the number it carries."""
    press = next(each.press for each in buttons(said) if each.label == label)
    action = decode(press)
    assert isinstance(action, HostGame)
    return action.act, action.player


@pytest.mark.parametrize(("label", "at"), [("Skip this question", 0), ("Next question now", 1)])
async def test_a_button_skips_only_the_question_it_was_shown_for(bot: Bot, label: str, at: int) -> None:
    journal = await bot.start(3, mode="everyone")
    await bot.join(journal, "Ana")
    await bot.act(journal, "start")
    await bot.until_open(journal, 0)
    if at:
        await bot.answer(journal, "Ana")
        await bot.until(journal, "The right ")
    act, number = press_of(await bot.act(journal, "show"), label)
    if not at:
        await bot.answer(journal, "Ana")
    await bot.until_open(journal, 1)
    late = await bot.act(journal, act, player=number)
    assert "nothing was skipped" in plain(late)
    assert "Skip this question" in [each.label for each in buttons(late)], "the controls are those that fit now"
    assert not journal.state.rounds[1].void
    act, number = press_of(await bot.act(journal, "show"), "Skip this question")
    assert "Done" in plain(await bot.act(journal, act, player=number))
    assert journal.state.rounds[1].void


async def test_a_teams_button_joins_a_game_that_has_just_begun_without_teams(bot: Bot) -> None:
    journal = await bot.start(2)
    await bot.join(journal, "Ana")
    team = journal.state.teams[0].id
    with pytest.raises(Refusal, match="There's no such team"):
        await bot.play.join(bot.asker("Ben"), journal, "green")
    await bot.act(journal, "start_as_it_is")
    assert not journal.state.teams
    assert "You're in, and" in plain(await bot.play.join(bot.asker("Ben"), journal, team))


async def test_two_hosts_who_skip_at_once_skip_one_question(bot: Bot) -> None:
    journal = await bot.start(3, mode="everyone")
    await bot.join(journal, "Ana", "Ben")
    await bot.act(journal, "start")
    await bot.until_open(journal, 0)
    act, number = press_of(await bot.act(journal, "show"), "Skip this question")
    ada = bot.asker("Ada", administrator=True)
    acts = (bot.act(journal, act, player=number), bot.hosting.act(ada, journal, act, number))
    done = await asyncio.gather(*acts, return_exceptions=True)
    assert [str(each) for each in done if isinstance(each, Refusal)] == [GONE_ON]
    assert journal.state.phase is GamePhase.BREAK
    assert journal.state.next_at is not None
    assert journal.state.next_at > bot.clock.now(), "there's time to read why"


async def test_a_pause_by_two_hosts_is_one(bot: Bot) -> None:
    journal = await bot.start(3, mode="everyone")
    await bot.join(journal, "Ana")
    await bot.act(journal, "start")
    await bot.act(journal, "pause")
    with pytest.raises(Refusal, match="paused"):
        await bot.act(journal, "pause")
    for name, who in (("Ana", "you resume"), ("Ben", "a host resumes")):
        assert f"You're in, and the game's paused until {who} it." in plain(
            await bot.play.join(bot.asker(name), journal)
        )
    await bot.act(journal, "stop")
    with pytest.raises(Refusal, match="That game is over; start another with /game start"):
        await bot.act(journal, "pause")


async def test_a_host_who_is_let_in_again_hosts_again(bot: Bot) -> None:
    journal = await bot.start(2, mode="everyone")
    await bot.join(journal, "Ana", "Ben")
    ada = bot.asker("Ada", administrator=True)
    await bot.hosting.act(ada, journal, "remove", number("Ana"))
    with pytest.raises(Refusal, match="Only the host"):
        await bot.act(journal, "start")
    await turned_until(bot.clock, lambda: "Hosted by Ben" in bot.boards.now(), 1.0)  # type: ignore[arg-type]
    await bot.hosting.act(ada, journal, "let_in", number("Ana"))
    await bot.act(journal, "start")
    await turned_until(bot.clock, lambda: "Hosted by Ben and Ana" in bot.boards.now(), 0.2)  # type: ignore[arg-type]


async def test_nobody_can_remove_an_erased_player(bot: Bot) -> None:
    journal = await bot.start(2, mode="everyone")
    await bot.join(journal, "Ana", "Ben", "Cleo")
    await bot.act(journal, "start")
    await bot.until_open(journal, 0)
    await bot.answer(journal, "Ben")
    ghost = MemberKey(HERE.key, "erased:7")
    panel_of = replace(journal.state, players={**journal.state.players, ghost: Player(ghost, "Someone", "", LEFT.id)})
    (menu,) = [each for each in panel(panel_of, who("Ana"), LEFT.id).blocks if isinstance(each, Menu)]
    assert [each.label for each in menu.choices] == ["Ben", "Cleo"]


async def test_anyone_can_be_removed_from_a_large_game(bot: Bot) -> None:
    journal = await bot.start(2, mode="everyone")
    names = [f"Player {number:02}" for number in range(60, 0, -1)]
    players = {who(name): Player(who(name), name, "", LEFT.id) for name in names}
    crowded = replace(journal.state, players=players)
    blocks = panel(crowded, who("Ana"), LEFT.id).blocks
    menus = [each for each in blocks if isinstance(each, Menu) and each.prompt.startswith("Remove")]
    assert [each.label for menu in menus for each in menu.choices] == sorted(names)
    assert menus[0].prompt == "Remove a player, from Player 01 to Player 25 …"
