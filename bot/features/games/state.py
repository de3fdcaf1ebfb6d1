"""The state of a game, and what can be read from it. Pure, without a clock or I/O."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from bot.features.games.events import EndReason, Given
from bot.features.games.model import Person, Venue
from bot.features.games.rules import Mode, Rules
from bot.features.teams.model import Team
from bot.language.moments import whole_milliseconds

DUELLISTS = 2

_NONE = timedelta(0)
OVER = "That game is over; start another with /game start."
"""What someone hears who presses what belonged to it."""


class GamePhase(StrEnum):
    """Where a game stands."""

    LOBBY = "lobby"
    COUNTDOWN = "countdown"
    READING = "reading"
    """A question is there to be read; its answers open in a moment."""
    QUESTION = "question"
    BREAK = "break"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Player:
    """Someone who plays.

    Args:
        who: by identity.
        name: as shown.
        team: the id of their team, or "".
        place: where they joined.
        playing: until they leave.
    """

    who: Person
    name: str
    team: str
    place: str
    playing: bool = True


class NamedHost(NamedTuple):
    """Someone who may control a game, whether or not they play.

    Args:
        name: as shown.
        place: where they are.
    """

    name: str
    place: str


@dataclass(frozen=True, slots=True)
class Round:
    """A question that was opened.

    Args:
        position: of the question, from 0.
        opens_at, closes_at: when it takes answers.
        present: who was playing when it opened.
        limit: the time that there was to be for it.
        answers: the first of each person.
        open: until it's closed or skipped.
        void: it was skipped.
        missed: spans in which nobody could answer.
        players: everybody as they were when it closed; none while it's open.
        reading: until it takes answers, if it's shown before.
        hints: when those who have taken its hint did so.
    """

    position: int
    opens_at: datetime
    closes_at: datetime
    present: frozenset[Person]
    limit: timedelta
    answers: Mapping[Person, Given] = field(default_factory=dict)
    open: bool = True
    void: bool = False
    missed: tuple[tuple[datetime, datetime], ...] = ()
    players: Mapping[Person, Player] = field(default_factory=dict)
    reading: bool = False
    hints: Mapping[Person, datetime] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GameState:
    """Where a game stands.

    Args:
        game, tenant: its id, and whose it is.
        rules: what it was started with.
        teams: those that play; none where nobody plays in teams.
        hosts: who may control it, in the order in which it came to them.
        venues: where it runs; the first is where it was started.
        phase: where it stands.
        next_at: when the next question comes, during countdown and break; while one is read, when it opens.
        waits_since: since when it waits for a host: in the lobby, or paused.
        paused: whether the next question waits until a host resumes.
        host_seen: the last sign of a host.
        players: by identity, in the order in which they joined.
        kicked: who may not come back, as they were; None for those who hadn't joined.
        deposed: the hosts among them, who host again if they're let in again.
        barred: where the bot can't post any more, by tenant and place, and the first board that it couldn't put up.
        barred_since: since when the game waits for that.
        rounds: the questions opened so far, by position.
        ended: why, once it's over.
        again: the id of the game that's played again, or "".
        wished: the most time that anybody wants who has joined, in percent of the usual.
        usual_time: whether the host has chosen the usual time all the same.
    """

    game: str
    tenant: str
    rules: Rules
    teams: tuple[Team, ...]
    hosts: Mapping[Person, NamedHost]
    venues: tuple[Venue, ...]
    phase: GamePhase
    next_at: datetime | None
    waits_since: datetime
    host_seen: datetime
    paused: bool = False
    players: Mapping[Person, Player] = field(default_factory=dict)
    kicked: Mapping[Person, Player | None] = field(default_factory=dict)
    deposed: Mapping[Person, NamedHost] = field(default_factory=dict)
    barred: Mapping[tuple[str, str], str] = field(default_factory=dict)
    barred_since: datetime | None = None
    rounds: tuple[Round, ...] = ()
    ended: EndReason | None = None
    again: str = ""
    wished: int = 100
    usual_time: bool = False

    @property
    def limit(self) -> timedelta:
        """Return the time for the next question: for all as much as the one who needs the most has asked for."""
        return self.rules.limit if self.usual_time else self.wished_limit

    @property
    def wished_limit(self) -> timedelta:
        """Return the time that the one who needs the most has asked for, in whole seconds."""
        return timedelta(seconds=-(-self.rules.limit * self.wished // timedelta(seconds=100)))

    @property
    def round(self) -> Round | None:
        """Return the question that is open."""
        return self.rounds[-1] if self.phase is GamePhase.QUESTION else None

    @property
    def shown(self) -> Round | None:
        """Return the question that is open, or is read before it opens."""
        return self.rounds[-1] if self.phase in (GamePhase.READING, GamePhase.QUESTION) else None

    @property
    def waiting(self) -> bool:
        """Return whether nothing happens until a host acts."""
        return self.phase is GamePhase.LOBBY or (self.paused and self.phase in (GamePhase.COUNTDOWN, GamePhase.BREAK))


USUAL = 100
"""Percent of the usual time: nobody has asked for more."""

LOBBY_BOARD = "lobby"
END_BOARD = "end"


def question_board(position: int) -> str:
    """Return the name of the board that shows a question."""
    return f"question-{position}"


def current_board(state: GameState) -> str:
    """Return the board that shows where the game stands."""
    if state.phase is GamePhase.ENDED:
        return END_BOARD
    return question_board(state.rounds[-1].position) if state.rounds else LOBBY_BOARD


def board_before(state: GameState, board: str) -> str:
    """Return the board that stands above another one; the lobby stands above all."""
    boards = (LOBBY_BOARD, *(question_board(each.position) for each in state.rounds), END_BOARD)
    return boards[max(0, boards.index(board) - 1)]


def at_close(state: GameState, of: Round) -> GameState:
    """Return a game as it was when a question closed: what was said of it then stays true.

    Those who were taken out since aren't in it any more.
    """
    players = {who: player for who, player in of.players.items() if who not in state.kicked}
    return replace(state, rounds=state.rounds[: of.position + 1], players=players)


def is_full(rules: Rules, players: int) -> bool:
    """Return whether a game with so many players is full."""
    return rules.mode is Mode.DUEL and players >= DUELLISTS


def expected(state: GameState, of: Round) -> int:
    """Return how many are playing a question: all who play now, and all who have answered it."""
    left = [who for who, player in state.players.items() if not player.playing]
    return len(state.players) - sum(who not in of.answers for who in left)


def answered(state: GameState, of: Round) -> int:
    """Return how many players have answered a question."""
    return sum(map(state.players.__contains__, of.answers))


def is_same_side(state: GameState, tenant: str, place: str, venue: Venue) -> bool:
    """Return whether a place may see the name of someone who is in another one: only of its own side.

    Args:
        state: the game.
        tenant: of the one who is named.
        place: where they are.
        venue: the place that would see it.
    """
    return tenant == venue.tenant and (len(state.venues) == 1 or place == venue.place)


def is_ours(state: GameState, player: Player, venue: Venue) -> bool:
    """Return whether a player is of a place's own side, which alone sees their name.

    Args:
        state: the game.
        player: who plays.
        venue: the place that would see their name.
    """
    return is_same_side(state, player.who.tenant, player.place, venue)


def side_of(state: GameState, player: Player) -> str:
    """Return the id of the team of a player's place in a game between places; else ""."""
    here = (player.who.tenant, player.place)
    return next((team.id for team in state.teams if (team.tenant, team.place) == here), "")


