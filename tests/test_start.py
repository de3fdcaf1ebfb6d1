"""start.py, as an old Python meets it."""

import subprocess
import sys
from pathlib import Path

from tests.patience import FOREVER

START = Path(__file__).parents[1] / "start.py"


def test_an_old_python_is_told_kindly() -> None:
    pretend = f"import sys, runpy; sys.version_info = (3, 8, 10); runpy.run_path({str(START)!r}, run_name='__main__')"
    done = subprocess.run(
        [sys.executable, "-c", pretend], capture_output=True, text=True, timeout=FOREVER, check=False
    )
    assert done.returncode == 2
    assert done.stderr == "Versed needs Python 3.11 or newer; please run this with a newer python3.\n"
