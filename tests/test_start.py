"""start.py: what it says to an old Python, and the environment in which it runs tests."""

import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.patience import FOREVER

START = Path(__file__).parents[1] / "start.py"


def test_an_old_python_is_told_kindly() -> None:
    pretend = f"import sys, runpy; sys.version_info = (3, 8, 10); runpy.run_path({str(START)!r}, run_name='__main__')"
    done = subprocess.run(
        [sys.executable, "-c", pretend], capture_output=True, text=True, timeout=FOREVER, check=False
    )
    assert done.returncode == 2
    assert done.stderr == "Versed needs Python 3.11 or newer; please run this with a newer python3.\n"


@pytest.mark.parametrize(
    ("set_before", "room", "expected"), [(None, 0, "here"), (None, 2**60, None), ("/b", 0, "/b")]
)
def test_tests_keep_their_databases_in_memory_where_there_is_room(
    set_before: str | None, room: int, expected: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = runpy.run_path(str(START))
    for_tests = start["for_tests"]
    monkeypatch.setitem(for_tests.__globals__, "IN_MEMORY", tmp_path)
    monkeypatch.setitem(for_tests.__globals__, "ROOM", room)
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.delenv("TMPDIR", raising=False)
    if set_before is not None:
        monkeypatch.setenv("TMPDIR", set_before)
    environment = for_tests()
    assert environment.get("TMPDIR") == (str(tmp_path) if expected == "here" else expected)
    assert "PYTHONDONTWRITEBYTECODE" not in environment


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Return start.py's names, with a .venv in a folder of its own in which nothing is really installed."""
    start = runpy.run_path(str(START))
    names = start["set_up"].__globals__
    venv = tmp_path / ".venv"
    for name, value in {"VENV": venv, "BIN": venv / "bin", "MADE_FOR": venv / "made-for"}.items():
        monkeypatch.setitem(names, name, value)

    def run(command: list[Any], check: bool) -> None:
        assert check
        ran.append(" ".join(map(str, command)))
        if "venv" in command:
            (venv / "bin").mkdir(parents=True, exist_ok=True)
            (venv / "bin" / "python").unlink(missing_ok=True)
            (venv / "bin" / "python").symlink_to(sys.executable)
            (venv / "bin" / "pip").touch()

    ran: list[str] = []
    monkeypatch.setattr(subprocess, "run", run)
    names["set_up"]("run")
    return {"set_up": names["set_up"], "venv": venv, "ran": ran, "names": names}


def test_a_second_start_installs_nothing(start: dict[str, Any]) -> None:
    start["ran"].clear()
    start["set_up"]("run")
    assert start["ran"] == []


@pytest.mark.parametrize("broken", ["no pip", "python gone", "python replaced", "moved"])
def test_a_broken_environment_is_made_again(start: dict[str, Any], broken: str, tmp_path: Path) -> None:
    python = start["venv"] / "bin" / "python"
    if broken == "no pip":
        (start["venv"] / "bin" / "pip").unlink()
    elif broken == "moved":
        (start["venv"] / "made-for").write_text(f"/elsewhere/.venv\n{python.resolve()}\n")
    else:
        other = tmp_path / "python3.99"
        if broken == "python replaced":
            other.touch()
        python.unlink()
        python.symlink_to(other)
    start["ran"].clear()
    start["set_up"]("run")
    assert start["ran"][0].endswith(f"-m venv --clear {start['venv']}")
    start["ran"].clear()
    start["set_up"]("run")
    assert start["ran"] == []


def test_it_becomes_versed_so_that_signals_reach_it(start: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    became: list[list[str]] = []
    monkeypatch.setattr("os.execve", lambda _path, command, _environment: became.append(command))
    start["names"]["main"](["run"])
    assert became == [[str(start["venv"] / "bin" / "versed"), "run"]]
