"""A text that versed check accepts is shown as it was written, as versed say shows it."""

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from bot.content.check import check_paths
from bot.content.reading.library import Library
from bot.core import build
from bot.pictures.cache import PictureCache
from bot.storage.database import Database
from bot.terminal import SayRequest, answer
from tests.content.small_pack import write

PIECES = [
    *("saw", "file", "cut", "it", "a", "42", "1.", "2.", "-", "*", "•", "#", "# ", " #", "#12", "C #", ":", ": "),
    *("::", "&", "&amp;", "<b>", "</b>", "<", ">", "&lt;", "@", "`", "%", "!", "?", "|", "\\", "\\n", "C:\\new"),
    *("'", "''", '"', '\\"', "[", "]", "{", "}", ",", "=", "~", "no", "null", "10:30", "é", "日本", "🍕", "…", "“x”"),
]  # fmt: skip


def texts(count: int) -> list[str]:
    """Return random texts as someone might write them, the same in every run."""
    random = Random(20_260_301)
    made: list[str] = []
    while len(made) < count:
        parts = [random.choice(PIECES) for _ in range(random.randint(1, 7))]
        text = "".join(part + random.choice(["", " "]) for part in parts).strip()
        made += [text] if text else []
    return made


def plain(text: str) -> str:
    return text


def double_quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def single_quoted(text: str) -> str:
    doubled = text.replace("'", "''")
    return f"'{doubled}'"


def block(text: str) -> str:
    return f"|\n      {text}\n      and a second line"


def folded(text: str) -> str:
    return f">\n      {text}"


def sheet(written: str) -> str:
    head = "terms:\n  - id: one\n    objectives: [cut]\n    term: Blades\n"
    return f"{head}    definition: {written}\n    example: Yes.\n"


@pytest.mark.parametrize("style", [plain, double_quoted, single_quoted, block, folded])
async def test_an_accepted_text_is_shown_as_written(
    sqlite_database: Database, tmp_path: Path, style: Callable[[str], str]
) -> None:
    passed = 0
    for number, text in enumerate(texts(60)):
        folder = write(tmp_path / str(number), extra=sheet(style(text)))
        found = [
            each
            for each in check_paths([folder]).problems
            if each.path.name == "extra.yaml" and "nothing" not in each.text and "stand alone" not in each.text
        ]
        if found:
            assert style is plain or any("is shown as" in each.text or "are shown as" in each.text for each in found)
            continue
        passed += 1
        pictures = PictureCache()
        try:
            core = build(Library([folder]), sqlite_database, pictures, Random(1))
            said = await answer(core.application, SayRequest("/define Blades", "Ana", "general"))
        finally:
            pictures.close()
        shown = said.partition("======\n\n")[2].partition("\n\nFor example: ")[0]
        assert shown == (f"{text}\nand a second line" if style is block else text)
    assert passed > (8 if style is plain else 40)
