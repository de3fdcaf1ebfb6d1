"""Forms: what they ask for, field by field, with the limits that they know."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeAlias

TYPED = "text"
"""The name of a form's only field."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One value that an option may take.

    Args:
        value: what's sent.
        label: what's shown.
    """

    value: str
    label: str


class Picker(StrEnum):
    """What a value is picked with, where a platform has such a thing; elsewhere it's typed."""

    TIME = "time"
    """A clock; the value is like 09:00."""
    DATE = "date"
    """A calendar; the value is like 2030-12-31."""


@dataclass(frozen=True, slots=True)
class FormField:
    """One thing that a form asks for, with its limits, so that nobody can type what would be refused.

    Args:
        name: tells it from the form's other fields.
        label: what's above it.
        hint: what it's for, in a few words, or "".
        placeholder: an example shown while it's empty, or "".
        value: what's in it at first.
        required: the form makes no sense without it.
        longest: characters of a text.
        bounds: the least and the greatest of a whole number; None for a text.
        choices: the only values allowed; empty for any.
        completes: values are suggested while a person types.
        role: it takes a role or a user group.
        channel: it takes a channel.
        member: it takes a person.
        file: it takes a file.
        wrong: what's in it was refused.
        picker: what it's picked with, if not typed.
        several: values any number of which may be chosen; what's chosen is written one after another, with commas.
        emptied: what it counts as when someone has taken out what stood in it; "" if that means nothing.
        shows: what people read instead of its value, if the value is for platforms alone.
        lines: its text may have several lines.
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
        """Return which of several values stand in it; none if something else does."""
        values = tuple(part for each in self.value.split(",") if (part := each.strip()))
        return values if all(any(each == known.value for known in self.several) for each in values) else ()


@dataclass(frozen=True, slots=True)
class OptionsForm:
    """The options of a command, to be filled in.

    Args:
        command: its name.
        title: of the form.
        asks: what the command does.
        fields: one for each option.
        problem: why what was filled in before was refused, or "".
        fixed: options that go along unasked: their names and values.
    """

    command: str
    title: str
    asks: str
    fields: tuple[FormField, ...]
    problem: str = ""
    fixed: tuple[tuple[str, str], ...] = ()

    @property
    def emptied(self) -> dict[str, str]:
        """Return what fields count as that had something in them and were emptied, by their names."""
        return {each.name: each.emptied for each in self.fields if each.emptied and each.value.strip()}

    def headed(self, title: str) -> "OptionsForm":
        """Return it under another title, for a purpose that every field is needed for."""
        return replace(self, title=title, fields=tuple(replace(each, required=True) for each in self.fields))

    def filled(self, given: Mapping[str, str]) -> dict[str, str]:
        """Return the command's options as the form was filled in, without what stood in it before.

        Args:
            given: what came back, by the name of the field; fields that weren't shown aren't there.
        """
        options = dict(self.fixed)
        for each in self.fields:
            value = given.get(each.name, each.value).strip()
            if value and value != each.value.strip():
                options[each.name] = value
            elif not value and each.name in self.emptied:
                options[each.name] = each.emptied
        return options


@dataclass(frozen=True, slots=True)
class Form:
    """What's asked when a button is pressed, before the press is sent.

    Args:
        title: of the form.
        fields: what it asks for, at least one; the only one is named TYPED.
        asks: what's asked in full, shown above the fields, or "".
        example: how the same is answered in words, where no form can be shown, or "".
    """

    title: str
    fields: tuple[FormField, ...]
    asks: str = ""
    example: str = ""

    @property
    def is_single(self) -> bool:
        """Return whether it has a single field, so that what comes back is a text."""
        return [each.name for each in self.fields] == [TYPED]

    def again(self, values: Mapping[str, str], option: str = "") -> "Form":
        """Return it with what was filled in before and refused.

        Args:
            values: what was filled in, by the name of the field.
            option: the field to blame, by its name; the first one if it has no such field.
        """
        names = [each.name for each in self.fields]
        blamed = option if option in names else names[0]
        filled = (
            replace(each, value=values.get(each.name, each.value), wrong=each.name == blamed) for each in self.fields
        )
        return replace(self, fields=tuple(filled))


def text_form(title: str, label: str, placeholder: str = "", longest: int = 200, asks: str = "") -> Form:
    """Make a form that asks for one text.

    Args:
        title: of the form.
        label: of its only field.
        placeholder: an example or a hint shown in the empty field.
        longest: characters of the text.
        asks: what's asked in full, shown above the field, or "".
    """
    return Form(title, (FormField(TYPED, label, placeholder=placeholder, longest=longest),), asks)


AnyForm: TypeAlias = Form | OptionsForm
