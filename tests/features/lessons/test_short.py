"""What everyone in a channel sees fits a phone's screen, 25 lines of 40 characters; a press shows the rest."""

import json
from pathlib import Path
from random import Random
from typing import Any

import pytest

from adapters.discord.outbound.render import Renderer as DiscordRenderer
from adapters.slack.outbound.pages import Renderer
from bot.catalogue import CATALOGUE, GROUPS, PARTS
from bot.content.reading.library import Library
from bot.core import build
from bot.dispatch.application import Application
from bot.features.help.actions import ShowHelp
from bot.features.lessons.actions import ShowTopic
from bot.language.actions import decode, encode
from bot.language.length import MOST_LINES, WIDTH, fits, in_one_line, lines, wrapped
from bot.language.message import Facts, File, Heading, Image, Message, Table, message
from bot.language.people import PLAYGROUND, Member, Place
from bot.language.plain import buttons, plain
from bot.language.refusals import Refusal
from bot.language.requests import Asker, Call, Pressed
from bot.language.rich_text import text
from bot.pictures.cache import PictureCache
from bot.storage.database import Database
from tests.cases import USES
from tests.fakes.boards import FakeBoards
from tests.features.lessons.asking import NOW
from tests.packs import BUNDLED, PETS

DISCORD = DiscordRenderer(())
ANA = Asker(PLAYGROUND, Place("general", "#general"), Member("ana", "Ana"), NOW)
LIBRARY = Library([PETS, BUNDLED])
TOPICS = [(pack.id, topic.title) for pack in LIBRARY.packs.values() for topic in pack.topics]


@pytest.fixture
def application(sqlite_database: Database, pictures: PictureCache) -> Application:
    services = build(LIBRARY, sqlite_database, pictures, Random(1))
    services.boards["web"] = FakeBoards(services.running_games.clock)
    return services.application


def on_discord(said: Message) -> int:
    """Return how many lines a message's text takes on Discord, markup included."""
    written = [
        part["content"]
        for page in DISCORD.pages(said)
        for part in json.loads(page.components)[0]["components"]
        if part["type"] == 10
    ]
    return sum(wrapped(line) for content in written for line in content.split("\n"))


def on_slack(said: Message) -> int:
    """Return how many lines a message's text takes on Slack, where a table's cells are side by side."""
    uploaded: dict[Image | File, str] = {block: "F1" for block in said.blocks if isinstance(block, Image)}
    pages = Renderer(lambda words: words).pages(said, uploaded)
    return sum(_of_block(block) for page in pages for block in page.blocks)


