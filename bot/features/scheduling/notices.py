"""Notices about posts that can't arrive, to administrators or to the member whose schedule it is; each sent once."""

from collections.abc import Sequence
from datetime import datetime

from bot.features.delivery.model import BrokenPost, Ending, Post, PostAct
from bot.features.learners.store import notices
from bot.features.scheduling.model import INTERNAL, Outline, Schedule
from bot.features.scheduling.store import schedules
from bot.language.people import MemberKey
from bot.language.port import Reason
from bot.language.rich_text import ChannelMention, text
from bot.storage.transaction import Transaction

EVERYWHERE = "paused"
"""The subject of the notice that nothing can be posted in the tenant."""


def skipped(transaction: Transaction, tenant: str, at: datetime) -> None:
    """Add a notice that posts were skipped for being too late, once a day, whatever their number.

    Args:
        transaction: the transaction to write in.
        tenant: the tenant's key.
        at: now, in UTC.
    """
    sentence = "I couldn't post on time, so I skipped what would've been too late; /schedule list shows which."
    notices.add(transaction, tenant, f"skipped:{at.date()}", sentence, at)


def unknown(transaction: Transaction, post: Post, reason: str, at: datetime) -> None:
    """Add a notice that we don't know whether a post has arrived.

    Args:
        transaction: the transaction to write in.
        post: the post.
        reason: why, as a sentence.
        at: now, in UTC.
    """
    named = _named(transaction, post)
    sentence = text("I don't know whether my ", *named, f" arrived, and I won't send it again: {reason}")
    notices.add(transaction, post.tenant, f"unknown:{post.key}", sentence, at)


def refused(transaction: Transaction, post: Post, reason: str, at: datetime, *, gone: bool = False) -> None:
    """Add a notice that the platform rejected a post.

    Args:
        transaction: the transaction to write in.
        post: the post.
        reason: why, as a sentence.
        at: now, in UTC.
        gone: whether its channel was deleted.
    """
    named = _named(transaction, post, gone=gone)
    reason = "That channel was deleted." if gone else reason
    then = " /pack suggestions shows what it's about, and where I post." if named[0] == _FOR_EDITORS else ""
    sentence = text("My ", *named, f" didn't get through: {reason}{then}")
    notices.add(transaction, post.tenant, f"refused:{post.key}", sentence, at)


def unreadable(transaction: Transaction, post: BrokenPost, reason: str, at: datetime) -> None:
    """Add a notice that a post wasn't sent because it can't be read.

    Args:
        transaction: the transaction to write in.
        post: the post.
        reason: why, as a sentence.
        at: now, in UTC.
    """
    sentence = text("I didn't send my ", *_named(transaction, post), f": {reason}")
    notices.add(transaction, post.tenant, f"refused:{post.key}", sentence, at)


def not_followed(transaction: Transaction, post: Post, ending: Ending) -> None:
    """Add a notice that a post's follower failed; once per channel, or per tenant if a permission is missing there.

    Args:
        transaction: the transaction to write in.
        post: the follower.
        ending: how it ended.
    """
    everywhere, here = _about_followers(post)
    subject = everywhere if ending.refusal is Reason.NOT_GRANTED else here
    not_done = _NOT_SAID if is_own(post) else _NOT_DONE[post.act, bool(post.thread)].format(post.schedule)
    sentence = f"{not_done}: {ending.reason}"
    notices.add(transaction, post.tenant, subject, sentence, ending.at)


def settle_follower(transaction: Transaction, post: Post) -> None:
    """Note that followers work in a channel again: if one fails later, that's a new notice.

    Args:
        transaction: the transaction to write in.
        post: the follower that succeeded.
    """
    for subject in _about_followers(post):
        notices.settle(transaction, post.tenant, subject)


_NOT_DONE = {
    (PostAct.PIN, False): "Schedule {}'s post is up, but I couldn't pin it",
    (PostAct.UNPIN, False): "Schedule {}'s post is pinned, but I couldn't unpin the one before",
    (PostAct.REPLY, False): "Schedule {}'s post is up, but I couldn't ask a question under it",
    (PostAct.REPLY, True): "Schedule {}'s post is up, but I couldn't open a thread for it",
}

