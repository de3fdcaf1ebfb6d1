"""Boards in the playground: public entries that are updated in place on everyone's pages."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

from adapters.private_answers import PrivateAnswers
from adapters.web.entries import CHANNELS, ChannelEntry, PrivateEntry, new_id
from adapters.web.pictures import Pictures
from adapters.web.render import render
from adapters.web.room import Room
from bot.language.message import Message
from bot.language.port import Destination, Reason, Rejected

ANSWERS_LAST = 60 * 60.0
"""Seconds during which a private answer can be changed."""


class WebBoards:
    """Shows boards to all tabs.

    Args:
        room: the room that all tabs share.
        pictures: keeps pictures, and returns their URLs.
        answers: remembers where private answers are.
    """

    counts_down = True

    def __init__(self, room: Room, pictures: Pictures, answers: PrivateAnswers[PrivateEntry]) -> None:
        self._answers = answers
        self._room = room
        self._pictures = pictures

    async def show(self, to: Destination, message: Message, key: str) -> str:
        """Post a board (see bot.language.port.Boards).

        Args:
            to: the channel.
            message: what the board says.
            key: not used, as there's never any doubt here whether a board arrived.
        """
        if to.place not in CHANNELS:
            raise Rejected(
                f"The playground has no channel {to.place}; use one that the page lists.", Reason.PLACE_LOST
            )
        board = self._entry(to, new_id(), message)
        self._room.add(board)
        return board.id

    async def change(self, to: Destination, ref: str, message: Message) -> None:
        """Update a board (see bot.language.port.Boards).

        A board that the room has dropped because of many newer entries is posted again in the same channel.

        Args:
            to: the board's channel.
            ref: the id of the board's entry, as `show` returned it.
            message: what the board says from now on.
        """
        old = self._room.board(ref)
        if old is None:
            self._room.add(self._entry(to, ref, message))
        else:
            blocks = render(message, self._pictures.keep)
            self._room.change(replace(old, message=message, blocks=blocks, version=old.version + 1))

    async def tell(self, reply: str, message: Message) -> None:
        """Change a private answer, and bring it into view (see bot.language.port.Boards).

        Args:
            reply: the handle of the private answer.
            message: what it says from now on.
        """
        old = self._room.find(*await self._answers.find(reply))
        if old is None:  # dismissed, or its person was erased
            return
        blocks = render(message, partial(self._pictures.keep, owner=old.owner))
        self._room.tell(replace(old, message=message, blocks=blocks, version=old.version + 1))

    async def take_back(self, reply: str) -> None:
        """Remove a private answer (see bot.language.port.Boards)."""
        self._room.dismiss(*await self._answers.find(reply, forget=True))

    def _entry(self, to: Destination, id_: str, message: Message) -> ChannelEntry:
        blocks = render(message, self._pictures.keep)
        return ChannelEntry(to.place, None, datetime.now(UTC), "", message, blocks, None, id_)
