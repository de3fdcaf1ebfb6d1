"""The options of commands, declared once for all platforms.

A command's options are a frozen dataclass; each field is declared with `option`, including its default. So each
default is stated once, and the help text is derived from it.
"""

import re
from collections.abc import Callable
from dataclasses import MISSING, Field, dataclass, field, fields
from enum import StrEnum
from types import NoneType
from typing import Any, TypeVar, dataclass_transform, get_args, get_type_hints
from unicodedata import normalize

from bot.language.forms import FormField, Suggestion
from bot.language.name_check import check_name
from bot.language.nearest import did_you_mean, nearest
from bot.language.people import Audience
from bot.language.refusals import Refusal, blaming, values
from bot.language.text import clean, fold, listed, plain, unquoted
from bot.language.whole_numbers import Worth, whole_number

MAX_TEXT = 300
"""Maximum length of a typed value, unless the option sets a lower one."""

_SYNONYMS = {
    "alltime": "all",
    "overall": "all",
    "ever": "all",
    "everything": "all",
    "chart": "picture",
    "image": "picture",
    "excel": "xlsx",
    "xls": "xlsx",
    "zip": "yaml",
    "folder": "yaml",
    "apkg": "anki",
    "xml": "moodle",
    "md": "markdown",
    "question": "choice",
    "multiple choice": "choice",
}
"""Other words for choices."""

_ARTICLE = re.compile(r"^An? ")
_SEPARATOR = re.compile(r"(?<=\w)[-_](?=\w)")
_SPELT_OUT = 3
"""How many times longer a value may get when it's spelt out: “½” becomes “1⁄2”."""

_SWITCHES = {"on": "yes", "off": "no"}
"""Alternative words for options with the choices yes and no."""

ALIKE = 0.6
"""Minimum similarity (0…1) for suggesting a name for a mistyped one."""

OptionsT = TypeVar("OptionsT")


class OptionKind(StrEnum):
    """What an option takes."""

    TEXT = "text"
    INTEGER = "integer"
    ROLE = "role"
    """A role or a user group, confirmed by the platform (see people.Audience)."""
    CHANNEL = "channel"
    """A channel of the tenant, confirmed by the platform (see people.Place), or a typed name."""
    MEMBER = "member"
    """A person in the tenant, confirmed by the platform (see people.Member), or a typed name."""
    FILE = "file"
    """A file attached to the command (see files.GivenFile)."""

    @property
    def is_resolved(self) -> bool:
        """Return whether only the platform can say what a value refers to, so that a button can't carry it."""
        return self in (OptionKind.ROLE, OptionKind.CHANNEL, OptionKind.MEMBER, OptionKind.FILE)


def _never(_said: str) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Notation:
    """The format of an option's values, if it distinguishes them from other words: a time of day, for example.

    Args:
        reads: returns whether all of a text, normalised by `bot.language.text.said`, is clearly such a value.
        resembles: returns whether a text that isn't such a value looks meant as one, so that the option should report
            what's wrong with it.
        also_named: returns whether a text is such a value if the option's name comes before it, in addition to
            `reads`.
    """

    reads: Callable[[str], bool]
    resembles: Callable[[str], bool] = _never
    also_named: Callable[[str], bool] = _never

    def named(self, text: str) -> bool:
        """Return whether a text that follows the option's name is such a value."""
        return self.reads(text) or self.also_named(text)