_NOT_SAID = "I couldn't write in the thread of a challenge"


def _about_followers(post: Post) -> tuple[str, str]:
    """Return the subjects of notices about failed followers: in the whole tenant, and in a channel."""
    return f"follows:{post.act}", f"follows:{post.act}:{post.place}"


def unmade(transaction: Transaction, one: Outline, reference: str, at: datetime) -> None:
    """Add a notice that a post that Versed scheduled for itself can't be composed.

    Args:
        transaction: the transaction to write in.
        one: the post's schedule.
        reference: the reference of the log entry with the details.
        at: now, in UTC.
    """
    what = _announced(one.kind)
    sentence = text(f"I can't post {what} in ", one.channel, f", but I'll keep trying: {went_wrong(reference)}")
    notices.add(transaction, one.tenant, f"unmade:{one.number}", sentence, at)


def own_paused(transaction: Transaction, one: Schedule | Outline, reason: str, resumed_by: str, at: datetime) -> None:
    """Add a notice that tells a member that their own schedule is paused.

    Args:
        transaction: the transaction to write in.
        one: the schedule.
        reason: what's wrong and what to do, as a sentence.
        resumed_by: the command that resumes it; "" if none is known.
        at: now, in UTC.
    """
    after = f" After that, {resumed_by} starts it again." if resumed_by else ""
    sentence = f"I couldn't message you, so I've stopped: {reason}{after}"
    notices.add(transaction, one.tenant, _own_paused(one.kind, one.member), sentence, at, one.member)


def settle_own(transaction: Transaction, me: MemberKey, kind: str) -> None:
    """Note that a member's own schedule was resumed: if it's paused again, that's a new notice.

    Args:
        transaction: the transaction to write in.
        me: the member.
        kind: the name of the kind of schedule.
    """
    notices.settle(transaction, me.tenant, _own_paused(kind, me.member))


def settle(transaction: Transaction, tenant: str, place: str) -> None:
    """Note that a schedule of a channel was resumed: if it's paused again, that's a new notice.

    Args:
        transaction: the transaction to write in.
        tenant: the tenant's key.
        place: the channel's id.
    """
    for subject in (paused(place), EVERYWHERE):
        notices.settle(transaction, tenant, subject)


def went_wrong(reference: str) -> str:
    """Return the reason for an internal error, which refers to the log."""
    return f"something went wrong here; tell the person who runs Versed (reference {reference})."


def paused(place: str) -> str:
    """Return the subject of the notice that a channel's schedules are paused."""
    return f"paused:{place}"


def is_own(post: Post | BrokenPost) -> bool:
    """Return whether Versed scheduled a post for itself."""
    return post.schedule < 0 and not post.member


def _own_paused(kind: str, member: str) -> str:
    return f"private:{kind}:{member}"


def _named(
    transaction: Transaction, post: Post | BrokenPost, *, gone: bool = False
) -> Sequence[str | ChannelMention]:
    """Return what a post is, as the parts of a line; of one that nobody can look up in a list, also where it goes.

    Args:
        transaction: the transaction to read in.
        post: the post.
        gone: whether its channel was deleted, so that a mention wouldn't show its name.
    """
    if not is_own(post):
        return [f"post of schedule {post.schedule}"]
    one = schedules.find(transaction, post.tenant, post.schedule)
    if one is None:
        return ["announcement"]
    what = _announced(one.kind)
    return [
        f"post {what}" if what.startswith("for ") else f"post about {what}",
        " in ",
        one.place_name if gone else one.channel,
    ]


_FOR_EDITORS = "post for editors"


def _announced(kind: str) -> str:
    """Return what Versed announces, by the kind of schedule: “the challenge results”, or “for editors”."""
    what = kind.removeprefix(INTERNAL)
    return what if what.startswith("for ") else f"the {what}"
