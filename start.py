"""Set Versed up in its own folder (.venv) and run it; this only needs Python 3.11 or newer.

- `python3 start.py`: the playground
- `python3 start.py say "/help"`: any other `versed` command
- `python3 start.py test`: the tests
"""

from __future__ import annotations  # so that an old Python gets far enough to say that it's too old

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
MADE_FOR = VENV / "made-for"
IN_MEMORY = Path("/dev/shm")  # noqa: S108 (only its user can read what pytest makes there)
ROOM = 2 * 2**30


def main(arguments: list[str]) -> int:
    """Set up what the arguments need and run it; return its exit code."""
    if sys.version_info < (3, 11):
        print("Versed needs Python 3.11 or newer; please run this with a newer python3.", file=sys.stderr)
        return 2
    testing = arguments[:1] == ["test"]
    try:
        set_up("test" if testing else "run")
    except subprocess.CalledProcessError as error:
        print(f"Setting up failed at: {' '.join(map(str, error.cmd))}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    if testing:
        # One more than there are cores, because some tests wait for other processes or for real time. Such tests
        # follow one another, so idle workers steal tests from busy ones.
        workers = str((os.cpu_count() or 1) + 1)
        command = [str(BIN / "python"), "-m", "pytest", "-n", workers, "--dist", "worksteal", *arguments[1:]]
        os.chdir(HERE)
    else:
        command = [str(BIN / "versed"), *(arguments or ["play"])]
    # In this process, so that a signal to it stops Versed, too.
    return os.execve(command[0], command, for_tests() if testing else os.environ)  # noqa: S606


def for_tests() -> dict[str, str]:
    """Return the environment for tests: Python caches bytecode, and databases are in memory if there's room.

    Otherwise each of many processes would compile everything, and thousands of databases would be written to disk.
    """
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    if os.access(IN_MEMORY, os.W_OK) and shutil.disk_usage(IN_MEMORY).free > ROOM:
        environment.setdefault("TMPDIR", str(IN_MEMORY))
    return environment


def set_up(needs: str) -> None:
    """Install what requirements/<needs>.txt pins, and Versed itself, unless they're already installed."""
    locks = [HERE / "requirements" / f"{each}.txt" for each in (needs, "build")]
    pinned = b"".join(each.read_bytes() for each in (*locks, HERE / "pyproject.toml"))
    state = hashlib.sha256(pinned).hexdigest()
    done = VENV / f"installed-{needs}"
    works = is_usable()
    if works and done.exists() and done.read_text() == state:
        return
    print("Setting up; this takes a minute the first time …", file=sys.stderr)
    if not works:
        subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=True)
    MADE_FOR.write_text(made_for())
    pip = [BIN / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    for lock in locks:
        subprocess.run([*pip, "--require-hashes", "--requirement", lock], check=True)
    subprocess.run([*pip, "--no-deps", "--no-build-isolation", "--editable", HERE], check=True)
    done.write_text(state)


def is_usable() -> bool:
    """Return whether .venv is complete, and this folder and its Python are still where they were.

    Making it fails half-way where Python comes without pip, as on Debian without python3-venv.
    """
    is_whole = (BIN / "python").exists() and (BIN / "pip").exists()
    return is_whole and (not MADE_FOR.exists() or MADE_FOR.read_text() == made_for())


def made_for() -> str:
    """Return the paths that .venv depends on."""
    return f"{VENV}\n{(BIN / 'python').resolve()}\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
