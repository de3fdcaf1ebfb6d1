"""/schedule …, and the presses that go with it; all for administrators."""

from collections.abc import Iterator
from functools import partial

from bot.catalogue import CATALOGUE
from bot.content.titles import Title, Titles
from bot.features.courses.actions import BeginCourse, RemoveCourse
from bot.features.courses.service import LENGTH, Courses
from bot.features.learners import settings
from bot.features.scheduling import actions
from bot.features.scheduling import pages as schedule_pages
from bot.features.scheduling.drafts import Wish
from bot.features.scheduling.service import Schedules, course_of
from bot.features.scheduling.wording import EXAMPLES
from bot.language.message import Form, Message, Refusal
from bot.language.people import Reach, Right, check_right
from bot.language.requests import Asker
from bot.language.routes import Options, Routes
from bot.services import Services, text_of

_DAYS = Titles(Title(days, days) for days in EXAMPLES)

_TYPED = ("time", "days", "zone", "start", "end", "late")
_SHARED = frozenset({*_TYPED, "topic", "notify", "everyone"})
"""Options that mean the same for every kind; all others are for the kind to read."""


class ScheduleHandlers:
    """Serves schedules.

    Args:
        services: what it works with.
    """

    def __init__(self, services: Services) -> None:
        self._services = services
        self._schedules = Schedules(services.database, services.chosen, services.kinds, services.random)
        self._courses = Courses(services.database, services.chosen, services.kinds)

    @property
    def routes(self) -> Routes:
        """What is served here."""
        return Routes(
            commands={
                **{name: partial(self.make, kind) for kind, name in self._made_by_command()},
                "schedule course": self.course,
                "schedule list": self.list_all,
                "schedule preview": self.preview,
                "schedule skip": self.skip,
                "schedule now": self.now,
                "schedule pause": self.pause,
                "schedule resume": self.resume,
                "schedule remove": self.remove,
            },
            presses={
                actions.ShowSchedule: self.press,
                actions.PreviewSchedule: self.press,
                actions.PauseSchedule: self.press,
                actions.ResumeSchedule: self.press,
                actions.SkipDay: self.press,
                actions.PostNow: self.press,
                actions.RemoveSchedule: self.press,
                BeginCourse: self.press_course,
                RemoveCourse: self.press_course,
                actions.OfferTips: self.offer,
                actions.BeginTips: self.begin,
                actions.ChooseZone: self.choose_zone,
            },
            forms={actions.ChooseZone: self.zone_form},
            titles={"schedule": self._schedules.titles, "days": self.days},
        )

    async def make(self, kind: str, asker: Asker, options: Options) -> Message:
        """/schedule tip, and so on for every kind: [time] [days] [zone] [topic] [start] [end] [late], and its own."""
        pack = await self._services.pack_for(asker)
        topic = self._services.finder(pack).topic(text_of(options, "topic")) if "topic" in options else None
        own = {name: value for name, value in options.items() if name not in _SHARED}
        typed = {name: text_of(options, name) for name in _TYPED}
        wish = Wish(**typed, notify=_audience(asker, options), options=self._services.kinds[kind].options(own))
        return await self._schedules.make(asker, kind, pack, topic, wish)

    async def course(self, asker: Asker, options: Options) -> Message:
        """/schedule course [length] [time] [zone] [topic] [start] [notify] [everyone]."""
        pack = await self._services.pack_for(asker)
        topic = self._services.finder(pack).topic(text_of(options, "topic")) if "topic" in options else None
        names = ("time", "zone", "start")
        wish = Wish(**{name: text_of(options, name) for name in names}, notify=_audience(asker, options))
        return await self._courses.offer(asker, pack, topic, int(options.get("length", LENGTH)), wish)

    async def list_all(self, asker: Asker, _options: Options) -> Message:
        """/schedule list."""
        return await self._schedules.all(asker)

    async def preview(self, asker: Asker, options: Options) -> Message:
        """/schedule preview [schedule]."""
        return await self._schedules.preview(asker, await self._one(asker, options))

    async def skip(self, asker: Asker, options: Options) -> Message:
        """/schedule skip [schedule]."""
        return await self._schedules.skip(asker, await self._one(asker, options), None)

    async def now(self, asker: Asker, options: Options) -> Message:
        """/schedule now [schedule]."""
        return await self._schedules.post_now(asker, await self._one(asker, options))

    async def pause(self, asker: Asker, options: Options) -> Message:
        """/schedule pause [schedule]."""
        return await self._schedules.pause(asker, await self._some(asker, options))

    async def resume(self, asker: Asker, options: Options) -> Message:
        """/schedule resume [schedule]."""
        return await self._schedules.resume(asker, await self._some(asker, options))

    async def remove(self, asker: Asker, options: Options) -> Message:
        """/schedule remove [schedule]."""
        if course := course_of(text_of(options, "schedule")):
            return await self._courses.remove(asker, course, sure=False)
        return await self._schedules.remove(asker, await self._one(asker, options), sure=False)

    async def press(self, asker: Asker, action: object, _typed: str) -> Message:
        """What can be done with one schedule."""
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
            case actions.PostNow(number):
                return await self._schedules.post_now(asker, number)
            case actions.RemoveSchedule(number, sure):
                return await self._schedules.remove(asker, number, sure=sure)
            case _:
                raise TypeError(f"no handler for {type(action).__name__}")

    async def press_course(self, asker: Asker, action: BeginCourse | RemoveCourse, _typed: str) -> Message:
        """A course begun, or removed."""
        check_right(asker.member, Right.ADMINISTRATOR, "change schedules")
        if isinstance(action, BeginCourse):
            return await self._courses.begin(asker, action.course)
        return await self._courses.remove(asker, action.course, sure=action.sure)

    async def offer(self, asker: Asker, _action: actions.OfferTips, _typed: str) -> Message:
        """Daily tips, before they are begun."""
        check_right(asker.member, Right.ADMINISTRATOR, "set up daily tips")
        return await self._schedules.offer(asker, await self._services.pack_for(asker))

    async def begin(self, asker: Asker, _action: actions.BeginTips, _typed: str) -> Message:
        """Daily tips, begun."""
        check_right(asker.member, Right.ADMINISTRATOR, "set up daily tips")
        return await self._schedules.begin(asker, await self._services.pack_for(asker))

    async def zone_form(self, asker: Asker, _action: actions.ChooseZone) -> Form:
        """What to ask before a time zone is chosen."""
        check_right(asker.member, Right.ADMINISTRATOR, "choose the team's time zone")
        return schedule_pages.ZONE_FORM

    async def choose_zone(self, asker: Asker, action: actions.ChooseZone, typed: str) -> Message:
        """The team's time zone; then the offer of daily tips again."""
        if not typed:
            raise Refusal("There is no time zone yet; name one such as Europe/Berlin.")
        await settings.choose_team_zone(asker, typed, self._services.chosen)
        return await self._schedules.offer(asker, await self._services.pack_for(asker))

    async def days(self, _asker: Asker) -> Titles:
        """Days to suggest."""
        return _DAYS

    def _made_by_command(self) -> Iterator[tuple[str, str]]:
        """The kinds that an administrator makes, with their commands; some are not made that way."""
        for command in CATALOGUE:
            group, _, word = command.name.partition(" ")
            if group == "schedule" and word in self._services.kinds:
                yield word, command.name

    async def _one(self, asker: Asker, options: Options) -> int:
        numbers = await self._some(asker, options)
        if len(numbers) > 1:
            raise Refusal("One at a time; give the number of one schedule.")
        return numbers[0]

    async def _some(self, asker: Asker, options: Options) -> list[int]:
        return await self._schedules.named(asker, text_of(options, "schedule"))


def _audience(asker: Asker, options: Options) -> str:
    """Whom to ping, as it is kept.

    Raises:
        Refusal: both a role and all, or all where the platform does not let the bot.
    """
    role, everyone = text_of(options, "notify"), text_of(options, "everyone")
    if role and everyone:
        raise Refusal("Choose either a role to notify or everyone, not both.")
    if (everyone or role in (Reach.EVERYONE, Reach.HERE)) and not asker.place.may_ping_all:
        raise Refusal(f"I may not ping everyone in {asker.place.name}; give me that permission, or choose a role.")
    return role or everyone
