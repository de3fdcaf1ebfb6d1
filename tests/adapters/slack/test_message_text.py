"""The plain text of messages: as people wrote them, without Slack's formatting and ids."""

from typing import Any

import pytest

from adapters.slack.inbound.message_text import plain


def rich(*parts: dict[str, Any]) -> dict[str, Any]:
    return {"text": "*not* read", "blocks": [{"type": "rich_text", "elements": list(parts)}]}


def section(*elements: dict[str, Any], kind: str = "section") -> dict[str, Any]:
    return {"type": f"rich_text_{kind}", "elements": list(elements)}


def said(text: str, **more: Any) -> dict[str, Any]:
    return {"type": "text", "text": text, **more}


@pytest.mark.parametrize(
    ("message", "text"),
    [
        (rich(section(said("the "), said("tank", style={"bold": True}), said(" & <b>"))), "the tank & <b>"),
        (
            rich(
                section({"type": "user", "user_id": "U0"}, {"type": "channel", "channel_id": "C0"}, said(" clean!"))
            ),
            "clean!",
        ),
        (rich(section({"type": "link", "url": "https://a.example", "text": "a"})), "a"),
        (rich(section({"type": "link", "url": "https://a.example"})), "https://a.example"),
        (rich(section({"type": "emoji", "name": "wave", "unicode": "1f44b-1f3fd"}, said(" hi"))), "👋🏽 hi"),
        (rich(section({"type": "emoji", "name": "our_logo"}, said(" hi"))), "hi"),
        (
            rich(
                section(said("Two:\n")),
                section(section(said("one")), section(said("two")), kind="list"),
                section(said("quoted"), kind="quote"),
                section(said("x = 1\ny = 2"), kind="preformatted"),
            ),
            "Two:\n• one\n• two\nquoted\nx = 1\ny = 2",
        ),
        ({"text": "<@U0> the &lt;tank&gt;"}, "the <tank>"),
        (
            {
                "text": "Ana asked: tanks? the tank",
                "blocks": [
                    {"type": "context", "elements": [{"type": "plain_text", "text": "Ana asked: tanks?"}]},
                    {"type": "header", "text": {"type": "plain_text", "text": "A <tank>"}},
                    {
                        "type": "section",
                        "text": {"type": "mrkdwn", "text": "holds &lt;water&gt; <@U0>"},
                        "accessory": {"type": "button", "text": {"type": "plain_text", "text": "More"}},
                    },
                    {
                        "type": "table",
                        "rows": [[{"type": "raw_text", "text": "1"}, rich(section(said("2")))["blocks"][0]]],
                    },
                    {
                        "type": "actions",
                        "elements": [{"type": "button", "text": {"type": "plain_text", "text": "Go"}}],
                    },
                ],
            },
            "A <tank>\nholds <water>  \n1\n2",
        ),
        ({"text": "the tank", "blocks": [{"type": "context", "elements": [said("small")]}]}, "the tank"),
        (
            {"attachments": [{"pretext": "New:", "title": "A <https://a.example|tank>", "text": "leaks"}]},
            "New:\nA tank\nleaks",
        ),
        ({"blocks": [{"type": "rich_text"}, 5], "text": "the tank"}, "the tank"),
        ({}, ""),
    ],
)
def test_a_message_is_read_as_people_wrote_it(message: dict[str, Any], text: str) -> None:
    assert plain(message).strip() == text
