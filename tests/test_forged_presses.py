"""Forged presses: whatever a button carries, nothing of another tenant is read or changed.

People of other tenants use a database with data of every kind (an earlier Versed's). Some have the ids of members
there, as Slack's ids are only unique within a workspace. They press every declared action, with ids and numbers that
really exist, in a channel and in private.
"""

import asyncio
import re
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from bot.catalogue import CATALOGUE
from bot.features.analysis.actions import ShowGaps, ShowReport, TakeChallengeFile, TakeGameFile
from bot.features.asking.actions import NotMeant, ShowCard, ShowSolution
from bot.features.asking.missing import carried
from bot.features.authoring.actions import (
    AcceptSuggestion,
    AddMore,
    AnswerReport,
    ChangeSuggestion,
    ChooseEditorsChannel,
    DeclineSuggestion,
    DropDraft,
    EditItem,
    PublishDraft,
    ReportAnswer,
    ReportItem,
    SettleDraft,
    ShowDraft,
    ShowSuggestion,
    StopPosting,
    Suggest,
    WriteItem,
)
from bot.features.challenges.actions import OpenUsual, ReviewChallenge, ReviewChallengeFrom, StopNudges
from bot.features.games.actions import PlayAgain, ReviewGame, ReviewGameFrom, RuleGame, TakeHint
from bot.features.help.actions import KeepAsItIs
from bot.features.imports.actions import BackToPreview, DropFile, KeepFile, PublishFile, ReadColumn, ShowColumn
from bot.features.league.actions import ResetSeason, UndoReset
from bot.features.learners.actions import LinkSelves, TypeZone
from bot.features.lessons.actions import (
    ShareTip,
)
from bot.features.packs.actions import (
    AskToEdit,
    BringBackPack,
    LetEdit,
    NameEditor,
    RemovePack,
    RestoreVersion,
    ShowChanges,
    ShowHistory,
    ShowPack,
    UsePack,
)
from bot.features.privacy.actions import EraseEverything
from bot.features.quizzes.actions import SaySure, ShowMissed, ShowMissedFrom, ShowQuestion
from bot.features.scheduling.actions import (
    ApplyChange,
    BringBackCourse,
    BringBackSchedule,
    EditSchedule,
    NewSchedule,
    UnskipDay,
)
from bot.features.teams.actions import BringBackTeam, RemoveTeam
from bot.language.actions import Action, declared, decode, encode
from bot.language.forms import AnyForm
from bot.language.message import Message
from bot.language.offers import FillIn, RunCommand, TypeIn, packed
from bot.language.people import Member, Place, Tenant
from bot.language.refusals import Refusal
from bot.language.requests import Asker, Pressed
from bot.language.slash import read
from bot.storage.database import Database
from bot.storage.tables import metadata
from bot.storage.transaction import Row
from tests.past import ACME, BEFORE_ROOMS, Bot, Past
from tests.whole_database import everything

PAST = Past.read(BEFORE_ROOMS)
EACH = 4
"""How many presses of each kind an attacker forges."""

OWN = 12
"""How many of each kind members of the tenant itself press: some only work if several fields fit together."""

PRESS = re.compile(r'"([a-z]+[.][0-9](?::[A-Za-z0-9_-]*)*)"', re.ASCII)
TENANTS_THERE = ["acme", "guild", "", "nowhere"]
KINDS = sorted(declared(), key=lambda kind: kind.tag)


@dataclass(frozen=True)
class Attacker:
    """Someone of another tenant."""

    tenant: Tenant
    id: str

    def asker(self, bot: Bot, *, direct: bool) -> Asker:
        place = Place("dm", "a private message", direct=True) if direct else Place("general", "#general")
        return Asker(self.tenant, place, Member(self.id, "Mallory", administrator=True), bot.now)


ATTACKERS = [
    Attacker(Tenant("slack:evil", "Evil"), "ana"),
    Attacker(Tenant("slack:evil", "Evil"), "ben"),
    Attacker(Tenant("discord:evil", "Evil"), "mallory"),
]


COUNTER = ""
"""The tenant in the row that counts all changes of packs."""


