"""Rules that a host changes in the lobby."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.features.games import events
from bot.features.games.actions import RuleGame
from bot.features.games.journal import Journal
from bot.features.games.model import Venue
from bot.features.games.rule_changes import GOALS, changed, menu
from bot.features.games.rules import Mode
from bot.features.games.state import GameState
from bot.features.scoring.points import Pooling
from bot.features.teams.model import Team
from bot.language.actions import decode
from bot.language.controls import Menu
from bot.language.refusals import Refusal
from bot.storage.database import Database
from tests.features.games.games import ANA, BEN, CLEO, TENANT
from tests.features.games.hosted import Bot
from tests.features.games.test_game import Table


def offered(state: GameState) -> dict[tuple[str, str], str]:
    found = {}
    for choice in menu(state).choices:
        action = decode(choice.press)
        assert isinstance(action, RuleGame)
        found[action.rule, action.value] = choice.label
    return found


def test_the_current_rules_are_not_offered() -> None:
    state = Table(mode=Mode.EVERYONE, goal=GOALS[0], streaks=True).state
    found = offered(state)
    assert ("mode", "everyone") not in found
    assert ("to", str(GOALS[0])) not in found
    assert found["to", "0"] == "Play all the questions"
    assert found["streaks", "no"] == "No extra for streaks"
    assert len(found) <= 25


def test_every_choice_does_what_it_says() -> None:
    state = Table(mode=Mode.EVERYONE).state
    for rule, value in offered(state):
        rules = changed(state, rule, value)
        assert rules != state.rules
        match rule:
            case "mode":
                assert rules.mode is Mode(value)
            case "to":
                assert rules.goal == int(value)
            case "streaks":
                assert rules.streaks
            case "read":
                assert rules.read is not None


def test_only_goals_that_someone_can_reach_are_offered() -> None:
    state = Table(questions=tuple(f"q{number}" for number in range(4))).state
    assert [value for rule, value in offered(state) if rule == "to"] == ["2000", "3000"]
    all_summed = replace(state, rules=replace(state.rules, pooling=Pooling.SUM))
    assert [int(value) for rule, value in offered(all_summed) if rule == "to"] == list(GOALS)


@pytest.mark.parametrize(
    ("rule", "value"), [("mode", "chess"), ("mode", "everyone"), ("to", "1"), ("", ""), ("pack", "x"), ("read", "9")]
)
def test_what_is_not_offered_is_not_taken(rule: str, value: str) -> None:
    with pytest.raises(Refusal, match="can't choose that now"):
        changed(Table(mode=Mode.EVERYONE).state, rule, value)


def test_a_duel_needs_no_more_than_two() -> None:
    table = Table(mode=Mode.EVERYONE)
    table.join(ANA, BEN, CLEO)
    with pytest.raises(Refusal, match="3 have joined"):
        changed(table.state, "mode", "duel")


def test_a_game_between_places_keeps_its_mode() -> None:
    table = Table()
    table.happen(events.VenueAdded(at=table.now, venue=Venue("slack:T1", "C1", "Owls")))
    assert not [rule for rule, _ in offered(table.state) if rule == "mode"]


def test_a_rematch_keeps_its_mode() -> None:
    """Only the two who played a duel can press its Rematch, and places may still be awaited."""
    duel = replace(Table(mode=Mode.DUEL).state, again="before")
    awaited = replace(
        Table().state, teams=(Team("a", "Foxes", tenant=TENANT, place="general"), *Table().state.teams[1:])
    )
    for state in (duel, awaited):
        assert not [rule for rule, _ in offered(state) if rule == "mode"]
        with pytest.raises(Refusal, match="can't choose that now"):
            changed(state, "mode", "everyone")


@pytest.fixture
async def bot(sqlite_database: Database) -> AsyncIterator[Bot]:
    bot = Bot(sqlite_database)
    yield bot
    await bot.close()


async def rule(bot: Bot, journal: Journal, name: str, value: str, who: str = "Ana") -> None:
    await bot.hosting.change_rules(bot.asker(who), journal, name, value)


async def test_a_host_changes_modes_and_everybody_keeps_a_team(bot: Bot) -> None:
    journal = await bot.start(3)
    await bot.join(journal, "Ana", "Ben", "Cleo")
    await rule(bot, journal, "mode", "elimination")
    await bot.until(journal, "Everyone has 3 lives")
    assert {player.team for player in journal.state.players.values()} == {""}
    await rule(bot, journal, "mode", "teams")
    await bot.until(journal, "Teams play against each other.")
    assert [player.team for player in journal.state.players.values()] == ["red", "blue", "red"]
    await rule(bot, journal, "to", "3000")
    await bot.until(journal, "First to 3,000 points wins.")
    controls = await bot.hosting.controls(bot.asker("Ana"), journal)
    assert "Change the rules …" in [block.prompt for block in controls.blocks if isinstance(block, Menu)]


async def test_only_a_host_and_only_in_the_lobby(bot: Bot) -> None:
    journal = await bot.start(1)
    await bot.join(journal, "Ana", "Ben")
    with pytest.raises(Refusal, match="Only the host"):
        await rule(bot, journal, "mode", "everyone", "Ben")
    await bot.act(journal, "start")
    with pytest.raises(Refusal, match="The game has started"):
        await rule(bot, journal, "mode", "everyone")
    controls = await bot.hosting.controls(bot.asker("Ana"), journal)
    assert "Change the rules …" not in [block.prompt for block in controls.blocks if isinstance(block, Menu)]
