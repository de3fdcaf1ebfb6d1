"""/schedule course, and the buttons that start, remove and restore a course."""

from bot.features.courses.actions import BeginCourse
from bot.features.courses.service import Courses
from bot.features.packs.taught import Packs
from bot.features.packs.topics import topic_option
from bot.features.scheduling.actions import BringBackCourse, RemoveCourse
from bot.features.scheduling.drafts import Wish, audience, check_may_ping
from bot.features.scheduling.options import (
    everyone_option,
    notify_option,
    schedule_command,
    start_option,
    time_option,
    zone_option,
)
from bot.language.message import Message
from bot.language.options import option, options
from bot.language.people import Right, check_right
from bot.language.requests import Asker
from bot.language.routes import Routes


@options
class CourseOptions:
    """The options of a new course."""

    length: int = option(
        "how many working days",
        default=10,
        minimum=1,
        maximum=30,
        leads=("days", "day", "working days", "for", "of", "over"),
        worth=(("week", 5), ("fortnight", 10), ("month", 20)),
    )
    time: str = time_option()
    zone: str = zone_option()
    topic: str = topic_option()
    start: str = start_option()
    notify: str = notify_option()
    everyone: str = everyone_option()


COURSE = schedule_command(
    "course",
    "Set up a run of working days in one go: a tip each morning, a report at the end; you see it first",
    "10 09:00",
    CourseOptions,
    needs_channel=True,
)
COMMANDS = (COURSE,)


class CourseCommands:
    """Serves /schedule course and its buttons.

    Args:
        packs: finds the packs taught in a place.
        courses: creates and changes courses.
    """

    def __init__(self, packs: Packs, courses: Courses) -> None:
        self._packs = packs
        self._courses = courses

    def register(self, routes: Routes) -> None:
        """Register the handlers."""
        routes.command(COURSE, self.course)
        routes.press(BeginCourse, self.begin)
        routes.press(RemoveCourse, self.remove)
        routes.press(BringBackCourse, self.bring_back)

    async def course(self, asker: Asker, options: CourseOptions) -> Message:
        """Serve /schedule course [length] [time] [zone] [topic] [start] [notify] [everyone]: preview it."""
        pack, topic = await self._packs.topics.one(asker, options.topic)
        notify = audience(options.notify, options.everyone)
        check_may_ping(asker.place, notify, "everyone" if options.everyone else "notify")
        wish = Wish(time=options.time, zone=options.zone, start=options.start, notify=notify)
        return await self._courses.offer(asker, pack, topic, options.length, wish)

    async def begin(self, asker: Asker, action: BeginCourse) -> Message:
        """Start a course."""
        check_right(asker.member, Right.ADMINISTRATOR, "change schedules")
        return await self._courses.begin(asker, action.course)

    async def remove(self, asker: Asker, action: RemoveCourse) -> Message:
        """Remove a course, once the asker has confirmed it."""
        check_right(asker.member, Right.ADMINISTRATOR, "change schedules")
        return await self._courses.remove(asker, action.course, sure=action.sure)

    async def bring_back(self, asker: Asker, action: BringBackCourse) -> Message:
        """Restore a course that was just removed."""
        check_right(asker.member, Right.ADMINISTRATOR, "change schedules")
        paused = [int(number) for number in action.paused.split(".") if number.isdecimal()]
        return await self._courses.bring_back(asker, action.course, paused)
