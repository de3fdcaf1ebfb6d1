"""The /pack commands: which packs are taught where, their versions, and hidden parts."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from bot.features.packs import actions, naming, pages, parts
from bot.features.packs.editors import Editors
from bot.features.packs.model import EditorAct, Listed, differences
from bot.features.packs.part_names import names_of
from bot.features.packs.service import OwnPacks
from bot.features.packs.taught import CHOOSE, Packs
from bot.language.commands import Command
from bot.language.forms import Suggestion
from bot.language.message import Message
from bot.language.options import NoOptions, option, options
from bot.language.people import Right, check_right
from bot.language.refusals import Refusal
from bot.language.requests import Asker
from bot.language.routes import Routes
from bot.naming.titles import Title, Titles

_WHERE = (Suggestion("everywhere", "Everywhere, except channels that chose"), Suggestion("here", "In this channel"))
_LAST_VERSION = 999_999

MOST_IN_USE = 10
"""Maximum number of packs in use together."""


@options
class PackAndPlaceOptions:
    """A pack and where to use it."""

    pack: str = option("which pack", completes=True)
    where: str = option("where", default="everywhere", choices=_WHERE)


@options
class PackOptions:
    """The name of a pack."""

    pack: str = option("which pack", default="", usual="the only one", completes=True)


@options
class RestoreOptions:
    """A version of a pack."""

    version: int = option("the number of the version, from /pack history", minimum=1, maximum=_LAST_VERSION)
    pack: str = option("which pack", default="", usual="the only one", completes=True)


@options
class PartOptions:
    """A topic or item of a pack."""

    part: str = option("a topic, a term, a tip, a card or a question", completes=True)


LIST = Command("pack list", "See all packs, and which ones I teach here", "/pack list", NoOptions, of_team=True)
USE = Command(
    "pack use",
    "Teach a pack, before any others; for administrators",
    "/pack use data scientist",
    PackAndPlaceOptions,
    of_team=True,
)
STOP = Command(
    "pack stop",
    "Stop teaching a pack; for administrators",
    "/pack stop data scientist",
    PackAndPlaceOptions,
    of_team=True,
)
SHOW = Command("pack show", "See what a pack holds", "/pack show", PackOptions, of_team=True)
HISTORY = Command("pack history", "See the versions of a pack of yours", "/pack history", PackOptions, of_team=True)
RESTORE = Command(
    "pack restore", "Go back to an earlier version of a pack", "/pack restore 2", RestoreOptions, of_team=True
)
REMOVE = Command("pack remove", "Remove a pack of yours", "/pack remove", PackOptions, of_team=True)
HIDE = Command("pack hide", "Stop teaching a topic or an item here", "/pack hide RAG", PartOptions, of_team=True)
UNHIDE = Command("pack unhide", "Teach a topic or an item again", "/pack unhide RAG", PartOptions, of_team=True)
COMMANDS = (LIST, USE, STOP, SHOW, HISTORY, RESTORE, REMOVE, HIDE, UNHIDE)
GROUP = {"pack": "What I teach here: packs, their versions, and who edits them"}


class PackCommands:
    """Serves the commands for choosing and keeping packs.

    Args:
        packs: knows which packs are in use where.
        own_packs: the tenants' own packs.
        editors: knows who may edit them.
    """

    def __init__(self, packs: Packs, own_packs: OwnPacks, editors: Editors) -> None:
        self._packs = packs
        self._own = own_packs
        self._editors = editors

    def register(self, routes: Routes) -> None:
        """Register the handlers."""
        routes.command(LIST, self.list_all)
        routes.command(USE, self.use)
        routes.command(STOP, self.stop)
        routes.command(SHOW, self.show)
        routes.command(HISTORY, self.history)
        routes.command(RESTORE, self.restore)
        routes.command(REMOVE, self.ask_to_remove)
        routes.command(HIDE, self.hide)
        routes.command(UNHIDE, self.unhide)
        routes.press(actions.UsePack, self.press_use)
        routes.press(actions.ShowPack, self.press_show)
        routes.press(actions.ShowHistory, self.press_history)
        routes.press(actions.ShowChanges, self.changes)
        routes.press(actions.RestoreVersion, self.press_restore)
        routes.press(actions.RemovePack, self.remove)
        routes.press(actions.BringBackPack, self.bring_back)
        routes.completer("pack", self.titles)
        routes.completer("part", self.part_titles)
        routes.own_completer(UNHIDE.name, "part", self.hidden_titles)
        for command in (HISTORY, RESTORE, REMOVE):
            routes.own_completer(command.name, "pack", self.own_titles)

    async def list_all(self, asker: Asker, _options: NoOptions) -> Message:
        """Serve /pack list."""
        own = await self._own.all(asker.tenant.key)
        ours = {each.id for each in own}
        others = [each for each in await self._packs.listed(asker.tenant.key) if each.id not in ours]
        here = [pack.id for pack in await self._packs.used(asker)]
        used = pages.InUse(here, await self._packs.has_own(asker))
        removed = await self._own.removed(asker) if await self._editors.may_edit(asker) else ()
        return pages.list_of(others, own, removed, used, administers=asker.member.administers)

    async def use(self, asker: Asker, options: PackAndPlaceOptions) -> Message:
        """Serve /pack use <pack> [where]."""
        pack = naming.named(await self._packs.offered(asker), options.pack)
        return await self._use(asker, pack.id, everywhere=options.where != "here")

    async def press_use(self, asker: Asker, action: actions.UsePack) -> Message:
        """Put a pack in use by its id."""
        return await self._use(asker, action.pack, everywhere=action.everywhere)

    async def _use(self, asker: Asker, pack_id: str, *, everywhere: bool) -> Message:
        pack = await self._packs.get(asker, pack_id)

        def first(chosen: Sequence[str]) -> Sequence[str]:
            return [pack.id, *(each for each in chosen if each != pack.id)][:MOST_IN_USE]

        now = await self._packs.choose(asker, first, everywhere=everywhere)
        await self._editors.note(asker, EditorAct.USED, pack.title, _where(asker, everywhere=everywhere))
        shadowed = everywhere and await self._packs.has_own(asker)
        titles = await self._titles(asker, now)
        return pages.used(pack, titles, everywhere=everywhere, shadowed=shadowed)

    async def stop(self, asker: Asker, options: PackAndPlaceOptions) -> Message:
        """Serve /pack stop <pack> [where]."""
        check_right(asker.member, Right.ADMINISTRATOR, CHOOSE)
        everywhere = options.where != "here"
        pack = naming.named(await self._packs.offered(asker), options.pack)

        def others(chosen: Sequence[str]) -> Sequence[str]:
            if pack.id not in chosen:
                where = "everywhere" if everywhere else "in this channel"
                if everywhere and not chosen:
                    sentence = "No pack was chosen yet, so I teach what I came with; choose others with /pack use."
                    raise Refusal(sentence, option="pack")
                raise Refusal(f"{pack.title} wasn't chosen {where}; /pack list shows what's in use.", option="pack")
            return [each for each in chosen if each != pack.id]

        await self._packs.choose(asker, others, everywhere=everywhere)
        await self._editors.note(asker, EditorAct.STOPPED, pack.title, _where(asker, everywhere=everywhere))
        titles = [each.title for each in await self._packs.used(asker)]
        return pages.stopped(pack.title, titles, everywhere=everywhere)

    async def show(self, asker: Asker, options: PackOptions) -> Message:
        """Serve /pack show [pack]."""
        if not options.pack:
            return await self._show(asker, (await self._packs.taught(asker)).id)
        return await self._show(asker, naming.named(await self._packs.offered(asker), options.pack).id)

    async def press_show(self, asker: Asker, action: actions.ShowPack) -> Message:
        """Show a pack by its id."""
        return await self._show(asker, action.pack)

    async def _show(self, asker: Asker, pack_id: str) -> Message:
        pack = await self._packs.get(asker, pack_id)
        listed = next((each for each in await self._own.all(asker.tenant.key) if each.id == pack_id), None)
        return pages.show(pack, listed, may_edit=await self._editors.may_edit(asker))

    async def history(self, asker: Asker, options: PackOptions) -> Message:
        """Serve /pack history [pack]."""
        return await self._history(asker, await self._named(asker, options.pack))

    async def press_history(self, asker: Asker, action: actions.ShowHistory) -> Message:
        """Show the versions of a pack by its id."""
        return await self._history(asker, await self._own.find(asker.tenant.key, action.pack))

    async def _history(self, asker: Asker, pack: Listed) -> Message:
        await self._editors.check_may_edit(asker)
        return pages.history(pack, await self._own.history(asker.tenant.key, pack.id))

    async def changes(self, asker: Asker, action: actions.ShowChanges) -> Message:
        """Show what changed in a version."""
        await self._editors.check_may_edit(asker)
        pack = await self._own.find(asker.tenant.key, action.pack)
        before = await self._own.content(asker.tenant.key, pack.id, action.number - 1)
        after = await self._own.content(asker.tenant.key, pack.id, action.number)
        difference = await asyncio.to_thread(differences, before, after)
        names = {**names_of(before), **names_of(after)}
        return pages.changes(pack, action.number, difference, names)

    async def restore(self, asker: Asker, options: RestoreOptions) -> Message:
        """Serve /pack restore <version> [pack]."""
        return await self._restore(asker, (await self._named(asker, options.pack)).id, options.version)

    async def press_restore(self, asker: Asker, action: actions.RestoreVersion) -> Message:
        """Restore an earlier version of a pack from a button."""
        return await self._restore(asker, action.pack, action.number)

    async def _restore(self, asker: Asker, pack_id: str, number: int) -> Message:
        await self._editors.check_may_edit(asker)
        restored = await self._own.restore(asker, pack_id, number)
        return pages.published(restored, f"It's the same as version {number}.")

    async def ask_to_remove(self, asker: Asker, options: PackOptions) -> Message:
        """Serve /pack remove [pack]: ask for confirmation."""
        await self._editors.check_may_edit(asker)
        return pages.are_you_sure(await self._named(asker, options.pack))

    async def remove(self, asker: Asker, action: actions.RemovePack) -> Message:
        """Remove a pack."""
        return pages.removed(await self._own.remove(asker, action.pack))

    async def bring_back(self, asker: Asker, action: actions.BringBackPack) -> Message:
        """Restore a removed pack."""
        return pages.back(await self._own.bring_back(asker, action.pack))

    async def hide(self, asker: Asker, options: PartOptions) -> Message:
        """Serve /pack hide <part>."""
        await self._editors.check_may_edit(asker)
        try:
            pack, part = await parts.find(await self._packs.used(asker), options.part)
        except Refusal as unknown:
            if (already := (await self.hidden_titles(asker)).match(options.part)) is not None:
                raise Refusal(f"{already.name} is hidden already; /pack unhide undoes it.") from unknown
            raise
        await self._own.switch(asker, pack.id, part, off=True)
        return pages.hidden(part.name, pack, off=True)

    async def unhide(self, asker: Asker, options: PartOptions) -> Message:
        """Serve /pack unhide <part>."""
        await self._editors.check_may_edit(asker)
        hidden = await self.hidden_titles(asker)
        found = hidden.match(options.part)
        if found is None:
            raise Refusal("Nothing by that name is hidden; type its first letters, and pick it.", option="part")
        pack_id, _, key = found.key.partition(" ")
        await self._own.switch(asker, pack_id, replace(found, key=key), off=False)
        return pages.hidden(found.name, await self._packs.get(asker, pack_id), off=False)

    async def titles(self, asker: Asker) -> Titles:
        """Return the packs that can be put in use, by name."""
        return naming.titles(await self._packs.offered(asker))

    async def own_titles(self, asker: Asker) -> Titles:
        """Return the asker's tenant's own packs, by name."""
        return naming.titles(await self._own.all(asker.tenant.key))

    async def part_titles(self, asker: Asker) -> naming.Several:
        """Return the topics and items of the packs in use, by name."""
        return await parts.of_packs(await self._packs.used(asker))

    async def hidden_titles(self, asker: Asker) -> Titles:
        """Return the hidden parts by name; a key is a pack's id, a space and kind:id."""
        found: list[Title] = []
        for pack_id, hidden in (await self._packs.off(asker.tenant.key)).items():
            all_parts = await self._own.parts(asker.tenant.key, pack_id)
            known = [all_parts[key] for key in sorted(hidden) if key in all_parts]
            found += (Title(f"{pack_id} {each.key}", each.name, each.aliases) for each in known)
        return Titles(found)

    async def _named(self, asker: Asker, typed: str) -> Listed:
        """Return the tenant's own pack that the asker means.

        Raises:
            Refusal: there's none with that name, or none was named although there are several.
        """
        return naming.one_of_own(await self._own.all(asker.tenant.key), typed)

    async def _titles(self, asker: Asker, packs: Sequence[str]) -> list[str]:
        titles = {each.id: each.title for each in await self._packs.offered(asker)}
        return [titles[each] for each in packs if each in titles]


def _where(asker: Asker, *, everywhere: bool) -> str:
    return "everywhere" if everywhere else f"in {asker.place.name}"
