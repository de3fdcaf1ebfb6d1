"""The features' services in groups, each built on those above; `commands` handle a group's commands and presses."""

from collections.abc import Sequence
from random import Random, SystemRandom

from bot.catalogue import EDIT
from bot.content.finding.answerer import Answerer
from bot.content.reading.library import Library
from bot.features.asking.commands import AskCommands
from bot.features.asking.follow_ups import FollowUps
from bot.features.asking.unanswered import Unanswered
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
from bot.features.challenges.result_notifier import ResultNotifier
from bot.features.challenges.service import Challenges
from bot.features.courses.commands import CourseCommands
from bot.features.courses.service import Courses
from bot.features.delivery.clock import DeliveryClock
from bot.features.delivery.teller import Teller
from bot.features.exports.commands import ExportCommands
from bot.features.games import posted_game
from bot.features.games.appointments import Appointments
from bot.features.games.commands import GameCommands
from bot.features.games.composer import Composer
from bot.features.games.game_packs import GamePacks
from bot.features.games.host_words import HostWords
from bot.features.games.hosting import Hosting
from bot.features.games.invitations import Invitations
from bot.features.games.playing import Playing
from bot.features.games.replays import Replays
from bot.features.games.running_games import RunningGames
from bot.features.imports.commands import ImportCommands
from bot.features.imports.service import Imports
from bot.features.league import season_posts
from bot.features.league.commands import LeaderboardCommands
from bot.features.league.leaderboard import Leaderboards
from bot.features.league.season_commands import SeasonCommands
from bot.features.league.seasons import Seasons
from bot.features.learners.chosen import Chosen
from bot.features.learners.linking import Linking
from bot.features.learners.notices import Notices
from bot.features.learners.starting import Starting
from bot.features.learners.themes import PictureThemes
from bot.features.lessons import posted_tips
from bot.features.lessons.commands import LessonCommands
from bot.features.lessons.reading import ReadingNotes
from bot.features.lessons.tip import Tips
from bot.features.packs.commands import PackCommands
from bot.features.packs.drafts import Drafts
from bot.features.packs.editors import Editors
from bot.features.packs.model import Quota
from bot.features.packs.pending_uploads import PendingUploads
from bot.features.packs.quotas import Quotas
from bot.features.packs.service import OwnPacks
from bot.features.packs.shelf import Shelf
from bot.features.packs.taught import Packs
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
from bot.features.scheduling.making import Making
from bot.features.scheduling.service import Schedules
from bot.features.talk.asides import Asides
from bot.illustrations.illustrator import Illustrator
from bot.language.kept import Kept
from bot.language.permissions import Permissions
from bot.language.port import Access, Boards, Roles
from bot.language.routes import Feature
from bot.personal_data import PERSONAL_DATA
from bot.pictures.cache import PictureCache
from bot.storage.database import Database


class CommonServices:
    """The services that all groups use.

    Args:
        library: the operator's packs.
        database: the database.
        random: the random generator, seeded in tests.
    """

    def __init__(self, library: Library, database: Database, random: Random) -> None:
        self.library = library
        self.database = database
        self.random = random
        self.chosen = Chosen(database)
        self.kept = Kept()
        self.boards: dict[str, Boards] = {}
        self.access: dict[str, Access] = {}
        self.roles: dict[str, Roles] = {}
        self.permissions = Permissions(self.access)
        self.linking = Linking(database, PERSONAL_DATA)
        self.notices = Notices(database)
        self.starting = Starting(database, self.chosen, self.roles)


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
            PackCommands(self.taught, self.own, self.editors, common.notices),
            ImportCommands(imports, self.own),
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


class LearningServices:
    """Learning by oneself: lessons, quizzes, flashcards and reminders, and progress.

    Args:
        common: the common services.
        packs: the services for packs.
        answerer: finds answers to questions.
    """

    def __init__(self, common: CommonServices, packs: PackServices, answerer: Answerer) -> None:
        database, chosen, taught = common.database, common.chosen, packs.taught
        self.reading = ReadingNotes(database.writer)
        self.tips = Tips(database, bank)
        self.follow_ups = FollowUps()
        self.reviews = Reviews(database, chosen)
        self.reminders = Reminders(database, chosen, self.reviews, common.linking)
        unanswered = Unanswered(database, common.random)
        heard = Asides(taught).heard
        self.lessons = LessonCommands(taught, self.tips, self.reading)
        self.asking = AskCommands(taught, self.reading, answerer, self.follow_ups, unanswered, heard)
        self.reports = ProgressReports(taught, database, chosen, self.reviews)
        self.progress = ProgressCommands(taught, self.reports, self.reading)
        self.commands: Sequence[Feature] = (
            self.lessons,
            self.asking,
            QuizCommands(taught, chosen, SoloQuizzes(packs.shelf, database, common.random)),
            ReviewCommands(taught, self.reviews, self.reminders),
            ReminderCommands(taught, self.reminders),
            self.progress,
        )


