"""Results of games and challenges, by member and topic."""

from collections.abc import Sequence
from dataclasses import asdict

from bot.features.scoring.model import Result
from bot.storage.tables import game_result
from bot.storage.times import to_milliseconds
from bot.storage.transaction import Transaction


def add(transaction: Transaction, results: Sequence[Result]) -> None:
    """Insert results; any that are already stored stay as they are."""
    rows = [asdict(result) | {"at": to_milliseconds(result.at)} for result in results]
    transaction.add_missing(game_result, rows)
