"""/schedule edit, with every option of every kind of schedule, and its forms."""

from collections.abc import Sequence
from dataclasses import fields, make_dataclass
from typing import Any

from bot.features.learners.zones import LONGEST, ZONE
from bot.features.scheduling import actions
from bot.features.scheduling.edit_forms import COMMAND
from bot.features.scheduling.editing import Editing
from bot.features.scheduling.listing import ScheduleList
from bot.features.scheduling.notations import DATE, DAYS, LAST_DAY, TIME
from bot.features.scheduling.options import schedule_command
from bot.language.commands import AnyCommand, left_alone
from bot.language.forms import OptionsForm, Suggestion
from bot.language.message import Message
from bot.language.options import Notation, option, options
from bot.language.people import NOBODY, Right, check_right
from bot.language.refusals import Refusal
from bot.language.requests import Asker
from bot.language.routes import Routes

_CLOCK = Notation(lambda said: not said.isdigit() and TIME.reads(said), TIME.resembles, TIME.reads)
"""A time of day, except bare numbers, which are schedules' numbers here."""


@options
class EditScheduleOptions:
    """Options of /schedule edit that all kinds of schedules have."""

    schedule: str = option("its number, or what it does", default="", usual="the only one", completes=True)
    time: str | None = option("the new time, such as 10:00", default=None, notation=_CLOCK)
    days: str | None = option("the new days", default=None, completes=True, notation=DAYS)
    zone: str | None = option(
        "the new time zone", default=None, longest=LONGEST, completes=True, notation=ZONE, leads=("in",)
    )
    topic: str | None = option("another topic, or all", default=None, completes=True, leads=("on", "about"))
    channel: str | None = option("another channel to post in", default=None, channel=True, by_name=True)
    start: str | None = option("another first day", default=None, notation=DATE, leads=("from", "starting"))
    end: str | None = option("another last day, or never", default=None, notation=LAST_DAY, leads=("until", "ending"))
    notify: str | None = option("another role or user group to ping", default=None, role=True, by_name=True)
    everyone: str | None = option(
        "who else to ping",
        default=None,
        by_name=True,
        choices=(
            Suggestion("everyone", "@everyone: everyone in the channel"),
            Suggestion("here", "@here: everyone who's online"),
            Suggestion(NOBODY, "Nobody"),
        ),
    )


def edit_command(makers: Sequence[AnyCommand]) -> AnyCommand:
    """Make the command that changes all kinds of schedules.

    Args:
        makers: the kinds' commands, whose options it takes.
    """
    inherited = left_alone(*makers, but=[each.name for each in fields(EditScheduleOptions)])
    takes: type[Any] = make_dataclass(
        "EditAny", inherited, bases=(EditScheduleOptions,), frozen=True, slots=True, kw_only=True
    )
    return schedule_command(
        COMMAND.removeprefix("schedule "),
        "Change a schedule's time, days, channel or anything else",
        "1 10:00",
        takes,
    )


class EditCommands:
    """Serves changes of schedules.

    Args:
        command: the command /schedule edit.
        listing: finds the schedule that's named.
        editing: changes schedules.
    """

    def __init__(self, command: AnyCommand, listing: ScheduleList, editing: Editing) -> None:
        self._command = command
        self._listing = listing
        self._editing = editing

    def register(self, routes: Routes) -> None:
        """Register the command, its form and its button."""
        routes.command(self._command, self.edit)
        routes.options_form(actions.EditSchedule, self.form)
        routes.press(actions.ApplyChange, self.apply)

    async def edit(self, asker: Asker, options: EditScheduleOptions) -> Message:
        """Serve /schedule edit [schedule] with any options; without options, show what can be changed."""
        numbers = await self._listing.named(asker, options.schedule)
        if len(numbers) > 1:
            raise Refusal("One at a time, please; give the number of one schedule.", option="schedule")
        values = {each.name: getattr(options, each.name) for each in fields(options) if each.name != "schedule"}
        changes = {name: str(value) for name, value in values.items() if value is not None}
        return await self._editing.edit(asker, numbers[0], changes)

    async def form(self, asker: Asker, action: actions.EditSchedule) -> OptionsForm:
        """Return the form for changing some of a schedule's options."""
        check_right(asker.member, Right.ADMINISTRATOR, "change schedules")
        return await self._editing.form(asker, action.number, action.part)

    async def apply(self, asker: Asker, action: actions.ApplyChange) -> Message:
        """Replace a schedule with the version that was offered."""
        check_right(asker.member, Right.ADMINISTRATOR, "change schedules")
        return await self._editing.apply(asker, action.number, action.offered)
