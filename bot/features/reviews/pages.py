"""The pages of a review session: the front of a card, its back, and the last page."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta, tzinfo
from typing import TypeAlias

from bot.content.answers import vocabulary
from bot.content.model import Comparison, Pack
from bot.features.authoring.actions import ReportItem, something_wrong
from bot.features.lessons.actions import ShowComparison
from bot.features.progress.actions import ShowProgress
from bot.features.quizzes.actions import StartQuiz
from bot.features.quizzes.grading import LONGEST_TYPED, judge_typed
from bot.features.quizzes.judgement import NOT_QUITE, RIGHT, SO_CLOSE, tone
from bot.features.reviews.actions import (
    BringBack,
    BuryCard,
    RateCard,
    RecallCard,
    RevealCard,
    StartReview,
    SuspendCard,
    UndoRating,
)
from bot.features.reviews.deck import Deck
from bot.features.reviews.flashcard import Flashcard
from bot.features.reviews.model import MANY, CardState, LeftToday, Outlook, Rating, Upcoming
from bot.features.reviews.scheduling import in_words, learning_day
from bot.illustrations.beside import beside
from bot.judging.model import Judged, Verdict
from bot.language.actions import encode
from bot.language.controls import Button, Buttons, Emphasis
from bot.language.forms import Form, text_form
from bot.language.message import Block, Facts, Footer, Heading, Message, Tone, message
from bot.language.rich_text import CommandMention, Moment, Shows, Text, emphasis, strong, text

Blocks: TypeAlias = Sequence[Block]

LEECH = 8
"""Number of lapses after which a card is a leech (as in Anki, https://docs.ankiweb.net/leeches.html)."""

_LEECH_AGAIN = LEECH // 2
"""Number of further lapses after which the learner is told again."""

_EARLY = "A few minutes early, as nothing else is due."

_LABELS = {Rating.AGAIN: "Again", Rating.HARD: "Hard", Rating.GOOD: "Good", Rating.EASY: "Easy"}


def page(
    deck: Deck,
    topic: str,
    upcoming: Upcoming,
    outlook: Outlook | None,
    at: datetime,
    zone: tzinfo,
    note: str,
    undo: CardState | None,
    above: Blocks,
    offered: Button | None,
) -> Message:
    """Show the front of the next card, or the last page.

    Args:
        deck: the pack's deck.
        topic: the id of the topic being reviewed, or "" for all.
        upcoming: what comes next.
        outlook: the state of the deck if nothing comes next.
        at: now, in UTC.
        zone: the learner's time zone.
        note: a note on the result of the last press, or "".
        undo: the card whose rating can be taken back, or None.
        above: blocks to show above.
        offered: a button for the last page, or None.
    """
    first: list[Block] = [text(emphasis(note))] if note else []
    first += above
    undoing = (
        [Button("Undo", encode(UndoRating(deck.pack.id, deck.by_id[undo.card].code, undo.reps)))] if undo else []
    )
    if upcoming.state is not None:
        return _front(deck, upcoming.state, upcoming, topic, first, undoing)
    return _done(deck.pack, topic, outlook, at, zone, first, undoing, offered)


def back(
    deck: Deck, card: Flashcard, state: CardState, intervals: Mapping[Rating, str], typed: str | None, locale: str
) -> Message:
    """Show the back of a card, with buttons to rate it.

    Args:
        deck: the pack's deck.
        card: the card.
        state: the learner's state of the card.
        intervals: the interval after each rating, in words.
        typed: the typed answer, or None if nothing was typed.
        locale: the learner's locale, for the decimal separator, or "".
    """
    judged = None if typed is None else _judge(typed[:LONGEST_TYPED], card, deck.pack, locale)
    likely = Rating.AGAIN if judged is not None and not judged.verdict.counts else Rating.GOOD
    ratings = (
        Button(
            f"{_LABELS[rating]} · {interval}",
            encode(RateCard(deck.pack.id, card.code, state.reps, int(rating))),
            Emphasis.PRIMARY if rating is likely else Emphasis.NORMAL,
        )
        for rating, interval in intervals.items()
    )
    return message(
        Heading("How well did you know it?"),
        *([] if judged is None else [_opening(judged)]),
        text(emphasis(card.front)),
        text(strong(card.back)),
        *([text(card.more)] if card.more else []),
        *beside(deck.pack, card.item).below,
        Buttons(tuple(ratings)),
        Buttons((something_wrong(ReportItem(deck.pack.id, card.id.partition(":")[0], card.item.id)),)),
        Footer(deck.pack.source_of(card.item)),
        private=True,
        replaces=True,
        tone=Tone.PLAIN if judged is None else tone(right=judged.verdict.counts),
    )


def form(card: Flashcard) -> Form:
    """Return the form for typing an answer."""
    return text_form("Your answer", "A word or two", longest=LONGEST_TYPED, asks=card.front[:LONGEST_TYPED])


def leech(deck: Deck, state: CardState) -> list[Block]:
    """Return help with a card that keeps being forgotten: a comparison, and a button to suspend it; else nothing."""
    beyond = state.memory.lapses - LEECH
    if beyond < 0 or beyond % _LEECH_AGAIN:
        return []
    card = deck.by_id[state.card]
    blocks: list[Block] = [
        text(strong("This one keeps slipping away"), f" ({state.memory.lapses} times): {card.front}")
    ]
    related = _related(deck.pack, card)
    aside: list[Button] = []
    if related is not None:
        names = {side.id: side.name for side in deck.pack.sides}
        blocks.append(text("See it next to its neighbours. ", strong(f"{related.aspect}:")))
        blocks.append(Facts(tuple((names[side], cell) for side, cell in related.cells.items())))
        blocks.append(text(related.takeaway))
        aside.append(Button("Look closer", encode(ShowComparison(deck.pack.id, related.id))))
    aside.append(Button("Suspend it", encode(SuspendCard(deck.pack.id, card.code, state.reps))))
    return [*blocks, Buttons(tuple(aside))]


def _related(pack: Pack, card: Flashcard) -> Comparison | None:
    """Return the comparison that shares most objectives with a card, else one of its topic."""
    if isinstance(card.item, Comparison):
        return card.item
    objectives = set(card.item.objectives)
    near = max(pack.comparisons, key=lambda each: len(objectives & set(each.objectives)), default=None)
    if near is not None and objectives & set(near.objectives):
        return near
    return next(iter(pack.comparisons_by_topic[pack.topic_of(card.item).id]), None)


def _front(
    deck: Deck,
    state: CardState,
    upcoming: Upcoming,
    topic: str,
    first: list[Block],
    undoing: Iterable[Button],
) -> Message:
    pack, card = deck.pack, deck.by_id[state.card]
    named = (pack.id, card.code, state.reps)
    all_topics = [Button("All topics", encode(StartReview(pack.id)))] if topic else []
    typing = [Button("Type the answer", encode(RecallCard(*named)), form=form(card))] if card.typed.answers else []
    around = beside(pack, card.item)
    where = f"Review: {pack.topic_by_id[topic].title}" if topic in pack.topic_by_id else "Review"
    return message(
        *first,
        Heading(where),
        *around.above,
        text(strong(card.front)),
        *(() if card.is_of_its_answer else around.below),
        text(emphasis(_counted(upcoming.left))),
        *([text(emphasis(_EARLY))] if upcoming.early else []),
        Buttons((Button("Show the answer", encode(RevealCard(*named)), Emphasis.PRIMARY), *typing, *undoing)),
        Buttons(
            (
                Button("Not today", encode(BuryCard(*named))),
                Button("Suspend", encode(SuspendCard(*named))),
                *all_topics,
            )
        ),
        Footer(pack.source_of(card.item)),
        private=True,
        replaces=True,
    )


def _done(
    pack: Pack,
    topic: str,
    outlook: Outlook | None,
    at: datetime,
    zone: tzinfo,
    first: list[Block],
    undoing: Iterable[Button],
    offered: Button | None,
) -> Message:
    facts: list[tuple[str, str]] = []
    onward = [Button("My progress", encode(ShowProgress(pack.id)), Emphasis.PRIMARY)]
    if topic:
        onward.insert(0, Button("All topics", encode(StartReview(pack.id))))
    if outlook is not None:
        facts += [
            (label, str(count))
            for label, count in (
                ("New cards still to come", outlook.unseen),
                ("Due, but beyond today's limit", outlook.waiting),
                ("Suspended", outlook.suspended),
            )
            if count
        ]
        if outlook.suspended:
            onward.append(Button("Bring back suspended cards", encode(BringBack(pack.id))))
    onward.append(Button("Quiz me", encode(StartQuiz(pack.id, topic if topic in pack.topic_by_id else ""))))
    return message(
        *first,
        Heading("Done for today"),
        _comes_back(outlook, topic, at, zone),
        *([Facts(tuple(facts))] if facts else []),
        Buttons((*onward, *undoing)),
        *([Buttons((offered,))] if offered else []),
        Footer(text(f"{pack.title} · ", CommandMention("/settings"), " changes how many cards you get a day")),
        private=True,
        replaces=True,
    )


def _comes_back(outlook: Outlook | None, topic: str, at: datetime, zone: tzinfo) -> Text:
    """Return when the next card comes back; if none does, whether the learner's limit keeps new ones away."""
    due = outlook.due if outlook else None
    if due is None:
        if outlook is None or topic or not outlook.unseen:
            return text("All caught up! There's nothing left to review here today.")
        return text("All caught up! Your settings let in no more new cards today.")
    days = (learning_day(due, zone) - learning_day(at, zone)).days
    if days == 0:
        soon = Moment(due, Shows.RELATIVE, f"in {in_words(due - at)}")
        return text("Well done! The next card comes back ", soon, ".")
    when = "tomorrow" if days == 1 else f"in {in_words(timedelta(days=days))}"
    return text("Well done! The next card comes back ", strong(when), ".")


def _counted(left: LeftToday) -> str:
    parts = ((left.new, "new"), (left.learning, "learning"), (left.reviews, "to review"))
    return "Today: " + " · ".join(f"{count}{'+' if count >= MANY else ''} {what}" for count, what in parts if count)


def _judge(typed: str, card: Flashcard, pack: Pack, locale: str) -> Judged:
    return judge_typed(typed, card.typed.wanted(pack), vocabulary(pack), locale)


def _opening(judged: Judged) -> Text:
    answer = judged.answer
    match judged.verdict:
        case Verdict.RIGHT:
            return text(strong(RIGHT))
        case Verdict.MISSPELT:
            return text(strong(RIGHT), " It's spelt ", strong(answer), ".")
        case Verdict.NEAR:
            return text(strong(SO_CLOSE), "It's ", strong(answer), ".")
        case Verdict.WRONG:
            return text(strong(NOT_QUITE), "It's ", strong(answer), ".")
