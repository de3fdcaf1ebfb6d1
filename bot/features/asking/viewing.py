"""Remembers what people see, so that “why?” and “another one” can be about that."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TypeAlias

from bot.content.at_hand import at_hand
from bot.content.finding.documents import AnsweringItem, heading
from bot.content.finding.finder import Finder, terms_of
from bot.content.item import Item
from bot.content.model import Example, Pack, Tip
from bot.features.asking import follow_up_completion
from bot.features.asking.follow_ups import Asked, Before, FollowUps
from bot.features.authoring.actions import ReportAnswer, ReportItem
from bot.features.lessons.lesson import key
from bot.features.lessons.tip import Tips
from bot.features.packs.taught import Packs
from bot.features.quizzes.questions import bank
from bot.language.actions import decode
from bot.language.controls import Buttons
from bot.language.message import Message
from bot.language.requests import Asker

FindAnswered: TypeAlias = Callable[[Asker, str, int], Awaitable[tuple[Pack, AnsweringItem] | None]]
"""Returns the question at a position of a quiz, with its pack; None if the asker hasn't answered it."""


class Viewing:
    """Has what someone was shown last count as asked about.

    Args:
        packs: knows what's taught where.
        tips: know which tip a place was shown last.
        follow_ups: remembers what was asked and shown a moment ago.
        answered: returns a question of a quiz that someone answered.
    """

    def __init__(self, packs: Packs, tips: Tips, follow_ups: FollowUps, answered: FindAnswered) -> None:
        self._packs = packs
        self._tips = tips
        self._follow_ups = follow_ups
        self._answered = answered

    def see(self, asker: Asker, message: Message) -> None:
        """Remember what a message teaches, so that what's said next may be about that.

        Args:
            asker: who sees the message, and where they asked for it.
            message: what they're shown.
        """
        is_private = message.private and not asker.place.direct
        rows = [block for block in message.blocks if isinstance(block, Buttons)]
        tags = (f"{ReportItem.tag}.", f"{ReportAnswer.tag}.")
        reports = [each.press for row in rows for each in row.buttons if each.press.startswith(tags)]
        what = decode(reports[0]) if len(reports) == 1 else None
        if any(row.answers for row in rows):  # “wrong!” is about the question now
            if is_private:
                self._follow_ups.show(asker, None)  # the others in the channel go on with what they see
            else:
                self.move_on(asker)
        elif isinstance(what, ReportAnswer | ReportItem):
            self._follow_ups.show(asker, what, is_private=is_private)

    async def recall(self, asker: Asker, *, refers_back: bool) -> ReportItem | None:
        """Return the item that the asker saw last, as an answer or otherwise; they may now follow it up as if asked.

        Args:
            asker: who says something, where and when.
            refers_back: whether it can only be understood from something before; then that may also be the last tip
                that everyone saw there.
        """
        shown, before = self._follow_ups.shown(asker), self._follow_ups.latest(asker)
        pack, item = await self._find(asker, shown.what if shown else None) or (None, None)
        if not (shown or before or asker.place.direct or asker.overheard) and refers_back:
            pack, item = await self._tips.latest(await self._packs.used(asker), asker) or (None, None)
        if pack is not None and isinstance(item, Item):
            finder = self._packs.finder(pack)
            await at_hand(terms_of, pack)
            is_private = shown is not None and shown.is_private
            self.note(asker, finder, Asked(_subject_of(pack, item)), (key(item),), is_private=is_private)
            before = self._follow_ups.latest(asker)
        return _report_of(before) if before and before.first else None

    async def topic(self, asker: Asker) -> str:
        """Return the title of the topic of the item that the asker saw last; "" if they've seen none."""
        pack, item = await self._seen_last(asker, refers_back=True) or (None, None)
        return pack.topic_of(item).title if pack and isinstance(item, Item) else ""

    async def sees_a_tip(self, asker: Asker, *, of_others: bool) -> bool:
        """Return whether the last thing that the asker saw is a tip that came by itself, and not as an answer.

        Args:
            asker: the person.
            of_others: whether the last tip that everyone saw there counts, too.
        """
        pack, item = await self._seen_last(asker, refers_back=of_others) or (None, None)
        before = self._follow_ups.latest(asker)
        return bool(pack and isinstance(item, Tip) and before and before.question == _subject_of(pack, item))

    async def _seen_last(self, asker: Asker, *, refers_back: bool) -> tuple[Pack, AnsweringItem] | None:
        """Return the item that the asker saw last, with its pack, if that's still there (see recall)."""
        return await self._find(asker, await self.recall(asker, refers_back=refers_back))

    async def _find(self, asker: Asker, what: ReportItem | ReportAnswer | None) -> tuple[Pack, AnsweringItem] | None:
        """Return the item that an action reports, with its pack, if that's still there."""
        if isinstance(what, ReportAnswer):
            return await self._answered(asker, what.quiz, what.position)
        pack = await self._packs.find(asker.tenant.key, what.pack) if what else None
        item = item_of(pack, f"{what.kind}:{what.item}") if pack and what else None
        return (pack, item) if pack and item else None

    def move_on(self, asker: Asker) -> None:
        """Forget what the asker asked and saw: they're shown something else, such as help or a question."""
        self._follow_ups.refused(asker, Asked(""))

    def note(
        self,
        asker: Asker,
        finder: Finder,
        asked: Asked,
        shown: Sequence[str],
        in_full: int = 1,
        opening: str = "",
        *,
        is_private: bool = False,
    ) -> None:
        """Remember a question with the items that answered it.

        Args:
            asker: who asked, where and when.
            finder: the finder of the pack that was asked.
            asked: how the question was read.
            shown: the keys of the items, first those that were shown in full.
            in_full: how many were shown in full.
            opening: how the answer begins; "" if they were shown without one.
            is_private: whether it's about something that nobody else there saw.
        """
        mentioned = finder.mentions(asked.question)
        things = follow_up_completion.things(asked.question, mentioned, finder.pack.sides)
        about = follow_up_completion.about(asked.question, mentioned)
        self._follow_ups.note(asker, finder.pack.id, asked, shown, in_full, things, about, opening, is_private)


def _report_of(before: Before) -> ReportItem:
    """Return the action that reports what was shown first; for a derived question, its item."""
    kind, *item = before.first.split(":")
    return ReportItem(before.pack, *item[:2]) if len(item) > 1 else ReportItem(before.pack, kind, *item)


def item_of(pack: Pack, shown: str) -> AnsweringItem | None:
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
