"""Files that people attach on Discord: from attachment to quiz, and what goes wrong on the way."""

import asyncio

import pytest

from adapters import given_files
from adapters.discord.setup.platform import Discord
from bot.language.offers import TRY_AGAIN
from tests.fakes.discord import Attached, FakeDiscord, Shown
from tests.fakes.discord.world import ANA, BOT, MANAGE_GUILD

TABLE = b"Question,Answer\nWhat makes dough rise?,Yeast\nWhat slows yeast down?,Salt\nWhat feeds yeast?,Sugar\n"


async def bring(discord: FakeDiscord, attached: Attached) -> Shown:
    return await (await discord.use("pack import", file=attached, permissions=MANAGE_GUILD)).shown()


async def press(discord: FakeDiscord, shown: Shown, label: str) -> Shown:
    return await (await discord.press(shown, label, permissions=MANAGE_GUILD)).shown()


async def test_from_an_attachment_to_a_quiz(discord: FakeDiscord, versed: Discord) -> None:
    report = await bring(discord, Attached("Bakery.csv", TABLE))
    assert report.private
    assert "3 questions taken" in report.text
    published = await press(discord, report, "Publish")
    await press(discord, published, "Teach it here")
    quiz = await (await discord.use("quiz", topic="Bakery", questions=1)).shown()
    assert "Question 1 of 1" in quiz.text


@pytest.mark.parametrize(
    ("attached", "fault", "says"),
    [
        (Attached("a.csv", TABLE, size=11 * 1024**2), {}, "more than 10 MB"),
        (Attached("a.csv", b"x" * (10 * 1024**2 + 1), size=3), {}, "more than 10 MB"),
        (Attached("a.csv", TABLE), {"status": 403}, "doesn't hand that file out any more"),
        (Attached("a.csv", TABLE), {"status": 302, "headers": {"Location": "http://127.0.0.1:1/"}}, "doesn't hand"),
        (Attached("a.csv", TABLE), {"status": 503}, "didn't send me that file in time"),
        (Attached("a.csv", TABLE), {"status": 429}, "didn't send me that file in time"),
        (Attached("a.csv", TABLE), {"drop": True, "times": None}, "didn't send me that file in time"),
        (Attached("a.csv", TABLE, url="http://169.254.169.254/latest"), {}, "isn't on Discord itself"),
        (Attached("a.csv", TABLE, url="http://127.0.0.1:x/"), {}, "isn't on Discord itself"),
    ],
    ids=["large", "larger than said", "refused", "redirected", "down", "limited", "cut off", "elsewhere", "nonsense"],
)
async def test_the_reply_says_why_a_file_cannot_be_fetched(
    discord: FakeDiscord, versed: Discord, attached: Attached, fault: dict[str, object], says: str
) -> None:
    if fault:
        discord.fail("GET /attachments/.*", **fault)
    assert says in (await bring(discord, attached)).text


async def test_a_slow_file_is_given_up_on(
    discord: FakeDiscord, versed: Discord, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(given_files, "WITHIN", 0.05)
    discord.fail("GET /attachments/.*", until=asyncio.Event(), times=None)
    assert "didn't send me that file in time" in (await bring(discord, Attached("a.csv", TABLE))).text


async def test_without_a_file_there_is_a_form_that_takes_one(discord: FakeDiscord, versed: Discord) -> None:
    refused = await (await discord.use("pack import", permissions=MANAGE_GUILD)).shown()
    assert "Which file?" in refused.text
    asked = await (await discord.press(refused, TRY_AGAIN, permissions=MANAGE_GUILD)).answered()
    filled = await discord.fill(asked, {"file": Attached("Bakery.csv", TABLE)}, permissions=MANAGE_GUILD)
    assert "3 questions taken" in (await filled.shown()).text


@pytest.mark.parametrize(
    ("typed", "named", "says"),
    [
        ("", "Bakery.csv", "3 questions taken"),
        ("pack import", "Bakery.csv", "3 questions taken"),
        ("pack import title:Dough", "Bakery.csv", "Dough"),
        ("import this, please", "Bakery.csv", "3 questions taken"),
        ("our new deck", "Bakery.csv", "3 questions taken"),
        ("what is an aquarium?", "Bakery.csv", "glass container"),
        ("what is an aquarium?", "tank.png", "glass container"),
    ],
)
async def test_a_file_comes_with_a_mention(
    discord: FakeDiscord, versed: Discord, typed: str, named: str, says: str
) -> None:
    kind = "image/png" if named.endswith("png") else "text/csv"
    attached = {**discord.attach(Attached(named, TABLE)), "content_type": kind}
    await discord.write(f"<@{BOT['id']}> {typed}", attachments=[attached])
    alone = discord.conversation(ANA["id"])
    await discord.until(
        lambda: any(
            says in each.text for place in (discord.channel, alone) for each in discord.messages.get(place, [])
        )
    )
