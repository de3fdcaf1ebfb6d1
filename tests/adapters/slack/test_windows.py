"""Windows that stay open, with what was typed, until it's accepted."""

import asyncio

import pytest
from sqlalchemy import func, select

from adapters.slack.inbound import modals
from adapters.slack.inbound.deliveries import Deliveries
from bot.features.reviews.actions import RecallCard
from bot.features.reviews.deck import Deck
from bot.features.scheduling.actions import ChooseZone
from bot.language.actions import encode
from bot.language.offers import TRY_AGAIN
from bot.storage.errors import StoreError
from bot.storage.tables import schedule, team
from tests.adapters.slack.conftest import Stage, words
from tests.fakes.slack import Fault, payloads
from tests.fakes.slack.driver import BySocket, Json
from tests.fakes.slack.server import ADMIN, MEMBER, QUIET
from tests.fakes.slack.windows import Window
from tests.packs import pets
from tests.rows import rows


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Close a window unless its outcome is known at once."""
    monkeypatch.setattr("adapters.slack.inbound.app._PATIENCE", 0.01)


async def opened(stage: Stage, payload: Json, user: str = MEMBER) -> Window:
    """Deliver a request and return the window that it opens."""
    before = len(stage.slack.calls("views.open", "views.push"))
    await stage.driver.deliver(payload)
    await stage.slack.wait(lambda: len(stage.slack.calls("views.open", "views.push")) > before)
    return Window(stage.driver, stage.slack.calls("views.open", "views.push")[-1].arguments["view"], user)


def buttons(said: Json) -> dict[str, str]:
    """Return the values of a message's buttons by their labels."""
    return {
        each["text"]["text"]: each["value"]
        for block in said["blocks"]
        if block["type"] == "actions"
        for each in block["elements"]
        if each["type"] == "button"
    }


async def delivered(stage: Stage, payload: Json, *, again: bool) -> Json:
    """Deliver a payload, even while the same one is under way, and return the acknowledgement."""
    if not isinstance(stage.driver, BySocket):
        return await stage.driver.deliver(payload, again=again)
    answer = await stage.slack.sockets.deliver("interactive", payload, "the-envelope")
    return answer.get("payload") or {}


async def by_try_again(stage: Stage, typed: str, user: str = ADMIN) -> Window:
    """Type a command that's refused, and return the window that trying again opens."""
    refused = await stage.answer(payloads.command(stage.slack, typed, user=user))
    assert refused["response_type"] == "ephemeral"
    return await opened(stage, payloads.press(stage.slack, buttons(refused)[TRY_AGAIN], user=user), user)


async def test_a_command_that_is_refused_keeps_its_window_open(stage: Stage) -> None:
    window = await opened(stage, payloads.command(stage.slack, "define"))
    await window.send(term="blockchain")
    assert window.is_open()
    assert window.errors == {"term": "“blockchain” isn't in this glossary. Try /versed ask blockchain."}
    assert window.values == {"term": "blockchain"}
    assert not stage.slack.calls("response"), "it's said where one looks"
    await window.send(term="Aquarium")
    assert not window.is_open()
    said = (await stage.slack.wait_for("response")).arguments
    assert said["response_type"] == "in_channel"
    assert "glass container" in words(said)


async def test_a_command_can_be_put_right_step_by_step(stage: Stage) -> None:
    window = await by_try_again(stage, "schedule tip time:25:00 days:never zone:Europe topic:care")
    assert window.focused == "zone"
    assert window.values == {"time": "25:00", "days": "never", "zone": "Europe", "topic": "care"}
    assert "I don't know the time zone" in window.blocks["zone"]["hint"]["text"]
    assert "I don't know the time zone" not in " ".join(window.texts), "it stands where it belongs"
    await window.send(zone="Europe/Berlin")
    assert list(window.errors) == ["time"]
    await window.send(time="8:30")
    assert list(window.errors) == ["days"]
    assert window.values["time"] == "8:30"
    await window.send(days="Monday")
    assert not window.is_open()
    said = (await stage.slack.wait_for("response", 2)).arguments
    assert "Done: schedule 1" in words(said)
    assert await rows(stage.database, select(func.count()).select_from(schedule)) == [(1,)]


async def test_several_wrong_options_are_reported_together(stage: Stage) -> None:
    window = await by_try_again(stage, "challenge topic:weather questions:3 closes:2 days", MEMBER)
    window.view["blocks"].append({**window.blocks["closes"], "block_id": "of"})  # a field of an older version
    for block in ("questions", "seconds"):
        del window.blocks[block]["element"]["min_value"], window.blocks[block]["element"]["max_value"]
        window.blocks[block]["element"]["type"] = "plain_text_input"
    await window.send(questions="99", seconds="x")
    assert set(window.errors) == {"questions", "seconds"}


