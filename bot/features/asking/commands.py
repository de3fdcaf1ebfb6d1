"""The command /ask, and the buttons under its answers."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeAlias

from bot.content.at_hand import at_hand
from bot.content.finding.answerer import Answerer
from bot.content.finding.concepts import alike, is_comparing
from bot.content.finding.confidence import SURE
from bot.content.finding.documents import heading, speaks_of
from bot.content.finding.finder import Finder, fronts_of, terms_of
from bot.content.finding.ranking import Found
from bot.content.item import Item
from bot.content.model import Side
from bot.content.question import Question, QuestionItem
from bot.features.asking import actions, ask, no_answer
from bot.features.asking.figures import figure_wanted
from bot.features.asking.follow_up_phrasings import is_lost, is_short, pronoun_in, refers_back
from bot.features.asking.follow_ups import Asked, Before, FollowUps
from bot.features.asking.interpretation import Interpretation, find, interpret
from bot.features.asking.last_answer import is_about_it
from bot.features.asking.missing import WhyMissing, carried_back
from bot.features.asking.part import other_sentences
from bot.features.asking.question_forms import wants_example, wants_plain_words, wants_reason
from bot.features.asking.unanswered import Unanswered
from bot.features.asking.viewing import Viewing, item_of
from bot.features.lessons.lesson import Lesson
from bot.features.lessons.reading import ReadingNotes
from bot.features.packs.taught import Packs, existing
from bot.features.quizzes.questions import bank
from bot.language.commands import Command
from bot.language.message import Message
from bot.language.options import option, options
from bot.language.requests import Asker
from bot.language.routes import Routes

RecogniseAside: TypeAlias = Callable[[Asker, str, Callable[[str], bool]], Awaitable[Message | str]]
"""Recognises what isn't a question, such as small talk: returns the reply to it, or the question."""


@options
class AskOptions:
    """What to ask."""

    question: str = option("what you'd like to know")


ASK = Command(
    "ask",
    "Ask in your own words",
    "/ask why do AI engineers need so many GPUs?",
    AskOptions,
    shared=True,
    question="question",
)


COMMANDS = (ASK,)


