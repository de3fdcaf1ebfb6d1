"""No files import each other in a circle. Import-linter checks which rooms may import which, and what's pure."""

import re
import tomllib
from graphlib import TopologicalSorter
from pathlib import Path

from grimp import build_graph

ROOT = Path(__file__).parents[1]


def test_no_files_import_each_other_in_a_circle() -> None:
    graph = build_graph("bot", "adapters", cache_dir=None)
    files = {each: graph.find_modules_directly_imported_by(each) for each in graph.modules}
    assert list(TopologicalSorter(files).static_order())  # a circle raises a CycleError that names it


def test_every_module_that_calls_itself_pure_is_in_the_contract() -> None:
    """The contract names it, or its package, or matches it by a pattern (`*` for one part of a name)."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    [held] = [each["source_modules"] for each in contracts if each["name"].startswith("Models are pure")]
    patterns = [re.compile(re.escape(each).replace(r"\*", r"[^.]+") + r"(\..+)?") for each in held]
    pure = [name for name, says in _docstrings().items() if re.search(r"\bPure\b", says)]
    assert len(pure) > 100
    assert [name for name in pure if not any(each.fullmatch(name) for each in patterns)] == []


def _docstrings() -> dict[str, str]:
    """Return each module's docstring, without parsing the rest."""
    files = [path for folder in ("adapters", "bot") for path in (ROOT / folder).rglob("*.py")]
    names = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in files]
    return {name: path.read_text("utf-8").split('"""', 2)[1] for name, path in zip(names, files, strict=True)}
