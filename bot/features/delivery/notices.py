"""Troubles: what keeps posts from arriving, told once to a tenant's administrators."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.features.delivery import store as outbox
from bot.features.delivery.store import Broken, Post
from bot.features.learners.store import notices
from bot.features.scheduling.store import INTERNAL, Outline, Schedule, State
from bot.storage.legacy_within import within

_EVERYWHERE = "paused"


def too_late(window: timedelta) -> str:
    """Why a post was skipped that could not be sent in time."""
    minutes = int(window.total_seconds()) // 60
    return f"It would have come more than {minutes} minutes late."


async def report_skipped(connection: AsyncConnection, tenant: str, at: datetime) -> None:
    """Say that posts were skipped for being too late; once a day, however many they are."""
    sentence = "I could not post on time and skipped what would have come too late; /schedule list shows which posts."
    await _leave(connection, tenant, f"skipped:{at.date()}", sentence, at)


async def report_unknown(connection: AsyncConnection, post: Post, reason: str, at: datetime) -> None:
    """Say that nobody knows whether a post has arrived."""
    sentence = f"I do not know whether my {_named(post)} arrived, and will not repeat it: {reason}"
    await _leave(connection, post.tenant, f"unknown:{post.key}", sentence, at)


async def report_invalid(connection: AsyncConnection, post: Post, reason: str, at: datetime) -> None:
    """Say that the platform did not take a post."""
    sentence = f"A {_named(post)} was not taken: {reason}"
    await _leave(connection, post.tenant, f"refused:{post.key}", sentence, at)


async def report_own(connection: AsyncConnection, one: Outline, reference: str, at: datetime) -> None:
    """Say that a post cannot be made that Versed scheduled for itself."""
    what = one.kind.removeprefix(INTERNAL)
    sentence = f"I cannot post the {what} in {one.place_name}, and go on trying: {unmade(reference)}"
    await _leave(connection, one.tenant, f"unmade:{one.number}", sentence, at)


def unmade(reference: str) -> str:
    """Why a post could not be made, where only the log knows more."""
    return f"something went wrong here; tell whoever runs Versed (reference {reference})."


async def report_broken(connection: AsyncConnection, post: Broken, at: datetime) -> None:
    """Say that a post cannot be read, and so was not sent."""
    which = f"post of schedule {post.schedule}" if post.schedule > 0 else "post about a challenge or a season"
    sentence = f"A {which} was not sent: {unreadable(post.reference)}"
    await _leave(connection, post.tenant, f"refused:{post.key}", sentence, at)


def unreadable(reference: str) -> str:
    """Why a post failed that cannot be read."""
    return f"It cannot be read any more; tell whoever runs Versed (reference {reference})."


def is_own(post: Post) -> bool:
    """Whether Versed scheduled a post for itself."""
    return post.schedule < 0 and not post.member


async def pause(
    connection: AsyncConnection,
    halted: Sequence[Schedule | Outline],
    reason: str,
    at: datetime,
    *,
    everywhere: bool = False,
) -> None:
    """Pause schedules that cannot post any more, call off what they have waiting, and say why.

    Of members' own only they are told: an administrator has no business with them, and could not mend them.

    Args:
        connection: a writing transaction.
        halted: the schedules, of one place, or of one tenant where nothing can be posted there at all.
        reason: what is wrong and what to do, in a sentence.
        at: now, in UTC.
        everywhere: whether it is the whole tenant.
    """
    if not halted:
        return
    tenant, numbers = halted[0].tenant, [each.number for each in halted]
    await outbox.halt(connection, tenant, numbers, State.PAUSED, outbox.State.FAILED, at, reason)
    for each in halted:
        if each.member:
            sentence = f"I could not write to you, and have stopped: {reason} Then /remind starts it again."
            await _leave(connection, tenant, private_subject(each.member), sentence, at, each.member)
    numbers = [number for number in numbers if number > 0]
    if not numbers:
        return
    where = "everywhere" if everywhere else f"in {halted[0].place_name}"
    which = f"schedule {numbers[0]}" if len(numbers) == 1 else f"schedules {', '.join(map(str, numbers))}"
    sentence = f"I paused {which} {where}: {reason} Use /schedule resume when that is mended."
    subject = _EVERYWHERE if everywhere else _paused(halted[0].place)
    await _leave(connection, tenant, subject, sentence, at)


async def settle(connection: AsyncConnection, tenant: str, place: str) -> None:
    """A schedule of a place goes on: should it be paused again, that is worth telling again."""
    for subject in (_paused(place), _EVERYWHERE):
        await within(connection, partial(notices.settle, tenant=tenant, subject=subject))


async def _leave(
    connection: AsyncConnection, tenant: str, subject: str, sentence: str, at: datetime, member: str = ""
) -> None:
    await within(connection, lambda transaction: notices.add(transaction, tenant, subject, sentence, at, member))


def private_subject(member: str) -> str:
    """What a notice is about that tells a member that their own schedule is paused."""
    return f"private:{member}"


def _paused(place: str) -> str:
    return f"paused:{place}"


def _named(post: Post) -> str:
    return "post about a challenge or a season" if is_own(post) else f"post of schedule {post.schedule}"
