"""The guide for authors: its example is a pack without faults, and its texts are right or wrong as it says."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from bot.content.check import check_paths
from bot.content.model import Sheet
from bot.content.reading.load import load
from tests.content.small_pack import problems_in, write
from tests.content.test_schema import schema_errors

GUIDE = Path(__file__).parents[2] / "docs" / "authoring.md"


def test_the_example_in_the_guide_is_a_pack_without_faults(tmp_path: Path) -> None:
    for path, text in re.findall(r"```yaml\n# (\S+)\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL):
        file = tmp_path / path
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
        for image in re.findall(r"file: (images/\S+)", text):
            (file.parent / "images").mkdir()
            Image.new("RGB", (30, 20)).save(file.parent / image)
    folder = tmp_path / "tea-and-coffee"

    assert [str(problem) for problem in check_paths([folder]).problems] == []
    assert all(schema_errors(path) == [] for path in folder.glob("*.yaml"))
    pack = load(folder)
    assert all(getattr(pack, kind) for kind in Sheet.model_fields)
    beside = [*pack.comparisons, *pack.tips, *pack.examples]
    assert {name for each in beside for name in ("image", "formula", "figure", "code") if getattr(each, name)} == {
        "image",
        "formula",
        "figure",
        "code",
    }
    assert {question.type for question in pack.questions} == {
        *("choice", "several", "true-false", "which-side", "free-text", "number", "estimate", "match", "cloze"),
        *("mistake", "order"),
    }


def texts(verdict: str) -> Iterator[str]:
    """Yield the guide's examples of texts that are refused or taken, each as it's written after the colon."""
    guide = GUIDE.read_text(encoding="utf-8")
    for kind, examples in re.findall(rf"```yaml\n# {verdict}(, line by line)?\n(.*?)```", guide, re.DOTALL):
        assert examples.startswith("text: ")
        yield from (
            re.split(r"^text: ", examples, flags=re.MULTILINE)[1:] if kind else [examples.removeprefix("text: ")]
        )


def tip(folder: Path, text: str) -> Path:
    """Write a pack with a tip that has a given text."""
    indented = text.rstrip().replace("\n", "\n    ")
    return write(folder, tips=f"tips:\n  - id: one\n    objectives: [cut]\n    title: One\n    text: {indented}\n")


@pytest.mark.parametrize("text", list(texts("refused")))
def test_texts_that_the_guide_calls_wrong_are_refused(tmp_path: Path, text: str) -> None:
    found = problems_in(tip(tmp_path / "pack", text))

    assert len(found) == 1
    assert found[0].path.name == "tips.yaml"
    assert found[0].line >= 5


@pytest.mark.parametrize("text", list(texts("taken")))
def test_texts_that_the_guide_calls_right_come_through(tmp_path: Path, text: str) -> None:
    folder = tip(tmp_path / "pack", text)

    said = load(folder).tips[0].text
    assert (
        said.split() == re.sub(r"^[|'\"]|['\"]$", "", text.strip()).replace("\\\\", "\\").replace("''", "'").split()
    )
    assert not [each for each in check_paths([folder]).problems if each.path.name == "tips.yaml"]


def test_the_guide_shows_both() -> None:
    assert len(list(texts("refused"))) > 10
    assert len(list(texts("taken"))) > len(list(texts("refused"))) - 1