class AskCommands:
    """Serves free questions.

    Args:
        packs: knows what's taught where.
        reading: notes what was read.
        answerer: finds answers.
        follow_ups: remembers what was asked a moment ago.
        unanswered: counts questions without an answer.
        viewing: remembers what people see.
        recognise_aside: recognises what isn't a question, such as small talk.
    """

    def __init__(
        self,
        packs: Packs,
        reading: ReadingNotes,
        answerer: Answerer,
        follow_ups: FollowUps,
        unanswered: Unanswered,
        viewing: Viewing,
        recognise_aside: RecogniseAside,
    ) -> None:
        self._packs = packs
        self._reading = reading
        self._answerer = answerer
        self._follow_ups = follow_ups
        self._unanswered = unanswered
        self._viewing = viewing
        self._recognise_aside = recognise_aside

    def register(self, routes: Routes) -> None:
        """Register the command and the buttons that are served here."""
        routes.command(ASK, self.ask)
        routes.press(actions.NotMeant, self.not_meant)
        routes.press(actions.ShowCard, self.show_card)
        routes.press(actions.ShowSolution, self.show_question)

    async def ask(self, asker: Asker, options: AskOptions) -> Message:
        """Serve /ask <question>."""
        await self._viewing.recall(asker, refers_back=refers_back(options.question))
        question = await self._recognise_aside(asker, options.question, partial(self.is_follow_up, asker))
        if not isinstance(question, str):
            return question
        tried = await self._best(asker, question)
        finder, pack, asked, found = tried.finder, tried.finder.pack, tried.asked, tried.found
        pronoun = "" if self._follow_ups.latest(asker) else pronoun_in(question)
        if pronoun and not finder.mentions(question):
            return self._reading.show(asker, no_answer.unclear(pack, pronoun))
        if asker.overheard and not (found.is_sure or asked.root):
            found = Found(found.hits, 0.0)  # nobody asked Versed, so it doesn't guess
        # Choosing the sentences in bold takes up to 20 ms.
        lesson = await asyncio.to_thread(ask.ask, pack, tried.meant, found, asked.seen, question)
        if told := self._told(asker, tried, lesson, question):
            lesson = await self._told_already(tried, lesson, told, question)
        before = self._follow_ups.last(asker, pack.id)
        is_private = before is not None and before.is_private and asked.question != question
        if not lesson.message.private:
            opening = ask.opening(lesson)
            self._viewing.note(asker, finder, asked, lesson.shown, lesson.in_full, opening, is_private=is_private)
        elif not (told or (found.is_covered and asked.seen)):  # otherwise, there's just nothing more to say
            self._follow_ups.refused(asker, asked)
            if not asker.overheard:
                await self._unanswered.count(asker, pack.id, asked.question, WhyMissing.REFUSED)
        shown = self._reading.show(asker, lesson)
        return replace(shown, private=True) if is_private else shown

    async def not_meant(self, asker: Asker, action: actions.NotMeant) -> Message:
        """Count that an answer didn't help, and show what else is close."""
        pack = await self._packs.get(asker, action.pack)
        finder = self._packs.finder(pack)
        earlier = self._follow_ups.answered(asker, pack.id, action.question)
        question = carried_back(action.question) if earlier is None else earlier.question
        tried = await self._try(finder, Asked(question))
        await self._unanswered.count(asker, pack.id, question, WhyMissing.NOT_MEANT)
        seen = () if earlier is None else earlier.shown
        return self._reading.show(asker, no_answer.not_meant(pack, tried.found, seen))

    async def show_card(self, asker: Asker, action: actions.ShowCard) -> Message:
        """Show both sides of a card."""
        pack = await self._packs.get(asker, action.pack)
        return self._reading.show(asker, ask.with_answer(pack, existing(pack.card_by_id, action.card)))

    async def show_question(self, asker: Asker, action: actions.ShowSolution) -> Message:
        """Show a question of a quiz with its right answer."""
        pack = await self._packs.get(asker, action.pack)
        return self._reading.show(asker, ask.with_answer(pack, existing(bank(pack), action.question)))

    def _told(self, asker: Asker, tried: "_Tried", lesson: Lesson, typed: str) -> Before | None:
        """Return what was asked before, if its answer began like this one and the question wants something new.

        Args:
            asker: who asks, where and when.
            tried: what a pack has for the question.
            lesson: the answer to it.
            typed: the question as typed. It may ask for a figure that was just read: “how hot is that?”
        """
        opening, has_figure = ask.opening(lesson), figure_wanted(typed)
        if not _wants_something_new(typed, tried.asked) or (has_figure is not None and has_figure(opening)):
            return None
        return self._follow_ups.told_already(asker, tried.finder.pack.id, opening)

    async def _told_already(self, tried: "_Tried", same: Lesson, before: Before, typed: str) -> Lesson:
        """Return what's left to say to a follow-up that would get an answer that its asker has just read.

        Which of two terms is more so, only a sentence about both can say. Their names would make any of these seem
        close, so they're compared with the question as typed: “which one is cheaper?”

        Args:
            tried: what its pack has for it.
            same: that answer.
            before: what its asker asked before.
            typed: the question as typed.
        """
        pack, compared = tried.finder.pack, tried.meant.compared
        weighs = compared.weighs and not any(isinstance(each, Side) for each in compared.named)
        items = [item for each in same.shown[: same.in_full] if (item := item_of(pack, each))]
        unsaid = [each for item in items for each in other_sentences(pack, item, before.openings)]
        if weighs:
            unsaid = [each for each in unsaid if ask.speaks_of_all(each, compared.named)]
        closest = await self._answerer.closest(typed if weighs else tried.asked.question, unsaid)
        return no_answer.told_already(pack, same, tried.found, before.shown, closest)

    async def _best(self, asker: Asker, question: str) -> "_Tried":
        """Return the most confident answer of the packs in use; what the first pack has if none has an answer."""
        tried = [
            await self._find(asker, self._packs.finder(pack), question) for pack in await self._packs.used(asker)
        ]
        covered = [each for each in tried if each.found.is_covered]
        return max(covered, key=lambda each: each.found.confidence) if covered else tried[0]

    async def _find(self, asker: Asker, finder: Finder, question: str) -> "_Tried":
        """Return how a question is read in a pack, and what the pack has for it.

        If it's short and the item that was shown last answers it, that comes first.
        """
        await at_hand(terms_of, finder.pack)
        await at_hand(fronts_of, finder.pack)
        before = self._follow_ups.last(asker, finder.pack.id)
        last = item_of(finder.pack, before.first) if before else None
        if before is None or last is None:
            return await self._read(asker, finder, question)
        root = before.root or before.question
        asks_why = wants_reason(question) and is_short(question)
        if isinstance(last, QuestionItem) and (is_lost(question) or asks_why):
            return await self._behind(finder, last, root)
        if is_lost(question):
            return await self._try(finder, Asked(f"{heading(last)} for example", root=root))
        tried = await self._read(asker, finder, question)
        if tried.asked.seen:
            return tried
        corrected = await asyncio.to_thread(finder.corrected, question)
        if not await asyncio.to_thread(is_about_it, finder.pack, last, corrected, tried.found):
            return tried
        others = (hit for hit in tried.found.hits if hit.item is not last)
        return replace(
            tried,
            asked=replace(tried.asked, root=tried.asked.root or root),
            found=Found((finder.ranking.hit(last), *others), SURE),
        )

    async def _behind(self, finder: Finder, question: Question, root: str) -> "_Tried":
        """Return what a pack teaches on a question's objective; if that's nothing, the question with its answer.

        Args:
            finder: the pack's finder.
            question: a question of a quiz that was answered, or shown with its answer.
            root: the question that a further follow-up refers to.
        """
        tried = await self._try(finder, Asked(heading(question), root=root))
        aims = set(question.objectives)
        taught = tuple(
            hit
            for hit in tried.found.hits
            if isinstance(hit.item, Item) and hit.item is not question and aims & set(hit.item.objectives)
        )
        return replace(tried, found=Found(taught or (finder.ranking.hit(question),), SURE))

    async def _read(self, asker: Asker, finder: Finder, question: str) -> "_Tried":
        """Return how a question is read in a pack, and what the pack has for it, whatever was shown last.

        A follow-up may have a subject of its own. If nothing fits both that and the previous one, it's read alone.
        Otherwise, “and football?” or “and nectar?” would be answered once more with what was asked before.
        """
        whole = self._follow_ups.in_full(asker, finder, question)
        if whole is not None:
            tried = await self._try(finder, whole)
            if tried.found.is_covered or whole.root or is_comparing(whole.question):
                return tried
            named = await self._try(finder, Asked(question)) if whole.about else tried
            if named.found.is_covered:
                return named
        tried = await self._try(finder, self._follow_ups.read(asker, finder.pack.id, question))
        subject, hits = tried.asked.subject, tried.found.hits
        if subject and hits and not speaks_of(finder.pack, hits[0].item, subject):
            alone = await self._try(finder, Asked(question))
            if alone.found.is_covered:
                return alone
            if not await asyncio.to_thread(finder.has_a_word_of, alone.meant.text):
                return replace(alone, asked=replace(alone.asked, root=tried.asked.root))
        return tried

    async def _try(self, finder: Finder, asked: Asked) -> "_Tried":
        """Return what a pack has for a question."""
        meant = await asyncio.to_thread(interpret, finder, asked.question)
        return _Tried(finder, asked, meant, await find(self._answerer, finder, meant))

    def is_follow_up(self, asker: Asker, typed: str) -> bool:
        """Return whether this is a follow-up to what the asker asked a moment ago."""
        return self._follow_ups.is_expected(asker, typed)


@dataclass(frozen=True, slots=True)
class _Tried:
    """What a pack has for a question.

    Args:
        finder: the pack's finder.
        asked: how the question is read after the one before.
        meant: what it asks of the pack.
        found: what the pack has for it.
    """

    finder: Finder
    asked: Asked
    meant: Interpretation
    found: Found


def _wants_something_new(question: str, asked: Asked) -> bool:
    """Return whether a question is a follow-up that isn't about the same again, such as “in simple words?”."""
    wants_the_same = is_lost(question) or wants_plain_words(question) or wants_example(question)
    return asked.question != question and not (wants_the_same or is_comparing(alike(question)))
