"""The pages about schedules."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from itertools import islice
from zoneinfo import ZoneInfo

from bot.features.delivery.model import Post
from bot.features.learners.zones import LONGEST
from bot.features.scheduling.actions import (
    BeginTips,
    BringBackSchedule,
    ChooseZone,
    PauseSchedule,
    PostNow,
    PreviewSchedule,
    RemoveCourse,
    RemoveSchedule,
    ResumeSchedule,
    ShowSchedule,
    SkipDay,
    UnskipDay,
)
from bot.features.scheduling.calendar import instant, occurrences, rule_of
from bot.features.scheduling.kinds import PostKinds
from bot.features.scheduling.model import Late, Schedule, ScheduleDraft, ScheduleState
from bot.features.scheduling.summary import (
    days,
    in_line,
    in_text,
    next_and_last,
    pinged,
    post_state,
    rule,
    stands,
    subject,
)
from bot.features.scheduling.wording import moment, say_days, write_date
from bot.language.actions import encode
from bot.language.controls import MOST_CHOICES, Button, Buttons, Choice, Emphasis, Menu
from bot.language.forms import text_form
from bot.language.message import Facts, Footer, Heading, Message, message
from bot.language.rich_text import CommandMention, Line, Moment, Shows, Text, TextPart, strong, text
from bot.language.text import counted
from bot.runtime.bulkhead import bulkhead, readable

_COMING = 5
"""Number of dates in a preview."""

ZONE_FORM = text_form("Your team's time zone", "Time zone", "For example Europe/Berlin", LONGEST)


def all_of(schedules: Sequence[Schedule], posts: Mapping[int, Post], kinds: PostKinds) -> Message:
    """Return the list of schedules, each in a line or two.

    Args:
        schedules: all schedules of the tenant.
        posts: the latest post of each, by the schedule's number.
        kinds: the kinds of schedules.
    """
    if not schedules:
        return message(
            Heading("Schedules"),
            text("No schedules yet. Make one with ", CommandMention("/schedule tip 09:00 weekdays"), "."),
            private=True,
            replaces=True,
        )
    pairs = tuple(_entry(each, posts.get(each.number), kinds) for each in schedules)
    return message(
        Heading("Schedules"),
        Facts(pairs),
        *menu(schedules[-MOST_CHOICES:], kinds),
        private=True,
        replaces=True,
    )


def menu(schedules: Sequence[Schedule], kinds: PostKinds) -> Iterator[Menu]:
    """Yield a menu of schedules, without those that a button can't encode; nothing if there are no others.

    Args:
        schedules: the schedules.
        kinds: the kinds of schedules.
    """
    choices = readable(
        "button of a schedule",
        schedules,
        lambda each: Choice(in_line(each, kinds), encode(ShowSchedule(each.number))),
    )
    if choices:
        yield Menu("Look at one …", tuple(choices))


def _entry(schedule: Schedule, last: Post | None, kinds: PostKinds) -> tuple[str, Text]:
    """Return a schedule's line, and a text with its channel and state."""
    how: tuple[str | TextPart, ...] = ()
    with bulkhead("schedule in a list") as compartment:
        how = next_and_last(schedule, last)
    if compartment.error is not None:
        how = (f"{schedule.state}; remove it and make it again (reference {compartment.reference})",)
    return rule(schedule, kinds), text(schedule.channel, " · ", *how)


def one(
    schedule: Schedule,
    posts: Sequence[Post],
    kinds: PostKinds,
    heading: str = "",
    guess: str = "",
    *,
    edits: Sequence[Button] = (),
    left_out: Sequence[date] = (),
) -> Message:
    """Return the page of a schedule, with its last posts and buttons.

    Args:
        schedule: the schedule.
        posts: its latest posts, the newest first.
        kinds: the kinds of schedules.
        heading: the heading; "" for the schedule's number.
        guess: the guessed zone and what the guess is based on, for a new schedule; "" if it isn't a guess.
        edits: the buttons that open forms for changing it.
        left_out: the future days that it skips.
    """
    return message(
        Heading(heading or f"Schedule {schedule.number}"),
        Facts(_facts(schedule, posts, kinds, guess, left_out)),
        *([Buttons(tuple(edits))] if edits else []),
        Buttons(_doable(schedule, left_out)),
        private=True,
        replaces=True,
    )


