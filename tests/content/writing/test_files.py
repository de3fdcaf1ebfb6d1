"""A pack that's written and read back is the same, whatever is in it, and looks as if an author had written it."""

import re
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.figure import BarsFigure
from bot.content.model import Card, Pack, Term, Tip
from bot.content.reading.load import load
from bot.content.reading.reader import LARGEST_FILE
from bot.content.writing import files
from bot.content.writing.files import FULLEST, files_of
from bot.language.text import as_seen
from tests.packs import WORKSHOP, bakery, bundled, changed, meetings, pets, workshop

ODD = [
    " ",
    "  ",
    "\n",
    "\t",
    "\u2028",
    "\ufeff",
    "#",
    ": ",
    " #",
    "- ",
    "1. ",
    "'",
    '"',
    "\\",
    ",",
    "{",
    "no",
    "word ",
]
TURNS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
PIECES = st.sampled_from(ODD) | st.characters(exclude_categories=["Cs", "Cc"], exclude_characters=TURNS)
TEXT = (
    st.lists(PIECES, min_size=1, max_size=12)
    | st.lists(st.sampled_from(ODD), min_size=40, max_size=60)
    | st.sampled_from(["no", "1e3", "0o7", "2026-01-01", "~", "10:30", "=", "---", "true", "12"])
).map("".join).filter(as_seen)  # fmt: skip
LINE = TEXT.map(lambda text: text[:80].strip()).filter(
    lambda text: re.fullmatch(r"\S(.*\S)?", text) and as_seen(text)
)
VALUE = st.floats(0, 1e15, allow_subnormal=False).map(lambda number: round(number, 3)) | st.integers(0, 1000)


def reread(folder: Path, pack: Pack) -> Pack:
    """Write a pack, and return it as read back."""
    for name, raw in files_of(pack).items():
        (folder / name).write_bytes(raw)
    return load(folder)


@given(st.lists(TEXT, min_size=2, max_size=4), st.lists(LINE, max_size=3), st.lists(VALUE, min_size=2, max_size=3))
def test_any_text_and_any_number_are_read_back_the_same(
    texts: list[str], lines: list[str], values: list[float]
) -> None:
    figure = {"type": "bars", "bars": [{"label": "Tea", "value": float(value)} for value in values]}
    common = {"id": "one", "objectives": ["C1"], "figure": BarsFigure.model_validate(figure)}
    pack = changed(
        pets(),
        cards=(Card.model_validate({**common, "front": texts[0], "back": texts[1], "typed": lines}),),
        tips=(Tip.model_validate({**common, "title": (lines or ["no"])[-1], "text": texts[-1]}),),
        terms=(Term.model_validate({**common, "term": "Tea", "definition": texts[0], "aliases": lines}),),
        synonyms=(tuple(lines),),
    )  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        assert reread(Path(folder), pack) == pack


@pytest.mark.parametrize("made", [bundled, meetings, pets, bakery, workshop])
def test_packs_that_were_written_by_hand_stay_the_same(made: Callable[[], Pack], tmp_path: Path) -> None:
    shutil.copytree(WORKSHOP / "images", tmp_path / "images")

    assert reread(tmp_path, made()) == made()


def test_a_list_that_is_too_long_for_a_file_takes_several_in_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "FULLEST", 2000)
    card = pets().cards[0]
    cards = tuple(card.model_copy(update={"id": f"c{number}", "back": "xyz " * 70}) for number in range(60))
    pack = changed(pets(), cards=cards)

    written = files_of(pack)

    assert [name for name in written if name.startswith("cards")][:2] == ["cards-01.yaml", "cards-02.yaml"]
    assert "cards-10.yaml" in written
    assert 1500 < len(written["cards-01.yaml"]) < 2020
    assert reread(tmp_path, pack).cards == cards
    assert FULLEST < LARGEST_FILE / 2


def test_files_look_as_an_author_would_write_them() -> None:
    term = Term.model_validate(
        {"id": "tea", "objectives": ["C1"], "term": "Tea", "aliases": ["a cup, hot", "no", "#1"],
         "definition": "Leaves, steeped: in hot water.", "example": "C# isn't tea.\n  Nor is this.",
         "checked": "2026-11-30", "typed": ["char"]}
    )  # fmt: skip
    tip = Tip.model_validate(
        {"id": "t", "objectives": ["C1"], "title": "Wait", "text": "Some water is hot. " * 6 + "\\"}
    )

    written = files_of(changed(pets(), terms=(term, term), tips=(tip,)))

    entry = """\
  - id: tea
    objectives: [C1]
    term: Tea
    aliases: ["a cup, hot", "no", "#1"]
    definition: "Leaves, steeped: in hot water."
    example: |
      C# isn't tea.
        Nor is this.
    typed: [char]
    checked: "2026-11-30"
"""
    assert written["terms.yaml"].decode() == f"terms:\n{entry}\n{entry}"
    assert written["tips.yaml"].decode().splitlines()[4:] == [
        "    text: >-",
        "      Some water is hot. Some water is hot. Some water is hot. Some water is hot. Some water is hot. Some",
        "      water is hot. \\",
    ]
