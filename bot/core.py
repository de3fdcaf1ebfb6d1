"""Builds the core: assembles the groups of services from services.py, and the remaining features."""

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
    """The parts of the built core that other code needs.

    Args:
        application: the entry point.
        library: the packs.
        database: stores everything.
        boards: shows games' boards, by the platform's name; the code that connects a platform adds its own.
        access: knows where the bot may post, by the platform's name; platforms add their own.
        roles: knows members' roles, by the platform's name; added by platforms whose requests don't contain them.
        memories: the caches with personal data; the code that connects a platform adds its own.
        tenant_caches: the caches of tenants' data; platforms add their own.
        running_games: runs games.
        composers: compose the messages of schedules, by kind.
        chosen: the settings.
        reviews: serves flashcards.
        reminders: serves reminders.
        illustrator: draws the pictures that messages refer to.
        random: the random generator; seeded in tests.
        answerer: finds answers to questions.
        shelf: holds the packs of tenants.
        own_packs: publishes tenants' own packs.
        drafts: stores the drafts of packs' editors.
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
        database: stores everything.
        pictures: draws and caches pictures.
        random: the random generator; seeded in tests.
        clock: tells the time for posts to send right now; None for the system's clock.
        answerer: finds answers to questions; None for one that only compares words.
        quota: the limits for tenants' own packs; None for the defaults.
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
    """Return the features that show how well questions work."""
    return (
        AnalysisCommands(packs.taught, common.database, packs.editors),
        ResultCommands(packs.shelf, common.database, games.running_games.finder),
    )


def _people(
    common: CommonServices, packs: PackServices, learning: LearningServices, memories: Sequence[PersonalCache]
) -> Sequence[Feature]:
    """Return the features about people: teams, settings, linked accounts and privacy.

    Args:
        common: the services that every group uses.
        packs: the services for packs.
        learning: the services for learning.
        memories: the caches with personal data; may grow later.
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
    """Build the application, the core's entry point.

    Args:
        common: the services that every group uses.
        packs: the services for packs.
        authoring: the services for authors.
        learning: the services for learning.
        games: the services for games; the home page shows running ones.
        posts: the services for schedules; the home page shows these, too.
        routes: the handlers of commands, presses and forms.
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
