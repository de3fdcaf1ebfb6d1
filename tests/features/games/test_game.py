"""A game step by step: what the state machine promises, told as short stories."""

import json
from datetime import timedelta
from typing import Any

import pytest

from bot.features.games import events
from bot.features.games.effects import Draw, Finish
from bot.features.games.eligibility import why_not_answer, why_not_join
from bot.features.games.events import Answered, EndReason, Given, Logged
from bot.features.games.game import begin, replay, step
from bot.features.games.model import Venue
from bot.features.games.rules import Mode
from bot.features.games.standings import standings, target
from bot.features.games.state import (
    GamePhase,
    GameState,
    answered,
    delay,
    expected,
    moment,
)
from bot.features.games.timing import COUNTDOWN, HOST_AWAY, LEAD, WAITS, after_outage, decide, due_at
from bot.features.teams.model import Team
from bot.language.people import MemberKey
from tests.features.games.games import ANA, BEN, BLUE, CLEO, DAN, RED, SECOND, T0, TENANT, created


class Table:
    """A game played by hand."""

    def __init__(self, **rules: Any) -> None:
        first = created(**rules)
        self.now = T0
        self.log: list[Logged] = [first]
        self.state, self.effects = begin(first)

    def happen(self, event: events.Event) -> GameState:
        if not isinstance(event, Answered):
            self.log.append(event)
        self.state, self.effects = step(self.state, event)
        return self.state

    def join(self, *people: MemberKey, team: str = "red") -> None:
        for who in people:
            self.happen(events.Joined(at=self.now, who=who, name=who.member, team=team, place="general"))

    def until_open(self) -> None:
        """Go on to the next question, or to the end if there's none; a host resumes a silent game."""
        if self.state.phase is GamePhase.LOBBY:
            self.happen(events.Started(at=self.now, opens_at=self.now + 5 * SECOND))
        while self.state.phase not in (GamePhase.QUESTION, GamePhase.ENDED):
            if self.state.paused:
                self.happen(events.Resumed(at=self.now, next_at=self.now))
            self.now = max(self.now, due_at(self.state) or self.now)
            self.due()
        self.now = self.state.rounds[-1].opens_at

    def due(self) -> None:
        event = decide(self.state, self.now)
        assert event is not None
        self.happen(event)

    def answer(self, who: MemberKey, after: float, *, right: bool = True) -> None:
        current = self.state.rounds[-1]
        at = current.opens_at + timedelta(seconds=after)
        self.happen(Answered(answers=(Given(who, current.position, "1", right, at, 100 * right),)))


def test_a_game_from_lobby_to_podium() -> None:
    table = Table()
    assert table.effects == (Draw("lobby"),)
    table.join(ANA)
    table.join(BEN, team="blue")
    table.until_open()
    assert table.state.rounds[0].closes_at - table.state.rounds[0].opens_at == 20 * SECOND
    assert due_at(table.state) == table.state.rounds[0].closes_at
    table.answer(ANA, 0.2)
    assert (answered(table.state, table.state.rounds[0]), expected(table.state, table.state.rounds[0])) == (1, 2)
    assert standings(table.state).players[ANA].points == 0, "nothing shows before the close"
    assert decide(table.state, table.now) is None
    table.answer(BEN, 10)
    table.due()  # all have answered: it closes before its time
    assert standings(table.state).teams == {"red": 1000, "blue": 750}
    for _ in range(2):
        table.until_open()
        table.now += 21 * SECOND
        table.due()
    table.now += 11 * SECOND
    table.due()
    assert table.state.ended is EndReason.FINISHED
    assert [*table.effects] == [Draw("question-2"), Draw("lobby"), Draw("end"), Finish()]
    assert due_at(table.state) is None
    assert replay(table.log, [Given(ANA, 0, "1", True, table.state.rounds[0].answers[ANA].at, 100)]).ended


def test_the_size_of_a_team_neither_helps_nor_hurts() -> None:
    table = Table()
    table.join(ANA, BEN, CLEO)
    table.join(DAN, team="blue")
    table.until_open()
    for who in (ANA, BEN, CLEO, DAN):
        table.answer(who, 10)
    table.due()
    assert standings(table.state).teams == {"red": 750, "blue": 750}


def test_the_silent_count_but_those_who_came_later_do_not() -> None:
    table = Table()
    table.join(ANA, BEN)
    table.until_open()
    table.answer(ANA, 0)
    table.join(CLEO)
    table.now += 25 * SECOND
    table.due()
    table_of = standings(table.state)
    assert table_of.teams["red"] == 500
    assert (table_of.players[BEN].asked, table_of.players[CLEO].asked) == (1, 0)
    table.until_open()
    table.answer(CLEO, 0)
    table.now += 25 * SECOND
    table.due()
    assert standings(table.state).teams["red"] == 500 + 333


def test_a_skipped_question_counts_for_nobody() -> None:
    table = Table()
    table.join(ANA)
    table.until_open()
    table.answer(ANA, 0)
    table.happen(events.Skipped(at=table.now, position=0, next_at=table.now))
    assert standings(table.state).players[ANA].asked == 0
    assert standings(table.state).counted == 0
    table.until_open()
    assert table.state.rounds[-1].position == 1


