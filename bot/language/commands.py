"""Commands: what people can type, described once for every platform."""

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
        object.__setattr__(self, "options", (*declared(self.takes), *asked_privately))

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
