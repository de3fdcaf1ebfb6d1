"""What a host sees: the controls, confirmations of what they did, and the questions before it. Pure."""

import hashlib
from collections.abc import Sequence

from bot.features.games import rule_changes
from bot.features.games.actions import HostGame
from bot.features.games.host_events import HostAct
from bot.features.games.model import is_erased
from bot.features.games.rules import Mode
from bot.features.games.state import OVER, USUAL, GamePhase, GameState, Player, is_between_places, is_same_side
from bot.features.games.teaming import are_lasting, sizes
from bot.features.games.timing import EXTENSION
from bot.features.teams.model import label
from bot.language.actions import encode
from bot.language.controls import MOST_CHOICES, Button, Buttons, Choice, Emphasis, Menu
from bot.language.message import Block, Footer, Heading, Message, message
from bot.language.people import MemberKey
from bot.language.refusals import Refusal
from bot.language.rich_text import strong, text
from bot.language.text import counted, fold, listed

_MOST_REMOVED = 5
"""At most this many removed players, the latest ones, can be let back in: as many as a row has buttons."""

_MOST_MENUS = 4
"""At most this many menus of players, because a message takes only so many parts."""

_IN_PROMPT = 20
"""Maximum length of a player's name on a closed menu."""

_NUMBERS = 999_999_999
"""Players are identified in buttons by a hash from 1 up to this number."""


def panel(state: GameState, host: MemberKey, place: str, done: str = "") -> Message:
    """Return the controls that a host may use now.

    Args:
        state: the game's state.
        host: the host who'll see them.
        place: the id of the host's channel; only that side's players are named.
        done: a sentence on what they've just done; "" if they only asked for the controls.
    """
    blocks: list[Block] = [text(strong(done))] if done else []
    if state.phase is GamePhase.ENDED:
        return message(*(blocks or [text(OVER)]), private=True, replaces=True)
    if state.wished > USUAL:
        blocks.append(text(_wish(state)))
    buttons = tuple(_button(state, act, label, emphasis) for act, label, emphasis in _offered(state))
    ours = [each for each in state.players.values() if _is_ours(state, each, host, place)]
    choices = tuple(
        Choice(each.name, _press(state, HostAct.ASK_TO_REMOVE, each.who))
        for each in ours
        if each.who != host and not is_erased(each.who)
    )
    rules = [rule_changes.menu(state)] if state.phase is GamePhase.LOBBY else []
    removed = [each for each in state.kicked.values() if each and _is_ours(state, each, host, place)][-_MOST_REMOVED:]
    back = [Button(f"Let {each.name} back in", _press(state, HostAct.LET_IN, each.who)) for each in removed]
    again = [Buttons(tuple(back))] if back else []
    footer = Footer("Only hosts and administrators can use these.")
    return message(
        Heading("Host controls"),
        *blocks,
        Buttons(buttons),
        *_removing(choices),
        *rules,
        *again,
        footer,
        private=True,
        replaces=True,
    )


def _removing(choices: Sequence[Choice]) -> list[Menu]:
    """Return the menu with the players who can be removed; several by name if there are many."""
    if len(choices) <= MOST_CHOICES:
        return [Menu("Remove a player …", tuple(choices))] if choices else []
    by_name = sorted(choices, key=lambda each: fold(each.label))
    menus = [tuple(by_name[at : at + MOST_CHOICES]) for at in range(0, len(by_name), MOST_CHOICES)]
    return [
        Menu(f"Remove a player, from {each[0].label[:_IN_PROMPT]} to {each[-1].label[:_IN_PROMPT]} …", each)
        for each in menus[:_MOST_MENUS]
    ]


def ask_to_end(state: GameState) -> Message:
    """Return the question that a host is asked before they end a game."""
    open_one = " The open question won't count." if state.round is not None else ""
    left = len(state.rules.questions) - len(state.rounds)
    what = f"{counted(left, 'question')} would go unasked.{open_one}" if left else f"It's the last one.{open_one}"
    end = _button(state, HostAct.STOP, "End the game", Emphasis.DANGER)
    return message(
        Heading("End the game for everyone?"),
        text(what),
        Buttons((end, _back(state, "Keep playing"))),
        private=True,
        replaces=True,
    )


def ask_to_remove(state: GameState, player: Player) -> Message:
    """Return the question that a host is asked before they remove a player."""
    remove = Button(f"Remove {player.name}", _press(state, HostAct.REMOVE, player.who), Emphasis.DANGER)
    is_duel = state.rules.mode is Mode.DUEL and state.phase is not GamePhase.LOBBY
    ends = " The duel ends without them." if is_duel else ""
    warning = text(f"They can't come back unless you let them in again, and their points go with them.{ends}")
    heading = Heading(f"Remove {player.name} from the game?")
    return _for_them(heading, warning, Buttons((remove, _back(state, f"Keep {player.name}"))))


