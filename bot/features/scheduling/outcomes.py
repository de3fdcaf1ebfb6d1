"""What happens to schedules when their posts end, or can't be composed."""

from collections.abc import Sequence
from datetime import datetime

from bot.features.delivery.model import BrokenPost, Ending, Post, PostAct, PostState
from bot.features.delivery.store import by_schedule
from bot.features.learners.store import notices as store_of_notices
from bot.features.scheduling import notices
from bot.features.scheduling.kinds import AwaitedByMembers, Composers, resumed_by
from bot.features.scheduling.model import Outline, Schedule, ScheduleState, Stop
from bot.features.scheduling.store import schedules
from bot.language.port import Reason
from bot.language.requests import Asker
from bot.language.rich_text import Line, TextPart, text
from bot.storage.transaction import Transaction


class ScheduleOutcomes:
    """Handles the outcomes of schedules' posts (see bot.features.delivery.outcomes.Outcomes).

    Args:
        composers: the kinds of schedules, which know how members resume their own ones.
    """

    def __init__(self, composers: Composers) -> None:
        self._composers = composers

    def ended(self, transaction: Transaction, post: Post, ending: Ending) -> None:
        """Notify administrators if a post didn't arrive, and pause schedules that can't post any more.

        Args:
            transaction: the transaction to write in.
            post: the post, as it was claimed.
            ending: how it ended.
        """
        if post.act is not PostAct.POST:
            _follower_ended(transaction, post, ending)
            return
        match ending.state, ending.refusal:
            case (PostState.UNKNOWN | PostState.SKIPPED, _) | (PostState.FAILED, Reason.INVALID) if post.member:
                pass  # administrators aren't told about members' own schedules
            case PostState.UNKNOWN, _:
                notices.unknown(transaction, post, ending.reason, ending.at)
            case PostState.SKIPPED, _:
                notices.skipped(transaction, post.tenant, ending.at)
            case PostState.FAILED, Reason.INVALID:
                notices.refused(transaction, post, ending.reason, ending.at)
            case PostState.FAILED, _:
                everywhere = ending.refusal is Reason.TENANT_LOST
                halted = _halted(transaction, post, everywhere=everywhere)
                pause(
                    transaction,
                    halted,
                    ending.reason,
                    ending.at,
                    self._composers,
                    everywhere=everywhere,
                    lost=ending.refusal is Reason.PLACE_LOST,
                    gone=ending.refusal is Reason.PLACE_DELETED,
                )
                if notices.is_own(post):  # its schedule has ended, so there was nothing to pause, and no notice yet
                    gone = ending.refusal is Reason.PLACE_DELETED
                    notices.refused(transaction, post, ending.reason, ending.at, gone=gone)
                    self._tell_members(transaction, post, ending.at)

    def unreadable(self, transaction: Transaction, post: BrokenPost, reason: str, at: datetime) -> None:
        """Notify administrators that a post was given up because it can't be read.

        Args:
            transaction: the transaction to write in.
            post: the post.
            reason: why, as a sentence.
            at: now, in UTC.
        """
        if not post.member:
            notices.unreadable(transaction, post, reason, at)

    def _tell_members(self, transaction: Transaction, post: Post, at: datetime) -> None:
        one = schedules.find(transaction, post.tenant, post.schedule)
        if one is None:
            return
        composer: object = self._composers.get(one.kind)
        if isinstance(composer, AwaitedByMembers):
            composer.not_posted(transaction, one, at)


def halt(
    transaction: Transaction,
    tenant: str,
    numbers: Sequence[int],
    state: ScheduleState,
    ended: PostState,
    at: datetime,
    reason: str,
) -> None:
    """Stop schedules that can't post any more, and call off their waiting posts.

    Args:
        transaction: the transaction to write in.
        tenant: the tenant's key.
        numbers: the schedules' numbers.
        state: the schedules' new state.
        ended: the new state of their waiting posts.
        at: now, in UTC.
        reason: why, as a sentence.
    """
    schedules.change(transaction, numbers, tenant, state, reason=reason)
    by_schedule.call_off(transaction, tenant, numbers, ended, at, reason)


