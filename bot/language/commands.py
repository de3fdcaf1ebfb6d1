"""Commands: what people can type, described once for every platform.

A command's options are a frozen dataclass; each field is declared with `option`, which holds its default. So a
default stands once, and what help says of it follows.
"""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, field, fields
from dataclasses import Field as DataclassField
from enum import StrEnum
from types import NoneType
from typing import Any, Generic, TypeAlias, TypeVar, dataclass_transform, get_args, get_type_hints

from bot.language.forms import Field, Suggestion
from bot.language.message import Offer, Refusal
from bot.language.naming import check_name
from bot.language.nearest import did_you_mean, likeness, nearest
from bot.language.people import Audience, Right
from bot.language.refusals import blaming
from bot.language.text import clean, fold, listed

MAX_TEXT = 300
"""Characters of a typed option, unless the option says less."""

OptionsT = TypeVar("OptionsT")


class OptionKind(StrEnum):
    """What an option takes."""

    TEXT = "text"
    INTEGER = "integer"
    ROLE = "role"
    """A role or a user group, as the platform vouches for it (see people.Audience)."""


@dataclass(frozen=True, slots=True)
class Option:
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
        names: it names something that's made.
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
    names: bool = False

    def parse(self, raw: str) -> str | int:
        """Read the option's value from what was typed.

        Raises:
            Refusal: it's empty, too long, no number, out of range, none of the choices or no name that can be seen;
                it blames this option.
        """
        with blaming(self.name):
            if self.names:
                check_name(raw)
            return self._parse(clean(raw))

    def field(self, given: str, *, wrong: bool) -> Field:
        """Return what a form asks to fill the option in.

        Args:
            given: what was typed before.
            wrong: whether that was refused.
        """
        return Field(
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
            wrong=wrong,
        )

    def _parse(self, value: str) -> str | int:
        if not value:
            raise Refusal(f"“{self.name}” is empty; give it a value or leave it out.")
        if self.kind is OptionKind.INTEGER:
            return self._parse_integer(value)
        if len(value) > self.longest:
            raise Refusal(f"“{self.name}” is too long; keep it to {self.longest} characters.")
        if self.kind is OptionKind.ROLE:
            audience = Audience.read(value)
            return audience.text if audience else ""
        return self._choice(value) if self.choices else value

    def _parse_integer(self, value: str) -> int:
        digits = value.removeprefix("-")
        if not (digits.isascii() and digits.isdigit()):
            raise Refusal(f"“{self.name}” must be a whole number from {self.minimum} to {self.maximum}.")
        if len(digits) > 9 or not self.minimum <= int(value) <= self.maximum:
            raise Refusal(f"“{self.name}” must be between {self.minimum} and {self.maximum}.")
        return int(value)

    def _choice(self, value: str) -> str:
        """Return the choice that was typed, by its value or its label; offer them all, the likeliest first."""
        for choice in self.choices:
            if fold(value) in (fold(choice.value), fold(choice.label)):
                return choice.value

        def alike(choice: Suggestion) -> float:
            return max(likeness(value, choice.value), likeness(value, choice.label))

        near = nearest(value, [each.value for each in self.choices])
        allowed = did_you_mean(near) if near else f"Use {listed([each.value for each in self.choices], 'or')}."
        raise Refusal(
            f"“{value[:40]}” isn't a choice for “{self.name}”. {allowed}",
            offers=[
                Offer(each.label, each.value) for each in sorted(self.choices, key=lambda choice: -alike(choice))
            ],
        )


def option(
    summary: str,
    *,
    default: object = MISSING,
    usual: str = "",
    role: bool = False,
    minimum: int = 0,
    maximum: int = 999_999_999,
    longest: int = MAX_TEXT,
    choices: tuple[Suggestion, ...] = (),
    completes: bool = False,
    names: bool = False,
) -> Any:  # noqa: ANN401 (the declared field's own type)
    """Declare an option as a field of a command's options.

    Args:
        summary: what it's for, in a few words; what happens by default is added.
        default: its value if it isn't given; without one it must be.
        usual: what happens by default, if the value itself doesn't say; "" shows the value, if it's a plain one.
        role: it takes a role or a user group.
        minimum: of an integer, inclusive.
        maximum: of an integer, inclusive.
        longest: of a text, in characters.
        choices: the only values allowed.
        completes: values are suggested while a person types.
        names: it names something that's made.
    """
    shown = usual or (str(default) if default not in (MISSING, None, "") else "")
    described = {
        "summary": f"{summary} ({shown} by default)" if shown else summary,
        "role": role,
        "minimum": minimum,
        "maximum": maximum,
        "longest": longest,
        "choices": choices,
        "completes": completes,
        "names": names,
    }
    if default is MISSING:
        return field(metadata={"option": described})
    return field(default=default, metadata={"option": described})


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(option,))
def options(cls: type[OptionsT]) -> type[OptionsT]:
    """Declare the options of a command: a frozen dataclass whose fields are made with `option`, in typing order."""
    return dataclass(frozen=True, slots=True, kw_only=True)(cls)


@options
class NoOptions:
    """A command without options."""


@dataclass(frozen=True, slots=True)
class Command(Generic[OptionsT]):
    """One command, as every platform offers it.

    Args:
        name: lower-case, without the slash; two words if it's one of a group, such as `schedule list`.
        summary: what it does, in a few words (≤ 100 characters).
        example: a call that works, with the slash.
        takes: its options, in the order in which they may be typed without their names.
        right: who may use it.
        doing: what a person without the right is told they can't do, as the end of "can …".
        needs_channel: it makes no sense in a private conversation.

    Attributes:
        options: what `takes` declares.
    """

    name: str
    summary: str
    example: str
    takes: type[OptionsT]
    right: Right = Right.EVERYONE
    doing: str = ""
    needs_channel: bool = False
    options: tuple[Option, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "options", _options_of(self.takes))

    @property
    def group(self) -> str | None:
        """Return the first word of a name of two."""
        group, _, rest = self.name.partition(" ")
        return group if rest else None

    def parse(self, raw: Mapping[str, str]) -> OptionsT:
        """Read the options' values from what was typed.

        Args:
            raw: what was typed, by the option's name.

        Raises:
            Refusal: an option is unknown, missing or wrong.
        """
        known = {option.name: option for option in self.options}
        for name in raw:
            if name not in known:
                takes = f"it takes {', '.join(known)}" if known else "it takes no options"
                raise Refusal(f"/{self.name} has no option “{clean(name)[:40]}”; {takes}.")
        for option in self.options:
            if option.required and not raw.get(option.name, "").strip():
                raise Refusal(f"/{self.name} needs “{option.name}”; try {self.example}", option=option.name)
        read: Callable[..., OptionsT] = self.takes
        return read(**{name: known[name].parse(value) for name, value in raw.items()})


AnyCommand: TypeAlias = Command[Any]
"""A command, whatever its options."""


def _options_of(takes: Any) -> tuple[Option, ...]:  # noqa: ANN401 (the class of a command's options)
    hints = get_type_hints(takes)
    return tuple(_option_of(each, hints[each.name]) for each in fields(takes))


def _option_of(declared: "DataclassField[Any]", hint: type) -> Option:
    described = dict(declared.metadata["option"])
    integer = {kind for kind in get_args(hint) or (hint,) if kind is not NoneType} == {int}
    role = described.pop("role")
    kind = OptionKind.ROLE if role else OptionKind.INTEGER if integer else OptionKind.TEXT
    return Option(declared.name, kind=kind, required=declared.default is MISSING, **described)
