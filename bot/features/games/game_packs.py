"""The packs and questions of games: the current version, or the previous one while it loads."""

from cachetools import LRUCache

from bot.content.model import Pack
from bot.content.question import Question
from bot.features.games.state import GameState
from bot.features.packs.shelf import Shelf
from bot.features.quizzes.posed import IN_GAME, Posed
from bot.features.quizzes.questions import bank
from bot.storage.database import NotReadyError

_MOST_SEEN = 200
"""Maximum number of packs that are remembered for use while a newer version loads."""


class GamePacks:
    """Gives access to the packs of games without waiting for a load.

    Args:
        shelf: holds all packs.
    """

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._seen: LRUCache[tuple[str, str], Pack] = LRUCache(_MOST_SEEN)

    async def load(self, state: GameState) -> None:
        """Load the current version of a game's pack."""
        pack = await self._shelf.find(state.tenant, state.rules.pack)
        if pack is not None:
            self._seen[state.tenant, pack.id] = pack

    def current_pack(self, state: GameState) -> Pack | None:
        """Return a game's pack: the current version, or the previous one while it loads; None if it's gone."""
        try:
            return self._shelf.get(state.tenant, state.rules.pack)
        except NotReadyError:
            return self._seen.get((state.tenant, state.rules.pack))

    def question_at(self, state: GameState, position: int) -> Posed | None:
        """Return a question of a game; None if it was removed from the pack, or there's none at that position."""
        pack = self.current_pack(state)
        if pack is None or position >= len(state.rules.questions):
            return None
        question: Question | None = bank(pack).get(state.rules.questions[position])
        return Posed(pack, question, state.game, position, state.rules.seed, IN_GAME) if question else None
