"""Everything a text tells someone to type works: commands, and the values named as examples."""

import ast
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time
from random import Random

import pytest

from bot.catalogue import CATALOGUE
from bot.content.reading.library import Library
from bot.core import Core, build
from bot.features.challenges.opening import read_length
from bot.features.challenges.posted_challenge import COMMAND as CHALLENGES
from bot.features.courses.actions import BeginCourse
from bot.features.learners import zones
from bot.features.scheduling.breaks import days_off
from bot.features.scheduling.wording import EXAMPLES, read_date, read_days, read_moment, read_time
from bot.language.actions import encode
from bot.language.commands import AnyCommand
from bot.language.message import Message
from bot.language.options import CommandOption
from bot.language.people import Member, Place, Tenant
from bot.language.plain import plain
from bot.language.refusals import Refusal
from bot.language.requests import Asker, Call, Pressed
from bot.language.text import fold
from bot.pictures.cache import PictureCache
from bot.storage.database import Database
from tests.examples import ROOT, Example, all_examples
from tests.fakes.boards import FakeBoards
from tests.fakes.platform import FakeClock
from tests.features.imports.files import a_file
from tests.packs import BUNDLED, changed, rust

MOMENTS = (
    datetime(2026, 3, 2, 9, 30, tzinfo=UTC),
    datetime(2027, 10, 31, 23, 50, tzinfo=UTC),
    datetime(2028, 2, 29, 0, 0, tzinfo=UTC),
    datetime(2029, 12, 28, 16, 59, tzinfo=UTC),
    datetime(2035, 7, 8, 6, 0, tzinfo=UTC),
)
"""Examples must work on any day."""

_TWO_TIPS = ("/schedule tip 09:00", "/schedule tip 10:00")

BEFORE: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("game join", "game pause", "game skip", "game stop", "game invite"), ("/game start",)),
    "game leave": ("/game start", "/game join"),
    **dict.fromkeys(("season end", "season reset", "season list", "leaderboard"), ("/season start Spring end:90d",)),
    **dict.fromkeys(("team leave", "team list"), ("/team create Owls",)),
    **dict.fromkeys(("team rename", "team remove"), ("/team create Foxes",)),
    **dict.fromkeys(
        (f"schedule {each}" for each in ("preview", "skip", "now", "pause", "remove", "edit")), _TWO_TIPS
    ),
    "schedule unskip": (*_TWO_TIPS, "/schedule skip 1", "/schedule skip 2"),
    "schedule resume": (*_TWO_TIPS, "/schedule pause all"),
    "pack unhide": ("/pack hide RAG",),
}
"""Commands to run first, by the command that needs them."""

NEEDS_MORE = {
    "define": "RAG",
    "ask": "why?",
    "team create": "Foxes",
    "team join": "Foxes",
    "team rename": "Foxes name:Wolves",
    "team remove": "Foxes",
    "season start": "Spring 90d",
    "game accept": "k3m9q2ab",
    **dict.fromkeys(
        (f"schedule {each}" for each in ("preview", "skip", "now", "pause", "resume", "remove", "unskip", "edit")),
        "1",
    ),
    **dict.fromkeys(("pack use", "pack stop"), "Rust"),
    **dict.fromkeys(("pack hide", "pack unhide", "pack edit"), "RAG"),
    "pack restore": "2",
    "pack rename": 'title:"Help desk"',
}
"""What to add where a text only names a command that can't run without options."""

NOT_ABOUT_THE_FORM = (
    "There's nothing to skip right now.",
    "There's nothing to pause right now.",
    "No game has been played here lately; start one with /game start.",
    "No challenge is open here; open one with /challenge.",
)
"""Refusals where nobody has joined the game, none has been played, or no challenge is open."""


