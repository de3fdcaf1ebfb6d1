"""Lessons: compare, define, ask, tip, and the presses that lead from one to another."""

import re
from collections.abc import Awaitable, Callable, Sequence

from bot.content.derived import PerPack
from bot.content.find import Finder
from bot.content.model import Comparison, Pack, Side, Topic
from bot.content.titles import Titles
from bot.features.lessons import actions, ask, compare, define, explain, tip
from bot.features.lessons.lesson import Lesson, Lessons
from bot.language.message import Message
from bot.language.requests import Asker
from bot.language.routes import Options, Routes
from bot.services import Services, existing, text_of

_BETWEEN_SIDES = re.compile(r"\s*(?:,|/|&|\band\b|\bvs\.?(?=\s)|\bversus\b)\s*", re.IGNORECASE)


class LessonHandlers:
    """Serves lessons.

    Args:
        services: what it works with.
    """

    def __init__(self, services: Services) -> None:
        self._services = services
        self._glossary = PerPack(explain.Glossary)
        self._lessons = Lessons()

    @property
    def routes(self) -> Routes:
        """What is served here."""
        return Routes(
            commands={
                "compare": self.compare,
                "define": self.define,
                "ask": self.ask,
                "tip": self.tip,
            },
            presses={
                actions.ShowTopics: self.show_topics,
                actions.ShowTopic: self.show_topic,
                actions.ShowComparison: self.show_comparison,
                actions.ShowExample: self.show_example,
                actions.ShowTerm: self.show_term,
                actions.ShowTip: self.show_tip,
                actions.RereadTip: self.reread_tip,
                actions.SayOfTip: self.say_of_tip,
            },
            titles={
                "topic": self._titles(lambda finder: finder.topics),
                "aspect": self._titles(lambda finder: finder.aspects),
                "term": self._titles(lambda finder: finder.terms),
                "sides": self._titles(lambda finder: finder.sides),
            },
        )

    async def compare(self, asker: Asker, options: Options) -> Message:
        """/compare [topic] [aspect] [sides] [show]."""
        pack = await self._services.pack_for(asker)
        finder = self._services.finder(pack)
        topic, sides = text_of(options, "topic"), _sides(finder, text_of(options, "sides"))
        if _names_sides(finder, topic):
            topic, sides = "", _sides(finder, topic)
        subject = _subject(finder, topic, text_of(options, "aspect"))
        if subject is None:
            return self._note(asker, self._lessons.cached(compare.overview, pack, sides))
        if isinstance(subject, Comparison):
            return self._note(asker, self._lessons.cached(compare.aspect, pack, subject, sides))
        if options.get("show") == "picture":
            return self._note(asker, await self._pictured(pack, subject, sides))
        return self._note(asker, self._lessons.cached(compare.topic_table, pack, subject, sides))

    async def define(self, asker: Asker, options: Options) -> Message:
        """/define <term>."""
        pack = await self._services.pack_for(asker)
        term = self._services.finder(pack).term(text_of(options, "term"))
        return self._note(asker, self._lessons.cached(define.define, pack, term))

    async def ask(self, asker: Asker, options: Options) -> Message:
        """/ask <question>."""
        pack = await self._services.pack_for(asker)
        return self._note(asker, ask.ask(self._services.finder(pack), text_of(options, "question")))

    async def tip(self, asker: Asker, options: Options) -> Message:
        """/tip [topic]."""
        pack = await self._services.pack_for(asker)
        topic = self._services.finder(pack).topic(text_of(options, "topic")) if "topic" in options else None
        return self._note(asker, await self._services.tips.next(pack, topic, asker))

    async def explain(self, asker: Asker, said: str) -> Message:
        """The terms in somebody's text."""
        pack = await self._services.pack_for(asker)
        return self._note(asker, explain.explain(pack, self._glossary(pack), said))

    async def show_topics(self, asker: Asker, action: actions.ShowTopics, _typed: str) -> Message:
        """The overview."""
        pack = self._services.pack(action.pack)
        return self._note(asker, self._lessons.cached(compare.overview, pack, pack.sides, private=True))

    async def show_topic(self, asker: Asker, action: actions.ShowTopic, _typed: str) -> Message:
        """A topic's table, or its picture."""
        pack = self._services.pack(action.pack)
        topic = existing(pack.topic_by_id, action.topic)
        if action.picture:
            return self._note(asker, await self._pictured(pack, topic, pack.sides, private=True))
        return self._note(asker, self._lessons.cached(compare.topic_table, pack, topic, pack.sides, private=True))

    async def show_comparison(self, asker: Asker, action: actions.ShowComparison, _typed: str) -> Message:
        """One aspect."""
        pack = self._services.pack(action.pack)
        row = existing(pack.comparison_by_id, action.comparison)
        return self._note(asker, self._lessons.cached(compare.aspect, pack, row, pack.sides, private=True))

    async def show_example(self, asker: Asker, action: actions.ShowExample, _typed: str) -> Message:
        """A worked example."""
        pack = self._services.pack(action.pack)
        example = existing(pack.example_by_id, action.example)
        return self._note(asker, compare.worked_example(pack, example, solved=action.solved))

    async def show_term(self, asker: Asker, action: actions.ShowTerm, _typed: str) -> Message:
        """A glossary entry."""
        pack = self._services.pack(action.pack)
        term = existing(pack.term_by_id, action.term)
        return self._note(asker, self._lessons.cached(define.define, pack, term, private=True))

    async def reread_tip(self, asker: Asker, action: actions.RereadTip, _typed: str) -> Message:
        """A tip by its id."""
        pack = self._services.pack(action.pack)
        return self._note(asker, tip.show(pack, existing(pack.tip_by_id, action.tip), private=True))

    async def show_tip(self, asker: Asker, action: actions.ShowTip, _typed: str) -> Message:
        """Another tip."""
        pack = self._services.pack(action.pack)
        within = existing(pack.topic_by_id, action.topic) if action.topic else None
        return self._note(asker, await self._services.tips.next(pack, within, asker, private=True))

    async def say_of_tip(self, asker: Asker, action: actions.SayOfTip, _typed: str) -> Message:
        """What the asker says of a tip."""
        pack = self._services.pack(action.pack)
        said = existing(pack.tip_by_id, action.tip)
        return await self._services.tips.say(pack, said, asker, known=action.known)

    def _titles(self, of: Callable[[Finder], Titles]) -> Callable[[Asker], Awaitable[Titles]]:
        """Some of the titles of the pack that is taught where the asker is."""

        async def titles(asker: Asker) -> Titles:
            return of(self._services.finder(await self._services.pack_for(asker)))

        return titles

    def _note(self, asker: Asker, lesson: Lesson) -> Message:
        return self._services.note(asker, lesson)

    async def _pictured(self, pack: Pack, topic: Topic, sides: Sequence[Side], *, private: bool = False) -> Lesson:
        """A topic's table, drawn."""
        picture = await self._services.pictures.comparison(compare.card(pack, topic, sides))
        return compare.topic_table(pack, topic, sides, picture=picture, private=private)


def _subject(finder: Finder, topic: str, aspect: str) -> Topic | Comparison | None:
    """What is to be compared; an aspect may stand where a topic is asked for."""
    if not topic:
        return finder.aspect(aspect, None) if aspect else None
    if not aspect and finder.topics.match(topic) is None and finder.aspects.match(topic) is not None:
        return finder.aspect(topic, None)
    found = finder.topic(topic)
    return finder.aspect(aspect, found) if aspect else found


def _names_sides(finder: Finder, typed: str) -> bool:
    """Whether nothing but sides is named where a topic is asked for: /compare data scientist vs AI engineer."""
    names = [name for name in _BETWEEN_SIDES.split(typed) if name]
    return bool(names) and finder.topics.exact(typed) is None and all(map(finder.sides.exact, names))


def _sides(finder: Finder, typed: str) -> Sequence[Side]:
    """The sides named, in the pack's order; all where none is named."""
    named = [finder.side(name) for name in _BETWEEN_SIDES.split(typed) if name]
    return [side for side in finder.pack.sides if side in named or not named]
