"""A simulated year of many tenants: the real program simulates a few, and their rows are copied for the others.

So all rows are as the program itself writes them.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random

from sqlalchemy import Table, text

from benchmarks.packs import write_pack
from bot.content.reading.load import load
from bot.core import Core
from bot.features.delivery.delivery import REMEMBER, Delivery
from bot.features.scheduling.model import DAILY, ScheduleDraft, Weekdays
from bot.features.scheduling.outcomes import ScheduleOutcomes
from bot.features.scheduling.planner import Planner
from bot.features.scheduling.store import schedules
from bot.features.scoring import store as results
from bot.features.scoring.model import Result
from bot.language.message import Message
from bot.language.people import Member, Place, Tenant
from bot.language.plain import buttons
from bot.language.requests import Asker, Pressed
from bot.storage.database import Database
from bot.storage.tables import answer, metadata, outbox, pack_change, quiz
from bot.storage.transaction import Transaction
from tests.fakes.platform import FakeClock, FakePort

ENDS = datetime(2026, 11, 1, 20, 0, tzinfo=UTC)
PLATFORM = "discord"
CARDS = 30
"""Number of cards in a tenant's own pack."""


@dataclass(frozen=True, slots=True)
class Team:
    """A tenant whose year is simulated.

    Args:
        name: the tenant's name.
        people: the number of learners.
        quizzes: the number of quizzes with three questions per learner.
        reviewers: the number of learners who use flashcards, which takes a row per card of the pack.
        reviews: the number of cards that each of those rates.
        lookups: the number of tips and definitions that each learner reads.
        games: the number of the team's games.
        schedules: the number of schedules for tips, a fifth of them daily and the others weekly.
    """

    name: str
    people: int
    quizzes: int
    reviewers: int
    reviews: int
    lookups: int
    games: int
    schedules: int

    @property
    def tenant(self) -> Tenant:
        """The tenant with its key."""
        return Tenant(f"{PLATFORM}:{self.name}", self.name)


SMALL = Team("small", people=4, quizzes=10, reviewers=0, reviews=0, lookups=20, games=4, schedules=8)
MEDIUM = Team("medium", people=25, quizzes=20, reviewers=5, reviews=100, lookups=30, games=25, schedules=25)
CROWD = 12
"""Factor by which a large team has more people than a medium one."""


async def live(core: Core, team: Team, folder: Path, random: Random) -> None:
    """Simulate a team's year.

    Args:
        core: the core.
        team: the team.
        folder: the folder for its pack.
        random: decides who does what when.
    """
    await _publish(core, team, folder)
    for at, member, act in sorted(_acts(team, random), key=lambda each: each[0]):
        asker = Asker(team.tenant, Place("general", "general"), member, at)
        await _do(core, asker, act, random)
    await core.database.transact(partial(results.add, results=_results(core, team, random)))
    await _post(core, team, random)


