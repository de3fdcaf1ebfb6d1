"""How the page behaves in and around a game: time, what's in view, sounds, the projector and addresses."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, expect

from adapters.web.guard import AccessKeys
from adapters.web.server import Sharing, Site, start
from bot.language.controls import Button, Buttons
from bot.language.forms import text_form
from bot.language.message import Countdown, Facts, Heading, Image, Message, Tone, message
from bot.language.port import Destination
from bot.language.rich_text import in_words, strong, text
from tests.adapters.web.conftest import ADMIN_KEY, LIMITS, FakeLabels
from tests.adapters.web.page.tab import OpenTab, Tab
from tests.fakes.commands import FakeCommands, png

pytestmark = pytest.mark.asyncio(loop_scope="session")

GENERAL = Destination("playground", "general")
PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}

ANSWERS = Buttons(
    (Button("A. Ant", "answer:0"), Button("B. Bee", "answer:1"), Button("C. Cat", "answer:2")), answers=True
)
HOSTING = Buttons((Button("Host controls …", "topic:hosting"),))
LONG = tuple(text(f"Line {number} of a long explanation.") for number in range(30))

SHARES = Facts(
    (("✓ A. The longest answer of them all, in a dozen words or so", "3 (75%)"), ("B. Another", "1 (25%)"))
)


UNTRIED = "() => Object.defineProperty(WebSocket.prototype, 'readyState', { get: () => WebSocket.CONNECTING })"
"""Keeps the page from trying its connection: while a test runs the page's clock ahead, no answer comes in time."""


def asked(*more: Any) -> Message:
    return message(Heading("Question 1 of 2"), ANSWERS, *more, HOSTING)


def counting(seconds: float, ago: float = 0) -> Countdown:
    now = datetime.now(UTC)
    return Countdown(now - timedelta(seconds=ago), now + timedelta(seconds=seconds), "Closes {when}.")


async def board(site: Site, page: Page, said: Message) -> str:
    ref = await site.boards.show(GENERAL, said, "board")
    await expect(page.get_by_role("heading", name="Question 1 of 2").last).to_be_visible()
    return ref


async def colour(element: Locator) -> str:
    found: str = await element.evaluate("(element) => getComputedStyle(element).backgroundColor")
    return found


async def test_each_answer_has_a_colour_and_a_shape_and_the_first_choice_a_mark(
    open_tab: OpenTab, site: Site
) -> None:
    tab = await open_tab()
    ref = await board(site, tab.page, asked())
    answers = tab.page.get_by_role("group", name="Answers").get_by_role("button")
    await expect(answers).to_have_text(["A. Ant", "B. Bee", "C. Cat"])
    assert len({await colour(each) for each in await answers.all()}) == 3
    shapes = {await each.locator("path").get_attribute("d") for each in await answers.all()}
    assert len(shapes) == 3
    await expect(tab.page.locator(".answers.short")).to_have_count(0)
    # The first choice stays marked while the board changes.
    bee = tab.page.get_by_role("button", name="B. Bee")
    await bee.click()
    await expect(bee).to_have_attribute("aria-description", "Your choice")
    await tab.page.get_by_role("button", name="C. Cat").click()
    await site.boards.change(GENERAL, ref, asked(text("2 of 3 have answered.")))
    await expect(tab.page.get_by_text("2 of 3 have answered.")).to_be_visible()
    await expect(tab.page.locator(".chosen")).to_have_text(["B. Bee"])
    # And while the page is loaded again.
    await tab.page.reload()
    await expect(bee).to_have_attribute("aria-description", "Your choice")
    await expect(tab.page.locator(".chosen")).to_have_text(["B. Bee"])


async def test_time_counts_down_by_the_servers_clock(open_tab: OpenTab, site: Site) -> None:
    tab = await open_tab(None)
    # This machine's clock is an hour slow.
    await tab.page.clock.install(time=datetime.now(UTC) - timedelta(hours=1))
    await tab.page.reload()
    await tab.join("Ana")
    await board(site, tab.page, asked(counting(1500, ago=1500)))
    timer = tab.page.get_by_role("timer")
    await expect(timer).to_contain_text("Closes in 25 minutes.")
    bar = timer.locator(".countdown-bar span")
    half = await bar.evaluate("(bar) => getComputedStyle(bar).scale.split(' ')[0]")
    assert 0.45 < float(half) < 0.55
    await tab.page.clock.fast_forward("24:00")
    await tab.page.clock.run_for(1000)
    await expect(timer).to_contain_text("seconds.")


