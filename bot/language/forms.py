"""Forms and their fields, with the limits of what may be entered."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeAlias

TYPED = "text"
"""The name of the field in a form with a single text field."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One value that an option may take.

    Args:
        value: the value that's sent.
        label: the text that's shown.
    """

    value: str
    label: str


class Picker(StrEnum):
    """The widget for picking a value, on platforms that have it; elsewhere the value is typed."""

    TIME = "time"
    """A clock; the value is like 09:00."""
    DATE = "date"
    """A calendar; the value is like 2030-12-31."""


@dataclass(frozen=True, slots=True)
class FormField:
    """A field of a form, with its limits, so that people can't enter what would be refused.

    Args:
        name: its name, unique within the form.
        label: the text above it.
        hint: what it's for, in a few words, or "".
        placeholder: an example shown while it's empty, or "".
        value: its initial value.
        required: whether it must be filled in.
        longest: the maximum number of characters of a text.
        bounds: the minimum and maximum of a whole number; None for a text.
        choices: the only values allowed; empty for any.
        completes: whether values are suggested while a person types.
        role: whether it takes a role or a user group.
        channel: whether it takes a channel.
        member: whether it takes a person.
        file: whether it takes a file.
        wrong: whether its value has been refused.
        picker: the widget to pick the value with; None if it's typed.
        several: values of which any number may be chosen; the chosen ones are joined by commas.
        emptied: the value to send when someone clears the field; "" to send nothing.
        shows: the text to show instead of the value, if the value is only meant for platforms.
        lines: whether its text may have several lines.
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
    channel: bool = False
    member: bool = False
    file: bool = False
    wrong: bool = False
    picker: Picker | None = None
    several: tuple[Suggestion, ...] = ()
    emptied: str = ""
    shows: str = ""
    lines: bool = False

    @property
    def chosen(self) -> tuple[str, ...]:
        """Return which of the values in `several` are chosen; none if the field holds anything else."""
        values = tuple(part for each in self.value.split(",") if (part := each.strip()))
        return values if all(any(each == known.value for known in self.several) for each in values) else ()


@dataclass(frozen=True, slots=True)
class OptionsForm:
    """A form for the options of a command.

    Args:
        command: the command's name.
        title: the form's title.
        asks: what the command does.
        fields: one field per option.
        problem: why the previous input was refused, or "".
        fixed: names and values of further options, which the form doesn't ask for.
    """

    command: str
    title: str
    asks: str
    fields: tuple[FormField, ...]
    problem: str = ""
    fixed: tuple[tuple[str, str], ...] = ()

    @property
    def emptied(self) -> dict[str, str]:
        """Return the values to send for fields that were filled and may be cleared, by field name."""
        return {each.name: each.emptied for each in self.fields if each.emptied and each.value.strip()}

    def headed(self, title: str) -> "OptionsForm":
        """Return the form with another title and all fields required."""
        return replace(self, title=title, fields=tuple(replace(each, required=True) for each in self.fields))

    def filled(self, entered: Mapping[str, str]) -> dict[str, str]:
        """Return the options that were changed in the form, and the fixed ones.

        Args:
            entered: the submitted values, by field name; fields that weren't shown are missing.
        """
        options = dict(self.fixed)
        for each in self.fields:
            value = entered.get(each.name, each.value).strip()
            if value and value != each.value.strip():
                options[each.name] = value
            elif not value and each.name in self.emptied:
                options[each.name] = each.emptied
        return options

    def again(self, values: Mapping[str, str], option: str = "", problem: str = "") -> "OptionsForm":
        """Return the form with the values that were refused, to be corrected.

        Args:
            values: the submitted values, by field name.
            option: the name of the field to blame, or "".
            problem: why it was refused, or "".
        """

        def filled(field: FormField) -> FormField:
            value = values.get(field.name, field.value)
            shows = field.shows if value == field.value else ""
            return replace(field, value=value, shows=shows, wrong=field.name == option)

        return replace(self, fields=tuple(map(filled, self.fields)), problem=problem)


@dataclass(frozen=True, slots=True)
class Form:
    """A form to fill in when a button is pressed, before the press is sent.

    Args:
        title: the form's title.
        fields: the fields, at least one; a single text field is named TYPED.
        asks: the full question, shown above the fields, or "".
        example: an example of the answer in words, for where no form can be shown, or "".
    """

    title: str
    fields: tuple[FormField, ...]
    asks: str = ""
    example: str = ""

    @property
    def is_single(self) -> bool:
        """Return whether it has a single text field, so that the result is one text."""
        return [each.name for each in self.fields] == [TYPED]

    def again(self, values: Mapping[str, str], option: str = "") -> "Form":
        """Return the form with the values that were refused, to be corrected.

        Args:
            values: the submitted values, by field name.
            option: the name of the field to blame; the first field if there's none of that name.
        """
        names = [each.name for each in self.fields]
        blamed = option if option in names else names[0]
        filled = (
            replace(each, value=values.get(each.name, each.value), wrong=each.name == blamed) for each in self.fields
        )
        return replace(self, fields=tuple(filled))


def text_form(title: str, label: str, placeholder: str = "", longest: int = 200, asks: str = "") -> Form:
    """Return a form with a single text field.

    Args:
        title: the form's title.
        label: the field's label.
        placeholder: an example or a hint shown in the empty field.
        longest: the maximum number of characters.
        asks: the full question, shown above the field, or "".
    """
    return Form(title, (FormField(TYPED, label, placeholder=placeholder, longest=longest),), asks)


AnyForm: TypeAlias = Form | OptionsForm
