"""/pack rename: a pack gets another title, in a version of its own."""

import asyncio

from bot.features.packs import naming, pages
from bot.features.packs.editors import Editors
from bot.features.packs.renaming import LONGEST_TITLE, apart, new_title, renamed
from bot.features.packs.service import OwnPacks
from bot.language.commands import Command
from bot.language.message import Message
from bot.language.options import option, options
from bot.language.refusals import Refusal
from bot.language.requests import Asker
from bot.language.routes import Routes
from bot.naming.titles import Titles

_LONGEST_TYPED = 2 * LONGEST_TITLE + len(" to ")
"""Maximum length of a new title, with the old one before it."""


@options
class RenamePackOptions:
    """A pack, and its new title."""

    title: str = option("its new title", longest=_LONGEST_TYPED, names=True, leads=("to",))
    pack: str = option("which pack", default="", usual="the only one", completes=True, by_name=True)


RENAME = Command(
    "pack rename",
    "Give a pack of yours another title",
    "/pack rename Desk to Help desk",
    RenamePackOptions,
    of_team=True,
)
COMMANDS = (RENAME,)


class RenameCommands:
    """Serves /pack rename.

    Args:
        own_packs: the tenants' own packs.
        editors: knows who may edit them.
    """

    def __init__(self, own_packs: OwnPacks, editors: Editors) -> None:
        self._own = own_packs
        self._editors = editors

    def register(self, routes: Routes) -> None:
        """Register the handlers."""
        routes.command(RENAME, self.rename)
        routes.own_completer(RENAME.name, "pack", self.own_titles)

    async def rename(self, asker: Asker, options: RenamePackOptions) -> Message:
        """Serve /pack rename <title> [pack]."""
        await self._editors.check_may_edit(asker)
        own = await self._own.all(asker.tenant.key)
        named, typed = (options.pack, options.title) if options.pack else apart(options.title, own)
        before = naming.one_of_own(own, named)
        title = new_title(typed, before.id, own)
        if title == before.title:
            raise Refusal(f"That pack is called {title} already.", option="title")
        content = await self._own.content(asker.tenant.key, before.id, before.version)
        pack = await asyncio.to_thread(renamed, content, title)
        now = await self._own.publish(asker, pack, {}, f"Renamed from {before.title}", on=before)
        return pages.published(now, f"It was called {before.title}; nothing else has changed.")

    async def own_titles(self, asker: Asker) -> Titles:
        """Return the asker's tenant's own packs, by name."""
        return naming.titles(await self._own.all(asker.tenant.key))
