"""Commands: what people can type, described once for every platform.

A command's options are a frozen dataclass; each field is declared with `option`, which holds its default. So a
default stands once, and what help says of it follows.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields
from dataclasses import Field as DataclassField
from enum import StrEnum
from types import NoneType
from typing import Any, Generic, TypeAlias, TypeVar, dataclass_transform, get_args, get_type_hints

from bot.language.files import GivenFile
from bot.language.forms import Field, Suggestion
from bot.language.message import CommandMention, Offer, Refusal, text
from bot.language.naming import check_name
from bot.language.nearest import did_you_mean, nearest
from bot.language.people import Audience, Member, Place, Right, check_right
from bot.language.refusals import blaming, values
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
        pings: the role that it takes is to be pinged.
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
        pings: the role that it takes is to be pinged.
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


def left_alone(*commands: "AnyCommand", but: Collection[str] = ()) -> list[tuple[str, Any, Any]]:
    """Return the options of several commands, each once, as fields of one that changes what they've made.

    What isn't given stays as it is, so each is None by default. They're so many that each has to be named.

    Args:
        commands: whose options.
        but: the names of those to leave out.
    """
    found: dict[str, tuple[str, Any, Any]] = {}
    for command in commands:
        hints = get_type_hints(command.takes)
        for each in fields(command.takes):
            if each.name not in but:
                described = {**each.metadata["option"], "summary": each.metadata["about"], "by_name": True}
                kept = field(default=None, metadata={**each.metadata, "option": described})
                found.setdefault(each.name, (each.name, hints[each.name] | None, kept))
    return [*found.values()]


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(option,))
def options(cls: type[OptionsT]) -> type[OptionsT]:
    """Declare the options of a command: a frozen dataclass whose fields are made with `option`, in typing order."""
    return dataclass(frozen=True, slots=True, kw_only=True)(cls)


@options
class NoOptions:
    """A command without options."""


PRIVATE = CommandOption(
    "private",
    "whether only you see it (as in your settings by default)",
    choices=(Suggestion("yes", "Only you"), Suggestion("no", "Everyone here")),
    by_name=True,
)
"""An option of each command whose answer is for all, but needn't be."""


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
        of_team: it's about those who learn together, so it's of no use to someone alone.
        shared: its answer is for all in the place, unless it's asked for in private.
        question: the option that holds a question in someone's own words; "" for none.
        in_order: several values of one sort may be typed without their names, in the order of the options; where
            that would be a riddle, as in settings, each has to be named.

    Attributes:
        options: what `takes` declares; where the answer is shared, also whether it's to be private.
    """

    name: str
    summary: str
    example: str
    takes: type[OptionsT]
    right: Right = Right.EVERYONE
    doing: str = ""
    needs_channel: bool = False
    in_order: bool = True
    of_team: bool = False
    shared: bool = False
    question: str = ""
    options: tuple[CommandOption, ...] = field(init=False)

    def __post_init__(self) -> None:
        asked_privately = (PRIVATE,) if self.shared else ()
        object.__setattr__(self, "options", (*_options_of(self.takes), *asked_privately))

    @property
    def group(self) -> str | None:
        """Return the first word of a name of two."""
        group, _, rest = self.name.partition(" ")
        return group if rest else None

    def check_may_run(self, member: Member, place: Place) -> None:
        """Let a member use the command in a place, or say why not.

        Raises:
            Refusal: they lack the right, or the place isn't a channel.
        """
        check_right(member, self.right, self.doing)
        if self.needs_channel and place.direct:
            raise Refusal(f"/{self.name} works in a channel; run it in one of yours.")

    def may_run(self, member: Member, place: Place) -> bool:
        """Return whether a member may use the command in a place."""
        try:
            self.check_may_run(member, place)
        except Refusal:
            return False
        return True

    def parse(self, raw: Mapping[str, str], files: Mapping[str, GivenFile] | None = None) -> OptionsT:
        """Read the options' values from what was typed.

        Args:
            raw: what was typed, by the option's name.
            files: what was given along, likewise.

        Raises:
            Refusal: an option is unknown, missing or wrong.
        """
        known = {option.name: option for option in self.options}
        for name in raw:
            if name not in known:
                raise self.no_option(name)
        given = {option.name: files[option.name] for option in self.options if files and option.name in files}
        for option in self.options:
            if option.required and option.name not in given and not raw.get(option.name, "").strip():
                lacks = text(f"/{self.name} needs “{option.name}”; try ", CommandMention(self.example))
                raise Refusal(lacks, option=option.name)
        read: Callable[..., OptionsT] = self.takes
        values: dict[str, str | int | GivenFile] = {name: known[name].parse(value) for name, value in raw.items()}
        values |= given
        if self.shared:
            values.pop(PRIVATE.name, None)  # it's no matter of the command's, but of who sees what it says
        return read(**values)

    def wants_private(self, raw: Mapping[str, str]) -> bool | None:
        """Return whether an answer is asked for in private, or for all; None where that's left open.

        Args:
            raw: what was typed, by the option's name.

        Raises:
            Refusal: it's neither yes nor no.
        """
        if not self.shared or PRIVATE.name not in raw:
            return None
        return PRIVATE.parse(raw[PRIVATE.name]) == "yes"

    def no_option(self, name: str, instead: Sequence[str] = ()) -> Refusal:
        """Make the refusal of an option that the command doesn't have, with those that were probably meant.

        Args:
            name: as typed.
            instead: whole commands that would do.
        """
        near = nearest(name, [option.name for option in self.options], least=ALIKE)
        takes = ", ".join(option.name for option in self.options) or "no options"
        hint = f". {did_you_mean(near)}" if near else f"; it takes {takes}."
        offers = [Offer(line, line=line) for line in instead]
        return Refusal(f"/{self.name} has no option “{clean(name)[:40]}”{hint}", offers=offers)


AnyCommand: TypeAlias = Command[Any]
"""A command, whatever its options."""


def _options_of(takes: Any) -> tuple[CommandOption, ...]:  # noqa: ANN401 (the class of a command's options)
    hints = get_type_hints(takes)
    return tuple(_option_of(each, hints[each.name]) for each in fields(takes))


def _option_of(declared: "DataclassField[Any]", hint: type) -> CommandOption:
    described = dict(declared.metadata["option"])
    integer = {kind for kind in get_args(hint) or (hint,) if kind is not NoneType} == {int}
    kind = OptionKind.INTEGER if integer else OptionKind.TEXT
    for other in (OptionKind.ROLE, OptionKind.CHANNEL, OptionKind.MEMBER, OptionKind.FILE):
        kind = other if described.pop(other.value, False) else kind
    return CommandOption(declared.name, kind=kind, required=declared.default is MISSING, **described)