def preview(schedule: Schedule, coming: Message, at: datetime, left_out: Collection[date] = ()) -> Message:
    """Return a page with the next dates of a schedule, and its next post as it will look.

    Args:
        schedule: the schedule.
        coming: the next post.
        at: now, in UTC.
        left_out: the future days that it skips.
    """
    days = (each for each in occurrences(rule_of(schedule), _from(schedule, at)) if each.day not in left_out)
    dates = tuple(islice(days, _COMING))
    return message(
        Heading(f"Schedule {schedule.number}: what comes next"),
        text(*_listed([each.at for each in dates], schedule.zone)) if dates else text("It has no days left."),
        *([text(*stands(schedule))] if schedule.next_run_at is None else []),
        text("The next post, as it looks now:"),
        *(text(strong(each)) for _, each in pinged(schedule)),
        *coming.blocks,
        private=True,
    )


def offer(draft: ScheduleDraft, coming: Message, at: datetime, guess: str, *, zone_is_known: bool) -> Message:
    """Return the offer of daily tips, with a preview.

    Args:
        draft: the schedule that would be made.
        coming: the first post.
        at: now, in UTC.
        guess: the guessed zone and what the guess is based on; "" if it isn't a guess.
        zone_is_known: whether someone has chosen the zone, or the platform says it.
    """
    dates = [each.at for each in islice(occurrences(rule_of(draft), at), _COMING)]
    unknown: Text = text("I don't know your time zone yet, so these times are in UTC.")
    guessed: Text = text(f"The time zone is {guess}; if that's wrong, choose another.")
    return message(
        Heading(f"A tip {say_days(draft.days)}"),
        text(
            "In ", draft.channel, f" at {draft.time} ({draft.zone}). The first ones:\n", *_listed(dates, draft.zone)
        ),
        *([] if zone_is_known else [unknown]),
        *([guessed] if guess else []),
        Buttons(
            (
                Button("Start", encode(BeginTips()), Emphasis.PRIMARY),
                Button("Another time zone …", encode(ChooseZone()), form=ZONE_FORM),
            )
        ),
        text("The first post, as it looks now:"),
        *coming.blocks,
        Footer(text("For another time or other days, use ", CommandMention("/schedule tip"), ".")),
        private=True,
        replaces=True,
    )


def are_you_sure(schedule: Schedule, kinds: PostKinds) -> Message:
    """Return the question before a schedule is removed."""
    whole = encode(RemoveCourse(schedule.course))
    return message(
        Heading(f"Remove schedule {schedule.number}?"),
        text(*in_text(schedule, kinds), "."),
        Buttons(
            (
                Button("Remove it", encode(RemoveSchedule(schedule.number, sure=True)), Emphasis.DANGER),
                *([Button(f"Remove all of course {schedule.course}", whole)] if schedule.course else ()),
                Button("Keep it", encode(ShowSchedule(schedule.number))),
            )
        ),
        private=True,
        replaces=True,
    )


def removed(schedule: Schedule, kinds: PostKinds) -> Message:
    """Return the confirmation that a schedule was removed, with a button that undoes it."""
    back = BringBackSchedule(schedule.number, schedule.state is ScheduleState.PAUSED)
    return message(
        text(strong("Removed schedule "), *in_text(schedule, kinds), ". You can undo that within an hour."),
        Buttons((Button("Undo", encode(back)),)),
        private=True,
        replaces=True,
    )


_STILL_COMES = "Results of challenges that are open, and of seasons, still come."
"""What a pause doesn't stop, because people were promised it for that day."""


def break_of(count: int, skipped: int) -> Message:
    """Return the confirmation that several schedules take a break.

    Args:
        count: the number of schedules.
        skipped: the number of posts that they skip.
    """
    posts = f"{count} schedules skip {counted(skipped, 'post')} and then go on by themselves; "
    return done(posts, CommandMention("/schedule resume all"), f" ends the break early. {_STILL_COMES}")


