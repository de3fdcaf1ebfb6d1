"""Packs, and writing them in the chat."""

from collections.abc import Sequence
from random import SystemRandom

from bot.features.authoring.commands import AuthoringCommands
from bot.features.authoring.drafting import Drafting
from bot.features.authoring.editors_channel import EditorsChannel
from bot.features.authoring.report_commands import ReportCommands
from bot.features.authoring.reporting import Reporting
from bot.features.authoring.suggesting import Suggesting
from bot.features.authoring.suggestion_commands import SuggestionCommands
from bot.features.exports.commands import ExportCommands
from bot.features.imports.commands import ImportCommands
from bot.features.imports.service import Imports
from bot.features.learners.themes import PictureThemes
from bot.features.packs.commands import PackCommands
from bot.features.packs.drafts import Drafts
from bot.features.packs.editor_commands import EditorCommands
from bot.features.packs.editors import Editors
from bot.features.packs.model import Quota
from bot.features.packs.pending_uploads import PendingUploads
from bot.features.packs.quotas import Quotas
from bot.features.packs.rename_commands import RenameCommands
from bot.features.packs.service import OwnPacks
from bot.features.packs.shelf import Shelf
from bot.features.packs.taught import Packs
from bot.illustrations.illustrator import Illustrator
from bot.language.routes import Feature
from bot.pictures.cache import PictureCache
from bot.services.common import CommonServices


class PackServices:
    """Packs: those that are taught, tenants' own packs, and their import and export.

    Args:
        common: the common services.
        pictures: the cache that draws pictures.
        quota: the tenants' default limits.
    """

    def __init__(self, common: CommonServices, pictures: PictureCache, quota: Quota) -> None:
        database, chosen = common.database, common.chosen
        quotas = Quotas(database, quota)
        self.shelf = Shelf(common.library, database)
        self.taught = Packs(self.shelf, chosen)
        self.own = OwnPacks(database, self.shelf, quotas, SystemRandom())
        self.drafts = Drafts(database, quotas)
        self.editors = Editors(database)
        self.illustrator = Illustrator(common.library, pictures, self.shelf.image, PictureThemes(chosen))
        imports = Imports(self.own, PendingUploads(database), self.editors, quota.file_megabytes)
        self.commands: Sequence[Feature] = (
            PackCommands(self.taught, self.own, self.editors),
            RenameCommands(self.own, self.editors),
            EditorCommands(self.editors, common.notices),
            ImportCommands(imports, self.taught, self.own),
            ExportCommands(self.own, self.editors, self.illustrator),
        )


class AuthoringServices:
    """Writing, reporting and suggesting items in the chat.

    Args:
        common: the common services.
        packs: the services for packs.
    """

    def __init__(self, common: CommonServices, packs: PackServices) -> None:
        database, random, editors = common.database, common.random, packs.editors
        drafting = Drafting(packs.own, packs.drafts, editors)
        channel = EditorsChannel(common.chosen, common.permissions, editors)
        self.suggesting = Suggesting(database, packs.taught, packs.own, editors, drafting, random)
        self.reporting = Reporting(database, packs.taught, packs.own, editors, random)
        self.authoring = AuthoringCommands(packs.taught, packs.own, editors, drafting, common.kept)
        self.commands: Sequence[Feature] = (
            self.authoring,
            ReportCommands(self.reporting, editors),
            SuggestionCommands(packs.taught, self.suggesting, editors, channel),
        )