def test_a_pause_lets_the_open_question_end_and_no_other_begin() -> None:
    table = Table()
    table.join(ANA)
    table.until_open()
    table.happen(events.Paused(at=table.now))
    table.now += 21 * SECOND
    table.due()
    table.now += 60 * SECOND
    assert decide(table.state, table.now) is None
    table.happen(events.Resumed(at=table.now, next_at=table.now))
    table.due()
    assert table.state.phase is GamePhase.QUESTION


def test_an_outage_gives_its_time_back_and_costs_no_points() -> None:
    table = Table()
    table.join(ANA)
    table.until_open()
    left_off = table.now + 5 * SECOND
    lost = after_outage(table.state, left_off, left_off + 30 * SECOND)
    assert lost is not None
    table.happen(lost)
    current = table.state.rounds[0]
    assert current.closes_at - (left_off + 30 * SECOND) == 15 * SECOND
    assert delay(current, current.opens_at + 4 * SECOND) == 4 * SECOND
    assert delay(current, current.opens_at + 20 * SECOND) == 5 * SECOND
    assert delay(current, current.opens_at + 40 * SECOND) == 10 * SECOND
    table.answer(ANA, 40)
    table.due()
    assert standings(table.state).players[ANA].points == 750
    assert after_outage(table.state, table.now, table.now + 30 * SECOND) is None


def test_more_time_from_the_host_costs_no_more_than_all_of_the_time() -> None:
    table = Table()
    table.join(ANA)
    table.until_open()
    until = table.state.rounds[0].closes_at + 15 * SECOND
    table.happen(events.Extended(at=table.now, position=0, closes_at=until))
    assert why_not_answer(table.state, ANA, 0, until) is None
    assert why_not_answer(table.state, ANA, 0, until + timedelta(milliseconds=1)) is not None
    table.answer(ANA, 34)
    table.due()
    assert standings(table.state).players[ANA].points == 500


def test_who_answers_too_late_hears_what_follows() -> None:
    table = Table(questions=("q0", "q1"))
    table.join(ANA, BEN)
    for coming in ("next one", "podium"):
        table.until_open()
        closed = table.state.rounds[-1]
        table.now = closed.closes_at
        table.due()
        sentence = f"That question has closed; the {coming} comes soon."
        assert why_not_answer(table.state, ANA, closed.position, table.now) == sentence
        if coming == "next one":
            table.until_open()
            late = why_not_answer(table.state, ANA, closed.position, table.now)
            assert late == "That question has closed; answer the latest one."


def test_time_counts_from_the_platforms_stamp_within_reason() -> None:
    table = Table()
    table.until_open()
    current = table.state.rounds[0]
    now = current.opens_at + 3 * SECOND
    assert moment(current, now - SECOND, now) == now - SECOND
    assert moment(current, now - 60 * SECOND, now) == current.opens_at
    assert moment(current, now - timedelta(microseconds=1), now) == now - timedelta(milliseconds=1)
    assert moment(current, now + 60 * SECOND, now) == now
    assert current.opens_at - current.closes_at + 20 * SECOND == timedelta(0)
    assert LEAD == SECOND


def test_whoever_leaves_the_players_still_hosts_until_they_vanish() -> None:
    table = Table()
    table.join(ANA, BEN)
    table.happen(events.Left(at=table.now, who=ANA))
    assert decide(table.state, table.now) is None
    assert [*table.state.hosts] == [ANA]
    table.now += HOST_AWAY
    assert due_at(table.state) == table.now
    table.due()
    assert [*table.state.hosts] == [ANA, BEN], "who was there first keeps the right"


def test_a_game_that_nobody_starts_ends() -> None:
    table = Table()
    table.now += WAITS
    table.due()
    assert table.state.ended is EndReason.ABANDONED


def test_a_lobby_may_end_by_itself_once_enough_have_joined() -> None:
    table = Table(lobby=60 * SECOND, fewest=2)
    table.join(ANA)
    table.now += 60 * SECOND
    assert decide(table.state, table.now) is None
    table.now += 30 * SECOND
    table.join(BEN)
    assert due_at(table.state) == T0 + 60 * SECOND
    table.due()
    assert {player.team for player in table.state.players.values()} == {"red", "blue"}, "both were in Red"
    table.due()
    assert (table.state.phase, table.state.next_at) == (GamePhase.COUNTDOWN, table.now + COUNTDOWN)


def test_a_lobby_that_ends_by_itself_gives_others_time_to_join() -> None:
    table = Table(lobby=60 * SECOND, fewest=1)
    table.join(ANA, BEN)
    assert due_at(table.state) == T0 + 60 * SECOND
    assert decide(table.state, T0 + 59 * SECOND) is None
    table.happen(events.Left(at=table.now, who=BEN))
    table.now += 60 * SECOND
    table.due()
    assert table.state.phase is GamePhase.COUNTDOWN


