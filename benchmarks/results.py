"""Private results for many players when a question closes, on fakes of both platforms with a real `versed run`.

Each player's private answer is changed once (Discord), or followed by another message (Slack). The goals: everyone is
told soon, the platforms' rate limits are never hit, and the next question comes no later than with a few players.
"""

import asyncio
import re
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from random import Random

from sqlalchemy import select

from benchmarks.table import Row, percentile, show
from bot.features.games.events import Closed, Opened, decode
from bot.features.games.model import Key
from bot.features.games.store import log
from bot.storage.database import Database
from bot.storage.tables import game
from tests.fakes.crowd import Crowd, Side
from tests.features.games.stage import Stage

PLAYERS = 200
FEW = 5
QUESTIONS = 3
SPREAD = 3.0
"""Seconds over which the players' answers are spread."""

_RESULT = re.compile("✓ Right!|✗ Not quite")


@dataclass(frozen=True, slots=True)
class Seen:
    """The measurements of a game.

    Args:
        told: seconds from a question's close until each player was told.
        breaks: seconds from a question's close to the next question.
        refused: the number of responses with status 429.
    """

    told: list[float]
    breaks: list[float]
    refused: int


async def measure() -> list[Row]:
    """Return the rows of the table."""
    rows = []
    for name, which in (("Discord", 0), ("Slack", 1)):
        few, many = [await _play(which, players) for players in (FEW, PLAYERS)]
        rows += [
            Row(f"{name}: told of {PLAYERS} players in {QUESTIONS} questions", len(many.told), "", at_most=False),
            Row(f"{name}: from the close until a player is told, p50", percentile(many.told, 0.5), "s"),
            Row(f"{name}: from the close until the last is told", max(many.told), "s", 5),
            Row(f"{name}: refused as too many (429)", many.refused, "", 0),
            Row(f"{name}: break with {FEW} players", max(few.breaks), "s"),
            Row(f"{name}: break with {PLAYERS} players", max(many.breaks), "s", max(few.breaks) + 1),
        ]
    return rows


async def _play(which: int, players: int) -> Seen:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        stage = Stage(f"sqlite:///{folder}/versed.db", folder, lease=None)
        async with stage.open() as sides:
            await stage.start()
            side = sides[which]
            crowd = Crowd([side], players, SPREAD, Random(1))
            watching = asyncio.create_task(crowd.watch())
            await _start(which, side, crowd)
            await crowd.play()
            watching.cancel()
            await asyncio.wait([watching])
            told, refused = (_on_discord if which == 0 else _on_slack)(stage)
        closes, opens = await _course(f"sqlite:///{folder}/versed.db")
        return Seen(
            told=[at - max(close for close in closes if close <= at) for at in told],
            breaks=[min(at for at in opens if at > close) - close for close in closes[:-1]],
            refused=refused,
        )


async def _start(which: int, side: Side, crowd: Crowd) -> None:
    if which == 0:
        await side.command("game start", questions=QUESTIONS, seconds=20, mode="everyone")
    else:
        await side.command(f"game start questions:{QUESTIONS} seconds:20 mode:everyone")
    await crowd.until_shown("Join")
    await crowd.join()
    await side.press_as_host("Start")


def _on_discord(stage: Stage) -> tuple[list[float], int]:
    """Return the times when someone was told, in seconds since 1970, and the number of 429 responses."""
    requests = stage.discord.requests
    told = [each.at for each in requests if each.status == 200 and _tells(each.method, each.path, each.body)]
    return _since_1970(told), sum(each.status == 429 for each in requests)


def _tells(method: str, path: str, body: object) -> bool:
    return method == "PATCH" and path.startswith("/webhooks/") and _RESULT.search(str(body)) is not None


def _on_slack(stage: Stage) -> tuple[list[float], int]:
    """Return the same for Slack, whose fake refuses nothing here."""
    told = [call.at for call in stage.slack.calls("response") if _RESULT.search(str(call.arguments))]
    return _since_1970(told), 0


def _since_1970(at: list[float]) -> list[float]:
    started = time.time() - asyncio.get_running_loop().time()
    return [each + started for each in at]


async def _course(url: str) -> tuple[list[float], list[float]]:
    """Return the times when questions closed and opened, from the game's log."""
    database = await Database.open(url)
    try:
        only = select(game.c.tenant, game.c.id)
        ((tenant, game_id),) = await database.read(lambda transaction: transaction.rows(only, {}))
        key = Key(tenant, game_id)
        logged = [decode(each) for each in await database.read(lambda transaction: log.events(transaction, key, 0))]
    finally:
        await database.close()
    closes = [each.at.timestamp() for each in logged if isinstance(each, Closed)]
    return closes, [each.at.timestamp() for each in logged if isinstance(each, Opened)]


def main() -> None:
    """Print the table."""
    show(f"Personal results ({PLAYERS} players, {QUESTIONS} questions)", asyncio.run(measure()))


if __name__ == "__main__":
    main()
