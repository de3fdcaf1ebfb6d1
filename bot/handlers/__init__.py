"""What serves each command and each press: one module for each part of what Versed does."""

from bot.handlers.lessons import LessonHandlers
from bot.handlers.links import LinkHandlers
from bot.handlers.privacy import PrivacyHandlers
from bot.handlers.progress import ProgressHandlers
from bot.handlers.quizzes import QuizHandlers
from bot.handlers.reviews import ReviewHandlers
from bot.handlers.routes import Routes, joined
from bot.handlers.services import Services
from bot.handlers.settings import SettingsHandlers
from bot.handlers.usage import UsageHandlers

__all__ = ["LessonHandlers", "Routes", "Services", "routes"]


def routes(services: Services, lessons: LessonHandlers) -> Routes:
    """Every route there is.

    Args:
        services: what the handlers work with.
        lessons: the handlers of lessons, which also answer what is no command.
    """
    return joined(
        lessons.routes,
        QuizHandlers(services).routes,
        ReviewHandlers(services).routes,
        ProgressHandlers(services).routes,
        PrivacyHandlers(services).routes,
        LinkHandlers(services).routes,
        SettingsHandlers(services).routes,
        UsageHandlers(services).routes,
    )
