"""The folder of regular backups: a backup's file name marks it as one, and says when it was made."""

import re
from datetime import UTC, datetime
from pathlib import Path

_NAME = re.compile(r"versed-(\d{8}T\d{6}Z)\.(?:db|dump)")
_TIME = "%Y%m%dT%H%M%SZ"


def name_at(at: datetime, ending: str) -> str:
    """Return the file name for a backup.

    Args:
        at: when it's made, in UTC.
        ending: the file extension, db or dump.
    """
    return f"versed-{at:{_TIME}}.{ending}"


def is_regular(name: str) -> bool:
    """Return whether a file with this name is a regular backup; no other file is ever deleted."""
    return _NAME.fullmatch(name) is not None


def dated(backup: Path) -> datetime:
    """Return when a backup was made, according to the clock at the time."""
    try:
        return datetime.strptime(_NAME.sub(r"\1", backup.name), _TIME).replace(tzinfo=UTC)
    except ValueError:  # no such day
        return datetime.min.replace(tzinfo=UTC)


def backups_in(folder: Path, now: datetime) -> list[Path]:
    """Return the backups in a folder, the oldest first.

    Backups dated in the future sort first: they were made before the clock was set back.

    Args:
        folder: an existing folder.
        now: the current time, in UTC.
    """
    found = (each for each in folder.iterdir() if is_regular(each.name) and each.is_file())
    return sorted((each for each in found if not each.is_symlink()), key=lambda each: (dated(each) <= now, each.name))


def newest_at(folder: Path, now: datetime) -> datetime | None:
    """Return when the newest backup in a folder was made; None if there's no backup or no such folder.

    Args:
        folder: the folder, which needn't exist.
        now: the current time, in UTC; backups dated later are ignored.
    """
    try:
        backups = backups_in(folder, now)
    except OSError:
        return None
    newest = dated(backups[-1]) if backups else None
    return newest if newest is not None and newest <= now else None