@pytest.mark.parametrize("joined", [(), (ANA,)])
def test_a_lobby_where_too_few_come_closes(joined: tuple[MemberKey, ...]) -> None:
    table = Table(lobby=60 * SECOND, fewest=2)
    table.join(*joined)
    table.now += WAITS
    assert due_at(table.state) is not None
    table.due()
    assert table.state.ended is EndReason.EMPTY


def test_logs_from_before_lobbies_could_end_by_themselves_are_read() -> None:
    kept = json.loads(events.encode(created()))
    del kept["rules"]["lobby"], kept["rules"]["fewest"]
    assert events.decode(json.dumps(kept)) == created()


def test_a_duel_is_for_two() -> None:
    table = Table(mode=Mode.DUEL)
    table.join(ANA, BEN, CLEO)
    assert list(table.state.players) == [ANA, BEN]
    assert why_not_join(table.state, CLEO) == (
        "This duel has its two players; watch, or start a game of your own later."
    )
    table.until_open()
    assert why_not_answer(table.state, CLEO, 0, table.now)


def test_together_against_a_target() -> None:
    table = Table(mode=Mode.TOGETHER)
    table.join(ANA, BEN)
    table.until_open()
    table.answer(ANA, 0)
    table.answer(BEN, 10)
    table.due()
    assert standings(table.state).together == 875
    assert target(table.state) == 1800


def test_whoever_is_kicked_stays_out_and_their_points_with_them() -> None:
    table = Table()
    table.join(ANA, BEN)
    table.until_open()
    table.answer(BEN, 0)
    table.answer(ANA, 10)
    table.happen(events.Kicked(at=table.now, who=BEN))
    table.due()
    assert standings(table.state).teams["red"] == 750
    table.join(BEN)
    assert BEN not in table.state.players
    assert why_not_answer(table.state, BEN, 0, table.now) is not None


def test_between_places_each_place_is_a_team() -> None:
    table = Table()
    table.join(ANA, team="blue")
    there = Venue("slack:T1", "C1", "Owls")
    table.happen(events.VenueAdded(at=table.now, venue=there))
    assert [team.name for team in table.state.teams] == ["#general", "Owls"]
    assert table.state.players[ANA].team == "side1"
    guest = MemberKey("slack:T1", "U1")
    table.happen(events.Joined(at=table.now, who=guest, name="Uma", team="side1", place="C1"))
    assert table.state.players[guest].team == "side2"


def test_teams_stay_as_they_are_once_the_game_runs() -> None:
    table = Table()
    table.join(ANA)
    table.join(ANA, team="blue")
    assert table.state.players[ANA].team == "blue"
    table.until_open()
    table.join(ANA, team="red")
    assert table.state.players[ANA].team == "blue"
    table.happen(events.Left(at=table.now, who=ANA))
    table.join(ANA, team="red")
    assert table.state.players[ANA] == table.state.players[ANA].__class__(ANA, "ana", "blue", "general")


def test_what_does_not_fit_changes_nothing() -> None:
    table = Table()
    before = table.state
    for event in (
        events.Opened(at=T0, position=0, opens_at=T0, closes_at=T0),
        events.Closed(at=T0, position=0, next_at=T0),
        events.Hurried(at=T0),
        events.Paused(at=T0),
        events.Resumed(at=T0, next_at=T0),
        events.Left(at=T0, who=ANA),
        Answered(answers=(Given(ANA, 0, "1", True, T0, 100),)),
    ):
        assert step(before, event) == (before, ())
    with pytest.raises(ValueError, match="begins with its creation"):
        replay([events.Paused(at=T0)])
    with pytest.raises(ValueError, match="begins with its creation"):
        replay([])
    assert before.teams == (RED, BLUE) == (Team("red", "Red", "red"), Team("blue", "Blue", "blue"))
    assert before.tenant == TENANT


def test_a_game_that_everyone_has_fallen_silent_in_pauses_until_a_host_resumes_it() -> None:
    table = Table(questions=tuple(f"q{number}" for number in range(9)))
    table.join(ANA, BEN)

    def nobody_answers(times: int) -> None:
        for _ in range(times):
            table.until_open()
            table.now += 25 * SECOND
            table.due()

    nobody_answers(2)
    table.until_open()
    table.answer(BEN, 1)
    table.now += 25 * SECOND
    table.due()
    nobody_answers(3)
    assert type(table.log[-1]) is events.Closed
    table.due()  # before the next question would come
    assert table.log[-1:] == [events.Paused(at=table.now, silent=True)]
    assert "until a host resumes it" in str(why_not_answer(table.state, BEN, 5, table.now))
    table.due()  # the host has been silent for three minutes, too
    assert list(table.state.hosts) == [ANA, BEN]
    assert decide(table.state, table.now) is None
    table.happen(events.Resumed(at=table.now, next_at=table.now))
    nobody_answers(2)
    table.until_open()
    assert replay(table.log).rounds[-1].position == 8
    table.now += 25 * SECOND
    table.due()
    table.now += 11 * SECOND
    table.due()
    assert table.state.ended is EndReason.FINISHED, "the last question has the podium after it, not a pause"
