"""Schedules are changed in forms on Discord, with pickers for days, channels and roles."""

import pytest

from adapters.discord.setup.platform import Discord
from bot.features.learners.store.settings import of_scope
from bot.features.scheduling.model import Schedule
from bot.features.scheduling.store import schedules
from bot.storage.database import Database
from tests.fakes.discord import FakeDiscord
from tests.fakes.discord.world import BOT, MANAGE_GUILD, Exchange, Json, Shown, role, shown_in


async def only(discord: FakeDiscord, database: Database) -> Schedule:
    tenant = f"discord:{discord.home['id']}"
    (found,) = await database.read(lambda transaction: schedules.of_tenant(transaction, tenant))
    return found


@pytest.fixture
def second(discord: FakeDiscord) -> Json:
    """Another channel, and a role."""
    made = {**discord.home["channels"][0], "id": "500000000000000009", "name": "tips"}
    discord.home["channels"].append(made)
    discord.home["roles"].append(role("400000000000000001", "Learners", mentionable=True))
    return made


async def page(discord: FakeDiscord) -> Shown:
    made = await discord.use("schedule tip", permissions=MANAGE_GUILD, time="09:00")
    return await made.shown()


async def change(discord: FakeDiscord, on: Shown) -> Exchange:
    return await (await discord.press(on, "Change …", permissions=MANAGE_GUILD)).answered()


async def test_a_form_picks_days_channel_and_role(
    discord: FakeDiscord, second: Json, versed: Discord, sqlite_database: Database
) -> None:
    asked = await change(discord, await page(discord))
    fields = {part["component"]["custom_id"]: part["component"] for part in asked.modal["components"]}
    assert {name: field["type"] for name, field in fields.items()} == {
        "time": 4,
        "days": 22,
        "channel": 8,
        "topic": 3,
        "notify": 6,
    }
    assert fields["channel"]["default_values"] == [{"id": discord.channel, "type": "channel"}]
    given = {"time": "10:30", "days": "Monday, Friday", "channel": second["id"], "notify": "400000000000000001"}
    done = await (await discord.fill(asked, given, permissions=MANAGE_GUILD)).shown()
    assert "Monday and Friday at 10:30" in done.text
    changed = await only(discord, sqlite_database)
    assert (changed.place, changed.place_name) == (second["id"], "#tips")
    assert changed.notify == "role:400000000000000001:Learners"


async def test_an_emptied_field_is_cleared_and_the_rest_stays(
    discord: FakeDiscord, second: Json, versed: Discord, sqlite_database: Database
) -> None:
    learners = discord.home["roles"][-1]
    made = await discord.use("schedule tip", permissions=MANAGE_GUILD, topic="care", notify=learners)
    asked = await change(discord, await made.shown())
    await (await discord.fill(asked, {"notify": "", "topic": ""}, permissions=MANAGE_GUILD)).shown()
    changed = await only(discord, sqlite_database)
    assert (changed.notify, changed.topic, changed.place) == ("", "", discord.channel)


async def test_a_role_that_was_deleted_leaves_the_rest_of_the_form(
    discord: FakeDiscord, second: Json, versed: Discord, sqlite_database: Database
) -> None:
    made = await discord.use("schedule tip", permissions=MANAGE_GUILD, notify=discord.home["roles"].pop())
    asked = await change(discord, await made.shown())
    done = await discord.fill(asked, {"time": "10:30", "channel": second["id"]}, permissions=MANAGE_GUILD)
    refused = await done.shown()
    assert "That role isn't on this server; choose one that is." in refused.text
    again = await (await discord.press(refused, "Try again", permissions=MANAGE_GUILD)).answered()
    shown = {part["component"]["custom_id"]: shown_in(part["component"]) for part in _labels(again)}
    assert (shown["time"], shown["channel"], shown["notify"]) == ("10:30", second["id"], "")
    await (await discord.fill(again, {}, permissions=MANAGE_GUILD)).shown()
    changed = await only(discord, sqlite_database)
    assert (changed.time, changed.place, changed.notify) == ("10:30", second["id"], "")


def _labels(asked: Exchange) -> list[Json]:
    return [part for part in asked.modal["components"] if part["type"] == 18]


async def test_the_command_takes_a_channel(
    discord: FakeDiscord, second: Json, versed: Discord, sqlite_database: Database
) -> None:
    await page(discord)
    await (await discord.use("schedule edit", permissions=MANAGE_GUILD, channel=second)).shown()
    assert (await only(discord, sqlite_database)).place == second["id"]


async def test_the_channel_of_a_thread_is_remembered(
    discord: FakeDiscord, second: Json, versed: Discord, sqlite_database: Database
) -> None:
    thread: Json = {"id": "500000000000000010", "name": "Ideas", "type": 11, "parent_id": second["id"]}
    await page(discord)
    await (await discord.use("schedule edit", permissions=MANAGE_GUILD, channel=thread)).shown()
    tenant, scope = f"discord:{discord.home['id']}", "place:500000000000000010"
    stored = await sqlite_database.read(lambda transaction: of_scope(transaction, tenant, scope))
    assert stored == {"parent": second["id"]}


async def test_a_channel_that_discord_does_not_describe_is_refused(
    discord: FakeDiscord, versed: Discord, sqlite_database: Database
) -> None:
    asked = await change(discord, await page(discord))
    done = await (await discord.fill(asked, {"channel": "999"}, permissions=MANAGE_GUILD)).shown()
    assert "That channel isn't on this server" in done.text
    assert (await only(discord, sqlite_database)).place == discord.channel


@pytest.mark.parametrize("parent", ["", "@500000000000000001"])
async def test_a_message_cannot_choose_a_channel(
    discord: FakeDiscord, second: Json, versed: Discord, sqlite_database: Database, parent: str
) -> None:
    await page(discord)
    before = await only(discord, sqlite_database)
    await discord.write(f"<@{BOT['id']}> schedule edit channel:channel:{second['id']}{parent}:x")
    await discord.posted()
    assert (await only(discord, sqlite_database)).place == before.place