async def test_ten_and_five_seconds_are_announced_and_nothing_between(open_tab: OpenTab, site: Site) -> None:
    tab = await open_tab(None)
    await tab.page.clock.install(time=datetime.now(UTC))
    await tab.page.reload()
    await tab.join("Ana")
    await tab.page.clock.pause_at(datetime.now(UTC) + timedelta(seconds=5))
    heard = """() => { window.heard = []; new MutationObserver(() => heard.push(announcer.textContent))
        .observe(announcer, { childList: true, characterData: true, subtree: true }); }"""
    await tab.page.evaluate(heard)
    await board(site, tab.page, asked(counting(90)))
    await tab.page.evaluate(UNTRIED)
    await tab.page.clock.run_for(200_000)
    assert await tab.page.evaluate("heard") == ["10 seconds left", "5 seconds left", ""]
    await expect(tab.page.get_by_role("timer")).to_contain_text("Closes now.")


async def test_a_wait_is_no_reason_to_hurry(open_tab: OpenTab, site: Site) -> None:
    tab = await open_tab(None)
    await tab.page.clock.install(time=datetime.now(UTC))
    await tab.page.reload()
    await tab.join("Ana")
    await tab.page.clock.pause_at(datetime.now(UTC) + timedelta(seconds=5))
    await board(site, tab.page, asked(replace(counting(90), waits=True)))
    await tab.page.evaluate(UNTRIED)
    timer, soon = tab.page.get_by_role("timer"), re.compile("in [1-5] seconds")
    # A browser that translates the page puts its own elements around each text.
    await timer.locator("time").evaluate("(it) => it.replaceChildren(document.createElement('font'))")
    for _ in range(100):  # the page's clock stands still, so the longer the test takes, the more there's left
        await tab.page.clock.run_for(2_000)
        if soon.search(await timer.inner_text()):
            break
    await expect(timer).to_contain_text(soon)
    await expect(tab.page.locator(".urgent")).to_have_count(0)
    assert await tab.page.locator("#announcer").inner_text() == ""


async def test_a_form_shows_the_time_that_its_question_has_left(open_tab: OpenTab, site: Site) -> None:
    tab = await open_tab()
    typed = Buttons((Button("Type your answer", "suggest", form=text_form("Your answer", "A word or two")),))
    ref = await board(site, tab.page, message(Heading("Question 1 of 2"), typed, counting(1800)))
    await tab.page.get_by_role("button", name="Type your answer").click()
    timer = tab.page.get_by_role("dialog", name="Your answer").get_by_role("timer")
    await expect(timer).to_contain_text("Closes in 30 minutes.")
    await site.boards.change(GENERAL, ref, message(Heading("Question 1 of 2"), typed, counting(2700)))
    await expect(timer).to_contain_text("Closes in 45 minutes.")


async def test_the_clock_stays_in_sight_below_a_long_question(open_tab: OpenTab, site: Site) -> None:
    tab = await open_tab()
    await board(site, tab.page, message(Heading("Question 1 of 2"), *LONG, counting(1800)))
    await expect(tab.page.get_by_role("heading", name="Question 1 of 2")).to_be_in_viewport(ratio=1)
    await expect(tab.page.get_by_role("timer")).to_be_in_viewport(ratio=1)


async def test_more_time_moves_the_bar(open_tab: OpenTab, site: Site) -> None:
    tab = await open_tab()
    ref = await board(site, tab.page, asked(counting(1800)))
    timer = tab.page.get_by_role("timer")
    await expect(timer).to_contain_text("30 minutes")
    await site.boards.change(GENERAL, ref, asked(counting(2700)))
    await expect(timer).to_contain_text("45 minutes")
    await expect(timer).to_have_count(1)


@pytest.mark.parametrize("device", [{}, PHONE])
async def test_a_closed_board_comes_into_view_from_its_beginning(
    open_tab: OpenTab, site: Site, device: dict[str, Any]
) -> None:
    tab = await open_tab(**device)
    ref = await board(site, tab.page, asked())
    await tab.page.get_by_role("button", name="A. Ant").click()
    await expect(tab.last).to_contain_text("Answered")
    closed = message(Heading("Question 1 of 2"), text("The right answer is Bee"), *LONG)
    await site.boards.change(GENERAL, ref, closed)
    await expect(tab.page.get_by_text("The right answer is Bee")).to_be_in_viewport()
    await expect(tab.page.get_by_role("heading", name="Question 1 of 2")).to_be_in_viewport()
    # The next question comes into view for those who were following.
    await site.boards.show(GENERAL, message(Heading("Question 2 of 2"), ANSWERS), "next")
    await expect(tab.page.get_by_role("heading", name="Question 2 of 2")).to_be_in_viewport()


