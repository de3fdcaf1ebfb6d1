"""All personal data: the holders of all features.

A feature that stores anything about a person must be listed here; a test finds tables that were left out.
"""

from bot.features.asking.personal import HOLDER as ASKING
from bot.features.authoring.personal import HOLDER as AUTHORING
from bot.features.challenges.personal import HOLDER as CHALLENGES
from bot.features.delivery.personal import HOLDER as DELIVERY
from bot.features.games.personal import HOLDER as GAMES
from bot.features.learners.personal import HOLDER as LEARNERS
from bot.features.lessons.personal import HOLDER as LESSONS
from bot.features.packs.personal import HOLDER as PACKS
from bot.features.quizzes.personal import HOLDER as QUIZZES
from bot.features.reminders.personal import HOLDER as REMINDERS
from bot.features.reviews.personal import HOLDER as REVIEWS
from bot.features.scheduling.personal import HOLDER as SCHEDULING
from bot.features.teams.personal import HOLDER as TEAMS
from bot.storage.history import HOLDER as HISTORY
from bot.storage.pending import HOLDER as OWED
from bot.storage.personal_data import PersonalData

PERSONAL_DATA = PersonalData(
    # The order matters: games and challenges lock their rows first, so that none ends and stores results while those
    # are being deleted; posts come after the data that they're made from.
    (
        GAMES,
        CHALLENGES,
        LEARNERS,
        LESSONS,
        ASKING,
        QUIZZES,
        REVIEWS,
        TEAMS,
        REMINDERS,
        PACKS,
        AUTHORING,
        SCHEDULING,
        DELIVERY,
        OWED,
        HISTORY,
    )
)
