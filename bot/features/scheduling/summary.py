"""What a schedule does and how it stands, in a few words or a line."""

from dataclasses import replace

from bot.features.delivery.model import Post, PostState
from bot.features.scheduling.kinds import PostKinds
from bot.features.scheduling.model import Schedule, ScheduleDraft, ScheduleState
from bot.features.scheduling.wording import moment, say_days, write_date
from bot.language.people import Audience
from bot.language.platforms import traits
from bot.language.rich_text import Shows, TextPart
from bot.runtime.bulkhead import set_aside

_STATES = {
    PostState.WAITING: "On its way",
    PostState.SENT: "Sent",
    PostState.SKIPPED: "Skipped",
    PostState.FAILED: "Failed",
    PostState.UNKNOWN: "Maybe sent; I couldn't find out",
}

_STOOD = {
    ScheduleState.ACTIVE: "Nothing due",
    ScheduleState.PAUSED: "Paused",
    ScheduleState.ENDED: "Finished: no days left",
    ScheduleState.REMOVED: "Removed",
    ScheduleState.OFFERED: "Not started",
}


def in_line(schedule: Schedule, kinds: PostKinds) -> str:
    """Return a schedule in one line that starts with its number."""
    course = f" (course {schedule.course})" if schedule.course else ""
    return f"{schedule.number}: {_what(schedule, kinds)} in {schedule.place_name}"[: 100 - len(course)] + course


def in_text(schedule: Schedule, kinds: PostKinds) -> tuple[str | TextPart, ...]:
    """Return the same as parts of a text, in which the channel is a mention and so has its current name."""
    course = f" (course {schedule.course})" if schedule.course else ""
    return f"{schedule.number}: {_what(schedule, kinds)} in ", schedule.channel, course


def rule(schedule: Schedule, kinds: PostKinds) -> str:
    """Return what a schedule does and its time zone, in a line that starts with its number."""
    course = f" (course {schedule.course})" if schedule.course else ""
    return f"{schedule.number}: {_what(schedule, kinds)} ({schedule.zone}){course}"


def subject(draft: ScheduleDraft, kinds: PostKinds) -> str:
    """Return what a schedule posts, in a few words."""
    kind = kinds.get(draft.kind)
    return kind.subject(draft) if kind else draft.kind.capitalize()


def days(draft: ScheduleDraft) -> str:
    """Return on which days a schedule posts, in a few words."""
    return f"on {write_date(draft.starts)}" if draft.starts == draft.ends else say_days(draft.days)


def pinged(schedule: ScheduleDraft) -> list[tuple[str, str]]:
    """Return who a schedule pings, if anyone, as a label and a value."""
    audience = Audience.read(schedule.notify)
    return [("Pings", audience.shown)] if audience else []


def next_and_last(schedule: Schedule, last: Post | None) -> tuple[str | TextPart, ...]:
    """Return when a schedule posts next, or its state, and how the last post went, as parts of a text."""
    now = ("Next: ", *stands(schedule)) if schedule.next_run_at else stands(schedule)
    if last is None:
        return now
    if schedule.next_run_at is None and schedule.stop is None and last.reason == schedule.reason:
        last = replace(last, reason="")  # it's just been told, as why the schedule stopped
    return *now, " · Last: ", moment(last.due, schedule.zone), f", {post_state(last)}"


def stands(schedule: Schedule) -> tuple[str | TextPart, ...]:
    """Return when a schedule posts next, or why it doesn't, as parts of a text."""
    if schedule.next_run_at is not None:
        return (moment(schedule.next_run_at, schedule.zone),)
    state = _STOOD[schedule.state]
    if schedule.stop is not None:
        return f"{state} by {schedule.stop.name} on ", moment(schedule.stop.at, schedule.zone, Shows.DAY)
    return (f"{state}. {schedule.reason}" if schedule.reason else state,)


def post_state(post: Post) -> str:
    """Return a post's state, in a sentence or two."""
    if post.state is PostState.DOUBTFUL:
        return f"Sent, but {traits(post.platform).title} hasn't confirmed it. I'm checking."
    state = "Sent late" if post.late and post.state is PostState.SENT else _STATES[post.state]
    return f"{state}. {post.reason}" if post.reason else state


def _what(draft: ScheduleDraft, kinds: PostKinds) -> str:
    """Return what a schedule does, in a few words."""
    try:
        about = subject(draft, kinds)
    except (AttributeError, LookupError, TypeError, ValueError) as error:  # NotReadyError passes
        set_aside("schedule in a list", error, (draft.tenant, draft.options))
        about = f"Something ({draft.kind})"
    return f"{about} {days(draft)} at {draft.time}"
