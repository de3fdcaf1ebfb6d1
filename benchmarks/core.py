"""Core commands, from parsing to the reply, with an empty database and with a full one."""

import asyncio
import tempfile
from datetime import UTC, datetime
from random import Random

from benchmarks import answers
from benchmarks.table import Row, Stopwatch, percentile, show
from bot.catalogue import CATALOGUE
from bot.content.reading.library import Library
from bot.core import build
from bot.language.people import PLAYGROUND, Member, Place
from bot.language.requests import Asker, Call
from bot.language.slash import read
from bot.naming.titles import Title, Titles
from bot.pictures.cache import PictureCache
from bot.runtime import gc_tuning as garbage
from bot.runtime.settings import Settings
from bot.storage.database import Database

MEMBERS = 100_000
ANSWERS = 1_000_000
ROUNDS = 400
TYPED = (
    "/compare data",
    "/define RAG",
    "/ask why so many GPUs?",
    "/tip",
    "/quiz 5",
    "/progress",
    "/settings",
    "/help",
)
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


async def measure() -> list[Row]:
    """Return the rows of the table."""
    with tempfile.TemporaryDirectory() as folder:
        empty = await Database.open(f"sqlite:///{folder}/empty.db")
        full = await Database.open(f"sqlite:///{folder}/full.db")
        try:
            await answers.fill(full, Library(Settings().content).default, ANSWERS, MEMBERS, 1_700_000_000_000)
            times = await _alternate(empty, full)
        finally:
            await empty.close()
            await full.close()
    rows = []
    for typed in TYPED:
        on_empty, on_full = times[typed, "empty"], times[typed, "full"]
        rows.append(Row(f"{typed}: p99, full store", percentile(on_full, 0.99) * 1e3, "ms", 5))
        ratio = percentile(on_full, 0.5) / percentile(on_empty, 0.5)
        rows.append(Row(f"{typed}: median, full ÷ empty store", ratio, "×", 1.3))
    return [*rows, *_autocomplete()]


async def _alternate(empty: Database, full: Database) -> dict[tuple[str, str], list[float]]:
    """Return the seconds of each command on each database, alternating so that both run under the same conditions."""
    library = Library(Settings().content)
    pictures = PictureCache()
    cores = {
        "empty": build(library, empty, pictures, Random(1)).application,
        "full": build(library, full, pictures, Random(1)).application,
    }
    garbage.settle()  # like the running program
    times: dict[tuple[str, str], list[float]] = {(typed, name): [] for typed in TYPED for name in cores}
    for number in range(-20, ROUNDS):
        member = Member(f"member{number * 97 % MEMBERS}", "Ana")
        asker = Asker(PLAYGROUND, Place("general", "#general"), member, NOW)
        for typed in TYPED:
            command, options = read(typed, CATALOGUE)
            # The order alternates, because a command is also slowed by what the one before has left to be written.
            for name, commands in sorted(cores.items(), reverse=number % 2 == 0):
                with Stopwatch() as watch:
                    await commands.serve(Call(asker, command, options))
                if number >= 0:
                    times[typed, name].append(watch.seconds)
    pictures.close()
    return times


def _autocomplete() -> list[Row]:
    random = Random(1)
    syllables = [a + b for a in "bcdfghklmnprstvw" for b in ("a", "e", "i", "o", "u", "an", "er", "is")]
    vocabulary = ["".join(random.choices(syllables, k=random.randint(2, 4))) for _ in range(6_000)]
    names = [" ".join(random.choices(vocabulary, k=random.randint(1, 4))) for _ in range(10_000)]
    titles = Titles(Title(str(number), name) for number, name in enumerate(names))
    times = []
    for _ in range(5_000):
        name = random.choice(names)
        typed = name[: random.randint(1, len(name))]
        if random.random() < 0.3:
            at = random.randrange(len(typed))
            typed = typed[:at] + random.choice("abcdefghij") + typed[at + 1 :]
        with Stopwatch() as watch:
            titles.complete(typed)
        times.append(watch.seconds)
    return [Row("autocomplete over 10,000 titles: p99", percentile(times, 0.99) * 1e3, "ms", 10)]


def main() -> None:
    """Print the table."""
    show(f"Core commands ({MEMBERS:,} members, {ANSWERS:,} answers, SQLite)", asyncio.run(measure()))


if __name__ == "__main__":
    main()
