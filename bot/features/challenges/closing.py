"""Closing a challenge: once it's closed nothing in it changes, so its results can be computed without hurry."""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

from bot.features.challenges import question_pages, threads
from bot.features.challenges.leaderboard_rows import answers_of, results_of
from bot.features.challenges.model import Challenge
from bot.features.challenges.opening import RESULTS
from bot.features.challenges.own_results import lost_result
from bot.features.challenges.played import Played
from bot.features.challenges.result_pages import closed_in_thread, podium_of, report, unclaimed
from bot.features.challenges.store import challenges, participants, series
from bot.features.league.store import results as league_results
from bot.features.learners.store import notices
from bot.features.packs.shelf import Shelf
from bot.features.quizzes.questions import bank
from bot.features.quizzes.store import answers
from bot.features.scheduling.kinds import Composed, Followed, Nothing, SlowComposer
from bot.features.scheduling.model import Schedule
from bot.features.scoring import store as scoring_store
from bot.features.teams import store as teams
from bot.illustrations.recipes import of_card
from bot.language.message import message
from bot.language.refusals import Refusal
from bot.language.rich_text import text
from bot.storage.database import Database
from bot.storage.transaction import Transaction

_AT_ONCE = 50
"""How many members are counted in one transaction, so that answers elsewhere don't wait for the whole batch."""

_NEVER = datetime.fromtimestamp(0, UTC)


class ChallengeResults(SlowComposer):
    """Closes challenges and computes their results.

    Closing, counting and announcing are separate steps, each of which changes nothing when it's repeated. So if a
    process dies between them, the next one gets the same results, and the post is planned once.

    Args:
        shelf: provides the packs.
        database: stores challenges and their results.
    """

    name = RESULTS

    def __init__(self, shelf: Shelf, database: Database) -> None:
        self._shelf = shelf
        self._database = database

    async def prepare(self, due: Sequence[Schedule], at: datetime) -> Sequence[Composed]:
        """Compute the results of each challenge, and add them to leaderboards and its members' progress."""
        return [await self._close(each, at) for each in due]

    def not_posted(self, transaction: Transaction, one: Schedule, at: datetime) -> None:
        """Leave the participants of a challenge a notice with their own result (see AwaitedByMembers)."""
        challenge = challenges.of_schedule(transaction, one.tenant, one.number)
        played = read_played(transaction, self._shelf, challenge) if challenge is not None else None
        if challenge is None or challenge.in_channel or played is None:
            return
        hidden = league_results.hidden(transaction, one.tenant)
        for member in played.table.players:
            sentence = lost_result(played, member, hidden)
            notices.add(transaction, one.tenant, f"lost:{challenge.id}:{member}", sentence, at, member)

    async def _close(self, schedule: Schedule, at: datetime) -> Composed:
        challenge = await self._database.transact(partial(_closed, schedule=schedule, at=at))
        if challenge is None:
            return Refusal("That challenge is gone.")
        players = await self._database.read(partial(participants.players, challenge=challenge))
        for first in range(0, len(players), _AT_ONCE):
            some = [player.member for player in players[first : first + _AT_ONCE]]
            await self._database.transact(partial(_count, shelf=self._shelf, challenge=challenge, members=some))
        played = await self._database.read(partial(read_played, shelf=self._shelf, challenge=challenge))
        if played is None:
            return message(text("The challenge has closed, but its pack isn't here any more, so nobody scores."))
        hidden, names = await self._database.read(partial(_shown, tenant=schedule.tenant))
        if challenge.in_channel:
            participants_by_question = await self._database.transact(partial(_score, played=played))
            people = {player.member: player.name for player in played.players}
            return question_pages.result(played, hidden, participants_by_question, people)
        if played.players:
            # Off the event loop: with thousands of members, both take a while.
            card = await asyncio.to_thread(podium_of, played, hidden)
            picture = of_card(card) if card else None
            outcome = await asyncio.to_thread(report, played, hidden, names, picture)
        else:
            opener = await self._database.read(partial(challenges.opener, challenge=challenge))
            if opener is None and await self._database.read(partial(_was_silent_before, challenge=challenge)):
                return Nothing("Nobody took this challenge, or the one before.")
            outcome = unclaimed(played.pack, by_schedule=opener is None)
        first_post = await self._database.read(partial(threads.first_words, challenge=challenge))
        if first_post is None:
            return outcome
        return Followed(closed_in_thread(played, hidden), outcome, first_post.thread, under=first_post.under)


def read_played(
    transaction: Transaction, shelf: Shelf, challenge: Challenge, members: list[str] | None = None
) -> Played | None:
    """Return a closed challenge with all its answers; None if its pack isn't here any more.

    Args:
        transaction: to read in.
        shelf: provides the packs.
        challenge: the challenge.
        members: the ids of the members to read; None for all who took part.
    """
    pack = shelf.get(challenge.tenant, challenge.pack)
    if pack is None:
        return None
    players = participants.players(transaction, challenge, members)
    return Played(challenge, pack, bank(pack), players, participants.all_turns(transaction, challenge, members))


def _shown(transaction: Transaction, tenant: str) -> tuple[frozenset[str], dict[str, str]]:
    """Read which members don't want to be shown, and the names of the lasting teams by id."""
    return league_results.hidden(transaction, tenant), teams.names(transaction, tenant)


def _was_silent_before(transaction: Transaction, challenge: Challenge) -> bool:
    """Return whether nobody took the previous challenge in the channel either, so that the channel knows already."""
    before = challenges.opened_before(transaction, challenge, 1)
    return before > _NEVER and not challenges.took_part(transaction, challenge, before)


def _closed(transaction: Transaction, schedule: Schedule, at: datetime) -> Challenge | None:
    """Close the challenge whose results a schedule posts, and return it; None if it's gone."""
    challenge = challenges.of_schedule(transaction, schedule.tenant, schedule.number)
    if challenge is None:
        return None
    closed = challenge.closed or min(at, challenge.closes)
    challenges.close(transaction, challenge, closed)
    return replace(challenge, closed=closed)


def _score(transaction: Transaction, played: Played) -> Sequence[Collection[str]]:
    """Store the outcome of a channel question; return who answered it and earlier ones, latest first."""
    scores = played.table.players.values()
    series.note_outcome(transaction, played.challenge, len(scores), sum(each.right for each in scores))
    return series.participants_by_question(transaction, played.challenge)


def _count(transaction: Transaction, shelf: Shelf, challenge: Challenge, members: list[str]) -> None:
    """Add the scores and answers of some members, leaving out those who've had their data erased since."""
    challenges.find(
        transaction, challenge.tenant, challenge.id, hold=True
    )  # so that no member is erased until this commits
    played = read_played(transaction, shelf, challenge, members)
    if played is not None:
        scoring_store.add(transaction, results_of(played))
        answers.add(transaction, answers_of(played))
