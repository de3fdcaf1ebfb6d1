"""Packs that are meant to sound informal get notes where they don't; others are left alone."""

from pathlib import Path

import pytest

from tests.content.faults.found import about
from tests.content.small_pack import COVER

INFORMAL = f"{COVER}informal: true\n"


def tip(text: str) -> str:
    """A tip."""
    return f'tips:\n  - id: t\n    objectives: [cut]\n    title: Sawing\n    text: "{text}"\n'


@pytest.mark.parametrize(
    ("text", "said", "advice"),
    [
        ("A saw is not a file.", "“is not” sounds", "contract it, as in “isn't” and “it's”"),
        ("It is a saw, and it cannot file.", "“it is” and “cannot” sound", "contract it, as in “isn't” and “it's”"),
        ("Oil it, so that one can cut.", "“so that one can” sounds", "say “you”, or who does it"),
        ("What does one call a saw?", "“does one call” sounds", "say “you”, or who does it"),
        ("Whoever cuts, oils.", "“whoever” sounds", "say “anyone who” or “people who”"),
        ("Oil it beforehand.", "“beforehand” sounds", "say “before” or “in advance”"),
        ("Seven, where left out.", "“where left out” sounds", "say who does it, as in “if you leave it out”"),
    ],
)
def test_stiff_wording_is_noted(tmp_path: Path, text: str, said: str, advice: str) -> None:
    assert about(tmp_path / "a", tip(text), "stiff", pack=INFORMAL) == [f"5 note: {said} stiff; {advice}"]
    assert about(tmp_path / "b", tip(text), "stiff") == []
    assert about(tmp_path / "c", tip(text), "stiff", pack=INFORMAL.replace("language: en", "language: de")) == []


@pytest.mark.parametrize(
    "text",
    [
        "A saw isn't a file; it's sharp.",
        "Not only saws cut: this is not only for saws.",
        "What you do with it is up to you.",
        "Take the saw as it is today.",
        "Oil it, so that one reply can settle it.",
        "Which one can cut? One uses teeth, the other ridges.",
        "One does the sawing; a saw does one thing.",
        "A whole shallow mandate stays in order.",
    ],
)
def test_informal_wording_is_left_alone(tmp_path: Path, text: str) -> None:
    assert about(tmp_path, tip(text), "stiff", pack=INFORMAL) == []


def test_a_file_without_contractions(tmp_path: Path) -> None:
    long = "A saw cuts wood well. " * 20
    tips = "".join(
        f'  - {{id: t{number}, objectives: [cut], title: Sawing {number}, text: "{long}"}}\n' for number in range(3)
    )
    text = f"tips:\n{tips}"

    says = "300 words without a contraction don't sound spoken; read them aloud, and write what you say"
    assert about(tmp_path / "a", text, "aloud", pack=INFORMAL) == [f"1 warning: {says}"]
    assert about(tmp_path / "b", text.replace("cuts", "doesn't cut", 1), "aloud", pack=INFORMAL) == []
    assert about(tmp_path / "c", text.replace("well. ", "", 1), "aloud", pack=INFORMAL) == []
    assert about(tmp_path / "d", text, "aloud") == []
