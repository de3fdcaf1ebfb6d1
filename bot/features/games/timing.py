"""The timing of a game: what's due at which moment. Pure; the current time is an argument."""

from datetime import datetime, timedelta
from random import Random

from bot.features.games import events
from bot.features.games.ending import has_fallen_silent, is_decided
from bot.features.games.events import EndReason, Logged
from bot.features.games.rules import Rules
from bot.features.games.state import GamePhase, GameState, Round, answered, expected
from bot.features.games.teaming import are_lasting, deal, is_alone, is_lopsided
from bot.language.moments import whole_milliseconds
from bot.language.people import MemberKey

COUNTDOWN = timedelta(seconds=5)
"""Time from the start to the first question."""

LEAD = timedelta(seconds=1)
"""Time from sending a question until its time starts to count, so that slow channels aren't at a disadvantage."""

REVEAL = timedelta(seconds=10)
"""Time from the close of a question to the next one."""

WORDS_PER_SECOND = 4
"""Silent reading speed: 238 words a minute is the mean of 190 studies (https://doi.org/10.1016/j.jml.2019.104047)."""

SHORTEST_READING, LONGEST_READING = timedelta(seconds=2), timedelta(seconds=12)

EXTENSION = timedelta(seconds=15)
"""Time that one press of the host adds."""

HOST_AWAY = timedelta(minutes=3)
"""How long a waiting game may have no active host before someone else becomes a host, too."""

WAITS = timedelta(minutes=30)
"""How long a lobby or a pause may last before the game ends."""

NEARLY_UP = (timedelta(seconds=10), timedelta(seconds=5))
"""Times left at which a board that can't animate a countdown is updated while a question is open."""

COUNTED = (timedelta(seconds=3), timedelta(seconds=2), timedelta(seconds=1))
"""Times left at which such a board is updated before the first question."""

_WORTH_SAYING = timedelta(seconds=2)
"""Outages shorter than this aren't compensated, as nobody notices them."""

_SECOND = timedelta(seconds=1)


def due_at(state: GameState) -> datetime | None:
    """Return the next moment at which something is due without anyone acting; None once the game is over."""
    if state.phase is GamePhase.ENDED:
        return None
    if state.barred_since is not None:
        return state.barred_since + WAITS
    if state.phase is GamePhase.QUESTION:
        return state.rounds[-1].closes_at
    if not state.waiting:
        return state.next_at
    over = state.waits_since + WAITS
    if _begins_by_itself(state):
        over = state.waits_since + state.rules.lobby
    needs_host = _waits_for_a_host(state) and _next_host(state) is not None
    return min(over, state.host_seen + HOST_AWAY) if needs_host else over


def decide(state: GameState, now: datetime) -> Logged | None:
    """Return the event that's due now, to log and then apply; None if nothing is due."""
    if state.phase is GamePhase.ENDED:
        return None
    if state.barred_since is not None:
        return events.Ended(at=now, why=EndReason.BARRED) if now >= state.barred_since + WAITS else None
    successor = _next_host(state)
    away = _waits_for_a_host(state) and now >= state.host_seen + HOST_AWAY
    if successor is not None and (away or not state.hosts):
        return events.Hosted(at=now, who=successor)
    if state.phase is GamePhase.QUESTION:
        return _decide_question(state, state.rounds[-1], now)
    if _begins_by_itself(state) and now >= state.waits_since + state.rules.lobby:
        return _begin(state, now)
    if state.waiting:
        why = EndReason.EMPTY if state.phase is GamePhase.LOBBY and state.rules.lobby else EndReason.ABANDONED
        return events.Ended(at=now, why=why) if now >= state.waits_since + WAITS else None
    if state.phase is GamePhase.BREAK and has_fallen_silent(state) and not is_decided(state):
        return events.Paused(at=now, silent=True)
    return None if state.next_at is None or now < state.next_at else _go_on(state, now)


def _begin(state: GameState, now: datetime) -> Logged:
    """Return the event that starts a game without a host, or first the one that evens out lopsided teams."""
    if len(state.venues) == 1 and is_lopsided(state) and not are_lasting(state):
        return events.Balanced(at=now, teams=deal(state, Random(state.rules.seed)))
    return events.Started(at=now, opens_at=now + COUNTDOWN, alone=is_alone(state))


