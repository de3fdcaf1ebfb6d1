"""What administrators, and members of their own schedules, are told of what keeps posts from arriving; each once."""

from datetime import datetime

from bot.features.delivery.model import BrokenPost, Ending, Post, PostAct
from bot.features.learners.store import notices
from bot.features.scheduling.model import INTERNAL, Outline, Schedule
from bot.language.people import MemberKey
from bot.language.port import Reason
from bot.language.rich_text import text
from bot.storage.transaction import Transaction

EVERYWHERE = "paused"
"""What a notice is about that tells that nothing can be posted in a tenant."""


def skipped(transaction: Transaction, tenant: str, at: datetime) -> None:
    """Say that posts were skipped for being too late; once a day, however many they are.

    Args:
        transaction: to write in.
        tenant: whose.
        at: now, in UTC.
    """
    sentence = "I couldn't post on time, so I skipped what would've been too late; /schedule list shows which."
    notices.add(transaction, tenant, f"skipped:{at.date()}", sentence, at)


def unknown(transaction: Transaction, post: Post, reason: str, at: datetime) -> None:
    """Say that nobody knows whether a post has arrived.

    Args:
        transaction: to write in.
        post: which.
        reason: why, in a sentence.
        at: now, in UTC.
    """
    sentence = f"I don't know whether my {_named(post)} arrived, and I won't send it again: {reason}"
    notices.add(transaction, post.tenant, f"unknown:{post.key}", sentence, at)


def refused(transaction: Transaction, post: Post, reason: str, at: datetime) -> None:
    """Say that the platform didn't take a post.

    Args:
        transaction: to write in.
        post: which.
        reason: why, in a sentence.
        at: now, in UTC.
    """
    sentence = f"My {_named(post)} didn't get through: {reason}"
    notices.add(transaction, post.tenant, f"refused:{post.key}", sentence, at)


def unreadable(transaction: Transaction, post: BrokenPost, reason: str, at: datetime) -> None:
    """Say that a post can't be read, and so wasn't sent.

    Args:
        transaction: to write in.
        post: which.
        reason: why, in a sentence.
        at: now, in UTC.
    """
    which = f"post of schedule {post.schedule}" if post.schedule > 0 else "post about a challenge or a season"
    notices.add(transaction, post.tenant, f"refused:{post.key}", f"I didn't send my {which}: {reason}", at)


def not_followed(transaction: Transaction, post: Post, ending: Ending) -> None:
    """Say that what was to follow a post couldn't be done; once for a place, or for all where it's a right of all.

    Args:
        transaction: to write in.
        post: what follows it.
        ending: how that has ended.
    """
    everywhere, here = _about_followers(post)
    subject = everywhere if ending.refusal is Reason.NOT_GRANTED else here
    not_done = _NOT_SAID if is_own(post) else _NOT_DONE[post.act, bool(post.thread)].format(post.schedule)
    sentence = f"{not_done}: {ending.reason}"
    notices.add(transaction, post.tenant, subject, sentence, ending.at)


def settle_follower(transaction: Transaction, post: Post) -> None:
    """Note that what follows posts in a place can be done: should it fail again, that's worth telling again.

    Args:
        transaction: to write in.
        post: what has followed one.
    """
    for subject in _about_followers(post):
        notices.settle(transaction, post.tenant, subject)


_NOT_DONE = {
    (PostAct.PIN, False): "I've posted what schedule {} had, but couldn't pin it",
    (PostAct.UNPIN, False): "I've pinned what schedule {} had, but couldn't unpin the one before",
    (PostAct.REPLY, False): "I've posted what schedule {} had, but couldn't ask anything under it",
    (PostAct.REPLY, True): "I've posted what schedule {} had, but couldn't open a thread for it",
}

_NOT_SAID = "I couldn't write in the thread of a challenge"


def _about_followers(post: Post) -> tuple[str, str]:
    """Return what notices are about of what follows posts: everywhere, and in a place."""
    return f"follows:{post.act}", f"follows:{post.act}:{post.place}"


def unmade(transaction: Transaction, one: Outline, reference: str, at: datetime) -> None:
    """Say that a post can't be made that Versed scheduled for itself.

    Args:
        transaction: to write in.
        one: its schedule.
        reference: under which the log tells more.
        at: now, in UTC.
    """
    what = one.kind.removeprefix(INTERNAL)
    sentence = text(f"I can't post the {what} in ", one.channel, f", but I'll keep trying: {went_wrong(reference)}")
    notices.add(transaction, one.tenant, f"unmade:{one.number}", sentence, at)


def own_paused(transaction: Transaction, one: Schedule | Outline, reason: str, resumed_by: str, at: datetime) -> None:
    """Tell a member that their own schedule is paused.

    Args:
        transaction: to write in.
        one: the schedule.
        reason: what's wrong and what to do, in a sentence.
        resumed_by: the command that starts it again; "" if none is known.
        at: now, in UTC.
    """
    after = f" After that, {resumed_by} starts it again." if resumed_by else ""
    sentence = f"I couldn't message you, so I've stopped: {reason}{after}"
    notices.add(transaction, one.tenant, _own_paused(one.kind, one.member), sentence, at, one.member)


def settle_own(transaction: Transaction, me: MemberKey, kind: str) -> None:
    """Note that a member's own schedule goes on: should it be paused again, that is worth telling again.

    Args:
        transaction: to write in.
        me: the member.
        kind: of schedule.
    """
    notices.settle(transaction, me.tenant, _own_paused(kind, me.member))


def settle(transaction: Transaction, tenant: str, place: str) -> None:
    """Note that a schedule of a place goes on: should it be paused again, that is worth telling again.

    Args:
        transaction: to write in.
        tenant: whose.
        place: its id.
    """
    for subject in (paused(place), EVERYWHERE):
        notices.settle(transaction, tenant, subject)


def went_wrong(reference: str) -> str:
    """Return why a post couldn't be made, where only the log knows more."""
    return f"something went wrong here; tell the person who runs Versed (reference {reference})."


def paused(place: str) -> str:
    """Return what a notice is about that tells that a place's schedules are paused."""
    return f"paused:{place}"


def is_own(post: Post) -> bool:
    """Return whether Versed scheduled a post for itself."""
    return post.schedule < 0 and not post.member


def _own_paused(kind: str, member: str) -> str:
    return f"private:{kind}:{member}"


def _named(post: Post) -> str:
    return "post about a challenge or a season" if is_own(post) else f"post of schedule {post.schedule}"
