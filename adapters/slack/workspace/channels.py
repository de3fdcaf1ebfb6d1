"""Channels: what they're called, and joining public ones if an administrator wants that."""

import re
from collections.abc import Collection, Mapping

from cachetools import TTLCache

from adapters.slack.outbound.api import ApiError, Refused
from adapters.slack.workspace.access import not_in_public
from adapters.slack.workspace.installations import Installations
from bot.language.controls import Button, Emphasis
from bot.language.people import Place, Right, check_right, id_of
from bot.language.refusals import Refusal, blaming
from bot.language.requests import Asker
from bot.language.rich_text import ChannelMention, parts

JOIN = "join:"
"""Prefix of a press that makes the bot join a channel; none of the core's presses begins with it."""

_ID = re.compile(r"(?:channel:|#)?([CG][A-Z0-9]{2,30})(?::.*)?", re.ASCII | re.DOTALL)
"""A channel's id in any notation; a name that follows it isn't trusted."""

_LONGEST = 2_000
"""Maximum number of characters in a button's value
(https://docs.slack.dev/reference/block-kit/block-elements/button-element)."""

_LASTS = 600.0
"""Seconds for which a channel's name is cached."""
_MOST = 10_000

_PRIVATE = "privategroup"
"""What Slack sends instead of a private channel's name."""
_OF_A_GROUP = "mpdm-"
"""What Slack's internal names for messages between several people begin with."""
_TO_SEE_GROUPS = "mpim:read"
"""The scope, which Versed doesn't have, that Slack asks for to describe such a message
(https://docs.slack.dev/reference/methods/conversations.info)."""


def shown(name: str) -> str:
    """Return what to call a channel in texts, given the name that Slack sends."""
    if name == _PRIVATE:
        return "a private channel"
    return "a group message" if name.startswith(_OF_A_GROUP) else f"#{name}"


class Channels:
    """Finds channels, and joins them.

    Args:
        installations: calls Slack with the workspace's token.
    """

    def __init__(self, installations: Installations) -> None:
        self._installations = installations
        self._names: TTLCache[tuple[str, str], str] = TTLCache(_MOST, _LASTS)

    async def name(self, team: str, channel: str) -> str:
        """Return a channel's name as Slack sends it, for events, which only have its id."""
        if (known := self._names.get((team, channel))) is not None:
            return known
        try:
            self._names[team, channel] = name = await self._look_up(team, channel)
        except Refused:
            return _PRIVATE
        except ApiError:
            return channel
        return name

    def offering(self, refused: Refusal, asker: Asker, channel: str, line: str | None) -> Refusal:
        """Return a refusal, with a button that joins the channel if that's all that's missing.

        Args:
            refused: the refusal.
            asker: the person who gets it; only administrators get the button.
            channel: the channel that the request came from.
            line: the command line to run after joining; None if the request can't be typed.
        """
        about = next((each for each in parts(refused.line) if isinstance(each, ChannelMention)), None)
        if about is None or refused.line != not_in_public(about) or not asker.member.administers:
            return refused
        press = f"{JOIN}{about.id}:{line or ''}"
        label = "Join this channel" if about.id == channel else f"Join {about.name}"
        join = Button(label, press[:_LONGEST], Emphasis.PRIMARY)
        return refused.offering((join, *refused.buttons))

    async def resolved(self, taking: Collection[str], typed: Mapping[str, str], asker: Asker) -> Mapping[str, str]:
        """Return option or field values, with channel ids replaced by the core's notation of a channel.

        Args:
            taking: names of the options or fields that take a channel.
            typed: the values, by name.
            asker: the person who gave them.

        Raises:
            Refusal: the bot can't see such a channel.
        """
        values = dict(typed)
        for name in taking:
            if picked := _ID.fullmatch(typed.get(name, "").strip()):
                with blaming(name):
                    values[name] = (await self._find(picked[1], asker)).text
        return values

    async def _find(self, channel: str, asker: Asker) -> Place:
        team = id_of(asker.tenant.key)
        try:
            return Place(channel, shown(await self._look_up(team, channel)))
        except Refused as error:
            raise Refusal("I can't see that channel; type /invite @Versed there first.") from error
        except ApiError as error:
            raise Refusal("Slack isn't answering right now; please try again in a minute.") from error

    async def _look_up(self, team: str, channel: str) -> str:
        """Return a channel's name as Slack sends it.

        Slack only describes private channels to apps with another scope, but the bot can read those that it's in.

        Raises:
            ApiError: Slack doesn't answer, or the bot can't see the channel.
        """
        try:
            answer = await self._installations.call(team, "conversations.info", form={"channel": channel})
        except Refused as refused:
            if refused.needed == _TO_SEE_GROUPS:
                return _OF_A_GROUP
            await self._installations.call(team, "conversations.history", form={"channel": channel, "limit": "1"})
            return _PRIVATE
        described = answer.get("channel")
        name = described.get("name") if isinstance(described, dict) else None
        return str(name or channel)

    async def join(self, channel: str, asker: Asker) -> None:
        """Join a channel.

        Args:
            channel: its id, untrusted.
            asker: the person who asked for it.

        Raises:
            Refusal: the asker isn't allowed to, or the bot can't join it.
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
            raise Refusal("I can't join that channel by myself; please /invite me there.") from error
        except ApiError as error:
            raise Refusal("Slack isn't answering right now; please press again in a minute.") from error
