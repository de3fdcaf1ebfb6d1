"""Settings in menus and switches, and mistakes in a pack, in a real browser."""

import pytest
from playwright.async_api import expect

from adapters.web.server import Site
from bot.language.controls import Button, Buttons, Choice, Menu, Switch, Switches
from bot.language.message import Facts, Heading, Message, message
from bot.language.people import PLAYGROUND
from bot.language.port import Destination
from tests.adapters.web.page.axe import violations
from tests.adapters.web.page.tab import OpenTab
from tests.fakes.commands import FakeCommands

pytestmark = pytest.mark.asyncio(loop_scope="session")

GENERAL = Destination(PLAYGROUND.key, "general")


def settings(questions: str, share: str) -> Message:
    """Return a card like that of /settings."""
    numbers = tuple(Choice(each, f"questions:{each}") for each in ("3", "5", "10"))
    return message(
        Heading("Settings"),
        Facts((("Pack", "Pets"), ("Questions", questions), ("Shared", share))),
        Menu(f"Questions: {questions}", numbers),
        Menu("Who can start …", (Choice("Everyone", "starters:everyone"),)),
        Switches((Switch("Shared", share == "yes", "share:yes", "share:no"),)),
        Buttons((Button("Your time zone …", "zone"),)),
        private=True,
        replaces=True,
    )


@pytest.fixture
def settled(commands: FakeCommands, monkeypatch: pytest.MonkeyPatch) -> None:
    """Answer every line and press with settings."""
    now = {"questions": "5", "share": "no"}

    async def press(pressed: object) -> Message:
        name, _, value = str(pressed.press).partition(":")  # type: ignore[attr-defined]
        now[name] = value
        return settings(now["questions"], now["share"])

    async def say(*_: object) -> Message:
        return settings(now["questions"], now["share"])

    monkeypatch.setattr(commands, "press", press)
    monkeypatch.setattr(commands, "say", say)


@pytest.mark.usefixtures("settled")
async def test_controls_are_not_repeated_as_facts_and_keep_the_focus(open_tab: OpenTab) -> None:
    tab = await open_tab()
    await tab.answered("/settings", "Settings")
    facts = tab.last.locator("dl")
    await expect(facts).to_contain_text("Pets")
    await expect(facts).not_to_contain_text("Questions")
    await expect(facts).not_to_contain_text("Shared")
    # A menu shows the current setting.
    await tab.last.get_by_role("button", name="Questions: 5").click()
    lines = tab.page.get_by_role("menuitemradio")
    await expect(lines).to_have_count(3)
    await expect(tab.page.get_by_role("menuitemradio", checked=True)).to_have_text("5")
    await expect(tab.page.get_by_role("menuitemradio", checked=True)).to_be_focused()
    assert await violations(tab.page) == []
    await tab.page.keyboard.press("ArrowDown")
    await tab.page.keyboard.press("Enter")
    await expect(tab.last.get_by_role("button", name="Questions: 10")).to_be_focused()
    await expect(tab.page.get_by_role("menuitemradio")).to_have_count(0)
    # So does a switch.
    await tab.last.get_by_role("switch", name="Shared", checked=False).focus()
    await tab.page.keyboard.press("Enter")
    await expect(tab.last.get_by_role("switch", name="Shared", checked=True)).to_be_focused()
    assert await violations(tab.page) == []
    await tab.page.keyboard.press("Space")
    await expect(tab.last.get_by_role("switch", name="Shared", checked=False)).to_be_focused()


@pytest.mark.usefixtures("settled")
async def test_settings_fit_a_phone(open_tab: OpenTab) -> None:
    tab = await open_tab(viewport={"width": 320, "height": 640})
    await tab.answered("/settings", "Settings")
    assert await tab.beyond_the_edge() == []


async def test_a_slip_in_a_pack_shows_where_its_author_looks(open_tab: OpenTab, site: Site) -> None:
    tab = await open_tab()
    banner = tab.page.locator("#slips")
    await expect(banner).to_be_empty()
    site.show_slips(["pets/terms.yaml:3:5: “titel” is unknown; did you mean “title”?"])
    await banner.get_by_text("A mistake keeps your latest edits of a pack out of use").click()
    await expect(banner.get_by_text("pets/terms.yaml:3:5")).to_be_visible()
    assert await violations(tab.page) == []
    site.show_slips([f"pets/terms.yaml:{line}:1: <b>no</b>" for line in range(1, 9)])
    await expect(banner).to_contain_text("8 mistakes keep")
    await expect(banner.get_by_text("pets/terms.yaml:1:1: <b>no</b>")).to_be_visible()
    await expect(banner).to_contain_text("And 3 more: run versed check")
    other = await open_tab("Ben")
    await expect(other.page.locator("#slips")).to_contain_text("8 mistakes keep")
    site.show_warnings(["pets/cards.yaml:9:5: warning: this asks two things; make two cards"])
    await expect(banner).to_contain_text("8 mistakes keep")
    site.show_slips([])
    await expect(banner).to_contain_text("Your edits are in use; one thing could be better")
    await expect(banner.get_by_text("pets/cards.yaml:9:5")).to_be_visible()
    site.show_warnings([])
    await expect(banner).to_be_empty()
