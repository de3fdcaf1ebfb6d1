"""Options: what a command takes, declared once for every platform.

A command's options are a frozen dataclass; each field is declared with `option`, which holds its default. So a
default stands once, and what help says of it follows.
"""

from collections.abc import Callable
from dataclasses import MISSING, Field, dataclass, field, fields
from enum import StrEnum
from types import NoneType
from typing import Any, TypeVar, dataclass_transform, get_args, get_type_hints

from bot.language.forms import FormField, Suggestion
from bot.language.name_check import check_name
from bot.language.nearest import did_you_mean, nearest
from bot.language.people import Audience
from bot.language.refusals import Refusal, blaming, values
from bot.language.text import clean, fold, listed, plain, unquoted

MAX_TEXT = 300
"""Characters of a typed option, unless the option says less."""

_SWITCHES = {"on": "yes", "off": "no"}
"""What people also type where the choice is between yes and no."""

ALIKE = 0.6
"""Similarity (0…1) from which a mistyped name is taken for a guess worth offering."""

OptionsT = TypeVar("OptionsT")


class OptionKind(StrEnum):
    """What an option takes."""

    TEXT = "text"
    INTEGER = "integer"
    ROLE = "role"
    """A role or a user group, as the platform vouches for it (see people.Audience)."""
    CHANNEL = "channel"
    """A channel of the tenant, as the platform vouches for it (see people.Place); or a name that was typed."""
    MEMBER = "member"
    """A person of the tenant, as the platform vouches for them (see people.Member); or a name that was typed."""
    FILE = "file"
    """A file, which is given along with what's typed (see files.GivenFile)."""

    @property
    def is_vouched_for(self) -> bool:
        """Return whether only a platform can say what a value stands for, so that it can't travel in a button."""
        return self in (OptionKind.ROLE, OptionKind.CHANNEL, OptionKind.MEMBER, OptionKind.FILE)


def _never(_said: str) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Notation:
    """How an option's values are written, if that tells them from other words: as a time of day, for example.

    Args:
        reads: tells of a text, as bot.language.text.said gives it, whether all of it is surely such a value.
        resembles: tells whether it seems meant as one although it isn't, so that its reader should say what's wrong.
        also_named: what it reads besides, where the option's name stands before it.
    """

    reads: Callable[[str], bool]
    resembles: Callable[[str], bool] = _never
    also_named: Callable[[str], bool] = _never

    def named(self, said: str) -> bool:
        """Return whether a text is such a value where the option's name stands before it."""
        return self.reads(said) or self.also_named(said)


@dataclass(frozen=True, slots=True)
class CommandOption:
    """One option of a command, as a platform offers it.

    Args:
        name: lower-case, unique within the command.
        summary: what it's for, in a few words (≤ 100 characters).
        kind: what it takes.
        required: the command makes no sense without it.
        minimum, maximum: of an integer, inclusive.
        longest: of a text, in characters.
        choices: the only values allowed, if they're fixed and few (≤ 25).
        completes: the command suggests values while a person types.
        notation: how its values are written, if other words can be told from them.
        by_name: it's taken only with its name, since a loose word must not do so much.
        leads: words that may stand before its value in place of its name, such as until.
        names: it names something that's made.
        pings: the role that it takes is to ping.
    """

    name: str
    summary: str
    kind: OptionKind = OptionKind.TEXT
    required: bool = False
    minimum: int = 0
    maximum: int = 999_999_999
    longest: int = MAX_TEXT
    choices: tuple[Suggestion, ...] = ()
    completes: bool = False
    notation: Notation | None = None
    by_name: bool = False
    leads: tuple[str, ...] = ()
    names: bool = False
    pings: bool = False

    @property
    def is_open(self) -> bool:
        """Return whether any words may be its value."""
        return self.kind is OptionKind.TEXT and not self.choices and self.notation is None

    def parse(self, raw: str) -> str | int:
        """Read the option's value from what was typed.

        Raises:
            Refusal: it's empty, too long, no number, out of range, none of the choices or no name that can be seen;
                it blames this option.
        """
        with blaming(self.name):
            if self.names:
                check_name(raw)
            return self._parse(clean(raw) if self.kind.is_vouched_for else unquoted(clean(raw)))

    def field(self, given: str, *, wrong: bool) -> FormField:
        """Return what a form asks to fill the option in.

        Args:
            given: what was typed before.
            wrong: whether that was refused.
        """
        return FormField(
            self.name,
            self.name.replace("_", " ").capitalize(),
            hint=self.summary,
            value=given,
            required=self.required,
            longest=self.longest,
            bounds=(self.minimum, self.maximum) if self.kind is OptionKind.INTEGER else None,
            choices=self.choices,
            completes=self.completes,
            role=self.kind is OptionKind.ROLE,
            channel=self.kind is OptionKind.CHANNEL,
            member=self.kind is OptionKind.MEMBER,
            file=self.kind is OptionKind.FILE,
            wrong=wrong,
        )

    def choice(self, typed: str) -> str | None:
        """Return the choice that's spelt out, by its value or its label; None if none is."""
        wanted = fold(plain(typed))
        if {each.value for each in self.choices} == set(_SWITCHES.values()):
            wanted = _SWITCHES.get(wanted, wanted)
        return next((each.value for each in self.choices if wanted in (fold(each.value), fold(each.label))), None)

    def guess(self, typed: str) -> str | None:
        """Return the choice whose value was probably meant by a misspelling; None if none is alike."""
        near = nearest(plain(typed), [each.value for each in self.choices], limit=1, least=ALIKE)
        return near[0] if near else None

    def _parse(self, value: str) -> str | int:
        if self.kind is OptionKind.FILE:
            raise Refusal(f"A name isn't enough for “{self.name}”; give me the file itself.")
        if not value:
            raise Refusal(f"“{self.name}” is empty; give it a value or leave it out.")
        if self.kind is OptionKind.INTEGER:
            return self._parse_integer(plain(value))
        if len(value) > self.longest:
            raise Refusal(f"“{self.name}” is too long; keep it to {self.longest} characters.")
        if self.kind is OptionKind.ROLE:
            audience = Audience.read(value)
            return audience.text if audience else ""
        if self.choices:
            return self._choice(plain(value))
        return value if self.notation is None else plain(value)

    def _parse_integer(self, value: str) -> int:
        digits = value.removeprefix("-")
        if not (digits.isascii() and digits.isdigit()):
            raise Refusal(f"“{self.name}” must be a whole number from {self.minimum} to {self.maximum}.")
        if len(digits) > 9 or not self.minimum <= int(value) <= self.maximum:
            raise Refusal(f"“{self.name}” must be between {self.minimum} and {self.maximum}.")
        return int(value)

    def _choice(self, value: str) -> str:
        """Return the choice that was typed, by its value or its label; offer those that are like it, or all."""
        found = self.choice(value)
        if found is not None:
            return found
        allowed = [each.value for each in self.choices]
        near = nearest(value, allowed)
        hint = did_you_mean(near) if near else f"Use {listed(allowed, 'or')}."
        sentence = f"“{value[:40]}” isn't a choice for “{self.name}”. {hint}"
        raise Refusal(sentence, offers=values(near or allowed))


