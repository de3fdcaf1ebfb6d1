"""What the playground remembers of people beside the database, and how it forgets them."""

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
    """Forgets a person who has just been erased from the database.

    Args:
        room: where they said things, and were named.
        pictures: what they alone were shown.
        port: what was posted to them alone.
        recorder: keeps over a restart what's in the room; None where nothing is.
    """

    def __init__(self, room: Room, pictures: Pictures, port: WebPort, recorder: Recorder | None) -> None:
        self._room = room
        self._pictures = pictures
        self._port = port
        self._recorder = recorder

    async def forget(self, me: MemberKey) -> None:
        """Forget a person: their lines go, and so do their names in what Versed said to everyone."""
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
        """Forget all that was said, if it's the playground that was deleted."""
        if tenant != PLAYGROUND.key:
            return
        self._room.clear()
        if self._recorder is not None:
            await self._recorder.settle()


def _without(said: Message, names: set[str]) -> Message:
    """Return a message without some names, and without the pictures that show them."""
    try:
        return codec.load(codec.without_names(codec.dump(said), names))
    except ValueError:  # what holds something for a single person alone
        return said
