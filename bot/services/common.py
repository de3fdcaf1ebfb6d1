"""The services that all groups use."""

from random import Random

from bot.content.reading.library import Library
from bot.features.learners.chosen import Chosen
from bot.features.learners.linking import Linking
from bot.features.learners.notices import Notices
from bot.features.learners.renaming import Renaming
from bot.features.learners.starting import Starting
from bot.language.kept import Kept
from bot.language.permissions import Permissions
from bot.language.port import Access, Boards, Roles
from bot.personal_data import PERSONAL_DATA
from bot.storage.database import Database


class CommonServices:
    """The services that all groups use.

    Args:
        library: the operator's packs.
        database: the database.
        random: the random generator, seeded in tests.
    """

    def __init__(self, library: Library, database: Database, random: Random) -> None:
        self.library = library
        self.database = database
        self.random = random
        self.chosen = Chosen(database)
        self.kept = Kept()
        self.boards: dict[str, Boards] = {}
        self.access: dict[str, Access] = {}
        self.roles: dict[str, Roles] = {}
        self.permissions = Permissions(self.access)
        self.linking = Linking(database, PERSONAL_DATA)
        self.notices = Notices(database)
        self.starting = Starting(database, self.chosen, self.roles)
        self.renaming = Renaming(database, self.chosen, self.notices)