@pytest.mark.parametrize("device", [{}, PHONE])
async def test_your_own_result_stays_in_sight_below_the_closed_board(
    open_tab: OpenTab, site: Site, commands: FakeCommands, device: dict[str, Any]
) -> None:
    tab = await open_tab(**device)
    ref = await board(site, tab.page, asked())
    await tab.page.get_by_role("button", name="A. Ant").click()
    await expect(tab.last).to_contain_text("Answered")
    await site.boards.change(GENERAL, ref, message(Heading("Question 1 of 2"), *LONG))
    mine = message(text(strong("✗ Not quite."), " You're 2nd, 120 behind Ben."), private=True, tone=Tone.WRONG)
    await site.boards.tell(commands.pressed[-1].asker.reply, mine)
    await expect(tab.page.get_by_text("You're 2nd, 120 behind Ben.")).to_be_in_viewport(ratio=1)
    await expect(tab.page.get_by_role("heading", name="Question 1 of 2")).to_be_in_viewport(ratio=1)
    await site.boards.show(GENERAL, message(Heading("Question 2 of 2"), ANSWERS), "next")
    await expect(tab.page.get_by_role("heading", name="Question 2 of 2")).to_be_in_viewport()


async def test_someone_reading_further_up_is_left_there(open_tab: OpenTab, site: Site) -> None:
    tab = await open_tab()
    for _ in range(4):
        await tab.answered("/compare data", "Comparing data")
    ref = await board(site, tab.page, asked())
    await tab.page.locator("#scroller").evaluate("(each) => each.scrollTo(0, 100)")
    await site.boards.change(GENERAL, ref, message(Heading("Question 1 of 2"), *LONG))
    await expect(tab.page.get_by_text("Line 29 of")).to_have_count(1)
    assert await tab.page.locator("#scroller").evaluate("(each) => each.scrollTop") == 100


async def test_someone_reading_further_up_sees_that_something_came(open_tab: OpenTab, site: Site) -> None:
    tab = await open_tab()
    reading = message(Heading("Question 1 of 2"), *LONG, HOSTING)
    ref = await board(site, tab.page, reading)
    to_it = tab.page.locator("#latest")
    await tab.page.locator("#scroller").evaluate("(each) => each.scrollTo(0, 0)")
    await expect(to_it).to_be_hidden()
    await site.boards.change(GENERAL, ref, message(*reading.blocks[:-1], ANSWERS, *LONG, HOSTING))
    await expect(to_it).to_have_text("The answers are open")
    await to_it.click()
    await expect(tab.page.get_by_role("button", name="C. Cat")).to_be_in_viewport(ratio=1)
    await expect(tab.last).to_be_focused()
    await expect(to_it).to_be_hidden()
    # They stay there while others answer.
    await site.boards.change(
        GENERAL, ref, message(*reading.blocks[:-1], ANSWERS, *LONG, text("1 of 2 have answered."), HOSTING)
    )
    await expect(tab.last).to_contain_text("1 of 2 have answered.")
    await expect(tab.page.get_by_role("button", name="C. Cat")).to_be_in_viewport(ratio=1)
    await tab.page.locator("#scroller").evaluate("(each) => each.scrollTo(0, 0)")
    for count in ("1 new message", "2 new messages"):
        await site.boards.show(GENERAL, message(Heading("A tip"), text("Start simple.")), "tip")
        await expect(to_it).to_have_text(count)
    await tab.page.locator("#scroller").evaluate("(each) => each.scrollTo(0, each.scrollHeight)")
    await expect(to_it).to_be_hidden()


async def test_a_form_closes_with_its_question_and_no_sooner(open_tab: OpenTab, site: Site) -> None:
    tab = await open_tab()
    typed = Button("Type your answer", "suggest", form=text_form("Your answer", "A word or two"))
    ref = await board(site, tab.page, message(Heading("Question 1 of 2"), Buttons((typed,))))
    await tab.page.get_by_role("button", name="Type your answer").click()
    dialog = tab.page.get_by_role("dialog", name="Your answer")
    await dialog.get_by_role("textbox").fill("half a wo")
    await site.boards.change(
        GENERAL, ref, message(Heading("Question 1 of 2"), text("1 of 2 have answered."), Buttons((typed,)))
    )
    await tab.page.get_by_text("1 of 2 have answered.").wait_for(state="attached")
    await expect(dialog).to_be_visible()
    await expect(dialog.get_by_role("button", name="Send")).to_be_enabled()
    await site.boards.change(GENERAL, ref, message(Heading("Question 1 of 2"), text("It was a bee.")))
    await expect(dialog).to_have_count(0)
    await expect(tab.page.locator("#announcer")).to_have_text("This closed in the meantime.")
    await expect(tab.page.get_by_role("article").filter(has_text="It was a bee.")).to_be_focused()


