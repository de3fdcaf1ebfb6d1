"""What goes on in the channels that a member is in: running games and open challenges, each with the way into it."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.features.challenges.actions import TakeChallenge
from bot.features.challenges.model import Challenge
from bot.features.challenges.store import challenges
from bot.features.games.actions import JoinGame
from bot.features.games.events import Person, Venue
from bot.features.games.host import Host
from bot.features.games.model import Key
from bot.features.games.state import GamePhase, GameState
from bot.features.games.store import games
from bot.features.learners.linking import self_of
from bot.language.actions import encode
from bot.language.message import Block, Button, Buttons, ChannelMention, Countdown, Emphasis, Refusal, strong, text
from bot.language.port import Presence
from bot.language.requests import Asker
from bot.language.text import counted
from bot.storage.database import Database
from bot.storage.transaction import Transaction

_MOST = 5
"""Games shown, and challenges."""


@dataclass(frozen=True, slots=True)
class GameThere:
    """A game that's on where a member is.

    Args:
        state: how it stands.
        venue: where they'd play it.
        playing: whether they do.
    """

    state: GameState
    venue: Venue
    playing: bool


@dataclass(frozen=True, slots=True)
class GoingOn:
    """What goes on where a member is.

    Args:
        games: those that are on.
        mine: the challenges that they take, wherever those are, the soonest to close first.
        others: the challenges that they could take.
    """

    games: tuple[GameThere, ...] = ()
    mine: tuple[Challenge, ...] = ()
    others: tuple[Challenge, ...] = ()


async def look(asker: Asker, presence: Presence | None, database: Database, host: Host) -> GoingOn:
    """Find out what goes on in the channels that someone is in.

    Args:
        asker: that member.
        presence: knows which channels those are; None where nobody does, so that only what they take part in counts.
        database: where games and challenges are.
        host: knows how games stand.
    """
    tenant, member = asker.tenant.key, asker.member.id

    def read(transaction: Transaction) -> tuple[dict[str, Key], list[Challenge], list[Challenge]]:
        return (
            games.running_in_tenant(transaction, tenant),
            challenges.joined(transaction, tenant, member),
            challenges.open_in_tenant(transaction, tenant),
        )

    running, joined, opened = await database.read(read)
    mine = tuple(each for each in joined if asker.at < each.closes)
    taken = {each.id for each in joined}
    others = [each for each in opened if asker.at < each.closes and each.id not in taken]
    places = {*running, *(each.place for each in others)}
    seen = set(await presence.among(tenant, member, places)) if presence is not None and places else set()
    there = [(place, key) for place, key in running.items() if place in seen]
    found = [await _stands(asker, place, key, host) for place, key in there[:_MOST]]
    return GoingOn(
        tuple(each for each in found if each is not None),
        mine,
        tuple(each for each in others if each.place in seen)[:_MOST],
    )


async def _stands(asker: Asker, place: str, key: Key, host: Host) -> GameThere | None:
    try:
        state = (await host.journal(key)).state
    except Refusal:  # it's gone since
        return None
    venue = next((each for each in state.venues if (each.tenant, each.place) == (asker.tenant.key, place)), None)
    if venue is None or state.phase is GamePhase.ENDED:
        return None
    player = state.players.get(Person(*self_of(asker)))
    return GameThere(state, venue, player is not None and player.playing)


def blocks(going_on: GoingOn) -> Iterator[Block]:
    """Yield what goes on beside the challenges that a member takes.

    Args:
        going_on: in the channels that they're in.
    """
    for each in going_on.games:
        yield from _game(each)
    for challenge in going_on.others:
        yield text(strong("A challenge"), " is open in ", challenge.channel, ".")
        yield Countdown(challenge.opened, challenge.closes)
        yield Buttons((Button("Join", encode(TakeChallenge(challenge.id)), Emphasis.PRIMARY),))


def _game(there: GameThere) -> Iterator[Block]:
    state, channel = there.state, ChannelMention(there.venue.place, there.venue.name)
    if there.playing:
        yield text(strong("You're playing"), " in ", channel, f"; {_how_far(state)}.")
        return
    yield text(strong("A game"), " is on in ", channel, f"; {_how_far(state)}.")
    # Where a game runs in several channels, who joins is of the side of the channel where they press Join.
    if len(state.venues) == 1:
        yield Buttons((Button("Join", encode(JoinGame(state.game)), Emphasis.PRIMARY),))


def _how_far(state: GameState) -> str:
    if state.phase is GamePhase.LOBBY:
        players = sum(each.playing for each in state.players.values())
        return f"it hasn't started yet, and {counted(players, 'player is', 'players are')} in"
    return f"question {max(1, len(state.rounds))} of {len(state.rules.questions)}"
