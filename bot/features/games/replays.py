"""Replays: playing a game again with the same rules and teams; a rematch if it's between channels."""

from datetime import timedelta
from functools import partial
from random import Random

from bot.content.model import Pack
from bot.features.games.hosting import GAME_IS_ON, Hosting
from bot.features.games.invitations import Invitations
from bot.features.games.journal import Journal
from bot.features.games.model import Key
from bot.features.games.playing import Playing
from bot.features.games.rules import Mode
from bot.features.games.running_games import RunningGames
from bot.features.games.state import GamePhase, GameState
from bot.features.games.store import games
from bot.features.learners.starting import Starting
from bot.features.packs.shelf import Shelf
from bot.language.ids import new_id
from bot.language.message import Message, message
from bot.language.people import MemberKey
from bot.language.refusals import Refusal
from bot.language.requests import Asker
from bot.language.rich_text import text
from bot.storage.database import Database

_LOOK, _LOOKS = timedelta(milliseconds=200), 25
"""Interval and maximum number of checks whether the finished game has freed its channel."""

_MOST = 50
"""From an old podium, follow at most this many replays of replays."""


class Replays:
    """Serves those who want to play again.

    Args:
        shelf: holds the packs.
        database: stores the games.
        running_games: runs the games.
        hosting: opens lobbies.
        invitations: let channels play against each other.
        playing: lets people join.
        starting: knows who may start games.
    """

    def __init__(
        self,
        shelf: Shelf,
        database: Database,
        running_games: RunningGames,
        hosting: Hosting,
        invitations: Invitations,
        playing: Playing,
        starting: Starting,
    ) -> None:
        self._starting = starting
        self._shelf = shelf
        self._database = database
        self._running_games = running_games
        self._hosting = hosting
        self._invitations = invitations
        self._playing = playing

    async def play(self, asker: Asker, game_id: str) -> Message:
        """Open the lobby of a replay, or join the replay if someone has already opened it.

        The new game's id is derived from the old one's, so simultaneous presses on several replicas open only one.

        Raises:
            Refusal: the game isn't over or isn't known, its pack is gone, or this channel has another running game.
        """
        before = await self._running_games.finder.find(asker, game_id)
        if before.state.phase is not GamePhase.ENDED:
            raise Refusal("That game is still on; play again when it's over.")
        for _ in range(_MOST):
            after = await self._after(before.state)
            if after is None:
                return await self._open(asker, before.state)
            if after.state.phase is not GamePhase.ENDED:
                return await self._take_part(asker, before.state, after)
            before = after
        raise Refusal("You've played that one many times; start a new game with /game start.")

    async def play_here(self, asker: Asker) -> Message:
        """Play the channel's last game again, or join its replay if someone has already opened it.

        Raises:
            Refusal: there was no game, or another one is running.
        """
        latest = await self._running_games.finder.latest(asker)
        if latest is None:
            raise Refusal("No game has been played here lately; start one with /game start.")
        if latest.state.phase is GamePhase.ENDED:
            return await self.play(asker, latest.state.game)
        if not latest.state.again:
            raise Refusal(GAME_IS_ON)
        return await self.play(asker, latest.state.again)

    async def _after(self, state: GameState) -> Journal | None:
        """Return the replay of a game, opened in any of its tenants; None if there's none."""
        for tenant in dict.fromkeys(venue.tenant for venue in state.venues):
            find = partial(games.home, tenant=tenant, game_id=next_id(state.game))
            key: Key | None = await self._database.read(find)
            if key is not None:
                return await self._running_games.finder.journal(key)
        return None

    async def _open(self, asker: Asker, before: GameState) -> Message:
        pack = await self._shelf.find(before.tenant, before.rules.pack)
        if pack is None:
            raise Refusal("That game's pack isn't here any more; run /help to see what there is.")
        game = next_id(before.game)
        await self._until_free(asker, before)
        try:
            await self._lobby(asker, before, pack, game)
        except Refusal:
            after = await self._after(before)
            if after is None:
                raise
            return await self._take_part(asker, before, after)
        if _wants_to_play(before, asker.key):
            await self._playing.join(asker, await self._running_games.finder.find(asker, game))
        sentence = "The lobby's open again, and you're the host: press Start there when everyone's in."
        others = [
            venue.name for venue in before.venues if (venue.tenant, venue.place) != (asker.tenant.key, asker.place.id)
        ]
        rivals = f" Ask {others[0]} to press Rematch on their podium, too." if others else ""
        return message(text(sentence + rivals), private=True)

    async def _lobby(self, asker: Asker, before: GameState, pack: Pack, game: str) -> None:
        """Open the lobby of a replay; raise Refusal if that isn't possible."""
        async with self._starting.allowed(asker):
            if not await self._hosting.open_again(asker, before, pack, game):
                raise Refusal(GAME_IS_ON)

    async def _until_free(self, asker: Asker, before: GameState) -> None:
        """Wait until the last game has freed its channel: its podium shows a moment before its results are stored."""
        find = partial(games.running_in, tenant=asker.tenant.key, place=asker.place.id)
        for _ in range(_LOOKS):
            running = await self._database.read(find)
            if running is None or running.game != before.game:
                return
            await self._running_games.clock.sleep(_LOOK)

    async def _take_part(self, asker: Asker, before: GameState, after: Journal) -> Message:
        """Join a replay; if the asker's channel was a side and isn't in it yet, add that first.

        Raises:
            Refusal: it goes on without the asker's channel, or it's a duel between two others.
        """
        here = (asker.tenant.key, asker.place.id)
        if here not in {(venue.tenant, venue.place) for venue in after.state.venues}:
            ours = next((venue for venue in before.venues if (venue.tenant, venue.place) == here), None)
            if ours is None:
                raise Refusal("The rematch goes on without this channel; start a game of your own with /game start.")
            async with self._starting.allowed(asker):
                await self._invitations.take_part(asker, after, ours.name)
        played = asker.key in before.players or asker.key in after.state.players
        if after.state.rules.mode is Mode.DUEL and not played:
            raise Refusal(
                "This rematch is for the two who played; if one of them doesn't come, press Join in the lobby."
            )
        return await self._playing.join(asker, after)


def _wants_to_play(before: GameState, who: MemberKey) -> bool:
    """Return whether the person who opens a replay also joins it, rather than only hosting as before."""
    played = before.players.get(who)
    if played is not None:
        return played.playing
    return who not in before.hosts and before.rules.mode is not Mode.DUEL


def next_id(game: str) -> str:
    """Return the id of a game's replay, which is always the same."""
    return new_id(Random(f"{game} again"))
