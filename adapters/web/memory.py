"""Deletes what the playground keeps about people outside of the database."""

from collections.abc import Collection
from dataclasses import replace

from adapters.web.pictures import Pictures
from adapters.web.port import WebPort
from adapters.web.recorder import Recorder
from adapters.web.render import picture_urls, render
from adapters.web.room import Room
from bot.language.people import PLAYGROUND, MemberKey
from bot.language.unnamed import without_names


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

    async def forget(self, me: MemberKey, names: Collection[str] = ()) -> None:
        """Delete a person's entries, and remove their names from Versed's public messages.

        Args:
            me: the person.
            names: names under which they were shown, besides those that the room knows.
        """
        if me.tenant != PLAYGROUND.key:
            return
        self._port.forget(me.member)
        known = self._room.forget(me.member).union(names)
        for each in self._room.public():
            unnamed = each.message and without_names(each.message, known)
            if unnamed is not None and unnamed != each.message:
                blocks = render(unnamed, self._pictures.keep)
                self._room.change(replace(each, message=unnamed, blocks=blocks, version=each.version + 1))
        # What they said and was said of them is gone from the entries by now, so its pictures aren't shown any more.
        self._pictures.forget(me.member, {url for each in self._room.public() for url in picture_urls(each.blocks)})
        if self._recorder is not None:
            await self._recorder.settle()

    async def forget_tenant(self, tenant: str) -> None:
        """Delete all entries if the deleted tenant is the playground."""
        if tenant != PLAYGROUND.key:
            return
        self._room.clear()
        self._pictures.clear()
        if self._recorder is not None:
            await self._recorder.settle()
