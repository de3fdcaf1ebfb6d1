import asyncio
import threading
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import pytest

from bot.language.message import Drawing, Image
from bot.pictures.cache import PictureCache
from bot.pictures.palette import Theme

CARD = Drawing("card", "What it shows", "Data")
OTHER = Drawing("other", "What else", "Data")


class Draughtsman:
    """A fake drawing function: records what's drawn, and waits until it may go on."""

    def __init__(self, room: int = 250) -> None:
        self.pictures = PictureCache(room)
        self.drawn: list[Drawing | tuple[Drawing, Theme]] = []
        self.threads: set[str] = set()
        self.begun = threading.Event()
        self.go_on = threading.Event()
        self.go_on.set()
        self.fails = False

    async def picture(self, drawing: Drawing, theme: Theme = Theme.LIGHT, *, keeps: bool = True) -> Image:
        return await self.pictures.picture(drawing, theme, partial(self.draw, drawing, theme), keeps=keeps)

    def draw(self, drawing: Drawing, theme: Theme) -> bytes:
        self.drawn.append(drawing if theme is Theme.LIGHT else (drawing, theme))
        self.threads.add(threading.current_thread().name)
        self.begun.set()
        assert self.go_on.wait(10), "nobody let the drawing go on: the event loop must have been blocked"
        if self.fails:
            raise OSError("no font")
        return b"\x89PNG".ljust(100)


@pytest.fixture
def draughtsman() -> Iterator[Draughtsman]:
    standing_in = Draughtsman()
    yield standing_in
    standing_in.pictures.close()


async def test_an_image_has_the_picture_its_alt_text_and_a_name(draughtsman: Draughtsman) -> None:
    image = await draughtsman.picture(CARD)
    assert image == Image(b"\x89PNG".ljust(100), "What it shows", "data.png")


async def test_each_theme_is_drawn_and_cached_separately(draughtsman: Draughtsman) -> None:
    for theme in (Theme.LIGHT, Theme.DARK, Theme.DARK, Theme.LIGHT):
        await draughtsman.picture(CARD, theme)
    assert draughtsman.drawn == [CARD, (CARD, Theme.DARK)]


async def test_a_picture_that_names_people_is_not_cached(draughtsman: Draughtsman) -> None:
    for _ in range(2):
        await draughtsman.picture(CARD, keeps=False)
    assert draughtsman.drawn == [CARD, CARD]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Processes & techniques", "processes-techniques.png"),
        ("Là où ça va", "la-ou-ca-va.png"),
        ("../../etc/passwd", "etc-passwd.png"),
        ("日本語", "picture.png"),
        ("", "picture.png"),
        ("very " * 50, "very-" * 11 + "very.png"),
    ],
)
async def test_names_are_plain(draughtsman: Draughtsman, title: str, name: str) -> None:
    assert (await draughtsman.picture(replace(CARD, name=title))).name == name


async def test_the_loop_goes_on_while_a_card_is_drawn(draughtsman: Draughtsman) -> None:
    draughtsman.go_on.clear()
    waiting = asyncio.create_task(draughtsman.picture(CARD))
    assert await asyncio.to_thread(draughtsman.begun.wait, 10)
    assert not waiting.done()
    draughtsman.go_on.set()
    await waiting
    assert threading.current_thread().name not in draughtsman.threads


async def test_simultaneous_requests_share_one_drawing(draughtsman: Draughtsman) -> None:
    equal = [replace(CARD) for _ in range(20)]
    images = await asyncio.gather(*map(draughtsman.picture, equal))
    assert all(image is images[0] for image in images)
    assert await draughtsman.picture(CARD) is images[0]
    assert draughtsman.drawn == [CARD]


async def test_cancelling_one_request_doesnt_cancel_others(draughtsman: Draughtsman) -> None:
    draughtsman.go_on.clear()
    impatient, patient = (asyncio.create_task(draughtsman.picture(CARD)) for _ in range(2))
    assert await asyncio.to_thread(draughtsman.begun.wait, 10)
    impatient.cancel()
    await asyncio.wait([impatient])
    draughtsman.go_on.set()
    assert (await patient).data
    assert impatient.cancelled()
    assert draughtsman.drawn == [CARD]


async def test_the_least_recently_used_is_evicted(draughtsman: Draughtsman) -> None:
    third = Drawing("third", "", "")
    for card in (CARD, OTHER, CARD, third):  # room for two, so the third takes the place of OTHER
        await draughtsman.picture(card)
    assert draughtsman.drawn == [CARD, OTHER, third]
    await draughtsman.picture(CARD)
    assert draughtsman.drawn == [CARD, OTHER, third]
    await draughtsman.picture(OTHER)
    assert draughtsman.drawn == [CARD, OTHER, third, OTHER]


async def test_a_card_larger_than_the_cache_is_cached_alone() -> None:
    draughtsman = Draughtsman(room=10)
    for card in (CARD, CARD, OTHER, CARD):
        await draughtsman.picture(card)
    draughtsman.pictures.close()
    assert draughtsman.drawn == [CARD, OTHER, CARD]


async def test_a_failed_drawing_fails_for_all_and_is_retried(draughtsman: Draughtsman) -> None:
    draughtsman.fails = True
    told = await asyncio.gather(draughtsman.picture(CARD), draughtsman.picture(CARD), return_exceptions=True)
    assert [str(error) for error in told] == ["no font", "no font"]
    draughtsman.fails = False
    assert (await draughtsman.picture(CARD)).data
    assert draughtsman.drawn == [CARD, CARD]
