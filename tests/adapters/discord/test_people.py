"""People are picked on Discord with a command's option, or in a form."""

from adapters.discord.setup.platform import Discord
from bot.features.packs.store.editors import of_tenant
from bot.storage.database import Database
from tests.fakes.discord import FakeDiscord
from tests.fakes.discord.world import BEN, BOT, MANAGE_GUILD


async def editors(discord: FakeDiscord, database: Database) -> list[tuple[str, str, bool]]:
    tenant = f"discord:{discord.home['id']}"
    found = await database.read(lambda transaction: of_tenant(transaction, tenant))
    return [(each.member, each.name, each.may) for each in found]


async def test_an_editor_is_named_with_the_command(
    discord: FakeDiscord, versed: Discord, sqlite_database: Database
) -> None:
    refused = await (await discord.use("pack editors", add=BEN)).shown()
    assert "Only an administrator can say who edits packs" in refused.text
    bot = await (await discord.use("pack editors", permissions=MANAGE_GUILD, add=BOT)).shown()
    assert "That person isn't on this server" in bot.text
    done = await (await discord.use("pack editors", permissions=MANAGE_GUILD, add=BEN)).shown()
    assert "Administrators edit packs, and so does Ben" in done.text
    assert await editors(discord, sqlite_database) == [(BEN["id"], "Ben", True)]


async def test_an_editor_is_picked_in_a_form(
    discord: FakeDiscord, versed: Discord, sqlite_database: Database
) -> None:
    page = await (await discord.use("pack editors", permissions=MANAGE_GUILD)).shown()
    asked = await (await discord.press(page, "Name an editor", permissions=MANAGE_GUILD)).answered()
    (field,) = (part["component"] for part in asked.modal["components"] if part["type"] == 18)
    assert (field["type"], field["custom_id"]) == (5, "add")
    await (await discord.fill(asked, {"add": BEN["id"]}, permissions=MANAGE_GUILD)).shown()
    assert await editors(discord, sqlite_database) == [(BEN["id"], "Ben", True)]


async def test_someone_from_elsewhere_is_refused(
    discord: FakeDiscord, versed: Discord, sqlite_database: Database
) -> None:
    page = await (await discord.use("pack editors", permissions=MANAGE_GUILD)).shown()
    asked = await (await discord.press(page, "Name an editor", permissions=MANAGE_GUILD)).answered()
    done = await (await discord.fill(asked, {"add": "999"}, permissions=MANAGE_GUILD)).shown()
    assert "That person isn't on this server" in done.text
    assert await editors(discord, sqlite_database) == []
