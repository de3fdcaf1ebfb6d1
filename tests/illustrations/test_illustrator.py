"""Drawing the pictures that messages only describe."""

from dataclasses import replace
from pathlib import Path
from shutil import copytree

import pytest

from bot.content.reading.library import Library
from bot.illustrations import illustrator, recipes
from bot.illustrations.beside import beside
from bot.illustrations.illustrator import Illustrator
from bot.language.message import Block, Drawing, Image, Message, message
from bot.language.rich_text import text
from bot.pictures.cache import PictureCache
from bot.pictures.cards import DrawnCard, in_words
from bot.pictures.comparison import AspectRow
from bot.pictures.heat_map import HeatMap, HeatRow
from bot.pictures.items import ItemBar, ItemBars
from bot.pictures.palette import Theme
from bot.pictures.podium import PodiumCard, PodiumStep
from bot.pictures.progress import ProgressCard, TopicBar
from bot.pictures.race import RaceCard, Racer
from bot.pictures.weeks import Done
from tests.packs import WORKSHOP
from tests.pictures.cards import plain_card
from tests.pictures.figures import plain_figures

TENANT = "slack:a"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library([Path(copytree(WORKSHOP, tmp_path / "workshop"))])


@pytest.fixture
def drawer(library: Library, pictures: PictureCache) -> Illustrator:
    return Illustrator(library, pictures)


def drawings(library: Library) -> list[Block]:
    pack = library.default
    items = [*pack.terms, *pack.tips, *pack.examples, *pack.questions]
    return [block for item in items for block in beside(pack, item).below if isinstance(block, Drawing)]


async def test_every_drawing_becomes_a_picture(drawer: Illustrator, library: Library) -> None:
    named = drawings(library)
    said = await drawer.illustrate(message(text("Look:"), *named), TENANT)
    assert said.blocks[0] == text("Look:")
    assert len(named) == 4
    for drawing, image in zip(named, said.blocks[1:], strict=True):
        assert isinstance(drawing, Drawing)
        assert isinstance(image, Image)
        assert (image.alt, image.name) == (drawing.alt, f"{drawing.name}.png")
        assert image.data.startswith(b"\x89PNG")


async def test_a_message_without_drawings_stays_the_same(drawer: Illustrator) -> None:
    said = message(text("Nothing to see"))
    assert await drawer.illustrate(said, TENANT) is said


async def test_the_same_is_drawn_once(drawer: Illustrator, library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    said = message(*drawings(library))
    first = await drawer.illustrate(said, TENANT)
    monkeypatch.setattr(illustrator, "draw_figure", lambda *_: pytest.fail("it's drawn already"))
    assert await drawer.illustrate(said, TENANT) == first


async def test_a_picture_that_is_gone_stays_described(drawer: Illustrator, library: Library, tmp_path: Path) -> None:
    said = message(*(block for block in drawings(library) if "even teeth" in getattr(block, "alt", "")))
    assert len(said.blocks) == 1
    (tmp_path / "workshop" / "images" / "saw.png").unlink()
    assert await drawer.illustrate(said, TENANT) == said


@pytest.mark.parametrize("recipe", ["", '{"of":"formula","tex":"{"}', '{"of":"film"}'])
async def test_a_picture_that_cannot_be_drawn_stays_described(drawer: Illustrator, recipe: str) -> None:
    said = message(text("Look:"), Drawing(recipe, "A curve", "curve"))
    assert await drawer.illustrate(said, TENANT) == said


async def test_a_stopping_process_only_describes(
    drawer: Illustrator, library: Library, pictures: PictureCache
) -> None:
    pictures.close()
    said: Message = message(*drawings(library))
    assert await drawer.illustrate(said, TENANT) == said


async def test_pictures_needed_soon_are_drawn_ahead(
    drawer: Illustrator, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawer.begin(drawings(library), TENANT)
    said = await drawer.illustrate(message(*drawings(library)), TENANT)
    monkeypatch.setattr(illustrator, "draw_figure", lambda *_: pytest.fail("it's drawn already"))
    drawer.begin(drawings(library), TENANT)
    drawer.begin([text("Nothing to draw")], TENANT)
    assert await drawer.illustrate(message(*drawings(library)), TENANT) == said


CARDS = (
    *(replace(plain_card(3, 1), rows=(AspectRow("Kind", ("a", "b", "c"), figure),)) for figure in plain_figures(3)),
    PodiumCard(title="Foxes win", subtitle="Data", steps=(PodiumStep(1, "Foxes", 900, "red", "Ana"),), footer="Data"),
    RaceCard(
        title="The race",
        subtitle="Data",
        questions=(1, 2),
        runners=(Racer("Ana", (1, 2)), Racer("Foxes", (2, 1), "red")),
        footer="Data",
    ),
    ProgressCard(
        title="Yours",
        subtitle="Data",
        figures=(("1", "day"),),
        bars=(TopicBar("Care", 0.5, (0.5, 1.0)),),
        forecast=(1, 2),
        footer="Data",
        weeks=(Done("2 Mar", 1, 2, 3, 0.5), Done("9 Mar")),
        expected=(0.9, 0.8),
    ),
    HeatMap(title="Team", subtitle="Data", weeks=("2 Mar",), rows=(HeatRow("O", (None,)),), footer="Data"),
    ItemBars(title="What works", subtitle="Data", bars=(ItemBar("Why?", 0.5, odd=True),), footer="Data"),
)


@pytest.mark.parametrize("card", CARDS, ids=lambda each: type(getattr(each, "rows", [each])[0]).__name__)
def test_a_card_is_kept_as_a_recipe(card: DrawnCard) -> None:
    drawing = recipes.of_card(card)
    assert drawing.recipe.isascii()
    assert recipes.read(drawing.recipe) == recipes.CardRecipe(card=card)
    assert drawing.alt == in_words(card)


async def test_a_reader_whose_screen_chooses_gets_both_themes(library: Library, pictures: PictureCache) -> None:
    async def both(tenant: str, member: str = "") -> tuple[Theme, ...]:
        return (Theme.LIGHT, Theme.DARK) if (tenant, member) == (TENANT, "ana") else (Theme.DARK,)

    drawer = Illustrator(library, pictures, themes=both)
    said = message(*drawings(library))
    for_ana, for_all = await drawer.illustrate(said, TENANT, "ana"), await drawer.illustrate(said, TENANT)
    pairs = [
        (one, other)
        for one, other in zip(for_ana.blocks, for_all.blocks, strict=True)
        if isinstance(one, Image) and isinstance(other, Image)
    ]
    assert [bool(one.dark) for one, _ in pairs].count(False) == 1, "a photo is the same on any screen"
    assert all(other.data == (one.dark or one.data) for one, other in pairs)
    assert not any(other.dark for _, other in pairs)
