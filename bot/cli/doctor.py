"""`versed doctor`: check the set-up. One line per part, with how to fix it if it doesn't work."""

import asyncio
import os

from bot.bootstrap import examine_models, examine_platforms
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


async def examine() -> list[Finding]:
    """Check settings, packs, database, model, pictures and platforms, without changing anything."""
    names = [Finding("settings", True, sentence, warns=True) for sentence in mistyped(os.environ)]
    try:
        settings = read_settings()
    except SettingsError as error:
        return [Finding("settings", False, str(error)), *names]
    settings_found = Finding("settings", True, "all readable")
    packs, database = await asyncio.to_thread(_packs, settings), await _database(settings)
    pictures, model = await asyncio.to_thread(_pictures), await examine_models(settings)
    return [settings_found, *names, packs, database, model, *pictures, *await examine_platforms(settings)]


def _packs(settings: Settings) -> Finding:
    try:
        library = Library(settings.content)
        problems = check_paths(settings.content).problems
    except PackError as error:
        return Finding("packs", False, str(error))
    except OSError as error:
        says = f"{error.filename} can't be read ({error.strerror}); make it readable, or change VERSED_CONTENT"
        return Finding("packs", False, says)
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    if errors:
        return Finding("packs", False, f"{counted(errors, 'error')}; run `versed check` to see what to do")
    titles = ", ".join(f"{pack.title} {pack.version}" for pack in library.packs.values())
    if problems:  # only a warning: the operator may not be the pack's author, and it works
        says = f"{titles}; {counted(len(problems), 'thing')} could be taught better, and `versed check` says which"
        return Finding("packs", True, says, warns=True)
    return Finding("packs", True, titles)


def _pictures() -> list[Finding]:
    """Return a warning about the scripts in which names can't be drawn; nothing if all can."""
    if not CAN_SHAPE:
        says = "this Pillow can't join letters, so many names show as ◇; install Pillow from PyPI, which has libraqm"
    elif missing := FACES.missing():
        says = (
            f"names in {listed(missing, 'and')} show as ◇; install Versed's requirements again, or Debian's "
            "fonts-noto-core, fonts-noto-cjk and fonts-noto-color-emoji"
        )
    else:
        return []
    return [Finding("pictures", True, says, warns=True)]


async def _database(settings: Settings) -> Finding:
    try:
        return Finding("database", True, await condition.examine(settings.database_url))
    except StoreError as error:
        return Finding("database", False, str(error))
