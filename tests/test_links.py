"""What the documents point at is there: files, headings and anchors, and the buttons that the guides name."""

import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


@cache
def anchors(page: Path) -> frozenset[str]:
    """Return the anchors that GitHub derives from a page's headings, and those that the page sets itself."""
    text = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    named = {re.sub(r"[^\w\- ]", "", each.lower()).replace(" ", "-") for each in headings}
    return frozenset(named | set(re.findall(r'<a id="([^"]+)">', text)))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"^```.*?^```|`[^`\n]+`", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        if "://" in link or link.startswith("mailto:"):
            continue
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        assert target.exists(), link
        if anchor and target.suffix == ".md":
            assert anchor in anchors(target), link


def test_the_buttons_that_guides_name_exist() -> None:
    pages = (page for room in ("bot", "adapters") for page in (ROOT / room).rglob("*.py"))
    source = "\n".join(page.read_text("utf-8") for page in pages)
    named = [
        " ".join(label.split()).rstrip(".")
        for guide in ("games", "importing", "packs", "reviews", "schedules")
        for label in re.findall(r"(?<!\*)\*([A-Z][^*]+)\*(?!\*)", (ROOT / f"docs/{guide}.md").read_text("utf-8"))
    ]
    assert "Undo" in named
    assert [each for each in named if not re.search(rf'"{re.escape(each)}(?:"| …"|(?:,|:| in)? {{)', source)] == []


def test_discords_documentation_is_cited_under_one_address() -> None:
    """So a search for a page finds every place that cites it."""
    old = "discord.com/developers/" + "docs"
    folders = (ROOT / name for name in ("adapters", "bot", "docs", "tests"))
    pages = [page for folder in folders for kind in ("*.py", "*.md") for page in folder.rglob(kind)]
    assert [page.relative_to(ROOT).as_posix() for page in pages if old in page.read_text("utf-8")] == []
