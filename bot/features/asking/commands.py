"""The command that answers questions in free words, and what follows from its answers."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TypeAlias

from bot.content.at_hand import at_hand
from bot.content.finding.answerer import Answerer
from bot.content.finding.concepts import is_comparing
from bot.content.finding.documents import speaks_of
from bot.content.finding.finder import Finder, terms_of
from bot.content.finding.ranking import Found
from bot.features.asking import actions, ask, aspect, going_on
from bot.features.asking.follow_ups import Asked, FollowUps
from bot.features.asking.missing import WhyMissing, carried_back
from bot.features.asking.unanswered import Unanswered
from bot.features.lessons.reading import ReadingNotes
from bot.features.packs.taught import Packs, existing
from bot.language.commands import Command
from bot.language.message import Message
from bot.language.options import option, options
from bot.language.requests import Asker
from bot.language.routes import Routes

Heard: TypeAlias = Callable[[Asker, str, Callable[[str], bool]], Awaitable[Message | str]]
"""Tells what's said in passing from a question: its answer, or the question."""


@options
class AskOptions:
    """What is asked."""

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
    """Serves questions in free words.

    Args:
        packs: what's taught where.
        reading: notes what was read.
        answerer: finds answers.
        follow_ups: remembers what was asked a moment ago.
        unanswered: counts what was asked without an answer.
        heard: tells what's said in passing from a question.
    """

    def __init__(
        self,
        packs: Packs,
        reading: ReadingNotes,
        answerer: Answerer,
        follow_ups: FollowUps,
        unanswered: Unanswered,
        heard: Heard,
    ) -> None:
        self._packs = packs
        self._reading = reading
        self._answerer = answerer
        self._follow_ups = follow_ups
        self._unanswered = unanswered
        self._heard = heard

    def register(self, routes: Routes) -> None:
        """Add what's served here."""
        routes.command(ASK, self.ask)
        routes.press(actions.NotMeant, self.not_meant)
        routes.press(actions.ShowCard, self.show_card)

    async def ask(self, asker: Asker, options: AskOptions) -> Message:
        """Serve /ask <question>."""
        question = await self._heard(asker, options.question, partial(self.goes_on, asker))
        if not isinstance(question, str):
            return question
        finder, reading, result = await self._best(asker, question)
        pack = finder.pack
        lesson = await asyncio.to_thread(ask.ask, finder, reading.question, result, reading.seen)  # it corrects slips
        if not lesson.message.private:
            things, about = going_on.things(finder, reading.question), going_on.about(finder, reading.question)
            self._follow_ups.note(asker, pack.id, reading, lesson.shown, lesson.in_full, things, about)
        elif not (result.is_covered and reading.seen):  # else it has nothing more to say
            self._follow_ups.refused(asker, reading)
            if not asker.overheard:
                await self._unanswered.count(asker, pack.id, reading.question, WhyMissing.REFUSED)
        return self._reading.note(asker, lesson)

    async def not_meant(self, asker: Asker, action: actions.NotMeant) -> Message:
        """Count that an answer didn't help, and show what else is near."""
        pack = await self._packs.get(asker, action.pack)
        finder = self._packs.finder(pack)
        earlier = self._follow_ups.answered(asker, pack.id, action.question)
        question = carried_back(action.question) if earlier is None else earlier.question
        result = await self._answerer.find(finder, question)
        await self._unanswered.count(asker, pack.id, question, WhyMissing.NOT_MEANT)
        return self._reading.note(asker, ask.not_meant(pack, result, () if earlier is None else earlier.shown))

    async def show_card(self, asker: Asker, action: actions.ShowCard) -> Message:
        """Show both sides of a card."""
        pack = await self._packs.get(asker, action.pack)
        return self._reading.note(asker, ask.card(pack, existing(pack.card_by_id, action.card)))

    async def _best(self, asker: Asker, question: str) -> tuple[Finder, Asked, Found]:
        """Return what the packs in use have for a question: the first's, unless another's answer is surer."""
        tried = []
        for pack in await self._packs.used(asker):
            finder = self._packs.finder(pack)
            tried.append((finder, *await self._find(asker, finder, question)))
        covered = [each for each in tried if each[2].is_covered]
        return max(covered, key=lambda each: each[2].confidence) if covered else tried[0]

    async def _find(self, asker: Asker, finder: Finder, question: str) -> tuple[Asked, Found]:
        """Return how a question is read, and what there is for it.

        What goes on from the question before may have a subject of its own. If nothing fits both, it stands alone.
        """
        await at_hand(terms_of, finder.pack)
        whole = self._follow_ups.in_full(asker, finder, question)
        if whole is not None:
            result = await self._found(finder, whole.question)
            if result.is_covered or whole.root or is_comparing(whole.question):
                return whole, result
        reading = self._follow_ups.read(asker, finder.pack.id, question)
        result = await self._found(finder, reading.question)
        if reading.subject and result.hits and not speaks_of(finder.pack, result.hits[0].item, reading.subject):
            alone = await self._found(finder, question)
            if alone.is_covered:
                return Asked(question), alone
        return reading, result

    async def _found(self, finder: Finder, question: str) -> Found:
        """Return what there is for a question, once slips in how it's put are corrected, too."""
        corrected = await asyncio.to_thread(finder.ranking.wording.corrected, question)
        return await aspect.find(self._answerer, finder, corrected)

    def goes_on(self, asker: Asker, said: str) -> bool:
        """Return whether the asker asked something a moment ago, and goes on from it."""
        return self._follow_ups.is_expected(asker, said)