class Forger:
    """Makes presses out of real ones by putting fields of one into another."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._real: dict[type[Action], list[Action]] = {kind: [] for kind in KINDS}
        self._known: dict[tuple[str, type], list[Any]] = {("where", str): TENANTS_THERE}
        shown = [decode(press) for press in PRESS.findall(BEFORE_ROOMS.read_text(encoding="utf-8"))]
        for action in [*shown, *offered(shown)]:
            self._real[type(action)].append(action)
            for name, value in vars(action).items():
                self._known.setdefault((name, type(value)), []).append(value)

    def forge(self, kind: type[Action]) -> Action:
        found = self._random.choice(self._real[kind])
        changed = {name: self._another(name, value) for name, value in vars(found).items() if self._changes()}
        return replace(found, **changed)  # type: ignore[type-var]

    def _changes(self) -> bool:
        return self._random.random() < 0.3

    def _another(self, name: str, value: object) -> object:
        if isinstance(value, bool):
            return not value
        if isinstance(value, int):
            return self._random.choice([*range(10), *self._known[name, int]])
        return self._random.choice(self._known[name, str])


def offered(shown: list[Action]) -> Iterator[Action]:
    """Yield further actions: those that run commands or type answers, and those that the earlier Versed lacked."""
    for command in (each for each in CATALOGUE if each.name != "link"):  # it answers with an unpredictable code
        name, options = read(command.example, CATALOGUE)
        yield RunCommand(packed([name, *(part for pair in options.items() for part in pair)]))
        yield FillIn(name.replace(" ", "_"), "")
    yield from (BringBackSchedule(1, paused=False), ResetSeason(1), UndoReset(1, "1700000000000"))
    yield from (RemoveTeam("t1"), BringBackTeam("t1"), OpenUsual(), StopNudges("guild"))
    yield KeepAsItIs()
    yield from (UsePack("pets", False), ShowPack("pets"), AskToEdit(), LetEdit("ana", True))
    yield from (ShowHistory("pets"), ShowChanges("pets", 2), RestoreVersion("pets", 1))
    yield from (RemovePack("pets"), BringBackPack("pets"))
    yield from (AddMore("pets"), WriteItem("card"), EditItem("c", "pets", "sand", 1), PublishDraft("pets"))
    yield from (NameEditor(), StopPosting(), ChooseEditorsChannel(), SettleDraft("pets", 1, "0f", "m"))
    yield from (ShowDraft("pets"), DropDraft("pets"), ReportItem("pets", "tip", "sand"), AnswerReport("gone", True))
    yield from (Suggest("idea"), Suggest("card", "pets"), ShowSuggestion(1), AcceptSuggestion("gone"))
    yield from (ChangeSuggestion("gone"), DeclineSuggestion("gone"))
    yield from (ShowReport("pets", 1), ShowGaps("pets"))
    yield from (PublishFile("gone", False), KeepFile("gone"), DropFile("gone"), BackToPreview("gone"))
    yield from (ShowColumn("gone", 0), ReadColumn("gone", 0, "term"))
    yield from (NewSchedule("tip"), BringBackCourse(1, ""))
    yield LinkSelves("abcdefgh")
    yield ShareTip("pets", "sand")
    yield from (NotMeant("pets", carried("who washes itself?")), ShowCard("pets", "walks"))
    yield ShowSolution("pets", "walks-choice")
    yield TypeZone()
    yield TypeZone(team=True)
    yield from (EditSchedule(1, 0), EditSchedule(2, 1), ApplyChange(1, 2), UnskipDay(1, 739_000))
    for action in shown:
        if isinstance(action, ShowQuestion):
            yield from (ShowMissed(action.quiz), ShowMissedFrom(action.quiz, 3))
            yield SaySure(action.quiz, action.position, 3)
            yield ReportAnswer(action.quiz, action.position)
        if isinstance(action, ReviewGame):  # newer buttons on games' boards
            yield from (PlayAgain(action.game), TakeHint(action.game, 0), RuleGame(action.game, "mode", "duel"))
            yield from (TakeGameFile(action.game), ReviewGameFrom(action.game, 3))
        if isinstance(action, ReviewChallenge):  # newer buttons on challenges' results
            yield from (TakeChallengeFile(action.challenge), ReviewChallengeFrom(action.challenge, 3))
        if len(press := packed([encode(action), "an answer"])) < 90:
            yield TypeIn(press)


@pytest.fixture(scope="module")
def past_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database with data of every kind: writing one takes as long as hundreds of presses."""
    path = tmp_path_factory.mktemp("past") / "versed.db"

    async def make() -> None:
        await PAST.write(f"sqlite:///{path}")
        await (await Database.open(f"sqlite:///{path}")).close()

    asyncio.run(make())
    return path


@pytest.fixture
async def bot(past_file: Path, tmp_path: Path) -> AsyncIterator[Bot]:
    """A bot that holds other tenants' data of every kind."""
    async with running(f"sqlite:///{shutil.copyfile(past_file, tmp_path / 'versed.db')}") as found:
        yield found


@pytest.fixture
async def blank(migrated_sqlite_url: str) -> AsyncIterator[Bot]:
    """A bot without data that's the same otherwise."""
    async with running(migrated_sqlite_url) as found:
        yield found


@asynccontextmanager
async def running(url: str) -> AsyncIterator[Bot]:
    database = await Database.open(url)
    found = Bot(database, PAST.now)
    yield found
    found.close()
    await database.close()


