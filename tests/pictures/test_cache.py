import asyncio
import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.pictures import cache
from bot.pictures.cache import PictureCache
from bot.pictures.comparison import ComparisonCard, alt_text, draw_comparison
from tests.pictures.cards import plain_card

CARD = plain_card()
OTHER = plain_card(rows=1)


class Draughtsman:
    """Stands in for the drawing: notes what is drawn, and waits until it is let go on."""

    def __init__(self) -> None:
        self.drawn: list[ComparisonCard] = []
        self.threads: set[str] = set()
        self.begun = threading.Event()
        self.go_on = threading.Event()
        self.go_on.set()
        self.fails = False

    def draw(self, card: ComparisonCard) -> bytes:
        self.drawn.append(card)
        self.threads.add(threading.current_thread().name)
        self.begun.set()
        assert self.go_on.wait(10), "nobody let the drawing go on: the event loop must have been blocked"
        if self.fails:
            raise OSError("no font")
        return b"\x89PNG".ljust(100)


@pytest.fixture
def draughtsman(monkeypatch: pytest.MonkeyPatch) -> Draughtsman:
    stand_in = Draughtsman()
    monkeypatch.setattr(cache, "draw_comparison", stand_in.draw)
    return stand_in


@pytest.fixture
def pictures() -> Iterator[PictureCache]:
    opened = PictureCache(room=250)
    yield opened
    opened.close()


async def test_an_image_has_the_picture_its_alt_text_and_a_name(pictures: PictureCache) -> None:
    image = await pictures.comparison(CARD)
    assert image.data == draw_comparison(CARD)
    assert image.alt == alt_text(CARD)
    assert image.name == "data.png"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Processes & techniques", "processes-techniques.png"),
        ("Là où ça va", "la-ou-ca-va.png"),
        ("../../etc/passwd", "etc-passwd.png"),
        ("日本語", "comparison.png"),
        ("", "comparison.png"),
        ("very " * 50, "very-" * 11 + "very.png"),
    ],
)
async def test_names_are_plain(pictures: PictureCache, draughtsman: Draughtsman, title: str, name: str) -> None:
    assert (await pictures.comparison(replace(CARD, title=title))).name == name


async def test_the_loop_goes_on_while_a_card_is_drawn(pictures: PictureCache, draughtsman: Draughtsman) -> None:
    draughtsman.go_on.clear()
    waiting = asyncio.create_task(pictures.comparison(CARD))
    assert await asyncio.to_thread(draughtsman.begun.wait, 10)
    assert not waiting.done()
    draughtsman.go_on.set()
    await waiting
    assert threading.current_thread().name not in draughtsman.threads


async def test_many_who_ask_at_once_share_one_drawing(pictures: PictureCache, draughtsman: Draughtsman) -> None:
    equal = [plain_card() for _ in range(20)]
    images = await asyncio.gather(*map(pictures.comparison, equal))
    assert all(image is images[0] for image in images)
    assert await pictures.comparison(CARD) is images[0]
    assert draughtsman.drawn == [CARD]


async def test_one_who_stops_waiting_stops_nobody_else(pictures: PictureCache, draughtsman: Draughtsman) -> None:
    draughtsman.go_on.clear()
    impatient, patient = (asyncio.create_task(pictures.comparison(CARD)) for _ in range(2))
    assert await asyncio.to_thread(draughtsman.begun.wait, 10)
    impatient.cancel()
    await asyncio.wait([impatient])
    draughtsman.go_on.set()
    assert (await patient).data
    assert impatient.cancelled()
    assert draughtsman.drawn == [CARD]


async def test_the_least_recently_used_gives_way(pictures: PictureCache, draughtsman: Draughtsman) -> None:
    third = plain_card(rows=2)
    for card in (CARD, OTHER, CARD, third):  # room for two, so the third takes the place of OTHER
        await pictures.comparison(card)
    assert draughtsman.drawn == [CARD, OTHER, third]
    await pictures.comparison(CARD)
    assert draughtsman.drawn == [CARD, OTHER, third]
    await pictures.comparison(OTHER)
    assert draughtsman.drawn == [CARD, OTHER, third, OTHER]


async def test_a_card_larger_than_the_room_is_kept_alone(draughtsman: Draughtsman) -> None:
    pictures = PictureCache(room=10)
    for card in (CARD, CARD, OTHER, CARD):
        await pictures.comparison(card)
    pictures.close()
    assert draughtsman.drawn == [CARD, OTHER, CARD]


async def test_a_failed_drawing_is_told_to_all_and_tried_again(
    pictures: PictureCache, draughtsman: Draughtsman
) -> None:
    draughtsman.fails = True
    told = await asyncio.gather(pictures.comparison(CARD), pictures.comparison(CARD), return_exceptions=True)
    assert [str(error) for error in told] == ["no font", "no font"]
    draughtsman.fails = False
    assert (await pictures.comparison(CARD)).data
    assert draughtsman.drawn == [CARD, CARD]
