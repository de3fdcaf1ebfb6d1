"""The commands compare, define and tip, and the buttons that lead from one lesson to another."""

from collections.abc import Sequence

from bot.content.at_hand import at_hand
from bot.content.derived import CachedPerPack, When
from bot.content.model import Comparison, Pack, Side, Topic
from bot.features.lessons import actions, cards, compare, define, explain, glossary, outline, tip_pages, topics
from bot.features.lessons.comparing import SideTitles, compared, names_sides, sides_of, subject_of
from bot.features.lessons.lesson import Lesson, Lessons
from bot.features.lessons.reading import ReadingNotes
from bot.features.lessons.tip import Tips
from bot.features.packs.naming import Several
from bot.features.packs.taught import Packs, existing, terms_in
from bot.features.packs.topics import topic_option
from bot.illustrations.recipes import of_card
from bot.language.commands import Command
from bot.language.forms import Suggestion
from bot.language.length import fits
from bot.language.message import Message
from bot.language.options import option, options
from bot.language.refusals import Offer, Refusal
from bot.language.requests import Asker
from bot.language.routes import Routes
from bot.language.sharing import shareable


@options
class CompareOptions:
    """What to compare, and how to show it."""

    topic: str = topic_option()
    aspect: str = option("one aspect of it", default="", completes=True)
    sides: str = option("which sides to show", default="", usual="all", completes=True)
    show: str = option(
        "how to show a topic",
        default="",
        choices=(Suggestion("table", "As a table"), Suggestion("picture", "As a picture")),
    )


@options
class DefineOptions:
    """What to define."""

    term: str = option("a word or an abbreviation", completes=True)


@options
class TipOptions:
    """What a tip is about."""

    topic: str = topic_option()


COMPARE = Command(
    "compare",
    "See how the sides differ: an overview, a topic or one aspect",
    "/compare data",
    CompareOptions,
    shared=True,
)
DEFINE = Command("define", "Look up what a term means", "/define RAG", DefineOptions, shared=True)
TIP = Command(
    "tip", "Get a short lesson; no repeats until you've seen them all", "/tip models", TipOptions, shared=True
)
COMMANDS = (COMPARE, DEFINE, TIP)


