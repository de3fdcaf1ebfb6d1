"""One name, one meaning: no two public classes or type aliases have the same name."""

import ast
from collections import defaultdict
from collections.abc import Iterator
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


def types_in(module: ast.Module) -> Iterator[str]:
    """Yield the names of a module's public classes and type aliases; any other name in camel case counts as one."""
    for node in module.body:
        match node:
            case ast.ClassDef(name=name) if not name.startswith("_"):
                yield name
            case ast.AnnAssign(target=ast.Name(id=name)) | ast.Assign(targets=[ast.Name(id=name)]):
                if name[0].isupper() and not name.isupper():
                    yield name


def test_names_of_types_are_found() -> None:
    module = ast.parse(
        "class A: ...\nclass _B: ...\nWords: TypeAlias = str\n_Own: TypeAlias = str\nLine = str\nMOST = 3\nx = 1"
    )
    assert [*types_in(module)] == ["A", "Words", "Line"]


def test_no_two_types_have_one_name() -> None:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for room in ("bot", "adapters"):
        for path in sorted((ROOT / room).rglob("*.py")):
            for name in types_in(ast.parse(path.read_text(encoding="utf-8"))):
                found[name].append(path.relative_to(ROOT).as_posix())
    twice = {name: paths for name, paths in found.items() if len(paths) > 1}
    of_platforms = {
        name: paths
        for name, paths in twice.items()
        if name in EXCEPTIONS and [path.split("/")[1] for path in paths] == ["discord", "slack"]
    }
    assert {name: paths for name, paths in twice.items() if name not in of_platforms} == {}
    assert of_platforms.keys() == EXCEPTIONS.keys()
