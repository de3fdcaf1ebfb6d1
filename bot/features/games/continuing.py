"""What boards say about waiting: when the game continues, and who can see to it. Pure."""

from dataclasses import replace
from datetime import timedelta

from bot.features.games.actions import ShowControls
from bot.features.games.commentary import MOST_NAMED
from bot.features.games.ending import SILENT
from bot.features.games.model import Venue
from bot.features.games.state import GamePhase, GameState, is_same_side
from bot.language.actions import encode
from bot.language.controls import Button, Buttons
from bot.language.message import Block, Countdown, Message
from bot.language.rich_text import strong, text
from bot.language.text import listed


def continues(
    state: GameState, venue: Venue, lasts: timedelta, sentence: str, left: timedelta | None = None
) -> list[Block]:
    """Return when the game continues.

    Args:
        state: the state of a game between two questions, or before the first.
        venue: the channel that sees it.
        lasts: how long this wait usually takes.
        sentence: says what comes, with `{when}` for the time.
        left: the time left until then, if the board counts it down.
    """
    if state.paused or state.next_at is None:
        hosts = host_names(state, venue)
        who = listed(hosts, "or") if 0 < len(hosts) <= MOST_NAMED else "a host"
        if state.silent:
            asked_in_vain = f"Nobody answered the last {SILENT} questions, so the game's paused"
            return [text(strong(f"{asked_in_vain}; {who} can press Host controls … and then Resume."))]
        return [text(strong(f"The game's paused; {who} can resume it."))]
    return [Countdown(state.next_at - lasts, state.next_at, sentence, left, waits=True)]


def controls(state: GameState) -> Buttons:
    """Return the button that opens the host controls."""
    return Buttons((Button("Host controls …", encode(ShowControls(state.game))),))


def host_names(state: GameState, venue: Venue) -> list[str]:
    """Return the names of the hosts on the channel's own side."""
    ours = [each.name for who, each in state.hosts.items() if is_same_side(state, who.tenant, each.place, venue)]
    return list(dict.fromkeys(ours))


def while_barred(board: Message, state: GameState, venue: Venue) -> Message:
    """Return a board with a line added that says the game is waiting, because the bot can't post somewhere.

    Args:
        board: the board.
        state: the waiting game's state.
        venue: the channel that sees it.
    """
    if (venue.tenant, venue.place) in state.barred:
        sentence = "I can't post here any more. Let me write here again within half an hour, and the game goes on."
        if state.phase is GamePhase.ENDED:
            sentence = "I can't post here any more. Let me write here again within half an hour to see the podium."
    elif state.phase is GamePhase.ENDED:
        return board
    else:
        names = [each.name for each in state.venues if (each.tenant, each.place) in state.barred]
        sentence = f"I can't post in {listed(names, 'and')} right now, so the game's waiting."
    return replace(board, blocks=(*board.blocks, text(strong(sentence))))
