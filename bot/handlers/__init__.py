"""What serves each command and each press: one module for each part of what Versed does."""

from bot.features.challenges.commands import ChallengeHandlers
from bot.features.games.commands import GameHandlers
from bot.features.help.commands import UsageHandlers
from bot.features.league.commands import LeagueHandlers
from bot.features.league.season_commands import SeasonHandlers
from bot.features.learners.link_commands import LinkHandlers
from bot.features.learners.settings_commands import SettingsHandlers
from bot.features.lessons.commands import LessonHandlers
from bot.features.privacy.commands import PrivacyHandlers
from bot.features.progress.commands import ProgressHandlers
from bot.features.quizzes.commands import QuizHandlers
from bot.features.reminders.commands import ReminderHandlers
from bot.features.reviews.commands import ReviewHandlers
from bot.features.scheduling.commands import ScheduleHandlers
from bot.features.teams.commands import TeamHandlers
from bot.language.routes import joined
from bot.services import Services

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
