"""Makes the posts of schedules that go into the outbox."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random

from bot.features.delivery import reasons
from bot.features.delivery.model import Post, PostAct, PostState
from bot.features.delivery.store.followers import follower_key
from bot.features.scheduling.kinds import Composed, Elsewhere, Followed, Nothing
from bot.features.scheduling.model import Schedule
from bot.features.scheduling.wording import moment
from bot.language.codec import dump, dump_line
from bot.language.message import Message
from bot.language.rich_text import Shows, text

_KEY_BITS = 128

_FOLLOWS_WITHIN = timedelta(days=1)
"""How long after a post its followers may still be carried out."""


@dataclass(frozen=True, slots=True)
class DueOccurrence:
    """A due occurrence of a schedule.

    Args:
        schedule: the schedule.
        day: the local date.
        at: the moment, in UTC.
    """

    schedule: Schedule
    day: date
    at: datetime

    @property
    def until(self) -> datetime:
        """Return the latest moment at which it may be posted, in UTC."""
        return self.at + self.schedule.window


def new_key(random: Random) -> str:
    """Return a new unique key for a post."""
    return f"{random.getrandbits(_KEY_BITS):032x}"


def new_post(key: str, schedule: Schedule, message: Message | None, due: datetime) -> Post:
    """Return a post that waits to be sent.

    Args:
        key: the post's key.
        schedule: the post's schedule.
        message: the message; None for a post that won't be sent.
        due: when it's due, in UTC.
    """
    shows = Shows.TIME if schedule.window < timedelta(days=1) else Shows.DAY_AND_TIME
    return Post(
        tenant=schedule.tenant,
        key=key,
        platform=schedule.platform,
        place=schedule.place,
        schedule=schedule.number,
        payload="" if message is None else dump(message),
        due=due,
        until=due + schedule.window,
        late_note=dump_line(text("Late: this was meant for ", moment(due, schedule.zone, shows), ".")),
        next_try=due,
        notify=schedule.notify,
        member=schedule.member,
    )


def posts_with(key: str, schedule: Schedule, content: Message | Followed | Elsewhere, due: datetime) -> list[Post]:
    """Return a post that waits to be sent, and its followers, which wait until it has arrived; or posts elsewhere.

    Args:
        key: the post's key.
        schedule: the post's schedule.
        content: the message, perhaps with followers; or the posts elsewhere.
        due: when it's due, in UTC.
    """
    if isinstance(content, Elsewhere):
        return [*content.posts]
    if isinstance(content, Message):
        return [new_post(key, schedule, content, due)]
    post = new_post(key, schedule, content.message, due)
    after = replace(post, until=post.until + _FOLLOWS_WITHIN, next_try=None, notify="", payload="")
    followers = []
    if content.reply is not None:
        followers.append(_reply(content, content.reply, after))
    if content.pin:
        followers.append(replace(after, act=PostAct.PIN, key=follower_key(key, PostAct.PIN)))
    return [replace(post, leads=any(each.next_try is None for each in followers)), *followers]


def reply_under(post: Post, under: Post) -> Post:
    """Turn a post into a reply, in the same place as an earlier reply.

    Args:
        post: the waiting post.
        under: the earlier reply, which has been sent.
    """
    return replace(post, act=PostAct.REPLY, under=under.under, thread=under.thread)


def _reply(followed: Followed, reply: Message, after: Post) -> Post:
    """Return the reply that follows a post.

    Args:
        followed: the message with its followers.
        reply: the reply's message.
        after: a template of the post's followers, which waits until the post has arrived.
    """
    post = replace(
        after,
        key=follower_key(after.key, PostAct.REPLY),
        act=PostAct.REPLY,
        payload=dump(reply),
        thread=followed.thread,
        schedule=followed.reply_of or after.schedule,
    )
    return replace(post, under=followed.under, next_try=post.due) if followed.under else post


def skipped_post(key: str, schedule: Schedule, due: datetime, reason: str, now: datetime) -> Post:
    """Return a post that's never sent.

    Args:
        key: the post's key.
        schedule: the post's schedule.
        due: when it would be due, in UTC.
        reason: why it isn't sent, as a sentence.
        now: the time, in UTC.
    """
    post = new_post(key, schedule, None, due)
    return replace(post, state=PostState.SKIPPED, reason=reason, next_try=None, ended=now)


def posts_of(key: str, due: DueOccurrence, composed: Composed | None, now: datetime) -> list[Post]:
    """Return the post of an occurrence, and its followers; or one that's skipped, and the posts elsewhere.

    Args:
        key: the post's key.
        due: the occurrence.
        composed: the composed message; None if it's too late. A refusal makes a failed post.
        now: the time, in UTC.
    """
    if isinstance(composed, Message | Followed):
        return posts_with(key, due.schedule, composed, due.at)
    if composed is None:
        return [skipped_post(key, due.schedule, due.at, reasons.too_late(due.schedule.window), now)]
    if isinstance(composed, Elsewhere):
        return [skipped_post(key, due.schedule, due.at, composed.reason, now), *composed.posts]
    if isinstance(composed, Nothing):
        return [skipped_post(key, due.schedule, due.at, composed.reason, now)]
    failed = skipped_post(key, due.schedule, due.at, composed.sentence, now)
    return [replace(failed, state=PostState.FAILED)]
