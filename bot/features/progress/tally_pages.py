"""Counts of answers in words, and the buttons that lead on from them. Pure."""

from collections.abc import Mapping

from bot.content.model import Pack, Topic
from bot.features.lessons.actions import ShowTopic
from bot.features.progress.model import NO_ANSWERS
from bot.features.quizzes.actions import StartQuiz
from bot.features.quizzes.model import Tally
from bot.language.actions import encode
from bot.language.controls import Button, Emphasis


def counted_right(tally: Tally) -> str:
    """Return how many answers of a tally are right, in words; a dash if there are none."""
    return f"{tally.right} of {tally.total}" if tally.total else "–"


def percent(part: int, whole: int) -> str:
    """Return a part of a whole in per cent; a dash if the whole is 0."""
    return f"{round(100 * part / whole)}%" if whole else "–"


def onward(pack: Pack, tallies: Mapping[str, Tally], has_seen: Mapping[str, int]) -> tuple[Button, ...]:
    """Return buttons for a quiz on the weakest topic, and for reading about the least-read one.

    Args:
        pack: the topics' pack.
        tallies: counts of answers by topic.
        has_seen: the number of items read by topic.
    """
    weakest = min(pack.topics, key=lambda topic: _strength(topic, tallies))
    unread = min(pack.topics, key=lambda topic: has_seen.get(topic.id, 0))
    return (
        Button(f"Quiz: {weakest.title}", encode(StartQuiz(pack.id, weakest.id)), Emphasis.PRIMARY),
        Button(f"Read: {unread.title}", encode(ShowTopic(pack.id, unread.id))),
    )


def _strength(topic: Topic, tallies: Mapping[str, Tally]) -> float:
    """Return the share of right answers, smoothed with one right and one wrong answer so that few say little."""
    tally = tallies.get(topic.id, NO_ANSWERS)
    return (tally.right + 1) / (tally.total + 2)
