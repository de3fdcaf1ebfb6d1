"""Composes a game's boards from its state and its pack, with pictures for the final one."""

from datetime import datetime

from bot.content.model import Pack
from bot.features.games import board
from bot.features.games.continuing import while_barred
from bot.features.games.game_packs import GamePacks
from bot.features.games.lobby import lobby
from bot.features.games.model import Venue
from bot.features.games.podium import steps_of
from bot.features.games.race import race
from bot.features.games.report import headline, report
from bot.features.games.standings import standings
from bot.features.games.state import END_BOARD, LOBBY_BOARD, GameState, board_before, current_board, question_board
from bot.features.quizzes.presentation import asked
from bot.features.quizzes.questions import bank
from bot.features.scoring.podium import podium
from bot.illustrations.illustrator import Illustrator
from bot.illustrations.recipes import of_card
from bot.language.message import Drawing, Message, message
from bot.language.rich_text import text


class Composer:
    """Composes boards.

    Args:
        packs: the packs of games.
        illustrator: draws the pictures that boards refer to.
    """

    def __init__(self, packs: GamePacks, illustrator: Illustrator) -> None:
        self._packs = packs
        self._illustrator = illustrator

    async def compose(self, state: GameState, name: str, venue: Venue, now: datetime) -> Message:
        """Return the board of the given name, for a channel.

        Args:
            state: the game's state.
            name: the board's name (see state.py).
            venue: the channel that sees it.
            now: the time, in UTC.
        """
        await self._packs.load(state)
        if (coming := self._packs.question_at(state, len(state.rounds))) is not None:
            self._illustrator.begin(asked(coming), venue.tenant)
        return await self._illustrator.illustrate(self._said(state, name, venue, now), venue.tenant)

    def _said(self, state: GameState, name: str, venue: Venue, now: datetime) -> Message:
        if not state.barred:
            return self._compose(state, name, venue, now)
        is_current, failed = name == current_board(state), state.barred.get((venue.tenant, venue.place))
        if is_current and state.shown is not None:
            drawn = board.held(state, state.shown.position)
        else:
            drawn = self._compose(state, name, venue, now)
        says_why = is_current if failed is None else name == board_before(state, failed)
        return while_barred(drawn, state, venue) if says_why else drawn

    def _compose(self, state: GameState, name: str, venue: Venue, now: datetime) -> Message:
        pack = self._packs.current_pack(state)
        if pack is None:
            return message(text("This game's pack isn't here any more; a host can end the game."))
        if name == LOBBY_BOARD:
            return lobby(state, pack, venue, now)
        if name == END_BOARD:
            return report(state, pack, bank(pack), venue, _drawings(state, pack, venue))
        position = next(each.position for each in state.rounds if question_board(each.position) == name)
        posed = self._packs.question_at(state, position)
        return board.gone(state, position) if posed is None else board.question(state, posed, venue, now)


def _drawings(state: GameState, pack: Pack, venue: Venue) -> list[Drawing]:
    """Return the pictures of the podium and the race, if there are any."""
    table = standings(state)
    steps = steps_of(state, table, venue)
    standing = podium(headline(state, table), pack, state.rules.topics, table.counted, steps)
    if standing is None:
        return []
    runs = race(state, pack, venue)
    return [of_card(standing), *([of_card(runs)] if runs else [])]
