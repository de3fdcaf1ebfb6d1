"""Challenges: opening one, showing a member's progress in it, and closing it early."""

from datetime import timedelta
from random import Random

from bot.features.challenges import pages as challenge_pages
from bot.features.challenges import rules, threads
from bot.features.challenges.announcement_pages import announcement
from bot.features.challenges.member_progress import MemberProgress, progress
from bot.features.challenges.model import Challenge, is_open, may_manage
from bot.features.challenges.opening import Opening, announce, begin
from bot.features.challenges.store import challenges, participants
from bot.features.learners import settings
from bot.features.packs.shelf import Shelf
from bot.features.scheduling import announcements
from bot.language.message import Message
from bot.language.moments import whole_milliseconds
from bot.language.people import MemberKey, platform_of
from bot.language.platforms import traits
from bot.language.refusals import Refusal
from bot.language.requests import Asker
from bot.storage.database import Database
from bot.storage.transaction import Transaction


class Challenges:
    """Opens challenges, shows members where they are, and closes challenges early.

    Args:
        shelf: provides the packs.
        database: stores the challenges.
        random: picks questions and generates ids.
    """

    def __init__(self, shelf: Shelf, database: Database, random: Random) -> None:
        self._shelf = shelf
        self._database = database
        self._random = random

    async def here(self, asker: Asker) -> Challenge | None:
        """Return the challenge that's open in the asker's place."""
        tenant, place = asker.tenant.key, asker.place.id
        challenge = await self._database.read(lambda transaction: threads.open_in(transaction, tenant, place))
        return challenge if challenge is not None and is_open(challenge, asker.at) else None

    async def open(self, asker: Asker, opening: Opening, zone: str) -> Message:
        """Open a challenge and announce it to everyone; if one is already open there, show it instead.

        Args:
            asker: the member who opens it.
            opening: what to open.
            zone: the time zone in which to say when it closes.

        Raises:
            Refusal: there are no questions on that topic.
        """
        at = whole_milliseconds(asker.at)
        in_thread = threads.has_one(asker.tenant.key, wanted=opening.thread)

        def work(transaction: Transaction) -> tuple[Challenge, Message | None]:
            challenge, is_new = begin(transaction, opening, self._random, at, zone)
            if not is_new:
                return challenge, None
            announced = announcement(challenge, opening.pack, zone, by=opening.by)
            if not in_thread:
                return challenge, announced
            announce(
                transaction, challenge, announced, threads.name_of(opening.pack, opening.topic), self._random, at
            )
            return challenge, challenge_pages.on_its_way(challenge)

        challenge, announced = await self._database.transact(work)
        return announced or await self.state(asker, challenge.id, zone)

    async def state(self, asker: Asker, challenge_id: str, zone: str, *, instead: bool = False) -> Message:
        """Return where the asker is in a challenge.

        Args:
            asker: the member who asks.
            challenge_id: the challenge's id.
            zone: the IANA name of the time zone in which to say when it closes.
            instead: whether they asked for a different challenge, which has to wait.

        Raises:
            Refusal: there's no such challenge here.
        """

        def look(transaction: Transaction) -> Message:
            member_progress = progress(transaction, self._shelf, asker, challenge_id)
            by = challenges.opener(transaction, member_progress.challenge)
            return challenge_pages.state(
                member_progress.challenge,
                member_progress.pack,
                member_progress.stage(whole_milliseconds(asker.at)),
                member_progress.turns,
                zone,
                participants.count(transaction, member_progress.challenge),
                askable=member_progress.askable,
                by=by,
                may_close=may_manage(asker.member, by),
                own_limit=own_limit(transaction, asker, member_progress.challenge),
                instead=instead,
                lost=member_progress.lost,
            )

        return await self._database.read(look)

    async def reminded(self, asker: Asker, where: str) -> MemberKey:
        """Return the member that a reminder's button belongs to.

        Args:
            asker: the person who pressed it.
            where: the id of the tenant it came from; on some platforms, that isn't the tenant of the private
                conversation.
        """
        platform = platform_of(asker.tenant.key)
        there = MemberKey(f"{platform}:{where}", asker.member.id)
        is_theirs = traits(platform).one_person and await self._database.read(
            lambda transaction: challenges.ever_took_part(transaction, there)
        )
        return there if is_theirs else asker.key

    async def close(self, asker: Asker, challenge_id: str, *, sure: bool) -> Message:
        """Close a challenge early, once the asker has confirmed it.

        Args:
            asker: the member who closes it.
            challenge_id: the challenge's id.
            sure: whether they've confirmed it; if not, ask them.

        Raises:
            Refusal: it's already over, or the asker may not close it.
        """
        at = whole_milliseconds(asker.at)

        def closable(transaction: Transaction) -> MemberProgress:
            found = progress(transaction, self._shelf, asker, challenge_id)
            if not may_manage(asker.member, challenges.opener(transaction, found.challenge)):
                raise Refusal("Only an administrator or the person who opened this challenge can close it.")
            return found

        def ask(transaction: Transaction) -> Message:
            found = closable(transaction)
            if not is_open(found.challenge, at):
                raise _closed_already(found)
            return challenge_pages.are_you_sure(found.challenge, participants.count(transaction, found.challenge))

        def hasten(transaction: Transaction) -> Message:
            found = closable(transaction)
            challenge = found.challenge
            if not challenges.hasten(transaction, challenge, at):
                raise _closed_already(found)
            announcements.move(transaction, challenge.tenant, challenge.schedule, at)
            if challenge.nudge:
                announcements.call_off(transaction, challenge.tenant, challenge.nudge)
            return challenge_pages.closing()

        return await (self._database.transact(hasten) if sure else self._database.read(ask))


def _closed_already(found: MemberProgress) -> Refusal:
    return Refusal(f"That challenge has already closed; {challenge_pages.where_results(lost=found.lost)}.")


def own_limit(transaction: Transaction, asker: Asker, challenge: Challenge) -> timedelta | None:
    """Return the asker's time for each question from now on, if they've chosen to have more than others.

    Args:
        transaction: to read in.
        asker: the member.
        challenge: the challenge.
    """
    return rules.longer(challenge, settings.time_in(transaction, asker.key))
