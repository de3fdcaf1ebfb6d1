"""The `versed` command. Each program imports what it needs itself, so that `versed --help` responds at once."""

import errno
import io
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import NoReturn

from bot.cli.arguments import parser


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit.

    The exit code is 0 for success, 1 if a check found problems, 2 for an error, and 130 after Ctrl+C.

    Args:
        arguments: the arguments after `versed`; the process's own if None.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # for characters that the terminal doesn't support
    _have_a_home()
    try:
        args = parser().parse_args(arguments)
        code = args.run(args)
        sys.stdout.flush()
    except BrokenPipeError:
        code = 0  # the reader has seen enough (`versed say … | head`)
    except KeyboardInterrupt:
        code = 130
    except Exception as error:
        sentence = _sentence(error)
        if sentence is None:
            raise
        with suppress(OSError):
            print(sentence, file=sys.stderr, flush=True)
        code = 2
    _end_output()
    sys.exit(code)


def _have_a_home() -> None:
    """Set HOME to / as Docker does, if it isn't absolute, or the user has none; some libraries fail without it."""
    if not os.path.isabs(os.path.expanduser("~")):  # noqa: PTH111, PTH117 (Path.expanduser fails)
        os.environ["HOME"] = "/"


def _end_output() -> None:
    """Discard output that can't be written any more; otherwise Python would retry at exit, and print an error."""
    try:
        sys.stdout.flush()
    except (OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _sentence(error: Exception) -> str | None:
    """Return the sentence that an expected error carries, or None."""
    from bot.content.reading.problems import PackError
    from bot.language.direction import isolate
    from bot.language.port import PlatformError
    from bot.language.refusals import Refusal
    from bot.language.text import printable
    from bot.runtime.settings import SettingsError
    from bot.storage.errors import StoreError

    if isinstance(error, Refusal):
        return isolate(printable(str(error)))  # it may quote what was typed
    if isinstance(error, StoreError | SettingsError | PackError | PlatformError):
        return str(error)
    if _lacks_memory(error):
        return "There isn't enough memory; let Versed have 1 GB, in the container's limit or in ulimit -v."
    if isinstance(error, OSError) and error.strerror:
        if not error.filename:
            return f"That didn't work: {error.strerror}."
        return f"{_shortened(str(error.filename))} can't be used ({error.strerror}); choose another one."
    return None


def _lacks_memory(error: Exception) -> bool:
    if isinstance(error, RuntimeError):
        return str(error) == "can't start new thread"  # each needs memory for its stack
    if isinstance(error, ImportError):  # where programs may not be mapped at all, it says “not permitted”, too
        return "failed to map segment" in str(error) and "not permitted" not in str(error)
    return isinstance(error, MemoryError) or (isinstance(error, OSError) and error.errno == errno.ENOMEM)


def _shortened(path: str) -> str:
    return path if len(path) <= 100 else f"{path[:60]}…{path[-30:]}"
