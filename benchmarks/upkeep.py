"""The operator's costs after a year of tenants: orders, posts on a busy morning, tables, vacuum and retention."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from random import Random
from time import process_time

from sqlalchemy import text

from benchmarks import year
from benchmarks.table import Row, Stopwatch, percentile
from bot.core import Core
from bot.features.delivery.clock import SystemClock
from bot.features.delivery.delivery import Delivery
from bot.features.delivery.model import PostState
from bot.features.delivery.store import outbox
from bot.features.operating.service import Operator
from bot.features.packs.model import Quota
from bot.features.scheduling.outcomes import ScheduleOutcomes
from bot.features.scheduling.planner import Planner
from bot.personal_data import PERSONAL_DATA
from bot.storage import urls
from bot.storage.database import Database
from bot.storage.postgresql import open_engine
from bot.storage.transaction import Transaction
from tests.fakes.platform import FakeClock, FakePort
from tests.rows import rows

DUE = 10_000
KEPT_DAYS = 180
TARGET = 300.0
"""Target in milliseconds: a tenth of Discord's timeout."""


async def vacuum(url: str, *options: str) -> float:
    """Vacuum all tables; return the seconds it took.

    Args:
        url: the database's URL.
        options: options for VACUUM.
    """
    engine = open_engine(urls.parse(url))
    asked = f"({', '.join(options)})" if options else ""
    with Stopwatch() as watch:
        async with engine.connect() as connection:
            await (await connection.execution_options(isolation_level="AUTOCOMMIT")).execute(text(f"VACUUM {asked}"))
    await engine.dispose()
    return watch.seconds


async def operating(core: Core, largest: int) -> list[Row]:
    """Time the operator's orders.

    Args:
        core: the core.
        largest: the number of a large tenant; number 0 is a small one.
    """
    operator = Operator(core.database, core.application.tenants.erasure, Quota(), SystemClock())
    large, small = (f"{year.PLATFORM}:{number}" for number in (largest, 0))
    orders: Sequence[tuple[str, Callable[[], Awaitable[object]], float]] = (
        ("tenants", operator.tenants, 60),
        ("one small tenant", partial(operator.tenant, small), 1),
        ("one large tenant", partial(operator.tenant, large), 1),
        ("limit", partial(operator.limit, large, {"packs": 5}), 1),
        ("posts", operator.posts, 1),
        ("leases", operator.leases, 1),
        ("purge a small tenant", partial(operator.purge, small), 2),
        ("purge a large tenant", partial(operator.purge, large), 10),
    )
    found = []
    for name, order, target in orders:
        with Stopwatch() as watch:
            await order()
        found.append(Row(f"versed admin: {name}", watch.seconds, "s", target))
    return found


async def posting(core: Core) -> list[Row]:
    """Time planning, claiming and finishing the posts of a busy morning."""
    database, platforms = core.database, [year.PLATFORM]
    port = FakePort(FakeClock())
    planner = Planner(database, core.composers, SystemClock(), Random())
    delivery = Delivery(database, {year.PLATFORM: port}, SystemClock(), ScheduleOutcomes(core.composers))
    idle = []
    for _ in range(100):
        with Stopwatch() as watch:
            await planner.plan_due(platforms)
            await delivery.is_any_due()
        idle.append(watch.seconds)
    due = text(
        "UPDATE schedule SET next_run_at = :now, next_day = :day FROM "
        f"(SELECT tenant, number FROM schedule WHERE member = '' ORDER BY tenant, number LIMIT {DUE}) those "
        "WHERE schedule.tenant = those.tenant AND schedule.number = those.number"
    )
    now = datetime.now(UTC)
    values: dict[str, int | str] = {"now": round(now.timestamp() * 1000), "day": str(now.date())}
    number = await database.transact(lambda transaction: transaction.change(due, values))
    began = process_time()
    with Stopwatch() as planning:
        planned = await planner.plan_due(platforms)
    cpu = process_time() - began
    claims, claimed = [], 0
    while True:
        with Stopwatch() as claiming:
            posts = await delivery.claim(year.PLATFORM, 100)
        if not posts:
            break
        claims.append(claiming.seconds)
        claimed += len(posts)
        at = datetime.now(UTC)
        await database.transact(
            lambda transaction, posts=posts, at=at: [  # type: ignore[misc]
                outbox.end(transaction, each, PostState.SENT, at) for each in posts
            ]
        )
    assert planned == claimed == number, (planned, claimed, number)
    tidying = []
    for each in (planner, delivery, planner, delivery):
        with Stopwatch() as watch:
            await each.tidy()
        tidying.append(watch.seconds)
    return [
        Row("forgetting the dates and posts of weeks at once", sum(tidying[:2]), "s"),
        Row("looking for dates to forget, once an hour", tidying[2], "s", 0.1),
        Row("looking for posts to forget, once an hour", tidying[3], "s", 0.1),
        Row("a tick with nothing due: p50", percentile(idle, 0.5) * 1e3, "ms", 5),
        Row("a tick with nothing due: p99", percentile(idle, 0.99) * 1e3, "ms", TARGET),
        Row(f"planning {number:,} that are due at once", planning.seconds, "s", 30),
        Row(f"planning {number:,} that are due at once, of the processor", cpu, "s", 20),
        Row("claiming a hundred posts: p50", percentile(claims, 0.5) * 1e3, "ms"),
        Row("claiming a hundred posts: p99", percentile(claims, 0.99) * 1e3, "ms", 200),
    ]


_TABLES = text(
    "SELECT relname, n_live_tup, pg_relation_size(relid) / 1e6, pg_indexes_size(relid) / 1e6 "
    "FROM pg_stat_user_tables WHERE pg_total_relation_size(relid) > 1e7 ORDER BY pg_total_relation_size(relid) DESC"
)


async def tables(url: str, when: str) -> list[Row]:
    """Return the sizes of the tables."""
    database = await Database.open(url)
    sizes = await rows(database, _TABLES)
    await database.close()
    found = []
    for name, count, table, indexes in sizes:
        found.append(Row(f"{when}: {name}", count / 1e6, "million rows"))
        found.append(Row(f"{when}: {name}, and its indexes", float(table) + float(indexes), "MB"))
    total = sum(float(table) + float(indexes) for *_, table, indexes in sizes)
    return [*found, Row(f"{when}: all of it", total / 1e3, "GB")]


async def forgetting(url: str) -> list[Row]:
    """Return the effect of vacuum and retention."""
    found = [Row("vacuum after that", await vacuum(url), "s")]
    database = await Database.open(url)
    before = year.ENDS - timedelta(days=KEPT_DAYS)

    def prune(transaction: Transaction) -> None:
        PERSONAL_DATA.prune(transaction, before)

    with Stopwatch() as watch:
        await database.transact(prune)
    found.append(Row(f"forgetting all but the last {KEPT_DAYS} days at once", watch.seconds, "s", 600))
    with Stopwatch() as watch:
        await database.transact(prune)
    found.append(Row("looking for more to forget", watch.seconds, "s", 60))
    await database.close()
    found.append(Row("vacuum after that, of what's forgotten", await vacuum(url, "ANALYZE"), "s"))
    return [*found, *await tables(url, "forgotten")]
