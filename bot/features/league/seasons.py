"""Seasons: leaderboards with a start and an end, both announced by schedules (see season_posts.py)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.features.league import season_pages
from bot.features.league.model import Season
from bot.features.league.season_posts import CLOSING, OPENING
from bot.features.league.store import seasons
from bot.features.scheduling import announcements
from bot.features.scheduling.wording import moment
from bot.language.message import Message
from bot.language.moments import whole_milliseconds
from bot.language.port import Destination
from bot.language.refusals import Refusal
from bot.language.requests import Asker
from bot.language.rich_text import text
from bot.language.text import as_seen
from bot.naming.titles import Title, Titles
from bot.naming.unknown import unknown
from bot.storage.database import Database
from bot.storage.times import from_milliseconds, to_milliseconds
from bot.storage.transaction import Transaction

_LONGEST = timedelta(days=366)
_UNDO = timedelta(hours=1)
"""How long the reset of a season can be undone."""

_LONGEST_NUMBER = 15
"""A timestamp in milliseconds with this many digits or more is invalid."""

_OVER = "That season's already over; /season list shows them all."
_NONE_YET = "There's no season yet; an administrator can start one with /season start."


class Seasons:
    """Starts, resets and ends seasons.

    Args:
        database: stores the seasons.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def start(
        self, asker: Asker, name: str, opens: datetime, closes: datetime, zone: str, guess: str
    ) -> Message:
        """Start a season that's announced in the asker's place.

        Args:
            asker: the administrator.
            name: the season's name.
            opens: when it opens, in UTC.
            closes: when it closes, in UTC.
            zone: the IANA name of the time zone in which to show its dates.
            guess: the time zone and the source of the guess; "" if it isn't a guess.

        Raises:
            Refusal: its name is taken, or its time is invalid or overlaps another season.
        """
        tidy = " ".join(name.split())
        if not timedelta(0) < closes - opens <= _LONGEST:
            sentence = "A season has to end after it starts, and within a year; change “end” or “start”."
            raise Refusal(sentence, option="end")
        to = Destination(asker.tenant.key, asker.place.id)

        def work(transaction: Transaction) -> Season:
            existing = seasons.of_tenant(transaction, to.tenant)
            _check(existing, tidy, opens, closes)
            season = Season(
                tenant=to.tenant,
                number=seasons.next_number(transaction, to.tenant),
                name=tidy,
                place=to.place,
                place_name=asker.place.name,
                zone=zone,
                opens=opens,
                closes=closes,
                opening=announcements.make(transaction, OPENING, to, asker.place.name, opens, zone=zone),
                closing=announcements.make(transaction, CLOSING, to, asker.place.name, closes, zone=zone),
            )
            if not seasons.add(transaction, season):
                raise Refusal("Someone else has just started a season; look at /season list.")
            return season

        season = await self._database.transact(work)
        return season_pages.started(season, asker.place.mention, guess)

    async def ask_to_end(self, asker: Asker, name: str) -> Message:
        """Ask whether to end a season, or cancel it if it's still to come.

        Args:
            asker: the administrator.
            name: the season's name, as typed; "" for the current season, or else the next one.

        Raises:
            Refusal: there's no such season, or it's over.
        """
        existing = await self.all(asker)
        season = named(existing, name) if name else _next(existing, asker.at)
        if season is None:
            raise Refusal("There's no season to end; /season list shows past ones.")
        if season.closes <= asker.at:
            raise Refusal(_OVER)
        return season_pages.ask_to_end(season, runs=season.opens <= asker.at)

    async def end(self, asker: Asker, number: int) -> Message:
        """End a season early, or cancel it.

        Raises:
            Refusal: it has already ended.
        """

        def work(transaction: Transaction) -> Message:
            existing = seasons.of_tenant(transaction, asker.tenant.key)
            season = next((each for each in existing if each.number == number and each.closes > asker.at), None)
            if season is None:
                raise Refusal(_OVER)
            if season.opens > asker.at:
                for schedule in (season.opening, season.closing):
                    announcements.call_off(transaction, season.tenant, schedule)
                seasons.remove(transaction, season)
                return season_pages.called_off(season)
            seasons.end(transaction, season, asker.at)
            announcements.move(transaction, season.tenant, season.closing, asker.at)
            return season_pages.ended(season)

        return await self._database.transact(work)

    async def ask_to_reset(self, asker: Asker) -> Message:
        """Ask whether to reset the current season to zero.

        Raises:
            Refusal: there's none.
        """
        season = next((each for each in await self.all(asker) if each.opens <= asker.at < each.closes), None)
        if season is None:
            raise Refusal(
                "There's no season on; leaderboards by week and month need no reset: they're the last 7 and 30 days."
            )
        return season_pages.ask_to_reset(season)

    async def reset(self, asker: Asker, number: int) -> Message:
        """Reset the current season to zero: earlier results don't count in it any more.

        Raises:
            Refusal: it isn't the current one any more.
        """
        now = whole_milliseconds(asker.at)

        def work(transaction: Transaction) -> Message:
            existing = seasons.of_tenant(transaction, asker.tenant.key)
            season = next(
                (each for each in existing if each.number == number and each.opens < now < each.closes), None
            )
            if season is None or not seasons.reopen(transaction, season, now):
                raise Refusal("That season isn't on any more; /season list shows them all.")
            return season_pages.reset(season, str(to_milliseconds(season.opens)))

        return await self._database.transact(work)

    async def undo_reset(self, asker: Asker, number: int, since: str) -> Message:
        """Undo the reset of a season within an hour.

        Args:
            asker: the administrator.
            number: the season's number.
            since: when it opened before the reset, in milliseconds; untrusted.

        Raises:
            Refusal: it's too late, or `since` isn't valid.
        """

        def work(transaction: Transaction) -> Message:
            existing = seasons.of_tenant(transaction, asker.tenant.key)
            season = next((each for each in existing if each.number == number and each.closes > asker.at), None)
            before = from_milliseconds(int(since)) if since.isdecimal() and len(since) < _LONGEST_NUMBER else None
            if season is None or before is None or not _may_reopen(existing, season, before, asker.at):
                raise Refusal("It's too late to undo that; /season list shows all seasons.")
            seasons.reopen(transaction, season, before)
            return season_pages.brought_back(season)

        return await self._database.transact(work)

    async def show(self, asker: Asker, zone: str) -> Message:
        """List all seasons, latest first.

        Raises:
            Refusal: there are none.
        """
        all_seasons = await self.all(asker)
        if not all_seasons:
            raise Refusal(_NONE_YET)
        return season_pages.listed(all_seasons, zone, asker.at)

    async def all(self, asker: Asker) -> list[Season]:
        """Return the seasons of the asker's tenant, earliest first."""
        return await self._database.read(lambda transaction: seasons.of_tenant(transaction, asker.tenant.key))


