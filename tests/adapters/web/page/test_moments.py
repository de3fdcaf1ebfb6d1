"""Times on the page: shown by the reader's own clock, and kept up to date; and the days of a channel."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import expect

from adapters.web.entries import ChannelEntry
from adapters.web.server import Site
from bot.language.message import Facts, Footer, Heading, Table, message
from bot.language.people import PLAYGROUND, Member, MemberKey
from bot.language.requests import Call
from bot.language.rich_text import ChannelMention, CommandMention, Moment, Shows, text
from tests.adapters.web.page.tab import OpenTab
from tests.fakes.commands import FakeCommands

pytestmark = pytest.mark.asyncio(loop_scope="session")

AT = datetime(2026, 3, 4, 17, 0, tzinfo=UTC)
ALL = [Moment(AT, shows, "in words") for shows in (Shows.DAY_AND_TIME, Shows.DAY, Shows.TIME)]


@pytest.fixture
def dated(commands: FakeCommands, monkeypatch: pytest.MonkeyPatch) -> None:
    """Answer every command with times in all kinds of blocks."""
    soon = Moment(datetime.now(UTC) + timedelta(hours=3.5), Shows.RELATIVE, "soon")

    async def serve(_call: Call) -> object:
        return message(
            Heading("Dates"),
            text("It closes ", ALL[0], " in ", ChannelMention("general", "#general"), ": ", CommandMention("/help")),
            Facts((("Day", text(ALL[1])), ("Soon", text(soon)))),
            Table(("What", "When"), (("Cup", text(ALL[2])),)),
            Footer(text("Until ", ALL[0])),
        )

    monkeypatch.setattr(commands, "serve", serve)


@pytest.mark.parametrize(
    ("zone", "locale", "both", "day", "time"),
    [
        ("Asia/Tokyo", "en-GB", "Thu, 5 Mar 2026, 02:00", "Thu, 5 Mar 2026", "02:00"),
        ("Asia/Tokyo", "en-US", "Thu, Mar 5, 2026, 2:00 AM", "Thu, Mar 5, 2026", "2:00 AM"),
        ("Europe/Berlin", "de-DE", "Wed, 4 Mar 2026, 18:00", "Wed, 4 Mar 2026", "18:00"),
    ],
)
async def test_moments_are_shown_by_the_readers_own_clock(
    open_tab: OpenTab, dated: None, zone: str, locale: str, both: str, day: str, time: str
) -> None:
    tab = await open_tab(timezone_id=zone, locale=locale)
    answer = await tab.answered("/help", "Dates")
    shown = answer.locator("time.moment")
    await expect(shown).to_have_text([both, day, "in 3 hours", time, both])
    assert await shown.first.get_attribute("datetime") == "2026-03-04T17:00:00.000Z"
    await expect(answer.locator("p.block-text").first).to_have_text(f"It closes {both} in #general: /help")


async def test_a_moment_counts_by_itself(open_tab: OpenTab, dated: None) -> None:
    tab = await open_tab()
    answer = await tab.answered("/help", "Dates")
    soon = answer.locator("time[data-counts]")
    await expect(soon).to_have_text("in 3 hours")
    await expect(soon).to_have_attribute("aria-live", "off")
    await tab.page.evaluate("const now = Date.now; Date.now = () => now() + 3 * 3_600_000")
    await expect(soon).to_contain_text("minutes")


async def test_each_day_begins_with_its_date(open_tab: OpenTab, site: Site) -> None:
    ben, cleo = Member("ben", "Ben"), Member("cleo", "Cleo")
    said = ((ben, AT), (cleo, AT + timedelta(minutes=1)), (cleo, AT + timedelta(days=1)))
    for number, (by, at) in enumerate(said):
        site._room.add(ChannelEntry("general", by, at, f"Line {number}", None, None, None, f"id{number}"))
    tab = await open_tab(locale="en-GB", timezone_id="UTC")
    lines = tab.page.locator(".channel:not([hidden]) .entries > li")
    dates = "(all) => all.map((each) => each.dataset.day ?? '')"
    wednesday, thursday = "Wed, 4 Mar 2026", "Thu, 5 Mar 2026"
    await tab.answered("/compare data", "Comparing data")
    await expect(lines).to_have_count(4)
    found = await lines.evaluate_all(dates)
    assert found[:3] == [wednesday, "", thursday]
    assert found[3] not in ("", wednesday, thursday)
    await site.memory.forget(MemberKey(PLAYGROUND.key, "ben"))
    await expect(lines).to_have_count(3)
    assert await lines.evaluate_all(dates) == [wednesday, *found[2:]]
    await site.memory.forget(MemberKey(PLAYGROUND.key, "cleo"))
    await expect(lines).to_have_count(1)
    assert await lines.evaluate_all(dates) == [""]  # all that's left is from today