async def test_an_error_of_no_option_is_shown_above_them(stage: Stage) -> None:
    for number in range(25):
        await stage.answer(payloads.command(stage.slack, f"team create T{number}", user=f"U{number}"))
    window = await opened(stage, payloads.command(stage.slack, "team create"))
    asked = list(window.texts)
    await window.send(name="Foxes", colour="red")
    assert window.is_open()
    assert window.texts == ["There are already 25 teams; join one with /versed team join.", *asked]
    assert window.values == {"name": "Foxes", "colour": "red"}
    await window.send(name="Owls")
    assert window.texts == ["There are already 25 teams; join one with /versed team join.", *asked], "said once"
    assert window.values == {"name": "Owls", "colour": "red"}
    await stage.answer(payloads.command(stage.slack, "team leave", user="U7"))
    await window.send()
    assert not window.is_open()
    assert "Owls" in words((await stage.slack.wait_for("response", 27)).arguments)


async def test_a_buttons_form_that_is_refused_stays_open(stage: Stage) -> None:
    window = await opened(stage, payloads.press(stage.slack, encode(ChooseZone()), user=ADMIN), ADMIN)
    await window.send(**{modals.FIELD: "Europe"})
    assert "I don't know the time zone “Europe”" in window.errors[modals.FIELD]
    assert window.values == {modals.FIELD: "Europe"}
    await window.send(**{modals.FIELD: "Europe/Berlin"})
    assert not window.is_open()
    assert "Europe/Berlin" in words((await stage.slack.wait_for("response")).arguments)
    assert len(stage.slack.calls("response")) == 1


async def test_a_wrong_answer_is_not_an_error(stage: Stage) -> None:
    card = next(each for each in Deck(pets()).cards if each.typed.answers)
    window = await opened(stage, payloads.press(stage.slack, encode(RecallCard("pets", card.code, 0))))
    await window.send(**{modals.FIELD: "something else"})
    assert not window.is_open()
    assert "Not quite." in words((await stage.slack.wait_for("response")).arguments)


async def test_a_form_on_top_of_another_window_stays_open_too(stage: Stage) -> None:
    home = {"id": "VHOME", "type": "home", "team_id": "T0HOME"}
    window = await opened(stage, payloads.press_in_view(encode(ChooseZone()), home, user=ADMIN), ADMIN)
    await window.send(**{modals.FIELD: "Europe"})
    assert window.is_open()
    inner = {"id": "VINNER", "type": "modal", "callback_id": modals.ANSWER}
    pushed = await opened(stage, payloads.press_in_view(encode(ChooseZone()), inner, user=ADMIN), ADMIN)
    assert len(stage.slack.calls("views.push")) == 1
    await pushed.send(**{modals.FIELD: "Europe"})
    assert pushed.errors
    assert not stage.slack.calls("views.update"), "the window below it stays as it is"


async def test_the_same_submission_has_one_effect_and_one_answer(stage: Stage) -> None:
    window = await opened(stage, payloads.command(stage.slack, "team create"))
    first = await window.send(name="Foxes")
    assert not window.is_open()
    await stage.slack.wait_for("response")
    assert await window.send_again() == first == {}
    assert await rows(stage.database, select(func.count()).select_from(team)) == [(1,)]
    await stage.answer(payloads.command(stage.slack, "team list"))
    assert len(stage.slack.calls("response")) == 2


async def test_a_refused_submission_that_comes_again_gets_the_same_errors(stage: Stage) -> None:
    window = await opened(stage, payloads.command(stage.slack, "define"))
    first = await window.send(term="blockchain")
    assert await window.send_again() == first
    assert first["response_action"] == "errors"
    await window.send(term="Aquarium")
    assert not window.is_open()


async def test_a_submission_that_comes_again_while_it_is_served_has_one_effect(stage: Stage) -> None:
    window = await opened(stage, payloads.command(stage.slack, "team create", user="U0SLOW"))
    gate = asyncio.Event()
    stage.slack.fail("users.info", Fault(until=gate))
    submission = payloads.submission({**window.view, "id": "V1"}, {"name": "Foxes"}, user="U0SLOWER")
    first = asyncio.create_task(delivered(stage, submission, again=False))
    await stage.slack.wait_for("users.info", 2)
    second = asyncio.create_task(delivered(stage, submission, again=True))
    gate.set()
    assert await first == await second == {}
    await stage.slack.wait_for("response")
    assert await rows(stage.database, select(func.count()).select_from(team)) == [(1,)]


