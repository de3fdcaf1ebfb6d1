"""Someone uses every feature, has everything erased at a random moment, and must not be found at the end.

Run `python -m tests.erasing --histories 1000`; each history has its own database. We search for a name and an id that
occur nowhere else: in every column of every table, in every file beside the database, in the replicas' memory, in
everything that's shown after the erasing, and in everything that's ever logged or counted.
"""

import argparse
import asyncio
import json
import logging
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

from cachetools import Cache
from prometheus_client import generate_latest
from sqlalchemy import select

from bot.catalogue import CATALOGUE
from bot.content.reading.library import Library
from bot.core import build
from bot.features.authoring.actions import ReportItem, Suggest
from bot.features.delivery.delivery import Delivery
from bot.features.games import running_games
from bot.features.games.actions import HostGame, JoinGame, LeaveGame, PlayAgain, PlayChoice, PlayWords
from bot.features.games.host_panel import number_of
from bot.features.games.journal import Journal
from bot.features.games.playing import Playing
from bot.features.games.running_games import LEASE, RunningGames
from bot.features.packs.actions import AskToEdit, LetEdit
from bot.features.privacy.actions import EraseEverything
from bot.features.scheduling.outcomes import ScheduleOutcomes
from bot.features.scheduling.planner import Planner
from bot.language.actions import Action, encode
from bot.language.message import File, Message
from bot.language.people import Member, Place, Tenant
from bot.language.plain import buttons, plain
from bot.language.refusals import Refusal
from bot.language.requests import Asker, Call, Pressed
from bot.language.slash import read
from bot.naming.titles import Title
from bot.pictures.cache import PictureCache
from bot.storage.database import Database
from bot.storage.tables import metadata
from tests.fakes import boards as game_boards
from tests.fakes.platform import FakeClock, FakePort
from tests.features.imports.files import a_file
from tests.packs import PETS, pets
from tests.patience import FOREVER

NAME, ID = "Zedcanary", "u7canary7u"
HERE, THERE = Tenant("web:here", "Here"), Tenant("web:there", "There")
GENERAL = Place("general", "#general")
HOME = Place(ID, "App Home", direct=True)
_SOUGHT = (NAME.encode(), ID.encode())


MODES = ("teams", "everyone", "together", "duel", "elimination")


@dataclass
class Found:
    """The outcome of a history.

    Args:
        before: number of rows that named the canary before it was erased.
        after: where it was still found at the end.
        done: how often each thing was done.
        untold: tables that named it but were missing from its export.
    """

    before: int = 0
    after: list[str] = field(default_factory=list)
    done: Counter[str] = field(default_factory=Counter)
    untold: set[str] = field(default_factory=set)


class Replica:
    """One process's worth of Versed."""

    def __init__(self, database: Database, clock: game_boards.FakeClock, boards: Any, seed: int) -> None:
        self.database, self.pictures = database, PictureCache()
        self.core = build(_LIBRARY, database, self.pictures, Random(seed))
        self.core.boards["web"] = boards
        self.core.running_games.clock = clock
        self.running = asyncio.create_task(self.core.running_games.run())

    async def close(self) -> None:
        self.running.cancel()
        with suppress(asyncio.CancelledError):
            await self.running
        await self.core.running_games.close()
        self.pictures.close()

    def games(self) -> str:
        """Return the states of the games in memory."""
        return repr([journal.state for journal in self.core.running_games._journals._used.values()])

    def remembered(self) -> str:
        """Return what's held in memory, except for what the process that erased someone drops at once."""
        return self.games() + repr(list(self.pictures._kept))

    def cached(self) -> str:
        """Return what's in the caches that forget people; settings of someone who has none don't count."""
        held = [value for each in self.core.personal_caches for value in vars(each).values()]
        caches = [{key: what for key, what in each.items() if what} for each in held if isinstance(each, Cache)]
        return repr((caches, [each for each in held if isinstance(each, frozenset)]))


