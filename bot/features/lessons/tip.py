"""Chooses tips: short lessons. None is repeated in a place until all have been shown there.

Among the tips that may be next, those on objectives that the tenant's members recently answered wrong come first, and
those that everyone who rated them knew already come last.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from hashlib import blake2s
from operator import itemgetter
from typing import TypeAlias, TypeVar

from cachetools import LRUCache

from bot.content.model import Pack, Tip, Topic
from bot.features.lessons.lesson import Lesson
from bot.features.lessons.model import Rounds, TipShelf, longest_unseen
from bot.features.lessons.store import tips
from bot.features.lessons.tip_pages import show
from bot.features.lessons.urgency import LATELY, Urgency, urgencies
from bot.features.quizzes.model import Wrong
from bot.features.quizzes.store import answers
from bot.language.message import Message, message
from bot.language.refusals import Refusal
from bot.language.requests import Asker
from bot.language.rich_text import text
from bot.storage.database import Database
from bot.storage.times import to_milliseconds
from bot.storage.transaction import Transaction

_T = TypeVar("_T")

_FRESH = timedelta(hours=1)
"""How long wrong answers, and what everyone knows, are cached."""
_TALKED_ABOUT = timedelta(hours=12)
"""How long people may talk about a tip as the last one: those of the morning, for the rest of the day."""

_MOST_REMEMBERED = 1_000
"""Maximum number of cached pairs of tenant and pack; the least recently used ones go first."""
_PRIME = 2**61 - 1


@dataclass(frozen=True, slots=True)
class TipRequest:
    """A request for a tip in a place.

    Args:
        shelf: the place and the pack.
        place_name: the place's name, as people know it.
        pack: the pack to choose from.
        topic: the topic to choose from, or None for any.
    """

    shelf: TipShelf
    place_name: str
    pack: Pack
    topic: Topic | None

    @property
    def key(self) -> tuple[str, str]:
        """Return the tenant's key and the pack's id."""
        return self.shelf.tenant, self.pack.id

    @property
    def current(self) -> Callable[[str], str]:
        """Return a function that returns a tip's current id."""
        return self.pack.tip_by_id.current

    @property
    def candidates(self) -> list[str]:
        """Return the ids of all tips to choose from."""
        return [tip.id for tip in self.pack.tips if self.topic is None or self.pack.topic_of(tip) is self.topic]

    def check(self) -> None:
        """Check that there are tips to choose from.

        Raises:
            Refusal: there are none.
        """
        if self.candidates:
            return
        if self.topic:
            raise Refusal(f"There are no tips on {self.topic.title} yet; try another topic.", option="topic")
        raise Refusal(f"There are no tips in {self.pack.title} yet; suggest one with /suggest tip.")


_PackKey: TypeAlias = tuple[str, str]
"""A tenant's key and a pack's id."""

_Cache: TypeAlias = LRUCache[_PackKey, tuple[datetime, _T | None]]
"""What's known about pairs of tenant and pack, with the time when it was looked up; None if nothing is."""

Urgencies: TypeAlias = Mapping[_PackKey, Mapping[str, Urgency]]
"""How much each tip is needed, by tenant and pack, then by tip id."""


