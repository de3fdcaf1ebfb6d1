"""`versed doctor`: check the set-up. One line per part, with how to fix it if it doesn't work."""

import asyncio
import os
from collections.abc import AsyncIterator

from bot.bootstrap import examine_models, examine_platforms, examine_playground
from bot.content.check import check_paths
from bot.content.reading.library import Library
from bot.content.reading.problems import PackError, Severity
from bot.language.diagnosis import Finding
from bot.language.text import counted, listed
from bot.pictures.fonts import CAN_SHAPE, FACES
from bot.runtime.setting_names import mistyped
from bot.runtime.settings import Settings, SettingsError, read_settings
from bot.storage import condition
from bot.storage.errors import StoreError


async def examine() -> AsyncIterator[Finding]:
    """Check settings, packs, database, backups, model, pictures and platforms, without changing anything.

    All are checked side by side, because some wait for another machine. Each finding comes as soon as it and those
    before it are known.
    """
    names = [Finding("settings", True, sentence, warns=True) for sentence in mistyped(os.environ)]
    try:
        settings = read_settings()
    except SettingsError as error:
        for finding in [Finding("settings", False, str(error)), *names]:
            yield finding
        return
    readable = Finding("settings", True, "all readable")
    for finding in [readable, *names, *examine_playground(settings), *_backups(settings)]:
        yield finding
    parts = (
        asyncio.to_thread(_packs, settings),
        _database(settings),
        examine_models(settings),
        asyncio.to_thread(_pictures),
        examine_platforms(settings),
    )
    tasks = [asyncio.create_task(each) for each in parts]
    try:
        for part in tasks:
            for finding in await part:
                yield finding
    finally:
        for part in tasks:
            part.cancel()
        # If several failed, the first is enough; the others would be logged with tracebacks.
        await asyncio.gather(*tasks, return_exceptions=True)


def _packs(settings: Settings) -> list[Finding]:
    try:
        library = Library(settings.content)
        problems = check_paths(settings.content).problems
    except PackError as error:
        return [Finding("packs", False, str(error))]
    except OSError as error:
        says = f"{error.filename} can't be read ({error.strerror}); make it readable, or change VERSED_CONTENT"
        return [Finding("packs", False, says)]
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    if errors:
        return [Finding("packs", False, f"{counted(errors, 'error')}; run `versed check` to see what to do")]
    titles = ", ".join(f"{pack.title} {pack.version}" for pack in library.packs.values())
    if problems:  # only a warning: the operator may not be the pack's author, and it works
        says = f"{titles}; {counted(len(problems), 'thing')} could be taught better, and `versed check` says which"
        return [Finding("packs", True, says, warns=True)]
    return [Finding("packs", True, titles)]


def _pictures() -> list[Finding]:
    """Return a warning about the scripts in which names can't be drawn; nothing if all can."""
    if not CAN_SHAPE:
        says = (
            "Pillow can't join letters, so many names show as ◇; install FriBiDi (libfribidi0 on Debian), and Pillow "
            "from PyPI"
        )
    elif missing := FACES.missing():
        says = (
            f"names in {listed(missing, 'and')} show as ◇; install Versed's requirements again, or Debian's "
            "fonts-noto-core, fonts-noto-cjk and fonts-noto-color-emoji"
        )
    else:
        return []
    return [Finding("pictures", True, says, warns=True)]


def _backups(settings: Settings) -> list[Finding]:
    """Return what's wrong with the folder for backups; nothing if it can be used, or isn't needed."""
    # Path.exists would raise an error for what this user may not see.
    found = next(each for each in (settings.backups, *settings.backups.parents) if os.path.exists(each))  # noqa: PTH110
    if not found.is_dir():
        return [Finding("backups", False, f"{found} is a file; set VERSED_BACKUPS to a folder")]
    is_needed = not settings.migrate_without_backup and settings.database_url.startswith("postgres")
    if is_needed and not os.access(found, os.W_OK | os.X_OK):
        return [Finding("backups", False, f"{found} can't be written; set VERSED_BACKUPS to another folder")]
    return []


async def _database(settings: Settings) -> list[Finding]:
    try:
        found = await condition.examine(settings.database_url, backs_up=not settings.migrate_without_backup)
        return [Finding("database", True, found)]
    except StoreError as error:
        return [Finding("database", False, str(error))]
