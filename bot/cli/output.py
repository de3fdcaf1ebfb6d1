"""Files that commands write for people."""

import os
from contextlib import suppress
from pathlib import Path

from bot.language.refusals import Refusal


def write_file(file: Path, raw: bytes) -> None:
    """Write a file, replacing an existing one; if that fails, no unfinished new file is left behind.

    Raises:
        Refusal: the file can't be written.
    """
    is_new = not os.path.lexists(file)
    try:
        file.write_bytes(raw)
    except OSError as error:
        if is_new:
            with suppress(OSError):
                file.unlink(missing_ok=True)
        raise Refusal(f"I can't write {file} ({error.strerror}); choose another file.") from error
