"""The core, built: the groups of services added up, with analysis, and what serves people as such."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from bot.catalogue import CATALOGUE, GROUPS, PARTS
from bot.content.finding.answerer import Answerer
from bot.content.reading.library import Library
from bot.dispatch.application import Application
from bot.dispatch.surfaces import Surfaces
from bot.dispatch.tenant_lifecycle import TenantLifecycle
from bot.features.analysis.commands import AnalysisCommands
from bot.features.analysis.result_commands import ResultCommands
from bot.features.delivery.clock import DeliveryClock, SystemClock
from bot.features.games.running_games import RunningGames
from bot.features.help.commands import HelpCommands
from bot.features.home.service import Homes
from bot.features.learners.chosen import Chosen
from bot.features.learners.link_commands import LinkCommands
from bot.features.learners.settings_commands import SettingsCommands
from bot.features.operating.service import TenantCache
from bot.features.packs.drafts import Drafts
from bot.features.packs.model import Quota
from bot.features.packs.service import OwnPacks
from bot.features.packs.shelf import Shelf
from bot.features.privacy.commands import PrivacyCommands
from bot.features.privacy.service import PersonalCache, Privacy
from bot.features.reminders.service import Reminders
from bot.features.reviews.session import Reviews
from bot.features.scheduling.kinds import Composers
from bot.features.talk.conversation import Conversation
from bot.features.teams.commands import TeamCommands
from bot.features.teams.service import Teams
from bot.illustrations.illustrator import Illustrator
from bot.language.port import Access, Boards, Roles
from bot.language.routes import Feature, Routes
from bot.personal_data import PERSONAL_DATA
from bot.pictures.cache import PictureCache
from bot.services import (
    AuthoringServices,
    ChallengeServices,
    CommonServices,
    GameServices,
    LearningServices,
    PackServices,
    PostServices,
)
from bot.storage.database import Database


@dataclass(frozen=True, slots=True)
class Core:
    """What was built, as far as others need it.

    Args:
        application: the front door.
        library: the packs.
        database: where everything is kept.
        boards: where games are shown, by the platform's name; the code that connects a platform adds its own.
        access: knows where the bot may post, likewise.
        roles: who has which role, likewise, for the platforms that don't tell it with what a member asks for.
        memories: what remembers people beside the database; the code that connects a platform adds its own.
        tenant_caches: likewise of what's remembered of whole tenants.
        running_games: runs games.
        composers: make the messages of schedules, by kind.
        chosen: settings.
        reviews: serves flashcards.
        reminders: serves those who want to be reminded.
        illustrator: draws what messages only name.
        random: seeded in tests.
        answerer: finds answers to questions.
        shelf: has the packs of tenants.
        own_packs: publishes them.
        drafts: keeps what editors of them are working on.
    """

    application: Application
    library: Library
    database: Database
    boards: dict[str, Boards]
    access: dict[str, Access]
    roles: dict[str, Roles]
    memories: list[PersonalCache]
    tenant_caches: list[TenantCache]
    running_games: RunningGames
    composers: Composers
    chosen: Chosen
    reviews: Reviews
    reminders: Reminders
    illustrator: Illustrator
    random: Random
    answerer: Answerer
    shelf: Shelf
    own_packs: OwnPacks
    drafts: Drafts


def build(
    library: Library,
    database: Database,
    pictures: PictureCache,
    random: Random,
    clock: DeliveryClock | None = None,
    answerer: Answerer | None = None,
    quota: Quota | None = None,
) -> Core:
    """Build the core.

    Args:
        library: the packs.
        database: where everything is kept.
        pictures: draws cards.
        random: seeded in tests.
        clock: tells when what is wanted at once is due; None for the real one.
        answerer: finds answers to questions; None for one that goes by their words alone.
        quota: how much of their own tenants may have; None for what's usual.
    """
    common = CommonServices(library, database, random)
    answerer = answerer or Answerer((), None)
    packs = PackServices(common, pictures, quota or Quota())
    authoring = AuthoringServices(common, packs)
    learning = LearningServices(common, packs, answerer)
    games = GameServices(common, packs)
    challenges = ChallengeServices(common, packs)
    posts = PostServices(common, packs, learning, authoring, clock or SystemClock())
    memories: list[PersonalCache] = [games.running_games, common.notices, learning.follow_ups]
    routes = Routes(
        *learning.commands,
        *games.commands,
        *challenges.commands,
        *posts.commands,
        *packs.commands,
        *authoring.commands,
        *_analysis(common, packs, games),
        *_people(common, packs, learning, memories),
        HelpCommands(packs.taught, CATALOGUE, GROUPS, PARTS),
    )
    return Core(
        application=_application(common, packs, authoring, learning, games, posts, routes),
        library=library,
        database=database,
        boards=common.boards,
        access=common.access,
        roles=common.roles,
        memories=memories,
        tenant_caches=[],
        running_games=games.running_games,
        composers=posts.composers,
        chosen=common.chosen,
        reviews=learning.reviews,
        reminders=learning.reminders,
        illustrator=packs.illustrator,
        random=random,
        answerer=answerer,
        shelf=packs.shelf,
        own_packs=packs.own,
        drafts=packs.drafts,
    )


def _analysis(common: CommonServices, packs: PackServices, games: GameServices) -> Sequence[Feature]:
    """Return what tells how well the questions work."""
    return (
        AnalysisCommands(packs.taught, common.database, packs.editors),
        ResultCommands(packs.shelf, common.database, games.running_games.finder),
    )


def _people(
    common: CommonServices, packs: PackServices, learning: LearningServices, memories: Sequence[PersonalCache]
) -> Sequence[Feature]:
    """Return what serves people as such: their teams, what they chose, who they are elsewhere, what's kept of them.

    Args:
        common: what every group uses.
        packs: what is taught.
        learning: has what they learned.
        memories: what remembers people beside the database; may grow.
    """
    database, chosen = common.database, common.chosen
    privacy = Privacy(
        database, PERSONAL_DATA, common.linking, packs.taught, learning.reviews, packs.illustrator, memories
    )
    return (
        TeamCommands(Teams(database, common.random)),
        SettingsCommands(packs.taught, chosen, learning.reminders, common.starting),
        LinkCommands(common.linking, chosen),
        PrivacyCommands(privacy, chosen, learning.reading, common.kept),
    )


def _application(
    common: CommonServices,
    packs: PackServices,
    authoring: AuthoringServices,
    learning: LearningServices,
    games: GameServices,
    posts: PostServices,
    routes: Routes,
) -> Application:
    """Build the front door.

    Args:
        common: what every group uses.
        packs: what is taught.
        authoring: serves those who write.
        learning: explains terms and shows progress.
        games: those that are on are shown at a member's home,
        posts: and so are schedules.
        routes: what serves what.
    """
    homes = Homes(
        packs.taught,
        common.library,
        common.database,
        common.chosen,
        learning.reports,
        learning.reminders,
        games.running_games.finder,
        posts.schedules,
        common.notices,
        learning.reading,
    )
    return Application(
        CATALOGUE,
        routes,
        common.library,
        Conversation(packs.taught, CATALOGUE, learning.asking.goes_on),
        Surfaces(learning.lessons, authoring.authoring, learning.progress, homes),
        TenantLifecycle(packs.taught, common.notices, common.linking),
        common.notices,
        common.chosen,
        common.kept,
        packs.illustrator,
    )
