"""`versed backup` and `versed restore`."""

import asyncio
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.language.refusals import Refusal
from bot.runtime.stopping import stop_signal
from bot.storage import backup, urls
from bot.storage.backup_folder import backups_in, dated, is_regular, name_at
from bot.storage.errors import StoreError
from bot.storage.new_file import discard_unfinished

_AGAIN = timedelta(minutes=15)
"""How long to wait before retrying a failed backup, unless the next one is due earlier."""

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}

Tell = Callable[[str], None]


def duration(text: str) -> timedelta:
    """Parse a duration, such as 24h.

    Args:
        text: a number with a unit: s, m, h or d.

    Raises:
        ValueError: it isn't a duration, or it's zero or too long.
    """
    found = re.fullmatch(r"([1-9][0-9]{0,5})([smhd])", text.strip(), re.ASCII)
    if not found:
        raise ValueError(text)
    return timedelta(**{_UNITS[found[2]]: int(found[1])})


async def once(url: str, file: Path, tell: Tell) -> None:
    """Make one backup.

    Args:
        url: the database's URL.
        file: the file to write.
        tell: prints a line for the person who runs it.

    Raises:
        StoreError: it couldn't be made.
    """
    tell(f"Backed up to {file}, and verified: {await backup.back_up(url, file)}.")


async def regularly(url: str, folder: Path, every: timedelta, keep: int, tell: Tell, warn: Tell) -> None:
    """Make backups until told to stop (see stop_signal); a failure is reported, and leaves earlier backups alone.

    Args:
        url: the database's URL.
        folder: the folder for the backups.
        every: the time between two backups, counted from the newest one in the folder.
        keep: how many to keep; older ones are deleted once a new one has been verified.
        tell: prints a line for the person who runs it.
        warn: prints a line about a failed backup.

    Raises:
        Refusal: there's no such folder.
    """
    _check_folder(folder)
    stop = stop_signal()
    pause = _until_due(folder, every, datetime.now(UTC))
    while not await _is_set_within(stop, pause):
        began = asyncio.get_running_loop().time()
        succeeded = await _one_more(url, folder, keep, tell, warn)
        took = timedelta(seconds=asyncio.get_running_loop().time() - began)
        pause = max((every if succeeded else min(every, _AGAIN)) - took, timedelta(0))


def restore(url: str, file: Path, ask: Callable[[str], bool], tell: Tell) -> None:
    """Restore a backup into an empty database.

    Args:
        url: the database's URL.
        file: the backup.
        ask: asks whether to continue, after a sentence that says what will be done.
        tell: prints a line for the person who runs it.

    Raises:
        StoreError: the backup is damaged, or the database isn't empty.
        Refusal: the answer was no.
    """
    where = asyncio.run(backup.check_place(url, file))
    found = asyncio.run(backup.examine(file))
    # Outside an event loop, which would swallow Ctrl+C.
    if not ask(f"{file} is a good backup: {found}. It will be restored into {where}, where there's nothing yet."):
        raise Refusal("Nothing was restored; say yes when you're asked, or add --yes.")
    asyncio.run(backup.restore(url, file))
    tell(f"Restored into {where}: {found}.")


async def _one_more(url: str, folder: Path, keep: int, tell: Tell, warn: Tell) -> bool:
    """Make a backup, and delete surplus ones; return whether it was made."""
    ending = "db" if urls.path_of(urls.parse(url)) else "dump"
    file = folder / name_at(datetime.now(UTC), ending)
    try:
        _discard_unfinished(folder)
        await once(url, file, tell)
        _delete_old(folder, file, keep, tell)
    except (StoreError, OSError) as error:
        warn(f"The backup at {datetime.now(UTC):%Y-%m-%d %H:%M} UTC failed: {error}")
        return False
    return True


def _check_folder(folder: Path) -> None:
    if not folder.is_dir():
        raise Refusal(f"There's no folder {folder}; make it first, or mount its disk.")


def _discard_unfinished(folder: Path) -> None:
    """Delete unfinished backups of processes that were killed."""
    for unfinished in folder.glob(".versed-*.part"):
        if is_regular(unfinished.name.removeprefix(".").removesuffix(".part")):
            discard_unfinished(unfinished)


def _delete_old(folder: Path, newest: Path, keep: int, tell: Tell) -> None:
    """Delete the oldest backups, keeping the given number including the newest."""
    others = [each for each in backups_in(folder, datetime.now(UTC)) if each != newest]
    for old in others[: max(len(others) - (keep - 1), 0)]:
        old.unlink()
        tell(f"Deleted {old}.")


def _until_due(folder: Path, every: timedelta, now: datetime) -> timedelta:
    """Return the time until the next backup is due, so that frequent restarts don't cause more backups."""
    ages = [now - at for at in map(dated, backups_in(folder, now)) if at <= now]
    return max(every - min(ages), timedelta(0)) if ages else timedelta(0)


async def _is_set_within(stop: asyncio.Event, pause: timedelta) -> bool:
    try:
        async with asyncio.timeout(pause.total_seconds()):
            return await stop.wait()
    except TimeoutError:
        return stop.is_set()