async def test_ranks_move_and_a_podium_gets_confetti_unless_motion_is_reduced(open_tab: OpenTab, site: Site) -> None:
    ana = await open_tab("Ana")
    ben = await open_tab("Ben", reduced_motion="reduce")
    moving = """() => { window.moved = 0; const animate = Element.prototype.animate;
        Element.prototype.animate = function (...all) {
            if (this.tagName === "LI") moved++;
            return animate.apply(this, all);
        }; }"""
    for tab in (ana, ben):
        await tab.page.evaluate(moving)
    for names in (("Cleo", "Dan", "Eva"), ("Eva", "Cleo", "Dan")):
        ref = await board(site, ana.page, asked())
        lines = [(f"{place}. ", strong(name), " · 1,100 (+100)", "\n") for place, name in enumerate(names, 1)]
        ranked = text(*[part for line in lines for part in line][:-1])
        await site.boards.change(GENERAL, ref, message(Heading("Question 1 of 2"), ranked))
        for tab in (ana, ben):
            first = tab.page.locator(".ranking").last.get_by_role("listitem").first
            await expect(first).to_have_text(f"1. {names[0]} · 1,100 (+100)")
    assert await ana.page.evaluate("moved") == 3 + 3  # the first time, all fade in
    assert await ben.page.evaluate("moved") == 0
    await expect_cheers(site, ana, ben)


COUNTING_PIECES = """() => { window.pieces = 0; new MutationObserver((all) => {
    for (const { addedNodes } of all) for (const node of addedNodes) pieces += node.className === "confetti";
}).observe(document.body, { childList: true, subtree: true }); }"""


async def expect_cheers(site: Site, ana: Tab, ben: Tab) -> None:
    """A podium gets confetti once, and none with reduced motion; a chart with a ranking isn't a podium."""
    for tab in (ana, ben):
        await tab.page.evaluate(COUNTING_PIECES)
    closed = message(
        Heading("Question 1 of 3"), Image(png(), "A chart", "chart.png"), text("1. ", strong("Ana"), " · 3")
    )
    await site.boards.show(GENERAL, closed, "question")
    await expect(ana.last.get_by_role("img", name="A chart")).to_be_visible()
    await expect(ana.last.locator(".ranking")).to_be_visible()
    assert await ana.page.evaluate("pieces") == 0
    podium = message(Heading("Ana won!"), Image(png(), "A podium", "podium.png"), text("1. ", strong("Ana"), " · 3"))
    ref = await site.boards.show(GENERAL, podium, "podium")
    again = Message((*podium.blocks, text("Ben plays again.")))
    await site.boards.change(GENERAL, ref, again)
    for tab in (ana, ben):
        await expect(tab.page.get_by_text("Ben plays again.")).to_be_visible()
    assert await ana.page.evaluate("pieces") == 1
    assert await ben.page.evaluate("pieces") == 0
    await expect(ana.page.locator(".confetti")).to_have_count(0)


async def test_a_rankings_columns_line_up(open_tab: OpenTab, site: Site) -> None:
    tab = await open_tab()
    lines = [("1. ", strong("Ana"), " · 1,100 (+100) · ♥♥♥", "\n"), ("2. ", strong("Ben"), " · 90 · out")]
    await site.boards.show(GENERAL, message(Heading("Scores"), text(*[part for line in lines for part in line])), "")
    rows = tab.last.locator(".ranking").get_by_role("listitem")
    await expect(rows).to_have_text(["1. Ana · 1,100 (+100) · ♥♥♥", "2. Ben · 90 · out"])
    for column, edge in ((".points", "right"), (".more", "left")):
        assert (
            len(
                set(
                    await rows.locator(column).evaluate_all(
                        f"(all) => all.map((each) => each.getBoundingClientRect().{edge})"
                    )
                )
            )
            == 1
        )
    # On the narrowest phones, a long name goes over its points, in words rather than letters.
    long = ("1. ", strong("Maximiliane von Wolkenstein"), " · 89,963 (+1,000)")
    await tab.page.set_viewport_size({"width": 320, "height": 640})
    await site.boards.show(GENERAL, message(Heading("Long names"), text(*long)), "long")
    name = tab.last.locator(".ranking").get_by_text("Maximiliane von Wolkenstein")
    await expect(name).to_be_visible()
    assert await name.evaluate("(it) => it.offsetHeight / parseFloat(getComputedStyle(it).lineHeight)") < 2.5


