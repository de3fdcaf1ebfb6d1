"""Modes: playing to a score, elimination, hints and reading time."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.question import prompt_of
from bot.features.games import board, events
from bot.features.games.eligibility import can_return, why_not_answer, why_not_join
from bot.features.games.ending import has_one_left, is_decided
from bot.features.games.events import EndReason, Given, decode, encode
from bot.features.games.game import replay
from bot.features.games.host_panel import ask_to_remove, panel
from bot.features.games.lobby import lobby
from bot.features.games.personal_results import personal_results
from bot.features.games.report import headline
from bot.features.games.rules import LIVES, Mode
from bot.features.games.standings import ranking, standings, target
from bot.features.games.state import GamePhase
from bot.features.games.timing import (
    LEAD,
    LONGEST_READING,
    SHORTEST_READING,
    changes_at,
    decide,
    due_at,
    left_to_count,
    reading_time,
)
from bot.features.scoring.points import HINT_COST, with_hint
from bot.language.people import MemberKey
from bot.language.plain import buttons, plain
from tests.features.games.games import ANA, BEN, CLEO, DAN, PEOPLE, SECOND, created
from tests.features.games.test_board import HERE, QUESTIONS, posed
from tests.features.games.test_game import Table
from tests.packs import pets

BEFORE_MODES = Path("tests/fixtures/game_before_modes.json")
MANY = tuple(f"q{number}" for number in range(12))


def play(table: Table, right: dict[MemberKey, bool], *, after: float = 5) -> None:
    """Ask a question, have some answer it, and let it close."""
    table.until_open()
    for who, is_right in right.items():
        table.answer(who, after, right=is_right)
    table.now = max(table.now, table.state.rounds[-1].closes_at)
    table.due()


def until_over(table: Table) -> None:
    while table.state.ended is None:
        table.now = max(table.now, due_at(table.state) or table.now)
        table.due()


def lives(table: Table) -> dict[str, int]:
    return {who.member: score.lives for who, score in standings(table.state).players.items() if score.asked}


def test_logs_of_the_last_release_are_read_and_scored_as_before() -> None:
    kept = json.loads(BEFORE_MODES.read_text())
    answers = [
        Given(MemberKey(tenant, member), position, said, right, datetime.fromisoformat(at), 100 * right)
        for tenant, member, position, said, right, at in kept["answers"]
    ]
    state = replay([decode(json.dumps(event)) for event in kept["events"]], answers)
    table = standings(state)
    assert {who.member: score.points for who, score in table.players.items()} == kept["points"]
    assert table.teams == kept["teams"]
    assert state.rules.topics == ("dogs",)
    assert (state.rules.goal, reading_time(state.rules, 0)) == (0, timedelta(0))


@pytest.mark.parametrize(("kept", "topics"), [("", ()), ("dogs", ("dogs",)), (["dogs", "cats"], ("dogs", "cats"))])
def test_topics_are_read_however_they_were_kept(kept: object, topics: tuple[str, ...]) -> None:
    event = json.loads(encode(created()))
    del event["rules"]["topics"]
    event["rules"]["topic"] = kept
    made = decode(json.dumps(event))
    assert isinstance(made, events.Created)
    assert made.rules.topics == topics
    assert decode(encode(made)) == made


def test_a_game_to_a_score_ends_once_somebody_has_it() -> None:
    table = Table(mode=Mode.EVERYONE, questions=MANY, goal=1500)
    table.join(ANA, BEN)
    play(table, {ANA: True}, after=0)
    assert not is_decided(table.state)
    play(table, {ANA: True, BEN: True}, after=0)
    assert is_decided(table.state)
    until_over(table)
    assert table.state.ended is EndReason.FINISHED
    assert len(table.state.rounds) == 2


@pytest.mark.parametrize("mode", [Mode.TEAMS, Mode.TOGETHER, Mode.DUEL])
def test_the_score_is_that_of_whoever_plays(mode: Mode) -> None:
    table = Table(mode=mode, questions=MANY, goal=1000)
    table.join(ANA, team="red")
    table.join(BEN, team="blue")
    play(table, {ANA: True, BEN: True}, after=10)
    assert not is_decided(table.state)
    assert mode is not Mode.TOGETHER or target(table.state) == 1000
    play(table, {ANA: True, BEN: False}, after=0)
    assert is_decided(table.state)


def test_who_is_out_cannot_reach_the_goal() -> None:
    table = Table(mode=Mode.ELIMINATION, questions=MANY, goal=3000)
    table.join(ANA, BEN, CLEO)
    for _ in range(LIVES):
        play(table, {ANA: True, BEN: True}, after=10)
    for _ in range(3):
        play(table, {CLEO: True}, after=0)
    assert standings(table.state).players[CLEO].points == 3000
    assert not is_decided(table.state), "who's out can't win"
    play(table, {ANA: True, BEN: True}, after=10)
    assert is_decided(table.state)


def test_who_is_wrong_too_often_is_out_and_the_last_one_in_wins() -> None:
    table = Table(mode=Mode.ELIMINATION, questions=MANY)
    table.join(ANA, BEN, CLEO)
    play(table, {ANA: True, BEN: False, CLEO: True})
    play(table, {ANA: True, BEN: False})
    assert lives(table) == {"ana": LIVES, "ben": 1, "cleo": 2}
    play(table, {ANA: True, BEN: False, CLEO: True})
    assert standings(table.state).players[BEN].out == 2
    assert not is_decided(table.state)
    play(table, {BEN: True, ANA: True}, after=0)
    assert standings(table.state).players[BEN].lives == 0, "who is out stays out, and may score all the same"
    play(table, {ANA: True, CLEO: False})
    assert is_decided(table.state)
    assert has_one_left(table.state, standings(table.state))
    assert [line.key for line in ranking(table.state, standings(table.state))] == [ANA, CLEO, BEN]


def test_nobody_loses_a_life_if_everyone_left_was_wrong() -> None:
    table = Table(mode=Mode.ELIMINATION, questions=MANY)
    table.join(ANA, BEN)
    play(table, {ANA: False})
    play(table, {})
    assert lives(table) == {"ana": LIVES, "ben": LIVES}


def test_late_joiners_begin_with_as_many_lives_as_whoever_has_the_fewest() -> None:
    table = Table(mode=Mode.ELIMINATION, questions=MANY)
    table.join(ANA, BEN)
    play(table, {ANA: True, BEN: False})
    play(table, {ANA: True, BEN: False})
    table.join(CLEO)
    play(table, {ANA: True, BEN: True, CLEO: True})
    assert lives(table) == {"ana": LIVES, "ben": 1, "cleo": 1}
    assert DAN not in standings(table.state).players


def test_leaving_saves_no_life() -> None:
    table = Table(mode=Mode.ELIMINATION, questions=MANY)
    table.join(ANA, BEN, CLEO)
    play(table, {ANA: True, BEN: True, CLEO: True})
    table.happen(events.Left(at=table.now, who=BEN))
    for _ in range(LIVES):
        play(table, {ANA: True, CLEO: True})
    assert standings(table.state).players[BEN].out == LIVES


def test_who_plays_alone_is_never_out() -> None:
    table = Table(mode=Mode.ELIMINATION, questions=MANY)
    table.join(ANA)
    for _ in range(5):
        play(table, {ANA: False})
    assert lives(table) == {"ana": LIVES}
    assert not is_decided(table.state)


def test_whoever_is_left_when_the_host_removes_the_others_is_the_last_one_in() -> None:
    table = Table(mode=Mode.ELIMINATION, questions=MANY)
    table.join(ANA, BEN)
    table.happen(events.Kicked(at=table.now, who=CLEO))
    play(table, {ANA: True, BEN: True}, after=0)
    assert not is_decided(table.state)
    table.happen(events.Kicked(at=table.now, who=BEN))
    until_over(table)
    assert len(table.state.rounds) == 1
    assert headline(table.state, standings(table.state)) == "ana is the last one in!"


def test_who_was_alone_from_the_start_plays_on_although_someone_was_removed() -> None:
    table = Table(mode=Mode.ELIMINATION, questions=MANY)
    table.join(ANA, BEN)
    table.happen(events.Kicked(at=table.now, who=BEN))
    play(table, {ANA: True})
    assert not is_decided(table.state)


def test_a_duel_ends_once_the_host_removes_one_of_the_two_and_nobody_else_can_take_their_seat() -> None:
    table = Table(mode=Mode.DUEL, questions=QUESTIONS)
    table.join(ANA, CLEO)
    table.happen(events.Kicked(at=table.now, who=CLEO))
    table.join(BEN)
    assert not can_return(table.state, CLEO)
    play(table, {ANA: True, BEN: False})
    table.until_open()
    assert "The duel ends without them." in plain(ask_to_remove(table.state, table.state.players[BEN]))
    table.happen(events.Kicked(at=table.now, who=BEN))
    assert "This duel ends soon, because it takes two." in plain(lobby(table.state, pets(), HERE))
    assert "This duel has its two players" in str(why_not_join(table.state, DAN))
    table.join(DAN)
    assert list(table.state.players) == [ANA]
    assert (can_return(table.state, BEN), can_return(table.state, CLEO)) == (True, False)
    offered = [each.label for each in buttons(panel(table.state, ANA, "general"))]
    assert ("Let ben back in" in offered, "Let cleo back in" in offered) == (True, False)
    table.answer(ANA, 1)
    table.due()
    assert "The podium comes" in shown(table)
    assert why_not_answer(table.state, ANA, 1, table.now) == "That question has closed; the podium comes soon."
    until_over(table)
    assert len(table.state.rounds) == 2
    assert headline(table.state, standings(table.state)) == "ana is the only one left"


def test_a_duel_goes_on_if_the_host_lets_the_removed_one_back_in_before_it_ends() -> None:
    table = Table(mode=Mode.DUEL, questions=QUESTIONS)
    table.join(ANA, BEN)
    play(table, {ANA: True, BEN: True})
    for event in (events.Kicked(at=table.now, who=BEN), events.Readmitted(at=table.now, who=BEN)):
        table.happen(event)
    assert not is_decided(table.state)
    assert "both players are in" in plain(lobby(table.state, pets(), HERE))


def test_a_duel_that_starts_by_itself_waits_for_two() -> None:
    table = Table(mode=Mode.DUEL, lobby=60 * SECOND, fewest=1)
    table.join(ANA)
    table.now += 60 * SECOND
    assert decide(table.state, table.now) is None
    assert "if 2 are in by then" in plain(lobby(table.state, pets(), HERE))
    table.join(BEN)
    table.due()
    assert table.state.phase is GamePhase.COUNTDOWN


rounds = st.lists(st.dictionaries(st.sampled_from(PEOPLE[:4]), st.booleans()), min_size=1, max_size=12)


@given(rounds, st.integers(0, 4))
def test_somebody_is_always_left_and_nobody_comes_back(said: list[dict[MemberKey, bool]], early: int) -> None:
    table = Table(mode=Mode.ELIMINATION, questions=MANY)
    table.join(*PEOPLE[:early])
    out: set[MemberKey] = set()
    for each in said:
        if is_decided(table.state) and table.state.rounds:
            break
        table.join(*(who for who in each if who not in table.state.players))
        play(table, each)
        scores = standings(table.state).players
        now_out = {who for who, score in scores.items() if score.out is not None}
        assert out <= now_out
        assert all((score.lives == 0) == (score.out is not None) for score in scores.values() if score.asked)
        assert all(0 <= score.lives <= LIVES for score in scores.values())
        asked = {who for who, score in scores.items() if score.asked}
        assert not asked or asked - now_out
        ranks = {line.key: line.rank for line in ranking(table.state, standings(table.state))}
        assert all(ranks[inside] < ranks[who] for who in now_out for inside in asked - now_out)
        out = now_out


def test_a_hint_costs_a_quarter_of_a_right_answer() -> None:
    table = Table(mode=Mode.EVERYONE)
    table.join(ANA, BEN, CLEO)
    table.until_open()
    current = table.state.rounds[-1]
    for who, after in ((ANA, 1), (BEN, 8), (CLEO, 1)):
        table.happen(events.Hinted(at=current.opens_at + after * SECOND, who=who, position=0))
    table.happen(events.Hinted(at=current.opens_at, who=BEN, position=0))
    table.answer(ANA, 10)
    table.answer(BEN, 5)  # before the hint
    table.answer(CLEO, 10, right=False)
    table.due()
    players = standings(table.state).players
    assert (players[ANA].points, players[BEN].points, players[CLEO].points) == (563, 875, 0)


@given(st.integers(0, 1000))
def test_a_hint_never_costs_more_than_it_says(full: int) -> None:
    assert abs(with_hint(full) * 100 - full * (100 - HINT_COST)) <= 50


def test_a_question_is_read_before_its_answers_open() -> None:
    table = Table(mode=Mode.EVERYONE, words=(10, 1, 400))
    table.join(ANA)
    table.happen(events.Started(at=table.now, opens_at=table.now + 5 * SECOND))
    table.now += 5 * SECOND
    table.due()
    assert table.state.shown is table.state.rounds[0]
    assert table.state.round is None
    assert due_at(table.state) == table.now + 3 * SECOND
    assert why_not_answer(table.state, ANA, 0, table.now) == "Read it first; the answers open in a moment."
    table.now += 3 * SECOND
    table.due()
    assert table.state.phase is GamePhase.QUESTION
    current = table.state.rounds[0]
    assert (current.opens_at, current.closes_at - current.opens_at) == (table.now + LEAD, 20 * SECOND)
    assert not current.reading


@pytest.mark.parametrize(
    ("words", "read", "seconds"),
    [
        (1, None, SHORTEST_READING // SECOND),
        (9, None, 3),
        (400, None, LONGEST_READING // SECOND),
        (400, 0 * SECOND, 0),
        (1, 7 * SECOND, 7),
    ],
)
def test_reading_takes_as_long_as_the_question_or_as_the_host_says(
    words: int, read: timedelta | None, seconds: int
) -> None:
    rules = created(words=(words,), read=read).rules
    assert reading_time(rules, 0) == seconds * SECOND
    assert reading_time(rules, 1) == timedelta(0)


def test_a_question_may_be_skipped_or_the_game_ended_while_it_is_read() -> None:
    for end in (False, True):
        table = Table(words=(10, 10, 10))
        table.join(ANA)
        table.happen(events.Started(at=table.now, opens_at=table.now))
        table.due()
        table.happen(events.Closed(at=table.now, position=0, next_at=table.now))
        assert table.state.shown is table.state.rounds[0], "what isn't open can't close"
        if end:
            table.happen(events.Ended(at=table.now, why=EndReason.STOPPED))
        else:
            table.happen(events.Skipped(at=table.now, position=0, next_at=table.now))
            assert table.state.phase is GamePhase.BREAK
        assert table.state.rounds[0].void
        assert not table.state.rounds[0].reading
        assert standings(table.state).counted == 0


def test_a_pause_while_a_question_is_read_waits_for_its_answers() -> None:
    table = Table(words=(10, 10, 10))
    table.join(ANA)
    table.happen(events.Started(at=table.now, opens_at=table.now))
    table.due()
    opens_at = due_at(table.state)
    table.happen(events.Paused(at=table.now))
    assert due_at(table.state) == opens_at
    table.happen(events.Resumed(at=table.now, next_at=table.now + 60 * SECOND))
    assert due_at(table.state) == opens_at
    table.until_open()


def test_who_plays_for_lives_hears_how_many_are_left() -> None:
    table = Table(mode=Mode.ELIMINATION, questions=QUESTIONS)
    table.join(ANA, BEN, CLEO)
    heard: list[dict[str, str]] = []
    for _ in range(3):
        play(table, {ANA: True, BEN: len(heard) < 1})
        last = table.state.rounds[-1].position
        told = personal_results(table.state, posed(table.state, last), (ANA, BEN, CLEO))
        heard.append({who.member: plain(said) for who, said in told.items()})
    assert "You have 3 lives left, and 3 are still in." in heard[0]["ana"]
    assert "You have 2 lives left, and 3 are still in." in heard[0]["cleo"]
    assert "You have 1 life left, and 2 are still in." in heard[2]["ben"]
    assert "You're out, but you can keep answering for points." in heard[2]["cleo"]
    play(table, {ANA: True})
    told = personal_results(table.state, posed(table.state, 3), (ANA, BEN))
    assert "You're the last one in!" in plain(told[ANA])
    assert "You're out.\n" in plain(told[BEN]), "there's nothing left to answer"


def test_it_says_why_a_question_costs_nobody_a_life() -> None:
    table = Table(mode=Mode.ELIMINATION, questions=QUESTIONS * 2)
    table.join(ANA, BEN, CLEO)
    for _ in range(LIVES):
        play(table, {ANA: True, BEN: True, CLEO: False})
    assert "No lives lost" not in shown(table)
    play(table, {ANA: False, CLEO: True})
    assert "No lives lost: nobody who's still in knew it." in shown(table)
    told = personal_results(table.state, posed(table.state, LIVES), (ANA, CLEO))
    assert "Not quite. You keep your 3 lives, because nobody who's still in knew it." in plain(told[ANA])
    assert "You're out, with " in plain(told[CLEO]), "that she can keep answering was said when she went out"
    for nobody_knew in ({}, {ANA: False, BEN: False}):
        play(table, nobody_knew)
        assert "\nNo lives lost.\n" in shown(table), "the line above says that nobody knew it"


def test_who_plays_alone_for_lives_is_not_the_last_one_in() -> None:
    table = Table(mode=Mode.ELIMINATION, questions=QUESTIONS)
    table.join(ANA)
    play(table, {ANA: True})
    told = personal_results(table.state, posed(table.state, 0), (ANA,))
    assert "You have 3 lives left." in plain(told[ANA])


def shown(table: Table) -> str:
    return plain(board.question(table.state, posed(table.state, len(table.state.rounds) - 1), HERE, table.now))


def test_a_question_being_read_has_no_buttons_and_says_when_they_come() -> None:
    table = Table(mode=Mode.EVERYONE, questions=QUESTIONS, words=(10,) * len(QUESTIONS))
    table.join(ANA)
    table.happen(events.Started(at=table.now, opens_at=table.now))
    table.due()
    said = board.question(table.state, posed(table.state, 0), HERE, table.now)
    assert [button.label for button in buttons(said)] == ["Host controls …"]
    assert "Read it first: the answers open at " in plain(said)
    assert prompt_of(posed(table.state, 0).question) in plain(said)
    table.happen(events.Ended(at=table.now, why=EndReason.STOPPED))
    assert "This question was skipped" in shown(table)


def test_a_lobby_says_the_rules() -> None:
    table = Table(mode=Mode.ELIMINATION, goal=3000)
    said = plain(lobby(table.state, pets(), HERE))
    assert "First to 3,000 points wins." in said
    assert "Everyone has 3 lives" in said


@pytest.mark.parametrize(
    ("mode", "words"), [(Mode.EVERYONE, "The podium comes"), (Mode.TEAMS, "The next question comes")]
)
def test_the_board_knows_when_the_goal_ends_the_game(mode: Mode, words: str) -> None:
    table = Table(mode=mode, questions=QUESTIONS, goal=1000)
    table.join(ANA, BEN)
    play(table, {ANA: True}, after=0)
    assert words in shown(table)


def test_a_countdown_counts_three_two_one() -> None:
    table = Table()
    table.join(ANA)
    table.happen(events.Started(at=table.now, opens_at=table.now + 5 * SECOND))
    opens, since, seen = table.now + 5 * SECOND, table.now, []
    while (at := changes_at(table.state, since)) is not None:
        seen.append((opens - at, left_to_count(table.state, at)))
        said = plain(lobby(table.state, pets(), HERE, at))
        assert f"The first question comes in {(opens - at) // SECOND} second" in said
        since = at
    assert seen == [(left * SECOND, left * SECOND) for left in (3, 2, 1)]
    assert left_to_count(table.state, opens - 4 * SECOND) is None
    table.happen(events.Paused(at=table.now))
    assert "The game's paused" in plain(lobby(table.state, pets(), HERE, opens - SECOND))
