"""The /season commands: start, end, reset and list."""

import re
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, time

from bot.features.league import actions
from bot.features.league.model import LONGEST_NAME
from bot.features.league.seasons import Seasons
from bot.features.learners import settings
from bot.features.learners.chosen import Chosen
from bot.features.scheduling.notations import MOMENT
from bot.features.scheduling.wording import read_duration, read_moment
from bot.features.scheduling.written_dates import looks_like_date
from bot.language.commands import Command
from bot.language.controls import Button, Buttons, Emphasis
from bot.language.message import Message, message
from bot.language.moments import whole_milliseconds
from bot.language.offers import fill_in
from bot.language.options import NoOptions, option, options
from bot.language.people import Right, check_right
from bot.language.permissions import Permissions
from bot.language.refusals import Refusal, blaming
from bot.language.requests import Asker
from bot.language.rich_text import text
from bot.language.routes import Routes
from bot.language.text import fold
from bot.naming.titles import Title, Titles

_OPENS, _CLOSES = time(9), time(17)
_CALLED = re.compile(r"^(?:(?:a|the|our|new) )*season (?:called|named) (?=\S)", re.IGNORECASE)
_NEVER_LATER = ("today", "tonight", "tomorrow")
"""Words for an end that doesn't come again, unlike Friday or 28 February."""


@options
class StartSeasonOptions:
    """The options of a new season."""

    name: str = option("what to call it", longest=LONGEST_NAME, names=True)
    start: str = option(
        "when it opens, such as tomorrow or Monday 9:00",
        default="",
        usual="at once",
        notation=MOMENT,
        leads=("from", "starting", "beginning"),
    )
    end: str = option(
        "when it closes, such as 90d, 6 weeks or Friday 17:00",
        notation=MOMENT,
        leads=("until", "till", "to", "through", "ending", "-", "–"),
    )


@options
class EndSeasonOptions:
    """Which season to end."""

    season: str = option(
        "which season",
        default="",
        usual="the current one, or else the next",
        longest=LONGEST_NAME,
        completes=True,
        leads=("name", "called", "named"),
    )


START = Command(
    "season start",
    "Start a season, and announce its start and end in this channel",
    "/season start Spring end:90d",
    StartSeasonOptions,
    Right.ADMINISTRATOR,
    "start a season",
    needs_channel=True,
)
END = Command(
    "season end",
    "End the season early, or call off the next one",
    "/season end",
    EndSeasonOptions,
    Right.ADMINISTRATOR,
    "end a season",
)
RESET = Command(
    "season reset",
    "Start the current season again, with everyone at zero",
    "/season reset",
    NoOptions,
    Right.ADMINISTRATOR,
    "reset a season",
)
LIST = Command("season list", "See all seasons, past and present", "/season list", NoOptions, of_team=True)
COMMANDS = (START, END, RESET, LIST)
GROUP = {"season": "Seasons of the leaderboard, with a beginning and an end"}


