"""Reviews compared with Anki's scheduler, the next card of a long-time learner, and the report of a large team."""

import asyncio
import tempfile
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from statistics import median

from anki.collection import Collection
from anki.scheduler.v3 import Scheduler
from sqlalchemy import bindparam, insert

from benchmarks import answers
from benchmarks.table import Row, Stopwatch, percentile, show
from bot.content.model import Card, Pack
from bot.content.reading.library import Library
from bot.features.learners.chosen import Chosen
from bot.features.progress import team
from bot.features.reviews.model import Phase, Rating
from bot.features.reviews.session import Reviews
from bot.features.reviews.steps import CardRef, SessionState
from bot.language.people import PLAYGROUND, Member, Place
from bot.language.requests import Asker
from bot.runtime import gc_tuning as garbage
from bot.runtime.settings import Settings
from bot.storage.database import Database
from bot.storage.tables import card, review
from bot.storage.transaction import Transaction, Values

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ROUNDS = 3
ALONE = 15
LEARNERS = 100
EACH = 100
MANY_CARDS, MANY_REVIEWS, FEW_CARDS, FEW_REVIEWS = 20_000, 200_000, 200, 2_000
LOOKS = 1_000
MEMBERS, ANSWERS = 1_000, 1_000_000


async def measure() -> list[Row]:
    """Return the rows of the table."""
    with tempfile.TemporaryDirectory() as folder:
        rows = await _against_anki(Path(folder))
        database = await Database.open(f"sqlite:///{folder}/large.db")
        try:
            rows += await _next_card(database)
            rows += await _team(database)
        finally:
            await database.close()
    return rows


async def _against_anki(folder: Path) -> list[Row]:
    """Compare with Anki, alternating so that both run under the same conditions."""
    database = await Database.open(f"sqlite:///{folder}/versed.db")
    reviews = _reviews(database)
    pack = _pack(2 * EACH)
    theirs, alone, together = [], [], []
    try:
        await _go_on(reviews, *await _session(database, reviews, pack, "warm-up"), EACH)
        garbage.settle()  # like the running program
        for number in range(ROUNDS):
            theirs.append(_anki(folder / f"anki{number}", ALONE * EACH))
            names = [f"learner{number}-{place}" for place in range(ALONE + LEARNERS)]
            sessions = [await _session(database, reviews, pack, name) for name in names]
            with Stopwatch() as watch:
                for session in sessions[:ALONE]:
                    await _go_on(reviews, *session, EACH)
            alone.append(ALONE * EACH / watch.seconds)
            with Stopwatch() as watch:
                await asyncio.gather(*(_go_on(reviews, *session, EACH) for session in sessions[ALONE:]))
            together.append(LEARNERS * EACH / watch.seconds)
    finally:
        await database.close()
    return [
        Row("Anki's scheduler, one learner", median(theirs), "/s"),
        Row(f"Reviews answered and durable, {ALONE} learners one after another", median(alone), "/s"),
        Row("… ÷ Anki", median(alone) / median(theirs), "×", 1, at_most=False),
        Row(f"Reviews answered and durable, {LEARNERS} learners at once", median(together), "/s"),
        Row("… ÷ Anki", median(together) / median(theirs), "×", 5, at_most=False),
    ]


def _anki(folder: Path, count: int) -> float:
    """Return how many cards per second the real Anki handles: take the next one from its queue, rate and store it."""
    folder.mkdir()
    collection = Collection(str(folder / "collection.anki2"))
    try:
        collection.set_config("fsrs", True)
        settings = collection.decks.config_dict_for_deck_id(collection.decks.get_current_id())
        settings["new"]["perDay"] = settings["rev"]["perDay"] = 9_999
        collection.decks.update_config(settings)
        model = collection.models.by_name("Basic")
        assert model is not None
        for number in range(count + 200):
            note = collection.new_note(model)
            note["Front"], note["Back"] = f"front {number}", f"back {number}"
            collection.add_note(note, collection.decks.get_current_id())
        scheduler = collection.sched
        assert isinstance(scheduler, Scheduler)
        random = Random(1)
        with Stopwatch() as watch:
            for _ in range(count):
                queued = scheduler.get_queued_cards(fetch_limit=1).cards[0]
                shown = collection.get_card(queued.card.id)
                shown.start_timer()
                rating = _rating(random) - 1
                answered = scheduler.build_answer(card=shown, states=queued.states, rating=rating)  # type: ignore[arg-type]
                scheduler.answer_card(answered)
    finally:
        collection.close()
    return count / watch.seconds


async def _session(database: Database, reviews: Reviews, pack: Pack, name: str) -> tuple[Asker, SessionState]:
    """Return a learner who has answered the first card."""
    asker = _asker(name)
    for setting in ("new_cards", "reviews"):
        await Chosen(database).put(asker.tenant.key, f"member:{asker.member.id}", setting, "999")
    await reviews.start(pack, None, asker, resume=False)
    first = reviews.deck(pack).cards[0]
    return asker, await reviews.answer(CardRef(pack, first.code, 0), Rating.GOOD, asker)


async def _go_on(reviews: Reviews, asker: Asker, after: SessionState, count: int) -> None:
    """Answer the given number of cards, each after the previous answer is durable."""
    random = Random(1)
    for _ in range(count):
        state = after.upcoming.state
        assert state is not None
        deck = reviews.deck(_packs[after.opened.key.pack])
        named = CardRef(deck.pack, deck.by_id[state.card].code, state.reps)
        asker = replace(asker, at=asker.at + timedelta(seconds=5))
        after = await reviews.answer(named, Rating(_rating(random)), asker)


