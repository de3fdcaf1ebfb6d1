"""What Slack would refuse in blocks and views: its SDK's own checks, and the limits that those leave out."""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block, BlockElement
from slack_sdk.models.views import View

Json = dict[str, Any]

_walk = BlockElement._get_sub_block_elements.__func__  # type: ignore[attr-defined]
# The SDK walks all its classes again for each element, which took most of the time of these checks.
BlockElement._get_sub_block_elements = classmethod(cache(lambda kind: tuple(_walk(kind))))  # type: ignore[arg-type, assignment]

_ELEMENTS = {"context": 10, "actions": 25}
_MOST_OPTIONS = {"static_select": 100, "checkboxes": 10}
_TEXT = {"section": 3_000, "header": 150}
_NO_TABLES = frozenset({"modal", "home"})


def faults_of_message(body: Json) -> list[str]:
    """What is wrong with the text and the blocks of a message."""
    blocks = body.get("blocks") or []
    found = list(_blocks(blocks, "message"))
    if not body.get("text"):
        found.append("a message without a fallback text")
    if len(body.get("text") or "") > 40_000:
        found.append("a fallback text that is too long")
    if len(blocks) > 50:
        found.append(f"{len(blocks)} blocks in a message")
    if len(json.dumps(blocks, ensure_ascii=False)) > 9_500:
        found.append("msg_blocks_too_long")
    if sum(block.get("type") == "table" for block in blocks) > 1:
        found.append("only_one_table_allowed")
    return found


def faults_of_view(view: Json) -> list[str]:
    """What is wrong with a view."""
    found = list(_blocks(view.get("blocks") or [], str(view.get("type"))))
    if len(view.get("blocks") or []) > 100:
        found.append("too many blocks in a view")
    titles = {name: len(view[name]["text"]) for name in ("title", "submit", "close") if name in view}
    found += [
        f"the {name} of a view has {length} characters" for name, length in titles.items() if not 1 <= length <= 24
    ]
    if len(view.get("private_metadata") or "") > 3_000:
        found.append("too much private metadata")
    try:
        View(**view).validate_json()
    except (SlackObjectFormationError, TypeError) as error:
        found.append(f"the SDK refuses the view: {error}")
    return found


def _blocks(blocks: list[Json], where: str) -> Iterator[str]:
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    actions = [each["action_id"] for block in blocks for each in _interactive(block)]
    if len(set(ids)) != len(ids):
        yield "block ids are not unique"
    if where != "modal" and len(set(actions)) != len(actions):
        yield "action ids are not unique"
    for block in blocks:
        yield from _block(block, where)


def _block(block: Json, where: str) -> Iterator[str]:
    kind = block["type"]
    try:
        parsed = Block.parse(block)
        assert parsed is not None, f"the SDK knows no {kind} block"
        parsed.validate_json()
    except SlackObjectFormationError as error:
        yield f"the SDK refuses a {kind}: {error}"
    if len(block.get("block_id", "")) > 255:
        yield "a block id that is too long"
    if kind == "table":
        yield from _table(block, where)
    yield from _measures(block, kind)
    for element in _interactive(block):
        yield from _element(element)
    for text in _texts(block):
        if not text["text"]:
            yield f"an empty text in a {kind}"
        if text.get("type") == "mrkdwn" and text.get("verbatim") is not True:
            yield "markup in which Slack would look for mentions"


def _measures(block: Json, kind: str) -> Iterator[str]:
    elements = block.get("elements") or []
    if kind in _ELEMENTS and not 1 <= len(elements) <= _ELEMENTS[kind]:
        yield f"{len(elements)} elements in {kind}"
    if kind in _TEXT and not 1 <= len(block["text"]["text"]) <= _TEXT[kind]:
        yield f"{len(block['text']['text'])} characters in a {kind}"
    if kind == "image" and not 1 <= len(block.get("alt_text", "")) <= 2_000:
        yield "an image without a proper alternative text"


def _table(block: Json, where: str) -> Iterator[str]:
    if where in _NO_TABLES:
        yield f"a table in a {where}"
    if not 1 <= len(block["rows"]) <= 100:
        yield f"{len(block['rows'])} rows in a table"
    widths = {len(row) for row in block["rows"]}
    if len(widths) != 1 or not 1 <= max(widths) <= 20:
        yield "a table that is not rectangular, or too wide"
    if len(block.get("column_settings") or []) > 20:
        yield "too many column settings"


def _element(element: Json) -> Iterator[str]:
    if not 1 <= len(element["action_id"]) <= 255:
        yield "an action id of the wrong length"
    if element["type"] == "button":
        if len(element["text"]["text"]) > 75:
            yield "a button's text that is too long"
        if not 1 <= len(element.get("value", "-")) <= 2_000:
            yield "a button's value of the wrong length"
    if len((element.get("placeholder") or {}).get("text", "-")) > 150:
        yield "a placeholder that is too long"
    if element["type"] in _MOST_OPTIONS:
        yield from _options(element["options"], _MOST_OPTIONS[element["type"]])


def _options(options: list[Json], most: int) -> Iterator[str]:
    if not 1 <= len(options) <= most:
        yield f"{len(options)} options to choose from"
    for option in options:
        if len(option["text"]["text"]) > 75 or len((option.get("description") or {}).get("text", "")) > 75:
            yield "an option's text that is too long"
        if not 1 <= len(option["value"]) <= 150:
            yield "an option's value of the wrong length"


def _interactive(block: Json) -> Iterator[Json]:
    held = [*(block.get("elements") or []), block.get("element"), block.get("accessory")]
    yield from (each for each in held if isinstance(each, dict) and "action_id" in each)


def _texts(part: object) -> Iterator[Json]:
    """Everything that holds a text."""
    if isinstance(part, dict):
        if isinstance(part.get("text"), str):
            yield part
        for each in part.values():
            yield from _texts(each)
    elif isinstance(part, list | tuple):
        for each in part:
            yield from _texts(each)