class Tips:
    """Chooses tips.

    Args:
        database: has what places have seen, and what members answered and said.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._wrong: _Cache[Mapping[str, Wrong]] = LRUCache(_MOST_REMEMBERED)
        self._known: _Cache[frozenset[str]] = LRUCache(_MOST_REMEMBERED)

    async def next(self, pack: Pack, topic: Topic | None, asker: Asker, *, private: bool = False) -> Lesson:
        """Return the next tip for the asker's place.

        Args:
            pack: the pack to choose from.
            topic: the topic to choose from, or None for any.
            asker: who asks, and in which place.
            private: whether only the asker sees it.

        Raises:
            Refusal: there are no tips on that topic.
        """
        request = TipRequest(TipShelf(asker.tenant.key, asker.place.id, pack.id), asker.place.name, pack, topic)
        request.check()  # before anything is locked
        urgencies = await self.urgencies([request], asker.at)
        (chosen,) = await self._database.transact(
            lambda transaction: choose(transaction, [request], urgencies, asker.at)
        )
        return show(pack, chosen, within=topic, private=private, shareable=not asker.place.direct)

    async def preview(self, request: TipRequest, at: datetime) -> Tip:
        """Return the tip that would be chosen now.

        Args:
            request: the request; it has candidates.
            at: now, in UTC.
        """
        last_shown = await self._database.read(partial(tips.shown, shelves=[request.shelf]))
        urgencies = await self.urgencies([request], at)
        _, tip = _first(Rounds(last_shown[request.shelf], request.current), request, urgencies[request.key])
        return request.pack.tip_by_id[tip]

    async def whose_turn(self, packs: Sequence[Pack], asker: Asker) -> Pack:
        """Return the pack whose tips the asker's place has gone longest without, as `at_turn` does for schedules.

        Args:
            packs: packs with tips, in order of preference.
            asker: says which place.
        """
        shelves = {TipShelf(asker.tenant.key, asker.place.id, pack.id): pack for pack in packs}
        last_shown = await self._database.read(partial(tips.shown, shelves=shelves))
        return shelves[longest_unseen(shelves, last_shown)]

    async def latest(self, packs: Sequence[Pack], asker: Asker) -> tuple[Pack, Tip] | None:
        """Return the last tip that the asker's place was shown, with its pack; None if that's too long ago.

        Args:
            packs: the packs in use there.
            asker: says which place, and when.
        """
        shelves = {TipShelf(asker.tenant.key, asker.place.id, pack.id): pack for pack in packs}
        last_shown = await self._database.read(partial(tips.shown, shelves=shelves))
        seen = [
            (last.at, tip, shelves[shelf]) for shelf, by_tip in last_shown.items() for tip, last in by_tip.items()
        ]
        at, tip_id, pack = max(seen, key=itemgetter(0), default=(0, "", None))
        if pack is None or at < to_milliseconds(asker.at - _TALKED_ABOUT):
            return None
        tip = pack.tip_by_id.get(tip_id)
        return (pack, tip) if tip is not None else None

    async def say(self, pack: Pack, tip: Tip, asker: Asker, *, known: bool) -> Message:
        """Store what a member says about a tip; return the reply.

        Args:
            pack: the tip's pack.
            tip: the tip.
            asker: the member.
            known: whether they say that they knew it; otherwise, that it was useful.
        """
        await self._database.transact(
            lambda transaction: tips.say(transaction, asker.key, pack.id, tip.id, asker.at, known=known)
        )
        self._known.pop((asker.tenant.key, pack.id), None)
        sentence = "Good to know: I'll bring it back later than the others." if known else "Good to hear!"
        return message(text(sentence), private=True)

    async def urgencies(self, requests: Collection[TipRequest], at: datetime) -> Urgencies:
        """Return how much each tip is needed, cached for an hour, because the sums are slow for a large tenant.

        Args:
            requests: the requests.
            at: now, in UTC.
        """
        packs = {each.key: each.pack for each in requests}
        lately = partial(answers.wrong_lately, since=at - LATELY)
        wrong = await self._looked_up(self._wrong, packs, lately, at)
        known = await self._looked_up(self._known, packs, tips.known_to_all, at)
        return _urgencies(packs, wrong, known)

    def urgencies_in(self, transaction: Transaction, requests: Collection[TipRequest], at: datetime) -> Urgencies:
        """Return how much each tip is needed, within a transaction and without the cache.

        Schedules that are due together are looked up together, mostly once a day, when nothing in the cache is fresh.
        With 100,000 answers, the sums take about 80 ms on SQLite.

        Args:
            transaction: to read in.
            requests: the requests.
            at: now, in UTC.
        """
        packs = {each.key: each.pack for each in requests}
        wrong = answers.wrong_lately(transaction, packs, at - LATELY)
        known = tips.known_to_all(transaction, packs)
        return _urgencies(packs, wrong, known)

    async def _looked_up(
        self,
        cache: _Cache[_T],
        keys: Collection[_PackKey],
        find: Callable[[Transaction, Collection[_PackKey]], Mapping[_PackKey, _T]],
        at: datetime,
    ) -> Mapping[_PackKey, _T]:
        """Return what's known about some pairs of tenant and pack, leaving out those without anything.

        Args:
            cache: the cache to use.
            keys: the pairs to look up.
            find: looks up those that aren't cached.
            at: now; entries from the future, after the clock was set back, are as stale as old ones.
        """
        remembered = {each: cache[each] for each in keys if each in cache}
        fresh = {each: known for each, (since, known) in remembered.items() if abs(at - since) <= _FRESH}
        stale = [each for each in keys if each not in fresh]
        if stale:
            found = await self._database.read(lambda transaction: find(transaction, stale))
            fresh |= {each: found.get(each) for each in stale}
            cache.update({each: (at, fresh[each]) for each in stale})
        return {each: known for each, known in fresh.items() if known is not None}


def _urgencies(
    packs: Mapping[_PackKey, Pack],
    wrong: Mapping[_PackKey, Mapping[str, Wrong]],
    known: Mapping[_PackKey, Collection[str]],
) -> Urgencies:
    return {each: urgencies(pack, wrong.get(each, {}), known.get(each, ())) for each, pack in packs.items()}


def choose(transaction: Transaction, requests: Sequence[TipRequest], urgencies: Urgencies, at: datetime) -> list[Tip]:
    """Choose the next tip for each request and record it as shown; the places are locked until the transaction ends.

    Args:
        transaction: to write in.
        requests: the requests; each has candidates. A place may occur several times.
        urgencies: how much each tip is needed.
        at: now, in UTC.
    """
    tips.hold(transaction, [(each.shelf, each.place_name) for each in requests], at)
    last_shown = tips.shown(transaction, {each.shelf for each in requests})
    rounds = {each.shelf: Rounds(last_shown[each.shelf], each.current) for each in requests}
    noted: dict[tuple[TipShelf, str], int] = {}
    chosen: list[Tip] = []
    for each in requests:
        number, tip = _first(rounds[each.shelf], each, urgencies[each.key])
        rounds[each.shelf].show(tip, number, to_milliseconds(at))
        noted[each.shelf, tip] = number
        chosen.append(each.pack.tip_by_id[tip])
    tips.note(transaction, noted, at)
    return chosen


def _first(rounds: Rounds, request: TipRequest, urgency: Mapping[str, Urgency]) -> tuple[int, str]:
    """Return the round and the id of the next tip.

    Ties are broken by the place's own order, not at random, so that a preview shows the tip that will come.
    """
    number, due = rounds.due(request.candidates)
    lot = _lot(request.shelf, number)
    return number, max(due, key=lambda tip: (urgency[tip].need, urgency[tip].mark * lot % _PRIME))


def _lot(shelf: TipShelf, number: int) -> int:
    """Return a factor that gives each place its own order of tips, and a new one in each round."""
    written = "\n".join((shelf.tenant, shelf.place, str(number)))
    return int.from_bytes(blake2s(written.encode("utf-8", "replace"), digest_size=8).digest()) % (_PRIME - 1) + 1
