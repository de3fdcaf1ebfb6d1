"""Games: /game …, and the presses on boards."""

from bot.features.games import actions
from bot.features.games.appointments import Appointments
from bot.features.games.host_commands import Hosting, rules_of
from bot.features.games.player_commands import Play
from bot.language.message import Form, Message
from bot.language.requests import Asker
from bot.language.routes import Options, Routes
from bot.language.text import clean
from bot.services import Services, text_of

_QUESTIONS = 7
_SECONDS = 20
_LONGEST_NAME = 32
"""Characters of a side's name."""


class GameHandlers:
    """Serves games.

    Args:
        services: what it works with.
    """

    def __init__(self, services: Services) -> None:
        self._services = services
        self._host = services.host
        self._play = Play(services.host, services.composer, services.database)
        self._hosting = Hosting(services.host, services.composer, services.database, services.random)
        self._appointments = Appointments(
            services.library, services.database, services.host, self._hosting, self._play
        )

    @property
    def routes(self) -> Routes:
        """What is served here."""
        return Routes(
            commands={
                "game start": self.start,
                "game join": self.join_here,
                "game pause": self.pause,
                "game skip": self.skip,
                "game stop": self.stop,
                "game invite": self.invite,
                "game accept": self.accept,
            },
            presses={
                actions.JoinGame: self.join,
                actions.OpenGame: self.open,
                actions.LeaveGame: self.leave,
                actions.HostGame: self.act,
                actions.ShowControls: self.controls,
                actions.PlayChoice: self.choose,
                actions.PlayWords: self.type,
                actions.PlayOrder: self.pick_next,
                actions.ReviewGame: self.review,
            },
            forms={actions.PlayWords: self.form},
        )

    async def start(self, asker: Asker, options: Options) -> Message:
        """/game start [topic] [questions] [seconds] [mode] [teams] [points] [streaks]."""
        pack = await self._services.pack_for(asker)
        topic = self._services.finder(pack).topic(text_of(options, "topic")) if "topic" in options else None
        rules = rules_of(
            text_of(options, "mode") or "teams",
            int(options.get("seconds", _SECONDS)),
            text_of(options, "points") or "mean",
            text_of(options, "streaks"),
        )
        teams = int(options["teams"]) if "teams" in options else None
        return await self._hosting.start(asker, pack, topic, int(options.get("questions", _QUESTIONS)), rules, teams)

    async def join_here(self, asker: Asker, _options: Options) -> Message:
        """/game join."""
        return await self._play.join(asker, await self._host.here(asker))

    async def pause(self, asker: Asker, _options: Options) -> Message:
        """/game pause."""
        return await self._hosting.toggle_pause(asker, await self._host.here(asker))

    async def skip(self, asker: Asker, _options: Options) -> Message:
        """/game skip."""
        return await self._hosting.act(asker, await self._host.here(asker), "skip")

    async def stop(self, asker: Asker, _options: Options) -> Message:
        """/game stop."""
        return await self._hosting.act(asker, await self._host.here(asker), "stop")

    async def invite(self, asker: Asker, options: Options) -> Message:
        """/game invite [name]."""
        return await self._hosting.invite(asker, await self._host.here(asker), _name(options))

    async def accept(self, asker: Asker, options: Options) -> Message:
        """/game accept <code> [name]."""
        return await self._hosting.accept(asker, text_of(options, "code"), _name(options))

    async def join(self, asker: Asker, action: actions.JoinGame, _typed: str) -> Message:
        """Playing along."""
        return await self._play.join(asker, await self._host.find(asker, action.game), action.team)

    async def open(self, asker: Asker, action: actions.OpenGame, _typed: str) -> Message:
        """Playing along in a game that a schedule invites to."""
        return await self._appointments.join(asker, action)

    async def leave(self, asker: Asker, action: actions.LeaveGame, _typed: str) -> Message:
        """No longer playing along."""
        return await self._play.leave(asker, await self._host.find(asker, action.game))

    async def act(self, asker: Asker, action: actions.HostGame, _typed: str) -> Message:
        """What a host does."""
        return await self._hosting.act(asker, await self._host.find(asker, action.game), action.act, action.player)

    async def controls(self, asker: Asker, action: actions.ShowControls, _typed: str) -> Message:
        """What a host may do."""
        return await self._hosting.controls(asker, await self._host.find(asker, action.game))

    async def choose(self, asker: Asker, action: actions.PlayChoice, _typed: str) -> Message:
        """An answer given by a button."""
        return await self._play.choose(asker, action)

    async def form(self, asker: Asker, action: actions.PlayWords) -> Form:
        """What to ask before an answer is typed."""
        return await self._play.form(asker, action)

    async def type(self, asker: Asker, action: actions.PlayWords, typed: str) -> Message:
        """An answer given by typing."""
        return await self._play.type(asker, action, clean(typed))

    async def pick_next(self, asker: Asker, action: actions.PlayOrder, _typed: str) -> Message:
        """One more item put in order."""
        return await self._play.pick_next(asker, action)

    async def review(self, asker: Asker, action: actions.ReviewGame, _typed: str) -> Message:
        """What the asker missed."""
        return await self._play.review(asker, action.game)


def _name(options: Options) -> str:
    return text_of(options, "name")[:_LONGEST_NAME]
