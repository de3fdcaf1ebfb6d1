"""Drawing what messages only name."""

from collections.abc import AsyncIterator
from pathlib import Path
from shutil import copytree

import pytest

from bot.content.reading.library import Library
from bot.illustrations import illustrator
from bot.illustrations.beside import beside
from bot.illustrations.illustrator import Illustrator
from bot.language.message import Block, Drawing, Image, Message, message, text
from bot.pictures.cache import PictureCache
from tests.packs import WORKSHOP


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library([Path(copytree(WORKSHOP, tmp_path / "workshop"))])


@pytest.fixture
async def pictures() -> AsyncIterator[PictureCache]:
    opened = PictureCache()
    yield opened
    opened.close()


@pytest.fixture
def drawer(library: Library, pictures: PictureCache) -> Illustrator:
    return Illustrator(library, pictures)


def drawings(library: Library) -> list[Block]:
    pack = library.default
    items = [*pack.terms, *pack.tips, *pack.examples, *pack.questions]
    return [block for item in items for block in beside(pack, item).below if isinstance(block, Drawing)]


async def test_every_drawing_becomes_a_picture(drawer: Illustrator, library: Library) -> None:
    named = drawings(library)
    said = await drawer.illustrate(message(text("Look:"), *named))
    assert said.blocks[0] == text("Look:")
    assert len(named) == 4
    for drawing, image in zip(named, said.blocks[1:], strict=True):
        assert isinstance(drawing, Drawing)
        assert isinstance(image, Image)
        assert (image.alt, image.name) == (drawing.alt, f"{drawing.name}.png")
        assert image.data.startswith(b"\x89PNG")


async def test_a_message_without_drawings_stays_the_same(drawer: Illustrator) -> None:
    said = message(text("Nothing to see"))
    assert await drawer.illustrate(said) is said


async def test_the_same_is_drawn_once(drawer: Illustrator, library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    said = message(*drawings(library))
    first = await drawer.illustrate(said)
    monkeypatch.setattr(illustrator, "draw_figure", lambda *_: pytest.fail("it's drawn already"))
    assert await drawer.illustrate(said) == first


async def test_a_picture_that_is_gone_stays_described(drawer: Illustrator, library: Library, tmp_path: Path) -> None:
    said = message(*(block for block in drawings(library) if "even teeth" in getattr(block, "alt", "")))
    assert len(said.blocks) == 1
    (tmp_path / "workshop" / "images" / "saw.png").unlink()
    assert await drawer.illustrate(said) == said


@pytest.mark.parametrize("recipe", ["", '{"of":"formula","tex":"{"}', '{"of":"film"}'])
async def test_what_cannot_be_drawn_stays_described(drawer: Illustrator, recipe: str) -> None:
    said = message(text("Look:"), Drawing(recipe, "A curve", "curve"))
    assert await drawer.illustrate(said) == said


async def test_a_process_that_stops_describes(drawer: Illustrator, library: Library, pictures: PictureCache) -> None:
    pictures.close()
    said: Message = message(*drawings(library))
    assert await drawer.illustrate(said) == said


async def test_what_comes_soon_is_drawn_ahead(
    drawer: Illustrator, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawer.begin(drawings(library))
    said = await drawer.illustrate(message(*drawings(library)))
    monkeypatch.setattr(illustrator, "draw_figure", lambda *_: pytest.fail("it's drawn already"))
    drawer.begin(drawings(library))
    drawer.begin([text("Nothing to draw")])
    assert await drawer.illustrate(message(*drawings(library))) == said