def _rating(random: Random) -> int:
    return random.choices((1, 2, 3, 4), (10, 10, 70, 10))[0]


async def _next_card(database: Database) -> list[Row]:
    """Time the next card of a learner with many cards and reviews, compared with one who has few."""
    reviews = _reviews(database)
    askers = {}
    for name, cards, given in (("many", MANY_CARDS, MANY_REVIEWS), ("few", FEW_CARDS, FEW_REVIEWS)):
        askers[name] = (_pack(cards), _asker(name))
        await reviews.start(*askers[name][:1], None, askers[name][1], resume=False)
        await _fill(database, reviews, *askers[name], given)
    times: dict[str, list[float]] = {"many": [], "few": []}
    for number in range(-50, LOOKS):
        for name, (pack, asker) in askers.items():
            asker = replace(asker, at=NOW + timedelta(seconds=number))
            with Stopwatch() as watch:
                page = await reviews.start(pack, None, asker, resume=True)
            assert "Show the answer" in str(page)
            if number >= 0:
                times[name].append(watch.seconds)
    many, few = (percentile(times[name], 0.99) * 1e3 for name in ("many", "few"))
    return [
        Row(f"Next card, {MANY_CARDS:,} cards and {MANY_REVIEWS:,} reviews: p99", many, "ms", 5),
        Row(f"Next card, {FEW_CARDS:,} cards: p99", few, "ms"),
        Row("Next card, many ÷ few cards: medians", median(times["many"]) / median(times["few"]), "×", 1.3),
    ]


async def _fill(database: Database, reviews: Reviews, pack: Pack, asker: Asker, given: int) -> None:
    """Add years of reviews up to today, with a tenth of all cards due."""
    random = Random(1)
    deck = reviews.deck(pack)
    now = int(NOW.timestamp() * 1000)
    day = 24 * 3600 * 1000
    key = {"tenant": asker.tenant.key, "member": asker.member.id, "pack": pack.id}
    log: list[Values] = [
        {
            **key,
            "at": now - given * 600_000 + number * 600_000,
            "card": deck.cards[number % len(deck.cards)].id,
            "number": number // len(deck.cards) + 1,
            "rating": 3,
            "phase": int(Phase.REVIEW),
            "interval": 10 * day,
            "undid": None,
        }
        for number in range(given)
    ]
    dues = [
        now - day if position % 10 == 0 else now + random.randint(1, 100) * day for position in range(len(deck.cards))
    ]
    known = {"phase": 2, "stability": 10.0, "difficulty": 5.0, "lapses": 0, "reps": given // len(deck.cards)}
    states: list[Values] = [
        {**known, "card_": each.id, "queue": 2, "wake": due, "due": due, "last": due - 10 * day}
        for each, due in zip(deck.cards, dues, strict=True)
    ]
    here = (card.c.tenant == key["tenant"]) & (card.c.member == key["member"]) & (card.c.pack == key["pack"])
    names = (*known, "queue", "wake", "due", "last")
    learn = card.update().where(here & (card.c.card == bindparam("card_"))).values({n: bindparam(n) for n in names})

    def fill(transaction: Transaction) -> None:
        transaction.change_each(insert(review), log)
        transaction.change_each(learn, states)

    await database.transact(fill)


async def _team(database: Database) -> list[Row]:
    """Time a report, while checking every millisecond whether the event loop is blocked."""
    pack = Library(Settings().content).default
    first = int((NOW - timedelta(days=50)).timestamp() * 1000)
    step = int(timedelta(days=50) / timedelta(milliseconds=1)) // ANSWERS
    await answers.fill(database, pack, ANSWERS, MEMBERS, first, step)

    async def once() -> None:
        report = await database.read(lambda transaction: team.report(transaction, PLAYGROUND.key, pack, NOW))
        assert report is not None
        assert report.members == MEMBERS

    await once()
    stalls: list[float] = []
    watching = asyncio.create_task(_watch(stalls))
    times = []
    for _ in range(ROUNDS):
        with Stopwatch() as watch:
            await once()
        times.append(watch.seconds)
    watching.cancel()
    with suppress(asyncio.CancelledError):
        await watching
    return [
        Row(f"Team report, {MEMBERS:,} members and {ANSWERS:,} answers", max(times), "s", 2),
        Row("… longest time that the event loop stood still", max(stalls) * 1e3, "ms", 100),
    ]


async def _watch(stalls: list[float]) -> None:
    while True:
        with Stopwatch() as watch:
            await asyncio.sleep(0.001)
        stalls.append(watch.seconds - 0.001)


_packs: dict[str, Pack] = {}


def _pack(cards: int) -> Pack:
    """Return the bundled pack with the given number of cards and no other items for decks."""
    name = f"cards-{cards}"
    if name not in _packs:
        bundled = Library(Settings().content).default
        made = tuple(
            Card.model_construct(
                id=f"card-{number}",
                objectives=(bundled.objectives[number % len(bundled.objectives)].id,),
                front=f"What is number {number}?",
                back=f"It is the one after {number - 1}, and before {number + 1}.",
            )
            for number in range(cards)
        )
        empty: dict[str, object] = {"terms": (), "comparisons": (), "cards": made, "id": name}
        _packs[name] = bundled.model_copy(update=empty)
    return _packs[name]


def _reviews(database: Database) -> Reviews:
    return Reviews(database, Chosen(database))


def _asker(name: str) -> Asker:
    return Asker(PLAYGROUND, Place("general", "#general"), Member(name, name), NOW)


def main() -> None:
    """Print the table."""
    show("Reviews (SQLite)", asyncio.run(measure()))


if __name__ == "__main__":
    main()
