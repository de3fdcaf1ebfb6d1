"""The core: the groups of services, added up."""

from dataclasses import dataclass
from random import Random

from bot.catalogue import CATALOGUE
from bot.content.finding.answerer import Answerer
from bot.content.reading.library import Library
from bot.dispatch.application import Application
from bot.dispatch.retrying import Retrying
from bot.dispatch.surfaces import Surfaces
from bot.dispatch.tenant_lifecycle import TenantLifecycle
from bot.features.challenges.actions import ShowTurn
from bot.features.delivery.clock import DeliveryClock, SystemClock
from bot.features.games.running_games import RunningGames
from bot.features.learners.chosen import Chosen
from bot.features.packs.drafts import Drafts
from bot.features.packs.model import Quota
from bot.features.packs.service import OwnPacks
from bot.features.packs.shelf import Shelf
from bot.features.privacy.erasure import PersonalCache
from bot.features.quizzes.actions import ShowQuestion
from bot.features.reminders.service import Reminders
from bot.features.reviews.session import Reviews
from bot.features.scheduling.kinds import Composers
from bot.features.talk.intents import Intents
from bot.features.talk.other_words import OtherWords
from bot.illustrations.illustrator import Illustrator
from bot.language.awaited import Awaited
from bot.language.port import Access, Boards, Roles
from bot.language.routes import Routes
from bot.pictures.cache import PictureCache
from bot.services.common import CommonServices
from bot.services.games import AnalysisServices, ChallengeServices, GameServices
from bot.services.learning import LearningServices
from bot.services.packs import AuthoringServices, PackServices
from bot.services.people import HelpAndTalkServices, PeopleServices
from bot.services.posts import PostServices
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
        personal_caches: all that has personal data in memory; the code that connects a platform adds its own.
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
    personal_caches: list[PersonalCache]
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
    answerer = answerer or Answerer((), None)
    common = CommonServices(library, database, random)
    packs = PackServices(common, pictures, quota or Quota())
    authoring = AuthoringServices(common, packs)
    learning = LearningServices(common, packs, answerer)
    games = GameServices(common, packs)
    challenges = ChallengeServices(common, packs)
    posts = PostServices(common, packs, learning, authoring, clock or SystemClock())
    analysis = AnalysisServices(common, packs, games)
    people = PeopleServices(common, packs, learning, games, challenges)
    intents = Intents(CATALOGUE)
    guide = HelpAndTalkServices(common, packs, learning, games, posts, people.happening, intents)
    groups = (packs, authoring, learning, games, challenges, posts, analysis, people, guide)
    retrying = Retrying(CATALOGUE, common.kept, OtherWords(intents))
    routes = Routes(*(each for group in groups for each in group.commands), retrying)
    awaited = Awaited(routes.answers, (ShowQuestion, ShowTurn))
    people.personal_caches.insert(0, awaited)  # it needs all commands, including those of the people
    application = Application(
        CATALOGUE,
        routes,
        library,
        guide.conversation,
        Surfaces(learning.lessons, authoring.authoring, learning.progress, guide.homes),
        TenantLifecycle(packs.taught, common.notices, people.erasure, common.renaming, posts.deleted_channels),
        common.notices,
        common.chosen,
        retrying,
        packs.illustrator,
        awaited,
    )
    return Core(
        application=application,
        library=library,
        database=database,
        boards=common.boards,
        access=common.access,
        roles=common.roles,
        personal_caches=people.personal_caches,
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
