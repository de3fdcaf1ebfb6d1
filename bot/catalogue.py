"""The catalogue of all commands, in the order in which help lists them. Each is defined in its feature's package."""

from bot.features.analysis import commands as analysis
from bot.features.asking import commands as asking
from bot.features.authoring import commands as authoring
from bot.features.authoring import report_commands as reports
from bot.features.authoring import suggestion_commands as suggestions
from bot.features.challenges import commands as challenges
from bot.features.challenges import posted_challenge, posted_question
from bot.features.courses import commands as courses
from bot.features.exports import commands as exports
from bot.features.games import commands as games
from bot.features.games import posted_game
from bot.features.help import commands as help_commands
from bot.features.help.pages import HelpPart
from bot.features.imports import commands as imports
from bot.features.league import commands as league
from bot.features.league import season_commands as seasons
from bot.features.learners import link_commands as links
from bot.features.learners import settings_commands as settings
from bot.features.lessons import commands as lessons
from bot.features.lessons import posted_tips
from bot.features.packs import commands as packs
from bot.features.packs import editor_commands as editors
from bot.features.packs import rename_commands as renaming
from bot.features.privacy import commands as privacy
from bot.features.progress import commands as progress
from bot.features.progress import posted_report
from bot.features.quizzes import commands as quizzes
from bot.features.reminders import commands as reminders
from bot.features.reviews import commands as reviews
from bot.features.scheduling import commands as scheduling
from bot.features.scheduling.edit_commands import edit_command
from bot.features.teams import commands as teams
from bot.language.commands import AnyCommand
from bot.language.named_commands import NamedCommands

SCHEDULES: tuple[AnyCommand, ...] = (
    posted_tips.COMMAND,
    posted_report.COMMAND,
    posted_game.COMMAND,
    *courses.COMMANDS,
    posted_challenge.COMMAND,
    posted_question.COMMAND,
)
"""The commands that make schedules: one per kind of post, and one for courses, which combine several kinds."""

EDIT = edit_command([each for each in SCHEDULES if each not in courses.COMMANDS])
"""The command that edits what those commands have made."""

CATALOGUE: tuple[AnyCommand, ...] = (
    *lessons.COMMANDS,
    *asking.COMMANDS,
    *quizzes.COMMANDS,
    *games.COMMANDS,
    *challenges.COMMANDS,
    *teams.COMMANDS,
    *league.COMMANDS,
    *seasons.COMMANDS,
    *reviews.COMMANDS,
    *reminders.COMMANDS,
    *progress.COMMANDS,
    *SCHEDULES,
    EDIT,
    *scheduling.COMMANDS,
    *packs.COMMANDS,
    *renaming.COMMANDS,
    *editors.COMMANDS,
    *exports.COMMANDS,
    *authoring.COMMANDS,
    *imports.COMMANDS,
    *analysis.COMMANDS,
    *reports.COMMANDS,
    *suggestions.COMMANDS,
    *settings.COMMANDS,
    *links.COMMANDS,
    *privacy.COMMANDS,
    *help_commands.COMMANDS,
)

NAMED_COMMANDS = NamedCommands(CATALOGUE)
"""Finds those commands in sentences."""

PARTS = (
    HelpPart("Learn", ("compare", "define", "ask", "tip", "quiz", "review", "remind", "progress")),
    HelpPart("Play", ("game", "challenge", "team", "leaderboard", "season")),
    HelpPart("For you", ("settings", "link", "unlink", "privacy", "help")),
    HelpPart("For administrators", ("schedule",), for_administrators=True),
    HelpPart("What I teach", ("pack", "suggest")),
)
"""The sections of help, each with commands, or with the first words of groups of commands."""

GROUPS = games.GROUP | teams.GROUP | seasons.GROUP | scheduling.GROUP | packs.GROUP | privacy.GROUP
"""The purpose of each group of commands, by the group's first word."""