def ask_about_teams(state: GameState) -> Message:
    """Return the question that a host is asked before a game with lopsided teams starts."""
    counts, wait = sizes(state), _back(state, "Wait for more")
    if are_lasting(state):
        here = next(label(team) for team, count in zip(state.teams, counts, strict=True) if count)
        without = _button(state, HostAct.START_AS_IT_IS, "Start without teams", Emphasis.NORMAL)
        sentence = text(f"Everyone so far is in {here}.")
        return _for_them(Heading("There's no other team yet"), sentence, Buttons((without, wait)))
    names = [f"{count or 'nobody'} in {label(team)}" for team, count in zip(state.teams, counts, strict=True)]
    as_it_is = _button(state, HostAct.START_AS_IT_IS, "Start as it is", Emphasis.NORMAL)
    deal = _button(state, HostAct.DEAL_AND_START, "Even them out and start", Emphasis.PRIMARY)
    offered = (as_it_is, wait) if is_between_places(state) else (deal, as_it_is)
    return _for_them(Heading("The teams are lopsided"), text(f"So far: {listed(names, 'and')}."), Buttons(offered))


def player_of(state: GameState, number: int) -> Player:
    """Return the player whose number a button carries, whether they're playing or were removed.

    Buttons of earlier versions carry the player's index in the order of joining.

    Raises:
        Refusal: they have left.
    """
    for player in (*state.players.values(), *state.kicked.values()):
        if player is not None and number_of(player.who) == number:
            return player
    if number < len(state.players):
        return list(state.players.values())[number]
    raise Refusal("That player has left; open the controls again.")


def number_of(who: MemberKey) -> int:
    """Return the number that identifies a player in a button; it doesn't depend on who else joins or leaves."""
    digest = hashlib.blake2s("\0".join(who).encode(), digest_size=6).digest()
    return int.from_bytes(digest, "big") % _NUMBERS + 1


def moment_of(state: GameState) -> int:
    """Return the number that identifies, in a Skip button, the current question or the wait after it."""
    return 2 * len(state.rounds) + (state.shown is None)


def _for_them(*blocks: Block) -> Message:
    """Return a message for the host alone, which changes in place."""
    return message(*blocks, private=True, replaces=True)


def _is_ours(state: GameState, player: Player, host: MemberKey, place: str) -> bool:
    venue = next((each for each in state.venues if (each.tenant, each.place) == (host.tenant, place)), None)
    if venue is None:
        return player.who.tenant == host.tenant and len(state.venues) == 1
    return is_same_side(state, player.who.tenant, player.place, venue)


def _offered(state: GameState) -> list[tuple[HostAct, str, Emphasis]]:
    """Return the actions that make sense now, each with its label and the look of its button."""
    offered: list[tuple[HostAct, str, Emphasis]] = []
    if state.phase is GamePhase.LOBBY:
        offered.append((HostAct.START, "Start", Emphasis.PRIMARY))
        if state.teams and not are_lasting(state) and not is_between_places(state) and len(state.players) > 1:
            offered.append((HostAct.BALANCE, "Balance the teams", Emphasis.NORMAL))
    else:
        go_on, pause = (HostAct.RESUME, "Resume", Emphasis.PRIMARY), (HostAct.PAUSE, "Pause", Emphasis.NORMAL)
        offered.append(go_on if state.paused else pause)
        if state.phase is GamePhase.QUESTION:
            offered.append((HostAct.EXTEND, f"{EXTENSION.seconds} seconds more", Emphasis.NORMAL))
        if state.shown is not None:
            offered.append((HostAct.SKIP, "Skip this question", Emphasis.NORMAL))
        elif state.phase is GamePhase.BREAK and not state.paused:
            offered.append((HostAct.SKIP, "Next question now", Emphasis.NORMAL))
    if state.wished > USUAL:
        limit = state.wished_limit if state.usual_time else state.rules.limit
        offered.append((HostAct.TIME, f"{limit.seconds} seconds each", Emphasis.NORMAL))
    offered.append((HostAct.ASK_TO_STOP, "End the game …", Emphasis.DANGER))
    return offered


def _wish(state: GameState) -> str:
    """Say that someone has asked for more time, without saying who."""
    if state.usual_time:
        return f"Someone who's playing would like {state.wished_limit.seconds} seconds for each question."
    return (
        f"Someone who's playing would like more time, so each question stays open for {state.limit.seconds} seconds, "
        "or until everyone has answered."
    )


def _back(state: GameState, label: str) -> Button:
    return _button(state, HostAct.SHOW, label, Emphasis.NORMAL)


def _button(state: GameState, act: HostAct, label: str, emphasis: Emphasis) -> Button:
    number = moment_of(state) if act is HostAct.SKIP else 0
    return Button(label, encode(HostGame(state.game, act, number)), emphasis)


def _press(state: GameState, act: HostAct, who: MemberKey) -> str:
    return encode(HostGame(state.game, act, number_of(who)))
