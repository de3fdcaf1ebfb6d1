"""Channels that the bot isn't in: an administrator can have it join those that are public."""

import logging

from adapters.slack.inbound.payload import Way
from adapters.slack.outbound.api import ApiError, Refused
from adapters.slack.workspace.installations import Installations
from bot.language.message import Block, Button, Buttons, Emphasis, Message, Refusal, message, text
from bot.language.people import Right, check_right, id_of
from bot.language.requests import Asker

_log = logging.getLogger(__name__)

JOIN = "join:"
"""What a press that has the bot join a channel begins with; no press of the core's does."""


class Channels:
    """Joins channels.

    Args:
        installations: call Slack.
    """

    def __init__(self, installations: Installations) -> None:
        self._installations = installations

    async def with_offer(self, said: Message, asker: Asker, way: Way) -> Message:
        """Return an answer about a channel; if the bot can't post there yet, say what to do about it.

        Args:
            said: the answer.
            asker: who it's for; administrators get a button that has the bot join.
            way: where the request came from, with the channel.
        """
        if asker.member.outsider or not await self._could_join(way):
            return said
        hint: tuple[Block, ...] = (text("I am not in this channel yet, so I cannot post here; /invite me."),)
        if asker.member.administrator:
            join = Button("Join this channel", f"{JOIN}{way.origin.channel}", Emphasis.PRIMARY)
            hint = (text("I am not in this channel yet, so I cannot post here."), Buttons((join,)))
        return Message((*said.blocks, *hint), private=said.private, replaces=said.replaces)

    async def join(self, channel: str, asker: Asker) -> Message:
        """Join a channel.

        Args:
            channel: its id, untrusted.
            asker: who wants that.

        Raises:
            Refusal: the asker may not, or it can't be joined.
        """
        check_right(asker.member, Right.ADMINISTRATOR, "have me join a channel")
        team = id_of(asker.tenant.key)
        try:
            await self._installations.call(team, "conversations.join", form={"channel": channel})
        except Refused as error:
            if error.code == "missing_scope":
                raise Refusal(
                    f"I lack the scope {error.needed or 'channels:join'}; add it to the app, or /invite me here."
                ) from error
            raise Refusal("I cannot join that channel by myself; please /invite me there.") from error
        except ApiError as error:
            raise Refusal("Slack does not answer just now; please press again in a minute.") from error
        return message(text("I have joined the channel, and can post there now."), private=True)

    async def _could_join(self, way: Way) -> bool:
        if way.origin.direct or not way.origin.channel.startswith("C"):
            return False
        try:
            said = await self._installations.call(
                way.origin.team, "conversations.info", form={"channel": way.origin.channel}
            )
        except ApiError as error:
            _log.info("a channel could not be looked up: %s", error)
            return False
        channel = said.get("channel")
        if not isinstance(channel, dict) or channel.get("is_member") is not False:
            return False
        return not channel.get("is_private") and not channel.get("is_archived")
