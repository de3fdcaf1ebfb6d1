"""Schema revisions: which ones this version knows, and which it can use."""

from importlib.resources import files

from bot.storage.stamp import Stamp

HEAD = "0028"
"""The revision of this version's tables."""


def known() -> list[str]:
    """Return all revisions, oldest first."""
    from alembic.script import ScriptDirectory  # imported late, because few starts need it

    return [script.revision for script in ScriptDirectory(location()).walk_revisions()][::-1]


def oldest() -> str:
    """Return the revision of the oldest version that can use HEAD's tables: the latest `oldest` in a migration."""
    from alembic.script import ScriptDirectory

    scripts = list(ScriptDirectory(location()).walk_revisions())
    return next(
        (script.module.oldest for script in scripts if hasattr(script.module, "oldest")), scripts[-1].revision
    )


def may_use(stamp: Stamp) -> bool:
    """Return whether this version can use tables: its own, older ones, or newer ones that are still compatible."""
    return any(each == HEAD or each in known() for each in (stamp.revision, stamp.oldest) if each is not None)


def location() -> str:
    """Return the folder of the migrations."""
    return str(files("bot.storage") / "migrations")