def named(all_seasons: Sequence[Season], typed: str) -> Season:
    """Return the season that's meant.

    Raises:
        Refusal: there's no such season.
    """
    titles = Titles(Title(str(each.number), each.name) for each in all_seasons)
    match = titles.match(typed)
    if match is None:
        raise unknown("season", f"There's no season “{typed}”", titles, typed, "Run /season list to see them all.")
    return next(each for each in all_seasons if str(each.number) == match.key)


def current(all_seasons: Sequence[Season], at: datetime) -> Season:
    """Return the current season, or else the last one.

    Raises:
        Refusal: none has started yet.
    """
    started = [each for each in all_seasons if each.opens <= at]
    if not started:
        raise Refusal(_NONE_YET)
    return started[-1]


def _check(all_seasons: Sequence[Season], name: str, opens: datetime, closes: datetime) -> None:
    """Check a new season against the existing ones; raise Refusal if it isn't valid."""
    if any(as_seen(each.name) == as_seen(name) for each in all_seasons):
        raise Refusal(f"There's already a season “{name}”; choose another name.", option="name")
    other = next((each for each in all_seasons if opens < each.closes and each.opens < closes), None)
    if other is not None:
        until = moment(other.closes, other.zone)
        instead = "; start yours after that, or end it with /season end."
        raise Refusal(text(f"The season {other.name} runs until ", until, instead), option="start")


def _may_reopen(all_seasons: Sequence[Season], season: Season, before: datetime, at: datetime) -> bool:
    """Return whether a season was reset within the last hour, and can open at the given earlier time again."""
    was_reset = timedelta(0) <= at - season.opens <= _UNDO and before < season.opens
    overlaps = any(before < each.closes and each.opens < season.closes for each in all_seasons if each != season)
    return was_reset and season.closes - before <= _LONGEST and not overlaps


def _next(all_seasons: Sequence[Season], at: datetime) -> Season | None:
    return next((each for each in all_seasons if each.closes > at), None)
