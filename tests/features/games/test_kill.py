"""A game of 200 players in a real process that is killed with -9 again and again, on both databases."""

import asyncio
import signal
import time
from pathlib import Path
from random import Random

from sqlalchemy import select

from bot.features.games import events
from bot.features.games.events import decode
from bot.features.games.journal import Journal
from bot.features.games.model import Key
from bot.features.games.standings import standings
from bot.features.games.state import GamePhase
from bot.features.games.store import log
from bot.features.league.store import results
from bot.storage.database import Database
from bot.storage.tables import game
from bot.storage.times import from_milliseconds
from tests.features.games.deadly import live
from tests.features.games.games import naive_scores
from tests.features.games.hosted import HERE
from tests.mortal import PROCESSES
from tests.patience import FOREVER

KILLS = 2


async def test_no_acknowledged_answer_is_lost(database_url: str, tmp_path: Path) -> None:
    start, random = time.time(), Random(7)
    acknowledged: list[str] = []
    for life in range(KILLS + 1):
        answers = random.randint(1, 190) if life < KILLS else 0
        out = tmp_path / f"life{life}"
        process = PROCESSES.Process(target=live, args=(database_url, start, answers, str(out)), daemon=True)
        process.start()
        await asyncio.to_thread(process.join, FOREVER)
        assert process.exitcode == (-signal.SIGKILL if life < KILLS else 0)
        lines = out.read_text().splitlines(keepends=True)
        acknowledged += [line for line in lines if line.startswith("ack ") and line.endswith("\n")]
    assert "over\n" in lines
    assert len(acknowledged) >= 200
    await check(database_url, [line.split()[1:] for line in acknowledged])


async def check(url: str, acknowledged: list[list[str]]) -> None:
    database = await Database.open(url)
    only = select(game.c.tenant, game.c.id)
    ((tenant, game_id),) = await database.read(lambda transaction: transaction.rows(only, {}))
    key = Key(tenant, game_id)
    logged = [decode(event) for event in await database.read(lambda transaction: log.events(transaction, key, 0))]
    kept = await database.read(lambda transaction: log.answers(transaction, [HERE.key], key.game))
    scored = await database.read(lambda transaction: results.since(transaction, HERE.key, from_milliseconds(0)))
    journal = await Journal.open(database, key)
    await database.close()
    stored = {(str(each.position), each.who.member): each.given for each in kept}
    for position, member, choice in acknowledged:
        assert stored[position, member] == choice
    assert len({(position, member) for position, member, _ in acknowledged}) == len(acknowledged)
    assert journal.state.phase is GamePhase.ENDED
    opened = [event.position for event in logged if isinstance(event, events.Opened)]
    assert opened == list(range(len(journal.state.rules.questions)))
    answers = {(who, each.position): given for each in journal.state.rounds for who, given in each.answers.items()}
    assert len(answers) == len(kept)
    table = standings(journal.state)
    assert {who: (score.points, score.asked) for who, score in table.players.items()} == naive_scores(logged, answers)
    assert sum(each.points for each in scored) == sum(score.points for score in table.players.values())
    assert any(isinstance(event, events.Extended) for event in logged), "the time lost is given back"
