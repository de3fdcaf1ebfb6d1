"""Sentences for settings whose values can't be used. They never quote the value, which may be a secret."""

from collections.abc import Mapping

from pydantic.fields import FieldInfo

_SENTENCES: Mapping[str, str] = {
    "address": "isn't an address; it has to start with https://.",
    "user": "has a user or a password before the @; remove both, because Versed signs in with the token.",
    "token": "has something in it that no token has, such as a space; copy it again.",
    "members": "has to list members' ids like U0123,U0456; change or remove it.",
    "host_names": "has to list names like versed.example.org; change or remove it.",
    "numbers": "isn't a list of numbers; write it like 0,1 or 0-3.",
    "folders": "doesn't name a folder; change or remove it.",
}
"""What follows a setting's name, by the kind of fault (see setting_values)."""


def sentence_for(field: FieldInfo, kind: str) -> str:
    """Return a sentence that says what a setting has to be.

    Args:
        field: the setting.
        kind: the type of pydantic's error.
    """
    if kind in _SENTENCES:
        return f"{field.validation_alias} {_SENTENCES[kind]}"
    if kind.startswith("bool"):
        wanted = "be 1 or 0"
    elif kind == "string_pattern_mismatch":
        wanted = f"look like {(field.examples or ['the example in the documentation'])[0]}"
    else:
        wanted = f"be a whole number {_range(field)}"
    return f"{field.validation_alias} has to {wanted}; change or remove it."


def _range(field: FieldInfo) -> str:
    least = next((each.ge for each in field.metadata if hasattr(each, "ge")), 0)
    most = next((each.le for each in field.metadata if hasattr(each, "le")), None)
    return f"of {least} or more" if most is None else f"from {least} to {most}"
