"""A challenge that is taken while `versed run` is killed with -9 again and again, on both databases."""

import asyncio
from collections import Counter
from pathlib import Path
from random import Random

from sqlalchemy import select

from bot.features.challenges.actions import CloseChallenge, TakeChallenge
from bot.features.challenges.scores import points_of
from bot.features.challenges.store import challenges, participants
from bot.features.league.store import results
from bot.language.actions import encode
from bot.storage.database import Database
from bot.storage.tables import challenge as challenge_table
from bot.storage.times import from_milliseconds
from tests.fakes.discord.world import ANA, MANAGE_GUILD, Shown
from tests.features.challenges.taker import LIMIT, Taker, acts, press
from tests.features.delivery.killing import all_over
from tests.features.games.stage import Stage
from tests.patience import STORY

PEOPLE, QUESTIONS, KILLS = 15, 4, 2

_RIGHT = 0
"""The number of the right choice, which the results count even if nobody chose it."""


async def test_no_acknowledged_answer_is_lost(database_url: str, tmp_path: Path) -> None:
    random = Random(3)
    stage = Stage(database_url, tmp_path, shorter=10)
    takers = [Taker(stage, number, random) for number in range(PEOPLE)]
    async with asyncio.timeout(STORY), stage.open():
        await stage.start()
        opening = await stage.discord.use("challenge", questions=QUESTIONS, seconds=LIMIT, closes="1h")
        # On a busy machine, Discord is told to wait, and a note comes before the answer.
        await opening.when(lambda: any(map(acts, opening.messages)))
        announced = next(each for each in opening.messages if acts(each))
        answers = asyncio.gather(*(taker.take(announced, QUESTIONS) for taker in takers))
        begun = asyncio.create_task(takers[0].begun.wait())
        await asyncio.wait((answers, begun), return_when=asyncio.FIRST_COMPLETED)
        for _ in range(KILLS):
            await asyncio.sleep(random.uniform(0.5, 1.5))
            assert not answers.done(), participants
            stage.kill()
            await stage.start()
        await answers
        await close(stage, announced)
        await asyncio.sleep(random.uniform(0.0, 1.2))  # the results are posted within a second
        stage.kill()
        await stage.start()
        await stage.discord.until(lambda: results_of(stage) != [])  # they may not even be planned yet
        await all_over(database_url)
    assert "Traceback" not in stage.log
    check_clocks(takers)
    check_results(stage, takers)
    database = await Database.open(database_url)
    await check_kept(database, takers)
    await database.close()


async def close(stage: Stage, announced: Shown) -> None:
    """Close the challenge early, as an administrator."""
    (take,) = acts(announced).values()
    assert isinstance(take, TakeChallenge)
    sure = encode(CloseChallenge(take.challenge, sure=True))
    shown = await press(stage.discord, announced, sure, ANA, permissions=MANAGE_GUILD)
    assert shown is not None
    assert "Closed." in shown.text


def check_clocks(takers: list[Taker]) -> None:
    looks = [look for taker in takers for look in taker.looks]
    for look in looks:
        assert look.least - 0.6 <= look.told <= look.most + 0.6, look
    assert any(look.kills and look.least > 2 for look in looks), "nobody has looked before a kill and after it"


async def check_kept(database: Database, takers: list[Taker]) -> None:
    """Check that what's stored is what people were told, and that leaderboards count it once."""
    only = select(challenge_table.c.tenant, challenge_table.c.id)
    ((tenant, challenge_id),) = await database.read(lambda transaction: transaction.rows(only, {}))
    scored = await database.read(lambda transaction: results.since(transaction, tenant, from_milliseconds(0)))
    challenge = await database.read(lambda transaction: challenges.find(transaction, tenant, challenge_id))
    assert challenge is not None
    turns = await database.read(lambda transaction: participants.all_turns(transaction, challenge))
    given = {
        who: {turn.position: int(turn.answer.given) for turn in mine if turn.answer} for who, mine in turns.items()
    }
    assert given == {taker.user["id"]: taker.locked for taker in takers}
    shown = {(who, turn.position): turn.shown.timestamp() for who, mine in turns.items() for turn in mine}
    assert all(shown[taker.user["id"], at] <= seen for taker in takers for at, seen in taker.seen.items())
    points = {who: sum(points_of(challenge, turn) for turn in mine) for who, mine in turns.items()}
    assert {each.member: each.points for each in scored} == points
    assert {each.asked for each in scored} == {QUESTIONS}
    assert sum(each.correct for each in scored) == sum(
        choice == _RIGHT for mine in given.values() for choice in mine.values()
    )


def results_of(stage: Stage) -> list[str]:
    """Return what was posted about how the challenge ended."""
    return [each.text for each in stage.discord.messages[stage.discord.channel] if "Challenge closed" in each.text]


def check_results(stage: Stage, takers: list[Taker]) -> None:
    """Check that the results were posted once, and say how many chose what."""
    (told,) = results_of(stage)
    assert f"{PEOPLE} people took {QUESTIONS} questions." in told
    lines = [line for line in told.splitlines() if "What about number" in line]
    assert len(lines) == QUESTIONS
    for position, line in enumerate(lines):
        chosen = Counter(taker.locked[position] for taker in takers)
        numbers = [int(part.rpartition(": ")[2]) for part in line.split(" · ")]
        listed = [chosen[choice] for choice in range(3) if chosen[choice] or choice == _RIGHT]
        assert sorted(numbers) == sorted(listed), line
