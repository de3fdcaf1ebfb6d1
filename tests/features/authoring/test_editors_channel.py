"""The editors' channel: what members suggest and report is posted there once, with its buttons."""

from collections.abc import Collection, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot.features.authoring.actions import ReportItem, Suggest
from bot.features.privacy.actions import EraseEverything
from bot.language.actions import encode
from bot.language.message import Message
from bot.language.people import Place
from bot.language.plain import buttons, plain
from bot.language.port import Destination, Extra, Reason, Rejected
from bot.language.refusals import Refusal
from bot.language.requests import Call, Pressed
from bot.language.rich_text import Line
from bot.storage.database import Database
from bot.storage.tables import feedback, outbox, schedule
from tests.fakes.platform import FakeClock
from tests.features.authoring.test_reporting import told
from tests.features.authoring.test_suggesting import TERM
from tests.features.challenges.taken import Bot
from tests.features.packs.shelved import T0, a_pack
from tests.rows import change, rows

EDITORS = Place("desk", "#editors")


@pytest.fixture
def bot(database: Database) -> Iterator[Bot]:
    made = Bot(database, FakeClock(T0))
    yield made
    made.close()


async def choose(bot: Bot, *, administrator: bool = True) -> str:
    asker = bot.asker(administrator=administrator)
    return plain(await bot.commands.serve(Call(asker, "pack suggestions", {"channel": EDITORS.text})))


async def suggest(bot: Bot) -> None:
    await bot.commands.press(Pressed(bot.asker("Ben"), encode(Suggest("term")), fields=TERM))


async def posts(bot: Bot) -> list[Message]:
    await bot.post()
    return [each.said for each in bot.port.log]


def labelled(said: Message, label: str) -> str:
    return next(each.press for each in buttons(said) if each.label == label)


async def test_suggestions_are_posted_once_and_only_editors_decide(bot: Bot, tmp_path: Path) -> None:
    ana = bot.asker("Ana", administrator=True)
    own = await bot.services.own_packs.publish(ana, a_pack(tmp_path), {})
    with pytest.raises(Refusal, match="Only an administrator can choose where suggestions are posted"):
        await choose(bot, administrator=False)
    assert "I'll post suggestions and reports in #editors from now on" in await choose(bot)
    for _ in range(2):  # a form that was sent twice
        await suggest(bot)
    (said,) = await posts(bot)
    (said,) = await posts(bot)
    (taken,) = bot.port.log
    assert taken.to.place == EDITORS.id
    assert not said.private
    assert "A coarse file for wood." in plain(said)
    assert "Ben" not in plain(said)
    assert [each.label for each in buttons(said)] == ["Accept", "Change", "Decline"]
    assert not [each for each in await told(bot.services, ana) if "suggest" in each]
    accept = labelled(said, "Accept")
    with pytest.raises(Refusal, match="Only administrators and the editors"):
        await bot.commands.press(Pressed(bot.asker("Ben"), accept))
    answer = await bot.commands.press(Pressed(ana, accept))
    assert answer.private
    assert "Published: Tools, version 2" in plain(answer)
    found = await bot.services.own_packs.content(ana.tenant.key, own.id, 2)
    assert "Rasp" in [each.term for each in found.terms]


@pytest.mark.both_databases
async def test_reports_are_posted_and_answered_there(bot: Bot) -> None:
    await choose(bot)
    report = encode(ReportItem("pets", "term", "aquarium"))
    await bot.commands.press(Pressed(bot.asker("Ben"), report, "@everyone <!channel> it's a bowl"))
    (said,) = await posts(bot)
    assert "@everyone <!channel> it's a bowl" in plain(said)
    assert not [each for each in await told(bot.services, bot.asker(administrator=True)) if "/pack problems" in each]
    fixed = labelled(said, "Fixed")
    with pytest.raises(Refusal, match="Only administrators and the editors"):
        await bot.commands.meant_by(Pressed(bot.asker("Ben"), fixed))
    answered = await bot.commands.press(Pressed(bot.asker(administrator=True), fixed, "Done."))
    assert "I'll tell 1 person" in plain(answered)