class LessonCommands:
    """Serves lessons.

    Args:
        packs: knows what's taught where.
        tips: chooses tips.
        reading: notes what was read.
    """

    def __init__(self, packs: Packs, tips: Tips, reading: ReadingNotes) -> None:
        self._packs = packs
        self._tips = tips
        self._reading = reading
        self._glossary = CachedPerPack(explain.Glossary, When.SOON)
        self._lessons = Lessons()

    def register(self, routes: Routes) -> None:
        """Register the commands, buttons and completions that are served here."""
        routes.command(COMPARE, self.compare)
        routes.command(DEFINE, self.define)
        routes.command(TIP, self.tip)
        routes.press(actions.ShowTopics, self.show_topics)
        routes.press(actions.ShowTopic, self.show_topic)
        routes.press(actions.ShowComparison, self.show_comparison)
        routes.press(actions.ShowExample, self.show_example)
        routes.press(actions.ShowTerm, self.show_term)
        routes.press(actions.ShowTip, self.show_tip)
        routes.press(actions.RereadTip, self.reread_tip)
        routes.press(actions.ShareTip, self.share_tip)
        routes.press(actions.SayOfTip, self.say_of_tip)
        routes.completer("topic", self._packs.topics.titles)
        routes.completer("aspect", self._aspects)
        routes.completer("term", self._packs.terms)
        routes.completer("sides", self._side_titles)

    async def _aspects(self, asker: Asker) -> Several:
        return Several(self._packs.finder(pack).aspects for pack in await self._packs.used(asker))

    async def _side_titles(self, asker: Asker) -> SideTitles:
        packs = await self._packs.used(asker)
        return SideTitles(Several(self._packs.finder(pack).sides for pack in packs if pack.sides))

    async def compare(self, asker: Asker, options: CompareOptions) -> Message:
        """Serve /compare [topic] [aspect] [sides] [show]."""
        pack, topic = await self._packs.topics.within(
            asker,
            options.topic,
            lambda packs: compared(packs, self._packs.finder, options.topic, options.aspect, options.sides),
        )
        if not pack.sides:
            return topics.nothing_compared(pack)
        finder = self._packs.finder(pack)
        sides = sides_of(finder, options.sides)
        if names_sides(finder, topic):
            named = sides_of(finder, topic)
            if options.sides and not set(named).isdisjoint(sides):
                raise Refusal("You've named the sides twice; name them once.", option="sides")
            topic, sides = "", (*named, *sides) if options.sides else named
        subject = subject_of(finder, topic, options.aspect)
        if subject is None and options.show:
            drawn = [each for each in pack.topics if cards.parts(pack, each)]
            if not drawn:
                raise Refusal(f"Nothing in {pack.title} is compared side by side yet.", option="show")
            offers = [Offer(each.title, await self._packs.topics.name_of(asker, pack, each)) for each in drawn]
            raise Refusal(f"Which topic do you want as a {options.show}? Pick one.", option="topic", offers=offers)
        if subject is None:
            return self._reading.show(asker, self._lessons.cached(compare.overview, pack, sides))
        if options.show == "picture":
            return self._reading.show(asker, self._as_picture(pack, subject, sides))
        if isinstance(subject, Comparison):
            return self._reading.show(asker, self._lessons.cached(compare.aspect, pack, subject, sides))
        table = self._lessons.cached(compare.topic_table, pack, subject, sides)
        if options.show or fits(table.message.blocks):
            return self._reading.show(asker, table)
        picture = of_card(cards.card_of(pack, subject, sides, 0))
        return self._reading.show(asker, compare.beginning(pack, subject, sides, picture))

    async def define(self, asker: Asker, options: DefineOptions) -> Message:
        """Serve /define <term>; “all” lists all terms."""
        packs = await self._packs.used(asker)
        terms = await terms_in(packs)
        at, found = terms.find(options.term)
        pack = packs[at]
        if glossary.wants_all(options.term) and terms.exact(options.term) is None:
            return glossary.glossary(packs)
        if found is None:  # the first pack suggests its nearest terms, even if it's not alone
            raise self._packs.finder(pack).unknown_term(options.term)
        term = pack.term_by_id[found.key]
        return self._reading.show(asker, self._lessons.cached(define.define, pack, term))

    async def tip(self, asker: Asker, options: TipOptions) -> Message:
        """Serve /tip [topic]."""
        packs = [pack for pack in await self._packs.used(asker) if pack.tips]
        if options.topic or len(packs) < 2:
            pack, topic = await self._packs.topics.one(asker, options.topic)
            return self._reading.show(asker, await self._tips.next(pack, topic, asker))
        return self._reading.show(
            asker, await self._tips.next(await self._tips.whose_turn(packs, asker), None, asker)
        )

    async def explain(self, asker: Asker, typed: str) -> Message:
        """Explain the terms in someone's message, from all packs in use."""
        glossaries = [await at_hand(self._glossary, pack) for pack in await self._packs.used(asker)]
        notes = [self._reading.show(asker, each) for each in explain.explain(glossaries, typed)]
        return notes[0]

    async def show_topics(self, asker: Asker, action: actions.ShowTopics) -> Message:
        """Show the overview."""
        pack = await self._packs.get(asker, action.pack)
        return self._reading.show(asker, self._lessons.cached(outline.overview, pack, private=True))

    async def show_topic(self, asker: Asker, action: actions.ShowTopic) -> Message:
        """Show a topic's table or one of its pictures; its contents if the pack compares nothing."""
        pack = await self._packs.get(asker, action.pack)
        topic = existing(pack.topic_by_id, action.topic)
        if not pack.sides:
            return self._reading.show(asker, self._lessons.cached(topics.page, pack, topic, private=True))
        name = await self._packs.topics.name_of(asker, pack, topic)
        same = {"topic": name, **({"show": "picture"} if action.picture else {})}
        if action.picture:
            lesson = self._pictured(pack, topic, pack.sides, action.picture - 1, private=True)
            page = self._reading.show(asker, lesson)
        else:
            page = self._reading.show(
                asker, self._lessons.cached(compare.topic_table, pack, topic, pack.sides, private=True)
            )
        # No command shows a later picture, so it can't be shared by one.
        return page if action.picture > 1 else shareable(page, asker, COMPARE.name, same)

    async def show_comparison(self, asker: Asker, action: actions.ShowComparison) -> Message:
        """Show one aspect."""
        pack = await self._packs.get(asker, action.pack)
        row = existing(pack.comparison_by_id, action.comparison)
        page = self._reading.show(asker, self._lessons.cached(compare.aspect, pack, row, pack.sides, private=True))
        same = {"topic": await self._packs.topics.name_of(asker, pack, pack.topic_of(row)), "aspect": row.aspect}
        return shareable(page, asker, COMPARE.name, same)

    async def show_example(self, asker: Asker, action: actions.ShowExample) -> Message:
        """Show a worked example."""
        pack = await self._packs.get(asker, action.pack)
        example = existing(pack.example_by_id, action.example)
        return self._reading.show(asker, compare.worked_example(pack, example, solved=action.solved))

    async def show_term(self, asker: Asker, action: actions.ShowTerm) -> Message:
        """Show a glossary entry."""
        pack = await self._packs.get(asker, action.pack)
        term = existing(pack.term_by_id, action.term)
        page = self._reading.show(asker, self._lessons.cached(define.define, pack, term, private=True))
        return shareable(page, asker, DEFINE.name, {"term": term.term})

    async def reread_tip(self, asker: Asker, action: actions.RereadTip) -> Message:
        """Show a tip by its id."""
        pack = await self._packs.get(asker, action.pack)
        tip, others = existing(pack.tip_by_id, action.tip), not asker.place.direct
        return self._reading.show(asker, tip_pages.show(pack, tip, private=True, shareable=others))

    async def share_tip(self, asker: Asker, action: actions.ShareTip) -> Message:
        """Show a tip to everyone, or again to the asker in a direct conversation."""
        pack = await self._packs.get(asker, action.pack)
        tip = existing(pack.tip_by_id, action.tip)
        if asker.place.direct:
            return self._reading.show(asker, tip_pages.show(pack, tip, private=True))
        return self._reading.show(asker, tip_pages.share(pack, tip, asker.member))

    async def show_tip(self, asker: Asker, action: actions.ShowTip) -> Message:
        """Show another tip."""
        pack = await self._packs.get(asker, action.pack)
        within = existing(pack.topic_by_id, action.topic) if action.topic else None
        return self._reading.show(asker, await self._tips.next(pack, within, asker, private=True))

    async def say_of_tip(self, asker: Asker, action: actions.SayOfTip) -> Message:
        """Store what the asker says about a tip."""
        pack = await self._packs.get(asker, action.pack)
        tip = existing(pack.tip_by_id, action.tip)
        return await self._tips.say(pack, tip, asker, known=action.known)

    def _as_picture(self, pack: Pack, subject: Topic | Comparison, sides: Sequence[Side]) -> Lesson:
        """Return a comparison as a picture."""
        if isinstance(subject, Topic):
            return self._pictured(pack, subject, sides, 0)
        picture = of_card(cards.card_of_aspect(pack, subject, sides))
        return compare.aspect(pack, subject, sides, picture=picture)

    def _pictured(
        self, pack: Pack, topic: Topic, sides: Sequence[Side], number: int, *, private: bool = False
    ) -> Lesson:
        """Return one of a topic's pictures, if it has any; the last one if the pack has changed and has fewer."""
        parts = cards.parts(pack, topic)
        if not parts:
            return compare.nothing_drawn(pack, topic, private=private)
        number = min(number, len(parts) - 1)
        picture = of_card(cards.card_of(pack, topic, sides, number))
        return compare.drawn_topic(pack, topic, picture, number, private=private)