class World:
    """An administrator in a channel of one workspace, and others elsewhere."""

    def __init__(self, services: Core, at: datetime, number: int = 0) -> None:
        self._own = services.own_packs
        self.application = services.application
        self.here = self.asker(f"slack:a{number}", "ana", at)
        self.there = self.asker(f"slack:b{number}", "ben", at)

    def asker(self, tenant: str, member: str, at: datetime) -> Asker:
        ana = Member(member, member.capitalize(), administrator=True)
        return Asker(Tenant(tenant, "Acme"), Place("c1", "#general", may_ping_all=True), ana, at)

    async def say(self, line: str, asker: Asker | None = None) -> Message:
        return await self.application.say(asker or self.here, line)

    async def prepare(self, command: str, line: str) -> str:
        """Make it possible for a command to succeed; return the line with codes that are valid here."""
        if command.startswith("pack ") or "Rust" in line:
            await self.publish_rust()
        for before in BEFORE.get(command, ()):
            await self.say(before)
        if command == "pack import":
            await self.application.serve(Call(self.here, command, {}, {"file": a_file()}))
        if command.startswith("schedule ") and "report" in line and command != "schedule report":
            await self.say("/schedule report friday 16:00")
        if command.startswith("schedule ") and "course" in line and command != "schedule course":
            await self.say("/schedule course 5 09:00")
            await self.application.press(Pressed(self.here, encode(BeginCourse(3))))
            if command == "schedule resume":
                await self.say("/schedule pause course 3")
        if command == "team join":
            name = line.removeprefix("/team join").strip()
            await self.application.serve(Call(self.there_in_here, "team create", {"name": name}))
        if command == "link" and " " in line:
            code = re.search(r"code:(\S+)", plain(await self.say("/link", self.there)))
            assert code is not None
            return f"/link code:{code[1].rstrip('.')}" if "code:" in line else f"/link {code[1].rstrip('.')}"
        if command == "game accept":
            await self.say("/game start", self.there)
            code = re.search(r"/game accept (\S+)", plain(await self.say("/game invite name:Foxes", self.there)))
            assert code is not None
            return re.sub(r"(?<=/game accept )\S+", code[1].rstrip("."), line)
        return line

    async def publish_rust(self) -> None:
        """Publish four versions of the workspace's own pack, and teach it beside the bundled one."""
        listed = await self._own.publish(self.here, rust(), {})
        for number in range(2, 5):
            listed = await self._own.publish(self.here, changed(rust(), version=f"{number}.0.0"), {}, on=listed)
        await self.say("/pack use data scientist")
        await self.say("/pack use Rust")

    @property
    def there_in_here(self) -> Asker:
        """Someone else in the same workspace."""
        return Asker(self.here.tenant, self.here.place, self.there.member, self.here.at)


def started(database: Database, pictures: PictureCache, at: datetime) -> Core:
    """Return what serves commands at a time, for as many worlds as needed."""
    services = build(Library([BUNDLED]), database, pictures, Random(1), FakeClock(at))
    services.boards["slack"] = FakeBoards(services.running_games.clock)
    return services


@pytest.fixture(scope="module")
def pictures() -> Iterator[PictureCache]:
    cache = PictureCache()
    yield cache
    cache.close()


async def test_every_command_that_a_text_says_to_type_works(
    sqlite_database: Database, pictures: PictureCache
) -> None:
    failed, services = {}, started(sqlite_database, pictures, MOMENTS[0])
    for number, example in enumerate(all_examples()):
        try:
            await _try_out(example, World(services, MOMENTS[0], number))
        except (Refusal, AssertionError) as error:
            failed[str(example)] = str(error)
    assert failed == {}


async def _try_out(example: Example, world: World) -> None:
    line = example.line
    command, _ = await world.application.read(world.here, line)
    if line == f"/{command}" and command in NEEDS_MORE:
        line = f"{line} {NEEDS_MORE[command]}"
    line = await world.prepare(command, line)
    try:
        assert plain(await world.say(line))
    except Refusal as refused:
        assert refused.sentence.startswith(NOT_ABOUT_THE_FORM), refused.sentence


_EXAMPLES = [
    re.compile(rf"(?:{words}) (.+?)(?=[;…]|\.(?:\s|$)|$)") for words in ("such as|write it like", r"\b[Tt]ry|; say")
]

