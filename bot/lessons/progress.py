"""Progress: what a member has seen and answered, topic by topic, and where to go on."""

from collections import Counter
from collections.abc import Mapping

from bot.actions import ShowTopic, StartQuiz
from bot.call import Asker
from bot.content.model import Pack, Topic
from bot.lessons import settings
from bot.lessons.lesson import Lesson, key, teachings
from bot.message import Block, Button, Buttons, Emphasis, Footer, Heading, Refusal, Table, message, text
from bot.people import Member
from bot.press import encode
from bot.store import answers, seen
from bot.store.answers import Tally
from bot.store.database import Database
from bot.store.settings import Chosen

_NOTHING = Tally(right=0, total=0)


async def progress(pack: Pack, asker: Asker, database: Database) -> Lesson:
    """What this member has seen of a pack and answered right, by topic."""
    said = message(
        Heading(f"Your progress: {pack.title}"),
        *await standing(pack, asker, database),
        Footer(pack.title),
        private=True,
        replaces=True,
    )
    return Lesson(said, pack.id)


async def standing(pack: Pack, asker: Asker, database: Database) -> tuple[Block, ...]:
    """How a member is doing, and where to go on, as part of a message."""
    async with database.read() as connection:
        tallies = await answers.tally(connection, asker.tenant.key, asker.member.id, pack.id)
        keys = await seen.items(connection, asker.tenant.key, asker.member.id, pack.id)
    there_is = Counter(pack.topic_of(item).id for item in teachings(pack))
    has_seen = Counter(pack.topic_of(item).id for item in teachings(pack) if key(item) in keys)
    rows = tuple(
        (
            topic.title,
            f"{has_seen[topic.id]} of {there_is[topic.id]}",
            _share(tallies.get(topic.id, _NOTHING)),
        )
        for topic in pack.topics
    )
    right = sum(tally.right for tally in tallies.values())
    total = sum(tally.total for tally in tallies.values())
    return (
        text(_greeting(right, total)),
        Table(("Topic", "Read", "Answered right"), rows),
        Buttons(_onward(pack, tallies, has_seen)),
    )


async def side_by_side(pack: Pack, asker: Asker, other: Member, chosen: Chosen, database: Database) -> Lesson:
    """The asker's progress beside that of another member who shares theirs.

    Raises:
        Refusal: the other one is the asker, or does not share.
    """
    if other.id == asker.member.id:
        raise Refusal("That is you; run /progress to see how you are doing.")
    if not await settings.shares_progress(asker.tenant, other, chosen):
        raise Refusal(f"{other.name} does not share their progress; they can with /settings share:yes.")
    async with database.read() as connection:
        mine = await answers.tally(connection, asker.tenant.key, asker.member.id, pack.id)
        theirs = await answers.tally(connection, asker.tenant.key, other.id, pack.id)
    rows = tuple(
        (topic.title, _share(mine.get(topic.id, _NOTHING)), _share(theirs.get(topic.id, _NOTHING)))
        for topic in pack.topics
    )
    said = message(
        Heading(f"You and {other.name}"),
        text("Questions answered right, by topic. The best way past somebody is another quiz."),
        Table(("Topic", "You", other.name), rows),
        Buttons(_onward(pack, mine, Counter())),
        Footer(pack.title),
        private=True,
    )
    return Lesson(said, pack.id)


def _share(tally: Tally) -> str:
    return f"{tally.right} of {tally.total}" if tally.total else "–"


def _greeting(right: int, total: int) -> str:
    if not total:
        return "You have not answered a question yet. A first quiz takes two minutes."
    return f"{right} of {total} answers right so far ({100 * right // total} %)."


def _onward(pack: Pack, tallies: Mapping[str, Tally], has_seen: Counter[str]) -> tuple[Button, ...]:
    """A quiz where it is needed most, and something to read where least has been read."""
    weakest = min(pack.topics, key=lambda topic: _strength(topic, tallies))
    unread = min(pack.topics, key=lambda topic: has_seen[topic.id])
    return (
        Button(f"Quiz: {weakest.title}", encode(StartQuiz(pack.id, weakest.id)), Emphasis.PRIMARY),
        Button(f"Read: {unread.title}", encode(ShowTopic(pack.id, unread.id))),
    )


def _strength(topic: Topic, tallies: Mapping[str, Tally]) -> float:
    """The share answered right, with one right and one wrong answer added, so that few answers say little."""
    tally = tallies.get(topic.id, _NOTHING)
    return (tally.right + 1) / (tally.total + 2)
