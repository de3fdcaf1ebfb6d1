"""Payloads of any shape: reading them never fails."""

import json
import logging
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.slack.inbound import payload
from tests.adapters.slack.conftest import Stage, words
from tests.fakes.slack import payloads

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

NAMES = """
    type team team_id user user_id channel channel_id event event_id view actions action_id block_id value text id
    command response_url trigger_id container message enterprise authorizations is_enterprise_install state values
    private_metadata callback_id selected_option action_ts event_time event_ts tokens bot thread_ts
"""
names = st.sampled_from(NAMES.split())
leaves = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.floats(allow_nan=False),
    st.text(max_size=8),
    st.sampled_from(["T0HOME", "U0MEMBER", "block_actions", "event_callback", "view_submission", "app_mention", "{"]),
)
bodies = st.dictionaries(
    names,
    st.recursive(leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=4)),
    max_size=8,
)
kinds = st.sampled_from(
    ["block_actions", "block_suggestion", "view_submission", "shortcut", "message_action", "event_callback", "x"]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=bodies, kind=kinds, is_command=st.booleans())
def test_any_body_is_read(body: dict[str, Any], kind: str, is_command: bool) -> None:
    body = json.loads(json.dumps({**body, "type": kind}))
    for read in (payload.of_command, payload.of_interaction, payload.of_event):
        way = read(body, "T1", NOW)
        assert way.origin.team == "T1"
        assert all(isinstance(each, str) for each in (way.origin.user, way.origin.channel, way.origin.user_name))
        assert way.origin.at.tzinfo is UTC
    assert isinstance(payload.pressed(body), str)
    assert isinstance(payload.metadata(body), dict)
    assert all(isinstance(each, str) for each in payload.submitted(body).values())


async def test_any_body_does_no_harm(over_http: Stage, caplog: pytest.LogCaptureFixture) -> None:
    app = over_http.platform._receiver._app  # type: ignore[union-attr]
    found: list[dict[str, Any]] = []

    @given(bodies, kinds, st.booleans())
    def collect(body: dict[str, Any], kind: str, is_command: bool) -> None:
        found.append({**body, **({"command": "/versed"} if is_command else {"type": kind})})

    collect()
    with caplog.at_level(logging.ERROR):
        for number, body in enumerate(found):
            assert (await app.dispatch(json.loads(json.dumps(body)), f"d{number}")).status in (200, 400, 404)
        over_http.slack.log.clear()
        assert "Pets compared" in words(await over_http.answer(payloads.command(over_http.slack, "compare")))
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


@pytest.mark.parametrize("stamp", ["", "abc", None, [], "-1", "nan", "inf", "9" * 50, 10**30])
def test_an_invalid_time_counts_as_now(stamp: object) -> None:
    assert payload.moment(stamp, NOW) == NOW


def test_a_time_is_read() -> None:
    assert payload.moment("1700000000.25", NOW) == datetime(2023, 11, 14, 22, 13, 20, 250_000, tzinfo=UTC)
    assert payload.moment(1_700_000_000, NOW) == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)


async def test_a_command_that_names_no_workspace_is_meant_for_the_only_one(stage: Stage) -> None:
    command = payloads.command(stage.slack, "compare")
    for name in ("team_id", "team_domain", "channel_name", "trigger_id", "user_name"):
        del command[name]
    assert "Pets compared" in words(await stage.answer(command))


async def test_a_command_that_names_no_channel_is_answered_at_its_response_url(stage: Stage) -> None:
    command = payloads.command(stage.slack, "compare")
    del command["channel_id"]
    assert "Pets compared" in words(await stage.answer(command))
