"""Environment variables that look like mistyped settings."""

import difflib
from collections.abc import Mapping

from bot.runtime.settings import Settings

_OURS = "VERSED_"
_PLATFORMS = ("DISCORD_", "SLACK_")

_CLOSE, _VERY_CLOSE = 0.8, 0.9
"""Minimum similarity to a setting's name: for a variable with a prefix of ours or a platform's, and for any other.

Those are mostly correct settings of other programs."""


_OPTIONS = {
    "VERSED_PLAY_HOST": "`versed play --host`, or VERSED_PLAY_HOSTS for names that colleagues use",
    "VERSED_PLAY_PORT": "`versed play --port`",
}
"""What to use instead of variables that sound like settings, but are options of a command."""


def mistyped(environment: Mapping[str, str]) -> list[str]:
    """Return one sentence per variable that looks like a setting but isn't one; capital letters matter in names.

    Args:
        environment: the process's environment variables.
    """
    names = [str(field.validation_alias) for field in Settings.model_fields.values()]
    known = {name for each in names for name in (each, f"{each}_FILE")}
    found = []
    for name in sorted(environment.keys() - known):
        meant = _meant(name, known)
        if name.upper() in _OPTIONS:
            found.append(f"{name} isn't a setting; use {_OPTIONS[name.upper()]}.")
        elif name.upper().startswith(_OURS):
            found.append(f"{name} isn't a setting" + (f"; did you mean {meant}?" if meant else "; remove it."))
        elif meant is not None and meant not in environment:
            found.append(f"{name} isn't a setting; did you mean {meant}?")
    return found


def _meant(name: str, known: set[str]) -> str | None:
    given = name.upper()
    if given.removeprefix(_OURS) in known:
        return given.removeprefix(_OURS)
    needed = _CLOSE if given.startswith((_OURS, *_PLATFORMS)) else _VERY_CLOSE
    return next(iter(difflib.get_close_matches(given, sorted(known), 1, needed)), None)