def all_paused(count: int) -> Message:
    """Return the confirmation that several schedules were paused.

    Args:
        count: the number of schedules.
    """
    resumes = (CommandMention("/schedule resume all"), f" starts them again. {_STILL_COMES}")
    return done(f"Paused {count} schedules; ", *resumes)


def done(*sentence: str | TextPart) -> Message:
    """Return the confirmation that something was done."""
    return message(text(*sentence), private=True, replaces=True)


def _facts(
    schedule: Schedule, posts: Sequence[Post], kinds: PostKinds, guess: str, left_out: Sequence[date]
) -> tuple[tuple[str, Line], ...]:
    """Return everything about a schedule, as labels and values.

    Args:
        schedule: the schedule.
        posts: its latest posts, the newest first.
        kinds: the kinds of schedules.
        guess: the guessed zone and what the guess is based on; "" if it isn't a guess.
        left_out: the future days that it skips.
    """
    facts: list[tuple[str, Line]] = [
        ("What", subject(schedule, kinds)),
        ("Where", text(schedule.channel)),
        ("When", f"{days(schedule)} at {schedule.time} ({schedule.zone})"),
        *([("Time zone", f"{guess}; if that's wrong, /schedule edit changes it.")] if guess else []),
        ("Next", text(*stands(schedule))),
        *([("Skips", _span(schedule, left_out))] if left_out else []),
        *pinged(schedule),
        *(kinds[schedule.kind].details(schedule) if schedule.kind in kinds else ()),
    ]
    if schedule.course:
        facts.append(("Part of", f"course {schedule.course}"))
    if schedule.ends is not None and schedule.ends != schedule.starts:
        facts.append(("Last day", text(_day(schedule, schedule.ends))))
    late = {Late.POST: "I post up to two hours late, and say so", Late.SKIP: "I skip the post"}[Late(schedule.late)]
    facts.append(("When I can't post on time", late))
    facts += [
        ("Before that" if number else "Last post", text(moment(post.due, schedule.zone), f" · {post_state(post)}"))
        for number, post in enumerate(posts)
    ]
    return tuple(facts)


def _doable(schedule: Schedule, left_out: Sequence[date]) -> tuple[Button, ...]:
    number = schedule.number
    buttons = [Button("Preview", encode(PreviewSchedule(number)))]
    if schedule.state is ScheduleState.ACTIVE and schedule.next_day is not None:
        buttons.append(Button("Pause", encode(PauseSchedule(number))))
        skip = SkipDay(number, schedule.next_day.toordinal())
        buttons.append(Button("Skip next", encode(skip)))
    if left_out:
        back = UnskipDay(number, left_out[-1].toordinal())
        buttons.append(Button("Don't skip it" if len(left_out) == 1 else "Don't skip the last one", encode(back)))
    if schedule.state is ScheduleState.PAUSED or len(left_out) > 1:
        buttons.append(Button("Resume", encode(ResumeSchedule(number)), Emphasis.PRIMARY))
    buttons.append(Button("Post now", encode(PostNow(number))))
    buttons.append(Button("Remove", encode(RemoveSchedule(number)), Emphasis.DANGER))
    return tuple(buttons)


def _span(schedule: Schedule, days: Sequence[date]) -> Text:
    """Return one day, or how many there are from the first to the last."""
    first, last = _day(schedule, days[0]), _day(schedule, days[-1])
    return text(first) if len(days) == 1 else text(f"{len(days)} posts, from ", first, " to ", last)


def _day(schedule: Schedule, day: date) -> str | Moment:
    """Return a day on which a schedule could post, for the reader to see in the style of its other dates."""
    at = instant(day, time.fromisoformat(schedule.time), ZoneInfo(schedule.zone))
    return write_date(day) if at is None else moment(at, schedule.zone, Shows.DAY)


def _listed(dates: Sequence[datetime], zone: str) -> Iterator[str | TextPart]:
    """Yield moments, each on a line of its own."""
    for number, at in enumerate(dates):
        yield from ("\n", moment(at, zone)) if number else (moment(at, zone),)


def _from(schedule: Schedule, at: datetime) -> datetime:
    """Return the moment after which to look for the next posts, so that skipped ones aren't included."""
    run = schedule.next_run_at
    return at if run is None or run <= at else run.fromtimestamp(run.timestamp() - 1, run.tzinfo)
