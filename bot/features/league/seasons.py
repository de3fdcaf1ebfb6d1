"""Seasons: leaderboards with a beginning and an end, both posted by schedule."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from bot.features.games.results import Result
from bot.features.help.actions import keep
from bot.features.league import model as league
from bot.features.league import pages as league_pages
from bot.features.league.actions import EndSeason
from bot.features.league.model import Season
from bot.features.league.store import results, seasons
from bot.features.scheduling import announcements
from bot.features.scheduling.kinds import QuickComposer, SlowComposer
from bot.features.scheduling.model import INTERNAL, Schedule
from bot.features.scheduling.wording import moment
from bot.features.teams import store as teams
from bot.language.actions import encode
from bot.language.message import (
    Block,
    Button,
    Buttons,
    CommandMention,
    Emphasis,
    Facts,
    Footer,
    Heading,
    Message,
    Refusal,
    message,
    strong,
    text,
)
from bot.language.moments import whole_milliseconds
from bot.language.port import Destination
from bot.language.requests import Asker
from bot.language.text import as_seen
from bot.storage.database import Database
from bot.storage.times import from_milliseconds, to_milliseconds
from bot.storage.transaction import Transaction

OPENING = f"{INTERNAL}season opening"
CLOSING = f"{INTERNAL}season closing"
"""The kinds of schedule that post the beginning and the end of a season."""

_LONGEST = timedelta(days=366)
_UNDO = timedelta(hours=1)
"""How long a season that was reset can be as it was before."""

_LONGEST_NUMBER = 15
"""Digits of a moment in milliseconds; a longer one is none."""

_MOST_LISTED = 12
_NONE_YET = "There's no season yet; an administrator can start one with /season start."


class Seasons:
    """The seasons of all tenants.

    Args:
        database: where they are kept.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def start(
        self, asker: Asker, name: str, opens: datetime, closes: datetime, zone: str, guess: str
    ) -> Message:
        """Start a season, announced where the asker is.

        Args:
            asker: who starts it.
            name: what it's called.
            opens: when it begins, in UTC.
            closes: when it ends, in UTC.
            zone: the IANA name of the time zone to say in when it ends.
            guess: the zone and what it's guessed from; "" if it isn't a guess.

        Raises:
            Refusal: its name or its time doesn't do.
        """
        shown = " ".join(name.split())
        if not timedelta(0) < closes - opens <= _LONGEST:
            sentence = "A season has to end after it starts, and within a year; change “end” or “start”."
            raise Refusal(sentence, option="end")
        to = Destination(asker.tenant.key, asker.place.id)

        def work(transaction: Transaction) -> None:
            existing = seasons.of_tenant(transaction, to.tenant)
            _check(existing, shown, opens, closes)
            made = Season(
                tenant=to.tenant,
                number=seasons.next_number(transaction, to.tenant),
                name=shown,
                place=to.place,
                place_name=asker.place.name,
                zone=zone,
                opens=opens,
                closes=closes,
                opening=announcements.make(transaction, OPENING, to, asker.place.name, opens),
                closing=announcements.make(transaction, CLOSING, to, asker.place.name, closes),
            )
            if not seasons.add(transaction, made):
                raise Refusal("Someone else has just started a season; look at /season list.")

        await self._database.transact(work)
        return message(
            Heading(f"Season {shown}"),
            Facts((("Opens", text(moment(opens, zone))), ("Closes", text(moment(closes, zone))))),
            text("I'll announce both in ", asker.place.mention, ", with the final standings at the end."),
            *(
                [text(f"The time zone is {guess}; change it with ", CommandMention("/settings zone:…"), ".")]
                if guess
                else []
            ),
            Footer(text(CommandMention("/leaderboard season"), " shows how it's going · /season end ends it early")),
            private=True,
        )

    async def ask_to_end(self, asker: Asker) -> Message:
        """Ask whether to end the running season, or call off the next one.

        Raises:
            Refusal: there's none.
        """
        made = _next(await self.all(asker), asker.at)
        if made is None:
            raise Refusal("There's no season to end; /season list shows past ones.")
        runs = made.opens <= asker.at
        said = "I'll post the final standings now." if runs else "It hasn't started yet, so it won't happen at all."
        button = Button("End it" if runs else "Call it off", encode(EndSeason(made.number)), Emphasis.DANGER)
        return message(Heading(f"End the season {made.name}?"), text(said), Buttons((button, keep())), private=True)

    async def end(self, asker: Asker, number: int) -> Message:
        """End a season before its time, or call it off.

        Raises:
            Refusal: it has ended already.
        """

        def work(transaction: Transaction) -> Message:
            existing = seasons.of_tenant(transaction, asker.tenant.key)
            made = next((each for each in existing if each.number == number and each.closes > asker.at), None)
            if made is None:
                raise Refusal("That season's already over; /season list shows them all.")
            if made.opens > asker.at:
                for schedule in (made.opening, made.closing):
                    announcements.call_off(transaction, made.tenant, schedule)
                seasons.remove(transaction, made)
                return message(text("Called off: ", strong(made.name), "."), private=True, replaces=True)
            seasons.end(transaction, made, asker.at)
            announcements.move(transaction, made.tenant, made.closing, asker.at)
            where = (". You'll see the final standings in ", made.channel, " in a moment.")
            return message(text("Ended: ", strong(made.name), *where), private=True, replaces=True)

        return await self._database.transact(work)

    async def ask_to_reset(self, asker: Asker) -> Message:
        """Ask whether the running season is to start from zero.

        Raises:
            Refusal: there's none.
        """
        made = next((each for each in await self.all(asker) if each.opens <= asker.at < each.closes), None)
        if made is None:
            raise Refusal("There's no season on; the weekly and monthly leaderboards start over by themselves.")
        return league_pages.ask_to_reset(made)

    async def reset(self, asker: Asker, number: int) -> Message:
        """Let the running season start from zero: what was scored before now doesn't count in it any more.

        Raises:
            Refusal: it isn't on.
        """
        now = whole_milliseconds(asker.at)

        def work(transaction: Transaction) -> Message:
            existing = seasons.of_tenant(transaction, asker.tenant.key)
            made = next((each for each in existing if each.number == number and each.opens < now < each.closes), None)
            if made is None or not seasons.reopen(transaction, made, now):
                raise Refusal("That season isn't on any more; /season list shows them all.")
            return league_pages.reset(made, str(to_milliseconds(made.opens)))

        return await self._database.transact(work)

    async def undo_reset(self, asker: Asker, number: int, since: str) -> Message:
        """Bring the points of a season back that were reset within the last hour.

        Args:
            asker: who wants it.
            number: of the season.
            since: when it had opened, in milliseconds, untrusted.

        Raises:
            Refusal: that's too late, or was never so.
        """

        def work(transaction: Transaction) -> Message:
            existing = seasons.of_tenant(transaction, asker.tenant.key)
            made = next((each for each in existing if each.number == number and each.closes > asker.at), None)
            before = from_milliseconds(int(since)) if since.isdecimal() and len(since) < _LONGEST_NUMBER else None
            if made is None or before is None or not _may_reopen(existing, made, before, asker.at):
                raise Refusal("It's too late to undo that; /season list shows all seasons.")
            seasons.reopen(transaction, made, before)
            return league_pages.brought_back(made)

        return await self._database.transact(work)

    async def show(self, asker: Asker, zone: str) -> Message:
        """Show all seasons, the latest first.

        Raises:
            Refusal: there's none.
        """
        there_are = await self.all(asker)
        if not there_are:
            raise Refusal(_NONE_YET)
        lines = tuple(
            (
                f"{each.name}{_how(each, asker.at)}",
                text(moment(each.opens, zone), " to ", moment(each.closes, zone)),
            )
            for each in reversed(there_are[-_MOST_LISTED:])
        )
        return message(
            Heading("Seasons"),
            Facts(lines),
            Footer(text(CommandMention("/leaderboard season"), " shows how a season went")),
            private=True,
        )

    async def all(self, asker: Asker) -> list[Season]:
        """Return the seasons of the asker's tenant, the earliest first."""
        return await self._database.read(lambda transaction: seasons.of_tenant(transaction, asker.tenant.key))


