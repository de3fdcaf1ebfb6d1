"""The state of a game, and functions that derive facts from it. Pure, without a clock or I/O."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from bot.features.games.events import EndReason, Given
from bot.features.games.model import Venue
from bot.features.games.rules import DUELLISTS, Mode, Rules
from bot.features.teams.model import Team
from bot.language.moments import whole_milliseconds
from bot.language.people import MemberKey

_NONE = timedelta(0)
OVER = "That game is over; start another with /game start."
"""The refusal of presses on a finished game."""


class GamePhase(StrEnum):
    """The phases of a game."""

    LOBBY = "lobby"
    COUNTDOWN = "countdown"
    READING = "reading"
    """A question is shown for reading; its answers open in a moment."""
    QUESTION = "question"
    BREAK = "break"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Player:
    """A player.

    Args:
        who: the person's key.
        name: the display name.
        team: the id of their team, or "".
        place: the id of the channel where they joined.
        playing: False once they've left.
    """

    who: MemberKey
    name: str
    team: str
    place: str
    playing: bool = True


class NamedHost(NamedTuple):
    """Someone who may control a game, whether or not they play.

    Args:
        name: the display name.
        place: the id of their channel.
    """

    name: str
    place: str


@dataclass(frozen=True, slots=True)
class Round:
    """A question in the game, once it's shown.

    Args:
        position: the question's position, from 0.
        opens_at, closes_at: when it takes answers.
        present: who was playing when it opened.
        limit: the time planned for it.
        answers: the first answer of each person.
        open: False once it's closed or skipped.
        void: whether it was skipped.
        missed: the spans in which nobody could answer.
        players: the players when it closed; empty while it's open.
        reading: whether it's shown for reading and doesn't take answers yet.
        hints: who has taken the hint, and when.
    """

    position: int
    opens_at: datetime
    closes_at: datetime
    present: frozenset[MemberKey]
    limit: timedelta
    answers: Mapping[MemberKey, Given] = field(default_factory=dict)
    open: bool = True
    void: bool = False
    missed: tuple[tuple[datetime, datetime], ...] = ()
    players: Mapping[MemberKey, Player] = field(default_factory=dict)
    reading: bool = False
    hints: Mapping[MemberKey, datetime] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GameState:
    """The state of a game.

    Args:
        game, tenant: the game's id, and the tenant where it was started.
        rules: the game's rules.
        teams: the teams that play; none if nobody plays in teams.
        hosts: who may control it, in the order in which they became hosts.
        venues: the channels where it runs; the first is where it was started.
        phase: the current phase.
        next_at: when the next question comes, in a countdown or break; while a question is read, when it opens.
        waits_since: since when it has been waiting for a host, in the lobby or paused.
        paused: whether the next question waits until a host resumes.
        silent: whether the latest pause came because nobody answered.
        host_seen: when a host was last active.
        players: the players by key, in the order in which they joined.
        kicked: those who were removed, as they were; None for those who hadn't joined, or have no seat in a duel.
        deposed: the hosts among them, who become hosts again if they're let back in.
        barred: the channels where the bot can't post, by tenant and place, each with the first board that failed.
        barred_since: since when the game has been waiting for that.
        rounds: the questions shown so far, by position.
        ended: why the game ended, once it's over.
        again: the id of the game that this one replays, or "".
        wished: the longest time that any player needs, in percent of the usual.
        usual_time: whether the host has chosen the usual time anyway.
    """

    game: str
    tenant: str
    rules: Rules
    teams: tuple[Team, ...]
    hosts: Mapping[MemberKey, NamedHost]
    venues: tuple[Venue, ...]
    phase: GamePhase
    next_at: datetime | None
    waits_since: datetime
    host_seen: datetime
    paused: bool = False
    silent: bool = False
    players: Mapping[MemberKey, Player] = field(default_factory=dict)
    kicked: Mapping[MemberKey, Player | None] = field(default_factory=dict)
    deposed: Mapping[MemberKey, NamedHost] = field(default_factory=dict)
    barred: Mapping[tuple[str, str], str] = field(default_factory=dict)
    barred_since: datetime | None = None
    rounds: tuple[Round, ...] = ()
    ended: EndReason | None = None
    again: str = ""
    wished: int = 100
    usual_time: bool = False

    @property
    def limit(self) -> timedelta:
        """Return the time for the next question: as much as the slowest player needs, or the usual time."""
        return self.rules.limit if self.usual_time else self.wished_limit

    @property
    def wished_limit(self) -> timedelta:
        """Return the time that the slowest player needs, rounded up to whole seconds."""
        return timedelta(seconds=-(-self.rules.limit * self.wished // timedelta(seconds=100)))

    @property
    def round(self) -> Round | None:
        """Return the question that is open."""
        return self.rounds[-1] if self.phase is GamePhase.QUESTION else None

    @property
    def shown(self) -> Round | None:
        """Return the question that's open or shown for reading."""
        return self.rounds[-1] if self.phase in (GamePhase.READING, GamePhase.QUESTION) else None

    @property
    def waiting(self) -> bool:
        """Return whether nothing happens until a host acts."""
        return self.phase is GamePhase.LOBBY or (self.paused and self.phase in (GamePhase.COUNTDOWN, GamePhase.BREAK))


