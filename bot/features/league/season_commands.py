"""Seasons: /season start, end and list."""

from datetime import time

from bot.content.titles import Title, Titles
from bot.features.league import actions
from bot.features.league.seasons import Seasons
from bot.features.learners import settings
from bot.features.scheduling.wording import read_moment
from bot.language.message import Message
from bot.language.people import Right, check_right
from bot.language.requests import Asker
from bot.language.routes import Options, Routes
from bot.services import Services, text_of
from bot.storage.times import from_milliseconds, to_milliseconds

_OPENS, _CLOSES = time(9), time(17)


class SeasonHandlers:
    """Serves seasons.

    Args:
        services: what it works with.
    """

    def __init__(self, services: Services) -> None:
        self._services = services
        self._seasons = Seasons(services.database)

    @property
    def routes(self) -> Routes:
        """What is served here."""
        return Routes(
            commands={"season start": self.start, "season end": self.ask_to_end, "season list": self.show},
            presses={actions.EndSeason: self.end},
            titles={"season": self.titles},
        )

    async def start(self, asker: Asker, options: Options) -> Message:
        """/season start <name> <end> [start]."""
        zone = await settings.zone_of(asker, self._services.chosen) or "UTC"
        typed = text_of(options, "start")
        now = from_milliseconds(to_milliseconds(asker.at))
        opens = read_moment(typed, asker.at, zone, _OPENS) if typed else now
        closes = read_moment(text_of(options, "end"), asker.at, zone, _CLOSES)
        return await self._seasons.start(asker, text_of(options, "name"), opens, closes, zone)

    async def ask_to_end(self, asker: Asker, _options: Options) -> Message:
        """/season end."""
        return await self._seasons.ask_to_end(asker)

    async def end(self, asker: Asker, action: actions.EndSeason, _typed: str) -> Message:
        """A season ended before its time."""
        check_right(asker.member, Right.ADMINISTRATOR, "end a season")
        return await self._seasons.end(asker, action.number)

    async def show(self, asker: Asker, _options: Options) -> Message:
        """/season list."""
        return await self._seasons.show(asker, await settings.zone_of(asker, self._services.chosen) or "UTC")

    async def titles(self, asker: Asker) -> Titles:
        """The seasons there are and were, by name."""
        return Titles(Title(str(each.number), each.name) for each in await self._seasons.all(asker))
