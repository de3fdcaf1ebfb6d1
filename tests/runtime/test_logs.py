"""Logs: one JSON object a line, without secrets."""

import json
import logging

import pytest

from bot.runtime.logs import JsonFormatter, RepeatFilter

TOKENS = [
    "xoxb-" + "123456789012-1234567890123-abcdefghijklmnopqrstuvwx",
    "xoxe.xoxp-" + "1-Mi0yLTEyMzQ1Njc4OTAxMi0xMjM0",
    "xapp-" + "1-A0123456789-1234567890123-abcdef",
    ".".join(("MTIzNDU2Nzg5MDEyMzQ1Njc4", "GaBcDe", "abcdefghijklmnopqrstuvwxyzabcdefghijkl")),
]


def line(message: str, *values: object, secrets: tuple[str, ...] = (), error: Exception | None = None) -> str:
    error_info = (type(error), error, None) if error else None
    record = logging.LogRecord("bot.x", logging.WARNING, "x.py", 1, message, values, error_info)
    return JsonFormatter(secrets).format(record)


@pytest.mark.parametrize("token", TOKENS)
def test_tokens_are_hidden_wherever_they_come_from(token: str) -> None:
    for said in (line("calling with %s", token), line("failed", error=ValueError(f"bad token {token}!"))):
        assert token not in said
        assert "[hidden]" in said


@pytest.mark.parametrize(
    ("said", "secret"),
    [
        ("POST https://discord.com/api/v10/webhooks/1234/aW50ZXJhY3Rpb246dG9rZW4 failed", "aW50ZXJhY3Rpb246dG9rZW4"),
        ("POST https://discord.com/api/v10/interactions/1234/aW50ZXJ/callback", "aW50ZXJ"),
        ("answering https://hooks.slack.com/commands/T1/2/secretpart failed", "secretpart"),
        ("connecting to postgresql://versed:password@db/versed", "versed:password"),
        ("connecting to postgres://versed:password@db/versed", "versed:password"),
        ("asking https://team:password@models.example.org/v1/embeddings", "team:password"),
    ],
)
def test_secrets_in_addresses_are_hidden(said: str, secret: str) -> None:
    assert secret not in line(said)


def test_configured_secrets_are_hidden_unless_they_are_very_short() -> None:
    assert "canary-secret" not in line("it is canary-secret, all of it", secrets=("canary-secret",))
    assert json.loads(line("a test", secrets=("test",)))["says"] == "a test"


def test_a_line_stays_a_line() -> None:
    said = line("typed: %s", 'x\n{"level": "info"}\r\u2028')
    assert "\n" not in said
    assert "\r" not in said
    assert json.loads(said)["level"] == "warning"


def test_what_fails_every_second_is_logged_once_a_minute() -> None:
    now = 1000.0

    def is_logged(level: int, message: str, *values: object) -> bool:
        return repeats.filter(logging.LogRecord("bot.x", level, "x.py", 1, message, values, None))

    repeats = RepeatFilter(lambda: now)
    assert is_logged(logging.ERROR, "can't post: %s", "no disk")
    assert is_logged(logging.ERROR, "can't post: %s", "no database")
    now += 59
    assert not is_logged(logging.ERROR, "can't post: %s", "no disk")
    now += 1
    assert is_logged(logging.ERROR, "can't post: %s", "no disk")
    assert is_logged(logging.INFO, "connected")
    assert is_logged(logging.INFO, "connected")


def test_no_number_of_different_warnings_fills_the_memory() -> None:
    repeats = RepeatFilter(lambda: 0.0)
    for number in range(5000):
        assert repeats.filter(logging.LogRecord("bot.x", logging.WARNING, "x.py", 1, "%s", (number,), None))
    assert len(repeats._logged) <= 1000
