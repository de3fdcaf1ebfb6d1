"""How fast files become packs, how much memory that takes, and whether any file causes a crash."""

import io
import subprocess
import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl

from benchmarks.table import Row, Stopwatch, show
from bot.exchange.apart import read_apart
from bot.exchange.assembling import assembled
from bot.exchange.formats import read
from bot.exchange.source import Unreadable
from tests.exchange import hostile

ROWS = 10_000
HOSTILE = 1_000
MEGABYTE = 1024**2

_MEASURED = """
import resource, sys
from pathlib import Path
from bot.cli.importing import import_files
import_files([Path(sys.argv[1])], Path(sys.argv[2]), "", {}, "en")
used = [resource.getrusage(each) for each in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
print(sum(each.ru_utime + each.ru_stime for each in used), max(each.ru_maxrss for each in used) / 1024)
"""
"""Imports a file like the command; prints CPU seconds and memory in MB, including the process that reads the file."""


def cards() -> bytes:
    """Return a table of cards, as CSV."""
    rows = (
        f"Which thing is number {number}?,This is thing {number} of them all,Topic {number % 20}\n"
        for number in range(ROWS)
    )
    return ("Front,Back,Topic\n" + "".join(rows)).encode()


def questions() -> bytes:
    """Return a table of questions, as a workbook."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(("Question", "A", "B", "C", "D", "Correct", "Why", "Topic"))
    for number in range(ROWS):
        options = (f"{name} thing of {number}" for name in ("First", "Second", "Third", "Fourth"))
        sheet.append(
            (f"Which thing is {number}?", *options, "ABCD"[number % 4], f"It's {number}.", f"Topic {number % 20}")
        )
    raw = io.BytesIO()
    book.save(raw)
    return raw.getvalue()


def main() -> None:
    """Print the table."""
    rows: list[Row] = []
    with TemporaryDirectory() as place:
        for name, raw in (("cards.csv", cards()), ("questions.xlsx", questions())):
            file = Path(place, name)
            file.write_bytes(raw)
            with Stopwatch() as watch:
                done = subprocess.run(
                    [sys.executable, "-c", _MEASURED, str(file), str(Path(place, file.stem))],
                    capture_output=True,
                    check=True,
                    text=True,
                )
            processor, memory = map(float, done.stdout.split())
            rows += [
                Row(f"{ROWS:,} rows of {name} to a pack on disk, from nothing, on the clock", watch.seconds, "s"),
                Row("  the same, of a processor", processor, "s", 2),
                Row("  the same, memory at most", memory, "MB", 200),
            ]
    crashes = sum(_crashes(raw) for raw in hostile.files(seed=18, count=HOSTILE))
    rows.append(Row(f"crashes in {HOSTILE:,} broken files", crashes, "", 0))
    ends = Counter(_end(raw) for raw in hostile.bombs().values())
    rows.append(
        Row(f"bombs of {sum(ends.values())} that crash or go on for more than they may", ends["crash"], "", 0)
    )
    show("Importing", rows)


def _crashes(raw: bytes) -> bool:
    try:
        assembled(read(raw), "Broken")
    except Unreadable:
        return False
    except Exception:  # noqa: BLE001 - that's what's counted
        return True
    return False


def _end(raw: bytes) -> str:
    try:
        read_apart(raw)
    except Unreadable:
        return "told"
    except Exception:  # noqa: BLE001 - that's what's counted
        return "crash"
    return "read"


if __name__ == "__main__":
    main()