class SeasonCommands:
    """Serves the /season commands.

    Args:
        chosen: the settings.
        permissions: checks where a season may be announced.
        seasons: starts and ends seasons.
    """

    def __init__(self, chosen: Chosen, permissions: Permissions, seasons: Seasons) -> None:
        self._chosen = chosen
        self._permissions = permissions
        self._seasons = seasons

    def register(self, routes: Routes) -> None:
        """Register the handlers."""
        routes.command(START, self.start)
        routes.command(END, self.ask_to_end)
        routes.command(LIST, self.show)
        routes.press(actions.EndSeason, self.end)
        routes.command(RESET, self.ask_to_reset)
        routes.press(actions.ResetSeason, self.reset)
        routes.press(actions.UndoReset, self.undo_reset)
        routes.completer("season", self.titles)

    async def start(self, asker: Asker, options: StartSeasonOptions) -> Message:
        """Serve /season start <name> [start] <end>."""
        options = _length_last(options)
        zone = await settings.zone_of(asker, self._chosen) or "UTC"
        now = whole_milliseconds(asker.at)
        name, start = _name_and_start(options)
        with blaming("start"):
            opens = read_moment(start, asker.at, zone, _OPENS) if start else now
        with blaming("end"):
            closes = _closing(options, opens, asker.at, zone)
        await self._permissions.check_may_post(asker.tenant, asker.place)
        guess = await settings.guess_of(asker, self._chosen)
        return await self._seasons.start(asker, name, opens, closes, zone, guess)

    async def ask_to_end(self, asker: Asker, options: EndSeasonOptions) -> Message:
        """Serve /season end [season]: ask for confirmation."""
        return await self._seasons.ask_to_end(asker, options.season)

    async def end(self, asker: Asker, action: actions.EndSeason) -> Message:
        """End a season early."""
        check_right(asker.member, Right.ADMINISTRATOR, "end a season")
        return await self._seasons.end(asker, action.number)

    async def ask_to_reset(self, asker: Asker, _options: NoOptions) -> Message:
        """Serve /season reset: ask for confirmation."""
        return await self._seasons.ask_to_reset(asker)

    async def reset(self, asker: Asker, action: actions.ResetSeason) -> Message:
        """Reset a season to zero."""
        check_right(asker.member, Right.ADMINISTRATOR, "reset a season")
        return await self._seasons.reset(asker, action.number)

    async def undo_reset(self, asker: Asker, action: actions.UndoReset) -> Message:
        """Undo the reset of a season."""
        check_right(asker.member, Right.ADMINISTRATOR, "reset a season")
        return await self._seasons.undo_reset(asker, action.number, action.since)

    async def show(self, asker: Asker, _options: NoOptions) -> Message:
        """Serve /season list."""
        if asker.member.administers and not await self._seasons.all(asker):
            begin = Button("Start a season …", fill_in(START), Emphasis.PRIMARY)
            sentence = text("There's no season yet. Start one, and the leaderboard starts from zero.")
            return message(sentence, Buttons((begin,)), private=True)
        return await self._seasons.show(asker, await settings.zone_of(asker, self._chosen) or "UTC")

    async def titles(self, asker: Asker) -> Titles:
        """Return the past, current and future seasons, by name."""
        return Titles(Title(str(each.number), each.name) for each in await self._seasons.all(asker))


def _length_last(options: StartSeasonOptions) -> StartSeasonOptions:
    """Return the options with the length as the end, even if it was typed before the start: “90d tomorrow”."""
    starts_in = fold(options.start).startswith(("in ", "after "))
    if starts_in or read_duration(options.start) is None or read_duration(options.end) is not None:
        return options
    return replace(options, start=options.end, end=options.start)


def _name_and_start(options: StartSeasonOptions) -> tuple[str, str]:
    """Return the name, and the start as typed; a date in figures after a name is the start: “12.01.2026 to …”."""
    name = _CALLED.sub("", options.name)
    *before, last = name.split()
    if options.start or not before or not looks_like_date(last):
        return name, options.start
    return " ".join(before), last


def _closing(options: StartSeasonOptions, opens: datetime, now: datetime, zone: str) -> datetime:
    """Return when a season closes, in UTC.

    A length such as 90d starts at the opening. A day is the next one, or the next after the opening if it would come
    before that: in January, a season from 1 December to 28 February ends next year.

    The seconds are dropped, so that a season that opens at 9:00:30 doesn't close a minute later than announced.

    Args:
        options: the options as typed.
        opens: when the season opens, in UTC.
        now: now, in UTC.
        zone: the time zone of the days and times.

    Raises:
        Refusal: the end can't be read.
    """
    from_opening = opens.replace(second=0, microsecond=0)
    if not options.start or read_duration(options.end) is not None:
        return read_moment(options.end, from_opening, zone, _CLOSES)
    closes = read_moment(options.end, now, zone, _CLOSES)
    if closes <= opens and not any(each in fold(options.end) for each in _NEVER_LATER):
        with suppress(Refusal):  # a date with a year stays before the opening
            return read_moment(options.end, from_opening, zone, _CLOSES)
    return closes