async def test_answers_that_are_letters_stand_side_by_side_on_a_phone(open_tab: OpenTab, site: Site) -> None:
    tab = await open_tab(**PHONE)
    letters = Buttons(tuple(Button(each, f"answer:{each}") for each in "ABCDE"), answers=True)
    await board(site, tab.page, message(Heading("Question 1 of 2"), letters))
    answers = tab.page.get_by_role("group", name="Answers").get_by_role("button")
    tops = await answers.evaluate_all("(all) => all.map((each) => each.offsetTop)")
    assert len(set(tops)) == 2
    assert await tab.beyond_the_edge() == []


async def test_other_texts_are_not_rankings(open_tab: OpenTab, site: Site) -> None:
    tab = await open_tab()
    others: list[tuple[Any, ...]] = [
        ("1. ", strong("Ana")),
        ("1. ", strong("Ana"), " has 3"),
        ("1. ", "Ana", " · 3"),
        ("1 ", strong("Ana"), " · 3"),
        ("1. ", strong("Ana"), " · 3", "\n"),
        ("1. ", strong("Ana"), " · 3", " ", "2. ", strong("Ben"), " · 2"),
        ("First ", strong("do this"), " · 3"),
    ]
    for number, parts in enumerate(others, start=1):
        await site.boards.show(GENERAL, message(Heading(f"List {number}"), text(*parts)), str(number))
    await expect(tab.last).to_contain_text(f"List {len(others)}")
    await expect(tab.page.locator(".ranking")).to_have_count(0)
    await expect(tab.page.locator(".block-text")).to_have_count(len(others))


async def test_players_are_shown_with_their_avatars(open_tab: OpenTab, site: Site) -> None:
    ana = await open_tab("Ana")
    await open_tab("Ben Bold")
    await expect(ana.page.get_by_text("Ben Bold")).to_be_visible()
    said = [
        Facts((("Players", who),)) for who in ("nobody yet", "Ana", "Ana, Ben Bold", "Ana and 2 more", "Ben Bold")
    ]
    ref = await site.boards.show(GENERAL, message(Heading("A game"), said[0]), "lobby")
    for facts, faces in zip(said, (0, 1, 2, 0, 1), strict=True):
        await site.boards.change(GENERAL, ref, message(Heading("A game"), facts))
        await expect(ana.last.locator("dd")).to_have_text(in_words(facts.pairs[0][1]))
        await expect(ana.last.locator("dd .avatar")).to_have_count(faces)


async def test_no_two_of_a_few_people_have_the_same_colour(open_tab: OpenTab) -> None:
    tab = await open_tab()
    hues = await tab.page.evaluate(
        """async () => {
            const { avatar, meet } = await import("/static/people.js");
            const people = [..."ahpxbiqy"].map((id) => ({ id, name: id })); // with three own colours
            document.body.append(avatar(people[1]));
            meet(people);
            const drawn = document.body.lastElementChild.dataset.hue;
            return [drawn, ...people.map((person) => avatar(person).dataset.hue)];
        }"""
    )
    assert hues[0] == hues[2]
    assert len(set(hues[1:])) == 8


async def test_sounds_are_off_until_they_are_switched_on(open_tab: OpenTab, site: Site) -> None:
    tab = await open_tab(None)
    await tab.page.add_init_script(
        "window.tones = 0; const begin = OscillatorNode.prototype.start;"
        "OscillatorNode.prototype.start = function (...all) { tones++; return begin.apply(this, all); };"
    )
    await tab.page.reload()
    await tab.join("Ana")
    await board(site, tab.page, asked())
    await tab.page.get_by_role("button", name="A. Ant").click()
    await expect(tab.page.locator(".chosen")).to_be_visible()
    assert await tab.page.evaluate("tones") == 0
    switch = tab.page.get_by_role("button", name="Sounds")
    await expect(switch).to_have_attribute("aria-pressed", "false")
    await switch.click()
    await expect(switch).to_have_attribute("aria-pressed", "true")
    assert await tab.page.evaluate("tones") > 0
    await tab.page.reload()
    await expect(tab.page.get_by_role("button", name="Sounds")).to_have_attribute("aria-pressed", "true")


