"""What a learner's own progress says. Pure."""

from collections import Counter
from collections.abc import Sequence

from bot.content.model import Pack
from bot.features.lessons.actions import ShowTopics
from bot.features.lessons.lesson import Lesson, topics_taught
from bot.features.progress.actions import ShowProgress
from bot.features.progress.model import NO_ANSWERS, Mastery, OwnProgress
from bot.features.progress.tally_pages import counted_right, onward, percent
from bot.features.quizzes.actions import StartQuiz
from bot.features.reviews.actions import StartReview
from bot.language.actions import encode
from bot.language.controls import Button, Buttons, Emphasis
from bot.language.message import Block, Drawing, Facts, Footer, Heading, Table, message
from bot.language.rich_text import text
from bot.language.text import listed

_WEAKEST = 3
"""Number of weakest objectives that are listed."""

_NO_CARDS = Mastery(0, 0, 0.0)


def page(pack: Pack, progress: OwnProgress, picture: Drawing | None = None) -> Lesson:
    """Return progress as a lesson, with a table or a picture.

    Args:
        pack: the pack.
        progress: the learner's progress in it.
        picture: shown instead of the table; None for the table.
    """
    content = message(*_blocks(pack, progress, picture), Footer(pack.title), private=True, replaces=True)
    return Lesson(content, pack.id)


def _blocks(pack: Pack, progress: OwnProgress, picture: Drawing | None = None) -> list[Block]:
    """Return progress as part of a message, with a table or a picture.

    Args:
        pack: the pack.
        progress: the learner's progress in it.
        picture: shown instead of the table; None for the table.
    """
    if not progress.has_begun:
        return _invitation(pack)
    totals = Counter(topics_taught(pack).values())
    untouched = _untouched(pack, progress)
    rows = tuple(
        (
            topic.title,
            f"{progress.read.get(topic.id, 0)} of {totals[topic.id]}",
            counted_right(progress.tallies.get(topic.id, NO_ANSWERS)),
            _learnt(progress.topics.get(topic.id)),
        )
        for topic in pack.topics
        if topic.id not in untouched
    )
    right = sum(tally.right for tally in progress.tallies.values())
    total = sum(tally.total for tally in progress.tallies.values())
    buttons = [*onward(pack, progress.tallies, progress.read), Button("Review", encode(StartReview(pack.id)))]
    content: list[Block] = [
        Heading(f"Your progress: {pack.title}"),
        text(_greeting(right, total)),
        Facts(_facts(pack, progress)),
    ]
    if picture is None:
        content.append(Table(("Topic", "Read", "Answered right", "Cards known"), rows))
        if untouched:
            content.append(Facts((("New to you", listed(list(untouched.values()), "and")),)))
        buttons.append(Button("As a picture", encode(ShowProgress(pack.id, picture=True))))
    else:
        content.append(picture)
    return [*content, Buttons(tuple(buttons))]


def _untouched(pack: Pack, progress: OwnProgress) -> dict[str, str]:
    """Return the titles of topics that the learner hasn't begun, by id, unless that's all of them.

    They need no rows of zeros in the table, as a phone shows each row on four lines.
    """
    untouched = {
        topic.id: topic.title
        for topic in pack.topics
        if not progress.read.get(topic.id)
        and not progress.tallies.get(topic.id, NO_ANSWERS).total
        and not (progress.topics.get(topic.id) or _NO_CARDS).learnt
    }
    return untouched if len(untouched) < len(pack.topics) else {}


def _invitation(pack: Pack) -> list[Block]:
    """Return what newcomers see before there's any progress to show."""
    return [
        Heading(f"Your progress: {pack.title}"),
        text("You haven't started yet. Answer three questions, and I'll show you here what you know."),
        Buttons(
            (
                Button("Three questions", encode(StartQuiz(pack.id, questions=3)), Emphasis.PRIMARY),
                Button("Look around first", encode(ShowTopics(pack.id))),
                Button("My flashcards", encode(StartReview(pack.id))),
            )
        ),
    ]


def _facts(pack: Pack, progress: OwnProgress) -> tuple[tuple[str, str], ...]:
    month = progress.month
    facts = [("Days in a row", str(progress.streak))]
    if month.given or any(progress.forecast):
        facts += [
            ("Reviews", f"{progress.today} today, {month.given} in 30 days"),
            ("Remembered when they came back", percent(month.recalled, month.asked)),
            ("Coming back", _forecast(progress.forecast)),
        ]
    learnt = [each for each in pack.objectives if (progress.objectives.get(each.id) or _NO_CARDS).learnt]
    weakest = sorted(learnt, key=lambda each: progress.objectives[each.id].known)[:_WEAKEST]
    if weakest:
        named = "\n".join(
            f"• {each.statement} ({round(100 * progress.objectives[each.id].known)}%)" for each in weakest
        )
        facts.append(("Least known so far", named))
    return tuple(facts)


def _forecast(forecast: Sequence[int]) -> str:
    return f"{forecast[0]} today, {forecast[1]} tomorrow, {sum(forecast)} within two weeks"


def _learnt(mastery: Mastery | None) -> str:
    return f"{mastery.learnt} of {mastery.cards} ({round(100 * mastery.known)}%)" if mastery else "–"


def _greeting(right: int, total: int) -> str:
    """Return a sentence about all answers together."""
    if not total:
        return "You haven't answered a question yet. A first quiz takes two minutes."
    return f"{right} of {total} answers right so far ({percent(right, total)})."
