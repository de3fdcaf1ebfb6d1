"""Discord can't keep a form open, so a button brings back what was typed, and others run what was meant."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from adapters.discord.inbound.modal import MOST_PARTS, REST, filled, modal
from adapters.discord.setup.platform import Discord
from bot.catalogue import CATALOGUE
from bot.features.reviews.actions import RecallCard
from bot.features.reviews.deck import Deck
from bot.features.scheduling.actions import ChooseZone
from bot.language.actions import encode
from bot.language.commands import AnyCommand
from bot.language.forms import FormField, OptionsForm, Suggestion
from bot.language.offers import TRY_AGAIN, options_form
from bot.storage.database import Database
from bot.storage.tables import team
from tests.fakes.discord import FakeDiscord, Shown
from tests.fakes.discord.schema import complaints
from tests.fakes.discord.world import BEN, MANAGE_GUILD, Exchange, shown_in
from tests.packs import pets
from tests.rows import rows


def asked(opened: Exchange) -> dict[str, str]:
    """The fields of an opened form, with their values."""
    return {
        part["component"]["custom_id"]: shown_in(part["component"])
        for part in opened.modal["components"]
        if part["type"] == 18
    }


async def again(discord: FakeDiscord, refused: Shown, **where: object) -> Exchange:
    return await (await discord.press(refused, TRY_AGAIN, **where)).answered()


async def test_a_form_that_is_refused_comes_back_with_what_was_typed(discord: FakeDiscord, versed: Discord) -> None:
    on = await (await discord.use("help")).shown()
    opened = await (await discord.press_id(on, encode(ChooseZone()), permissions=MANAGE_GUILD)).answered()
    assert asked(opened) == {"text": ""}
    refused = await (await discord.submit(opened, "Europe", permissions=MANAGE_GUILD)).shown()
    assert refused is not on
    assert refused.private
    assert "I don't know the time zone" in refused.text
    back = await again(discord, refused, permissions=MANAGE_GUILD)
    assert asked(back) == {"text": "Europe"}
    done = await (await discord.submit(back, "Europe/Berlin", permissions=MANAGE_GUILD)).shown()
    assert "Europe/Berlin" in done.text
    fresh = await (await discord.press_id(on, encode(ChooseZone()), permissions=MANAGE_GUILD)).answered()
    assert asked(fresh) == {"text": ""}, "what has served is forgotten"


async def test_what_was_meant_in_a_form_can_be_pressed(discord: FakeDiscord, versed: Discord) -> None:
    on = await (await discord.use("help")).shown()
    opened = await (await discord.press_id(on, encode(ChooseZone()), permissions=MANAGE_GUILD)).answered()
    refused = await (await discord.submit(opened, "Europe", permissions=MANAGE_GUILD)).shown()
    zone = next(iter(refused.buttons))
    assert zone.startswith("Europe/")
    by_ben = await (await discord.press(refused, zone, user=BEN)).shown()
    assert "Only an administrator" in by_ben.text
    assert zone in (await (await discord.press(refused, zone, permissions=MANAGE_GUILD)).shown()).text


async def test_someone_else_gets_an_empty_form(discord: FakeDiscord, versed: Discord) -> None:
    refused = await (await discord.use("quiz", topic="care again", questions=2)).shown()
    assert asked(await again(discord, refused)) == {"topic": "care again", "questions": "2"}
    assert asked(await again(discord, refused, user=BEN)) == {"topic": "", "questions": ""}


async def test_a_command_that_is_refused_offers_what_was_meant(
    discord: FakeDiscord, versed: Discord, sqlite_database: Database
) -> None:
    refused = await (await discord.use("compare", topic="care again", show="table")).shown()
    assert refused.private
    assert list(refused.buttons) == ["Daily care", TRY_AGAIN]
    done = await discord.press(refused, "Daily care")
    shown = await done.shown()
    assert not shown.private, "as if it were typed"
    assert "Daily care" in shown.text
    made = await (await discord.use("team join", team="Foxes")).shown()
    run = await discord.press(made, "Make Foxes")
    await run.shown()
    await discord.send(run)
    assert "Foxes" in (await (await discord.use("team list")).shown()).text
    assert await rows(sqlite_database, select(func.count()).select_from(team)) == [(1,)]


async def test_a_command_is_put_right_in_a_form(discord: FakeDiscord, versed: Discord) -> None:
    refused = await (await discord.use("challenge", topic="care", closes="yesterday", questions=3)).shown()
    opened = await again(discord, refused)
    assert opened.modal["title"] == "Challenge"
    assert asked(opened) == {"topic": "care", "questions": "3", "seconds": "", "closes": "yesterday"}
    assert refused.text.split(";")[0] in opened.modal["components"][0]["content"]
    wrong = await (await discord.fill(opened, {"closes": "80d"})).shown()
    assert "30 days" in wrong.text.replace("4 weeks", "30 days")
    done = await (await discord.fill(await again(discord, wrong), {"closes": "2 days"})).shown()
    assert "3 questions on Daily care" in done.text


async def test_a_public_answer_to_a_form_says_who_used_the_command(discord: FakeDiscord, versed: Discord) -> None:
    refused = await (await discord.use("compare", topic="care again", show="table")).shown()
    done = await (await discord.fill(await again(discord, refused), {"topic": "care"})).shown()
    assert not done.private
    assert done.text.startswith("-# Ana used /compare")


async def test_a_choice_is_chosen_in_a_form(discord: FakeDiscord, versed: Discord) -> None:
    refused = await (await discord.use("team create", name="x" * 33, colour="blue")).shown()
    opened = await again(discord, refused)
    assert asked(opened) == {"name": "x" * 32, "colour": "blue"}
    done = await (await discord.fill(opened, {"name": "Foxes", "colour": "red"})).shown()
    assert "🔴 Foxes" in done.text


async def test_what_a_form_has_no_room_for_is_kept(discord: FakeDiscord, versed: Discord) -> None:
    where: dict[str, Any] = {"permissions": MANAGE_GUILD}
    options = {
        "time": "25:00",
        "days": "Monday",
        "zone": "Europe/Berlin",
        "topic": "home",
        "start": "2026-12-01",
        "end": "2099-12-31",
        "late": "skip",
    }
    refused = await (await discord.use("schedule tip", **options, **where)).shown()
    opened = await again(discord, refused, **where)
    assert len(opened.modal["components"]) == MOST_PARTS
    assert asked(opened)["time"] == "25:00"
    assert opened.modal["custom_id"].endswith(REST)
    done = await discord.fill(opened, {"time": "08:15"}, **where)
    shown = await done.shown()
    last = int(datetime(2099, 12, 31, 7, 15, tzinfo=UTC).timestamp())
    for part in ("08:15", "Monday", "Europe/Berlin", "The home", f"<t:{last}:D>"):
        assert part in shown.text
    late = await (await discord.fill(opened, {"time": "08:15"}, **where)).shown()
    assert "don't have the rest of what you typed" in late.text, "and never runs without it"


async def test_a_restart_leaves_an_empty_form(
    discord: FakeDiscord, versed: Discord, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = await (await discord.use("quiz", topic="care again", questions=2)).shown()
    monkeypatch.setattr("bot.language.kept.Kept.find", lambda *_: None)
    opened = await again(discord, refused)
    assert asked(opened) == {"topic": "", "questions": ""}
    assert "Question 1 of 1" in (await (await discord.fill(opened, {"topic": "care", "questions": "1"})).shown()).text


async def test_a_role_is_not_carried_by_a_button(discord: FakeDiscord, versed: Discord) -> None:
    role = {"id": "77", "name": "Learners", "mentionable": True}
    refused = await (
        await discord.use("schedule tip", notify=role, topic="care again", permissions=MANAGE_GUILD)
    ).shown()
    assert "Did you mean Daily care?" in refused.text
    assert refused.buttons == {}


async def test_a_wrong_answer_is_not_a_refusal(discord: FakeDiscord, versed: Discord) -> None:
    card = next(each for each in Deck(pets()).cards if each.typed.answers)
    on = await (await discord.use("help")).shown()
    opened = await (await discord.press_id(on, encode(RecallCard("pets", card.code, 0)))).answered()
    shown = await (await discord.submit(opened, "something else")).shown()
    assert "Not quite" in shown.text
    assert TRY_AGAIN not in shown.buttons


texts = st.text(max_size=60)
fields = st.lists(
    st.builds(
        FormField,
        name=st.from_regex(r"[a-z_]{1,20}", fullmatch=True),
        label=st.text(min_size=1, max_size=60),
        hint=texts,
        placeholder=texts,
        value=st.text(max_size=400) | st.sampled_from(["role:77:Learners", "channel:88:general", "@"]),
        required=st.booleans(),
        longest=st.integers(1, 4000),
        bounds=st.none() | st.tuples(st.integers(0, 9), st.integers(10, 999)),
        choices=st.lists(
            st.builds(Suggestion, st.from_regex(r"[a-z]{1,9}", fullmatch=True), st.text(min_size=1)),
            max_size=25,
            unique_by=lambda choice: choice.value,
        ).map(tuple),
        role=st.booleans(),
        channel=st.booleans(),
        wrong=st.booleans(),
    ),
    min_size=1,
    max_size=12,
    unique_by=lambda field: field.name,
)


@given(st.builds(OptionsForm, st.just("x"), st.text(min_size=1), texts, fields.map(tuple), texts))
def test_any_options_fit_as_far_as_there_is_room(form: OptionsForm) -> None:
    made = modal(form, "fill.1:x:k3f9q2ab45")
    assert complaints("callback", {"type": 9, "data": made}) == []
    shown = [part["component"]["custom_id"] for part in made["components"] if part["type"] == 18]
    wrong = [field.name for field in form.fields if field.wrong]
    assert set(wrong) <= set(shown) or set(shown) <= set(wrong)
    left_out = [field for field in form.fields if field.name not in shown and field.value.strip()]
    assert made["custom_id"].endswith(REST) is bool(left_out)


@pytest.mark.parametrize(
    ("kept", "picked"),
    [
        ("role:77:Learners", "77"),
        ("channel:88:general", ""),
        ("Learners", ""),
        ("everyone", ""),
        ("@", ""),
        ("\0", ""),
        ("\u200b", ""),
        ("role:77:\u200b", ""),
        ("role:S0DESIGN:designers", ""),
        ("", ""),
    ],
)
def test_a_role_that_cannot_be_read_is_picked_anew(kept: str, picked: str) -> None:
    data = modal(OptionsForm("x", "X", "", (FormField("notify", "Ping", value=kept, role=True),)), "fill.1:x:y")
    assert complaints("callback", {"type": 9, "data": data}) == []
    (part,) = data["components"]
    assert [each["id"] for each in part["component"].get("default_values", [])] == ([picked] if picked else [])


@pytest.mark.parametrize("command", CATALOGUE, ids=lambda each: each.name)
def test_every_command_shows_as_many_options_as_there_is_room_for(command: AnyCommand) -> None:
    form = options_form(command, {}, problem="No.")
    if not form.fields:
        return
    data = modal(form, "fill.1:x:y")
    assert complaints("callback", {"type": 9, "data": data}) == []
    shown = {part["component"]["custom_id"] for part in data["components"] if part["type"] == 18}
    assert len(shown) == min(len(form.fields), MOST_PARTS - 1)


def test_what_was_filled_in_is_read_by_name() -> None:
    components = [
        {"type": 10, "id": 1},
        {"type": 18, "component": {"type": 4, "custom_id": "topic", "value": "care"}},
        {"type": 18, "component": {"type": 3, "custom_id": "show", "values": ["table"]}},
        {"type": 18, "component": {"type": 3, "custom_id": "late", "values": []}},
        {"type": 18, "component": {"type": 3, "custom_id": "odd", "values": [5]}},
    ]
    assert filled(components) == {"topic": "care", "show": "table", "late": "", "odd": ""}
    assert filled("nonsense") == {}