class Heard(logging.Handler):
    """Keeps everything that's logged at INFO or above."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


class World:
    """People, a canary among them, and the replicas that serve them.

    Args:
        databases: one for each replica, all connected to the same data.
        random: makes all random choices.
    """

    def __init__(self, databases: list[Database], random: Random) -> None:
        self.random = random
        self.clock = game_boards.FakeClock()
        self.posting = FakeClock(self.clock.now())
        self.boards = game_boards.FakeBoards(self.clock)
        self.port = FakePort(self.posting)
        self.replicas = [Replica(each, self.clock, self.boards, n) for n, each in enumerate(databases)]
        first = self.replicas[0]
        self.planner = Planner(first.database, first.core.composers, self.posting, Random(1))
        self.outbox = Delivery(
            first.database, {"web": self.port}, self.posting, ScheduleOutcomes(first.core.composers)
        )
        self.said: list[str] = []
        """What the others were told."""
        self.announced: list[Message] = []
        self.cached = ""
        """What the replica that erased the canary had in its caches after that."""
        self.done: Counter[str] = Counter()

    async def close(self) -> None:
        for replica in self.replicas:
            await replica.close()

    # People

    def asker(self, who: str, tenant: Tenant = HERE, place: Place = GENERAL) -> Asker:
        name, own = (NAME, ID) if who == NAME else (who, who.lower())
        return Asker(tenant, place, Member(own, name, administrator=who == "Ana"), self.clock.now())

    async def say(self, typed: str, who: str = NAME, tenant: Tenant = HERE, place: Place = GENERAL) -> Message:
        command, options = read(typed, CATALOGUE)
        application = self.random.choice(self.replicas).core.application
        return self._heard(who, await application.serve(Call(self.asker(who, tenant, place), command, options)))

    async def press(
        self, press: str | Action, who: str = NAME, typed: str = "", place: Place = GENERAL, tenant: Tenant = HERE
    ) -> Message:
        application = self.random.choice(self.replicas).core.application
        encoded = press if isinstance(press, str) else encode(press)
        said = await application.press(Pressed(self.asker(who, tenant, place), encoded, typed))
        return self._heard(who, said)

    def _heard(self, who: str, said: Message) -> Message:
        if who != NAME:
            self.said.append(plain(said))
        return said

    # Time

    async def turn(self, seconds: float, step: float = 0.5) -> None:
        """Let time pass, with short real pauses for the databases' own threads."""
        for _ in range(max(1, int(seconds / step))):
            self.clock.turn(step)
            self.posting.go(seconds=step)
            await asyncio.sleep(0.002)

    async def post(self) -> None:
        await self.planner.plan_due(["web"])
        for post in await self.outbox.claim("web", 100):
            await self.outbox.deliver(post)

    # What someone can do

    async def learn(self) -> None:
        for typed in ("/tip", "/compare", "/progress", "/settings share:yes", "/settings questions:7"):
            await self.say(typed)
        shown = await self.say("/tip", place=HOME)
        await self.press(buttons(shown)[0].press, place=HOME)

    async def quiz(self) -> None:
        page = await self.say("/quiz 5")
        for _ in range(3):
            page = await self.press(self.random.choice(buttons(page)).press, typed=NAME)

    async def review(self) -> None:
        page = await self.say("/review")
        for _ in range(4):
            page = await self.press(buttons(page)[0].press, typed=NAME)

    async def remind(self) -> None:
        await self.say("/remind 08:30")

    async def link(self) -> None:
        shown = plain(await self.say("/link"))
        code = shown.partition("/link code:")[2][:9]
        asked = await self.say(f"/link code:{code}", "Other", THERE)
        await self.press(buttons(asked)[0].press, "Other", tenant=THERE)

    async def ask_for_a_code(self) -> None:
        await self.say("/link")

    async def export(self) -> None:
        await self.say("/privacy export")

    async def team(self) -> None:
        typed = self.random.choice([f"/team create {NAME}", "/team join Foxes", "/team leave"])
        await self.say(typed)
        if NAME in typed:
            await self.say(f"/team join {NAME}", "Ben")  # so that the team stays

    async def host(self) -> None:
        await self.say(f"/game start 2 10 mode:{self.random.choice(MODES)} read:{self.random.choice((0, 0, 2))}")
        if self.random.random() < 0.5:
            await self.say(f"/game invite name:{NAME}")

    async def be_invited(self) -> None:
        await self.say(f"/game start 2 10 mode:{self.random.choice(MODES)} read:0", "Ana")

    async def join(self) -> None:
        game = await self._game()
        for who in (NAME, "Ben", "Cleo")[: self.random.randrange(1, 4)]:
            await self.press(JoinGame(game.key.game, game.state.teams[0].id if game.state.teams else ""), who)

    async def leave(self) -> None:
        await self.press(LeaveGame((await self._game()).key.game))

    async def begin(self) -> None:
        game = await self._game()
        if not game.state.players:
            await self.join()
        await self.press(encode(_host_action(game, "start")), "Ana")
        await self.turn(7)
        await self.answer()

    async def answer(self) -> None:
        game = await self._game()
        for who in self.random.sample((NAME, "Ben", "Cleo"), 3):
            for action in _answers(game, self.random.randrange(2)):
                with suppress(Refusal):
                    await self.press(action, who, who)

    async def go_on(self) -> None:
        await self.turn(self.random.choice((3, 12, 25)))
        await self.answer()

    async def be_kicked(self) -> None:
        game = await self._game()
        who = next((who for who in game.state.players if who.member == ID), None)
        if who is not None:
            await self.press(encode(_host_action(game, "remove", number_of(who))), "Ana")

    async def stop(self) -> None:
        await self.say("/game stop", "Ana")
        await self.turn(4)

    async def play_again(self) -> None:
        game = await self._game()
        await self.stop()
        for who in ("Ben", NAME):
            pressing = asyncio.create_task(self.press(PlayAgain(game.key.game), who))
            await game_boards.turned_until(self.clock, pressing.done)  # the game may not have left its place yet
            await pressing

    async def challenge(self) -> None:
        self.announced.append(await self.say("/challenge 3 30 closes:2h", "Ana"))

    async def take(self) -> None:
        if not self.announced:
            await self.challenge()
        for who in (NAME, "Ben"):
            with suppress(Refusal, IndexError):
                page = await self.press(buttons(self.announced[-1])[0].press, who)
                for _ in range(self.random.randrange(1, 6)):
                    page = await self.press(self.random.choice(buttons(page)).press, who, who)

    async def season(self) -> None:
        await self.say("/season start Spring end:2026-03-04", "Ana")

    async def schedule(self) -> None:
        await self.say("/schedule tip time:12:00", "Ana")

    async def wait_and_post(self) -> None:
        for _ in range(self.random.randrange(1, 4)):
            self.posting.go(hours=1)
            self.clock.turn(3600)
            await asyncio.sleep(0.002)
        if self.random.random() < 0.5:
            await self.planner.plan_due(["web"])  # but don't send it yet
        else:
            await self.post()

    async def ask_to_edit(self) -> None:
        await self.press(AskToEdit())
        if self.random.random() < 0.7:
            await self.press(LetEdit(ID, may=True), "Ana")

    async def write(self) -> None:
        await self.ask_to_edit()
        core = self.random.choice(self.replicas).core
        await core.shelf.look()
        me, here = self.asker(NAME), await core.own_packs.all(HERE.key)
        pack = pets().model_copy(update={"title": f"Pack {self.random.random()}"})
        made = await core.own_packs.publish(me, pack, {}, on=here[0] if here else None)
        await core.own_packs.switch(
            me, made.id, Title(f"topic:{pack.topics[0].id}", "A topic"), off=self.random.random() < 0.5
        )
        await core.drafts.keep(me, pack, self.random.choice((made, None)))
        await self.say("/pack log", "Ana")
        file = a_file(f"Term,Meaning\n{NAME},Someone of ours.\n", f"{NAME}.csv")
        await core.application.serve(Call(me, "pack import", {}, {"file": file}))

    async def say_of_packs(self) -> None:
        if self.random.random() < 0.5:
            application = self.replicas[0].core.application
            await application.serve(Call(self.asker("Ana"), "pack suggestions", {"channel": GENERAL.text}))
        await self.press(ReportItem("pets", "tip", "sand"), typed=f"It isn't so, says {NAME}.")
        await self.press(Suggest("idea"), typed=f"More about {NAME}.")
        waiting = buttons(await self.say(self.random.choice(("/pack problems", "/pack suggestions")), "Ana"))
        await self.press(self.random.choice(waiting).press, "Ana", "Thanks")

    async def be_no_editor(self) -> None:
        await self.press(LetEdit(ID, may=False), "Ana")

    async def look(self) -> None:
        await self.say("/pack editors", "Ana")
        await self.say("/pack log", "Ana")
        await self.say("/leaderboard", "Ben")
        await self.say("/team list", "Ben")

    async def erase(self) -> None:
        replica = self.random.choice(self.replicas)
        await replica.core.application.press(Pressed(self.asker(NAME), encode(EraseEverything())))
        self.cached = replica.cached()

    async def _game(self) -> Journal:
        found = self.random.choice(self.replicas).core.running_games.finder
        try:
            return await found.here(self.asker("Ana"))
        except Refusal:
            await (self.be_invited() if self.random.random() < 0.7 else self.host())
            return await found.here(self.asker("Ana"))

    # A whole history

    async def do(self, act: Callable[[], Awaitable[None]]) -> None:
        with suppress(Refusal, IndexError, StopIteration):
            await act()
            self.done[act.__name__] += 1

    async def end_all(self) -> None:
        """Let everything end: games, challenges, seasons, posts."""
        await self.do(self.stop)
        for step in (60.0, 300.0, 3600.0):
            for _ in range(8):
                self.clock.turn(step)
                self.posting.go(seconds=step)
                await asyncio.sleep(0.004)
        for _ in range(6):
            self.clock.turn(12 * 3600)
            self.posting.go(hours=12)
            await self.post()
            await self.turn(2)
        for typed in (
            "/leaderboard",
            "/leaderboard season:Spring",
            "/team list",
            "/season list",
            "/schedule list",
            "/pack editors",
            "/pack log",
        ):
            with suppress(Refusal):
                await self.say(typed, "Ana")
        for replica in self.replicas:
            await replica.database.writer.flush()