def _of_block(block: dict[str, Any]) -> int:
    match block["type"]:
        case "table":
            share = max(20, WIDTH // max(1, len(block["rows"][0])))  # a phone scrolls wider tables sideways
            return sum(max(-(-len(cell["text"]) // share) or 1 for cell in row) for row in block["rows"])
        case "header" | "section":
            return sum(wrapped(line) for line in block["text"]["text"].split("\n"))
        case "rich_text":
            texts = ["".join(run.get("text", "soon") for run in each["elements"]) for each in block["elements"]]
            return sum(wrapped(line) for said in texts for line in said.split("\n"))
        case "context":
            return sum(wrapped(each["text"]) for each in block["elements"])
        case _:
            return 0


def assert_short(said: Message) -> None:
    assert said.private or on_discord(said) <= MOST_LINES, plain(said)
    assert said.private or lines(said.blocks) <= MOST_LINES, plain(said)
    assert said.private or on_slack(said) <= MOST_LINES, plain(said)


@pytest.mark.parametrize("use", USES, ids=str)
async def test_whatever_all_see_is_short(application: Application, use: Any) -> None:
    options = {name: str(value) for name, value in use.options.items()}
    try:
        assert_short(await application.serve(Call(ANA, use.command, options), credited=True))
    except Refusal as refused:
        assert_short(refused.said)


@pytest.mark.parametrize(("pack", "topic"), TOPICS)
async def test_a_topic_of_any_length_is_short_for_all_and_whole_for_one(
    application: Application, pack: str, topic: str
) -> None:
    administrator = Asker(ANA.tenant, ANA.place, Member("ada", "Ada", administrator=True), NOW)
    await application.serve(Call(administrator, "settings", {"pack": pack}))
    said = await application.serve(Call(ANA, "compare", {"topic": topic}), credited=True)
    assert_short(said)
    await application.serve(Call(ANA, "compare", {}))
    more = [button.press for button in buttons(said) if button.label.endswith("aspects")]
    rows = LIBRARY.packs[pack].comparisons_by_topic[
        next(each.id for each in LIBRARY.packs[pack].topics if each.title == topic)
    ]
    shown = [row[0] for block in said.blocks if isinstance(block, Table) for row in block.rows]
    assert more or len(shown) == len(rows)
    if more:
        assert any(isinstance(block, Image) for block in said.blocks)
        assert 1 <= len(shown) <= 3
        whole = await application.press(Pressed(ANA, more[0]))
        assert whole.private
        assert all(row.aspect in plain(whole) for row in rows)


@pytest.mark.parametrize("line", ["/compare", "/tip", "/ask why so many GPUs?", "/define RAG", "/define model"])
async def test_the_bundled_pack_is_short(application: Application, line: str) -> None:
    administrator = Asker(ANA.tenant, ANA.place, Member("ada", "Ada", administrator=True), NOW)
    await application.serve(
        Call(administrator, "settings", {"pack": next(pack for pack in LIBRARY.packs if pack != "pets")})
    )
    try:
        assert_short(await application.say(ANA, line))
    except Refusal as refused:
        assert_short(refused.said)


async def test_an_aspect_can_be_drawn_and_a_whole_pack_cannot(application: Application) -> None:
    said = await application.say(ANA, "/compare care aspect:hygiene show:picture")
    assert any(isinstance(block, Image) for block in said.blocks)
    with pytest.raises(Refusal, match="Which topic") as refused:
        await application.say(ANA, "/compare show:picture")
    assert [button.label for button in refused.value.buttons][:2] == ["Daily care", "The home"]


async def test_a_topic_with_nothing_to_compare_is_not_drawn(sqlite_database: Database, tmp_path: Path) -> None:
    (tmp_path / "pack.yaml").write_text((PETS / "pack.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    items = (PETS / "items.yaml").read_text(encoding="utf-8").split("\n")
    starts = [number for number, line in enumerate(items) if line.startswith("comparisons:")]
    ends = [
        number for number, line in enumerate(items) if starts and number > starts[0] and line and line[0] not in " #-"
    ]
    kept = items[: starts[0]] + (items[ends[0] :] if ends else [])
    for file in PETS.glob("*.yaml"):
        if file.name not in ("pack.yaml", "items.yaml"):
            (tmp_path / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "items.yaml").write_text("\n".join(kept), encoding="utf-8")
    pictures = PictureCache()
    application = build(Library([tmp_path]), sqlite_database, pictures, Random(1)).application
    said = await application.say(ANA, "/compare care show:picture")
    assert not any(isinstance(block, Image | Table) for block in said.blocks)
    assert "As a picture" not in [button.label for button in buttons(said)]
    pressed = await application.press(Pressed(ANA, encode(ShowTopic("pets", "care", picture=True))))
    assert not any(isinstance(block, Image) for block in pressed.blocks)
    pictures.close()


def test_short_rows_take_one_line() -> None:
    rows = tuple((f"{number}. Cleo", "3,100 (+1,000)") for number in range(1, 11))
    said = message(Heading("After question 3"), Table(("Name", "Points"), rows))
    assert on_discord(said) == 12
    assert lines(said.blocks) == 12
    (container,) = json.loads(DISCORD.pages(said)[0].components)
    assert "**1\\. Cleo** · 3,100 (+1,000)\n**2\\. Cleo**" in container["components"][1]["content"]


def test_a_long_name_leaves_the_others_on_one_line() -> None:
    names = ["Cleo", "Alexandra von Hohenzollern-Sigmaringen"]
    said = message(
        Table(("Name", "Points", "Games", "Right"), tuple((name, "12,300", "14", "83%") for name in names))
    )
    assert lines(said.blocks) == 4
    (container,) = json.loads(DISCORD.pages(said)[0].components)
    assert "**Cleo** · 12,300 · 14 · 83%\n**Alexandra" in container["components"][0]["content"]
    assert lines([Table(("Name", "Note"), (("Cleo", "x" * 41),))]) == 3


@pytest.mark.parametrize(
    ("row", "said"),
    [(("a", "b"), "a · b"), (("x" * 41,), None), (("a\nb", "c"), None), (("x" * 20, "y" * 18), None)],
)
def test_what_fits_into_a_line(row: tuple[str, ...], said: str | None) -> None:
    assert in_one_line(row) == said


def test_what_fits_on_a_screen() -> None:
    room = MOST_LINES - 4  # the rest is for who asked, and markup
    assert fits([text("x" * 40 * room)])
    assert not fits([text("x" * 40 * room + "x")])
    assert not fits([Facts((("Label", "\n" * MOST_LINES),))])


@pytest.mark.parametrize("group", GROUPS)
async def test_a_groups_name_alone_says_what_there_is(application: Application, group: str) -> None:
    assert await application.read(ANA, f"/{group}") == ("help", {"command": group})
    said = await application.say(ANA, f"/{group}")
    assert plain(said).startswith(f"(only you can see this)\n\n/{group}\n")
    listed = [decode(button.press) for button in buttons(said)]
    assert all(isinstance(each, ShowHelp) and each.name.startswith(f"{group}_") for each in listed)


def test_help_has_each_command_in_one_part() -> None:
    names = [name for part in PARTS for name in part.names]
    assert sorted(names) == sorted({command.group or command.name for command in CATALOGUE})


async def test_help_shows_the_administrators_part_to_them_alone(application: Application) -> None:
    ada = Asker(ANA.tenant, ANA.place, Member("ada", "Ada", administrator=True), NOW)
    assert "schedule" not in plain(await application.say(ANA, "/help"))
    said = await application.say(ada, "/help")
    assert "schedule" in plain(said)
    assert lines(said.blocks) <= MOST_LINES
