"""What Discord wouldn't take: what breaks its OpenAPI description, if that's at hand, or its other limits."""

import json
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jsonschema_rs import Draft202012Validator, Registry

_NAME = Path("shared") / "specs" / "discord-openapi.json"
COMPONENTS_V2 = 1 << 15
_KEPT_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*")

OPERATIONS = {
    "callback": "/interactions/{interaction_id}/{interaction_token}/callback post",
    "follow-up": "/webhooks/{webhook_id}/{webhook_token} post",
    "edit": "/webhooks/{webhook_id}/{webhook_token}/messages/@original patch",
    "change": "/channels/{channel_id}/messages/{message_id} patch",
    "message": "/channels/{channel_id}/messages post",
    "open": "/users/@me/channels post",
    "thread": "/channels/{channel_id}/messages/{message_id}/threads post",
    "commands": "/applications/{application_id}/commands put",
}
"""Kinds of bodies, and where the description has them."""


def description() -> Path | None:
    """The OpenAPI description, if it's beside the repository."""
    return next((folder / _NAME for folder in Path(__file__).parents if (folder / _NAME).exists()), None)


@cache
def _validator(kind: str) -> Draft202012Validator | None:
    path = description()
    if path is None:
        return None
    where, method = OPERATIONS[kind].rsplit(" ", 1)
    steps = ("paths", where, method, "requestBody", "content", "application/json", "schema")
    pointer = quote("/".join(step.replace("/", "~1") for step in steps))
    registry = Registry([("urn:discord", _spec(path))])
    return Draft202012Validator({"$ref": f"urn:discord#/{pointer}"}, registry=registry)


