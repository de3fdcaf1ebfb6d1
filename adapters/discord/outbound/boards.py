"""Boards on Discord: public messages that are edited in place as a live game goes on."""

from urllib.parse import quote

from adapters.discord.outbound.failures import Failure, as_post_error
from adapters.discord.outbound.port import once
from adapters.discord.outbound.render import render
from adapters.discord.outbound.reply import message_body
from adapters.discord.outbound.rest import Rest
from adapters.discord.outbound.wire import from_json
from bot.language.message import Message
from bot.language.port import Destination, Uncertain

_SECONDS = 5.0
"""For one request: a late board is useless, and the next one says it all."""
_PATIENCE = 3.0
"""Seconds that it waits for its turn."""


class DiscordBoards:
    """Shows boards in channels; a board is one message, and what games put on one always fits.

    Args:
        rest: sends.
    """

    def __init__(self, rest: Rest) -> None:
        self._rest = rest

    async def show(self, to: Destination, said: Message, key: str) -> str:
        """Put up a board (see bot.language.port.Boards).

        Args:
            to: the channel.
            said: what the board says.
            key: the same for the same board; Discord drops a repetition within a few minutes.
        """
        try:
            return str(from_json(await self._send("POST", _messages(to), said, key))["id"])
        except (ValueError, KeyError, TypeError) as error:
            raise Uncertain("Discord took a board and did not tell its id.") from error

    async def change(self, to: Destination, ref: str, said: Message) -> None:
        """Replace a board (see bot.language.port.Boards).

        Args:
            to: the channel that the board is in.
            ref: the id of the board's message, as show returned it.
            said: what the board says from now on.
        """
        await self._send("PATCH", f"{_messages(to)}/{quote(ref, safe='')}", said)

    async def _send(self, method: str, path: str, said: Message, key: str = "") -> bytes:
        page = render(said)[0]
        body = message_body(page, edits=method == "PATCH")
        if key:
            body = once(body, key)
        limited_by = f"{method} {path}"
        try:
            return await self._rest.call(
                method,
                path,
                body,
                files=page.files,
                as_bot=True,
                limited_by=limited_by,
                patience=_PATIENCE,
                seconds=_SECONDS,
            )
        except Failure as failure:
            raise as_post_error(failure) from failure


def _messages(to: Destination) -> str:
    return f"/channels/{quote(to.place, safe='')}/messages"
