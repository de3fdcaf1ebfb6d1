"""The pages about courses."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from bot.features.courses.actions import BeginCourse
from bot.features.scheduling.actions import BringBackCourse, RemoveCourse, ShowSchedule
from bot.features.scheduling.calendar import occurrences, rule_of
from bot.features.scheduling.kinds import PostKinds
from bot.features.scheduling.model import Schedule, ScheduleDraft, ScheduleState
from bot.features.scheduling.pages import menu
from bot.features.scheduling.summary import in_text, pinged, rule, stands, subject
from bot.features.scheduling.wording import moment, write_time
from bot.language.actions import encode
from bot.language.controls import Button, Buttons, Emphasis
from bot.language.message import Facts, Footer, Heading, Message, message
from bot.language.rich_text import CommandMention, Moment, Shows, TextPart, text
from bot.language.text import counted


def offer(
    parts: Sequence[ScheduleDraft], course: int, length: int, at: datetime, kinds: PostKinds, guess: str = ""
) -> Message:
    """Preview everything that a course would post, day by day.

    Args:
        parts: the drafts of its schedules.
        course: the course's number.
        length: the number of working days.
        at: now, in UTC.
        kinds: the kinds of posts.
        guess: the time zone and the source of the guess; "" if it isn't a guess.
    """
    posts = sorted(
        (each.at, each.day, subject(part, kinds)) for part in parts for each in occurrences(rule_of(part), at)
    )
    tips = parts[0]
    return message(
        Heading(f"A course of {counted(length, 'working day')}"),
        text("In ", tips.channel, ", it posts:", *_by_day(posts, tips.zone)),
        *([text(f"The time zone is {guess}; if that's wrong, run it again with zone:….")] if guess else []),
        *([Facts(tuple(pinged(tips)))] if tips.notify else []),
        Buttons((Button("Start", encode(BeginCourse(course)), Emphasis.PRIMARY),)),
        Footer(
            text(
                "I won't post anything until you press Start. For other days, run ",
                CommandMention("/schedule course"),
                " again.",
            )
        ),
        private=True,
        replaces=True,
    )


def _by_day(posts: Sequence[tuple[datetime, date, str]], zone: str) -> Iterator[str | TextPart]:
    """Yield a line for each day with what's posted; further posts on the same day only show the time.

    Args:
        posts: time, day and subject of each post, in order.
        zone: the time zone of the days.
    """
    for _, group in groupby(posts, key=lambda each: each[1]):
        for number, (at, _, what) in enumerate(group):
            then = Moment(at, Shows.TIME, write_time(at.astimezone(ZoneInfo(zone)).time()))
            yield from ("; ", then) if number else ("\n", moment(at, zone))
            yield f": {what}"


def one(parts: Sequence[Schedule], course: int, kinds: PostKinds, heading: str = "") -> Message:
    """Show a running course, and what can be done about it.

    Args:
        parts: its schedules.
        course: the course's number.
        kinds: the kinds of posts.
        heading: the heading, if it isn't the number.
    """
    return message(
        Heading(heading or f"Course {course}"),
        Facts(tuple((rule(each, kinds), text(*stands(each))) for each in parts)),
        *menu(parts, kinds),
        Buttons((Button("Remove the course", encode(RemoveCourse(course)), Emphasis.DANGER),)),
        Footer(
            text(
                CommandMention(f"/schedule pause course {course}"),
                " pauses all of it; you can also change each part by its own number.",
            )
        ),
        private=True,
        replaces=True,
    )


def are_you_sure(parts: Sequence[Schedule], course: int, kinds: PostKinds) -> Message:
    """Ask for confirmation before a course is removed.

    Args:
        parts: its schedules.
        course: the course's number.
        kinds: the kinds of posts.
    """
    return message(
        Heading(f"Remove course {course}?"),
        text(*(piece for each in parts for piece in (*in_text(each, kinds), "\n"))),
        Buttons(
            (
                Button("Remove all of it", encode(RemoveCourse(course, sure=True)), Emphasis.DANGER),
                Button("Keep it", encode(ShowSchedule(parts[0].number))),
            )
        ),
        private=True,
        replaces=True,
    )


def gone(parts: Sequence[Schedule], course: int) -> Message:
    """Confirm that a course was removed, with a button to undo it.

    Args:
        parts: its schedules, as they were before.
        course: the course's number.
    """
    paused = ".".join(str(each.number) for each in parts if each.state is ScheduleState.PAUSED)
    return message(
        text(f"Course {course} is gone. You can undo that within an hour."),
        Buttons((Button("Undo", encode(BringBackCourse(course, paused))),)),
        private=True,
        replaces=True,
    )
