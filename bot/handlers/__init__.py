"""What serves each command and each press: one module for each part of what Versed does."""

from bot.handlers.challenges import ChallengeHandlers
from bot.handlers.games import GameHandlers
from bot.handlers.league import LeagueHandlers
from bot.handlers.lessons import LessonHandlers
from bot.handlers.links import LinkHandlers
from bot.handlers.privacy import PrivacyHandlers
from bot.handlers.progress import ProgressHandlers
from bot.handlers.quizzes import QuizHandlers
from bot.handlers.reminders import ReminderHandlers
from bot.handlers.reviews import ReviewHandlers
from bot.handlers.routes import joined
from bot.handlers.schedules import ScheduleHandlers
from bot.handlers.seasons import SeasonHandlers
from bot.handlers.services import Services
from bot.handlers.settings import SettingsHandlers
from bot.handlers.teams import TeamHandlers
from bot.handlers.usage import UsageHandlers

__all__ = ["Handlers", "Services"]


class Handlers:
    """All handlers; some also answer what is no command.

    Args:
        services: what they work with.

    Attributes:
        routes: what serves what.
    """

    def __init__(self, services: Services) -> None:
        self.lessons = LessonHandlers(services)
        self.progress = ProgressHandlers(services)
        self.routes = joined(
            self.lessons.routes,
            self.progress.routes,
            QuizHandlers(services).routes,
            GameHandlers(services).routes,
            ChallengeHandlers(services).routes,
            TeamHandlers(services).routes,
            LeagueHandlers(services).routes,
            SeasonHandlers(services).routes,
            ReviewHandlers(services).routes,
            ReminderHandlers(services).routes,
            PrivacyHandlers(services).routes,
            LinkHandlers(services).routes,
            ScheduleHandlers(services).routes,
            SettingsHandlers(services).routes,
            UsageHandlers(services).routes,
        )
