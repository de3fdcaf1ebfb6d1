"""Channels that the bot isn't in: an administrator can have it join those that are public."""

from adapters.slack.outbound.api import ApiError, Refused
from adapters.slack.workspace.access import NOT_IN_PUBLIC
from adapters.slack.workspace.installations import Installations
from bot.language.message import Button, Emphasis, Refusal
from bot.language.people import Right, check_right, id_of
from bot.language.requests import Asker

JOIN = "join:"
"""What a press that has the bot join a channel begins with; no press of the core's does."""

_LONGEST = 2_000
"""Characters of a button's value (https://docs.slack.dev/reference/block-kit/block-elements/button-element)."""


class Channels:
    """Joins channels.

    Args:
        installations: call Slack.
    """

    def __init__(self, installations: Installations) -> None:
        self._installations = installations

    def offering(self, refused: Refusal, asker: Asker, channel: str, line: str | None) -> Refusal:
        """Return a refusal, with a button that joins the channel if that's all it takes.

        Args:
            refused: what was refused, and why.
            asker: who it's for; only administrators get the button.
            channel: where it was asked for.
            line: what was asked for, to be done after joining; None if it can't be typed.
        """
        if refused.sentence != NOT_IN_PUBLIC or not asker.member.administers:
            return refused
        press = f"{JOIN}{channel}:{line or ''}"
        join = Button("Join this channel", press[:_LONGEST], Emphasis.PRIMARY)
        return refused.offering((join, *refused.buttons))

    async def join(self, channel: str, asker: Asker) -> None:
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
