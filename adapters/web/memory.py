"""Deletes what the playground keeps about people outside of the database."""

from dataclasses import replace

from adapters.web.pictures import Pictures
from adapters.web.port import WebPort
from adapters.web.recorder import Recorder
from adapters.web.render import render
from adapters.web.room import Room
from bot.language import codec
from bot.language.message import Message
from bot.language.people import PLAYGROUND, MemberKey


class WebMemory:
    """Deletes the playground's data of a person who has just been erased from the database.

    Args:
        room: has what they said, and entries that name them.
        pictures: has the pictures and files that only they could see.
        port: has the posts that only they could see.
        recorder: stores the room's public entries across restarts; None if they aren't stored.
    """

    def __init__(self, room: Room, pictures: Pictures, port: WebPort, recorder: Recorder | None) -> None:
        self._room = room
        self._pictures = pictures
        self._port = port
        self._recorder = recorder

    async def forget(self, me: MemberKey) -> None:
        """Delete a person's entries, and remove their names from Versed's public messages."""
        if me.tenant != PLAYGROUND.key:
            return
        self._pictures.forget(me.member)
        self._port.forget(me.member)
        names = self._room.forget(me.member)
        for each in self._room.public():
            unnamed = each.message and _without(each.message, names)
            if unnamed is not None and unnamed != each.message:
                blocks = render(unnamed, self._pictures.keep)
                self._room.change(replace(each, message=unnamed, blocks=blocks, version=each.version + 1))
        if self._recorder is not None:
            await self._recorder.settle()

    async def forget_tenant(self, tenant: str) -> None:
        """Delete all entries if the deleted tenant is the playground."""
        if tenant != PLAYGROUND.key:
            return
        self._room.clear()
        if self._recorder is not None:
            await self._recorder.settle()


def _without(message: Message, names: set[str]) -> Message:
    """Return a message without some names, and without pictures that show them."""
    try:
        return codec.load(codec.without_names(codec.dump(message), names))
    except ValueError:  # it has contents for one person only, which can't be encoded
        return message
