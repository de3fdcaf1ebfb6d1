import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.web import frames
from bot.language.refusals import Refusal

SAY = {"type": "say", "id": 1, "channel": "general", "text": "hello"}


def test_a_proper_frame_is_read() -> None:
    assert frames.read(json.dumps(SAY)) == frames.Say(type="say", id=1, channel="general", text="hello")


@pytest.mark.parametrize(
    "data",
    [
        "",
        "not json",
        "null",
        "[]",
        '"say"',
        "[" * 50_000,
        '{"type":"say","id":1,"channel":"general","text":"\\ud800"}',
        *(
            json.dumps({**SAY, **change})
            for change in (
                {"type": "shout"},
                {"type": 7},
                {"id": "1"},
                {"id": -1},
                {"id": 1.5},
                {"id": True},
                {"id": 10**400},
                {"id": None},
                {"text": 5},
                {"text": None},
                {"text": ["a"]},
                {"more": "fields"},
            )
        ),
        json.dumps({key: value for key, value in SAY.items() if key != "text"}),
    ],
)
def test_anything_else_is_refused_in_a_sentence(data: str) -> None:
    with pytest.raises(Refusal, match=r"^I couldn't understand that; reload the page and try again\.$"):
        frames.read(data)


@given(st.text(st.characters()))
def test_no_text_at_all_breaks_the_reader(data: str) -> None:
    with pytest.raises(Refusal):
        frames.read(data)
