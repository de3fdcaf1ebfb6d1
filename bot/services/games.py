"""What's played with others, and what it shows about the questions."""

from collections.abc import Sequence

from bot.features.analysis.commands import AnalysisCommands
from bot.features.analysis.result_commands import ResultCommands
from bot.features.challenges.answering import Answering
from bot.features.challenges.commands import ChallengeCommands
from bot.features.challenges.result_notifier import ResultNotifier
from bot.features.challenges.service import Challenges
from bot.features.delivery.teller import Teller
from bot.features.games.appointments import Appointments
from bot.features.games.commands import GameCommands
from bot.features.games.composer import Composer
from bot.features.games.game_packs import GamePacks
from bot.features.games.hosting import Hosting
from bot.features.games.invitations import Invitations
from bot.features.games.playing import Playing
from bot.features.games.replays import Replays
from bot.features.games.running_games import RunningGames
from bot.features.league.commands import LeaderboardCommands
from bot.features.league.leaderboard import Leaderboards
from bot.features.league.season_commands import SeasonCommands
from bot.features.league.seasons import Seasons
from bot.language.routes import Feature
from bot.services.common import CommonServices
from bot.services.packs import PackServices


class GameServices:
    """Live games.

    Args:
        common: the common services.
        packs: the services for packs.
    """

    def __init__(self, common: CommonServices, packs: PackServices) -> None:
        database, permissions, starting = common.database, common.permissions, common.starting
        self.game_packs = game_packs = GamePacks(packs.shelf)
        composer = Composer(game_packs, packs.illustrator)
        self.running_games = running = RunningGames(database, game_packs, composer, common.boards)
        playing = Playing(running, game_packs, database)
        hosting = Hosting(running, database, permissions, common.random)
        invitations = Invitations(running, database, permissions, common.random)
        appointments = Appointments(packs.shelf, database, running, hosting, playing)
        replays = Replays(packs.shelf, database, running, hosting, invitations, playing, starting)
        self.commands: Sequence[Feature] = (
            GameCommands(packs.taught, running, playing, hosting, invitations, appointments, replays, starting),
        )


class ChallengeServices:
    """Competitions in a channel that last for days: challenges, leaderboards and seasons.

    Args:
        common: the common services.
        packs: the services for packs.
    """

    def __init__(self, common: CommonServices, packs: PackServices) -> None:
        database, chosen, permissions = common.database, common.chosen, common.permissions
        self.challenges = challenges = Challenges(packs.shelf, database, common.random)
        result_notifier = ResultNotifier(packs.shelf, database, Teller(common.boards))
        answering = Answering(challenges, packs.shelf, database, result_notifier)
        season = Seasons(database)
        self.commands: Sequence[Feature] = (
            ChallengeCommands(packs.taught, chosen, permissions, challenges, answering, common.starting),
            LeaderboardCommands(packs.taught, Leaderboards(database, season)),
            SeasonCommands(chosen, permissions, season),
        )


class AnalysisServices:
    """How well questions work, and the results of games."""

    def __init__(self, common: CommonServices, packs: PackServices, games: GameServices) -> None:
        self.commands: Sequence[Feature] = (
            AnalysisCommands(packs.taught, common.database, packs.editors),
            ResultCommands(packs.shelf, common.database, games.running_games.finder),
        )
