"""The game under any sequence of joins, leaves, answers, host actions, timeouts, crashes and duplicates."""

from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.features.games import events
from bot.features.games.eligibility import why_not_answer, why_not_join
from bot.features.games.events import Answered, EndReason, Given, Logged, decode, encode
from bot.features.games.game import begin, replay, step
from bot.features.games.rules import Mode
from bot.features.games.standings import standings
from bot.features.games.state import GamePhase, GameState, moment, question_board
from bot.features.games.timing import EXTENSION, REVEAL, after_outage, decide, due_at
from bot.features.scoring.points import Pooling, pooled
from bot.language.people import MemberKey
from tests.features.games.games import BLUE, PEOPLE, RED, SECOND, T0, created, naive_scores

people = st.sampled_from(PEOPLE)


class Game(RuleBasedStateMachine):
    """A host that logs what the game decides, and players that do as they like."""

    state: GameState

    @initialize(
        mode=st.sampled_from(Mode),
        pooling=st.sampled_from(Pooling),
        streaks=st.booleans(),
        early=st.lists(people),
        goal=st.sampled_from((0, 0, 900)),
        words=st.sampled_from(((), (8, 1, 200))),
    )
    def create(
        self,
        mode: Mode,
        pooling: Pooling,
        streaks: bool,
        early: list[MemberKey],
        goal: int,
        words: tuple[int, ...],
    ) -> None:
        first = created(mode=mode, pooling=pooling, streaks=streaks, goal=goal, words=words)
        self.now = T0
        self.log: list[Logged] = [first]
        self.kept: dict[tuple[MemberKey, int], Given] = {}
        self.first_shown: list[str] = []
        self.state, _ = begin(first)
        for who in early:
            self.join(who, "red")

    def happen(self, event: Logged) -> None:
        """Log an event and take the step; encoding and decoding leave the event as it was."""
        assert decode(encode(event)) == event
        self.log.append(event)
        rounds = len(self.state.rounds)
        self.state, effects = step(self.state, event)
        if len(self.state.rounds) > rounds:
            board = question_board(rounds)
            assert [each for each in effects if getattr(each, "board", "") == board]
            assert board not in self.first_shown
            self.first_shown.append(board)

    @rule(who=people, team=st.sampled_from(("red", "blue")))
    def join(self, who: MemberKey, team: str) -> None:
        if why_not_join(self.state, who) is None:
            team = team if self.state.teams else ""
            self.happen(events.Joined(at=self.now, who=who, name=who.member, team=team, place="general"))
            assert self.state.players[who].playing

    @precondition(lambda self: bool(self.state.players))
    @rule(who=people)
    def leave(self, who: MemberKey) -> None:
        self.happen(events.Left(at=self.now, who=who))

    @precondition(lambda self: len(self.state.players) > 2)
    @rule(who=people)
    def kick(self, who: MemberKey) -> None:
        self.happen(events.Kicked(at=self.now, who=who))

    @precondition(lambda self: self.state.phase is GamePhase.LOBBY)
    @rule(seed=st.integers(0, 99))
    def balance(self, seed: int) -> None:
        dealt = sorted(self.state.players)
        Random(seed).shuffle(dealt)
        pairs = tuple((who, ("red", "blue")[number % 2]) for number, who in enumerate(dealt))
        if self.state.teams:
            self.happen(events.Balanced(at=self.now, teams=pairs))

    @precondition(lambda self: self.state.phase is GamePhase.LOBBY)
    @rule(streaks=st.booleans(), goal=st.sampled_from((0, 900)), mode=st.sampled_from(Mode))
    def change_the_rules(self, streaks: bool, goal: int, mode: Mode) -> None:
        if mode is Mode.DUEL and len(self.state.players) > 2:
            return
        rules = replace(self.state.rules, streaks=streaks, goal=goal, mode=mode)
        teams = (RED, BLUE) if mode is Mode.TEAMS else ()
        self.happen(events.Ruled(at=self.now, rules=rules, teams=teams))
        assert {player.team for player in self.state.players.values()} <= {team.id for team in teams} | {""}
        assert not teams or all(player.team for player in self.state.players.values())

    @precondition(lambda self: self.state.phase is GamePhase.LOBBY)
    @rule()
    def start(self) -> None:
        self.happen(events.Started(at=self.now, opens_at=self.now + 5 * SECOND))

    @rule()
    def pause(self) -> None:
        self.happen(events.Paused(at=self.now))

    @precondition(lambda self: self.state.paused)
    @rule()
    def resume(self) -> None:
        self.happen(events.Resumed(at=self.now, next_at=self.now + 2 * SECOND))

    @rule()
    def hurry(self) -> None:
        self.happen(events.Hurried(at=self.now))

    @rule(percent=st.sampled_from((150, 200)))
    def wish_for_time(self, percent: int) -> None:
        self.happen(events.Wished(at=self.now, percent=percent))

    @rule(usual=st.booleans())
    def choose_the_time(self, usual: bool) -> None:
        self.happen(events.Timed(at=self.now, usual=usual))

    @precondition(lambda self: self.state.round is not None)
    @rule(who=people, lag=st.timedeltas(min_value=timedelta(seconds=-3), max_value=timedelta(seconds=9)))
    def take_hint(self, who: MemberKey, lag: timedelta) -> None:
        current = self.state.rounds[-1]
        if why_not_answer(self.state, who, current.position, self.now) is None and who in self.state.players:
            at = moment(current, self.now - lag, self.now)
            self.happen(events.Hinted(at=at, who=who, position=current.position))

    @precondition(lambda self: self.state.shown is not None)
    @rule()
    def skip(self) -> None:
        self.happen(events.Skipped(at=self.now, position=len(self.state.rounds) - 1, next_at=self.now + REVEAL))

    @precondition(lambda self: self.state.round is not None)
    @rule()
    def extend(self) -> None:
        current = self.state.rounds[-1]
        until = current.closes_at + EXTENSION
        self.happen(events.Extended(at=self.now, position=current.position, closes_at=until))
        assert self.state.rounds[-1].closes_at == until

    @precondition(lambda self: len(self.log) > 15)
    @rule()
    def stop(self) -> None:
        self.happen(events.Ended(at=self.now, why=EndReason.STOPPED))

    @precondition(lambda self: bool(self.state.rounds))
    @rule(
        who=people,
        back=st.sampled_from((0, 0, 0, 0, 1, -1)),
        right=st.booleans(),
        lag=st.timedeltas(min_value=timedelta(seconds=-3), max_value=timedelta(seconds=9)),
        fold=st.booleans(),
    )
    def answer(self, who: MemberKey, back: int, right: bool, lag: timedelta, fold: bool) -> None:
        """Answer as a replica does: check, join, commit, acknowledge, and fold it in now or a little later."""
        position = max(0, len(self.state.rounds) - 1 - back)
        if why_not_answer(self.state, who, position, self.now) is not None:
            assert (
                position != len(self.state.rounds) - 1
                or self.state.phase is not GamePhase.QUESTION
                or (self.now > self.state.rounds[-1].closes_at or why_not_join(self.state, who))
            )
            return
        if who not in self.state.players:
            self.happen(events.Joined(at=self.now, who=who, name=who.member, team="red", place="general"))
        current = self.state.rounds[position]
        assert current.open
        assert self.now <= current.closes_at
        given = Given(
            who, position, "1" if right else "0", right, moment(current, self.now - lag, self.now), 100 * right
        )
        assert current.opens_at <= given.at
        self.kept.setdefault((who, position), given)  # the store: first wins
        if fold:
            self.fold()

    @rule()
    def fold(self) -> None:
        """Read all answers, most of them again; the ones already known stay as they were."""
        self.state, _ = step(self.state, Answered(answers=tuple(self.kept.values())))

    @rule(seconds=st.floats(0, 30))
    def pass_time(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    @precondition(lambda self: not self.state.waiting and self.state.phase is not GamePhase.ENDED)
    @rule()
    def go_on(self) -> None:
        """Let time pass until something is due, and do it."""
        self.now = max(self.now, due_at(self.state) or self.now)
        self.tick()

    @rule()
    def tick(self) -> None:
        """Do what a replica does when it wakes: read what was committed, then do everything that's due."""
        self.fold()
        for _ in range(10):
            event = decide(self.state, self.now)
            if event is None:
                break
            self.happen(event)
        else:
            raise AssertionError("there is always more to do")
        due = due_at(self.state)
        assert due is None or due > self.now
        assert (due is None) == (self.state.phase is GamePhase.ENDED)

    @rule(seconds=st.floats(0, 60), seed=st.integers(0, 9))
    def crash(self, seconds: float, seed: int) -> None:
        """Another host takes over from the log, and makes up for the time lost."""
        since, self.now = self.now, self.now + timedelta(seconds=seconds)
        answers = list(self.kept.values())
        Random(seed).shuffle(answers)
        self.state = replay([decode(encode(event)) for event in self.log], answers)
        before = self.state.round
        if lost := after_outage(self.state, since, self.now):
            self.happen(lost)
            assert before is not None
            assert self.state.rounds[-1].closes_at >= before.closes_at
            left = before.closes_at - max(since, before.opens_at)
            assert self.state.rounds[-1].closes_at - self.now == left

    @rule(data=st.data())
    def duplicate(self, data: st.DataObject) -> None:
        """Repeat the last event, or an earlier one that can happen only once."""
        once = (
            events.Created,
            events.Started,
            events.Shown,
            events.Opened,
            events.Hinted,
            events.Extended,
            events.Wished,
            events.Closed,
            events.Kicked,
        )
        again: list[Any] = [event for event in self.log if isinstance(event, once)]
        event = data.draw(st.sampled_from([*again, self.log[-1]]))
        if not isinstance(event, events.Hosted):
            assert step(self.state, event)[0] == self.state

    @invariant()
    def a_replay_gives_the_same_state(self) -> None:
        folded = step(self.state, Answered(answers=tuple(self.kept.values())))[0]
        again = replay(self.log, self.kept.values())
        assert again.rounds == folded.rounds
        assert again.players == folded.players
        assert (again.phase, again.next_at, again.paused, again.hosts) == (
            folded.phase,
            folded.next_at,
            folded.paused,
            folded.hosts,
        )

    @invariant()
    def no_acknowledged_answer_is_lost_or_counted_twice(self) -> None:
        folded = step(self.state, Answered(answers=tuple(self.kept.values())))[0]
        counted = [(who, each.position) for each in folded.rounds for who in each.answers]
        assert sorted(counted) == sorted(self.kept)
        for (who, position), given in self.kept.items():
            assert folded.rounds[position].answers[who] == given

    @invariant()
    def scores_are_those_of_a_naive_reckoning(self) -> None:
        folded = step(self.state, Answered(answers=tuple(self.kept.values())))[0]
        table = standings(folded)
        assert {who: (score.points, score.asked) for who, score in table.players.items()} == {
            who: reckoned
            for who, reckoned in naive_scores(_effective(self.log), self.kept).items()
            if who in folded.players
        }
        for team in folded.teams:
            members = [
                [gained for who, gained in gains.items() if folded.players[who].team == team.id]
                for gains in table.by_question.values()
            ]
            assert table.teams[team.id] == sum(pooled(each, folded.rules.pooling) for each in members)

    @invariant()
    def every_question_opens_once(self) -> None:
        opened = [event.position for event in self.log if isinstance(event, events.Opened)]
        shown = [event.position for event in self.log if isinstance(event, events.Shown)]
        assert len(set(opened)) == len(opened)
        assert len(set(shown)) == len(shown)
        assert list(dict.fromkeys(sorted([*shown, *opened]))) == list(range(len(self.state.rounds)))
        assert len(self.state.rounds) == len(self.first_shown)
        assert sum(each.open for each in self.state.rounds) <= 1


def _effective(log: list[Logged]) -> list[Logged]:
    """Return the log up to the first end, since nothing after it changes anything."""
    ends = [number for number, event in enumerate(log) if isinstance(event, events.Ended)]
    return log[: ends[0] + 1] if ends else log


Game.TestCase.settings = settings(stateful_step_count=40)
TestGame = Game.TestCase
