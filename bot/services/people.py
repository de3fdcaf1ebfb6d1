"""Members' settings and data; the home page, help and free text."""

from collections.abc import Sequence

from bot.catalogue import CATALOGUE, GROUPS, PARTS
from bot.features.help.commands import HelpCommands
from bot.features.home.service import Homes
from bot.features.learners.link_commands import LinkCommands
from bot.features.learners.settings_commands import SettingsCommands
from bot.features.privacy.commands import PrivacyCommands
from bot.features.privacy.erasure import Erasure, PersonalCache
from bot.features.privacy.service import Privacy
from bot.features.talk.conversation import Conversation
from bot.features.talk.happening import Happening
from bot.features.talk.intents import Intents
from bot.features.teams.commands import TeamCommands
from bot.features.teams.service import Teams
from bot.language.routes import Feature
from bot.personal_data import PERSONAL_DATA
from bot.services.common import CommonServices
from bot.services.games import ChallengeServices, GameServices
from bot.services.learning import LearningServices
from bot.services.packs import PackServices
from bot.services.posts import PostServices


class PeopleServices:
    """What members decide about themselves: teams, settings, linked accounts and privacy.

    Args:
        common: the common services.
        packs: the services for packs.
        learning: the services for learning.
        games: the services for games.
        challenges: the services for challenges.
    """

    def __init__(
        self,
        common: CommonServices,
        packs: PackServices,
        learning: LearningServices,
        games: GameServices,
        challenges: ChallengeServices,
    ) -> None:
        database, chosen, linking = common.database, common.chosen, common.linking
        self.happening = Happening(games.running_games.finder, games.game_packs, challenges.challenges)
        self.personal_caches: list[PersonalCache] = [
            chosen,
            common.kept,
            common.notices,
            learning.reading,
            learning.follow_ups,
            self.happening,
            games.running_games,  # last, as it reads the database, which may fail
        ]
        self.erasure = Erasure(database, PERSONAL_DATA, linking, self.personal_caches)
        privacy = Privacy(database, PERSONAL_DATA, packs.taught, learning.reviews, packs.illustrator, self.erasure)
        self.commands: Sequence[Feature] = (
            TeamCommands(Teams(database, common.random)),
            SettingsCommands(packs.taught, chosen, learning.reminders, common.starting),
            LinkCommands(linking, chosen),
            PrivacyCommands(privacy),
        )


class HelpAndTalkServices:
    """The home page, help, and answers to free text.

    Args:
        common: the common services.
        packs: the services for packs.
        learning: the services for learning.
        games: the services for games; the home page shows running ones.
        posts: the services for schedules; the home page shows these, too.
        happening: knows what's going on in each channel.
        intents: finds commands in free text.
    """

    def __init__(
        self,
        common: CommonServices,
        packs: PackServices,
        learning: LearningServices,
        games: GameServices,
        posts: PostServices,
        happening: Happening,
        intents: Intents,
    ) -> None:
        self.homes = Homes(
            packs.taught,
            common.library,
            common.database,
            common.chosen,
            learning.reports,
            learning.reminders,
            games.running_games.finder,
            posts.listing,
            common.notices,
            learning.reading,
        )
        self.conversation = Conversation(
            packs.taught, intents, learning.asking.is_follow_up, learning.viewing, happening
        )
        self.commands: Sequence[Feature] = (HelpCommands(packs.taught, CATALOGUE, GROUPS, PARTS),)
