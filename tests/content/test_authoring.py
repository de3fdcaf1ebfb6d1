"""The guide for authors: what it shows is a pack without faults."""

import re
from pathlib import Path

from bot.content.check import check_paths
from bot.content.load import load
from tests.content.test_schema import schema_errors

GUIDE = Path(__file__).parents[2] / "docs" / "authoring.md"


def test_the_example_in_the_guide_is_a_pack_without_faults(tmp_path: Path) -> None:
    for path, text in re.findall(r"```yaml\n# (\S+)\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL):
        file = tmp_path / path
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    folder = tmp_path / "tea-and-coffee"

    assert [str(problem) for problem in check_paths([folder])] == []
    assert all(schema_errors(path) == [] for path in folder.iterdir())
    pack = load(folder)
    assert all([pack.comparisons, pack.terms, pack.tips, pack.examples, pack.cards])
    assert {question.type for question in pack.questions} == {
        "choice",
        "true-false",
        "which-side",
        "free-text",
        "order",
    }