def why_not_join(state: GameState, who: Person) -> str | None:
    """Return why someone can't play, as a sentence; None if they can."""
    if state.phase is GamePhase.ENDED:
        return OVER
    if who in state.kicked:
        return "The host has taken you out of this game; wait for the next one."
    if who not in state.players and is_full(state.rules, len(state.players)):
        return "This duel has its two players; watch, or start a game of your own later."
    return None


def why_not_answer(state: GameState, who: Person, position: int, now: datetime) -> str | None:
    """Return why an answer that arrives now doesn't count, as a sentence; None if it does.

    A person who hasn't joined yet joins by answering.

    Args:
        state: the game.
        who: the one who answers.
        position: the question they answer, counted from 0.
        now: when the answer arrived, in UTC.
    """
    current = state.round
    if state.barred and state.round is not None:
        return "The game's waiting until I can post everywhere again; nobody loses time."
    if position >= len(state.rules.questions):
        return "There's no such question in this game; look at the latest one."
    if state.phase is GamePhase.READING and state.rounds[-1].position == position:
        return "Read it first; the answers open in a moment."
    if current is None or current.position != position or now > current.closes_at:
        return "That question has closed; the next one comes soon." if state.ended is None else OVER
    return why_not_join(state, who)


def moment(of: Round, stamped: datetime, now: datetime) -> datetime:
    """Return the moment that counts for an answer: the platform's stamp, not before the opening and not after now.

    In whole milliseconds, as the store keeps it: a score must not change when the game is read again.

    Args:
        of: the question.
        stamped: when the answer was given, by the platform's clock, in UTC.
        now: when it arrived, in UTC.
    """
    return max(of.opens_at, whole_milliseconds(min(stamped, now)))


def delay(of: Round, at: datetime) -> timedelta:
    """Return how long an answer took, without the spans in which nobody could answer."""
    lost = sum((max(min(until, at) - since, _NONE) for since, until in of.missed), _NONE)
    return max(at - of.opens_at - lost, _NONE)


def with_round(state: GameState, changed: Round) -> GameState:
    """Return a game with its latest question as it is now."""
    return replace(state, rounds=(*state.rounds[:-1], changed))
