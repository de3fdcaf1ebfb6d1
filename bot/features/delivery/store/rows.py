"""Converts posts to and from rows of their table."""

from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, null

from bot.features.delivery.model import Post, PostAct, PostState
from bot.storage.tables import outbox
from bot.storage.times import maybe_milliseconds, maybe_moment, to_milliseconds
from bot.storage.transaction import Row, Values

_MOST_TRIES = 1_000_000
"""Upper limit for a plausible number of attempts."""

_TIMES = ("due", "until", "next_try", "first_send", "last_send", "ended")
_FIELDS = tuple(each.name for each in fields(Post))
COLUMNS = tuple(column.name for column in outbox.columns)
"""The names of all columns, in order."""
THIS = (outbox.c.tenant == bindparam("tenant_")) & (outbox.c.key == bindparam("key_"))
KEPT = {
    "state": bindparam("state_"),
    "reason": bindparam("reason_"),
    "ended": bindparam("now_"),
    "next_try": null(),
}
"""The columns to set when a post ends and keeps its message."""
ENDED = {**KEPT, "payload": ""}
"""The same for posts whose message is no longer needed."""
OF_SCHEDULE = (outbox.c.tenant == bindparam("tenant_")) & (outbox.c.schedule == bindparam("schedule_"))
IS_PINNED = (outbox.c.act == PostAct.PIN) & (outbox.c.state == PostState.SENT)


def ended(state: PostState, at: datetime, reason: str) -> dict[str, Any]:
    """Return the bind values for KEPT and ENDED.

    Args:
        state: the final state.
        at: now, in UTC.
        reason: why, as a sentence.
    """
    return {"state_": state, "reason_": reason, "now_": to_milliseconds(at)}


def key_of(post: Post) -> dict[str, Any]:
    """Return the bind values that identify a claim."""
    return {"tenant_": post.tenant, "key_": post.key, "epoch_": post.epoch}


def values_of(post: Post) -> Values:
    """Return a post as a row, unclaimed."""
    times = {name: getattr(post, name) for name in _TIMES}
    stored = {name: maybe_milliseconds(at) for name, at in times.items()}
    return {name: getattr(post, name) for name in _FIELDS} | stored | {"lease_until": 0}


def post_of(row: Row) -> Post:
    """Return the post of a row.

    Raises:
        ValueError: a value isn't valid.
    """
    values: dict[str, Any] = dict(zip(COLUMNS, row, strict=True))
    del values["lease_until"]
    if not 0 <= values["tries"] <= _MOST_TRIES:
        raise ValueError(f"nobody has tried {values['tries']} times")
    times = {name: maybe_moment(values[name]) for name in _TIMES}
    enums = {"state": PostState(values["state"]), "act": PostAct(values["act"])}
    return Post(**values | times | enums | {name: bool(values[name]) for name in ("late", "leads")})
