"""The tables, in a module for each feature; import them from here.

Every primary key begins with the tenant, so that nothing is read across tenants by mistake; rows that belong to no
tenant have a bot's key in that column. Times are whole milliseconds since 1970 in UTC, because SQLite would lose a
time zone. A change here needs a revision in migrations/versions, and a new HEAD in revisions.py.
"""

from bot.storage.tables.authoring import feedback, suggestion
from bot.storage.tables.challenges import (
    challenge,
    challenge_opener,
    challenge_player,
    challenge_turn,
    question_asked,
)
from bot.storage.tables.delivery import STUCK, outbox
from bot.storage.tables.games import game, game_answer, game_board, game_event, game_result, game_venue
from bot.storage.tables.league import season
from bot.storage.tables.learners import learner, link_code, notice, setting
from bot.storage.tables.lessons import missing, missing_key, place, seen, tip_feedback, tip_shown
from bot.storage.tables.packs import (
    own_pack,
    pack_change,
    pack_draft,
    pack_editor,
    pack_image,
    pack_import,
    pack_log,
    pack_off,
    pack_quota,
    pack_version,
)
from bot.storage.tables.platforms import discord_replica, discord_shard, installation, once, owed, removal, said
from bot.storage.tables.quizzes import answer, quiz
from bot.storage.tables.reviews import card, deck, review
from bot.storage.tables.scheduling import occurrence, schedule
from bot.storage.tables.shared import PRIVATE, metadata
from bot.storage.tables.teams import team, team_member

__all__ = [
    "PRIVATE",
    "STUCK",
    "answer",
    "card",
    "challenge",
    "challenge_opener",
    "challenge_player",
    "challenge_turn",
    "deck",
    "discord_replica",
    "discord_shard",
    "feedback",
    "game",
    "game_answer",
    "game_board",
    "game_event",
    "game_result",
    "game_venue",
    "installation",
    "learner",
    "link_code",
    "metadata",
    "missing",
    "missing_key",
    "notice",
    "occurrence",
    "once",
    "outbox",
    "owed",
    "own_pack",
    "pack_change",
    "pack_draft",
    "pack_editor",
    "pack_image",
    "pack_import",
    "pack_log",
    "pack_off",
    "pack_quota",
    "pack_version",
    "place",
    "question_asked",
    "quiz",
    "removal",
    "review",
    "said",
    "schedule",
    "season",
    "seen",
    "setting",
    "suggestion",
    "team",
    "team_member",
    "tip_feedback",
    "tip_shown",
]