USUAL = 100
"""`wished` if nobody needs more than the usual time."""

LOBBY_BOARD = "lobby"
END_BOARD = "end"


def question_board(position: int) -> str:
    """Return the name of the board that shows a question."""
    return f"question-{position}"


def current_board(state: GameState) -> str:
    """Return the name of the board that shows the current phase."""
    if state.phase is GamePhase.ENDED:
        return END_BOARD
    return question_board(state.rounds[-1].position) if state.rounds else LOBBY_BOARD


def board_before(state: GameState, board: str) -> str:
    """Return the name of the board above another one; for the topmost, the lobby, return the lobby itself."""
    boards = (LOBBY_BOARD, *(question_board(each.position) for each in state.rounds), END_BOARD)
    return boards[max(0, boards.index(board) - 1)]


def at_close(state: GameState, of: Round) -> GameState:
    """Return the state when a question closed, so that what its board says stays true.

    Players who were removed since aren't in it.
    """
    players = {who: player for who, player in of.players.items() if who not in state.kicked}
    return replace(state, rounds=state.rounds[: of.position + 1], players=players)


def is_full(state: GameState, players: int) -> bool:
    """Return whether nobody new can join: once a duel has started, both seats are taken, even if someone is removed.

    Args:
        state: the game's state; its players aren't used.
        players: the number of players.
    """
    return state.rules.mode is Mode.DUEL and (players >= DUELLISTS or state.phase is not GamePhase.LOBBY)


def expected(state: GameState, of: Round) -> int:
    """Return how many answers to expect: from all who are playing now, and all who have answered and left."""
    left = [who for who, player in state.players.items() if not player.playing]
    return len(state.players) - sum(who not in of.answers for who in left)


def answered(state: GameState, of: Round) -> int:
    """Return how many players have answered a question."""
    return sum(map(state.players.__contains__, of.answers))


def is_between_places(state: GameState) -> bool:
    """Return whether each team is a channel: several take part, or those of the game that's replayed are awaited."""
    return len(state.venues) > 1 or any(team.place for team in state.teams)


def is_same_side(state: GameState, tenant: str, place: str, venue: Venue) -> bool:
    """Return whether someone is on a channel's own side, so that it may see their name.

    Args:
        state: the game's state.
        tenant: the person's tenant.
        place: the person's channel.
        venue: the channel that would see the name.
    """
    return tenant == venue.tenant and (len(state.venues) == 1 or place == venue.place)


def is_ours(state: GameState, player: Player, venue: Venue) -> bool:
    """Return whether a player is on a channel's own side, so that it may see their name.

    Args:
        state: the game's state.
        player: the player.
        venue: the channel that would see the name.
    """
    return is_same_side(state, player.who.tenant, player.place, venue)


def side_of(state: GameState, player: Player) -> str:
    """Return the id of the team of a player's channel in a game between channels; "" if there's none."""
    here = (player.who.tenant, player.place)
    return next((team.id for team in state.teams if (team.tenant, team.place) == here), "")


def moment(of: Round, stamped: datetime, now: datetime) -> datetime:
    """Return the time that counts for an answer: the platform's timestamp, but not before the opening or after now.

    It's rounded to milliseconds, as in the database, so that scores stay the same when a game is read again.

    Args:
        of: the question's round.
        stamped: the platform's timestamp of the answer, in UTC.
        now: when it arrived, in UTC.
    """
    return max(of.opens_at, whole_milliseconds(min(stamped, now)))


def delay(of: Round, at: datetime) -> timedelta:
    """Return how long an answer took, not counting the spans in which nobody could answer."""
    lost = sum((max(min(until, at) - since, _NONE) for since, until in of.missed), _NONE)
    return max(at - of.opens_at - lost, _NONE)


def with_round(state: GameState, changed: Round) -> GameState:
    """Return the state with the latest round replaced."""
    return replace(state, rounds=(*state.rounds[:-1], changed))