def option(
    summary: str,
    *,
    default: object = MISSING,
    usual: str = "",
    role: bool = False,
    channel: bool = False,
    member: bool = False,
    file: bool = False,
    minimum: int = 0,
    maximum: int = 999_999_999,
    longest: int = MAX_TEXT,
    choices: tuple[Suggestion, ...] = (),
    completes: bool = False,
    notation: Notation | None = None,
    by_name: bool = False,
    leads: tuple[str, ...] = (),
    names: bool = False,
    pings: bool = False,
) -> Any:  # noqa: ANN401 (the declared field's own type)
    """Declare an option as a field of a command's options.

    Args:
        summary: what it's for, in a few words; what happens by default is added.
        default: its value if it isn't given; without one it must be.
        usual: what happens by default, if the value itself doesn't say; "" shows the value, if it's a plain one.
        role: it takes a role or a user group.
        channel: it takes a channel.
        member: it takes a person.
        file: it takes a file, which can only be given with its name.
        minimum: of an integer, inclusive.
        maximum: of an integer, inclusive.
        longest: of a text, in characters.
        choices: the only values allowed.
        completes: values are suggested while a person types.
        notation: how its values are written, if other words can be told from them.
        by_name: it's taken only with its name, since a loose word must not do so much.
        leads: words that may stand before its value in place of its name, such as until.
        names: it names something that's made.
        pings: the role that it takes is to ping.
    """
    shown = usual or (str(default) if default not in (MISSING, None, "") else "")
    described = {
        "summary": f"{summary} ({shown} by default)" if shown else summary,
        "role": role,
        "channel": channel,
        "member": member,
        "file": file,
        "minimum": minimum,
        "maximum": maximum,
        "longest": longest,
        "choices": choices,
        "completes": completes,
        "notation": notation,
        "by_name": by_name or file,
        "leads": leads,
        "names": names,
        "pings": pings,
    }
    metadata = {"option": described, "about": summary}
    return field(metadata=metadata) if default is MISSING else field(default=default, metadata=metadata)


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(option,))
def options(cls: type[OptionsT]) -> type[OptionsT]:
    """Declare the options of a command: a frozen dataclass whose fields are made with `option`, in typing order."""
    return dataclass(frozen=True, slots=True, kw_only=True)(cls)


@options
class NoOptions:
    """A command without options."""


def declared(takes: Any) -> tuple[CommandOption, ...]:  # noqa: ANN401 (the class of a command's options)
    """Return the options that a class declares, in order."""
    hints = get_type_hints(takes)
    return tuple(_option_of(each, hints[each.name]) for each in fields(takes))


def _option_of(declared: "Field[Any]", hint: type) -> CommandOption:
    described = dict(declared.metadata["option"])
    integer = {kind for kind in get_args(hint) or (hint,) if kind is not NoneType} == {int}
    kind = OptionKind.INTEGER if integer else OptionKind.TEXT
    for other in (OptionKind.ROLE, OptionKind.CHANNEL, OptionKind.MEMBER, OptionKind.FILE):
        kind = other if described.pop(other.value, False) else kind
    return CommandOption(declared.name, kind=kind, required=declared.default is MISSING, **described)
