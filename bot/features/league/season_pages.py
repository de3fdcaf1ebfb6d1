"""The pages about seasons: replies to commands, and announcements. Pure."""

from collections.abc import Sequence
from datetime import datetime

from bot.features.help.actions import keep
from bot.features.league.actions import EndSeason, ResetSeason, UndoReset
from bot.features.league.model import Award, LeaderboardLine, Season
from bot.features.league.pages import honours, standings
from bot.features.scheduling.wording import moment
from bot.features.scoring.ranks import won_by
from bot.language.actions import encode
from bot.language.controls import Button, Buttons, Emphasis
from bot.language.message import Block, Facts, Footer, Heading, Message, message
from bot.language.rich_text import ChannelMention, CommandMention, strong, text

_MOST_LISTED = 12


def started(season: Season, where: ChannelMention, guess: str) -> Message:
    """Confirm that a season is planned.

    Args:
        season: the season.
        where: the channel in which both ends are announced.
        guess: the time zone and the source of the guess; "" if it isn't a guess.
    """
    zone = season.zone
    return message(
        Heading(f"Season {season.name}"),
        Facts((("Opens", text(moment(season.opens, zone))), ("Closes", text(moment(season.closes, zone))))),
        text("I'll announce both in ", where, ", with the final standings at the end."),
        *(
            [text(f"The time zone is {guess}; change it with ", CommandMention("/settings zone:…"), ".")]
            if guess
            else []
        ),
        Footer(
            text(
                CommandMention("/leaderboard season"),
                " shows how it's going · ",
                CommandMention("/season end"),
                " ends it early",
            )
        ),
        private=True,
    )


def ask_to_end(season: Season, *, runs: bool) -> Message:
    """Ask for confirmation before a season ends early.

    Args:
        season: the season.
        runs: whether it has started.
    """
    sentence = "I'll post the final standings now." if runs else "It hasn't started yet, so it won't happen at all."
    button = Button("End it" if runs else "Call it off", encode(EndSeason(season.number)), Emphasis.DANGER)
    heading = Heading(f"{'End' if runs else 'Call off'} the season {season.name}?")
    return message(heading, text(sentence), Buttons((button, keep())), private=True)


def called_off(season: Season) -> Message:
    """Confirm that a season was cancelled before it started."""
    return message(text("Called off: ", strong(season.name), "."), private=True, replaces=True)


def ended(season: Season) -> Message:
    """Confirm that a season was ended early."""
    where = (". You'll see the final standings in ", season.channel, " in a moment.")
    return message(text("Ended: ", strong(season.name), *where), private=True, replaces=True)


def ask_to_reset(season: Season) -> Message:
    """Ask for confirmation before a season is reset to zero."""
    return message(
        Heading(f"Reset the season {season.name}?"),
        text("Everyone in it starts from zero. Leaderboards by week, month and all time stay as they are."),
        Buttons((Button("Reset it", encode(ResetSeason(season.number)), Emphasis.DANGER), keep())),
        private=True,
    )


def reset(season: Season, since: str) -> Message:
    """Confirm that a season was reset to zero.

    Args:
        season: the season before the reset.
        since: when it had opened, in milliseconds since 1970.
    """
    undo = UndoReset(season.number, since)
    return message(
        text(strong(season.name), " starts from zero now. You can undo that within an hour."),
        Buttons((Button("Undo", encode(undo)),)),
        private=True,
        replaces=True,
    )


def brought_back(season: Season) -> Message:
    """Confirm that the reset of a season was undone."""
    return message(text("Everyone's points in ", strong(season.name), " are back."), private=True, replaces=True)


def listed(seasons: Sequence[Season], zone: str, at: datetime) -> Message:
    """List the seasons, latest first.

    Args:
        seasons: the seasons, earliest first.
        zone: the time zone in which to show their dates.
        at: now, in UTC.
    """
    lines = tuple(
        (
            f"{each.name}{_how(each, at)}",
            text(moment(each.opens, zone), " to ", moment(each.closes, zone)),
        )
        for each in reversed(seasons[-_MOST_LISTED:])
    )
    return message(
        Heading("Seasons"),
        Facts(lines),
        Footer(text(CommandMention("/leaderboard season"), " shows how a season went")),
        private=True,
    )


def opened(season: Season) -> Message:
    """Return the announcement of a season's start."""
    return message(
        Heading(f"The season {season.name} has started"),
        text(
            "From now on, your points in games and challenges count. ",
            CommandMention("/leaderboard season"),
            " shows where you stand.",
        ),
        Facts((("Closes", text(moment(season.closes, season.zone))),)),
        Footer(
            text(
                CommandMention("/game start"),
                " plays right now · ",
                CommandMention("/challenge"),
                " lets everyone play in their own time",
            )
        ),
    )


def closed(
    season: Season, lines: Sequence[LeaderboardLine], ranked: Sequence[LeaderboardLine], awards: Sequence[Award]
) -> Message:
    """Return the announcement of a season's end.

    Args:
        season: the season.
        lines: the final standings of its members.
        ranked: the final standings of its teams.
        awards: the awards.
    """
    footer = Footer(text(moment(season.opens, season.zone), " to ", moment(season.closes, season.zone)))
    nobody = text("Nobody scored this time. Start the next one with ", CommandMention("/season start"), ".")
    if not lines and not ranked:
        return message(Heading(f"The season {season.name} is over"), nobody, footer)
    winners = [line.name for line in lines if line.rank == 1 and line.points]
    blocks: list[Block] = [Heading(f"The season {season.name} is over: {won_by(winners) or 'how it went'}")]
    if not any(line.points for line in (*lines, *ranked)):
        return message(*blocks, nobody, footer)
    lines, ranked = (each if any(line.points for line in each) else [] for each in (lines, ranked))
    blocks += standings(lines) if lines else []
    blocks += [text(strong("Teams"))] if lines and ranked else []
    blocks += standings(ranked, "Team") if ranked else []
    return message(*blocks, *honours(awards), footer)


def _how(season: Season, at: datetime) -> str:
    if season.opens <= at < season.closes:
        return " (now)"
    return " (upcoming)" if at < season.opens else ""
