"""What leaderboards look like. Pure."""

from collections.abc import Sequence

from bot.features.league.model import Award, Leaderboard, LeaderboardLine, Rows
from bot.language.controls import Button, Buttons
from bot.language.message import Block, Facts, Footer, Heading, Message, Table, message
from bot.language.offers import run
from bot.language.rich_text import CommandMention, text

_MOST_LINES = 15
_PERIODS = (("Week", "week"), ("Month", "month"), ("All time", "all"))


def leaderboard(ranking: Leaderboard) -> Message:
    """Show who has scored most."""
    about = f"{ranking.topic}, " if ranking.topic else ""
    heading = Heading(f"Leaderboard: {about}{ranking.time}")
    if not ranking.lines:
        who = "No team" if ranking.rows is Rows.TEAMS else "Nobody"
        hint = " Start a game with /game start in any channel."
        return message(heading, text(f"{who} has scored in that time yet.", hint), *_periods(ranking), private=True)
    footer = Footer(text(CommandMention("/settings shown:no"), " takes you off the list"))
    return message(heading, *standings(ranking.lines), *honours(ranking.awards), *_periods(ranking), footer)


def _periods(ranking: Leaderboard) -> list[Block]:
    """Return buttons that show the same over another time, to the one who presses."""
    same = {"of": ranking.rows.value, "private": "yes", **({"topic": ranking.topic} if ranking.topic else {})}
    presses = [(label, run("leaderboard", {"period": period, **same})) for label, period in _PERIODS]
    return [Buttons(tuple(Button(label, press) for label, press in presses if press))]


def standings(lines: Sequence[LeaderboardLine], whose: str = "Name") -> list[Block]:
    """Return lines as a table, the first ones.

    Args:
        lines: in order.
        whose: what the first column is called.
    """
    rows = tuple(
        (
            f"{line.rank}. {line.name}",
            f"{line.points:,}",
            str(line.games),
            f"{round(100 * line.correct / line.asked)}%",
        )
        for line in lines[:_MOST_LINES]
    )
    more = [text(f"… and {len(lines) - _MOST_LINES} more.")] if len(lines) > _MOST_LINES else []
    return [Table((whose, "Points", "Games", "Right"), rows), *more]


def honours(awards: Sequence[Award]) -> list[Block]:
    """Return awards with the figures behind them."""
    return [Facts(tuple((award.title, f"{award.name}, {award.reason}") for award in awards))] if awards else []