_MAY_NAME_ONE = re.compile(r"\bsuch\b|\bwrite it\b|\b[Tt]ry\b(?!:)|; say\b")
"""Finds sources that may name an example, even if a text is cut into lines; looking closer takes far longer."""


def examples_in(text: str) -> list[str]:
    """Return the values that a sentence names as examples: those after “such as”, “try”, “say” and the like."""
    found = next((found for pattern in _EXAMPLES if (found := pattern.search(text))), None)
    values = re.split(r",? or |, (?=\S)", found[1]) if found else []
    return [value.strip("“”, ") for value in values if value.strip("“”, ")]


def options_with_examples() -> list[tuple[AnyCommand, CommandOption, str]]:
    found = [
        (command, option, value)
        for command in CATALOGUE
        for option in command.options
        for value in examples_in(re.sub(r" \(.* by default\)$", "", option.summary))
    ]
    assert len(found) > 20
    return found


@pytest.mark.parametrize("at", MOMENTS, ids=str)
async def test_values_in_the_summary_of_an_option_work(
    at: datetime, sqlite_database: Database, pictures: PictureCache
) -> None:
    world = World(started(sqlite_database, pictures, at), at)
    for number, (command, option, value) in enumerate(options_with_examples()):
        _, given = await world.application.read(world.here, command.example)
        asker = world.asker(f"slack:t{number}", "ana", at)
        editing = command.name == "schedule edit" and option.name == "closes"
        for before in ("/schedule challenge",) if editing else BEFORE.get(command.name, ()):
            await world.say(before, asker)
        await world.application.serve(Call(asker, command.name, {**given, option.name: value}))
        parsed = command.parse({**given, option.name: value})
        assert getattr(parsed, option.name)


def lasts(typed: str) -> None:
    read_length(CHALLENGES.parse({"closes": typed}).closes, "say how long it stays open, such as 4 hours or 2 days")


READERS: dict[str, Callable[[str, datetime], object]] = {
    "time": lambda typed, _at: read_time(typed),
    "days": lambda typed, _at: read_days(typed),
    "date": lambda typed, at: read_date(typed, at.date()),
    "moment": lambda typed, at: read_moment(typed, at, "Europe/Berlin", time(17)),
    "break": lambda typed, at: days_off(fold(typed), at.date()),
    "duration": lambda typed, _at: lasts(typed),
    "zone": zones.find,
}
"""What reads each kind of value, refusing what it can't read."""

WRONG = (
    *("", "“”", "soon", "25:00", "13 pm", "9:60", "yesterday", "next friday", "friday midnight", "2.3.2099"),
    *("1999-01-01", "9999-01-01", "999 weeks", "99999 weeks", "in 900 months", "5", "a while", "Friday", "2 days"),
    *("mon and someday", "every third friday", "1st and 3rd monday", "biweekly", "15th", "tomorrow", "dialy"),
    *("every 200 days", "GMT+2", "EST", "IST", "Springfield", "US", "Mars", "../x", "Europe", "Xyzzy", "+5:30"),
    *("Eastern Time", "Portland"),
)
"""Values that at least one of the readers can't read."""


def provoked(at: datetime) -> Iterator[tuple[str, str]]:
    """Yield every refusal: the reader's name and its sentence."""
    for name, read in READERS.items():
        for typed in WRONG:
            try:
                read(typed, at)
            except Refusal as refused:
                yield name, refused.sentence


@pytest.mark.parametrize("at", MOMENTS, ids=str)
def test_the_reader_that_refuses_reads_the_values_it_names(at: datetime) -> None:
    sentences = set(provoked(at))
    assert len(sentences) > 60
    for name, sentence in sentences:
        for value in examples_in(sentence):
            if value != "which":  # after “say”, this isn't a value
                READERS[name](value, at)


