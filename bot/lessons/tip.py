"""Tip: a short lesson that stands alone; none comes twice in a place until all have been seen."""

from collections.abc import Collection, Sequence
from random import Random

from bot.actions import ShowTip, ShowTopic, StartQuiz
from bot.call import Asker
from bot.content.model import Pack, Tip, Topic
from bot.lessons.lesson import Lesson, key
from bot.message import Button, Buttons, Emphasis, Footer, Heading, Refusal, message, text
from bot.press import encode
from bot.store import tips
from bot.store.database import Database


async def next_tip(
    pack: Pack,
    topic: Topic | None,
    asker: Asker,
    database: Database,
    random: Random,
    *,
    favoured: Collection[str] = (),
    private: bool = False,
) -> Lesson:
    """The next tip for a place.

    Args:
        pack: where to take it from.
        topic: which to keep to, or None for any.
        asker: who asks, and so in which place.
        database: remembers what the place has seen.
        random: chooses among the tips that are due.
        favoured: ids of objectives whose tips come first among those that are due.
        private: for the asker alone.

    Raises:
        Refusal: there are no tips on that topic.
    """
    candidates = [tip.id for tip in pack.tips if topic is None or pack.topic_of(tip) is topic]
    if not candidates:
        where = f"on {topic.title}" if topic else f"in {pack.title}"
        raise Refusal(f"There are no tips {where} yet; try another topic.")

    def choose(due: Sequence[str]) -> str:
        wanted = [tip for tip in due if not set(favoured).isdisjoint(pack.tip_by_id[tip].objectives)]
        return random.choice(wanted or due)

    async with database.write() as connection:
        chosen = await tips.next_tip(
            connection,
            tenant=asker.tenant.key,
            place=asker.place.id,
            place_name=asker.place.name,
            pack=pack.id,
            candidates=candidates,
            choose=choose,
            at=asker.at,
        )
    return show(pack, pack.tip_by_id[chosen], within=topic, private=private)


def show(pack: Pack, tip: Tip, *, within: Topic | None = None, private: bool = False) -> Lesson:
    """A tip, with ways to go on; the next one keeps to the topic where one was asked for."""
    topic = pack.topic_of(tip)
    said = message(
        Heading(tip.title),
        text(tip.text),
        Buttons(
            (
                Button("Quiz me on this", encode(StartQuiz(pack.id, topic.id)), Emphasis.PRIMARY),
                Button("Tell me more", encode(ShowTopic(pack.id, topic.id))),
                Button("Another tip", encode(ShowTip(pack.id, within.id if within else ""))),
            )
        ),
        Footer(pack.source_of(tip)),
        private=private,
        replaces=private,
    )
    return Lesson(said, pack.id, (key(tip),))
