"""What becomes of schedules when posts of theirs end, or can't be made."""

from collections.abc import Sequence
from datetime import datetime

from bot.features.delivery.model import BrokenPost, Ending, Post, PostAct, PostState
from bot.features.delivery.store import by_schedule
from bot.features.learners.store import notices as store_of_notices
from bot.features.scheduling import notices
from bot.features.scheduling.kinds import Composers, resumed_by
from bot.features.scheduling.model import Outline, Schedule, ScheduleState, Stop
from bot.features.scheduling.store import schedules
from bot.language.port import Reason
from bot.language.requests import Asker
from bot.language.rich_text import text
from bot.storage.transaction import Transaction


class ScheduleOutcomes:
    """Hears what becomes of the posts of schedules (see bot.features.delivery.outcomes.Outcomes).

    Args:
        kinds: of schedules; they know how members start their own again.
    """

    def __init__(self, kinds: Composers) -> None:
        self._kinds = kinds

    def ended(self, transaction: Transaction, post: Post, ending: Ending) -> None:
        """Tell an administrator if a post didn't arrive, and pause what can't post any more.

        Args:
            transaction: to write in.
            post: as it was claimed.
            ending: how it has ended.
        """
        if post.act is not PostAct.POST:
            _follower_ended(transaction, post, ending)
            return
        match ending.state, ending.refusal:
            case (PostState.UNKNOWN | PostState.SKIPPED, _) | (PostState.FAILED, Reason.INVALID) if post.member:
                pass  # what is one member's own is no business of an administrator's
            case PostState.UNKNOWN, _:
                notices.unknown(transaction, post, ending.reason, ending.at)
            case PostState.SKIPPED, _:
                notices.skipped(transaction, post.tenant, ending.at)
            case PostState.FAILED, Reason.INVALID:
                notices.refused(transaction, post, ending.reason, ending.at)
            case PostState.FAILED, _:
                everywhere = ending.refusal is Reason.TENANT_LOST
                halted = _halted(transaction, post, everywhere=everywhere)
                pause(transaction, halted, ending.reason, ending.at, self._kinds, everywhere=everywhere)
                if notices.is_own(post):  # which has ended, so nothing was paused that would tell of it
                    notices.refused(transaction, post, ending.reason, ending.at)

    def unreadable(self, transaction: Transaction, post: BrokenPost, reason: str, at: datetime) -> None:
        """Tell an administrator that a post was given up, as it can't be read.

        Args:
            transaction: to write in.
            post: which.
            reason: why, in a sentence.
            at: now, in UTC.
        """
        if not post.member:
            notices.unreadable(transaction, post, reason, at)


def halt(
    transaction: Transaction,
    tenant: str,
    numbers: Sequence[int],
    state: ScheduleState,
    ended: PostState,
    at: datetime,
    reason: str,
) -> None:
    """Stop schedules from posting, as they can't any more, and call off what they have waiting.

    Args:
        transaction: to write in.
        tenant: whose.
        numbers: which schedules.
        state: how they stand from now on.
        ended: how their posts end.
        at: now, in UTC.
        reason: why, in a sentence.
    """
    schedules.change(transaction, numbers, tenant, state, reason=reason)
    by_schedule.call_off(transaction, tenant, numbers, ended, at, reason)


def stop(transaction: Transaction, asker: Asker, numbers: Sequence[int], state: ScheduleState) -> None:
    """Stop schedules from posting, as a person wants that: nothing of theirs is sent any more, not even once again.

    Args:
        transaction: to write in.
        asker: who wants it.
        numbers: which schedules.
        state: how they stand from now on.
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
    kinds: Composers,
    *,
    everywhere: bool = False,
) -> None:
    """Pause schedules that can't post any more, call off what they have waiting, and say why.

    Only members are told of their own: an administrator has no business with those, and couldn't fix them.

    Args:
        transaction: to write in.
        halted: the schedules, of one place, or of one tenant where nothing can be posted there at all.
        reason: what's wrong and what to do, in a sentence.
        at: now, in UTC.
        kinds: of schedules; they know how members start their own again.
        everywhere: whether it's the whole tenant.
    """
    if not halted:
        return
    tenant, numbers = halted[0].tenant, [each.number for each in halted]
    halt(transaction, tenant, numbers, ScheduleState.PAUSED, PostState.FAILED, at, reason)
    for one in [each for each in halted if each.member]:
        notices.own_paused(transaction, one, reason, resumed_by(kinds, one.kind), at)
    numbers = [number for number in numbers if number > 0]
    if not numbers:
        return
    where = ("everywhere",) if everywhere else ("in ", halted[0].channel)
    which = f"schedule {numbers[0]}" if len(numbers) == 1 else f"schedules {', '.join(map(str, numbers))}"
    paused = text(f"I paused {which} ", *where, f": {reason} Run /schedule resume once that's fixed.")
    subject = notices.EVERYWHERE if everywhere else notices.paused(halted[0].place)
    store_of_notices.add(transaction, tenant, subject, paused, at)


def _follower_ended(transaction: Transaction, post: Post, ending: Ending) -> None:
    """Tell an administrator once if what follows a post can't be done; the post itself has arrived, and more will."""
    if ending.state is PostState.SENT:
        notices.settle_follower(transaction, post)
    elif ending.state is PostState.FAILED and ending.refusal not in _TOLD_OTHERWISE:
        notices.not_followed(transaction, post, ending)


_TOLD_OTHERWISE = (Reason.POST_LOST, Reason.PLACE_LOST, Reason.TENANT_LOST)
"""What nobody has to be told of what follows a post: someone has deleted that, or the next one will tell."""


def _halted(transaction: Transaction, post: Post, *, everywhere: bool) -> list[Schedule]:
    """Return the schedules that can't post any more, as this post couldn't."""
    if post.member and not everywhere:
        one = schedules.find(transaction, post.tenant, post.schedule)
        return [one] if one is not None and one.state is ScheduleState.ACTIVE else []
    return schedules.active_in(transaction, post.tenant, None if everywhere else post.place)
