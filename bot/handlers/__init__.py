"""What serves each command and each press: one module for each part of what Versed does."""

from bot.handlers.lessons import LessonHandlers
from bot.handlers.quizzes import QuizHandlers
from bot.handlers.routes import Routes, joined
from bot.handlers.schedules import ScheduleHandlers
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
        ScheduleHandlers(services).routes,
        SettingsHandlers(services).routes,
        UsageHandlers(services).routes,
    )
