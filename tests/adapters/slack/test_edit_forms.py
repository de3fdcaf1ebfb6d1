"""Schedules are changed in a modal on Slack: with a time picker, days, a channel, a user group."""

from pathlib import Path

from bot.core import Core
from bot.features.authoring.actions import WriteItem
from bot.features.scheduling.model import Schedule
from bot.features.scheduling.store import schedules
from bot.language.actions import encode
from bot.language.people import Tenant
from tests.adapters.slack.conftest import Stage, words
from tests.adapters.slack.test_windows import buttons, opened
from tests.fakes.slack import payloads
from tests.fakes.slack.driver import Json
from tests.fakes.slack.server import ADMIN, GENERAL
from tests.fakes.slack.windows import Window
from tests.features.packs.shelved import a_pack, an_asker


async def page(stage: Stage, typed: str = "schedule tip 09:00") -> Json:
    return await stage.answer(payloads.command(stage.slack, typed, user=ADMIN))


async def change(stage: Stage, on: Json, label: str = "Change …") -> Window:
    return await opened(stage, payloads.press(stage.slack, buttons(on)[label], user=ADMIN), ADMIN)


async def only(stage: Stage) -> Schedule:
    (found,) = await stage.database.read(lambda transaction: schedules.of_tenant(transaction, "slack:T0HOME"))
    return found


async def test_a_modal_has_a_picker_for_each_thing(stage: Stage) -> None:
    window = await change(stage, await page(stage))
    kinds = {block: each["element"]["type"] for block, each in window.blocks.items()}
    assert kinds == {
        "time": "timepicker",
        "days": "checkboxes",
        "channel": "conversations_select",
        "topic": "static_select",
        "notify": "external_select",
        "zone": "external_select",
    }
    assert window.values["time"] == "09:00"
    assert window.values["channel"] == GENERAL


async def test_filled_fields_change_and_emptied_ones_are_cleared(stage: Stage) -> None:
    window = await change(stage, await page(stage, "schedule tip 09:00 topic:care everyone:here"))
    await window.send(time="10:30", days="Monday, Friday", topic="")
    said = (await stage.slack.wait_for("response")).arguments
    changed = await only(stage)
    assert (changed.time, changed.topic) == ("10:30", ""), words(said)
    assert changed.notify == "here", "what the form doesn't ask stays"


async def test_an_impossible_value_is_reported_at_its_field(stage: Stage) -> None:
    dates = await change(stage, await page(stage, "schedule tip start:2031-03-01"), "Dates and zone …")
    await dates.send(end="2031-01-01")
    assert list(dates.errors) == ["end"]
    assert dates.is_open()


async def test_an_error_of_no_field_is_reported_at_the_first(stage: Stage, core: Core, tmp_path: Path) -> None:
    ada = an_asker("Ada", Tenant("slack:T0HOME", "Home"))
    own = await core.own_packs.publish(ada, a_pack(tmp_path), {})
    window = await opened(stage, payloads.press(stage.slack, encode(WriteItem("term", own.id)), user=ADMIN), ADMIN)
    await core.own_packs.remove(ada, own.id)
    await window.send(term="Rasp", definition="A coarse file.")
    assert list(window.errors) == ["term"]
    assert "/versed pack" in window.errors["term"]
