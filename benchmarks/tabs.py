"""Simulated users of the playground, connected by WebSockets, who can answer any question in a game."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, TypeAlias

import aiohttp

from bot.features.games.actions import PlayChoice, PlayOrder, PlayWords
from bot.language.actions import Action, decode, encode

Frame: TypeAlias = dict[str, Any]

PLAYED = (PlayChoice, PlayWords, PlayOrder)
"""The actions that answer a question in a game."""

_TYPED = "12"
"""The text to type: valid for a number, and as good as any other as words."""

_UNREAD = '{"type":"refused","id":null'


class Tab:
    """A user's tab.

    Args:
        socket: the connected WebSocket.
    """

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._sent = 0

    async def ask(self, type_: str, **fields: object) -> Frame:
        """Send a frame; return the response."""
        self._sent += 1
        await self._socket.send_json({"type": type_, "id": self._sent, **fields})
        mark = f'"id":{self._sent},'
        while True:  # parse only the response, because these clients share the machine with the playground
            data = await self._socket.receive_str(timeout=120)
            if mark in data[:60] or data.startswith(_UNREAD):
                break
        said: Frame = json.loads(data)
        if said["type"] == "refused":
            raise RuntimeError(said["sentence"])
        return said

    async def say(self, line: str, channel: str = "general") -> Frame:
        """Say a line, or use a command."""
        return await self.ask("say", channel=channel, text=line)

    async def shown(self, *actions: type[Action]) -> Frame:
        """Return the next entry or board with a button that carries one of the given actions."""
        starts = [f'"press":"{each.tag}.' for each in actions]
        while True:
            data = await self._socket.receive_str(timeout=120)
            if any(start in data for start in starts):
                entry: Frame = json.loads(data)["entry"]
                return entry

    async def press(self, entry: Frame, action: type[Action]) -> Frame:
        """Press the first button of an entry that carries the given action."""
        return await self._press(entry, {"press": next(_presses(entry, action))["press"]})

    async def answer(self, entry: Frame) -> Frame:
        """Answer a question of any kind in a game."""
        return await self._press(entry, answer_to(entry))

    async def close(self) -> None:
        """Close the connection."""
        await self._socket.close()

    async def _press(self, entry: Frame, pressed: Frame) -> Frame:
        return await self.ask("press", channel=entry["channel"], entry=entry["id"], **pressed)


def answer_to(entry: Frame) -> Frame:
    """Return a press that answers an entry's question in one go, with the values for its form."""
    buttons = list(_presses(entry, *PLAYED))
    acts = [decode(each["press"]) for each in buttons]
    match acts[0]:
        case PlayOrder() as first:
            # All steps in one press, in the order in which they're shown.
            picked = "".join(each.picked for each in acts if isinstance(each, PlayOrder))
            return {"press": encode(replace(first, picked=picked))}
        case PlayWords():
            return {"press": buttons[0]["press"], **_filled(buttons[0]["form"])}
        case _:
            return {"press": buttons[0]["press"]}


def _filled(form: Frame) -> Frame:
    values = {field["name"]: _value(field, place) for place, field in enumerate(form["fields"])}
    if form["several"]:
        return {"fields": values}
    (text,) = values.values()
    return {"text": text}


def _value(field: Frame, place: int) -> str:
    """Return a choice, a different one in each field, or a typed text."""
    offered = field["several"] or field["choices"]
    return str(offered[place % len(offered)]["value"]) if offered else _TYPED


def _presses(entry: Frame, *actions: type[Action]) -> Iterator[Frame]:
    """Yield an entry's buttons that carry one of the given actions, in order."""
    starts = tuple(f"{each.tag}." for each in actions)
    for block in entry["blocks"]:
        if block["type"] == "buttons":
            yield from (button for button in block["buttons"] if button["press"].startswith(starts))
