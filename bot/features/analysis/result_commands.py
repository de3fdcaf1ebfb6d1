"""Results of games and challenges as files, for hosts and openers."""

import asyncio
from functools import partial

from bot.exchange.tables.cells import as_csv, as_workbook
from bot.features.analysis import results
from bot.features.analysis.actions import TakeChallengeFile, TakeGameFile
from bot.features.analysis.results import Outcome
from bot.features.challenges.closing import read_played
from bot.features.challenges.model import may_manage
from bot.features.challenges.played import Played
from bot.features.challenges.store import challenges
from bot.features.games.game_finder import GameFinder
from bot.features.games.state import GamePhase
from bot.features.learners.choices import SHARE
from bot.features.learners.store.settings import who_said
from bot.features.packs.shelf import Shelf
from bot.features.quizzes.questions import bank
from bot.language.message import File, Footer, Message, message
from bot.language.refusals import Refusal
from bot.language.requests import Asker
from bot.language.rich_text import text
from bot.language.routes import Routes
from bot.storage.database import Database
from bot.storage.transaction import Transaction

_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_NO_PACK = "Its pack isn't here any more, so there's nothing to put into a file."


class ResultCommands:
    """Serves the buttons that return results as files.

    Args:
        shelf: provides the packs.
        database: stores the answers, and who shares their progress.
        game_finder: finds games.
    """

    def __init__(self, shelf: Shelf, database: Database, game_finder: GameFinder) -> None:
        self._shelf = shelf
        self._database = database
        self._game_finder = game_finder

    def register(self, routes: Routes) -> None:
        """Register the handlers."""
        routes.press(TakeGameFile, self.game)
        routes.press(TakeChallengeFile, self.challenge)

    async def game(self, asker: Asker, action: TakeGameFile) -> Message:
        """Return the results of a game to its host."""
        state = (await self._game_finder.find(asker, action.game)).state
        if asker.key not in state.hosts and not asker.member.administers:
            raise Refusal("Only administrators and a game's host can get its results as a file; ask one of them.")
        if state.phase is not GamePhase.ENDED:
            raise Refusal("The game is still on; get its results when it's over.")
        pack = await self._shelf.find(state.tenant, state.rules.pack)
        if pack is None:
            raise Refusal(_NO_PACK)
        return await self._file(asker, results.of_game(state, bank(pack)), "game")

    async def challenge(self, asker: Asker, action: TakeChallengeFile) -> Message:
        """Return the results of a challenge to the person who opened it."""

        def look(transaction: Transaction) -> Played | None:
            challenge = challenges.find(transaction, asker.tenant.key, action.challenge)
            if challenge is None:
                raise Refusal("I can't find that challenge here; open one with /challenge.")
            if not may_manage(asker.member, challenges.opener(transaction, challenge)):
                raise Refusal(
                    "Only administrators and the person who opened a challenge can get its results; ask one of them."
                )
            if challenge.closed is None:
                raise Refusal("The challenge isn't closed yet; get its results when it is.")
            return read_played(transaction, self._shelf, challenge)

        played = await self._database.read(look)
        if played is None:
            raise Refusal(_NO_PACK)
        return await self._file(asker, results.of_challenge(played), "challenge")

    async def _file(self, asker: Asker, outcome: Outcome, name: str) -> Message:
        tenant = asker.tenant.key
        sharing = await self._database.read(partial(who_said, tenant=tenant, name=SHARE.name, value="yes"))
        rows = [*results.table(outcome, tenant, sharing)]
        table = File(f"{name}-results.csv", await asyncio.to_thread(as_csv, rows), "text/csv")
        book = File(f"{name}-results.xlsx", await asyncio.to_thread(as_workbook, rows), _EXCEL)
        return message(
            text("Here are the results, for a spreadsheet: how much of each answer was right, in percent."),
            table,
            book,
            Footer("Only people who share their progress (/settings share:yes) are named."),
            private=True,
        )
