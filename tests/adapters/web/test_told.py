"""What a browser says about people: where they are, and how they write numbers; nonsense is ignored or refused."""

from typing import Any

import pytest

from tests.adapters.web.conftest import Json, Person, Visitors
from tests.fakes.commands import FakeCommands


async def come_in(visitors: Visitors, **told: object) -> tuple[Person, Json]:
    person = await visitors.open()
    hello = {"type": "hello", "id": 1, "token": await visitors.token(), "name": "Ana", **told}
    await person.socket.send_json(hello)
    return person, await person.next("welcome", "refused")


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({}, ("", "")),
        ({"locale": "de-DE", "zone": "Europe/Berlin"}, ("de-DE", "Europe/Berlin")),
        ({"locale": "pt_BR", "zone": "Asia/Calcutta"}, ("pt-BR", "Asia/Calcutta")),
        ({"locale": "<b>", "zone": "Etc/GMT-2"}, ("", "")),
        ({"locale": "", "zone": "Mars/Base"}, ("", "")),
        ({"locale": "e" * 100, "zone": "../../etc/passwd"}, ("", "")),
    ],
)
async def test_a_browser_tells_where_somebody_is(
    visitors: Visitors, commands: FakeCommands, told: dict[str, Any], expected: tuple[str, str]
) -> None:
    person, welcome = await come_in(visitors, **told)
    assert welcome["type"] == "welcome"
    await person.say("/help")
    assert (commands.calls[-1].asker.locale, commands.calls[-1].asker.zone) == expected


@pytest.mark.parametrize("told", [{"zone": 7}, {"zone": "x" * 101}, {"locale": None}, {"zones": "Europe/Berlin"}])
async def test_values_that_are_not_short_texts_are_refused(visitors: Visitors, told: dict[str, Any]) -> None:
    _, answer = await come_in(visitors, **told)
    assert answer["type"] == "refused"
