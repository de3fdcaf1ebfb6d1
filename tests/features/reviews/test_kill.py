"""A process dies at any moment: every review that it said was safe is there, and only once."""

import asyncio
import random
import sqlite3
from contextlib import closing
from pathlib import Path

from bot.features.reviews.deck import Deck
from tests.features.reviews.learning import learn
from tests.mortal import begun
from tests.packs import bundled

ROUNDS = 3


async def test_no_review_is_lost_or_counted_twice(tmp_path: Path) -> None:
    path = tmp_path / "v.db"
    seeded = random.Random(1)
    acknowledged: set[tuple[str, str, int]] = set()
    for number in range(ROUNDS):
        with begun(learn, f"sqlite:///{path}", number) as learning:
            lines = [await asyncio.to_thread(learning.out.readline) for _ in range(seeded.randint(1, 120))]
            learning.kill()
            lines += learning.out.readlines()
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