async def test_the_projector_shows_only_the_latest_board(
    open_tab: OpenTab, site: Site, commands: FakeCommands
) -> None:
    tab = await open_tab()
    await tab.answered("/tip", "Start simple")
    await tab.page.get_by_role("button", name="Projector view").click()
    await expect(tab.page.get_by_text("Games and posts in #general appear here.")).to_be_visible()
    await board(site, tab.page, asked())
    await expect(tab.page.get_by_role("heading", name="Question 1 of 2")).to_be_visible()
    await expect(tab.page.get_by_text("Games and posts in #general")).to_be_hidden()
    await expect(tab.page.get_by_text("Start simple")).to_be_hidden()
    await expect(tab.line).to_be_hidden()
    await expect(tab.page.get_by_role("button", name="random")).to_be_hidden()
    await tab.page.get_by_role("button", name="A. Ant").click()
    four = Buttons((*ANSWERS.buttons, Button("D. Dog", "answer:3")), answers=True)
    await site.boards.show(
        GENERAL, message(Heading("Question 2 of 2"), Image(png(), "A chart", "a.png"), four), "next"
    )
    await expect(tab.page.get_by_role("heading", name="Question 2 of 2")).to_be_visible()
    await expect(tab.page.get_by_role("heading", name="Question 1 of 2")).to_be_hidden()
    # Beside a picture, answers have room for whole words.
    lefts = await tab.last.locator(".answers .button").evaluate_all("(all) => all.map((each) => each.offsetLeft)")
    assert len(set(lefts)) == 1
    typed = Buttons((Button("Type your answer", "suggest", form=text_form("Your answer", "A word or two")),))
    hint = Buttons((Button("Hint (−25%)", "suggest"),))
    await site.boards.show(
        GENERAL, message(Heading("Question 3 of 3"), typed, hint, counting(1800), HOSTING), "typed"
    )
    await tab.page.get_by_role("button", name="Type your answer").click()
    await expect(tab.page.get_by_role("dialog")).to_have_count(0)
    await expect(tab.page.get_by_role("button", name="Host controls …").last).to_be_visible()
    await expect(tab.page.get_by_role("button", name="Hint")).to_be_hidden()
    assert commands.pressed == []
    await site.boards.show(
        GENERAL, message(Heading("Question 2 of 2"), SHARES, *LONG, replace(counting(90), waits=True)), "closed"
    )
    await expect(tab.page.get_by_role("timer")).to_be_in_viewport(ratio=1)
    assert await tab.page.get_by_text("The longest answer").evaluate("(label) => label.offsetHeight") < 60
    assert tab.page.url.endswith("/#general/projector")
    await tab.page.reload()
    await expect(tab.line).to_be_hidden()
    await tab.page.get_by_role("button", name="Leave the projector view").click()
    await expect(tab.line).to_be_visible()
    assert tab.page.url.endswith("/#general")


async def test_each_channel_has_an_address_and_back_works(open_tab: OpenTab, site: Site) -> None:
    tab = await open_tab()
    title = tab.page.get_by_role("heading", level=1)
    assert tab.page.url == f"{site.url}#general"
    for name in ("random", "ai-team"):
        await tab.page.get_by_role("button", name=name).click()
        await expect(title).to_have_text(f"#{name}")
        assert tab.page.url == f"{site.url}#{name}"
    await tab.page.go_back()
    await expect(title).to_have_text("#random")
    await tab.page.go_back()
    await expect(title).to_have_text("#general")
    await tab.page.go_forward()
    await expect(title).to_have_text("#random")
    await tab.page.goto(f"{site.url}#data-team")
    await expect(title).to_have_text("#data-team")
    await tab.page.goto(f"{site.url}#general")
    await expect(title).to_have_text("#general")
    # An address that names no channel is corrected to that of the last one open.
    for address in ("#nowhere", "#%E0%A4%A", "#general/nothing", "#", "#/projector", "#line", "#a/b/c"):
        await tab.page.goto(f"{site.url}{address}")
        await tab.page.reload()
        await expect(title, address).to_have_text("#general")


