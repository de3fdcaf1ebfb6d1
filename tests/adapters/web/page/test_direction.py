"""Names and texts that are written from right to left, as a browser lays them out."""

from random import Random

import pytest
from playwright.async_api import Locator, expect

from bot.language.direction import END, ISOLATE, RIGHT_TO_LEFT, isolate
from tests.adapters.web.page.tab import OpenTab

pytestmark = pytest.mark.asyncio(loop_scope="session")

NAME = "محمد علي"
PROSE = "التعلم الآلي فرع من الذكاء الاصطناعي (Machine learning)."

PLACES = """(element, parts) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const nodes = [];
    while (walker.nextNode()) nodes.push(walker.currentNode);
    return parts.map((part) => {
        const node = nodes.find((each) => each.textContent.includes(part));
        const range = document.createRange();
        const start = node.textContent.indexOf(part);
        range.setStart(node, start);
        range.setEnd(node, start + part.length);
        const { left, right } = range.getBoundingClientRect();
        return (left + right) / 2;
    });
}"""


async def from_the_left(element: Locator, *parts: str) -> list[str]:
    """Return parts of an element's text in the order in which they appear from the left."""
    places: list[float] = await element.evaluate(PLACES, list(parts))
    return [part for _, part in sorted(zip(places, parts, strict=True))]


async def test_a_name_moves_nothing_around_it(open_tab: OpenTab) -> None:
    tab = await open_tab(NAME)
    lines = {
        f"1. {NAME} — 850": ["1.", NAME, "850"],
        f"{NAME}: 850 points": [NAME, "850", "points"],
        f"{NAME}, שרה and Ana": [NAME, "שרה", "Ana"],
        f"Ana (5) · {NAME} (3)": ["Ana", "5", NAME, "3"],
    }
    for line, parts in lines.items():
        await tab.send(line)
        entry = tab.page.locator(".said").last
        said = entry.locator(".line")
        await expect(said).to_have_text(line)
        assert await from_the_left(said, *parts) == parts
        copied: str = await said.evaluate("(it) => (getSelection().selectAllChildren(it), String(getSelection()))")
        assert copied.strip() == line
        time = await entry.locator("time").inner_text()
        assert await from_the_left(entry, NAME, time) == [NAME, time]
    assert await tab.page.locator("#me span").last.get_attribute("dir") == "auto"
    # In a ranking, faces and names stay in their columns.
    ranked = """async (name) => {
        const { ranking } = await import("/static/ranking.js");
        const [line] = ranking([{ place: "1. ", name, points: "8" }]).children;
        return [line.textContent, line.querySelector("strong").dir];
    }"""
    assert await tab.page.evaluate(ranked, NAME) == [f"1. {NAME} · 8", ""]
    # Nothing moves in an answer either.
    await tab.send(f"/define {NAME}")
    told = tab.last.locator(".block-text")
    await expect(told).to_contain_text("is a term, typed x")
    stand: tuple[str, ...] = (NAME, " is ", "a term", ", typed ", "the paper")
    assert await from_the_left(told, *stand) == list(stand)
    answer = await tab.answered("/compare data", "Comparing data")
    await answer.get_by_role("button", name="Suggest a term").click()
    await tab.page.get_by_label("Term", exact=True).fill("RAG")
    await tab.page.get_by_role("button", name="Send").last.click()
    suggests = tab.last.locator(".block-text")
    await expect(suggests).to_have_text(f"{NAME} suggests “RAG”.")
    stand = (NAME, " suggests ", "RAG")
    assert await from_the_left(suggests, *stand) == list(stand)


async def test_a_text_in_another_direction_begins_on_its_own_side(open_tab: OpenTab) -> None:
    tab = await open_tab()
    await tab.send(PROSE)
    said = tab.page.locator(".said .line").last
    parts = (".", "Machine", "فرع", "التعلم")
    assert await from_the_left(said, *parts) == list(parts)
    box, entry = await said.bounding_box(), await said.evaluate("(it) => it.getBoundingClientRect().right")
    assert box
    first = await said.evaluate(PLACES, ["التعلم"])
    assert first[0] > (box["x"] + entry) / 2


async def test_the_page_isolates_what_other_platforms_isolate(open_tab: OpenTab) -> None:
    tab = await open_tab(None)
    random = Random(14)
    pieces = [
        "محمد",
        "علي",
        "שרה",
        "Ana",
        "C++",
        "850",
        "2",
        "5%",
        " ",
        " ",
        " ",
        "—",
        ":",
        ", ",
        "(",
        ")",
        "-",
        "'",
        "🦊",
        ".",
    ]
    texts = ["".join(random.choices(pieces, k=random.randint(1, 12))) for _ in range(400)]
    texts += [PROSE, f"Python {PROSE}", f"1. {NAME} — 850", NAME, f"🔴 {NAME}", "عام 2020"]
    drawn = await tab.page.evaluate(
        """async (texts) => {
            const { nodes, direction } = await import("/static/direction.js");
            return texts.map((text) => [
                nodes(text).map((each) => (typeof each === "string" ? each : `<${each.textContent}>`)).join(""),
                direction(text),
            ]);
        }""",
        texts,
    )
    for text, (shown, direction) in zip(texts, drawn, strict=True):
        expected = isolate(text)
        if expected.startswith(RIGHT_TO_LEFT):
            assert (shown, direction) == (text, "rtl")
        else:
            assert shown == expected.replace(ISOLATE, "<").replace(END, ">")
