"""How fast the command responds, how soon the playground is ready, and how much memory it then takes."""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from benchmarks.table import Row, Stopwatch, show

ROUNDS = 15


def measure() -> list[Row]:
    """Return the rows of the table."""
    versed = str(Path(sys.executable).with_name("versed"))
    ours, theirs = [], []
    for _ in range(ROUNDS):
        theirs.append(_seconds(sys.executable, "-c", "import argparse"))
        ours.append(_seconds(versed, "--help"))
    with tempfile.TemporaryDirectory() as folder:
        first, _ = _play(versed, folder)
        starts = [_play(versed, folder) for _ in range(3)]
    return [
        Row("versed --help ÷ python -c 'import argparse', medians", median(ours) / median(theirs), "×", 3),
        Row("versed play, ready for the first time (pack read, database made)", first, "s"),
        Row("versed play, ready (median of 3)", median(seconds for seconds, _ in starts), "s", 2),
        Row("versed play, idle memory (largest of 3)", max(memory for _, memory in starts), "MB", 120),
    ]


def _seconds(*command: str) -> float:
    with Stopwatch() as watch:
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return watch.seconds


def _play(versed: str, folder: str) -> tuple[float, float]:
    """Return the seconds until the address is printed, and the resident megabytes a second later."""
    environment = {**os.environ, "VERSED_DATABASE_URL": f"sqlite:///{folder}/v.db", "VERSED_CACHE": folder}
    command = [versed, "play", "--port", "0", "--no-browser"]
    started = time.perf_counter()
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert "http://" in process.stdout.readline()
        ready = time.perf_counter() - started
        time.sleep(1)
        status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
        process.send_signal(signal.SIGTERM)
    resident = re.findall(r"VmRSS:\s+(\d+)", status)[0]
    return ready, int(resident) / 1024


def main() -> None:
    """Print the table."""
    show("Start-up", measure())


if __name__ == "__main__":
    main()
