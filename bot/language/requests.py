"""What a platform asks of the core: calls, presses and completions, and how a command describes its options."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.language.message import Refusal
from bot.language.people import Audience, Member, Place, Right, Tenant
from bot.language.text import clean, fold

MAX_TEXT = 300
"""Characters of a typed option, unless the option says less."""


class Kind(StrEnum):
    """What an option takes."""

    TEXT = "text"
    INTEGER = "integer"
    ROLE = "role"
    """A role or a user group, as the platform vouches for it (see bot.language.people.Audience)."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One value that an option may take.

    Args:
        value: what is sent.
        label: what is shown.
    """

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a command.

    Args:
        name: lower-case, unique within the command.
        summary: what it is for, in a few words (≤ 100 characters).
        kind: what it takes.
        required: the command makes no sense without it.
        minimum, maximum: of an integer, inclusive.
        choices: the only values allowed, if they are fixed and few (≤ 25).
        completes: the command suggests values while a person types.
    """

    name: str
    summary: str
    kind: Kind = Kind.TEXT
    required: bool = False
    minimum: int = 0
    maximum: int = 999_999_999
    choices: tuple[Suggestion, ...] = ()
    completes: bool = False

    def parse(self, raw: str) -> str | int:
        """The option's value from what was typed.

        Raises:
            Refusal: it is empty, too long, no number, out of range or none of the choices.
        """
        value = clean(raw)
        if not value:
            raise Refusal(f"“{self.name}” is empty; give it a value or leave it out.")
        if self.kind is Kind.INTEGER:
            return self._parse_integer(value)
        if len(value) > MAX_TEXT:
            raise Refusal(f"“{self.name}” is too long; keep it under {MAX_TEXT} characters.")
        if self.kind is Kind.ROLE:
            audience = Audience.read(value)
            return audience.text if audience else ""
        if not self.choices:
            return value
        for choice in self.choices:
            if fold(value) in (fold(choice.value), fold(choice.label)):
                return choice.value
        allowed = ", ".join(choice.value for choice in self.choices)
        raise Refusal(f"“{value}” is not a choice for “{self.name}”; use one of: {allowed}.")

    def _parse_integer(self, value: str) -> int:
        digits = value.removeprefix("-")
        if not (digits.isascii() and digits.isdigit()):
            raise Refusal(f"“{self.name}” must be a whole number from {self.minimum} to {self.maximum}.")
        if len(digits) > 9 or not self.minimum <= int(value) <= self.maximum:
            raise Refusal(f"“{self.name}” must be between {self.minimum} and {self.maximum}.")
        return int(value)


@dataclass(frozen=True, slots=True)
class Command:
    """One command, as every platform offers it.

    Args:
        name: lower-case, without the slash; of two words where it is one of a group, such as `schedule list`.
        summary: what it does, in a few words (≤ 100 characters).
        example: a call that works, with the slash.
        options: in the order in which they may be typed without their names.
        right: who may use it.
        doing: what a person without the right is told they cannot do, as the end of "can …".
        needs_channel: it makes no sense in a private conversation.
    """

    name: str
    summary: str
    example: str
    options: tuple[Option, ...] = ()
    right: Right = Right.EVERYONE
    doing: str = ""
    needs_channel: bool = False

    @property
    def group(self) -> str | None:
        """The first word of a name of two."""
        group, _, rest = self.name.partition(" ")
        return group if rest else None

    def parse(self, raw: Mapping[str, str]) -> dict[str, str | int]:
        """The options' values from what was typed, by name.

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
                raise Refusal(f"/{self.name} needs “{option.name}”; try {self.example}")
        return {name: known[name].parse(value) for name, value in raw.items()}


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks something, where and when.

    Args:
        tenant, place, member: as the platform vouches for them.
        at: when the platform stamped the event, in UTC.
    """

    tenant: Tenant
    place: Place
    member: Member
    at: datetime


@dataclass(frozen=True, slots=True)
class Call:
    """A command used by somebody.

    Args:
        asker: who, where and when.
        command: its name, without the slash.
        options: raw values by option name, as typed.
    """

    asker: Asker
    command: str
    options: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button or a menu used by somebody.

    Args:
        asker: who, where and when.
        press: the id that came back, untrusted.
        text: what was typed into the button's form, or "".
    """

    asker: Asker
    press: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Completion:
    """A half-typed option for which suggestions are wanted.

    Args:
        asker: who, where and when.
        command, option: their names.
        typed: what stands there so far.
    """

    asker: Asker
    command: str
    option: str
    typed: str
