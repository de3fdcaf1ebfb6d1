"""/pack report: how well the questions of a pack work, for its editors."""

import asyncio
from collections.abc import Iterable
from datetime import timedelta
from functools import partial

from bot.content.model import Pack
from bot.features.analysis import pages, store
from bot.features.analysis.actions import ShowGaps, ShowReport
from bot.features.analysis.model import Analysis, Doubts, Response, most_known_first
from bot.features.asking.store import missing
from bot.features.packs import naming
from bot.features.packs.commands import PackOptions
from bot.features.packs.editors import Editors
from bot.features.packs.taught import Packs
from bot.illustrations.recipes import of_card
from bot.language.commands import Command
from bot.language.message import Message
from bot.language.requests import Asker
from bot.language.routes import Routes
from bot.runtime.memory import with_numpy
from bot.storage.database import Database
from bot.storage.transaction import Transaction

REPORT = Command("pack report", "See which questions work; for editors", "/pack report", PackOptions, of_team=True)
COMMANDS = (REPORT,)

_LATELY = timedelta(weeks=8)
_MOST_GAPS = 5


class AnalysisCommands:
    """Serves the reports of item analysis.

    Args:
        packs: finds packs.
        database: stores the answers.
        editors: checks who may see reports.
    """

    def __init__(self, packs: Packs, database: Database, editors: Editors) -> None:
        self._packs = packs
        self._database = database
        self._editors = editors

    def register(self, routes: Routes) -> None:
        """Register the handlers."""
        routes.command(REPORT, self.report)
        routes.press(ShowReport, self.turn)
        routes.press(ShowGaps, self.gaps)

    async def report(self, asker: Asker, options: PackOptions) -> Message:
        """Serve /pack report [pack]."""
        await self._editors.check_may_edit(asker)
        if options.pack:
            pack = await self._packs.get(asker, naming.named(await self._packs.offered(asker), options.pack).id)
        else:
            pack = await self._packs.taught(asker)
        analysis = await self._analysis(asker, pack)
        if not analysis.figures:
            return pages.nothing_yet(pack)
        table = await asyncio.to_thread(pages.file_of, analysis)
        return pages.page(analysis, 0, [of_card(pages.card_of(analysis)), table])

    async def turn(self, asker: Asker, action: ShowReport) -> Message:
        """Show another page of the report."""
        await self._editors.check_may_edit(asker)
        pack = await self._packs.get(asker, action.pack)
        analysis = await self._analysis(asker, pack)
        return pages.page(analysis, action.page) if analysis.figures else pages.nothing_yet(pack)

    async def gaps(self, asker: Asker, action: ShowGaps) -> Message:
        """Show members' feedback on tips, and what they asked for but the pack lacks."""
        await self._editors.check_may_edit(asker)
        pack, tenant = await self._packs.get(asker, action.pack), asker.tenant.key

        def look(transaction: Transaction) -> Message:
            tips = most_known_first(pack, store.said_of_tips(transaction, tenant, pack.id))
            return pages.gaps(pack, tips, missing.found(transaction, tenant, pack.id, asker.at - _LATELY, _MOST_GAPS))

        return await self._database.read(look)

    async def _analysis(self, asker: Asker, pack: Pack) -> Analysis:
        tenant = asker.tenant.key
        read = partial(store.responses_and_doubts, tenant=tenant, pack=pack.id, now=asker.at)
        responses, doubts = await self._database.read(read)
        return await asyncio.to_thread(_analysed, pack, responses, doubts)  # with many answers this takes a while


def _analysed(pack: Pack, responses: Iterable[Response], doubts: Doubts) -> Analysis:
    with with_numpy():  # numpy takes 30 MB, and 0.1 s if it's imported at the start
        from bot.features.analysis.analysing import analyse

    return analyse(pack, responses, doubts)