class GameServices:
    """Live games.

    Args:
        common: the common services.
        packs: the services for packs.
    """

    def __init__(self, common: CommonServices, packs: PackServices) -> None:
        database, permissions, starting = common.database, common.permissions, common.starting
        game_packs = GamePacks(packs.shelf)
        composer = Composer(game_packs, packs.illustrator)
        self.running_games = running = RunningGames(database, game_packs, composer, common.boards)
        play = Playing(running, game_packs, database)
        hosting = Hosting(running, database, permissions, common.random)
        invitations = Invitations(running, database, permissions, common.random)
        appointments = Appointments(packs.shelf, database, running, hosting, play)
        replays = Replays(packs.shelf, database, running, hosting, invitations, play, starting)
        self.commands: Sequence[Feature] = (
            GameCommands(packs.taught, running, play, hosting, invitations, appointments, replays, starting),
        )


class ChallengeServices:
    """Competitions in a channel that last for days: challenges, leaderboards and seasons.

    Args:
        common: the common services.
        packs: the services for packs.
    """

    def __init__(self, common: CommonServices, packs: PackServices) -> None:
        database, chosen, permissions = common.database, common.chosen, common.permissions
        challenges = Challenges(packs.shelf, database, common.random)
        result_notifier = ResultNotifier(packs.shelf, database, Teller(common.boards))
        answering = Answering(challenges, packs.shelf, database, result_notifier)
        season = Seasons(database)
        self.commands: Sequence[Feature] = (
            ChallengeCommands(packs.taught, chosen, permissions, challenges, answering, common.starting),
            LeaderboardCommands(packs.taught, Leaderboards(database, season)),
            SeasonCommands(chosen, permissions, season),
        )


class PostServices:
    """Scheduled posts: schedules, courses, and Versed's own announcements.

    Args:
        common: the common services.
        packs: the services for packs.
        learning: the services for learning, for the tips.
        authoring: the services for authoring, for the editors' news.
        clock: the clock for posts that are wanted at once.
    """

    def __init__(
        self,
        common: CommonServices,
        packs: PackServices,
        learning: LearningServices,
        authoring: AuthoringServices,
        clock: DeliveryClock,
    ) -> None:
        database, chosen, permissions, random = common.database, common.chosen, common.permissions, common.random
        shelf = packs.shelf
        scheduled: Sequence[Kind] = (
            posted_tips.PostedTips(shelf, learning.tips, database),
            posted_report.PostedReports(shelf, database),
            posted_game.PostedGames(shelf, random),
            notes.ReminderNotes(shelf),
            posted_challenge.PostedChallenges(shelf, random),
            posted_question.PostedQuestions(shelf, random),
        )
        own: Sequence[AnyComposer] = (
            # The order matters: a challenge's results must count for a season that closes after it.
            ChallengeResults(shelf, database),
            nudges.ChallengeNudges(shelf, random),
            HostWords(random),
            season_posts.SeasonClosings(database),
            season_posts.SeasonOpenings(),
            EditorsNews(authoring.suggesting, authoring.reporting),
        )
        self.composers: Composers = {each.name: each for each in (*own, *scheduled)}
        kinds = {each.name: each for each in scheduled}
        courses = Courses(database, chosen, permissions, kinds)
        editing = Editing(database, packs.taught, chosen, permissions, kinds)
        making = Making(database, chosen, permissions, kinds, editing, daily=posted_tips.KIND)
        self.schedules = Schedules(database, kinds, editing, random, clock)
        self.commands: Sequence[Feature] = (
            ScheduleCommands(packs.taught, chosen, kinds, self.schedules, making, courses),
            EditCommands(EDIT, self.schedules, editing),
            CourseCommands(packs.taught, courses),
        )
