"""Locales as platforms report them: de, en-GB, pt_BR."""

import re

_LOCALE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}", re.ASCII)
"""A language, perhaps with a script and a region (https://www.rfc-editor.org/rfc/rfc5646)."""


def told(locale: object) -> str:
    """Return the locale that a platform reports, normalised; "" if there's none or it's invalid.

    Args:
        locale: the platform's untrusted value.
    """
    return locale.replace("_", "-") if isinstance(locale, str) and _LOCALE.fullmatch(locale) else ""


def language_of(locale: str) -> str:
    """Return the language of a locale, without script and region: pt for pt-BR."""
    return locale.replace("_", "-").partition("-")[0].lower()