def current(there_are: Sequence[Season], at: datetime) -> Season:
    """Return the season that's running, else the last one that ran.

    Raises:
        Refusal: none has begun yet.
    """
    begun = [each for each in there_are if each.opens <= at]
    if not begun:
        raise Refusal(_NONE_YET)
    return begun[-1]


class SeasonOpenings(QuickComposer):
    """Tells that a season has begun."""

    name = OPENING

    def compose(self, transaction: Transaction, due: Sequence[Schedule], _at: datetime) -> Sequence[Message]:
        """Return what's posted as each season begins."""
        return [_opened(_season(transaction, each)) for each in due]


class SeasonClosings(SlowComposer):
    """Tells how a season went; made ahead, also so that what closes with it has been counted before.

    Args:
        database: what was scored.
    """

    name = CLOSING

    def __init__(self, database: Database) -> None:
        self._database = database

    async def prepare(self, due: Sequence[Schedule], _at: datetime) -> Sequence[Message]:
        """Make the final standings and awards of each season."""
        made = await self._database.read(lambda transaction: [_season(transaction, each) for each in due])
        return [await self._closed(each) for each in made]

    async def _closed(self, made: Season) -> Message:
        found, hidden, names = await self._database.read(partial(_scored, made=made))
        now = [each for each in found if each.at >= made.opens]
        lines, ranked = league.members(now, hidden), league.teams(now, names)
        footer = Footer(text(moment(made.opens, made.zone), " to ", moment(made.closes, made.zone)))
        if not lines and not ranked:
            nobody = text("Nobody scored this time. Start the next one with /season start.")
            return message(Heading(f"The season {made.name} is over"), nobody, footer)
        first = " and ".join(line.name for line in lines if line.rank == 1)
        blocks: list[Block] = [Heading(f"The season {made.name} is over{f': {first} wins!' if first else ''}")]
        if " and " in first:
            blocks = [Heading(f"The season {made.name} is over: {first} share first place!")]
        blocks += league_pages.standings(lines) if lines else []
        blocks += league_pages.standings(ranked, "Team") if ranked else []
        awards = league.awards(now, [each for each in found if each.at < made.opens], hidden)
        return message(*blocks, *league_pages.honours(awards), footer)


