"""App Home: what the core has to say there, published for one member."""

from dataclasses import replace

from adapters.slack.inbound.payload import Way
from adapters.slack.outbound.pages import Renderer
from adapters.slack.outbound.replies import patiently
from adapters.slack.outbound.responder import Responder
from adapters.slack.workspace.installations import Installations
from bot.application import Application
from bot.language.message import Refusal


class Home:
    """Publishes App Home.

    Args:
        commands: the core.
        installations: call Slack.
        renderer: makes Block Kit of messages.
        responder: knows who somebody is.
    """

    def __init__(
        self, commands: Application, installations: Installations, renderer: Renderer, responder: Responder
    ) -> None:
        self._commands = commands
        self._installations = installations
        self._renderer = renderer
        self._responder = responder

    async def show(self, way: Way) -> None:
        """Publish it for the person who opened it.

        Raises:
            ApiError: Slack doesn't take it.
        """
        # The event names the conversation with the bot, but Home is a place of its own.
        asker = await self._responder.asker(replace(way, origin=replace(way.origin, channel="", direct=True)))
        try:
            said = await self._commands.home(asker)
        except Refusal as refused:
            said = refused.said
        view = {"type": "home", "blocks": self._renderer.view_blocks(said)}
        body = {"user_id": way.origin.user, "view": view}
        await patiently(lambda: self._installations.call(way.origin.team, "views.publish", json=body), repeat=True)