def spoken_with_examples() -> Iterator[str]:
    """Yield the texts in the code of features and language, with {} in place of each expression."""
    for path in sorted([*(ROOT / "bot/features").rglob("*.py"), *(ROOT / "bot/language").rglob("*.py")]):
        if not _MAY_NAME_ONE.search(source := path.read_text(encoding="utf-8")):
            continue
        nodes = [*ast.walk(ast.parse(source))]
        silent = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
        for node in nodes:
            if id(node) not in silent and isinstance(node, ast.JoinedStr | ast.Constant):
                parts = node.values if isinstance(node, ast.JoinedStr) else [node]
                yield "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in parts)


def test_some_reader_reads_every_value_that_a_text_names() -> None:
    named = {value for text in spoken_with_examples() for value in examples_in(text) if "{}" not in value}
    values = {value for value in named if not value.startswith("/") and value not in NO_VALUES}
    assert len(values) > 20
    for value in values:
        assert any(_can_read(read, value) for read in READERS.values()), f"{value}: nothing reads that"


NO_VALUES = {
    "which",
    "me here: we begin with",
    "again",
    "it with",
    "again in a minute",
    "another topic",
    "a comparison",
    "one in the playground: versed play",
    "off",
    "others",
    "some others",
    "a quiz instead",
    "a question",
    "it in a whole sentence",
    "pick one of these",
    "for",
}
"""What follows “try” or “say” in sentences but isn't an option's value, and “off”, which ends reminders."""


def _can_read(read: Callable[[str, datetime], object], value: str) -> bool:
    try:
        read(value, MOMENTS[0])
    except Refusal:
        return False
    return True


def test_the_days_suggested_can_be_typed() -> None:
    for days in EXAMPLES:
        read_days(days)


def told_in(document: str, word: str) -> list[str]:
    """Return the code spans that follow a word and a colon in a document, up to the end of the list."""
    text = (ROOT / document).read_text(encoding="utf-8")
    found = re.search(rf"{word}: ((?:`[^`]+`,?\s+)*`[^`]+`)", text)
    assert found is not None
    return re.findall(r"`([^`]+)`", found[1])


@pytest.mark.parametrize("at", MOMENTS, ids=str)
def test_times_and_moments_that_the_readme_names_are_read(at: datetime) -> None:
    for typed in told_in("README.md", "Times"):
        READERS["time"](typed, at)
    for typed in told_in("README.md", "Moments"):
        READERS["moment"](typed, at)


def table_in(document: str, first: str) -> list[list[str]]:
    """Return the rows, as cells, of the table in a document whose first column has the given heading."""
    lines = (ROOT / document).read_text(encoding="utf-8").splitlines()
    begin = next(at for at, line in enumerate(lines) if line.startswith(f"| {first} |")) + 2
    rows = [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in lines[begin : begin + 40]]
    return rows[: next((at for at, line in enumerate(lines[begin:]) if not line.startswith("|")), 40)]


async def test_values_in_the_document_on_schedules_work(sqlite_database: Database, pictures: PictureCache) -> None:
    world = World(started(sqlite_database, pictures, MOMENTS[0]), MOMENTS[0])
    tried = 0
    for names, examples, *_ in table_in("docs/schedules.md", "option"):
        for option in names.split(", "):
            for value in re.findall(r"`([^`]+)`", examples):
                asker = world.asker(f"slack:t{tried}", "ana", MOMENTS[0])
                command = "schedule game" if "," in value and option == "topic" else "schedule tip"
                await world.application.serve(Call(asker, command, {option: value}))
                tried += 1
    assert tried > 25


async def test_both_ways_to_type_a_command_in_the_readme_say_the_same(
    sqlite_database: Database, pictures: PictureCache
) -> None:
    world = World(started(sqlite_database, pictures, MOMENTS[0]), MOMENTS[0])
    rows = [row for row in table_in("README.md", "type | or") if len(row) == 2]
    assert len(rows) > 4
    for row in rows:
        one, other = [await world.application.read(world.here, cell.strip("`")) for cell in row]
        assert one[0] == other[0]
        assert set(one[1]) == set(other[1])
