"""docs/slack.md quotes the messages that people see."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[3]


def test_messages_are_quoted_word_for_word() -> None:
    """Otherwise, someone who searches for a message doesn't find out what to do."""
    page = (ROOT / "docs" / "slack.md").read_text(encoding="utf-8")
    rows = page.partition("| what you see |")[2].partition("\n\n")[0].splitlines()
    quoted = [
        said for row in rows for said in re.findall('[“"]([^”"]+)[”"]', re.sub("`[^`]*`", "", row.split("|")[1]))
    ]
    assert len(quoted) >= 3
    sources = [
        path.read_text(encoding="utf-8") for path in (*ROOT.glob("bot/**/*.py"), *ROOT.glob("adapters/**/*.py"))
    ]
    assert [said for said in quoted if not any(said in source for source in sources)] == []
