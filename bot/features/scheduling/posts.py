"""The posts of schedules, as they go into the outbox."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random

from bot.features.delivery import reasons
from bot.features.delivery.model import Post, PostAct, PostState
from bot.features.delivery.store.followers import follower_key
from bot.features.scheduling.kinds import Composed, Followed, Nothing
from bot.features.scheduling.model import Schedule
from bot.features.scheduling.wording import moment
from bot.language.codec import dump, dump_line
from bot.language.message import Message
from bot.language.rich_text import Shows, text

_KEY_BITS = 128

_FOLLOWS_WITHIN = timedelta(days=1)
"""How long after a post what follows it is still worth something."""


@dataclass(frozen=True, slots=True)
class DueOccurrence:
    """An occurrence of a schedule that's due.

    Args:
        schedule: whose.
        day: the local date.
        at: the moment, in UTC.
    """

    schedule: Schedule
    day: date
    at: datetime

    @property
    def until(self) -> datetime:
        """Return when it would be too late, in UTC."""
        return self.at + self.schedule.window


def new_key(random: Random) -> str:
    """Make a key that no other post has."""
    return f"{random.getrandbits(_KEY_BITS):032x}"


def new_post(key: str, schedule: Schedule, said: Message | None, due: datetime) -> Post:
    """Make a post that waits to be sent.

    Args:
        key: its own.
        schedule: which it belongs to.
        said: what it says; None if it isn't to be sent.
        due: when, in UTC.
    """
    shows = Shows.TIME if schedule.window < timedelta(days=1) else Shows.DAY_AND_TIME
    return Post(
        tenant=schedule.tenant,
        key=key,
        platform=schedule.platform,
        place=schedule.place,
        schedule=schedule.number,
        payload="" if said is None else dump(said),
        due=due,
        until=due + schedule.window,
        late_note=dump_line(text("Late: this was meant for ", moment(due, schedule.zone, shows), ".")),
        next_try=due,
        notify=schedule.notify,
        member=schedule.member,
    )


def posts_with(key: str, schedule: Schedule, said: Message | Followed, due: datetime) -> list[Post]:
    """Make a post that waits to be sent, and what waits until that has arrived.

    Args:
        key: the post's own.
        schedule: which it belongs to.
        said: what it says, and what follows it.
        due: when, in UTC.
    """
    if isinstance(said, Message):
        return [new_post(key, schedule, said, due)]
    post = new_post(key, schedule, said.message, due)
    after = replace(post, until=post.until + _FOLLOWS_WITHIN, next_try=None, notify="", payload="")
    followers = []
    if said.reply is not None:
        followers.append(_reply(said, said.reply, after))
    if said.pin:
        followers.append(replace(after, act=PostAct.PIN, key=follower_key(key, PostAct.PIN)))
    return [replace(post, leads=any(each.next_try is None for each in followers)), *followers]


def reply_under(post: Post, under: Post) -> Post:
    """Make a post a reply, where another reply has gone already.

    Args:
        post: waits to be sent.
        under: the other reply, which has been sent.
    """
    return replace(post, act=PostAct.REPLY, under=under.under, thread=under.thread)


def _reply(said: Followed, reply: Message, after: Post) -> Post:
    """Make what's said under a post.

    Args:
        said: the post, and what follows it.
        reply: what's said.
        after: what follows the post, except for what it does; it waits until that has arrived.
    """
    made = replace(
        after,
        key=follower_key(after.key, PostAct.REPLY),
        act=PostAct.REPLY,
        payload=dump(reply),
        thread=said.thread,
        schedule=said.reply_of or after.schedule,
    )
    return replace(made, under=said.under, next_try=made.due) if said.under else made


def skipped_post(key: str, schedule: Schedule, due: datetime, reason: str, now: datetime) -> Post:
    """Make a post that is never sent.

    Args:
        key: its own.
        schedule: which it belongs to.
        due: when, in UTC.
        reason: why not, in a sentence.
        now: the time, in UTC.
    """
    post = new_post(key, schedule, None, due)
    return replace(post, state=PostState.SKIPPED, reason=reason, next_try=None, ended=now)


def posts_of(key: str, due: DueOccurrence, composed: Composed | None, now: datetime) -> list[Post]:
    """Make the post of an occurrence, and what follows it.

    Args:
        key: its own.
        due: the occurrence.
        composed: what it says; None if it's too late for that. What was refused has failed.
        now: the time, in UTC.
    """
    if isinstance(composed, Message | Followed):
        return posts_with(key, due.schedule, composed, due.at)
    if composed is None:
        return [skipped_post(key, due.schedule, due.at, reasons.too_late(due.schedule.window), now)]
    if isinstance(composed, Nothing):
        return [skipped_post(key, due.schedule, due.at, composed.reason, now)]
    failed = skipped_post(key, due.schedule, due.at, composed.sentence, now)
    return [replace(failed, state=PostState.FAILED)]
