"""The /schedule commands and their buttons, all for administrators."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from functools import partial
from typing import Protocol

from bot.features.learners import settings
from bot.features.learners.chosen import Chosen
from bot.features.packs.taught import Packs
from bot.features.scheduling import actions, edit_forms
from bot.features.scheduling import pages as schedule_pages
from bot.features.scheduling.drafts import Recurring, check_may_ping, topics_of, wish_of
from bot.features.scheduling.kinds import PostKinds
from bot.features.scheduling.listing import ScheduleList
from bot.features.scheduling.making import Making
from bot.features.scheduling.naming import course_of
from bot.features.scheduling.options import schedule_command
from bot.features.scheduling.service import Schedules
from bot.features.scheduling.wording import EXAMPLES
from bot.language.channels import CHANNEL
from bot.language.commands import AnyCommand
from bot.language.forms import Form
from bot.language.message import Message
from bot.language.options import NoOptions, option, options
from bot.language.people import Place, Right, check_right
from bot.language.refusals import Refusal
from bot.language.requests import Asker
from bot.language.routes import Routes
from bot.naming.titles import Title, Titles

_ON_ONE = (
    actions.ShowSchedule,
    actions.PreviewSchedule,
    actions.PauseSchedule,
    actions.ResumeSchedule,
    actions.SkipDay,
    actions.UnskipDay,
    actions.PostNow,
    actions.RemoveSchedule,
    actions.BringBackSchedule,
)
"""The actions on one schedule."""

_DAYS = Titles(Title(days, days) for days in EXAMPLES)


class RemovesCourses(Protocol):
    """Removes courses, which are schedules that belong together."""

    async def remove(self, asker: Asker, course: int, *, sure: bool) -> Message:
        """Stop posting a course, once the asker is sure.

        Args:
            asker: the administrator.
            course: the course's number.
            sure: whether they've confirmed it.
        """
        ...


@options
class ScheduleOptions:
    """Options that name one schedule."""

    schedule: str = option("its number, or what it does", default="", usual="the only one", completes=True)


@options
class SchedulesOptions:
    """Options that name one or more schedules."""

    schedule: str = option("its number, course 3, or all", default="", usual="the only one", completes=True)


LIST = schedule_command("list", "See all schedules, and how their last posts went", "", NoOptions)
PREVIEW = schedule_command(
    "preview", "See the next five dates, and what the next post will look like", "1", ScheduleOptions
)
SKIP = schedule_command("skip", "Skip the next post", "1", ScheduleOptions)
UNSKIP = schedule_command("unskip", "Undo a skip", "1", ScheduleOptions)
NOW = schedule_command("now", "Post right now, as well as on schedule", "1", ScheduleOptions)
PAUSE = schedule_command("pause", "Stop posting for now", "1", SchedulesOptions)
RESUME = schedule_command("resume", "Start posting again", "1", SchedulesOptions)
REMOVE = schedule_command("remove", "Remove a schedule for good", "1", ScheduleOptions)
COMMANDS = (LIST, PREVIEW, SKIP, UNSKIP, NOW, PAUSE, RESUME, REMOVE)
GROUP = {"schedule": "Posts that go out by themselves, for administrators"}


class ScheduleCommands:
    """Serves schedules.

    Args:
        packs: know which packs each channel uses.
        chosen: the settings.
        kinds: the kinds of posts that people can schedule.
        schedules: serves existing schedules.
        listing: lists schedules, and finds those that are named.
        making: makes schedules.
        courses: removes courses.
    """

    def __init__(
        self,
        packs: Packs,
        chosen: Chosen,
        kinds: PostKinds,
        schedules: Schedules,
        listing: ScheduleList,
        making: Making,
        courses: RemovesCourses,
    ) -> None:
        self._packs = packs
        self._chosen = chosen
        self._kinds = kinds
        self._schedules = schedules
        self._listing = listing
        self._making = making
        self._courses = courses

    def register(self, routes: Routes) -> None:
        """Register the commands and presses of scheduling."""
        for name, kind in self._kinds.items():
            if kind.command is not None:
                routes.command(kind.command, partial(self.make, name))
                if kind.mixes_topics:
                    routes.own_completer(kind.command.name, "topic", self._packs.topics.several_titles)
        routes.command(LIST, self.list_all)
        routes.command(PREVIEW, self.preview)
        routes.command(SKIP, self.skip)
        routes.command(UNSKIP, self.unskip)
        routes.command(NOW, self.now)
        routes.command(PAUSE, self.pause)
        routes.command(RESUME, self.resume)
        routes.command(REMOVE, self.remove)
        for action in _ON_ONE:
            routes.press(action, self.press)
        routes.press(actions.OfferTips, self.offer)
        routes.press(actions.BeginTips, self.begin)
        routes.filled_form(actions.NewSchedule, self.new_form, self.make_new)
        routes.form(actions.ChooseZone, self.zone_form, self.choose_zone)
        routes.completer("schedule", self._listing.titles)
        routes.completer("days", self.days)

    async def make(self, kind: str, asker: Asker, options: Recurring) -> Message:
        """Serve /schedule tip and so on: [time] [days] [zone] [topic] [start] [end] [late], and the kind's options.

        Args:
            kind: the kind's name, such as tip.
            asker: the administrator.
            options: the command's options.
        """
        pack, topics = await topics_of(self._packs, asker, self._kinds[kind], options)
        wish = wish_of(self._kinds[kind], options)
        check_may_ping(asker.place, wish.notify, "everyone" if options.everyone else "notify")
        return await self._making.make(asker, kind, pack, topics, wish, _asked(options))

    async def new_form(self, asker: Asker, action: actions.NewSchedule) -> Form:
        """Return the form for making a schedule."""
        check_right(asker.member, Right.ADMINISTRATOR, "schedule posts")
        self._command(action.kind)
        return edit_forms.new_form(self._kinds[action.kind], await self._packs.taught(asker))

    async def make_new(self, asker: Asker, action: actions.NewSchedule, filled: Mapping[str, str]) -> Message:
        """Make a schedule in the channel chosen in the form, as the kind's command would there.

        Args:
            asker: the administrator who filled in the form.
            action: says which kind.
            filled: the values of the form, by field name.
        """
        command, place = self._command(action.kind), Place.read(filled.get(CHANNEL, ""))
        if place is None:
            raise Refusal("Choose the channel to post in.", option=CHANNEL)
        there = replace(asker, place=place)
        command.check_may_run(there.member, place)
        values = {name: value for name, value in filled.items() if name != CHANNEL and value.strip()}
        return await self.make(action.kind, there, command.parse(values))

    def _command(self, name: str) -> AnyCommand:
        """Return the command for a kind, whose name is untrusted.

        Raises:
            Refusal: there's no such kind.
        """
        kind = self._kinds.get(name)
        if kind is None or kind.command is None:
            raise Refusal("I can't post that any more; run /help schedule to see what I can post.")
        return kind.command

    async def list_all(self, asker: Asker, _options: NoOptions) -> Message:
        """Serve /schedule list."""
        return await self._listing.all(asker)

    async def preview(self, asker: Asker, options: ScheduleOptions) -> Message:
        """Serve /schedule preview [schedule]."""
        return await self._schedules.preview(asker, await self._one(asker, options))

    async def skip(self, asker: Asker, options: ScheduleOptions) -> Message:
        """Serve /schedule skip [schedule]."""
        numbers, when = await self._listing.named_when(asker, options.schedule)
        if when:
            return await self._schedules.leave_out(asker, numbers, when)
        return await self._schedules.skip(asker, _single(numbers), None)

    async def unskip(self, asker: Asker, options: ScheduleOptions) -> Message:
        """Serve /schedule unskip [schedule]."""
        return await self._schedules.unskip(asker, await self._one(asker, options), None)

    async def now(self, asker: Asker, options: ScheduleOptions) -> Message:
        """Serve /schedule now [schedule]."""
        return await self._schedules.post_now(asker, await self._one(asker, options))

    async def pause(self, asker: Asker, options: SchedulesOptions) -> Message:
        """Serve /schedule pause [schedule]."""
        numbers, when = await self._listing.named_when(asker, options.schedule)
        if when:
            return await self._schedules.leave_out(asker, numbers, when)
        return await self._schedules.pause(asker, numbers)

    async def resume(self, asker: Asker, options: SchedulesOptions) -> Message:
        """Serve /schedule resume [schedule]."""
        return await self._schedules.resume(asker, await self._listing.named(asker, options.schedule, "resume"))

    async def remove(self, asker: Asker, options: ScheduleOptions) -> Message:
        """Serve /schedule remove [schedule]."""
        if course := course_of(options.schedule):
            return await self._courses.remove(asker, course, sure=False)
        return await self._schedules.remove(asker, await self._one(asker, options), sure=False)

    async def press(self, asker: Asker, action: object) -> Message:
        """Serve the actions on one schedule."""
        check_right(asker.member, Right.ADMINISTRATOR, "change schedules")
        match action:
            case actions.ShowSchedule(number):
                return await self._schedules.show(asker, number)
            case actions.PreviewSchedule(number):
                return await self._schedules.preview(asker, number)
            case actions.PauseSchedule(number):
                return await self._schedules.pause(asker, [number])
            case actions.ResumeSchedule(number):
                return await self._schedules.resume(asker, [number])
            case actions.SkipDay(number, day):
                return await self._schedules.skip(asker, number, day)
            case actions.UnskipDay(number, day):
                return await self._schedules.unskip(asker, number, day)
            case actions.PostNow(number):
                return await self._schedules.post_now(asker, number)
            case actions.RemoveSchedule(number, sure):
                return await self._schedules.remove(asker, number, sure=sure)
            case actions.BringBackSchedule(number, paused):
                return await self._schedules.bring_back(asker, number, paused=paused)
            case _:
                raise TypeError(f"no handler for {type(action).__name__}")

    async def offer(self, asker: Asker, _action: actions.OfferTips) -> Message:
        """Offer daily tips, with a preview."""
        check_right(asker.member, Right.ADMINISTRATOR, "set up daily tips")
        return await self._making.offer(asker, await self._packs.taught(asker))

    async def begin(self, asker: Asker, _action: actions.BeginTips) -> Message:
        """Start daily tips."""
        check_right(asker.member, Right.ADMINISTRATOR, "set up daily tips")
        return await self._making.begin(asker, await self._packs.taught(asker))

    async def zone_form(self, asker: Asker, _action: actions.ChooseZone) -> Form:
        """Return the form for choosing a time zone."""
        check_right(asker.member, Right.ADMINISTRATOR, "choose the team's time zone")
        return schedule_pages.ZONE_FORM

    async def choose_zone(self, asker: Asker, action: actions.ChooseZone, typed: str) -> Message:
        """Choose the team's time zone; then offer daily tips again.

        Args:
            asker: the administrator.
            action: the press that opened the form.
            typed: the zone's name, as typed.
        """
        if not typed:
            raise Refusal("I don't know your time zone yet; name one such as Europe/Berlin.")
        await settings.choose_team_zone(asker, typed, self._chosen)
        return await self._making.offer(asker, await self._packs.taught(asker))

    async def days(self, _asker: Asker) -> Titles:
        """Return suggestions for the days."""
        return _DAYS

    async def _one(self, asker: Asker, options: ScheduleOptions) -> int:
        return _single(await self._listing.named(asker, options.schedule))


def _single(numbers: Sequence[int]) -> int:
    if len(numbers) > 1:
        raise Refusal("One at a time, please; give the number of one schedule.", option="schedule")
    return numbers[0]


_WHICH = ("time", "days", "zone", "topic")
"""The options that identify a schedule: another one with the same values counts as the same."""


def _asked(options: Recurring) -> dict[str, str]:
    """Return the options that were given explicitly, except those that identify the schedule."""
    chosen = {each.name: (getattr(options, each.name), each.default) for each in fields(options)}  # type: ignore[arg-type]
    return {name: str(value) for name, (value, usual) in chosen.items() if value != usual and name not in _WHICH}
