"""Who a scheduled post may ping on Discord: those that an administrator chose, and nobody else."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.outbound.message_body import message_body
from adapters.discord.outbound.render import Renderer
from adapters.discord.setup.platform import Discord
from bot.features.scheduling.store import schedules
from bot.language.message import Image, Message, message
from bot.language.people import Audience, Reach
from bot.language.port import Destination
from bot.language.rich_text import text
from bot.storage.database import Database
from tests.adapters.discord.test_render import messages
from tests.fakes.commands import png
from tests.fakes.discord import FakeDiscord
from tests.fakes.discord.schema import complaints, walk
from tests.fakes.discord.world import BEN, MANAGE_GUILD, Json, guild, role

ROLE = Audience(Reach.ROLE, "400000000000000001", "Designers")
ALL = str(int(MANAGE_GUILD) | 1 << 17)
SNEAKY = message(text("@everyone @here <@&400000000000000001> <@&400000000000000002> <@700000000000000001>"))


@pytest.fixture
def designers(discord: FakeDiscord) -> Json:
    made = role(ROLE.id, "Designers", mentionable=True)
    discord.home["roles"].append(made)
    return made


def to(discord: FakeDiscord, audience: Audience | None) -> Destination:
    return Destination(f"discord:{discord.home['id']}", discord.channel, audience=audience)


@pytest.mark.parametrize(
    ("audience", "allowed", "pinged"),
    [
        (None, {"parse": []}, set()),
        (ROLE, {"parse": [], "roles": [ROLE.id]}, {ROLE.id}),
        (Audience(Reach.EVERYONE), {"parse": ["everyone"]}, {"everyone"}),
        (Audience(Reach.HERE), {"parse": ["everyone"]}, {"here"}),
    ],
)
async def test_only_the_chosen_audience_is_pinged(
    discord: FakeDiscord, designers: Json, versed: Discord, audience: Audience, allowed: Json, pinged: set[str]
) -> None:
    await versed.port.post(to(discord, audience), SNEAKY, "key")
    shown = await discord.posted()
    assert shown.body["allowed_mentions"] == allowed
    assert shown.pinged == pinged


async def test_only_the_first_page_pings(discord: FakeDiscord, designers: Json, versed: Discord) -> None:
    long = Message(tuple(Image(png(), f"Picture {number}", "x.png") for number in range(12)))
    await versed.port.post(to(discord, ROLE), long, "key")
    assert [(await discord.posted(number)).pinged for number in (1, 2)] == [{ROLE.id}, set()]


@pytest.mark.parametrize(
    "audience",
    [
        replace(ROLE, id="400000000000000009"),
        replace(ROLE, id="S0DESIGN", name="@everyone"),
        replace(ROLE, id="", name="<@&400000000000000001>"),
    ],
)
async def test_a_role_that_the_server_does_not_have_is_only_named(
    discord: FakeDiscord, designers: Json, versed: Discord, audience: Audience
) -> None:
    await versed.port.post(to(discord, audience), message(text("A tip")), "key")
    shown = await discord.posted()
    assert shown.body["allowed_mentions"] == {"parse": []}
    assert shown.pinged == set()
    assert shown.text.startswith("@")


async def test_a_role_is_chosen_natively_and_kept(
    discord: FakeDiscord, designers: Json, versed: Discord, sqlite_database: Database
) -> None:
    used = await discord.use("schedule tip", time="09:00", notify=designers, permissions=MANAGE_GUILD)
    shown = await used.shown()
    assert "**Pings:** @\u200bDesigners" in shown.text
    assert shown.pinged == set()
    (kept,) = await sqlite_database.read(
        lambda transaction: schedules.of_tenant(transaction, f"discord:{discord.home['id']}")
    )
    assert kept.notify == ROLE.text
    previewed = await (await discord.use("schedule preview", permissions=MANAGE_GUILD)).shown()
    assert "**@\u200bDesigners**" in previewed.text
    assert previewed.pinged == set()


@pytest.mark.parametrize("mentionable", [True, False])
@pytest.mark.parametrize("rights", [MANAGE_GUILD, ALL])
async def test_a_role_that_the_bot_may_not_ping_is_refused(
    discord: FakeDiscord, versed: Discord, designers: Json, rights: str, mentionable: bool
) -> None:
    discord.permissions = rights
    chosen = {**designers, "mentionable": mentionable}
    said = (await (await discord.use("schedule tip", notify=chosen, permissions=MANAGE_GUILD)).shown()).text
    assert ("I'm not allowed to ping @" in said) is (rights == MANAGE_GUILD and not mentionable)


@pytest.mark.parametrize("rights", [MANAGE_GUILD, ALL])
@pytest.mark.parametrize("by", ["role", "choice"])
async def test_pinging_everyone_needs_the_right(discord: FakeDiscord, versed: Discord, rights: str, by: str) -> None:
    discord.permissions = rights
    everybody = discord.home["roles"][0]
    chosen = {"notify": everybody} if by == "role" else {"everyone": "everyone"}
    said = (await (await discord.use("schedule tip", permissions=MANAGE_GUILD, **chosen)).shown()).text
    assert ("I'm not allowed to ping everyone in" in said) is (rights == MANAGE_GUILD)
    assert ("**Pings:** @\u200beveryone" in said) is (rights == ALL)


async def test_a_role_of_another_server_is_refused(discord: FakeDiscord, versed: Discord, designers: Json) -> None:
    used = await discord.use("schedule tip", notify=designers, permissions=MANAGE_GUILD, send=False)
    wrong: list[Any] = [{}, {"roles": {}}, {"roles": {"1": designers}}, {"roles": {ROLE.id: "Designers"}}, None]
    for resolved in wrong:
        used.payload["data"]["resolved"] = resolved
        used.payload["id"] = str(int(used.payload["id"]) + 1)
        before = len(used.messages)
        used.callback = None
        await discord.send(used)
        assert "That role isn't on this server" in (await used.shown(before + 1)).text


async def test_a_role_typed_as_text_reaches_no_other_server(
    discord: FakeDiscord, versed: Discord, designers: Json, sqlite_database: Database
) -> None:
    """Someone might try this by sending interactions without Discord's own client."""
    other = guild(2, name="Elsewhere")
    other["roles"].append(role("400000000000000005", "Strangers", mentionable=True))
    await discord.join(other)
    await (
        await discord.use("schedule tip", notify="role:400000000000000005:Strangers", permissions=MANAGE_GUILD)
    ).shown()
    (kept,) = await sqlite_database.read(
        lambda transaction: schedules.of_tenant(transaction, f"discord:{discord.home['id']}")
    )
    await versed.port.post(to(discord, Audience.read(kept.notify)), message(text("A tip")), "key")
    assert (await discord.posted()).pinged == set()


async def test_members_cannot_choose_whom_to_ping(discord: FakeDiscord, versed: Discord, designers: Json) -> None:
    said = (await (await discord.use("schedule tip", notify=designers, user=BEN)).shown()).text
    assert "Only an administrator can schedule posts" in said


@given(messages, st.sampled_from(["<@&400000000000000001>", "@everyone"]))
def test_any_message_fits_below_a_mention_and_pings_nobody_else(said: Message, mention: str) -> None:
    pages = Renderer(()).post(said, "M" * 25, mention)
    bodies = [json.loads(message_body(page)) for page in pages]
    assert all(complaints("message", body) == [] for body in bodies)
    texts = [part["content"] for body in bodies for part in walk(body["components"]) if part["type"] == 10]
    whole = "".join(texts)  # Discord looks for mentions only there
    assert whole.count("<@&") + whole.count("@everyone") + whole.count("@here") == 1
    assert texts[0] == mention
