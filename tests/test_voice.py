"""What people read, guides too, sounds like a colleague: contractions, and none of the words nobody says at lunch."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

STIFF = re.compile(
    r"\b(can|do|does|did|is|are|was|were|has|have|had|could|would|should|will) ?not\b|\b(that|there|it) is (no|not)\b"
    r"|(?<!how far )\bI am\b|\bI may not\b|\b(some|every)body\b|\bwhere left out\b"
    r"|\b(shall|whoever|merely|likewise|beforehand)\b",
    re.IGNORECASE,
)
"""Wording that sounds translated, solemn or long-winded; there's a usual way to say each."""

CITED = re.compile(r"`[^`]+`|“[^”]+”|\[[^]]+\]\([^)]+\)")
"""Code, what others say, and links: parts of a guide that aren't in its own words."""

HEARD = (
    *("bot/features/talk/", "bot/judging/", "bot/language/stop_words.py"),
    *("bot/content/faults/cues.py", "bot/content/faults/voice.py", "bot/features/asking/who.py"),
)
"""Rooms that hold what people type and write, not what they're told."""

QUOTED = re.compile(r"(did not find|could not find|found character|mapping \w+ are|block sequence entries)")
"""The beginnings of libyaml's error messages, which we match but don't write."""


def test_what_is_said_sounds_like_a_colleague() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}: {said}"
        for room in ("bot", "adapters")
        for path in sorted((ROOT / room).rglob("*.py"))
        if not str(path.relative_to(ROOT)).startswith(HEARD)
        for line, said in _said(path)
        if STIFF.search(said) and not QUOTED.match(said)
    ]
    assert not found, "\n".join(found)


def test_the_guides_sound_like_a_colleague() -> None:
    guides = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    found = [
        f"{guide.relative_to(ROOT)}:{number}: {line}"
        for guide in sorted(guides)
        if guide.name not in ("CODE_OF_CONDUCT.md", "decisions.md")
        for number, line in enumerate(guide.read_text(encoding="utf-8").splitlines(), 1)
        if STIFF.search(CITED.sub("", line))
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "stiff", ["This cannot be undone.", "It is no number.", "Ask whoever runs it.", "I am away."]
)
def test_a_stiff_sentence_is_found(stiff: str, tmp_path: Path) -> None:
    source = tmp_path / "pages.py"
    source.write_text(f'"""It is not said."""\nSAID = "{stiff}"\n', encoding="utf-8")
    assert [said for _, said in _said(source) if STIFF.search(said)] == [stiff]


def _said(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the texts of a module with their lines: what has a letter and a space, and isn't a docstring."""
    nodes = [*ast.walk(ast.parse(path.read_text(encoding="utf-8")))]
    documented = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    texts = (node for node in nodes if isinstance(node, ast.Constant) and id(node) not in documented)
    for node in texts:
        if isinstance(node.value, str) and re.search(r"[^\W\d_] | [^\W\d_]", node.value):
            yield node.lineno, node.value
