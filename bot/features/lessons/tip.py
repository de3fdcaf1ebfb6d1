"""Tip: a short lesson that stands alone; none comes twice in a place until all have been seen.

Among those that may come next, first comes what teaches objectives that the tenant's members lately answered wrong,
and last what all who said anything of it knew already.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2s
from typing import NamedTuple, TypeAlias
from zlib import crc32

from bot.content.model import Item, Pack, Tip, Topic
from bot.features.lessons.actions import SayOfTip, ShowTip, ShowTopic
from bot.features.lessons.lesson import Lesson, key
from bot.features.lessons.store import tips
from bot.features.lessons.store.tips import Rounds, Shelf
from bot.features.quizzes.actions import StartQuiz
from bot.features.quizzes.store import answers
from bot.features.quizzes.store.answers import Wrong
from bot.language.actions import encode
from bot.language.message import Button, Buttons, Emphasis, Footer, Heading, Message, Refusal, message, text
from bot.language.requests import Asker
from bot.runtime.ttl_cache import Remembered
from bot.storage.database import Database
from bot.storage.transaction import Transaction

_LATELY = timedelta(days=30)
_HOUR = timedelta(hours=1)
_MOST_REMEMBERED = 1_000
"""Tenants and packs of which it is remembered what their members answered wrong."""
_PRIME = 2**61 - 1
_KNOWN = -1.0
_DOUBT = 2
"""Answers that it takes before what is wrong of them weighs much."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A tip wanted for a place.

    Args:
        shelf: for which place, from which pack.
        place_name: as people know it.
        pack: where to take it from.
        topic: which to keep to, or None for any.
    """

    shelf: Shelf
    place_name: str
    pack: Pack
    topic: Topic | None

    @property
    def candidates(self) -> list[str]:
        """The ids of all tips that it could be. Raises Refusal where there are none."""
        found = [tip.id for tip in self.pack.tips if self.topic is None or self.pack.topic_of(tip) is self.topic]
        if not found:
            where = f"on {self.topic.title}" if self.topic else f"in {self.pack.title}"
            raise Refusal(f"There are no tips {where} yet; try another topic.")
        return found


class Urgency(NamedTuple):
    """How much a tip is needed.

    Args:
        need: from 0 to 1, and -1 where everybody knows it.
        mark: tells it from others that are needed as much.
    """

    need: float
    mark: int


Urgencies: TypeAlias = Mapping[tuple[str, str], Mapping[str, Urgency]]
"""How much each tip is needed, by tenant and pack, and by its id."""


class Tips:
    """Chooses tips.

    Args:
        database: remembers what places have seen and what members answered and said.
        bank: the questions of a pack by id, as quizzes ask them.
    """

    def __init__(self, database: Database, bank: Callable[[Pack], Mapping[str, Item]]) -> None:
        self._database = database
        self._bank = bank
        self._wrong: Remembered[Mapping[str, Wrong]] = Remembered(_HOUR, _MOST_REMEMBERED)
        self._known: Remembered[frozenset[str]] = Remembered(_HOUR, _MOST_REMEMBERED)

    async def next(self, pack: Pack, topic: Topic | None, asker: Asker, *, private: bool = False) -> Lesson:
        """The next tip for the asker's place.

        Args:
            pack: where to take it from.
            topic: which to keep to, or None for any.
            asker: who asks, and so in which place.
            private: for the asker alone.

        Raises:
            Refusal: there are no tips on that topic.
        """
        wanted = Wanted(Shelf(asker.tenant.key, asker.place.id, pack.id), asker.place.name, pack, topic)
        _ = wanted.candidates  # refuses before anything is held
        urgency = await self._urgency([wanted], asker.at)
        (chosen,) = await self._database.transact(
            lambda transaction: _choose(transaction, [wanted], urgency, asker.at)
        )
        return show(pack, chosen, within=topic, private=private)

    def choose(self, transaction: Transaction, wanted: Sequence[Wanted], at: datetime) -> list[Tip]:
        """Return the next tip for each of several places, noted as shown.

        Args:
            transaction: to write in; until it ends, nobody else gets a tip for these places.
            wanted: what for; each has candidates. A place may stand there several times.
            at: now, in UTC.
        """
        packs = {(each.shelf.tenant, each.pack.id): each.pack for each in wanted}
        wrong = answers.wrong_lately(transaction, packs, at - _LATELY)
        known = tips.known_to_all(transaction, packs)
        return _choose(transaction, wanted, self._weigh(packs, wrong, known), at)

    async def preview(self, wanted: Wanted, at: datetime) -> Tip:
        """The tip that would be chosen now.

        Raises:
            Refusal: there are no tips on that topic.
        """
        rounds = await self._database.read(lambda transaction: tips.rounds(transaction, [wanted.shelf]))
        urgency = await self._urgency([wanted], at)
        _, tip = _first(rounds[wanted.shelf], wanted, urgency[wanted.shelf.tenant, wanted.pack.id])
        return wanted.pack.tip_by_id[tip]

    async def say(self, pack: Pack, tip: Tip, asker: Asker, *, known: bool) -> Message:
        """Keep what somebody says of a tip; the answer to that."""
        tenant, member, at = asker.tenant.key, asker.member.id, asker.at
        await self._database.transact(
            lambda transaction: tips.say(transaction, tenant, pack.id, tip.id, member, at, known=known)
        )
        self._known.forget((tenant, pack.id))
        said = "Good to know: it will come back later than others." if known else "Good to hear!"
        return message(text(said), private=True)

    async def _urgency(self, wanted: Collection[Wanted], at: datetime) -> Urgencies:
        """How much each tip is needed, by tenant and pack."""
        packs = {(each.shelf.tenant, each.pack.id): each.pack for each in wanted}
        await self._look_up(packs, at)
        wrong = {each: self._wrong.get(each, {}) for each in packs}
        return self._weigh(packs, wrong, {each: self._known.get(each, frozenset()) for each in packs})

    def _weigh(
        self,
        packs: Mapping[tuple[str, str], Pack],
        wrong: Mapping[tuple[str, str], Mapping[str, Wrong]],
        known: Mapping[tuple[str, str], frozenset[str]],
    ) -> Urgencies:
        """Return how much each tip is needed.

        Args:
            packs: by tenant and id.
            wrong: what was answered wrong of late, likewise.
            known: the tips that everybody knows, likewise.
        """
        found: dict[tuple[str, str], dict[str, Urgency]] = {}
        for each, pack in packs.items():
            needed, by_all = self._needed(pack, wrong.get(each, {})), known.get(each, frozenset())
            found[each] = {
                tip.id: Urgency(_KNOWN if tip.id in by_all else _need(tip, needed), crc32(tip.id.encode()))
                for tip in pack.tips
            }
        return found

    async def _look_up(self, packs: Collection[tuple[str, str]], at: datetime) -> None:
        """What was answered wrong of late and what everybody knows; over a large tenant the sums take a while."""
        if asked := self._wrong.stale(packs, at):
            wrong = await self._database.read(
                lambda transaction: answers.wrong_lately(transaction, asked, at - _LATELY)
            )
            self._wrong.put({each: wrong.get(each, {}) for each in asked}, at)
        if said := self._known.stale(packs, at):
            known = await self._database.read(lambda transaction: tips.known_to_all(transaction, said))
            self._known.put({each: known.get(each, frozenset()) for each in said}, at)

    def _needed(self, pack: Pack, wrong: Mapping[str, Wrong]) -> dict[str, float]:
        """How much an objective is needed, from the answers to the questions that ask for it."""
        if not wrong:
            return {}
        missed: defaultdict[str, int] = defaultdict(int)
        asked: defaultdict[str, int] = defaultdict(int)
        bank = self._bank(pack)
        for question, each in wrong.items():
            for objective in bank[question].objectives if question in bank else ():
                missed[objective] += each.wrong
                asked[objective] += each.total
        return {objective: missed[objective] / (total + _DOUBT) for objective, total in asked.items()}


def show(pack: Pack, tip: Tip, *, within: Topic | None = None, private: bool = False) -> Lesson:
    """A tip, with ways to go on; the next one keeps to the topic where one was asked for."""
    another = Button("Another tip", encode(ShowTip(pack.id, within.id if within else "")))
    return Lesson(_said(pack, tip, another, private=private), pack.id, (key(tip),))


def post(pack: Pack, tip: Tip) -> Message:
    """A tip as it is posted, for everybody in a place."""
    return _said(pack, tip)


def _said(pack: Pack, tip: Tip, *more: Button, private: bool = False) -> Message:
    topic = pack.topic_of(tip)
    return message(
        Heading(tip.title),
        text(tip.text),
        Buttons(
            (
                Button("Quiz me on this", encode(StartQuiz(pack.id, topic.id)), Emphasis.PRIMARY),
                Button("Tell me more", encode(ShowTopic(pack.id, topic.id))),
                *more,
                Button("Useful", encode(SayOfTip(pack.id, tip.id, known=False))),
                Button("Knew that", encode(SayOfTip(pack.id, tip.id, known=True))),
            )
        ),
        Footer(pack.source_of(tip)),
        private=private,
        replaces=private,
    )


def _choose(transaction: Transaction, wanted: Sequence[Wanted], urgency: Urgencies, at: datetime) -> list[Tip]:
    """The next tip for each of several places, noted as shown."""
    tips.hold(transaction, [(each.shelf, each.place_name) for each in wanted], at)
    shown: dict[tuple[Shelf, str], int] = {}
    chosen: list[Tip] = []
    rounds = tips.rounds(transaction, {each.shelf for each in wanted})
    for each in wanted:
        number, tip = _first(rounds[each.shelf], each, urgency[each.shelf.tenant, each.pack.id])
        rounds[each.shelf].show(tip, number, at)
        shown[each.shelf, tip] = number
        chosen.append(each.pack.tip_by_id[tip])
    tips.note(transaction, shown, at)
    return chosen


def _first(rounds: Rounds, wanted: Wanted, urgency: Mapping[str, Urgency]) -> tuple[int, str]:
    """The round and the tip that comes next.

    Of those that are equally urgent the place's own order decides, so that what a preview shows is what will come.
    """
    number, due = rounds.due(wanted.candidates)
    lot = _lot(wanted.shelf, number)
    return number, max(due, key=lambda tip: (urgency[tip].need, urgency[tip].mark * lot % _PRIME))


def _need(tip: Tip, needed: Mapping[str, float]) -> float:
    return max(needed.get(objective, 0.0) for objective in tip.objectives)


def _lot(shelf: Shelf, number: int) -> int:
    """Mixes the tips of each place in an order of its own, anew in every round."""
    written = "\n".join((shelf.tenant, shelf.place, str(number)))
    return int.from_bytes(blake2s(written.encode("utf-8", "replace"), digest_size=8).digest()) % (_PRIME - 1) + 1
