"""/pack export: a tenant's own pack as a file."""

import asyncio
from collections.abc import Mapping

from bot.content.model import Pack
from bot.exchange.writing.formats import ANKI, WRITERS
from bot.features.exports import pages
from bot.features.exports.archive import archived
from bot.features.packs import naming
from bot.features.packs.editors import Editors
from bot.features.packs.model import Listed
from bot.features.packs.service import OwnPacks
from bot.features.reviews.deck import Deck
from bot.illustrations.illustrator import Illustrator
from bot.language.commands import Command
from bot.language.forms import Suggestion
from bot.language.message import Message
from bot.language.options import option, options
from bot.language.refusals import Refusal
from bot.language.requests import Asker
from bot.language.routes import Routes
from bot.naming.titles import Titles

FOLDER = "yaml"
"""The format that's a zip of the folder a pack can be loaded from."""

_FORMATS = (
    Suggestion(FOLDER, "A folder of YAML, as a zip"),
    Suggestion(ANKI, "A deck for Anki"),
    *(Suggestion(name, writer.name) for name, writer in WRITERS.items()),
)


@options
class ExportOptions:
    """A pack, and the format to export it in."""

    pack: str = option("which pack", default="", usual="the only one", completes=True)
    format: str = option("the kind of file", default=FOLDER, choices=_FORMATS)


EXPORT = Command("pack export", "Get a pack of yours as a file", "/pack export", ExportOptions, of_team=True)
COMMANDS = (EXPORT,)


class ExportCommands:
    """Serves /pack export.

    Args:
        own_packs: the tenants' own packs.
        editors: checks who may edit packs.
        illustrator: draws the pictures of a deck.
    """

    def __init__(self, own_packs: OwnPacks, editors: Editors, illustrator: Illustrator) -> None:
        self._own = own_packs
        self._editors = editors
        self._illustrator = illustrator

    def register(self, routes: Routes) -> None:
        """Register the handlers."""
        routes.command(EXPORT, self.export)
        routes.own_completer(EXPORT.name, "pack", self.titles)

    async def titles(self, asker: Asker) -> Titles:
        """Return the tenant's own packs, by name."""
        return naming.titles(await self._own.all(asker.tenant.key))

    async def export(self, asker: Asker, options: ExportOptions) -> Message:
        """Serve /pack export [pack] [format]."""
        await self._editors.check_may_edit(asker)
        listed = naming.one_of_own(await self._own.all(asker.tenant.key), options.pack)
        whole = await self._own.content(asker.tenant.key, listed.id, listed.version)
        if options.format == ANKI:
            return await self._deck(asker, listed, whole)
        images = await self._own.images(asker.tenant.key, whole)
        if options.format == FOLDER:
            return pages.folder(listed, await asyncio.to_thread(archived, whole, images))
        return await self._written(listed, whole, images, options.format)

    async def _deck(self, asker: Asker, listed: Listed, whole: Pack) -> Message:
        deck = await asyncio.to_thread(Deck, whole)
        if not deck.cards:
            raise _nothing_fits(listed, "A deck")
        from bot.features.reviews import anki, anki_media  # late: genanki takes long to import, and few export

        pictures = await self._illustrator.pictures(anki_media.drawings([deck]))
        data = await asyncio.to_thread(anki.package, [anki.Learnt(deck)], asker.at, pictures)
        return pages.deck(listed, data, len(deck.cards))

    async def _written(self, listed: Listed, whole: Pack, images: Mapping[str, bytes], form: str) -> Message:
        writer = WRITERS[form]
        written = await asyncio.to_thread(writer.write, whole, images)
        if not written.count:
            raise _nothing_fits(listed, writer.name)
        return pages.written(listed, writer, written)


def _nothing_fits(listed: Listed, form: str) -> Refusal:
    return Refusal(f"{form} can't hold anything in {listed.title}; choose another format.", option="format")
