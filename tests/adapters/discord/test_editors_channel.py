"""The editors' channel on Discord: its posts ping nobody, and only editors can use their buttons."""

from datetime import UTC, datetime, timedelta
from random import Random

from adapters.discord.setup.platform import Discord
from bot.core import Core
from bot.features.delivery.delivery import Delivery
from bot.features.scheduling.outcomes import ScheduleOutcomes
from bot.features.scheduling.planner import Planner
from bot.storage.database import Database
from tests.fakes.discord import FakeDiscord
from tests.fakes.discord.world import ANA, BEN, MANAGE_GUILD
from tests.fakes.platform import FakeClock

EVIL = "@everyone <@700000000000000001> **loud** /quiz"


async def test_a_suggestion_is_posted_and_only_editors_decide(
    discord: FakeDiscord, versed: Discord, core: Core, sqlite_database: Database
) -> None:
    place = discord.home["channels"][0]
    chosen = await (await discord.use("pack suggestions", permissions=MANAGE_GUILD, channel=place)).shown()
    assert f"suggestions and reports in <#{place['id']}> from now on" in chosen.text
    offered = await (await discord.use("suggest", user=BEN)).shown()
    asked = await (await discord.press(offered, "An idea", user=BEN)).answered()
    await (await discord.submit(asked, EVIL, user=BEN)).shown()
    clock = FakeClock(datetime.now(UTC) + timedelta(seconds=5))
    await Planner(sqlite_database, core.composers, clock, Random(1)).plan_due(["discord"])
    outbox = Delivery(sqlite_database, {"discord": versed.port}, clock, ScheduleOutcomes(core.composers))
    for post in await outbox.claim("discord", 5):
        await outbox.deliver(post)
    posted = await discord.posted()
    assert posted.body["allowed_mentions"] == {"parse": []}
    assert posted.pinged == set()
    assert "**loud**" not in posted.markdown
    assert "Ben" not in posted.text
    refused = await (await discord.press(posted, "Accept", user=BEN)).shown()
    assert refused.private
    assert "Only administrators and the editors they name" in refused.text
    done = await (await discord.press(posted, "Accept", permissions=MANAGE_GUILD)).shown()
    assert done.private
    assert "Accepted: " in done.text


async def test_in_a_direct_message_there_is_nobody_to_tell(discord: FakeDiscord, versed: Discord) -> None:
    shown = await (await discord.use("define", term="aquarium", direct=True, user=BEN)).shown()
    refused = await (await discord.press(shown, "Something's wrong here", direct=True, user=BEN)).shown()
    assert "Tell me in a server that I'm in." in refused.text
    await discord.write("/suggest term", direct=True)
    answer = (await discord.posted(1, discord.conversation(ANA["id"]))).text
    assert "Nobody looks after packs here, so nobody would see that." in answer
