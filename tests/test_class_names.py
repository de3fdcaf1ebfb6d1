"""One name, one meaning: no two public classes have the same name."""

import ast
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[1]

EXCEPTIONS = {
    "Held": "each platform's own error: nothing was sent yet",
    "Limited": "each platform's own error: too much was asked of it",
    "Refused": "each platform's own error: it took nothing",
    "Interactions": "what Discord and Slack both call the use of a button or a form",
    "Page": "one message, as each platform takes it",
    "Renderer": "makes what each platform takes",
}
"""Names that both the Discord and the Slack adapter use for the same thing, and why."""


def test_no_two_classes_have_one_name() -> None:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for room in ("bot", "adapters"):
        for path in sorted((ROOT / room).rglob("*.py")):
            for node in ast.parse(path.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                    found[node.name].append(path.relative_to(ROOT).as_posix())
    twice = {name: paths for name, paths in found.items() if len(paths) > 1}
    of_platforms = {
        name: paths
        for name, paths in twice.items()
        if name in EXCEPTIONS and [path.split("/")[1] for path in paths] == ["discord", "slack"]
    }
    assert {name: paths for name, paths in twice.items() if name not in of_platforms} == {}
    assert of_platforms.keys() == EXCEPTIONS.keys()
