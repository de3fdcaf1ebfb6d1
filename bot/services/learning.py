"""Learning by oneself."""

from collections.abc import Sequence

from bot.content.finding.answerer import Answerer
from bot.features.asking.commands import AskCommands
from bot.features.asking.follow_ups import FollowUps
from bot.features.asking.unanswered import Unanswered
from bot.features.asking.viewing import Viewing
from bot.features.lessons.commands import LessonCommands
from bot.features.lessons.reading import ReadingNotes
from bot.features.lessons.tip import Tips
from bot.features.progress.commands import ProgressCommands
from bot.features.progress.service import ProgressReports
from bot.features.quizzes.commands import QuizCommands
from bot.features.quizzes.service import SoloQuizzes
from bot.features.reminders.commands import ReminderCommands
from bot.features.reminders.service import Reminders
from bot.features.reviews.commands import ReviewCommands
from bot.features.reviews.session import Reviews
from bot.features.talk.asides import Asides
from bot.language.routes import Feature
from bot.services.common import CommonServices
from bot.services.packs import PackServices


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
        self.tips = Tips(database)
        self.follow_ups = FollowUps()
        self.reviews = Reviews(database, chosen)
        self.reminders = Reminders(database, chosen, self.reviews, common.linking)
        unanswered = Unanswered(database, common.random)
        recognise_aside = Asides(taught).heard
        self.lessons = LessonCommands(taught, self.tips, self.reading)
        quizzes = SoloQuizzes(packs.shelf, database, common.random)
        self.viewing = Viewing(taught, self.tips, self.follow_ups, quizzes.answered)
        self.asking = AskCommands(
            taught, self.reading, answerer, self.follow_ups, unanswered, self.viewing, recognise_aside
        )
        self.reports = ProgressReports(taught, database, chosen, self.reviews)
        self.progress = ProgressCommands(taught, self.reports, self.reading)
        self.commands: Sequence[Feature] = (
            self.lessons,
            self.asking,
            QuizCommands(taught, chosen, quizzes),
            ReviewCommands(taught, self.reviews, self.reminders),
            ReminderCommands(taught, self.reminders),
            self.progress,
        )