async def test_a_pointer_at_rest_lights_nothing_up(open_tab: OpenTab, site: Site) -> None:
    tab = await open_tab()
    await tab.answered("/compare data", "Comparing data")
    following = tab.page.get_by_role("button", name="Next topic")
    plain = await colour(following)
    await following.hover()
    assert await colour(following) != plain
    await site.boards.show(GENERAL, message(Heading("Something new")), "new")
    await expect(tab.page.get_by_role("heading", name="Something new")).to_be_visible()
    box = await tab.page.get_by_role("button", name="Next topic").bounding_box()
    assert box
    assert await colour(following) == plain


async def test_a_menu_goes_to_a_line_by_its_letters_and_a_notice_says_what_was_typed(open_tab: OpenTab) -> None:
    tab = await open_tab()
    await tab.answered("/compare data", "Comparing data")
    opener = tab.page.get_by_role("button", name="Look closer at one aspect …")
    await expect(opener).to_have_attribute("aria-haspopup", "menu")
    await opener.press("ArrowUp")
    lines = tab.page.get_by_role("menuitem")
    await expect(lines.last).to_be_focused()
    for key, name in (
        ("m", "Models"),
        ("Home", "Use cases"),
        ("End", "Processes"),
        ("d", "Data"),
        ("ArrowDown", "Models"),
    ):
        await tab.page.keyboard.press(key)
        await expect(lines.filter(has_text=name)).to_be_focused()
    await expect(lines.last).to_be_in_viewport()
    await tab.page.keyboard.press("Tab")
    await expect(tab.page.get_by_role("menu")).to_have_count(0)
    # A notice says what was typed, and then its sentence.
    await tab.send("/nothing at all")
    await expect(tab.last).to_contain_text("There's no command")
    said = await tab.last.inner_text()
    assert said.index("/nothing at all") < said.index("There's no command") < said.index("Only you can see this")


@pytest_asyncio.fixture(loop_scope="session")
async def shared(commands: FakeCommands) -> Any:
    sharing = Sharing(AccessKeys("correct horse", ADMIN_KEY, frozenset({"versed.localhost"})), FakeLabels())
    site = await start(commands, host="127.0.0.1", port=0, limits=LIMITS, sharing=sharing, first="/quiz questions:1")
    yield site
    await site.close()


async def test_a_newcomer_is_asked_a_question_once(browser: Browser, shared: Site, commands: FakeCommands) -> None:
    context = await browser.new_context()
    page = await context.new_page()
    await page.goto(f"{shared.url}?key=correct%20horse")
    await page.get_by_label("Your name", exact=True).fill("Ana")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="Question 1 of 3")).to_be_visible()
    await expect(page.get_by_text("others see the answer too").first).to_be_visible()
    await page.reload()
    await expect(page.get_by_role("heading", name="Question 1 of 3")).to_be_visible()
    again = await context.new_page()
    await again.goto(shared.url)
    await expect(again.get_by_role("heading", name="Question 1 of 3")).to_be_visible()
    assert [call.command for call in commands.calls] == ["quiz"]
    await context.close()


async def test_another_tab_of_the_same_person_gets_their_new_name(browser: Browser, shared: Site) -> None:
    context = await browser.new_context()
    pages = [await context.new_page() for _ in range(2)]
    await pages[0].goto(f"{shared.url}?key=correct%20horse")
    await pages[0].get_by_label("Your name", exact=True).fill("Ana")
    await pages[0].keyboard.press("Enter")
    await pages[1].goto(shared.url)
    await pages[1].get_by_role("button", name="Ana: change your name").wait_for()
    await pages[0].get_by_role("button", name="Ana: change your name").click()
    await pages[0].get_by_label("Your name", exact=True).fill("Anabel")
    await pages[0].keyboard.press("Enter")
    for page in pages:
        await expect(page.get_by_role("button", name="Anabel: change your name")).to_be_visible()
    await context.close()


async def test_someone_who_cannot_have_another_name_goes_on_under_their_own(browser: Browser, shared: Site) -> None:
    pages = []
    for name in ("Ana", "Ben"):
        pages.append(await (await browser.new_context()).new_page())
        await pages[-1].goto(f"{shared.url}?key=correct%20horse")
        await pages[-1].get_by_label("Your name", exact=True).fill(name)
        await pages[-1].keyboard.press("Enter")
    ana, ben = pages
    here = ana.get_by_role("region", name="People here")
    await expect(here).to_contain_text("Ben")
    await ben.get_by_role("button", name="Ben: change your name").click()
    await ben.get_by_label("Your name", exact=True).fill("Ana")
    await ben.get_by_role("button", name="Change", exact=True).click()
    await expect(ben.get_by_text("“Ana” is someone else's name here")).to_be_visible()
    await expect(here).not_to_contain_text("Ben")
    await ben.get_by_role("button", name="Cancel").click()
    await expect(here).to_contain_text("Ben")
    await Tab(ben).send("It's me")
    await expect(ana.get_by_role("article", name="Ben,")).to_contain_text("It's me")
    for page in pages:
        await page.context.close()