@dataclass(frozen=True, slots=True)
class CommandOption:
    """An option of a command, as platforms offer it.

    Args:
        name: its name, lower-case and unique within the command.
        summary: what it's for, in a few words (≤ 100 characters).
        kind: the type of its values.
        required: whether it must be given.
        minimum, maximum: the range of an integer, inclusive.
        longest: the maximum number of characters of a text.
        choices: the only values allowed, if they're fixed and few (≤ 25).
        completes: whether values are suggested while a person types.
        notation: the format of its values, if it distinguishes them from other words.
        by_name: whether its name is mandatory, because a stray word mustn't have such an effect.
        leads: words that may introduce its value instead of its name, such as until.
        names: whether its value becomes the name of something new.
        pings: whether the role is to be pinged.
        worth: what people may count instead, in the singular, and how much each is: 5 working days for a week.
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
    worth: Worth = ()

    @property
    def is_open(self) -> bool:
        """Return whether it's an open option: one that accepts any text."""
        return self.kind is OptionKind.TEXT and not self.choices and self.notation is None

    def parse(self, raw: str) -> str | int:
        """Parse the option's value.

        Raises:
            Refusal: it's empty, too long, not a number, out of range, not one of the choices or not a visible name;
                the refusal blames this option.
        """
        with blaming(self.name):
            if self.names:
                check_name(raw)
            return self._parse(clean(raw) if self.kind.is_resolved else unquoted(clean(raw)))

    def field(self, value: str, *, wrong: bool) -> FormField:
        """Return the form field for the option.

        Args:
            value: the value typed before.
            wrong: whether that value was refused.
        """
        return FormField(
            self.name,
            self.name.replace("_", " ").capitalize(),
            hint=self.summary,
            value=value,
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
        """Return the choice whose value or label was typed; None if there's none."""
        folded = _SEPARATOR.sub(" ", fold(plain(typed)))
        if {each.value for each in self.choices} == set(_SWITCHES.values()):
            folded = _SWITCHES.get(folded, folded)
        ways = (folded, folded.removesuffix("ly"), _SYNONYMS.get(folded, folded))
        named = {
            _SEPARATOR.sub(" ", fold(name)): each.value
            for each in self.choices
            for name in (_ARTICLE.sub("", each.label), each.label, each.value)
        }
        return next((named[way] for way in ways if way in named), None)

    def guess(self, typed: str) -> str | None:
        """Return the choice that was probably meant by a misspelt value; None if none is similar."""
        near = nearest(plain(typed), [each.value for each in self.choices], limit=1, least=ALIKE)
        return near[0] if near else None

    def _parse(self, value: str) -> str | int:
        if self.kind is OptionKind.FILE:
            raise Refusal(f"A name isn't enough for “{self.name}”; give me the file itself.")
        if not value:
            raise Refusal(f"“{self.name}” is empty; give it a value{'' if self.required else ' or leave it out'}.")
        if self.kind is OptionKind.INTEGER:
            return self._parse_integer(value)
        # Spelt out, a single “ﷺ” is four words: many of them would take seconds to look up.
        if len(value) > self.longest or len(normalize("NFKC", value)) > _SPELT_OUT * self.longest:
            raise Refusal(f"“{self.name}” is too long; keep it to {self.longest} characters.")
        if self.kind is OptionKind.ROLE:
            audience = Audience.read(value)
            return audience.text if audience else ""
        if self.choices:
            return self._choice(plain(value))
        return value if self.notation is None else plain(value)

    def _parse_integer(self, value: str) -> int:
        number = whole_number(value, self.name, self.worth)
        if number is None:
            raise Refusal(f"“{self.name}” must be a whole number from {self.minimum} to {self.maximum}.")
        if len(number.removeprefix("-")) > 9 or not self.minimum <= int(number) <= self.maximum:
            raise Refusal(f"“{self.name}” must be between {self.minimum} and {self.maximum}.")
        return int(number)

    def _choice(self, value: str) -> str:
        """Return the choice whose value or label was typed; else refuse, and offer similar choices or all of them."""
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
    worth: Worth = (),
) -> Any:  # noqa: ANN401 (the declared field's own type)
    """Declare an option as a field of a command's options.

    Args:
        summary: what it's for, in a few words; the default is added to it.
        default: its default value; without one, the option is required.
        usual: a description of the default; "" shows the default value, if it's a plain one.
        role: whether it takes a role or a user group.
        channel: whether it takes a channel.
        member: whether it takes a person.
        file: whether it takes a file, for which the name is mandatory.
        minimum: the minimum of an integer.
        maximum: the maximum of an integer.
        longest: the maximum number of characters of a text.
        choices: the only values allowed.
        completes: whether values are suggested while a person types.
        notation: the format of its values, if it distinguishes them from other words.
        by_name: whether its name is mandatory, because a stray word mustn't have such an effect.
        leads: words that may introduce its value instead of its name, such as until.
        names: whether its value becomes the name of something new.
        pings: whether the role is to be pinged.
        worth: what people may count instead, in the singular, and how much each is: 5 working days for a week.
    """
    usual_text = usual or (str(default) if default not in (MISSING, None, "") else "")
    described = {
        "summary": f"{summary} ({usual_text} by default)" if usual_text else summary,
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
        "worth": worth,
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