def _go_on(state: GameState, now: datetime) -> Logged:
    """Return the event after the countdown, after reading a question, or after the break between two questions."""
    if state.phase is GamePhase.READING:
        return _open(state, len(state.rounds) - 1, now)
    if is_decided(state):
        return events.Ended(at=now, why=EndReason.FINISHED)
    position = len(state.rounds)
    if moment := reading_time(state.rules, position):
        return events.Shown(at=now, position=position, opens_at=whole_milliseconds(now) + moment)
    return _open(state, position, now)


def reading_time(rules: Rules, position: int) -> timedelta:
    """Return how long a question is shown before its answers open: the host's choice, or based on its length.

    Args:
        rules: the game's rules.
        position: the question's position, from 0.
    """
    if position >= len(rules.words):
        return timedelta(0)
    if rules.read is not None:
        return rules.read
    by_length = timedelta(seconds=-(-rules.words[position] // WORDS_PER_SECOND))
    return max(SHORTEST_READING, min(by_length, LONGEST_READING))


def _open(state: GameState, position: int, now: datetime) -> events.Opened:
    opens_at = whole_milliseconds(now) + LEAD
    return events.Opened(at=now, position=position, opens_at=opens_at, closes_at=opens_at + state.limit)


def _decide_question(state: GameState, current: Round, now: datetime) -> Logged | None:
    if now < current.closes_at and not _all_have_answered(state, current):
        return None
    return events.Closed(at=now, position=current.position, next_at=now + REVEAL)


def _all_have_answered(state: GameState, current: Round) -> bool:
    waited_for = expected(state, current)
    # Compare the mere number of answers first, which is cheap and usually enough: this runs ten times a second.
    return 0 < waited_for <= len(current.answers) and waited_for <= answered(state, current)


def changes_at(state: GameState, since: datetime) -> datetime | None:
    """Return when a board that can't animate a countdown next has to be updated with the time left.

    Args:
        state: the game's state.
        since: the moment of the last update.
    """
    if state.barred:
        return None
    if state.phase is GamePhase.COUNTDOWN and state.next_at is not None:
        counted = (state.next_at - left for left in COUNTED)
        return min((at for at in counted if at > since), default=None)
    current = state.round
    if current is None:
        return None
    moments = (current.closes_at - left for left in NEARLY_UP)
    return min((at for at in moments if at > max(since, current.opens_at)), default=None)


def left_to_count(state: GameState, now: datetime) -> timedelta | None:
    """Return the seconds left before the first question, if they're few enough to count down: three, two, one.

    Args:
        state: the game's state.
        now: the time, in UTC.
    """
    if state.phase is not GamePhase.COUNTDOWN or state.next_at is None or state.next_at - now > max(COUNTED):
        return None
    return max(_SECOND, -(-(state.next_at - now) // _SECOND) * _SECOND)


def left_to_say(of: Round, now: datetime) -> timedelta | None:
    """Return the time left to answer, rounded up to whole seconds, if it's short enough to be shown."""
    left = of.closes_at - now
    if left > max(NEARLY_UP) or now < of.opens_at:
        return None
    return max(_SECOND, -(-left // _SECOND) * _SECOND)


def after_outage(state: GameState, since: datetime, now: datetime) -> events.Extended | None:
    """Return the event that compensates for an outage during an open question; None if no time was lost.

    Args:
        state: the state before the outage.
        since: the last heartbeat.
        now: when the game continues.
    """
    current = state.round
    if current is None or state.barred:  # while the game waits, no time is lost
        return None
    since = max(since, current.opens_at, *(until for _, until in current.missed))  # these were compensated already
    if now - since < _WORTH_SAYING or since >= current.closes_at:
        return None
    closes_at = current.closes_at + (now - since)
    return events.Extended(at=now, position=current.position, closes_at=closes_at, missed=(since, now))


def _waits_for_a_host(state: GameState) -> bool:
    """Return whether nothing happens until a host acts: not in a lobby that starts by itself."""
    return state.waiting and not (state.phase is GamePhase.LOBBY and state.rules.lobby)


def _begins_by_itself(state: GameState) -> bool:
    """Return whether the game is in a lobby that starts by itself, and enough players have joined."""
    if state.phase is not GamePhase.LOBBY or not state.rules.lobby:
        return False
    return sum(player.playing for player in state.players.values()) >= state.rules.needed


def _next_host(state: GameState) -> MemberKey | None:
    """Return the player who joined first, of those who are playing and don't host yet."""
    return next((who for who, player in state.players.items() if player.playing and who not in state.hosts), None)