async def elsewhere(bot: Bot, tenant: str) -> dict[str, list[Row]]:
    """Return all rows that aren't a tenant's own."""
    columns = {each.name: [column.name for column in each.columns] for each in metadata.sorted_tables}
    rows = await everything(bot.database)
    return {
        name: [row for row in rows[name] if "tenant" not in of or row[of.index("tenant")] not in (tenant, COUNTER)]
        for name, of in columns.items()
    }


async def press(bot: Bot, asker: Asker, action: Action) -> tuple[AnyForm | None, Message | str]:
    """Press as the asker; return all that they get to see."""
    pressed = Pressed(asker, encode(action), "an answer")

    async def seen() -> tuple[AnyForm | None, Message | str]:
        try:
            return (await bot.commands.meant_by(pressed)).form, await bot.commands.press(pressed)
        except Refusal as refusal:
            assert "Something went wrong" not in refusal.sentence, action
            return None, refusal.sentence

    sleeps, sleep = asyncio.Event(), bot.clock.sleep

    async def noticed(pause: timedelta) -> None:
        sleeps.set()
        await sleep(pause)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bot.clock, "sleep", noticed)
        serving = asyncio.ensure_future(seen())
        while not serving.done():
            asleep = asyncio.ensure_future(sleeps.wait())
            await asyncio.wait({serving, asleep}, return_when=asyncio.FIRST_COMPLETED)
            asleep.cancel()
            if not serving.done():
                sleeps.clear()
                bot.clock.turn(1.0)  # as nothing else advances it
    return serving.result()


@pytest.mark.parametrize("attacker", ATTACKERS, ids=lambda each: f"{each.tenant.key}-{each.id}")
async def test_nothing_of_another_tenant_is_read_or_changed(bot: Bot, blank: Bot, attacker: Attacker) -> None:
    """A forged press gets the same answer as in an empty database."""
    forger = Forger(Random(attacker.id))
    before = await elsewhere(bot, attacker.tenant.key)
    assert sum(map(len, before.values())) > 500
    for kind in KINDS:
        for number in range(EACH):
            action, direct = forger.forge(kind), number % 2 == 0
            seen = await press(bot, attacker.asker(bot, direct=direct), action)
            assert seen == await press(blank, attacker.asker(blank, direct=direct), action), action
        assert await elsewhere(bot, attacker.tenant.key) == before, kind


async def test_a_plain_member_changes_nothing_of_others_in_their_own_tenant(bot: Bot) -> None:
    """They can't change what only administrators may change, either."""
    forger = Forger(Random(3))
    mallory = Member("mallory", "Mallory")
    for kind in KINDS:
        before = await everything(bot.database)
        for number in range(EACH):
            place = Place("dm", "a private message", direct=True) if number % 2 else Place("general", "#general")
            await press(bot, Asker(ACME, place, mallory, bot.now), forger.forge(kind))
        after = await everything(bot.database)
        lost = {name: [row for row in rows if row not in after[name]] for name, rows in before.items()}
        # An event of a game that she plays herself contains her id.
        others = {name: [row for row in rows if "mallory" not in str(row)] for name, rows in lost.items()}
        assert {name for name, rows in others.items() if rows} <= {"place", "tip_shown"}, (
            kind,
            others,
        )  # rows that everyone shares
        if kind is OpenUsual:  # any member may open a challenge
            continue
        for name in ("schedule", "season", "challenge", "team", "installation"):
            new = [row for row in after[name] if row not in before[name]]
            assert all("mallory" in row for row in new), (kind, new)


async def test_the_same_presses_do_a_lot_where_they_belong(bot: Bot, blank: Bot) -> None:
    """So the presses above are refused because of who presses, not because they're nonsense."""
    random = Random(3)
    forger = Forger(random)
    changing, telling = set(), set()
    members = sorted({row["member"] for row in PAST.tables["answer"] if row["tenant"] == ACME.key})
    for kind in (each for each in KINDS if each is not EraseEverything):
        before = await everything(bot.database)
        random.seed(kind.tag)  # so that what's forged for one kind doesn't depend on the others
        for number in range(OWN):
            action, who = forger.forge(kind), Attacker(ACME, members[number % len(members)])
            direct = number % 2 == 0
            seen = await press(bot, who.asker(bot, direct=direct), action)
            if seen != await press(blank, who.asker(blank, direct=direct), action):
                telling.add(kind.tag)
        if await everything(bot.database) != before:
            changing.add(kind.tag)
    assert {"unremind", "remind", "due", "pause", "remove", "rate", "close", "host"} <= changing, changing
    assert {"controls", "schedule", "answer", "mine", "progress", "uncourse"} <= telling, telling