def _scored(transaction: Transaction, made: Season) -> tuple[list[Result], frozenset[str], dict[str, str]]:
    """Read what was scored in a season and before, as long as it lasts; who is hidden; and the teams' names."""
    found = results.since(transaction, made.tenant, made.opens - (made.closes - made.opens), made.closes)
    return found, results.hidden(transaction, made.tenant), teams.names(transaction, made.tenant)


def _opened(made: Season) -> Message:
    return message(
        Heading(f"The season {made.name} has started"),
        text(
            "From now on, your points in games and challenges count. ",
            CommandMention("/leaderboard season"),
            " shows where you stand.",
        ),
        Facts((("Closes", text(moment(made.closes, made.zone))),)),
        Footer("/game start plays right now · /challenge lets everyone play in their own time"),
    )


def _season(transaction: Transaction, schedule: Schedule) -> Season:
    found = seasons.of_schedule(transaction, schedule.tenant, schedule.number)
    if found is None:
        raise ValueError(f"schedule {schedule.number} belongs to no season")
    return found


def _check(there_are: Sequence[Season], name: str, opens: datetime, closes: datetime) -> None:
    """Accept a season, or say what's wrong with it."""
    if any(as_seen(each.name) == as_seen(name) for each in there_are):
        raise Refusal(f"There's already a season “{name}”; choose another name.", option="name")
    other = next((each for each in there_are if opens < each.closes and each.opens < closes), None)
    if other is not None:
        until = moment(other.closes, other.zone)
        instead = "; start yours after that, or end it with /season end."
        raise Refusal(text(f"The season {other.name} runs until ", until, instead), option="start")


def _may_reopen(there_are: Sequence[Season], made: Season, before: datetime, at: datetime) -> bool:
    """Return whether a season was reset a short while ago, and may open as long ago as it had."""
    was_reset = timedelta(0) <= at - made.opens <= _UNDO and before < made.opens
    overlaps = any(before < each.closes and each.opens < made.closes for each in there_are if each != made)
    return was_reset and made.closes - before <= _LONGEST and not overlaps


def _next(there_are: Sequence[Season], at: datetime) -> Season | None:
    return next((each for each in there_are if each.closes > at), None)


def _how(made: Season, at: datetime) -> str:
    if made.opens <= at < made.closes:
        return " (now)"
    return " (upcoming)" if at < made.opens else ""
