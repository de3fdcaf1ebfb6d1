"""start.py: what it says to an old Python, and the environment in which it runs tests."""

import runpy
import subprocess
import sys
from pathlib import Path

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
