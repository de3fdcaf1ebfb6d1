"""A process that hosts a game and plays all its players, made to be killed.

Run python -m tests.features.games.deadly URL START.

Prints a line for every answer that it has acknowledged. Time runs twenty times as fast as outside; a process that
finds a game goes on with it.
"""

import asyncio
import sys
from datetime import UTC, datetime, timedelta
from random import Random

from bot.features.games.journal import Journal
from bot.features.games.state import GamePhase
from bot.language.message import Refusal
from bot.language.plain import plain
from bot.storage.database import Database
from tests.fakes.boards import FastClock
from tests.features.games.hosted import Bot

SPEED = 20
PLAYERS = 200
QUESTIONS = 4


async def main(url: str, start: float) -> None:
    database = await Database.open(url)
    bot = Bot(database, FastClock(SPEED, datetime.fromtimestamp(start, UTC)), timedelta(seconds=2))
    bot.boards.forgetful = True
    try:
        journal = await bot.host.here(bot.asker("Ana"))
    except Refusal:
        journal = await bot.start(QUESTIONS)
        await asyncio.gather(*(bot.join(journal, f"P{number}") for number in range(PLAYERS)))
        await bot.act(journal, "start")
    print("ready", flush=True)
    random = Random(start)
    await asyncio.gather(*(_player(bot, journal, f"P{number}", random) for number in range(PLAYERS)))
    while bot.host._held:
        await bot.clock.sleep(timedelta(seconds=1))
    print("over", flush=True)
    await bot.close()
    await database.close()


async def _player(bot: Bot, journal: Journal, name: str, random: Random) -> None:
    """Answers every question, most of them twice."""
    position = 0
    while journal.state.phase is not GamePhase.ENDED:
        await bot.clock.sleep(timedelta(seconds=random.uniform(0.5, 12)))
        position = max(position, len(journal.state.rounds) - 1)
        choice = random.randrange(2)
        try:
            said = await bot.answer(journal, name, choice, position)
        except Refusal:
            continue
        assert "Locked" in plain(said)
        print(f"ack {position} {name.lower()} {choice}", flush=True)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], float(sys.argv[2])))
