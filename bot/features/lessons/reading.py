"""Reading: what a lesson showed is noted as read by the member who asked for it."""

from bot.features.lessons.lesson import Lesson
from bot.features.lessons.store.reads import Marks
from bot.language.message import Message
from bot.language.requests import Asker


class ReadingNotes:
    """Notes what members read.

    Args:
        marks: keeps it.
    """

    def __init__(self, marks: Marks) -> None:
        self._marks = marks

    def note(self, asker: Asker, lesson: Lesson) -> Message:
        """Note what a lesson shows, which nobody waits for; return its message."""
        if lesson.shown:
            self._marks.add(asker.tenant.key, asker.member.id, lesson.pack, lesson.shown, asker.at)
        return lesson.message

    def forget(self, asker: Asker) -> None:
        """Forget what the asker has read."""
        self._marks.forget(asker.tenant.key, asker.member.id)