def stop(transaction: Transaction, asker: Asker, numbers: Sequence[int], state: ScheduleState) -> None:
    """Pause or remove schedules at a person's request: none of their posts are sent or resent any more.

    Args:
        transaction: the transaction to write in.
        asker: the person who pauses or removes them.
        numbers: the schedules' numbers.
        state: the schedules' new state.
    """
    tenant, at, member = asker.tenant.key, asker.at, asker.member
    schedules.change(transaction, numbers, tenant, state, stop=Stop(member.id, member.name, at))
    by_schedule.call_off(transaction, tenant, numbers, PostState.SKIPPED, at, f"The schedule was {state}.")
    by_schedule.abandon(
        transaction, tenant, numbers, at, f"The schedule was {state} before I knew whether this arrived."
    )


def pause(
    transaction: Transaction,
    halted: Sequence[Schedule | Outline],
    reason: str,
    at: datetime,
    composers: Composers,
    *,
    everywhere: bool = False,
    lost: bool = False,
    gone: bool = False,
) -> None:
    """Pause schedules that can't post any more, call off their waiting posts, and add notices that say why.

    Members are told about their own schedules; administrators aren't, as they couldn't fix the cause.

    Args:
        transaction: the transaction to write in.
        halted: the schedules of one channel, or of one tenant if nothing can be posted there at all.
        reason: what's wrong and what to do, as a sentence.
        at: now, in UTC.
        composers: the kinds of schedules, which know how members resume their own ones.
        everywhere: whether nothing can be posted in the whole tenant.
        lost: whether the channel may be gone, so that the schedules may have to move.
        gone: whether it's certainly gone, so that they have to.
    """
    if not halted:
        return
    tenant, numbers = halted[0].tenant, [each.number for each in halted]
    halt(transaction, tenant, numbers, ScheduleState.PAUSED, PostState.FAILED, at, reason)
    for one in [each for each in halted if each.member]:
        notices.own_paused(transaction, one, reason, resumed_by(composers, one.kind), at)
    numbers = [number for number in numbers if number > 0]
    if not numbers:
        return
    where = ("everywhere",) if everywhere else ("in ", halted[0].channel)
    subject = notices.EVERYWHERE if everywhere else notices.paused(halted[0].place)
    paused = _gone(halted[0].place_name, numbers) if gone else _paused(where, numbers, reason, lost=lost)
    store_of_notices.add(transaction, tenant, subject, paused, at)


def _paused(where: Sequence[TextPart | str], numbers: Sequence[int], reason: str, *, lost: bool) -> Line:
    elsewhere = f", or /schedule edit {numbers[0]} channel:here in another channel" if lost else ""
    return text(
        f"I paused {_which(numbers)} ", *where, f": {reason} Run /schedule resume once that's fixed{elsewhere}."
    )


def _gone(place_name: str, numbers: Sequence[int]) -> Line:
    """Say that schedules have lost their channel, whose name a mention wouldn't show any more."""
    same = "" if len(numbers) == 1 else ", and the same for the others"
    return text(
        f"I paused {_which(numbers)}, because {place_name} was deleted. To go on in another channel, run "
        f"/schedule edit {numbers[0]} channel:here there{same}."
    )


def _which(numbers: Sequence[int]) -> str:
    return f"schedule {numbers[0]}" if len(numbers) == 1 else f"schedules {', '.join(map(str, numbers))}"


def _follower_ended(transaction: Transaction, post: Post, ending: Ending) -> None:
    """Notify administrators once if a follower failed; the post itself has arrived, so nothing is paused."""
    if ending.state is PostState.SENT:
        notices.settle_follower(transaction, post)
    elif ending.state is PostState.FAILED and ending.refusal not in _TOLD_OTHERWISE:
        notices.not_followed(transaction, post, ending)


_TOLD_OTHERWISE = (Reason.POST_LOST, Reason.PLACE_LOST, Reason.PLACE_DELETED, Reason.TENANT_LOST)
"""Failures of followers without a notice: the post was deleted, or the next post will fail with its own notice."""


def _halted(transaction: Transaction, post: Post, *, everywhere: bool) -> list[Schedule]:
    """Return the schedules that can't post any more for the same reason as this post."""
    if post.member and not everywhere:
        one = schedules.find(transaction, post.tenant, post.schedule)
        return [one] if one is not None and one.state is ScheduleState.ACTIVE else []
    return schedules.active_in(transaction, post.tenant, None if everywhere else post.place)
