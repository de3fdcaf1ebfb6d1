"""Scheduled posts."""

from collections.abc import Sequence

from bot.catalogue import EDIT
from bot.features.authoring.news import EditorsNews
from bot.features.challenges import nudges, posted_challenge, posted_question
from bot.features.challenges.closing import ChallengeResults
from bot.features.courses.commands import CourseCommands
from bot.features.courses.service import Courses
from bot.features.delivery.clock import DeliveryClock
from bot.features.games import posted_game
from bot.features.games.host_words import HostWords
from bot.features.league import season_posts
from bot.features.lessons import posted_tips
from bot.features.progress import posted_report
from bot.features.reminders import notes
from bot.features.scheduling.commands import ScheduleCommands
from bot.features.scheduling.deleted_channels import DeletedChannels
from bot.features.scheduling.edit_commands import EditCommands
from bot.features.scheduling.editing import Editing
from bot.features.scheduling.kinds import AnyComposer, Composers, PostKind
from bot.features.scheduling.listing import ScheduleList
from bot.features.scheduling.making import Making
from bot.features.scheduling.service import Schedules
from bot.language.routes import Feature
from bot.services.common import CommonServices
from bot.services.learning import LearningServices
from bot.services.packs import AuthoringServices, PackServices


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
        scheduled: Sequence[PostKind] = (
            posted_tips.PostedTips(shelf, learning.tips, database),
            posted_report.PostedReports(shelf, database),
            posted_game.PostedGames(shelf, random),
            notes.ReminderNotes(shelf),
            posted_challenge.PostedChallenges(shelf, random),
            posted_question.PostedQuestions(shelf, random),
        )
        announcements: Sequence[AnyComposer] = (
            ChallengeResults(shelf, database),
            nudges.ChallengeNudges(shelf, random),
            HostWords(random),
            season_posts.SeasonClosings(database, after=(ChallengeResults.name,)),
            season_posts.SeasonOpenings(database),
            EditorsNews(authoring.suggesting, authoring.reporting),
        )
        self.composers: Composers = {each.name: each for each in (*announcements, *scheduled)}
        kinds = {each.name: each for each in scheduled}
        courses = Courses(database, chosen, permissions, kinds)
        editing = Editing(database, packs.taught, chosen, permissions, kinds)
        making = Making(database, chosen, permissions, kinds, editing, daily=posted_tips.KIND)
        schedules = Schedules(database, kinds, editing, random, clock)
        self.listing = ScheduleList(database, kinds)
        self.deleted_channels = DeletedChannels(database, self.composers)
        self.commands: Sequence[Feature] = (
            ScheduleCommands(packs.taught, chosen, kinds, schedules, self.listing, making, courses),
            EditCommands(EDIT, self.listing, editing),
            CourseCommands(packs.taught, courses),
        )