@pytest.mark.usefixtures("soon")
@pytest.mark.parametrize(
    ("typed", "says"), [("blockchain", "isn't in this glossary"), ("Aquarium", "glass container")]
)
async def test_a_slow_outcome_closes_the_window_and_is_answered_later(stage: Stage, typed: str, says: str) -> None:
    window = await opened(stage, payloads.command(stage.slack, "define"))
    gate = asyncio.Event()
    stage.slack.fail("users.info", Fault(until=gate))
    window.user = "U0SLOW"
    await window.send(term=typed)
    assert not window.is_open(), "Slack waits for three seconds only"
    assert not stage.slack.calls("response")
    gate.set()
    said = (await stage.slack.wait_for("response")).arguments
    assert says in words(said)
    if typed == "blockchain":
        back = await opened(stage, payloads.press(stage.slack, buttons(said)[TRY_AGAIN], user="U0SLOW"), "U0SLOW")
        assert back.values == {"term": "blockchain"}, "what was typed isn't lost"


async def test_a_store_that_fails_keeps_the_window_open(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    window = await opened(stage, payloads.command(stage.slack, "define"))

    async def fail(*_: object) -> bool:
        raise StoreError("out of order")

    with monkeypatch.context() as broken:
        broken.setattr(Deliveries, "claim", fail)
        await window.send(term="Aquarium")
    assert window.is_open()
    assert "try again in a minute" in " ".join(window.texts)
    assert window.values == {"term": "Aquarium"}
    await window.send()
    assert not window.is_open()
    assert "glass container" in words((await stage.slack.wait_for("response")).arguments)


async def test_an_unknown_window_is_answered_with_a_message(stage: Stage) -> None:
    view = {"id": "V1", "type": "modal", "callback_id": "old", "private_metadata": "{}", "blocks": []}
    assert await stage.driver.deliver(payloads.submission(view, {})) == {}
    said = await stage.slack.wait_for("views.open")
    assert "I don't know that button any more" in words(said.arguments["view"])


async def test_a_suggestion_runs_as_if_it_were_typed(stage: Stage) -> None:
    refused = await stage.answer(payloads.command(stage.slack, 'challenge "care again" 1', user=ADMIN, channel=QUIET))
    assert list(buttons(refused)) == ["Daily care", TRY_AGAIN]
    assert refused["blocks"][-1]["elements"][0]["style"] == "primary"
    run = payloads.press(stage.slack, buttons(refused)["Daily care"], user=ADMIN, channel=QUIET, ephemeral=True)
    said = await stage.answer(run)
    assert "Join this channel" in buttons(said), "as if it were typed"
    again = payloads.press(stage.slack, buttons(said)["Join this channel"], user=ADMIN, channel=QUIET, ephemeral=True)
    said = await stage.answer(again)
    assert said["response_type"] == "in_channel"
    assert "Daily care" in words(said)


async def test_the_same_offer_delivered_twice_has_one_effect(stage: Stage) -> None:
    refused = await stage.answer(payloads.command(stage.slack, "team join Foxes"))
    run = payloads.press(stage.slack, buttons(refused)["Make Foxes"])
    await stage.answer(run)
    await stage.driver.deliver(run, again=True)
    await stage.answer(payloads.command(stage.slack, "team list"))
    assert len(stage.slack.calls("response")) == 3
    assert await rows(stage.database, select(func.count()).select_from(team)) == [(1,)]


async def test_a_group_that_is_pinged_does_not_travel_in_a_button(stage: Stage) -> None:
    typed = 'schedule tip notify:@designers topic:"care again"'
    refused = await stage.answer(payloads.command(stage.slack, typed, user=ADMIN))
    assert "Did you mean Daily care?" in words(refused)
    assert buttons(refused) == {}
    unknown = await stage.answer(payloads.command(stage.slack, "schedule tip notify:@nobody", user=ADMIN))
    assert "I don't know the user group" in words(unknown)
    assert buttons(unknown) == {}


async def test_an_unknown_group_is_reported_at_its_field(stage: Stage) -> None:
    window = await by_try_again(stage, "schedule tip time:25:00")
    await window.send(time="9:00", notify="strangers")
    assert list(window.errors) == ["notify"]
    await window.send(notify="designers")
    assert not window.is_open()


async def test_a_window_knows_the_limits(stage: Stage) -> None:
    window = await opened(stage, payloads.command(stage.slack, "team create"))
    assert window.blocks["name"]["element"]["max_length"] == 32
    assert [each["value"] for each in window.blocks["colour"]["element"]["options"]][:2] == ["red", "blue"]
    assert [block["optional"] for block in window.blocks.values()] == [False, True]
    quiz = await by_try_again(stage, "quiz questions:99", MEMBER)
    number = quiz.blocks["questions"]["element"]
    assert (number["type"], number["min_value"], number["max_value"]) == ("number_input", "1", "20")
    assert "initial_value" not in number, "Slack takes no value beyond the limits"
    zone = await opened(stage, payloads.press(stage.slack, encode(ChooseZone()), user=ADMIN), ADMIN)
    assert zone.blocks[modals.FIELD]["element"]["max_length"] == 60
