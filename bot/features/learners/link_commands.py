"""/link and /unlink."""

from bot.features.learners.actions import LinkSelves
from bot.features.learners.chosen import Chosen
from bot.features.learners.linking import Linking
from bot.language.commands import Command
from bot.language.message import Message
from bot.language.options import NoOptions, option, options
from bot.language.requests import Asker
from bot.language.routes import Routes


@options
class LinkOptions:
    """The code that links two selves."""

    code: str = option("the code that /link gave you elsewhere", default="")


LINK = Command("link", "Link your accounts: get a code here, use it in your other place", "/link", LinkOptions)
UNLINK = Command("unlink", "Unlink your account here from the others", "/unlink", NoOptions)
COMMANDS = (LINK, UNLINK)


class LinkCommands:
    """Serves the commands that link a person's selves to one learner.

    Args:
        linking: links and unlinks selves.
        chosen: the settings, which linked selves share.
    """

    def __init__(self, linking: Linking, chosen: Chosen) -> None:
        self._linking = linking
        self._chosen = chosen

    def register(self, routes: Routes) -> None:
        """Register the handlers."""
        routes.command(LINK, self.link)
        routes.command(UNLINK, self.unlink)
        routes.press(LinkSelves, self.join)

    async def link(self, asker: Asker, options: LinkOptions) -> Message:
        """Serve /link [code]: return a code, or ask whether to link with the code's owner."""
        if options.code:
            return await self._linking.ask(asker, options.code)
        return await self._linking.offer(asker)

    async def join(self, asker: Asker, action: LinkSelves) -> Message:
        """Link two selves, after someone confirmed that both are theirs."""
        linked = await self._linking.accept(asker, action.code)
        self._chosen.forget_all()  # either self's settings may now apply to both
        return linked

    async def unlink(self, asker: Asker, _options: NoOptions) -> Message:
        """Serve /unlink."""
        separated = await self._linking.separate(asker)
        self._chosen.forget_all()
        return separated