def _host_action(game: Journal, act: str, player: int = 0) -> Action:
    return HostGame(game.key.game, act, player)


def _answers(game: Journal, choice: int) -> list[Action]:
    """Return two ways to answer the open question, one of which fits."""
    position = max(0, len(game.state.rounds) - 1)
    return [PlayChoice(game.key.game, position, choice), PlayWords(game.key.game, position)]


_ACTS: tuple[tuple[str, int], ...] = (
    ("learn", 2),
    ("quiz", 3),
    ("review", 2),
    ("remind", 1),
    ("link", 1),
    ("ask_for_a_code", 1),
    ("export", 1),
    ("team", 2),
    ("host", 2),
    ("be_invited", 3),
    ("join", 5),
    ("leave", 1),
    ("begin", 5),
    ("answer", 2),
    ("go_on", 3),
    ("be_kicked", 1),
    ("stop", 1),
    ("play_again", 1),
    ("challenge", 3),
    ("take", 5),
    ("season", 2),
    ("schedule", 1),
    ("wait_and_post", 2),
    ("ask_to_edit", 1),
    ("write", 2),
    ("say_of_packs", 2),
    ("be_no_editor", 2),
    ("look", 1),
)


async def history(databases: list[Database], seed: int, folder: Path | None) -> Found:
    """Run one history; return what was found.

    Args:
        databases: one for each replica, all connected to the same data, without rows.
        seed: for all random choices.
        folder: holds the database's files, if it has any.
    """
    random = Random(seed)
    world = World(databases, random)
    heard, logger = Heard(), logging.getLogger()
    level = logger.level
    logger.addHandler(heard)
    logger.setLevel(logging.INFO)
    found = Found()
    names, weights = zip(*_ACTS, strict=True)
    try:
        await world.say("/team create Foxes", "Ben")
        await world.say("/team create Owls", "Cleo")
        for name in random.choices(names, weights, k=random.randrange(6, 22)):
            await world.do(getattr(world, name))
        if random.random() < 0.3:  # so that the canary is erased as a game or a question ends
            await world.do(world.stop if random.random() < 0.5 else world.go_on)
        found.before, found.untold = await _before(world)
        if random.random() < 0.4:
            await asyncio.gather(world.erase(), world.turn(random.choice((1, 12, 25))))
        else:
            await world.erase()
        # Replicas look for erasures while the clock turns, but the database takes its own time to answer.
        await game_boards.turned_until(world.clock, lambda: not any(_named(each.games()) for each in world.replicas))
        await world.turn(3)  # a board that's being shown is corrected within a second
        shown, told, posted = len(world.boards.history), len(world.said), len(world.port.log)
        for name in random.choices(("look", "stop", "wait_and_post", "season"), k=random.randrange(3)):
            await world.do(getattr(world, name))
        await world.end_all()
        later = [text for _, _, _, text, _ in world.boards.history[shown:]]
        later += world.said[told:] + [each.text for each in world.port.log[posted:]]
        found.after += [f"shown: {text[:300]}" for text in later if _named(text)]
        found.after += await in_tables(databases[0])
        found.after += [
            f"memory: {r.remembered()[max(0, r.remembered().find(ID) - 200) :][:400]}"
            for r in world.replicas
            if _named(r.remembered())
        ]
        found.after += [f"cached: {world.cached}"] if _named(world.cached) else []
        found.after += in_files(folder)
        found.after += [f"log: {line[:300]}" for line in heard.lines if _named(line)]
        found.after += ["metrics"] if _named(generate_latest().decode()) else []
        found.done = world.done
    finally:
        logger.removeHandler(heard)
        logger.setLevel(level)
        await world.close()
    return found


