"""The lobby: a game's first board, with who plays and the buttons to join. Pure."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.content.model import Pack
from bot.features.games.actions import HostGame, JoinGame, LeaveGame
from bot.features.games.continuing import continues, controls, host_names
from bot.features.games.ending import lacks_a_duellist
from bot.features.games.model import Venue
from bot.features.games.options import may_end_before
from bot.features.games.rules import LIVES, Mode
from bot.features.games.state import GamePhase, GameState, Player, is_between_places, is_full, is_ours
from bot.features.games.timing import COUNTDOWN, left_to_count
from bot.features.teams.model import label as label_of
from bot.language.actions import encode
from bot.language.controls import Button, Buttons, Emphasis
from bot.language.message import Block, Facts, Footer, Heading, Message, message
from bot.language.rich_text import CommandMention, Moment, Shows, Text, emphasis, text
from bot.language.text import listed, timed

MOST_NAMES = 12
"""A list names at most this many players; the others are counted."""

MODES = {
    Mode.TEAMS: "Teams play against each other.",
    Mode.EVERYONE: "Everyone plays for themselves.",
    Mode.DUEL: "A duel: two play, everyone watches.",
    Mode.TOGETHER: "Everyone plays together, against the target.",
    Mode.ELIMINATION: f"Everyone has {LIVES} lives, and the last one in wins.",
}
"""The lobby's explanation of each mode."""

_ONE_HAS_LEFT = "The game is on. One of the two has left, and can come back."
"""The lobby's line for a duel that one player has left: nobody else can take that seat."""

_ONE_WAS_REMOVED = "This duel ends soon, because it takes two."


def lobby(state: GameState, pack: Pack, venue: Venue, now: datetime | None = None) -> Message:
    """Return the lobby's board. It stays up during the game and after it, because people can join late.

    Args:
        state: the game's state.
        pack: the game's pack.
        venue: the channel that sees it.
        now: the time, in UTC; None if the countdown needn't show seconds.
    """
    rules = state.rules
    blocks: list[Block] = [
        Heading(f"A game: {pack.title}"),
        text(in_short(state, pack), " ", MODES[rules.mode], " Quick right answers earn more."),
        Facts(tuple(_who_plays(state, venue))),
    ]
    if state.phase is GamePhase.LOBBY:
        blocks += [Buttons(tuple(_joining(state, venue))), _hosting(state)]
        blocks.append(_waits_for(state))
    elif state.phase is GamePhase.COUNTDOWN:
        left = left_to_count(state, now) if now else None
        blocks += [
            *continues(state, venue, COUNTDOWN, "The first question comes {when}.", left),
            Buttons(tuple(_joining(state, venue))),
        ]
        blocks.append(controls(state))
    elif state.phase is GamePhase.ENDED:
        blocks.append(text(emphasis("This game is over.")))
    else:
        blocks += [text(_goes_on(state)), Buttons(tuple(_joining(state, venue)))]
    return message(*blocks, Footer(text(f"{_hosted(state, venue)} · ", CommandMention("/help scoring"))))


def in_short(state: GameState, pack: Pack) -> str:
    """Return how many questions a game asks, on what, and how long each is open.

    Args:
        state: the game's state.
        pack: the game's pack.
    """
    rules = state.rules
    topics = [pack.topic_by_id[each].title for each in rules.topics if each in pack.topic_by_id]
    about = f" on {listed(topics, 'and')}" if topics else ""
    most = "Up to " if may_end_before(rules.mode, rules.goal) else ""
    questions = f"{most}{timed(len(rules.questions), state.limit.seconds, about)}."
    return f"{questions} First to {rules.goal:,} points wins." if rules.goal else questions


def _hosted(state: GameState, venue: Venue) -> str:
    """Return who may control the game, naming only hosts of the channel's own side."""
    if names := host_names(state, venue):
        return f"Hosted by {listed(names, 'and')}"
    return "Hosted by the other side" if state.hosts else "No host now; the next to join takes over"


def _waits_for(state: GameState) -> Text:
    rules = state.rules
    if not rules.lobby:
        return text(emphasis("Waiting for a host to press Start."))
    at = state.waits_since + rules.lobby
    moment = Moment(at, Shows.TIME, f"{at:%H:%M} (UTC)")
    playing = sum(player.playing for player in state.players.values())
    if_enough = "" if playing >= rules.needed else f" if {rules.needed} are in by then, or else once they are"
    return text("It starts by itself at ", moment, f"{if_enough}; a host can start it sooner.")


def _who_plays(state: GameState, venue: Venue) -> Iterable[tuple[str, str]]:
    playing = [player for player in state.players.values() if player.playing]
    if not state.teams:
        yield (f"Players ({len(playing)})", _names(state, playing, venue))
    for team in state.teams:
        members = [player for player in playing if player.team == team.id]
        yield (f"{label_of(team)} ({len(members)})", _names(state, members, venue))


def _names(state: GameState, players: Sequence[Player], venue: Venue) -> str:
    """Return the players' names in a list; players of other sides are only counted."""
    ours = [player.name for player in players if is_ours(state, player, venue)]
    named = ours[:MOST_NAMES]
    if not named:
        return "nobody yet" if not players else f"{len(players)} from another place"
    more = len(players) - len(named)
    return ", ".join(named) + (f" and {more} more" if more else "")


def _goes_on(state: GameState) -> str:
    """Return the lobby's line on whether people can still join the running game."""
    if not is_full(state, len(state.players)):
        return "The game is on; join any time."
    if lacks_a_duellist(state):
        return _ONE_WAS_REMOVED
    return "The game is on, and both players are in." if _all_are_in(state) else _ONE_HAS_LEFT


def _all_are_in(state: GameState) -> bool:
    return all(player.playing for player in state.players.values())


def _joining(state: GameState, venue: Venue) -> Iterable[Button]:
    if is_full(state, len(state.players)) and _all_are_in(state):
        pass  # anyone who's in can leave
    elif is_between_places(state):
        side = next((team for team in state.teams if (team.tenant, team.place) == (venue.tenant, venue.place)), None)
        if side is not None:
            yield Button(f"Join {side.name}", encode(JoinGame(state.game, side.id)), Emphasis.PRIMARY)
    elif state.teams:
        for team in state.teams:
            yield Button(f"Join {label_of(team)}", encode(JoinGame(state.game, team.id)))
        yield Button("Join any team", encode(JoinGame(state.game)), Emphasis.PRIMARY)
    else:
        yield Button("Join", encode(JoinGame(state.game)), Emphasis.PRIMARY)
    yield Button("Leave", encode(LeaveGame(state.game)))


def _hosting(state: GameState) -> Buttons:
    start = Button("Start", encode(HostGame(state.game, "start")), Emphasis.PRIMARY)
    return Buttons((start, *controls(state).buttons))
