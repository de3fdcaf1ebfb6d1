"""A process that dies at any moment: every review that it said was safe is there, and none is there twice."""

import asyncio
import os
import random
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from bot.features.reviews.deck import Deck
from tests.packs import bundled

ROUNDS = 3

CHILD = """
import asyncio, sys
from tests.features.reviews.desk import Learner, asker_named
from bot.storage.database import Database
from tests.packs import bundled

async def main(url, first):
    database = await Database.open(url)
    async def learn(name):
        ana = Learner(database, asker_named(name), bundled())
        ana.wait(days=first)
        await ana.choose(new_cards=900, reviews=900)
        page = await ana.start()
        while (named := ana.shown(page)) is not None:
            page = await ana.rate(named, 3)
            print(name.lower(), named.code, named.number + 1, flush=True)
    await asyncio.gather(*(learn(name) for name in ("Ana", "Ben", "Cleo")))

asyncio.run(main(sys.argv[1], int(sys.argv[2])))
"""


async def test_no_review_is_lost_or_counted_twice(tmp_path: Path) -> None:
    path = tmp_path / "v.db"
    seeded = random.Random(1)
    acknowledged: set[tuple[str, str, int]] = set()
    for number in range(ROUNDS):
        child = subprocess.Popen(
            [sys.executable, "-c", CHILD, f"sqlite:///{path}", str(number)],
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[3],
            env={**os.environ, "PYTHONPATH": "."},
        )
        assert child.stdout is not None
        wanted = seeded.randint(1, 120)
        lines = [await asyncio.to_thread(child.stdout.readline) for _ in range(wanted)]
        child.send_signal(signal.SIGKILL)
        lines += child.stdout.readlines()
        child.wait()
        child.stdout.close()
        for line in lines:
            parts = line.split()
            if len(parts) == 3 and line.endswith("\n"):
                given = (parts[0], parts[1], int(parts[2]))
                assert given not in acknowledged
                acknowledged.add(given)
    assert len(acknowledged) > ROUNDS
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        stored = connection.execute("SELECT member, card, number FROM review").fetchall()
        reps = {row[:2]: row[2] for row in connection.execute("SELECT member, card, reps FROM card")}
    assert len(stored) == len(set(stored))
    codes = {card.id: card.code for card in Deck(bundled()).cards}
    assert acknowledged <= {(member, codes[card], number) for member, card, number in stored}
    for (member, card), count in reps.items():
        assert count == sum(1 for each in stored if each[:2] == (member, card))
