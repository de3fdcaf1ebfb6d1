"""Private messages that tell a game's hosts that it's waiting, because they may not be looking at it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from bot.features.games.events import EndReason, decode
from bot.features.games.game import replay
from bot.features.games.model import Key, Venue, is_erased
from bot.features.games.state import GameState
from bot.features.games.store import log
from bot.features.scheduling import announcements
from bot.features.scheduling.kinds import Composed, Elsewhere, Nothing, QuickComposer
from bot.features.scheduling.model import INTERNAL, Schedule
from bot.features.scheduling.posts import new_key, new_post
from bot.features.scheduling.stored_options import OptionsCodec
from bot.language.message import message
from bot.language.port import Destination
from bot.language.rich_text import text
from bot.storage.transaction import Transaction

HOST_WORDS = f"{INTERNAL}host_words"

_NEWS = timedelta(minutes=10)
"""How long the message may still be delivered; after that, it's old news."""


@dataclass(frozen=True, slots=True)
class _About:
    """What the messages are about.

    Args:
        tenant, game: the game's key.
        why: a sentence on what to do about it.
        for_good: whether the channel is gone.
    """

    tenant: str
    game: str
    why: str
    for_good: bool = False


_OPTIONS = OptionsCodec(_About)


def sentences(state: GameState, place_name: str, why: str, *, for_good: bool) -> str:
    """Return sentences that say that a game can't be shown in a channel, what happens next, and what to do.

    Args:
        state: the game's state.
        place_name: the channel's name.
        why: a sentence on what to do about it.
        for_good: whether the channel is gone, so that there's nothing to do about it.
    """
    if for_good:
        return f"The game in {place_name} is over because the channel was deleted. What everyone scored counts."
    match state.ended:
        case None:
            what = f"The game in {place_name} is waiting because I can't post there, and ends in half an hour."
        case EndReason.BARRED:
            what = f"The game in {place_name} is over because I can't post there any more."
        case _:
            what = f"The podium of the game in {place_name} is waiting because I can't post there any more."
    return f"{what} {why}"


def plan(transaction: Transaction, key: Key, venue: Venue, why: str, at: datetime, *, for_good: bool) -> None:
    """Plan the messages that tell a game's hosts that it can't be shown in a channel.

    Args:
        transaction: the transaction to write in.
        key: the game's key.
        venue: the channel; only its tenant's hosts are told.
        why: a sentence on what to do about it.
        at: now, in UTC.
        for_good: whether the channel is gone.
    """
    options = _OPTIONS.write(_About(key.tenant, key.game, why, for_good))
    to = Destination(venue.tenant, venue.place)
    announcements.make(transaction, HOST_WORDS, to, venue.name, at, options=options)


class HostWords(QuickComposer):
    """Writes a direct message to each host, unless the game has resumed since.

    Args:
        random: makes unique keys for the posts.
    """

    name = HOST_WORDS

    def __init__(self, random: Random) -> None:
        self._random = random

    def compose(self, transaction: Transaction, due: Sequence[Schedule], at: datetime) -> Sequence[Composed]:
        """Return the messages to the hosts of each game (see QuickComposer)."""
        return [self._composed(transaction, each, at) for each in due]

    def _composed(self, transaction: Transaction, schedule: Schedule, at: datetime) -> Composed:
        about = _OPTIONS.read(schedule.options)
        events = log.events(transaction, Key(about.tenant, about.game), 0)
        state = replay(map(decode, events)) if events else None
        if state is None or (schedule.tenant, schedule.place) not in state.barred:
            return Nothing("The game can be shown again, or is gone.")
        word = message(text(sentences(state, schedule.place_name, about.why, for_good=about.for_good)))
        posts = [
            replace(new_post(new_key(self._random), replace(schedule, member=who.member), word, at), until=at + _NEWS)
            for who in state.hosts
            if who.tenant == schedule.tenant and not is_erased(who)
        ]
        return Elsewhere(posts, "The hosts are told in private.") if posts else Nothing("It has no hosts here.")