async def test_phones_get_a_qr_code_if_they_can_reach_the_address(browser: Browser, shared: Site) -> None:
    context = await browser.new_context()
    page = await context.new_page()
    near = shared.url
    far = near.replace("127.0.0.1", "versed.localhost")
    for url, codes in ((near, 0), (far, 1)):
        await page.goto(f"{url}?key=correct%20horse")
        await page.get_by_label("Your name", exact=True).fill("Ana" if codes else "Ben")
        await page.keyboard.press("Enter")
        await page.get_by_role("button", name="Projector view").click()
        code = page.get_by_role("img", name="QR code of this address")
        await expect(code).to_have_count(codes)
        if codes:
            await expect(page.get_by_text(far.rstrip("/"))).to_be_visible()
            assert await code.evaluate("async (image) => { await image.decode(); return image.naturalWidth > 50; }")
    await context.close()


async def test_a_link_on_another_site_leads_to_the_same_person(browser: Browser, shared: Site) -> None:
    context = await browser.new_context()
    page = await context.new_page()
    links = f'<a href="{shared.url}?key=correct%20horse">With the key</a> <a href="{shared.url}">Without</a>'
    await page.route("https://wiki.example/", lambda route: route.fulfill(body=links, content_type="text/html"))
    await page.goto("https://wiki.example/")
    await page.get_by_role("link", name="With the key").click()
    await page.get_by_label("Your name", exact=True).fill("Ana")
    await page.keyboard.press("Enter")
    me = page.get_by_role("button", name="Ana: change your name")
    for link in ("Without", "With the key"):
        await me.wait_for()
        await page.goto("https://wiki.example/")
        await page.get_by_role("link", name=link).click()
    await me.wait_for()  # someone new would have to choose another name
    await context.close()


async def test_on_a_phone_on_its_side_what_can_be_pressed_comes_into_view(open_tab: OpenTab, site: Site) -> None:
    tab = await open_tab(viewport={"width": 667, "height": 331}, has_touch=True, is_mobile=True)
    lobby = message(Heading("A game"), *LONG[:5], Buttons((Button("Start", "nothing"),)))
    await site.boards.show(GENERAL, lobby, "lobby")
    start_button = tab.page.get_by_role("button", name="Start", exact=True)
    await tab.answered("/tip", "Start simple")
    await expect(tab.last).to_be_in_viewport()
    await expect(start_button).to_be_in_viewport(ratio=1)
    await tab.last.get_by_role("button", name="Dismiss").click()
    for noted in range(2):
        await start_button.click()
        await expect(tab.entries).to_have_count(2 + noted)
        await expect(tab.last.get_by_text("This button has expired")).to_be_in_viewport()
        await expect(start_button).to_be_in_viewport(ratio=1)
    asks = (Heading("Question 1 of 2"), text("Which one is it?"))
    ref = await board(site, tab.page, message(*asks, HOSTING))
    await site.boards.change(GENERAL, ref, message(*asks, ANSWERS, counting(1800), *LONG, HOSTING))
    for each in ("A. Ant", "C. Cat"):
        await expect(tab.page.get_by_role("button", name=each)).to_be_in_viewport(ratio=1)
    await expect(tab.page.get_by_role("timer")).to_be_in_viewport(ratio=1)
    # The controls of one board mustn't hide the next.
    await site.boards.show(GENERAL, message(Heading("Question 2 of 2"), *LONG[:3]), "next")
    await expect(tab.last.get_by_text("Line 2 of")).to_be_in_viewport(ratio=1)


async def test_high_contrast_shows_the_last_seconds_too(open_tab: OpenTab, site: Site) -> None:
    tab = await open_tab(forced_colors="active")
    await board(site, tab.page, asked(counting(1800)))
    bar = tab.page.get_by_role("timer").locator(".countdown-bar span")
    calm = await colour(bar)
    await tab.page.get_by_role("timer").evaluate("(timer) => timer.classList.add('urgent')")
    assert await colour(bar) == calm != await colour(tab.page.locator(".card").last)