def _acts(team: Team, random: Random) -> list[tuple[datetime, Member, str]]:
    acts = ["/quiz questions:3"] * team.quizzes + ["/tip", "/define RAG"] * (team.lookups // 2)
    reviews = ["/review"] * (team.reviews // 5)
    return [
        (ENDS - timedelta(days=random.uniform(0, 365)), Member(f"member{number}", f"Member {number}"), act)
        for number in range(team.people)
        for act in acts + (reviews if number < team.reviewers else [])
    ]


async def _do(core: Core, asker: Asker, act: str, random: Random) -> None:
    page = await core.application.say(asker, act)
    if act.startswith("/quiz"):
        for _ in range(3):
            page = await _press(core, asker, page, "answer.", random)
            page = await _press(core, asker, page, "ask.", random)
    elif act == "/review":
        for _ in range(5):
            page = await _press(core, asker, page, "reveal.", random)
            page = await _press(core, asker, page, "rate.", random)


async def _press(core: Core, asker: Asker, page: Message, begins: str, random: Random) -> Message:
    """Press a random button whose press begins with a text; return the same page if there's none."""
    offered = [each.press for each in buttons(page) if each.press.startswith(begins)]
    return await core.application.press(Pressed(asker, random.choice(offered))) if offered else page


async def _publish(core: Core, team: Team, folder: Path) -> None:
    """Publish a pack of the team's own."""
    (made := folder / team.name).mkdir()
    write_pack(made, Random(1), cards=CARDS, objectives=5)
    editor = Asker(team.tenant, Place("general", "general"), Member("ada", "Ada", administrator=True), ENDS)
    await core.own_packs.publish(editor, await asyncio.to_thread(load, made), {})


def _results(core: Core, team: Team, random: Random) -> list[Result]:
    """Return the results of the team's games; their logs are left out, because they're deleted after a while."""
    pack = core.library.default
    return [
        Result(
            tenant=team.tenant.key,
            game=f"{team.name}{game}",
            member=f"member{number}",
            topic=topic.id,
            name=f"Member {number}",
            place="general",
            team="",
            pack=pack.id,
            points=random.randrange(0, 3_000),
            correct=random.randrange(0, 4),
            asked=3,
            at=ENDS - timedelta(days=365 * game / team.games),
        )
        for game in range(team.games)
        for number in range(team.people)
        for topic in random.sample(pack.topics, min(3, len(pack.topics)))
    ]


async def _post(core: Core, team: Team, random: Random) -> None:
    """Send all posts of the last months; earlier ones would have been deleted."""
    clock = FakeClock(ENDS - REMEMBER)
    platform = FakePort(clock)
    planner = Planner(core.database, core.composers, clock, random)
    delivery = Delivery(core.database, {PLATFORM: platform}, clock, ScheduleOutcomes(core.composers))
    await core.database.transact(partial(_schedule, core=core, team=team, at=clock.now))
    while clock.now < ENDS:
        await planner.plan_due([PLATFORM])
        while claimed := await delivery.claim(PLATFORM, 100):
            for each in claimed:
                await delivery.deliver(each)
        platform.log.clear()
        clock.go(minutes=30)


def _schedule(transaction: Transaction, core: Core, team: Team, at: datetime) -> None:
    for number in range(team.schedules):
        first = at.replace(hour=8 + number % 10, minute=30 * (number % 2)) + timedelta(days=1 + number % 5)
        draft = ScheduleDraft(
            tenant=team.tenant.key,
            platform=PLATFORM,
            kind="tip",
            place=f"channel{number}",
            place_name=f"#channel{number}",
            pack=core.library.default.id,
            topic="",
            time=f"{first:%H:%M}",
            days=DAILY if number % 5 == 0 else Weekdays((first.weekday(),)),
            zone="UTC",
            starts=first.date(),
            ends=None,
            late="post",
        )
        schedules.add(transaction, draft, first.date(), first)


async def copy(database: Database, team: Team, first: int, copies: int, crowd: int = 1) -> None:
    """Copy a team's rows to other tenants.

    Args:
        database: the database.
        team: the team whose year was simulated.
        first: the number of the first tenant to create.
        copies: the number of tenants to create.
        crowd: the number of copies of each person.
    """
    for table in metadata.sorted_tables:
        statement = text(_copying(table, crowd))
        values: dict[str, int | str] = {
            "of": team.tenant.key,
            "first": first,
            "last": first + copies - 1,
            "crowd": crowd,
        }
        await database.transact(partial(_change, statement=statement, values=values))


def _change(transaction: Transaction, statement: object, values: dict[str, int | str]) -> None:
    transaction.change(statement, values)  # type: ignore[arg-type]


def _copying(table: Table, crowd: int) -> str:
    """Return the statement that copies a team's rows of a table."""
    columns = {column.name: f't."{column.name}"' for column in table.columns}
    columns["tenant"] = f"'{PLATFORM}:' || n"
    own: Sequence[tuple[Table | None, str, str]] = [
        (outbox, "key", "|| '-' || n"),
        (metadata.tables["occurrence"], "post", "|| '-' || n"),
        (pack_change, "number", "+ n"),
    ]
    for of, name, more in own:
        if table is of:
            columns[name] += more
    source = f'"{table.name}" t, generate_series(cast(:first AS int), cast(:last AS int)) n'
    if crowd > 1 and ("member" in table.primary_key.columns or table in (quiz, answer)):
        source += ", generate_series(1, cast(:crowd AS int)) k"
        columns["member"] += " || '-' || k"
        for of, name in ((quiz, "id"), (answer, "quiz")):
            if table is of:
                columns[name] += " || '-' || k"
    names = ", ".join(f'"{name}"' for name in columns)
    found = f"SELECT {', '.join(columns.values())} FROM {source} WHERE t.tenant = :of"
    return f'INSERT INTO "{table.name}" ({names}) {found}'
