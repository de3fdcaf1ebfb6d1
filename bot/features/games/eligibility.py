"""Eligibility: who may join a game or answer its questions, and what the others are told. Pure."""

from datetime import datetime

from bot.features.games.ending import is_decided
from bot.features.games.rules import Mode
from bot.features.games.state import OVER, GamePhase, GameState, is_full
from bot.language.people import MemberKey


def why_not_join(state: GameState, who: MemberKey) -> str | None:
    """Return why someone can't play, as a sentence; None if they can."""
    if state.phase is GamePhase.ENDED:
        return OVER
    if who in state.kicked:
        return "The host has taken you out of this game; wait for the next one."
    if who not in state.players and is_full(state, len(state.players)):
        return "This duel has its two players; watch, or start a game of your own later."
    return None


def can_return(state: GameState, who: MemberKey) -> bool:
    """Return whether a removed player may be let back in: nobody may if someone else has their seat in a duel.

    Args:
        state: the game's state.
        who: the removed player.
    """
    if state.phase is GamePhase.LOBBY:
        return not is_full(state, len(state.players))
    return state.rules.mode is not Mode.DUEL or state.kicked[who] is not None


def why_not_answer(state: GameState, who: MemberKey, position: int, now: datetime) -> str | None:
    """Return why an answer that arrives now doesn't count, as a sentence; None if it does.

    A person who hasn't joined yet joins by answering.

    Args:
        state: the game's state.
        who: the person who answers.
        position: the question's position, from 0.
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
        if state.ended is not None:
            return OVER
        if state.paused:
            return f"That question has closed, and the game's {until_resumed(state, who)}."
        return has_closed(state, position)
    return why_not_join(state, who)


def until_resumed(state: GameState, who: MemberKey) -> str:
    """Return how long the game is paused, as the end of a sentence to a host or to someone else."""
    return f"paused until {'you resume' if who in state.hosts else 'a host resumes'} it"


def has_closed(state: GameState, position: int) -> str:
    """Return a sentence that says that a question has closed, and what follows it."""
    if state.round is not None and state.round.position != position:
        return "That question has closed; answer the latest one."
    coming = "podium" if is_decided(state) else "next one"
    return f"That question has closed; the {coming} comes soon."
