"""Forms: what they ask for, field by field, with the limits that they know."""

from dataclasses import dataclass

TYPED = "text"
"""The name of a form's only field."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One value that an option may take.

    Args:
        value: what is sent.
        label: what's shown.
    """

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a form asks for, with its limits, so that nobody can type what would be refused.

    Args:
        name: tells it from the form's other fields.
        label: what stands above it.
        hint: what it's for, in a few words, or "".
        placeholder: an example shown while it's empty, or "".
        value: what stands in it at first.
        required: the form makes no sense without it.
        longest: characters of a text.
        bounds: the least and the greatest of a whole number; None for a text.
        choices: the only values allowed; empty for any.
        completes: values are suggested while a person types.
        role: it takes a role or a user group.
        wrong: what stands in it was refused.
    """

    name: str
    label: str
    hint: str = ""
    placeholder: str = ""
    value: str = ""
    required: bool = True
    longest: int = 200
    bounds: tuple[int, int] | None = None
    choices: tuple[Suggestion, ...] = ()
    completes: bool = False
    role: bool = False
    wrong: bool = False


@dataclass(frozen=True, slots=True)
class OptionsForm:
    """The options of a command, to be filled in.

    Args:
        command: its name.
        title: of the form.
        asks: what the command does.
        fields: one for each option.
        problem: why what was filled in before was refused, or "".
    """

    command: str
    title: str
    asks: str
    fields: tuple[Field, ...]
    problem: str = ""
