"""Revisions: which tables this version knows, and which it may use."""

from importlib.resources import files

from bot.storage.stamp import Stamp

HEAD = "0028"
"""The revision of this version's tables."""


def known() -> list[str]:
    """Return all revisions, the oldest first."""
    from alembic.script import ScriptDirectory  # late, as few starts need it

    return [script.revision for script in ScriptDirectory(location()).walk_revisions()][::-1]


def oldest() -> str:
    """Return the HEAD of the oldest version that may use this one's tables, as the newest mark says."""
    from alembic.script import ScriptDirectory

    scripts = list(ScriptDirectory(location()).walk_revisions())
    return next(
        (script.module.oldest for script in scripts if hasattr(script.module, "oldest")), scripts[-1].revision
    )


def may_use(found: Stamp) -> bool:
    """Tell whether this version may use tables: its own, older ones, or newer ones that have all it needs."""
    return any(each == HEAD or each in known() for each in (found.revision, found.oldest) if each is not None)


def location() -> str:
    """Return the folder of the migrations."""
    return str(files("bot.storage") / "migrations")