@cache
def _spec(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(path.read_bytes())
    return loaded


def complaints(kind: str, body: Any) -> list[str]:
    """Why Discord wouldn't take a body of a kind (see OPERATIONS); empty if it would."""
    return list(_complaints(kind, json.dumps(body)))


@lru_cache(maxsize=100)
def _complaints(kind: str, written: str) -> list[str]:
    """Cached, as each connection sets the same commands, and checking them takes a tenth of a second."""
    body = json.loads(written)
    found = []
    validator = _validator(kind)
    if validator is not None:
        found += [
            f"{'.'.join(map(str, error.instance_path))}: {error.message[:300]}"
            for error in validator.iter_errors(body)
        ]
    if found:
        return found
    if kind == "commands":
        return list(_about_commands(body))
    data = body.get("data") if kind == "callback" else body
    if kind == "callback" and body.get("type") == 9:
        return list(_about_modal(data or {}))
    if isinstance(data, dict) and "components" in data:
        found += _about_message(data)
    return found


def _about_message(data: dict[str, Any]) -> Iterator[str]:
    """Limits that the description doesn't state.

    https://docs.discord.com/developers/components/reference
    """
    parts = list(walk(data["components"]))
    if data.get("flags", 0) & COMPONENTS_V2:
        if data.get("content") or data.get("embeds"):
            yield "components V2 go with neither content nor embeds"
        if len(parts) > 40:
            yield f"{len(parts)} components"
        shown = sum(len(part["content"]) for part in parts if part["type"] == 10)
        if shown > 4000:
            yield f"{shown} characters"
    elif any(part["type"] > 8 for part in parts):
        yield "components V2 without their flag"
    yield from _about_mentions(data.get("allowed_mentions"))
    ids = [part["custom_id"] for part in parts if "custom_id" in part]
    if len(ids) != len(set(ids)):
        yield f"an id stands twice: {ids}"
    named = [file["filename"] for file in data.get("attachments") or ()]
    names = set(named)
    if len(named) != len(names):
        yield f"two files of one name: {named}"
    if len(named) > 10:
        yield f"{len(named)} files"
    yield from (f"{name!r} would be renamed" for name in named if not _KEPT_NAME.fullmatch(name))
    for part in parts:
        yield from _about_part(part, names)


def _about_modal(data: dict[str, Any]) -> Iterator[str]:
    """Limits of a modal.

    https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-modal
    """
    parts = data["components"]
    if not 1 <= len(parts) <= 5:
        yield f"{len(parts)} components in a modal"
    fields = [part["component"] for part in parts if part["type"] == 18]
    ids = [each["custom_id"] for each in fields]
    if not ids or len(ids) != len(set(ids)):
        yield f"the fields of a modal have the ids {ids}"
    for each in fields:
        required = each.get("required", True)
        if each["type"] == 4 and len(each.get("value") or "") > each.get("max_length", 4000):
            yield f"{each['custom_id']} begins with more than it may hold"
        if each["type"] in (3, 22):
            chosen = [option for option in each["options"] if option.get("default")]
            if len(chosen) > each.get("max_values", 1):
                yield f"{each['custom_id']} begins with {len(chosen)} choices"
        if each["type"] in (3, 6, 8, 19, 22) and (each.get("min_values", 1) == 0) is bool(required):
            yield f"{each['custom_id']} is required, and isn't"
        if each["type"] in (6, 8) and len(each.get("default_values", ())) > each.get("max_values", 1):
            yield f"{each['custom_id']} begins with too many"


def _about_mentions(allowed: dict[str, Any] | None) -> Iterator[str]:
    """https://docs.discord.com/developers/resources/message#allowed-mentions-object."""
    if allowed is None:
        yield "without a word on mentions, all of them would ping"
    elif "roles" in allowed.get("parse", ()) and allowed.get("roles"):
        yield "roles are either all parsed, or listed"


def _about_part(part: dict[str, Any], files: set[str]) -> Iterator[str]:
    match part["type"]:
        case 1:
            kinds = {each["type"] for each in part["components"]}
            if kinds != {2} and (kinds != {3} or len(part["components"]) > 1):
                yield "a row holds buttons, or one menu"
        case 2 if not part.get("label", "").strip() or "custom_id" not in part:
            yield "a button without a label or an id"
        case 3:
            values = [option["value"] for option in part["options"]]
            if len(values) != len(set(values)):
                yield f"a menu has a value twice: {values}"
        case 10 if not part["content"].strip():
            yield "a text without a character"
        case 12:
            urls = [item["media"]["url"] for item in part["items"]]
            yield from (f"no attachment for {url}" for url in urls if url.removeprefix("attachment://") not in files)
        case 13 if part["file"]["url"].removeprefix("attachment://") not in files:
            yield f"no attachment for {part['file']['url']}"


def _about_commands(body: list[dict[str, Any]]) -> Iterator[str]:
    names = [(each.get("type", 1), each["name"]) for each in body]
    if len(names) != len(set(names)):
        yield f"a command stands twice: {names}"
    for command in body:
        if _letters(command) > 8000:
            yield f"{command['name']} has {_letters(command)} characters in all"
        if command.get("type", 1) == 1:
            if not command.get("description"):
                yield f"{command['name']} has no description"
            if len(command["name"]) > 32 or command["name"] != command["name"].lower() or " " in command["name"]:
                yield f"{command['name']!r} is no name of a command"
            required = [bool(each.get("required")) for each in command.get("options", ())]
            if required != sorted(required, reverse=True):
                yield f"{command['name']} has an optional option before a required one"
        elif command.get("description"):
            yield f"{command['name']} must have no description"


def _letters(part: dict[str, Any]) -> int:
    """The characters in the names, descriptions and values of a command and all its parts, which Discord limits.

    https://docs.discord.com/developers/interactions/application-commands#slash-commands
    """
    own = sum(len(part[name]) for name in ("name", "description", "value") if isinstance(part.get(name), str))
    return own + sum(_letters(each) for name in ("options", "choices") for each in part.get(name) or ())


def walk(components: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """All components, nested ones included."""
    for part in components:
        yield part
        yield from walk(part.get("components", []))
        if "accessory" in part:
            yield part["accessory"]
