"""Texts of a pack that hide something are refused, each at its place."""

from pathlib import Path

import pytest

from tests.content.small_pack import COVER, lines, problems_in, write

TURNS = "the invisible character {} changes the order of the letters; delete it"
NOTHING = "this text is invisible; write something, or delete the field"
CARD = "cards:\n  - id: c\n    objectives: [cut]\n    front: {}\n    back: {}\n"


def problems(folder: Path, **files: str) -> list[str]:
    return lines(problems_in(write(folder / "pack", **files)), folder / "pack")


@pytest.mark.parametrize(
    ("front", "place", "code"),
    [
        ("What\u202e cuts?", "cards.yaml:4:16", "U+202E"),
        ("Größe 🦊 \u202dcuts?", "cards.yaml:4:20", "U+202D"),
        ('"What\u2067 cuts?"', "cards.yaml:4:17", "U+2067"),
        ('"What \\u202e cuts?"', "cards.yaml:4:18", "U+202E"),
        ('"What \\U0000202E cuts?"', "cards.yaml:4:18", "U+202E"),
        ("|\n      What\n      cuts\u2069?", "cards.yaml:6:11", "U+2069"),
        ("What\n      cuts\u202a?", "cards.yaml:5:11", "U+202A"),
        ('"\u202e"', "cards.yaml:4:13", "U+202E"),
    ],
)
def test_characters_that_reorder_text_are_refused(tmp_path: Path, front: str, place: str, code: str) -> None:
    for end in ("\n", "\r\n"):
        text = CARD.format(front, "A saw").replace("\n", end)
        assert problems(tmp_path, cards=text) == [f"{place}: {TURNS.format(code)}"]


@pytest.mark.parametrize(
    "text",
    [
        "\u200b",
        "\u00ad",
        "\u2800",
        "\u3164",
        "\ufe0f",
        "\u200e\u200f",
        "\u034f \u200d",
        "\u2060",
        "\U000e0041",
        "\uffa0",
        "\u115f\u1160",
    ],
)
@pytest.mark.parametrize("quotes", ["", "'", '"'])
def test_invisible_text_is_refused(tmp_path: Path, text: str, quotes: str) -> None:
    cards = CARD.format("What cuts?", f"{quotes}{text}{quotes}")
    assert problems(tmp_path, cards=cards) == [f"cards.yaml:5:11: {NOTHING}"]


@pytest.mark.parametrize("escape", ["\\u200B", "\\xAD", "\\u2800 \\uFE0F", "\\U000E0041"])
def test_invisible_text_written_as_an_escape_is_refused(tmp_path: Path, escape: str) -> None:
    [found] = problems(tmp_path, cards=CARD.format("What cuts?", f'"{escape}"'))
    assert found.startswith("cards.yaml:5:11: ")


def test_every_text_is_checked(tmp_path: Path) -> None:
    cover = (
        COVER.replace("title: Tools", "title: \u200b", 1)
        .replace("authors: [Ada]", "authors: [Ada, \u202eadA]")
        .replace("{saw: Cuts., file: Smooths.}", "{saw: Cuts., file: \u3164}")
    )
    term = "{id: t, objectives: [cut], term: Saw, aliases: [blade, \u2800], definition: x, \u202eexample: x}"
    terms = f"terms:\n  - {term}\n"

    assert problems(tmp_path, pack=cover, terms=terms) == [
        f"pack.yaml:2:8: {NOTHING}",
        f"pack.yaml:6:16: {TURNS.format('U+202E')}",
        f"pack.yaml:18:34: {NOTHING}",
        f"terms.yaml:2:60: {NOTHING}",
        f"terms.yaml:2:79: {TURNS.format('U+202E')}",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "👩\u200d💻 writes",
        "می\u200cخواهم",
        "क्\u200dष",
        "ภาษา\u200bไทย",
        "❤\ufe0f",
        "שלום\u200f!",
        "co\u00adoperate",
        "\u0301",
        "⠁⠃",
        "한국어",
        "—",
    ],
)
def test_characters_that_scripts_or_emoji_need_stay(tmp_path: Path, text: str) -> None:
    assert problems(tmp_path, cards=CARD.format("What cuts?", f'"{text}"')) == []


def test_comments_may_contain_anything(tmp_path: Path) -> None:
    assert problems(tmp_path, cards="# \u202e\n" + CARD.format("What cuts?", "A saw")) == []
