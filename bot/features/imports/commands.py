"""/pack import: a file becomes a pack, once its editor has seen a preview and confirmed."""

from dataclasses import replace

from bot.exchange.model import Imported
from bot.exchange.tables.headers import FIELDS
from bot.features.imports import actions, pages
from bot.features.imports.service import ANOTHER, Imports
from bot.features.packs import naming
from bot.features.packs.service import OwnPacks
from bot.features.packs.taught import Packs
from bot.features.packs.upload import Upload
from bot.language.commands import Command
from bot.language.files import GivenFile
from bot.language.forms import Suggestion
from bot.language.message import Message
from bot.language.options import option, options
from bot.language.refusals import Refusal
from bot.language.requests import Asker
from bot.language.routes import Routes
from bot.language.tongues import NAMES as LANGUAGES
from bot.naming.titles import Titles

_LONGEST_TITLE = 80


@options
class ImportOptions:
    """A file, and what to make of it."""

    file: GivenFile | None = option(
        "what to read: a table, cards, questions, …", default=None, usual="your last upload", file=True
    )
    title: str = option("what to call the pack", default="", usual="the file's name", longest=_LONGEST_TITLE)
    pack: str = option("a pack of yours to update", default="", usual="the one with that title", completes=True)
    topic: str = option("the topic of all of it", default="", usual="the file's topics", longest=_LONGEST_TITLE)
    language: str = option(
        "what its texts are in",
        default="",
        usual="the file's, if it's clear",
        choices=tuple(Suggestion(code, name) for code, name in LANGUAGES.items()),
    )


IMPORT = Command(
    "pack import",
    "Make a pack from a file: a table, cards, questions, …",
    "/pack import",
    ImportOptions,
    of_team=True,
)
COMMANDS = (IMPORT,)


class ImportCommands:
    """Serves /pack import and its buttons.

    Args:
        imports: turns files into packs.
        packs: finds the packs taught in a place.
        own_packs: the tenants' own packs.
    """

    def __init__(self, imports: Imports, packs: Packs, own_packs: OwnPacks) -> None:
        self._imports = imports
        self._packs = packs
        self._own = own_packs

    def register(self, routes: Routes) -> None:
        """Register the handlers."""
        routes.command(IMPORT, self.bring)
        routes.press(actions.PublishFile, self.publish)
        routes.press(actions.KeepFile, self.keep)
        routes.press(actions.DropFile, self.drop)
        routes.press(actions.ShowColumn, self.column)
        routes.press(actions.ReadColumn, self.read_column)
        routes.press(actions.BackToPreview, self.preview_again)
        routes.own_completer(IMPORT.name, "pack", self.titles)

    async def titles(self, asker: Asker) -> Titles:
        """Return the tenant's own packs, by name."""
        return naming.titles(await self._own.all(asker.tenant.key))

    async def bring(self, asker: Asker, options: ImportOptions) -> Message:
        """Serve /pack import [file] [title] [pack] [topic] [language]: preview it, or what's waiting."""
        if options.file is None:
            upload = await self._waiting(asker)
        else:
            raw = await self._imports.fetched(asker, options.file)
            upload = Upload(raw, options.file.name)
        on = naming.named(await self._own.all(asker.tenant.key), options.pack).id if options.pack else ""
        chosen = replace(
            upload,
            title=options.title or upload.title,
            pack=on or upload.pack,
            topic=options.topic or upload.topic,
            language=options.language or upload.language,
        )
        return await self._preview(asker, chosen)

    async def preview_again(self, asker: Asker, action: actions.BackToPreview) -> Message:
        """Preview the waiting file again."""
        return await self._preview(asker, await self._imports.waiting(asker, action.mark))

    async def column(self, asker: Asker, action: actions.ShowColumn) -> Message:
        """Show what a column can be read as."""
        upload = await self._imports.waiting(asker, action.mark)
        return pages.column(upload, await self._columns(asker, upload, action.position), action.position)

    async def read_column(self, asker: Asker, action: actions.ReadColumn) -> Message:
        """Change what a column is read as."""
        upload = await self._imports.waiting(asker, action.mark)
        columns = await self._columns(asker, upload, action.position)
        if action.field and action.field not in FIELDS:
            raise Refusal(ANOTHER)
        changed = {**columns, [*columns][action.position]: action.field}
        return await self._preview(asker, replace(upload, columns=changed))

    async def publish(self, asker: Asker, action: actions.PublishFile) -> Message:
        """Publish the waiting file."""
        upload = await self._imports.waiting(asker, action.mark)
        result, listed = await self._imports.publish(asker, upload, removes_missing=action.removes_missing)
        in_use = listed.id in [each.id for each in await self._packs.used(asker)]
        return pages.published(result, listed, in_use=in_use, administers=asker.member.administers)

    async def keep(self, asker: Asker, action: actions.KeepFile) -> Message:
        """Keep the waiting file for later."""
        return pages.kept(await self._imports.waiting(asker, action.mark))

    async def drop(self, asker: Asker, action: actions.DropFile) -> Message:
        """Delete the waiting file."""
        upload = await self._imports.waiting(asker, action.mark)
        await self._imports.drop(asker)
        return pages.dropped(upload)

    async def _waiting(self, asker: Asker) -> Upload:
        try:
            return await self._imports.waiting(asker)
        except Refusal as refused:
            if not refused.option:
                raise
            from bot.exchange.formats import KNOWN  # late, as it imports every reader of files

            raise Refusal(f"Which file? Give me one of these: {KNOWN}.", option="file") from refused

    async def _columns(self, asker: Asker, upload: Upload, position: int) -> dict[str, str]:
        """Return what a table's columns are read as; refuse if there's none at the position."""
        result, _ = await self._imports.made(asker, upload)
        imported = result if isinstance(result, Imported) else result.imported
        if position >= len(imported.found.columns):
            raise Refusal(ANOTHER)
        return dict(imported.found.columns)

    async def _preview(self, asker: Asker, upload: Upload) -> Message:
        result, on = await self._imports.made(asker, upload)
        if isinstance(result, Imported):
            if not result.found.columns:
                raise _unusable(result)
            await self._imports.keep(asker, upload)
            return pages.nothing_taken(upload, result)
        if on is not None and not result.changes:
            await self._imports.drop(asker)
            return pages.unchanged(upload, on, result.kept)
        await self._imports.keep(asker, upload)
        return pages.preview_page(upload, result, on)


def _unusable(imported: Imported) -> Refusal:
    """Return the refusal of a file with nothing in it that can be taught, with the first thing to do about it."""
    if not imported.left:
        return Refusal("I can't use anything in that file; choose another one.", option="file")
    first, more = imported.left[0], len(imported.left) - 1
    also = f" ({more:,} more left out)" if more else ""
    return Refusal(f"I can't use anything in that file: {first.position} {first.why}{also}.", option="file")
