"""What contributors are given agrees with what the project pins and promises."""

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


def test_ci_tries_every_python_that_is_promised() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    promised = [found[1] for each in project["classifiers"] if (found := re.search(r":: (3\.\d+)$", each))]
    tried = read(".github/workflows/ci.yml")["jobs"]["test"]["strategy"]["matrix"]["python"]
    assert tried == promised


def test_every_decision_is_found_by_its_subject() -> None:
    index, decisions = (ROOT / "docs/decisions.md").read_text(encoding="utf-8").split("## One by one")
    numbers = re.findall(r"^(\d+)\. ", decisions, re.MULTILINE)
    assert re.findall(r'^\d+\. <a id="d(\d+)"></a>', decisions, re.MULTILINE) == numbers
    assert set(re.findall(r"\[(\d+)\]\(#d\1\)", index)) == set(numbers)
    subjects = re.findall(r"^- \*\*(.+?)\*\*:", index, re.MULTILINE)
    assert len(subjects) == len(set(subjects))
