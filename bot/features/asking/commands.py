"""The command /ask, and the buttons under its answers."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeAlias

from bot.content.at_hand import at_hand
from bot.content.finding.answerer import Answerer
from bot.content.finding.concepts import is_comparing
from bot.content.finding.confidence import SURE
from bot.content.finding.documents import AnsweringItem, heading, speaks_of
from bot.content.finding.finder import Finder, fronts_of, terms_of
from bot.content.finding.ranking import Found
from bot.content.item import Item
from bot.content.model import Example, Pack, Tip
from bot.features.asking import actions, ask, follow_up_completion
from bot.features.asking.follow_up_phrasings import refers_back
from bot.features.asking.follow_ups import Asked, FollowUps
from bot.features.asking.interpretation import Interpretation, find, interpret
from bot.features.asking.last_answer import is_about_it
from bot.features.asking.missing import WhyMissing, carried_back
from bot.features.asking.unanswered import Unanswered
from bot.features.authoring.actions import ReportItem
from bot.features.lessons.lesson import key
from bot.features.lessons.reading import ReadingNotes
from bot.features.lessons.tip import Tips
from bot.features.packs.taught import Packs, existing
from bot.features.quizzes.questions import bank
from bot.language.actions import decode
from bot.language.commands import Command
from bot.language.controls import Buttons
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
        tips: know which tip a place was shown last.
        recognise_aside: recognises what isn't a question, such as small talk.
    """

    def __init__(
        self,
        packs: Packs,
        reading: ReadingNotes,
        answerer: Answerer,
        follow_ups: FollowUps,
        unanswered: Unanswered,
        tips: Tips,
        recognise_aside: RecogniseAside,
    ) -> None:
        self._packs = packs
        self._reading = reading
        self._answerer = answerer
        self._follow_ups = follow_ups
        self._unanswered = unanswered
        self._tips = tips
        self._recognise_aside = recognise_aside

    def register(self, routes: Routes) -> None:
        """Register the command and the buttons that are served here."""
        routes.command(ASK, self.ask)
        routes.press(actions.NotMeant, self.not_meant)
        routes.press(actions.ShowCard, self.show_card)
        routes.press(actions.ShowSolution, self.show_question)

    async def ask(self, asker: Asker, options: AskOptions) -> Message:
        """Serve /ask <question>."""
        await self.recall(asker, refers_back=refers_back(options.question))
        question = await self._recognise_aside(asker, options.question, partial(self.is_follow_up, asker))
        if not isinstance(question, str):
            return question
        tried = await self._best(asker, question)
        finder, pack, asked, found = tried.finder, tried.finder.pack, tried.asked, tried.found
        if asker.overheard and not (found.is_sure or asked.root):
            found = Found(found.hits, 0.0)  # nobody asked Versed, so it doesn't guess
        # Choosing the sentences in bold takes up to 20 ms.
        lesson = await asyncio.to_thread(ask.ask, pack, tried.meant, found, asked.seen, question)
        if not lesson.message.private:
            self._note(asker, finder, asked, lesson.shown, lesson.in_full)
        elif not (found.is_covered and asked.seen):  # otherwise, there's just nothing more to say
            self._follow_ups.refused(asker, asked)
            if not asker.overheard:
                await self._unanswered.count(asker, pack.id, asked.question, WhyMissing.REFUSED)
        return self._reading.show(asker, lesson)

    async def not_meant(self, asker: Asker, action: actions.NotMeant) -> Message:
        """Count that an answer didn't help, and show what else is close."""
        pack = await self._packs.get(asker, action.pack)
        finder = self._packs.finder(pack)
        earlier = self._follow_ups.answered(asker, pack.id, action.question)
        question = carried_back(action.question) if earlier is None else earlier.question
        tried = await self._try(finder, Asked(question))
        await self._unanswered.count(asker, pack.id, question, WhyMissing.NOT_MEANT)
        return self._reading.show(asker, ask.not_meant(pack, tried.found, () if earlier is None else earlier.shown))

    async def show_card(self, asker: Asker, action: actions.ShowCard) -> Message:
        """Show both sides of a card."""
        pack = await self._packs.get(asker, action.pack)
        return self._reading.show(asker, ask.with_answer(pack, existing(pack.card_by_id, action.card)))

    async def show_question(self, asker: Asker, action: actions.ShowSolution) -> Message:
        """Show a question of a quiz with its right answer."""
        pack = await self._packs.get(asker, action.pack)
        return self._reading.show(asker, ask.with_answer(pack, existing(bank(pack), action.question)))

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
        tried, before = await self._read(asker, finder, question), self._follow_ups.last(asker, finder.pack.id)
        last = _item_of(finder.pack, before.first) if before else None
        if before is None or last is None or tried.asked.seen:
            return tried
        corrected = await asyncio.to_thread(finder.corrected, question)
        if not await asyncio.to_thread(is_about_it, finder.pack, last, corrected, tried.found):
            return tried
        others = (hit for hit in tried.found.hits if hit.item is not last)
        root = tried.asked.root or before.root or before.question
        return replace(
            tried,
            asked=replace(tried.asked, root=root),
            found=Found((finder.ranking.hit(last), *others), SURE),
        )

    async def _read(self, asker: Asker, finder: Finder, question: str) -> "_Tried":
        """Return how a question is read in a pack, and what the pack has for it, whatever was shown last.

        A follow-up may have a subject of its own. If nothing fits both that and the previous one, it's read alone.
        Otherwise, “and football?” or “and nectar?” would be answered once more with what was asked before.
        """
        await at_hand(terms_of, finder.pack)
        await at_hand(fronts_of, finder.pack)
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

    def see(self, asker: Asker, message: Message) -> None:
        """Remember what a message teaches, so that what's said next may be about that.

        Args:
            asker: who sees the message, and where they asked for it.
            message: what they're shown.
        """
        rows = [block for block in message.blocks if isinstance(block, Buttons)]
        reports = [each.press for row in rows for each in row.buttons if each.press.startswith(f"{ReportItem.tag}.")]
        if any(row.answers for row in rows):
            self._follow_ups.show(asker, "", "")
        elif len(reports) == 1 and (asker.place.direct or not message.private):
            item = decode(reports[0])
            if isinstance(item, ReportItem):
                self._follow_ups.show(asker, item.pack, f"{item.kind}:{item.item}")

    async def recall(self, asker: Asker, *, refers_back: bool) -> ReportItem | None:
        """Return the item that the asker saw last, as an answer or otherwise; they may now follow it up as if asked.

        Args:
            asker: who says something, where and when.
            refers_back: whether it can only be understood from something before; then that may also be the last tip
                that everyone saw there.
        """
        shown, before = self._follow_ups.shown(asker), self._follow_ups.latest(asker)
        pack = await self._packs.find(asker.tenant.key, shown.pack) if shown else None
        item = _item_of(pack, shown.item) if pack and shown else None
        if not (shown or before or asker.place.direct or asker.overheard) and refers_back:
            pack, item = await self._tips.latest(await self._packs.used(asker), asker) or (None, None)
        if pack is not None and isinstance(item, Item):
            finder = self._packs.finder(pack)
            await at_hand(terms_of, pack)
            self._note(asker, finder, Asked(_subject_of(pack, item)), (key(item),))
            before = self._follow_ups.latest(asker)
        return ReportItem(before.pack, *before.first.split(":")) if before and before.first else None

    def _note(self, asker: Asker, finder: Finder, asked: Asked, shown: Sequence[str], in_full: int = 1) -> None:
        """Remember a question with the items that answered it.

        Args:
            asker: who asked, where and when.
            finder: the finder of the pack that was asked.
            asked: how the question was read.
            shown: the keys of the items, first those that were shown in full.
            in_full: how many were shown in full.
        """
        mentioned = finder.mentions(asked.question)
        things = follow_up_completion.things(asked.question, mentioned, finder.pack.sides)
        about = follow_up_completion.about(asked.question, mentioned)
        self._follow_ups.note(asker, finder.pack.id, asked, shown, in_full, things, about)


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


def _item_of(pack: Pack, shown: str) -> AnsweringItem | None:
    """Return the item with a key; None if the pack doesn't have it any more."""
    kind, _, item_id = shown.partition(":")
    by_id: Mapping[str, AnsweringItem] = {}
    match kind:
        case "comparison":
            by_id = pack.comparison_by_id
        case "term":
            by_id = pack.term_by_id
        case "tip":
            by_id = pack.tip_by_id
        case "example":
            by_id = pack.example_by_id
        case "card":
            by_id = pack.card_by_id
        case _:
            by_id = bank(pack)
    return by_id.get(item_id)


def _subject_of(pack: Pack, item: AnsweringItem) -> str:
    """Return what an item is about, to search for more; the title of a tip or an example doesn't say that."""
    return pack.objective_by_id[item.objectives[0]].statement if isinstance(item, Tip | Example) else heading(item)