async def _before(world: World) -> tuple[int, set[str]]:
    """Return how many rows name the canary, and which tables with its id are missing from its export."""
    for each in world.replicas:
        await each.database.writer.flush()
    exported = await world.say("/privacy export")
    file = next(each for each in exported.blocks if isinstance(each, File))
    selves = json.loads(file.data)["selves"]
    told = {table for each in selves if each["member"] == ID for table in each["held"]}
    places = await in_tables(world.replicas[0].database)
    tables = {place.partition(":")[0] for place in places if ID in place}
    # A member's own place isn't a row about the member; a post may name several people.
    return len(places), tables - told - {"place", "tip_shown", "outbox"}


async def in_tables(database: Database) -> list[str]:
    """Return every row, of all tables, that names the canary in any column."""
    found: list[str] = []

    def look(transaction: Any) -> None:
        for table in metadata.sorted_tables:
            for row in transaction.rows(select(table), {}):
                found.extend([f"{table.name}: {tuple(row)}"] if _named(repr(tuple(row))) else [])

    await database.read(look)
    return found


def in_files(folder: Path | None) -> list[str]:
    """Return each file in a folder that contains the canary's name or id."""
    files = sorted(folder.rglob("*")) if folder is not None else []
    return [
        f"file: {path.name}"
        for path in files
        if path.is_file() and any(each in path.read_bytes() for each in _SOUGHT)
    ]


