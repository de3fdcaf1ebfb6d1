"""Boards on Discord: public messages that are edited in place during a live game."""

from urllib.parse import quote

from adapters.discord.outbound.failures import Failure, as_post_error, is_about_pictures
from adapters.discord.outbound.message_body import message_body
from adapters.discord.outbound.render import Renderer, in_words
from adapters.discord.outbound.rest import Rest
from adapters.discord.outbound.wire import from_json
from adapters.private_answers import PrivateAnswers
from bot.language.message import Message
from bot.language.port import Destination, Uncertain

_SECONDS = 5.0
"""Timeout in seconds for one request; a late board is useless, as the next update replaces it anyway."""
_PATIENCE = 3.0
"""Maximum number of seconds that a request waits for its turn."""

ANSWERS_LAST = 14 * 60.0
"""Seconds during which a private answer can be changed: an interaction's token is valid for 15 minutes.

https://docs.discord.com/developers/interactions/receiving-and-responding#followup-messages
"""


class DiscordBoards:
    """Shows boards in channels; a board is one message, and games' boards always fit into one.

    Args:
        rest: sends the requests.
        renderer: renders messages.
        answers: remembers the paths of private answers.
    """

    counts_down = True

    def __init__(self, rest: Rest, renderer: Renderer, answers: PrivateAnswers[str]) -> None:
        self._rest = rest
        self._renderer = renderer
        self._answers = answers

    async def show(self, to: Destination, message: Message, key: str) -> str:
        """Post a board (see bot.language.port.Boards).

        Args:
            to: the channel.
            message: what the board says.
            key: identifies the board, so that Discord drops a duplicate within a few minutes.
        """
        try:
            return str(from_json(await self._send("POST", _messages(to), message, key))["id"])
        except (ValueError, KeyError, TypeError) as error:
            raise Uncertain("Discord took a board but didn't say its id.") from error

    async def change(self, to: Destination, ref: str, message: Message) -> None:
        """Update a board (see bot.language.port.Boards).

        Args:
            to: the board's channel.
            ref: the id of the board's message, as `show` returned it.
            message: what the board says from now on.
        """
        await self._send("PATCH", f"{_messages(to)}/{quote(ref, safe='')}", message)

    async def tell(self, reply: str, message: Message) -> None:
        """Change a private answer (see bot.language.port.Boards).

        Args:
            reply: the handle of the private answer.
            message: what it says from now on.
        """
        path = await self._answers.find(reply)
        await self._as_answer("PATCH", path, message_body(self._renderer.pages(message)[0], edits=True))

    async def take_back(self, reply: str) -> None:
        """Delete a private answer (see bot.language.port.Boards)."""
        await self._as_answer("DELETE", await self._answers.find(reply, forget=True))

    async def _as_answer(self, method: str, path: str, body: bytes | None = None) -> None:
        """Send a request that counts towards its interaction's rate limit and not towards the bot's.

        https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object
        """
        try:
            await self._rest.call(
                method, path, body, limited_by=f"{method} {path}", patience=_PATIENCE, seconds=_SECONDS
            )
        except Failure as failure:
            raise as_post_error(failure, private=True) from failure

    async def _send(self, method: str, path: str, message: Message, key: str = "") -> bytes:
        try:
            return await self._once(method, path, message, key)
        except Failure as failure:
            if not is_about_pictures(failure, message):
                raise as_post_error(failure) from failure
        try:
            return await self._once(method, path, in_words(message), key)
        except Failure as failure:
            raise as_post_error(failure) from failure

    async def _once(self, method: str, path: str, message: Message, key: str) -> bytes:
        page = self._renderer.pages(message)[0]
        body = message_body(page, edits=method == "PATCH", key=key)
        limited_by = f"{method} {path}"
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


def _messages(to: Destination) -> str:
    return f"/channels/{quote(to.place, safe='')}/messages"
