"""Schedules on an administrator's home page: each with its buttons, and problems."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.features.delivery.model import Post, PostState
from bot.features.scheduling.actions import (
    EditSchedule,
    NewSchedule,
    PauseSchedule,
    RemoveSchedule,
    ResumeSchedule,
    SkipDay,
)
from bot.features.scheduling.edit_forms import FormPart
from bot.features.scheduling.kinds import PostKinds
from bot.features.scheduling.model import Schedule, ScheduleState
from bot.features.scheduling.summary import in_text, stands
from bot.language.actions import encode
from bot.language.controls import Button, Buttons, Choice, Emphasis, Menu
from bot.language.message import Block, Heading
from bot.language.offers import run
from bot.language.rich_text import Line, text
from bot.runtime.bulkhead import readable

_MOST = 8
"""Maximum number of schedules on the home page; /schedule list shows all."""


@dataclass(frozen=True, slots=True)
class AtHome:
    """What an administrator's home page says about schedules.

    Args:
        shown: the schedules, and a menu that makes another one.
        findings: the problems.
    """

    shown: tuple[Block, ...]
    findings: tuple[Line, ...]


def shown(schedules: Sequence[Schedule], kinds: PostKinds) -> Iterator[Block]:
    """Yield the schedules of a tenant, and the menu that makes another one.

    Args:
        schedules: all schedules of the tenant.
        kinds: the kinds of schedules.
    """
    yield Heading("Schedules")
    if not schedules:
        yield text("I don't post anything by myself yet.")
    for each in schedules[:_MOST]:
        for blocks in readable("schedule at home", [each], lambda one: _line(one, kinds)):
            yield from blocks
    if schedules and (press := run("schedule list", {})):
        yield Buttons((Button("All schedules", press),))
    makers = [name for name, kind in kinds.items() if kind.command is not None]
    yield Menu("New …", tuple(Choice(each.capitalize(), encode(NewSchedule(each))) for each in makers))


def findings(schedules: Sequence[Schedule], posts: Mapping[int, Post]) -> Iterator[Line]:
    """Yield the problems of schedules, a sentence or two each.

    Args:
        schedules: all schedules of the tenant.
        posts: the latest post of each, by the schedule's number.
    """
    for each in schedules:
        post = posts.get(each.number)
        reason = each.reason
        if not reason and post is not None and post.state is PostState.FAILED:
            reason = post.reason or "The platform didn't take it."
        if reason:
            went = "is paused" if each.state is ScheduleState.PAUSED else "couldn't post last time"
            yield text(f"Schedule {each.number} in ", each.channel, f" {went}. {reason}")


def _line(schedule: Schedule, kinds: PostKinds) -> tuple[Block, ...]:
    soon = ("Next: ",) if schedule.next_run_at else ()
    sentence = text(*in_text(schedule, kinds), " · ", *soon, *stands(schedule))
    return sentence, Buttons(tuple(_doable(schedule)))


def _doable(schedule: Schedule) -> Iterator[Button]:
    number = schedule.number
    yield Button("Edit …", encode(EditSchedule(number, FormPart.WHEN_AND_WHERE)))
    if schedule.state is ScheduleState.ACTIVE and schedule.next_day is not None:
        yield Button("Pause", encode(PauseSchedule(number)))
        yield Button("Skip next", encode(SkipDay(number, schedule.next_day.toordinal())))
    if schedule.state is ScheduleState.PAUSED:
        yield Button("Resume", encode(ResumeSchedule(number)), Emphasis.PRIMARY)
    yield Button("Remove", encode(RemoveSchedule(number)), Emphasis.DANGER)