def _named(text: str) -> bool:
    return NAME in text or ID in text


_LIBRARY = Library([PETS])


@asynccontextmanager
async def _opened(template: Path, folder: Path) -> AsyncIterator[Database]:
    path = folder / "versed.db"
    shutil.copyfile(template, path)
    database = await Database.open(f"sqlite:///{path}")
    try:
        yield database
    finally:
        await database.close()


async def _run(histories: int, first: int) -> int:
    hits = 0
    done: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as scratch:
        template = Path(scratch) / "template.db"
        await (await Database.open(f"sqlite:///{template}")).close()
        for seed in range(first, first + histories):
            folder = Path(scratch) / str(seed)
            folder.mkdir()
            async with _opened(template, folder) as database:
                found = await history([database], seed, folder)
            found.after += in_files(folder)
            done += found.done
            if found.after or found.untold:
                hits += len(found.after)
                print(f"seed {seed}: {found.after} untold {found.untold}")
            shutil.rmtree(folder)
    print(f"{histories} histories, {sum(done.values())} things done, the canary found {hits} times after")
    print(", ".join(f"{name} {count}" for name, count in sorted(done.items())))
    return hits


def _patient() -> None:
    """Don't take a slow machine for a dead one (see tests.conftest)."""
    Playing.__init__.__defaults__ = (FOREVER,)
    RunningGames.__init__.__defaults__ = (None, timedelta(seconds=FOREVER))
    running_games._LOOKS = timedelta(seconds=FOREVER) * running_games._LOOKS / LEASE  # type: ignore[assignment]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Erase someone in random histories, and look for them.")
    parser.add_argument("--histories", type=int, default=1000)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    given = parser.parse_args()
    _patient()
    sys.exit(1 if asyncio.run(_run(given.histories, given.first)) else 0)
