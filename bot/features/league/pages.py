"""What leaderboards look like. Pure."""

from collections.abc import Sequence

from bot.features.league.model import Award, Line
from bot.language.message import Block, Facts, Table, text

_MOST_LINES = 15


def standings(lines: Sequence[Line], whose: str = "Name") -> list[Block]:
    """Lines as a table, the first ones.

    Args:
        lines: in order.
        whose: what the first column is called.
    """
    rows = tuple(
        (
            f"{line.rank}. {line.name}",
            f"{line.points:,}",
            str(line.games),
            f"{round(100 * line.correct / line.asked)} %",
        )
        for line in lines[:_MOST_LINES]
    )
    more = [text(f"… and {len(lines) - _MOST_LINES} more.")] if len(lines) > _MOST_LINES else []
    return [Table((whose, "Points", "Games", "Right"), rows), *more]


def honours(awards: Sequence[Award]) -> list[Block]:
    """Awards with the figures behind them."""
    return [Facts(tuple((award.title, f"{award.name}: {award.reason}") for award in awards))] if awards else []
