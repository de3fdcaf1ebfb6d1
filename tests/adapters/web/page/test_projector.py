"""All of a board is in view on a projector, where nobody scrolls."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import expect

from adapters.web.server import Site
from bot.language.controls import Button, Buttons
from bot.language.message import Block, Countdown, Facts, Footer, Heading, Image, message
from bot.language.port import Destination
from bot.language.rich_text import strong, text
from tests.adapters.web.page.tab import OpenTab
from tests.fakes.commands import png

pytestmark = pytest.mark.asyncio(loop_scope="session")

SIZES = ((1280, 720), (1024, 768), (1920, 1080))
NAMES = [f"Maximiliane Wolkenstein {number}" for number in range(10)]
ASKED = text(
    strong("A hospital wants to know which of its patients are likely to come back. Who would you ask? " * 2)
)
LONG = [
    f"{letter}. The one who looks at the data before anything is built on top of it, or {letter}" for letter in "ABCD"
]
SHORT = [f"{letter}. A choice of thirty-eight letters, so" for letter in "ABCDEF"]
LINES = [(f"{at}. ", strong(name), f" · {900 - at}", "\n") for at, name in enumerate(NAMES, 1)]
RANKS = text(*[part for line in LINES for part in line][:-1])
PEOPLE = Facts(tuple((f"{team} (17)", f"{', '.join(NAMES)} and 7 more") for team in ("Red", "Blue")))
HOSTING = Buttons((Button("Host controls …", "host"),))
FROM = Footer("From: Data scientist vs AI engineer · The landscape")


def _buttons(*labels: str, answers: bool = False) -> Buttons:
    return Buttons(tuple(Button(label, f"press:{at}") for at, label in enumerate(labels)), answers)


def _clock(*, waits: bool = False) -> Countdown:
    now = datetime.now(UTC)
    return Countdown(now, now + timedelta(minutes=10), "Closes {when}.", waits=waits)


BOARDS: dict[str, tuple[Block, ...]] = {
    "lobby": (
        PEOPLE,
        _buttons("Join Red", "Join Blue", "Join any team", "Leave"),
        _buttons("Start", "Host controls …"),
    ),
    "long choices": (ASKED, text("\n".join(LONG)), _buttons(*"ABCD", answers=True), _clock(), HOSTING),
    "six choices": (ASKED, _buttons(*SHORT, answers=True), _clock(), text("12 of 34 have answered."), HOSTING),
    "typed": (ASKED, _buttons("Type your answer"), _clock(), HOSTING),
    "a picture": (ASKED, Image(png(), "A chart", "a.png"), _buttons(*SHORT[:4], answers=True), _clock(), HOSTING),
    "ordering": (ASKED, text("Press what comes first."), _buttons(*[each[3:] for each in SHORT]), _clock(), HOSTING),
    "result": (
        ASKED,
        text(strong("The right answer: "), LONG[1], "\n", "The records are tables with one row per patient. " * 4),
        Facts(tuple((choice, "8 (25%)") for choice in LONG)),
        RANKS,
        _clock(waits=True),
        HOSTING,
    ),
    "end": (
        RANKS,
        Image(png(), "A race", "a.png"),
        Image(png(), "A podium", "b.png"),
        PEOPLE,
        _buttons("Play again"),
    ),
}


async def test_all_of_a_board_is_in_view(open_tab: OpenTab, site: Site) -> None:
    tab = await open_tab(reduced_motion="reduce")
    await tab.page.get_by_role("button", name="Projector view").click()
    for name, blocks in BOARDS.items():
        await site.boards.show(Destination("playground", "general"), message(Heading(name), *blocks, FROM), name)
        await expect(tab.page.get_by_role("heading", name=name)).to_be_visible()
        for width, height in SIZES:
            await tab.page.set_viewport_size({"width": width, "height": height})
            await expect(tab.last, f"{name}, {width}×{height}").to_be_in_viewport(ratio=1)
            size = await tab.last.locator(".card").evaluate("(it) => it.currentCSSZoom")
            assert size > 0.6, (name, width)
    await expect(tab.last.get_by_role("list").get_by_text(NAMES[0], exact=True)).to_be_visible()
