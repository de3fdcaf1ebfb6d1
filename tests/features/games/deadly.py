"""A process that hosts a game, plays all its players, and kills itself.

It prints a line for every answer that it has acknowledged, and kills itself with -9 at a random moment soon after the
given number of them (0: never), so that it dies mid-game however fast the machine is. Time runs twenty times as fast
as outside. If a game is already on, the process continues it.
"""

import asyncio
import os
import signal
from datetime import UTC, datetime, timedelta
from random import Random
from threading import Timer

from bot.features.games.journal import Journal
from bot.features.games.state import GamePhase
from bot.language.plain import plain
from bot.language.refusals import Refusal
from bot.storage.database import Database
from tests.fakes.boards import FastClock
from tests.features.games.hosted import Bot

SPEED = 20
PLAYERS = 200
QUESTIONS = 4


LIMIT = 120
"""Seconds for each question; more than anyone needs, as a question closes once everyone has answered."""


def live(url: str, start: float, answers: int, out: str) -> None:
    """Host and play until the game is over or the process dies.

    Args:
        url: of the database.
        start: when the first life began, in seconds since 1970.
        answers: acknowledged answers after which it dies; 0 for never.
        out: a file that its output is appended to.
    """
    os.dup2(os.open(out, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), 1)
    asyncio.run(_live(url, start, answers))


async def _live(url: str, start: float, answers: int) -> None:
    database = await Database.open(url)
    bot = Bot(database, FastClock(SPEED, datetime.fromtimestamp(start, UTC)), timedelta(seconds=2))
    bot.boards.forgetful = True
    try:
        journal = await bot.running_games.finder.here(bot.asker("Ana"))
    except Refusal:
        journal = await bot.start(QUESTIONS, seconds=LIMIT)
        await asyncio.gather(*(bot.join(journal, f"P{number}") for number in range(PLAYERS)))
        await bot.act(journal, "start")
    random = Random(start + answers)
    acknowledged = Acknowledged(answers, random.uniform(0.0, 0.03))
    await asyncio.gather(*(_player(bot, journal, f"P{number}", random, acknowledged) for number in range(PLAYERS)))
    while bot.running_games._held:
        await bot.clock.sleep(timedelta(seconds=1))
    print("over", flush=True)
    await bot.close()
    await database.close()


class Acknowledged:
    """Prints what was acknowledged, and kills the process after enough of it.

    Args:
        most: how many are enough; 0 for never.
        life: seconds from then until death.
    """

    def __init__(self, most: int, life: float) -> None:
        self._left = most
        self._life = life

    def tell(self, position: int, member: str, choice: int) -> None:
        """Print an answer that's safe."""
        print(f"ack {position} {member} {choice}", flush=True)
        self._left -= 1
        if self._left == 0:
            Timer(self._life, os.kill, (os.getpid(), signal.SIGKILL)).start()


async def _player(bot: Bot, journal: Journal, name: str, random: Random, acknowledged: Acknowledged) -> None:
    """Answer every question, most of them twice; if one isn't open yet, try again."""
    position = 0
    once, twice = set[int](), set[int]()
    while journal.state.phase is not GamePhase.ENDED:
        await bot.clock.sleep(timedelta(seconds=random.uniform(0.5, 12)))
        position = max(position, len(journal.state.rounds) - 1)
        if position in twice:
            continue
        choice = random.randrange(2)
        try:
            said = await bot.answer(journal, name, choice, position)
        except Refusal:
            twice |= once & {position}
            continue
        assert "Locked" in plain(said)
        once.add(position)
        acknowledged.tell(position, name.lower(), choice)
