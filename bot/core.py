"""The core, built: the one place that puts the features together."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random, SystemRandom

from bot.application import Application
from bot.catalogue import CATALOGUE, EDIT, GROUPS, PARTS
from bot.content.finding.answerer import Answerer
from bot.content.reading.library import Library
from bot.features.analysis.commands import AnalysisCommands
from bot.features.analysis.result_commands import ResultCommands
from bot.features.authoring.commands import AuthoringCommands
from bot.features.authoring.drafting import Drafting
from bot.features.authoring.editors_channel import EditorsChannel
from bot.features.authoring.news import EditorsNews
from bot.features.authoring.report_commands import ReportCommands
from bot.features.authoring.reporting import Reporting
from bot.features.authoring.suggesting import Suggesting
from bot.features.authoring.suggestion_commands import SuggestionCommands
from bot.features.challenges import nudges, posted_challenge, posted_question
from bot.features.challenges.answering import Answering
from bot.features.challenges.closing import ChallengeResults
from bot.features.challenges.commands import ChallengeCommands
from bot.features.challenges.service import Challenges
from bot.features.challenges.telling import ClosingWords
from bot.features.courses.commands import CourseCommands
from bot.features.courses.service import Courses
from bot.features.delivery.clock import DeliveryClock, SystemClock
from bot.features.exports.commands import ExportCommands
from bot.features.games import posted_game
from bot.features.games.appointments import Appointments
from bot.features.games.commands import GameCommands
from bot.features.games.composer import Composer
from bot.features.games.game_packs import GamePacks
from bot.features.games.host import Host
from bot.features.games.host_commands import Hosting
from bot.features.games.host_words import HostWords
from bot.features.games.invitations import Invitations
from bot.features.games.player_commands import Play
from bot.features.games.replays import Replays
from bot.features.games.teller import Teller
from bot.features.help.commands import HelpCommands
from bot.features.home.service import Homes
from bot.features.imports.commands import ImportCommands
from bot.features.imports.service import Imports
from bot.features.league import season_posts
from bot.features.league.commands import LeaderboardCommands
from bot.features.league.leaderboard import Leaderboards
from bot.features.league.season_commands import SeasonCommands
from bot.features.league.seasons import Seasons
from bot.features.learners.link_commands import LinkCommands
from bot.features.learners.linking import Linking
from bot.features.learners.notices import Notices
from bot.features.learners.settings_commands import SettingsCommands
from bot.features.learners.starting import Starting
from bot.features.learners.store.settings import Chosen
from bot.features.learners.themes import PictureThemes
from bot.features.lessons import posted_tips
from bot.features.lessons.commands import LessonCommands
from bot.features.lessons.follow_ups import FollowUps
from bot.features.lessons.reading import ReadingNotes
from bot.features.lessons.tip import Tips
from bot.features.lessons.unanswered import Unanswered
from bot.features.packs.brought import BroughtFiles
from bot.features.packs.commands import PackCommands
from bot.features.packs.drafts import Drafts
from bot.features.packs.editors import Editors
from bot.features.packs.model import Quota
from bot.features.packs.quotas import Quotas
from bot.features.packs.service import OwnPacks
from bot.features.packs.shelf import Shelf
from bot.features.packs.taught import Packs
from bot.features.privacy.commands import PrivacyCommands
from bot.features.privacy.service import PersonalCache, Privacy
from bot.features.progress import posted_report
from bot.features.progress.commands import ProgressCommands
from bot.features.progress.service import ProgressReports
from bot.features.quizzes.commands import QuizCommands
from bot.features.quizzes.questions import bank
from bot.features.quizzes.service import SoloQuizzes
from bot.features.reminders import notes
from bot.features.reminders.commands import ReminderCommands
from bot.features.reminders.service import Reminders
from bot.features.reviews.commands import ReviewCommands
from bot.features.reviews.session import Reviews
from bot.features.scheduling.commands import ScheduleCommands
from bot.features.scheduling.edit_commands import EditCommands
from bot.features.scheduling.editing import Editing
from bot.features.scheduling.kinds import AnyComposer, Composers, Kind
from bot.features.scheduling.service import Schedules
from bot.features.teams.commands import TeamCommands
from bot.features.teams.service import Teams
from bot.illustrations.illustrator import Illustrator
from bot.language.kept import Kept
from bot.language.permissions import Permissions
from bot.language.port import Access, Boards, Roles
from bot.language.routes import Routes
from bot.personal_data import PERSONAL_DATA
from bot.pictures.cache import PictureCache
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
        host: runs games.
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
    host: Host
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
    answerer = answerer or Answerer((), None)
    chosen = Chosen(database)
    kept = Kept()
    shelf = Shelf(library, database)
    packs = Packs(shelf, chosen)
    quota = quota or Quota()
    quotas = Quotas(database, quota)
    own_packs = OwnPacks(database, shelf, quotas, SystemRandom())
    drafts = Drafts(database, quotas)
    editors = Editors(database)
    imports = Imports(own_packs, BroughtFiles(database), editors, quota.file_megabytes)
    reading = ReadingNotes(database.writer)
    tips = Tips(database, bank)
    reviews = Reviews(database, chosen)
    linking = Linking(database, PERSONAL_DATA)
    reminders = Reminders(database, chosen, reviews, linking)
    notices = Notices(database)
    season = Seasons(database)
    boards: dict[str, Boards] = {}
    challenges = Challenges(shelf, database, random)
    answering = Answering(challenges, shelf, database, ClosingWords(shelf, database, Teller(boards)))
    access: dict[str, Access] = {}
    permissions = Permissions(access)
    roles: dict[str, Roles] = {}
    starting = Starting(database, chosen, roles)
    illustrator = Illustrator(library, pictures, shelf.image, PictureThemes(chosen))
    game_packs = GamePacks(shelf)
    host = Host(database, game_packs, Composer(game_packs, illustrator), boards)
    play = Play(host, game_packs, database)
    hosting = Hosting(host, database, permissions, random)
    invitations = Invitations(host, database, permissions, random)
    scheduled: Sequence[Kind] = (
        posted_tips.PostedTips(shelf, tips, database),
        posted_report.PostedReports(shelf, database),
        posted_game.PostedGames(shelf, random),
        notes.ReminderNotes(shelf),
        posted_challenge.PostedChallenges(shelf, random),
        posted_question.PostedQuestions(shelf, random),
    )
    drafting = Drafting(own_packs, drafts, editors)
    suggesting = Suggesting(database, packs, own_packs, editors, drafting, random)
    reporting = Reporting(database, packs, own_packs, editors, random)
    own: Sequence[AnyComposer] = (
        # In this order: what a challenge brings counts for a season that closes after it.
        ChallengeResults(shelf, database),
        nudges.ChallengeNudges(shelf, random),
        HostWords(random),
        season_posts.SeasonClosings(database),
        season_posts.SeasonOpenings(),
        EditorsNews(suggesting, reporting),
    )
    kinds = {each.name: each for each in scheduled}
    composers: Composers = {each.name: each for each in (*own, *scheduled)}
    courses = Courses(database, chosen, permissions, kinds)
    follow_ups = FollowUps()
    memories: list[PersonalCache] = [host, notices, follow_ups]
    privacy = Privacy(database, PERSONAL_DATA, linking, packs, reviews, illustrator, memories)
    editing = Editing(database, packs, chosen, permissions, kinds)
    schedules = Schedules(
        database, chosen, permissions, kinds, editing, random, clock or SystemClock(), daily=posted_tips.KIND
    )
    unanswered = Unanswered(database, random)
    lessons = LessonCommands(packs, tips, reading, answerer, follow_ups, unanswered)
    authoring = AuthoringCommands(packs, own_packs, editors, drafting, kept)
    reports = ProgressReports(packs, database, chosen, reviews)
    progress = ProgressCommands(packs, reports, reading)
    homes = Homes(packs, library, database, chosen, reports, reminders, host, schedules, notices, reading)
    appointments = Appointments(shelf, database, host, hosting, play)
    replays = Replays(shelf, database, host, hosting, invitations, play, starting)
    routes = Routes(
        lessons,
        QuizCommands(packs, chosen, SoloQuizzes(shelf, database, random)),
        GameCommands(packs, host, play, hosting, invitations, appointments, replays, starting),
        ChallengeCommands(packs, chosen, permissions, challenges, answering, starting),
        TeamCommands(Teams(database, random)),
        LeaderboardCommands(packs, Leaderboards(database, season)),
        SeasonCommands(chosen, permissions, season),
        ReviewCommands(packs, reviews, reminders),
        ReminderCommands(packs, reminders),
        progress,
        ScheduleCommands(packs, chosen, kinds, schedules, courses),
        EditCommands(EDIT, schedules, editing),
        CourseCommands(packs, courses),
        PackCommands(packs, own_packs, editors, notices),
        authoring,
        ImportCommands(imports, own_packs),
        ExportCommands(own_packs, editors, illustrator),
        AnalysisCommands(packs, database, editors),
        ReportCommands(reporting, editors),
        SuggestionCommands(packs, suggesting, editors, EditorsChannel(chosen, permissions, editors)),
        ResultCommands(shelf, database, host),
        SettingsCommands(packs, chosen, reminders, starting),
        LinkCommands(linking, chosen),
        PrivacyCommands(privacy, chosen, reading, kept),
        HelpCommands(packs, CATALOGUE, GROUPS, PARTS),
    )
    application = Application(
        CATALOGUE,
        routes,
        library,
        packs,
        linking,
        notices,
        lessons,
        progress,
        homes,
        chosen,
        kept,
        illustrator,
        authoring,
    )
    return Core(
        application,
        library,
        database,
        boards,
        access,
        roles,
        memories,
        host,
        composers,
        chosen,
        reviews,
        reminders,
        illustrator,
        random,
        answerer,
        shelf,
        own_packs,
        drafts,
    )
