"""Commands that people can type, described once for all platforms."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, Generic, TypeAlias, get_type_hints

from bot.language.files import GivenFile
from bot.language.forms import Suggestion
from bot.language.nearest import did_you_mean, nearest
from bot.language.options import ALIKE, CommandOption, OptionsT, declared
from bot.language.people import Member, Place, Right, check_right
from bot.language.refusals import Offer, Refusal
from bot.language.rich_text import CommandMention, text
from bot.language.text import clean

PRIVATE = CommandOption(
    "private",
    "whether only you see it (as in your settings by default)",
    choices=(Suggestion("yes", "Only you"), Suggestion("no", "Everyone here")),
    by_name=True,
)
"""The option that makes an answer private, for each command that normally answers publicly."""


@dataclass(frozen=True, slots=True)
class Command(Generic[OptionsT]):
    """A command, as all platforms offer it.

    Args:
        name: lower-case, without the slash; two words if it belongs to a group, such as `schedule list`.
        summary: what it does, in a few words (≤ 100 characters).
        example: a working call, with the slash.
        takes: the class that declares its options, in the order in which they may be typed without names.
        right: who may use it.
        doing: the end of "Only an administrator can …", for those without the right.
        needs_channel: whether it works only in a channel, not in a private conversation.
        of_team: whether it's about learning together, so that it's no use to a single person.
        shared: whether its answer is public, unless the asker wants it in private.
        question: the name of the option that takes a question in free text; "" for none.
        in_order: whether several values of the same type may be typed without names, in the order of the options;
            where that would be confusing, as in settings, each must be named.

    Attributes:
        options: the options that `takes` declares, plus `private` if the answer is shared.
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
        object.__setattr__(self, "options", (*declared(self.takes), *asked_privately))

    @property
    def group(self) -> str | None:
        """Return the first word of a two-word name; None if the name is one word."""
        group, _, rest = self.name.partition(" ")
        return group if rest else None

    def check_may_run(self, member: Member, place: Place) -> None:
        """Check that a member may use the command in a place.

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

    def parse(
        self, raw: Mapping[str, str], files: Mapping[str, GivenFile] | None = None, example: str = ""
    ) -> OptionsT:
        """Parse the options' values.

        Args:
            raw: the typed values, by option name.
            files: the attached files, by option name.
            example: the line to try if an option is missing; "" for the command's own example.

        Raises:
            Refusal: an option is unknown, missing or invalid.
        """
        known = {option.name: option for option in self.options}
        for name in raw:
            if name not in known:
                raise self.no_option(name)
        files_given = {option.name: files[option.name] for option in self.options if files and option.name in files}
        if (option := self.missing(raw, files_given)) is not None:
            lacks = text(f"/{self.name} needs “{option.name}”; try ", CommandMention(example or self.example))
            raise Refusal(lacks, option=option.name)
        read: Callable[..., OptionsT] = self.takes
        values: dict[str, str | int | GivenFile] = {name: known[name].parse(value) for name, value in raw.items()}
        values |= files_given
        if self.shared:
            values.pop(PRIVATE.name, None)  # not for the command itself: it decides who sees the answer
        return read(**values)

    def missing(self, raw: Mapping[str, str], files: Collection[str] = ()) -> CommandOption | None:
        """Return the first required option without a value; None if none is missing.

        Args:
            raw: the typed values, by option name.
            files: the names of the options with an attached file.
        """
        return next(
            (
                each
                for each in self.options
                if each.required and each.name not in files and not raw.get(each.name, "").strip()
            ),
            None,
        )

    def wants_private(self, raw: Mapping[str, str]) -> bool | None:
        """Return whether the answer was requested in private or in public; None if neither.

        Args:
            raw: the typed values, by option name.

        Raises:
            Refusal: the value is neither yes nor no.
        """
        if not self.shared or PRIVATE.name not in raw:
            return None
        return PRIVATE.parse(raw[PRIVATE.name]) == "yes"

    def no_option(self, name: str, instead: Sequence[str] = ()) -> Refusal:
        """Return the refusal of an unknown option, with suggestions of what was probably meant.

        Args:
            name: the option's name, as typed.
            instead: complete commands to offer instead.
        """
        near = nearest(name, [option.name for option in self.options], least=ALIKE)
        takes = ", ".join(option.name for option in self.options) or "no options"
        hint = f". {did_you_mean(near)}" if near else f"; it takes {takes}."
        offers = [Offer(line, line=line) for line in instead]
        return Refusal(f"/{self.name} has no option “{clean(name)[:40]}”{hint}", offers=offers)


AnyCommand: TypeAlias = Command[Any]
"""A command with any type of options."""


def left_alone(*commands: "AnyCommand", but: Collection[str] = ()) -> list[tuple[str, Any, Any]]:
    """Return the options of several commands, each once, as fields for a command that edits what they've created.

    An option that isn't given stays unchanged, so all default to None. There are so many that each must be named.

    Args:
        commands: the commands whose options to collect.
        but: the names of options to leave out.
    """
    found: dict[str, tuple[str, Any, Any]] = {}
    for command in commands:
        hints = get_type_hints(command.takes)
        for each in fields(command.takes):
            if each.name not in but:
                described = {**each.metadata["option"], "summary": each.metadata["about"], "by_name": True}
                optional = field(default=None, metadata={**each.metadata, "option": described})
                found.setdefault(each.name, (each.name, hints[each.name] | None, optional))
    return [*found.values()]