async def test_a_suggestion_decided_before_it_is_posted_stays_unposted(bot: Bot) -> None:
    await choose(bot)
    await bot.commands.press(Pressed(bot.asker("Ben"), encode(Suggest("idea")), "More about fish"))
    shown = await bot.say("/pack suggestions")
    await bot.commands.press(Pressed(bot.asker(administrator=True), labelled(shown, "Decline"), "No."))
    assert await posts(bot) == []


async def test_an_administrator_hears_that_the_channel_is_gone(bot: Bot) -> None:
    await choose(bot)
    await suggest(bot)
    bot.port.coming.append(Rejected("The channel is gone.", Reason.PLACE_LOST))
    assert await posts(bot) == []
    heard = await told(bot.services, bot.asker(administrator=True))
    assert "My post for editors in #editors didn't get through: The channel is gone. /pack" in heard[0]


class NoChannel:
    """A platform on which the editors' channel was deleted."""

    async def obstacle(self, to: Destination, also: Collection[Extra] = ()) -> Line | None:
        return "This channel is gone; choose another one." if to.place == EDITORS.id else None


async def test_a_channel_that_is_gone_is_not_named(bot: Bot) -> None:
    await choose(bot)
    bot.services.access[bot.platform] = NoChannel()
    shown = plain(await bot.say("/pack suggestions"))
    assert "I can't post new ones any more: This channel is gone; choose another one." in shown
    assert EDITORS.name not in shown


async def test_what_is_stored_stays_the_same_and_what_a_newer_version_stored_is_read(bot: Bot) -> None:
    await choose(bot)
    report = encode(ReportItem("pets", "term", "aquarium"))
    await bot.commands.press(Pressed(bot.asker("Ben"), report, "It's a bowl."))
    ((stored,),) = await rows(bot.database, select(schedule.c.options))
    ((found,),) = await rows(bot.database, select(feedback.c.id))
    assert stored == f'{{"suggestion": "", "report": "{found}"}}'
    await change(bot.database, update(schedule).values(options=stored.replace("}", ', "by": "Ben"}')))
    (said,) = await posts(bot)
    assert "It's a bowl." in plain(said)


@pytest.mark.both_databases
async def test_what_members_said_is_not_posted_once_they_are_erased(bot: Bot, database: Database) -> None:
    await choose(bot)
    await suggest(bot)
    report = encode(ReportItem("pets", "term", "aquarium"))
    await bot.commands.press(Pressed(bot.asker("Ben"), report, "It's a bowl."))
    await bot.commands.press(Pressed(bot.asker("Cleo"), report, "It's round."))
    await bot.planner.plan_due([bot.platform])
    assert len(await rows(database, select(outbox))) == 3
    await bot.press(encode(EraseEverything()), "Ben")
    (left,) = await rows(database, select(outbox.c.payload))
    assert "It's round." in left[0]
    (said,) = await posts(bot)
    assert "It's round." in plain(said)


async def test_nothing_is_posted_after_posting_was_stopped(bot: Bot) -> None:
    await choose(bot)
    shown = await bot.say("/pack suggestions")
    assert "New ones are posted in #editors" in plain(shown)
    stopped = await bot.commands.press(Pressed(bot.asker(administrator=True), labelled(shown, "Stop posting")))
    assert "I've stopped posting in #editors" in plain(stopped)
    await suggest(bot)
    assert await posts(bot) == []
    assert "/pack suggestions" in "".join(await told(bot.services, bot.asker(administrator=True)))
    log = plain(await bot.say("/pack log"))
    assert "had suggestions posted in #editors" in log
    assert "stopped having suggestions posted in #editors" in log


async def test_the_channel_has_to_be_known(bot: Bot) -> None:
    with pytest.raises(Refusal, match="don't know the channel"):
        await bot.say("/pack suggestions channel:nowhere")
    assert "in #general from now on" in plain(await bot.say("/pack suggestions channel:here"))
