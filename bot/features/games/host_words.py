"""Telling a game's hosts in private that it's waiting, as they may be looking elsewhere."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from bot.features.delivery.model import Post
from bot.features.delivery.store import outbox
from bot.features.games.events import EndReason, decode
from bot.features.games.game import replay
from bot.features.games.model import Key, Venue
from bot.features.games.state import GameState
from bot.features.games.store import log
from bot.features.scheduling import announcements
from bot.features.scheduling.kinds import Nothing, QuickComposer
from bot.features.scheduling.model import INTERNAL, Schedule
from bot.features.scheduling.posts import new_key, new_post
from bot.language.message import message
from bot.language.port import Destination
from bot.language.rich_text import text
from bot.storage.transaction import Transaction

HOST_WORDS = f"{INTERNAL}host_words"

_NEWS = timedelta(minutes=10)
"""How long it's worth telling."""


def sentences(state: GameState, place_name: str, why: str) -> str:
    """Say that a game can't be shown in a place, what happens then, and what to do.

    Args:
        state: of the game.
        place_name: what people call the place.
        why: what to do about it, in a sentence.
    """
    match state.ended:
        case None:
            what = f"The game in {place_name} is waiting because I can't post there any more; it'll go on later."
        case EndReason.BARRED:
            what = f"The game in {place_name} is over because I couldn't post there for half an hour."
        case _:
            what = f"The podium of the game in {place_name} is waiting because I can't post there any more."
    return f"{what} {why}"


def plan(transaction: Transaction, key: Key, venue: Venue, why: str, at: datetime) -> None:
    """See to it that a game's hosts are told that it can't be shown in a place.

    Args:
        transaction: to write in.
        key: of the game.
        venue: the place; its own hosts are told.
        why: what to do about it, in a sentence.
        at: now, in UTC.
    """
    options = json.dumps({"tenant": key.tenant, "game": key.game, "why": why})
    announcements.make(transaction, HOST_WORDS, Destination(venue.tenant, venue.place), venue.name, at, options)


class HostWords(QuickComposer):
    """Writes to hosts, each by a post of their own, unless the game goes on by then.

    Args:
        random: makes keys that no other post has.
    """

    name = HOST_WORDS

    def __init__(self, random: Random) -> None:
        self._random = random

    def compose(self, transaction: Transaction, due: Sequence[Schedule], at: datetime) -> Sequence[Nothing]:
        """Write to the hosts of each game.

        Args:
            transaction: to write in.
            due: the schedules.
            at: now, in UTC.
        """
        for each in due:
            outbox.add(transaction, self._posts(transaction, each, at))
        return [Nothing("The hosts were told in private.")] * len(due)

    def _posts(self, transaction: Transaction, schedule: Schedule, at: datetime) -> list[Post]:
        about = json.loads(schedule.options)
        kept = log.events(transaction, Key(about["tenant"], about["game"]), 0)
        state = replay(map(decode, kept)) if kept else None
        if state is None or (schedule.tenant, schedule.place) not in state.barred:
            return []
        said = message(text(sentences(state, schedule.place_name, about["why"])))
        return [
            replace(new_post(new_key(self._random), replace(schedule, member=who.member), said, at), until=at + _NEWS)
            for who in state.hosts
            if who.tenant == schedule.tenant and not who.erased
        ]
