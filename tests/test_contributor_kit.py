"""What contributors are told agrees with what the project pins and promises."""

import re
import tomllib
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[1]


def read(name: str) -> Any:
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))


def test_pre_commit_runs_the_ruff_that_ci_runs() -> None:
    [ruff] = [each for each in read(".pre-commit-config.yaml")["repos"] if each["repo"].endswith("/ruff-pre-commit")]
    pinned = re.search(r"^ruff==(\S+)", (ROOT / "requirements/test.txt").read_text(encoding="utf-8"), re.MULTILINE)
    assert pinned is not None
    assert ruff["rev"] == f"v{pinned[1]}"


def test_ci_runs_every_promised_python() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    promised = [found[1] for each in project["classifiers"] if (found := re.search(r":: (3\.\d+)$", each))]
    tried = read(".github/workflows/ci.yml")["jobs"]["test"]["strategy"]["matrix"]["python"]
    assert tried == promised


def test_every_decision_is_listed_under_a_subject() -> None:
    index, decisions = (ROOT / "docs/decisions.md").read_text(encoding="utf-8").split("## One by one")
    numbers = re.findall(r"^(\d+)\. ", decisions, re.MULTILINE)
    assert re.findall(r'^\d+\. <a id="d(\d+)"></a>', decisions, re.MULTILINE) == numbers
    assert list(map(int, numbers)) == sorted(set(map(int, numbers)))  # in order, and each once
    assert set(re.findall(r"\[(\d+)\]\(#d\1\)", index)) == set(numbers)
    subjects = re.findall(r"^- \*\*(.+?)\*\*:", index, re.MULTILINE)
    assert len(subjects) == len(set(subjects))


def test_every_feature_is_listed() -> None:
    """Each is in the layers and in the list of rooms, as CONTRIBUTING.md asks."""
    rooms = {path.parent.name for path in (ROOT / "bot/features").glob("*/__init__.py")}
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    [layers] = [each["layers"] for each in contracts if each["name"] == "Which features may know which"]
    assert {room for layer in layers for room in re.findall(r"bot\.features\.(\w+)", layer)} == rooms
    design = (ROOT / "docs/design.md").read_text(encoding="utf-8")
    listed = re.search(r"^  features/ .*\n((?:    .*\n)+)", design, re.MULTILINE)
    assert listed is not None
    assert set(listed[1].split()) == rooms


def test_files_that_contributors_are_sent_to_exist() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([\w/]+\.(?:py|tsv|toml))`", text))
    files = [path.as_posix() for folder in ("adapters", "bot", "tests") for path in (ROOT / folder).rglob("*.py")]
    files += [path.as_posix() for path in ROOT.glob("*.*")]
    assert {name for name in named if not any(f"/{name}" in file for file in files)} == set()


def test_names_that_contributors_are_sent_to_are_in_those_files() -> None:
    text = " ".join((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").split())
    named = re.findall(r"`(\w+)` (?:in |\()`([\w/]+\.py)`", text)
    named += [(name, file) for file, name in re.findall(r"`([\w/]+\.py)`: `(\w+)`", text)]
    assert named
    files = {
        path.as_posix(): path for folder in ("adapters", "bot", "tests") for path in (ROOT / folder).rglob("*.py")
    }
    for name, file in named:
        sources = [path.read_text(encoding="utf-8") for shown, path in files.items() if shown.endswith(f"/{file}")]
        assert any(re.search(rf"\b{name}\b", source) for source in sources), f"{name} isn't in {file}"
