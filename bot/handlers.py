"""What serves each command and each press: reads the options, asks a lesson or a quiz, notes what was seen."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import TypeVar

from bot import actions, usage
from bot.call import Asker
from bot.catalogue import CATALOGUE, MOST_QUESTIONS
from bot.content.derived import PerPack
from bot.content.find import Finder
from bot.content.library import Library
from bot.content.model import Comparison, Pack, Side, Topic
from bot.lessons import ask, compare, define, explain, home, progress, settings, tip
from bot.lessons.lesson import Lesson
from bot.message import Form, Image, Message, Refusal
from bot.normalise import clean
from bot.people import Member
from bot.pictures.cache import PictureCache
from bot.press import Action
from bot.quiz import grading
from bot.quiz.solo import SoloQuizzes
from bot.slash import find
from bot.store import seen
from bot.store.database import Database

_T = TypeVar("_T")
_BETWEEN_SIDES = re.compile(r"\s*(?:,|/|&|\band\b|\bvs\.?(?=\s)|\bversus\b)\s*", re.IGNORECASE)

Options = Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class Services:
    """What the handlers work with.

    Args:
        library: the packs.
        database: where everything is kept.
        pictures: draws cards.
        random: seeded in tests.
    """

    library: Library
    database: Database
    pictures: PictureCache
    random: Random


class Handlers:
    """One method for each command, and one for all presses; each returns the message that answers."""

    def __init__(self, services: Services) -> None:
        self._library = services.library
        self._database = services.database
        self._pictures = services.pictures
        self._random = services.random
        self._quizzes = SoloQuizzes(services.library, services.database, services.random)
        self.finder = PerPack(Finder)
        self._glossary = PerPack(explain.Glossary)

    async def pack_for(self, asker: Asker) -> Pack:
        """The pack that is taught where this is asked."""
        return await settings.pack_for(asker, self._library, self._database)

    async def compare(self, asker: Asker, options: Options) -> Message:
        """/compare [topic] [aspect] [sides] [show]."""
        pack = await self.pack_for(asker)
        finder = self.finder(pack)
        sides = _sides(finder, _text(options, "sides"))
        subject = _subject(finder, _text(options, "topic"), _text(options, "aspect"))
        if subject is None:
            return self._note(asker, compare.overview(pack))
        if isinstance(subject, Comparison):
            return self._note(asker, compare.aspect(pack, subject, sides))
        picture = await self._picture(pack, subject, sides) if options.get("show") == "picture" else None
        return self._note(asker, compare.topic_table(pack, subject, sides, picture=picture))

    async def define(self, asker: Asker, options: Options) -> Message:
        """/define <term>."""
        pack = await self.pack_for(asker)
        return self._note(asker, define.define(pack, self.finder(pack).term(_text(options, "term"))))

    async def ask(self, asker: Asker, options: Options) -> Message:
        """/ask <question>."""
        pack = await self.pack_for(asker)
        return self._note(asker, ask.ask(self.finder(pack), _text(options, "question")))

    async def tip(self, asker: Asker, options: Options) -> Message:
        """/tip [topic]."""
        pack = await self.pack_for(asker)
        topic = self._topic(pack, options)
        return self._note(asker, await tip.next_tip(pack, topic, asker, self._database, self._random))

    async def quiz(self, asker: Asker, options: Options) -> Message:
        """/quiz [topic] [questions]."""
        pack = await self.pack_for(asker)
        topic = self._topic(pack, options)
        count = options.get("questions") or await settings.quiz_length(asker, self._database)
        return await self._quizzes.start(pack, topic, int(count), asker)

    async def progress(self, asker: Asker, options: Options) -> Message:
        """/progress."""
        pack = await self.pack_for(asker)
        return self._note(asker, await progress.progress(pack, asker, self._database))

    async def settings(self, asker: Asker, options: Options) -> Message:
        """/settings [questions] [pack]."""
        return await settings.change(asker, options, self._library, self._database)

    async def help(self, asker: Asker, options: Options) -> Message:
        """/help [command]."""
        if "command" in options:
            return usage.one_command(find(_text(options, "command").removeprefix("/"), CATALOGUE))
        return usage.all_commands(CATALOGUE, (await self.pack_for(asker)).id)

    async def press(self, asker: Asker, action: Action, typed: str) -> Message:
        """Any press.

        Args:
            asker: who pressed, where and when.
            action: what the button carried; its ids are still untrusted.
            typed: what was typed into the button's form, or "".

        Raises:
            Refusal: what it names is gone, is somebody else's, or is over.
        """
        match action:
            case actions.ShowHelp(name):
                return usage.one_command(find(name, CATALOGUE))
            case actions.StartQuiz(pack_id, topic_id, count):
                pack = self._pack(pack_id)
                topic = _existing(pack.topic_by_id, topic_id) if topic_id else None
                return await self._quizzes.start(pack, topic, max(1, min(count, MOST_QUESTIONS)), asker)
            case actions.ShowQuestion(quiz, position):
                return await self._quizzes.show(quiz, position, asker)
            case actions.ChooseAnswer() | actions.TypeAnswer() | actions.PickNext():
                return await self._answer(asker, action, typed)
            case _:
                return self._note(asker, await self._lesson(asker, action))

    async def form(self, asker: Asker, action: Action) -> Form | None:
        """What to ask before a press is served; None where it needs no more than the press.

        Raises:
            Refusal: what it names is gone, is somebody else's, or is over.
        """
        match action:
            case actions.TypeAnswer(quiz, position):
                return await self._quizzes.form(quiz, position, asker)
            case _:
                return None

    async def explain(self, asker: Asker, said: str) -> Message:
        """The terms in somebody's text."""
        pack = await self.pack_for(asker)
        return self._note(asker, explain.explain(pack, self._glossary(pack), said))

    async def home(self, asker: Asker) -> Message:
        """What a member sees when they come to Versed itself."""
        pack = await self.pack_for(asker)
        return self._note(asker, await home.home(pack, asker, self._database))

    async def beside(self, asker: Asker, other: Member) -> Message:
        """The asker's progress beside another member's."""
        pack = await self.pack_for(asker)
        return self._note(asker, await progress.side_by_side(pack, asker, other, self._database))

    async def _lesson(self, asker: Asker, action: Action) -> Lesson:
        match action:
            case actions.ShowTopics(pack_id):
                return compare.overview(self._pack(pack_id), private=True)
            case actions.ShowTopic(pack_id, topic_id, picture):
                pack = self._pack(pack_id)
                topic = _existing(pack.topic_by_id, topic_id)
                card = await self._picture(pack, topic, pack.sides) if picture else None
                return compare.topic_table(pack, topic, pack.sides, picture=card, private=True)
            case actions.ShowComparison(pack_id, comparison):
                pack = self._pack(pack_id)
                return compare.aspect(pack, _existing(pack.comparison_by_id, comparison), pack.sides, private=True)
            case actions.ShowExample(pack_id, example, solved):
                pack = self._pack(pack_id)
                return compare.worked_example(pack, _existing(pack.example_by_id, example), solved=solved)
            case actions.ShowTerm(pack_id, term):
                pack = self._pack(pack_id)
                return define.define(pack, _existing(pack.term_by_id, term), private=True)
            case actions.RereadTip(pack_id, tip_id):
                pack = self._pack(pack_id)
                return tip.show(pack, _existing(pack.tip_by_id, tip_id), private=True)
            case actions.ShowTip(pack_id, topic_id):
                pack = self._pack(pack_id)
                within = _existing(pack.topic_by_id, topic_id) if topic_id else None
                return await tip.next_tip(pack, within, asker, self._database, self._random, private=True)
            case actions.ShowProgress(pack_id):
                return await progress.progress(self._pack(pack_id), asker, self._database)
            case _:
                raise TypeError(f"no handler for {type(action).__name__}")

    async def _answer(
        self, asker: Asker, action: actions.ChooseAnswer | actions.TypeAnswer | actions.PickNext, typed: str
    ) -> Message:
        quiz, posed = await self._quizzes.posed(action.quiz, action.position, asker)
        match action:
            case actions.ChooseAnswer(choice=choice):
                judgement = grading.judge_choice(posed, choice)
            case actions.TypeAnswer():
                judgement = grading.judge_text(posed, clean(typed))
            case actions.PickNext(picked=picked):
                complete = grading.judge_order(posed, picked)
                if complete is None:
                    return self._quizzes.page(quiz, posed, picked)
                judgement = complete
        return await self._quizzes.record(quiz, posed, judgement, asker.at)

    def _note(self, asker: Asker, lesson: Lesson) -> Message:
        """Remember what a lesson showed; nobody waits for it."""
        if lesson.shown:
            member, tenant = asker.member.id, asker.tenant.key
            seen.mark(self._database.writer, tenant, member, lesson.pack, lesson.shown, asker.at)
        return lesson.message

    def _pack(self, pack_id: str) -> Pack:
        pack = self._library.get(pack_id)
        if pack is None:
            raise Refusal("That pack is no longer installed; run /help to see what there is.")
        return pack

    def _topic(self, pack: Pack, options: Options) -> Topic | None:
        return self.finder(pack).topic(_text(options, "topic")) if "topic" in options else None

    async def _picture(self, pack: Pack, topic: Topic, sides: Sequence[Side]) -> Image:
        return await self._pictures.comparison(compare.card(pack, topic, sides))


def _text(options: Options, name: str) -> str:
    return str(options.get(name, ""))


def _existing(things: Mapping[str, _T], thing_id: str) -> _T:
    """What an untrusted id stands for. Raises Refusal where the pack has no such thing any more."""
    if thing_id not in things:
        raise Refusal("That has left the pack since; run /help to see what there is.")
    return things[thing_id]


def _subject(finder: Finder, topic: str, aspect: str) -> Topic | Comparison | None:
    """What is to be compared; an aspect may stand where a topic is asked for."""
    if not topic:
        return finder.aspect(aspect, None) if aspect else None
    if not aspect and finder.topics.match(topic) is None and finder.aspects.match(topic) is not None:
        return finder.aspect(topic, None)
    found = finder.topic(topic)
    return finder.aspect(aspect, found) if aspect else found


def _sides(finder: Finder, typed: str) -> Sequence[Side]:
    """The sides named, in the pack's order; all where none is named."""
    named = [finder.side(name) for name in _BETWEEN_SIDES.split(typed) if name]
    return [side for side in finder.pack.sides if side in named or not named]
