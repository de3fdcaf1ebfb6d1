"""The leaderboard page. Pure."""

from collections.abc import Sequence

from bot.features.league.model import Award, Leaderboard, LeaderboardLine, Rows
from bot.features.scoring.ranks import first_lines, left_out
from bot.language.controls import Button, Buttons, Emphasis
from bot.language.message import Block, Facts, Footer, Heading, Message, Table, message
from bot.language.offers import run
from bot.language.rich_text import CommandMention, text

_MOST_LINES = 15
_PERIODS = (("Week", "week"), ("Month", "month"), ("All time", "all"))


def leaderboard(ranking: Leaderboard, member: str) -> Message:
    """Return a leaderboard.

    Args:
        ranking: the leaderboard.
        member: the id of the person who asked; their own line is always shown.
    """
    about = f"{ranking.topic}, " if ranking.topic else ""
    heading = Heading(f"Leaderboard: {about}{ranking.time}")
    if not any(line.points for line in ranking.lines):
        who = "No team" if ranking.rows is Rows.TEAMS else "Nobody"
        if ranking.is_over:
            return message(heading, text(f"{who} scored in that season."), *_periods(ranking), private=True)
        sentence = text(
            f"{who} has scored in that time yet. Start a game with ",
            CommandMention("/game start"),
            " in any channel.",
        )
        return message(heading, sentence, *_start(), *_periods(ranking), private=True)
    footer = Footer(text(CommandMention("/settings shown:no"), " takes you off the list"))
    own = "" if ranking.rows is Rows.TEAMS else member
    return message(
        heading, *standings(ranking.lines, member=own), *honours(ranking.awards), *_periods(ranking), footer
    )


def _start() -> list[Block]:
    """Return a button that starts a game, for a board that has nothing on it."""
    press = run("game start", {})
    return [Buttons((Button("Start a game", press, Emphasis.PRIMARY),))] if press else []


def _periods(ranking: Leaderboard) -> list[Block]:
    """Return buttons that show the leaderboard of another period, in private."""
    same = {"of": ranking.rows.value, "private": "yes", **({"topic": ranking.topic} if ranking.topic else {})}
    presses = [(label, run("leaderboard", {"period": period, **same})) for label, period in _PERIODS]
    return [Buttons(tuple(Button(label, press) for label, press in presses if press))]


def standings(lines: Sequence[LeaderboardLine], whose: str = "Name", member: str = "") -> list[Block]:
    """Return the first lines as a table; those without points are only named below it.

    Args:
        lines: the lines, in order.
        whose: the header of the first column.
        member: the id of a member whose line is shown in any case; "" for none.
    """
    scored = [line for line in lines if line.points or line.key == member]
    shown = first_lines(scored, _MOST_LINES, lambda line: line.key == member)
    rows = tuple(
        (
            f"{line.rank}. {line.name}",
            f"{line.points:,}",
            str(line.games),
            f"{round(100 * line.correct / line.asked)}%",
        )
        for line in shown
    )
    others = left_out(len(scored) - len(shown), [line.name for line in lines if line not in scored])
    return [Table((whose, "Points", "Games", "Right"), rows), *([text(others)] if others else [])]


def honours(awards: Sequence[Award]) -> list[Block]:
    """Return the awards, with the figures that justify them."""
    return [Facts(tuple((award.title, f"{award.name}, {award.reason}") for award in awards))] if awards else []
