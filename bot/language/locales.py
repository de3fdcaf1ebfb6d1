"""Locales as platforms tell them: de, en-GB, pt_BR."""

import re

_LOCALE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}", re.ASCII)
"""A language, perhaps with a script and a region (https://www.rfc-editor.org/rfc/rfc5646)."""


def told(locale: object) -> str:
    """Return a locale that a platform tells, or "" if it tells none.

    Args:
        locale: what came, untrusted.
    """
    return locale.replace("_", "-") if isinstance(locale, str) and _LOCALE.fullmatch(locale) else ""


def language_of(locale: str) -> str:
    """Return the language of a locale, without script and region: pt of pt-BR."""
    return locale.replace("_", "-").partition("-")[0].lower()
