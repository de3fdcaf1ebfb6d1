"""Appointments: joining a game that a schedule invites to. The first to press opens its lobby, and hosts."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

from bot.features.games import posted_game
from bot.features.games.actions import HostGame, OpenGame
from bot.features.games.hosting import Hosting
from bot.features.games.model import Key
from bot.features.games.playing import Playing
from bot.features.games.running_games import RunningGames
from bot.features.games.store import games
from bot.features.packs.shelf import Shelf
from bot.features.scheduling import subject
from bot.features.scheduling.model import Schedule
from bot.features.scheduling.store import schedules
from bot.language.actions import encode
from bot.language.controls import Button, Buttons, Emphasis
from bot.language.message import Message, message
from bot.language.people import Place
from bot.language.refusals import Refusal
from bot.language.requests import Asker
from bot.language.rich_text import text
from bot.storage.database import Database


class Appointments:
    """Serves presses on scheduled invitations.

    Args:
        shelf: holds the packs.
        database: stores schedules and games.
        running_games: runs the games.
        hosting: opens lobbies.
        playing: lets people join.
    """

    def __init__(
        self, shelf: Shelf, database: Database, running_games: RunningGames, hosting: Hosting, playing: Playing
    ) -> None:
        self._shelf = shelf
        self._database = database
        self._running_games = running_games
        self._hosting = hosting
        self._playing = playing

    async def join(self, asker: Asker, invited: OpenGame) -> Message:
        """Join the game of an invitation, and open its lobby if nobody has yet.

        The invitation carries the game's id, so simultaneous presses on several replicas open only one game, and a
        press after a crash continues it.

        Raises:
            Refusal: the invitation has expired or was called off, another game is on, or the asker can't play.
        """
        if invited.game == posted_game.PREVIEW:
            raise Refusal("That's how it'll look; the game itself comes at its time.")
        tenant = asker.tenant.key
        key = await self._database.read(partial(games.home, tenant=tenant, game_id=invited.game))
        schedule = await self._database.read(partial(schedules.find, tenant=tenant, number=invited.schedule))
        opened = key is None and await self._open(asker, invited, schedule)
        journal = await self._running_games.finder.journal(key or Key(asker.tenant.key, invited.game))
        joined = await self._playing.join(asker, journal)
        if not opened:
            return joined
        start = Button("Start now", encode(HostGame(invited.game, "start")), Emphasis.PRIMARY)
        sentence = text("The lobby's open, and you're the host.")
        return message(*joined.blocks, sentence, Buttons((start,)), private=True)

    async def _open(self, asker: Asker, invited: OpenGame, schedule: Schedule | None) -> bool:
        """Open the lobby; return False if someone else has just done so."""
        if schedule is None or schedule.kind != posted_game.KIND or schedule.member:
            raise Refusal("This game was called off; start one with /game start.")
        if self._running_games.now() > datetime.fromtimestamp(60 * invited.until, UTC):
            raise Refusal("Nobody joined in time, so there was no game; start one with /game start.")
        await self._shelf.find(schedule.tenant, schedule.pack)
        pack, topics = subject.find_all(self._shelf, schedule)
        chosen = posted_game.OPTIONS.read(schedule.options)
        there = replace(asker, place=Place(schedule.place, schedule.place_name))
        rules = posted_game.rules_of(chosen)
        if await self._hosting.open(there, pack, topics, chosen.questions, rules, None, invited.game):
            return True
        find = partial(games.running_in, tenant=schedule.tenant, place=schedule.place)
        running = await self._database.read(find)
        if running != Key(asker.tenant.key, invited.game):
            raise Refusal("There's another game on in this channel; join it with /game join.")
        return False
