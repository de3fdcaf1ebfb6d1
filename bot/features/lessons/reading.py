"""Notes the items of a lesson as read by the member who asked for it."""

from collections.abc import Collection
from datetime import datetime, timedelta

from cachetools import LRUCache

from bot.features.lessons.lesson import Lesson
from bot.features.lessons.store import reads
from bot.language.forgetting import forget_if
from bot.language.message import Message
from bot.language.people import MemberKey
from bot.language.requests import Asker
from bot.storage.group_commit import GroupCommit

_SOON = timedelta(hours=1)

_MOST_REMEMBERED = 20_000
"""Maximum number of recent readings kept in memory; the least recently repeated ones go first."""


class ReadingNotes:
    """Notes what members read.

    Args:
        writer: stores the notes.
    """

    def __init__(self, writer: GroupCommit) -> None:
        self._writer = writer
        self._lately: LRUCache[tuple[MemberKey, str, tuple[str, ...]], datetime] = LRUCache(_MOST_REMEMBERED)

    def show(self, asker: Asker, lesson: Lesson) -> Message:
        """Return a lesson's message, and note that the asker has read it, without waiting for the database.

        Something read again soon isn't written again, as the database already has it.
        """
        key = (asker.key, lesson.pack, lesson.shown)
        noted = self._lately.get(key)
        if lesson.shown and (noted is None or abs(asker.at - noted) >= _SOON):
            self._lately[key] = asker.at
            reads.add(self._writer, *key, asker.at)
        return lesson.message

    async def forget(self, me: MemberKey, _names: Collection[str] = ()) -> None:
        """Forget a member's recent readings."""
        forget_if(self._lately, lambda key: key[0] == me)

    async def forget_tenant(self, tenant: str) -> None:
        """Forget the recent readings of a tenant's members."""
        forget_if(self._lately, lambda key: key[0].tenant == tenant)
