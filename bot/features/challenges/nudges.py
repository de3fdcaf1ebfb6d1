"""Nudges: before a challenge closes, people who've taken challenges in its channel are reminded once, in private.

If it has a thread, the reminder goes there instead: people who follow it see it, and nobody is named.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from bot.features.challenges import threads
from bot.features.challenges.member_progress import MemberProgress
from bot.features.challenges.model import Challenge, is_open, nudges_at
from bot.features.challenges.nudge_pages import nudge, nudge_for_all
from bot.features.challenges.store import challenges, participants
from bot.features.delivery.model import Post
from bot.features.learners import choices
from bot.features.learners.store import settings as settings_store
from bot.features.packs.shelf import Shelf
from bot.features.scheduling import announcements
from bot.features.scheduling.kinds import Composed, Elsewhere, Nothing, QuickComposer
from bot.features.scheduling.model import INTERNAL, Schedule
from bot.features.scheduling.posts import new_key, new_post, reply_under
from bot.features.scheduling.stored_options import OptionsCodec
from bot.language.port import Destination
from bot.storage.transaction import Transaction

NUDGES = f"{INTERNAL}challenge nudge"
"""The kind of schedule that reminds people before a challenge closes."""

_LATELY = timedelta(days=60)
"""Someone who took a challenge in a channel at most this long ago is reminded of another one there."""

_MOST_MISSED = 3
"""Someone who let this many challenges of a channel in a row pass isn't reminded of the next."""


@dataclass(frozen=True, slots=True)
class _About:
    """What a nudge is about.

    Args:
        challenge: the challenge's id.
    """

    challenge: str


_OPTIONS = OptionsCodec(_About)


def plan(transaction: Transaction, challenge: Challenge, zone: str) -> int:
    """Schedule the reminder before a challenge closes; return the schedule's number, or 0 if it gets none.

    Args:
        transaction: to write in.
        challenge: the challenge.
        zone: the time zone in which it says that it's late.
    """
    at = nudges_at(challenge.opened, challenge.closes)
    if at is None:
        return 0
    to = Destination(challenge.tenant, challenge.place)
    about = _OPTIONS.write(_About(challenge.id))
    return announcements.make(transaction, NUDGES, to, challenge.place_name, at, zone=zone, options=about)


class ChallengeNudges(QuickComposer):
    """Reminds people before challenges close: in the thread, or each in private; never in the channel itself.

    Args:
        shelf: provides the packs.
        random: generates unique keys for the posts.
    """

    name = NUDGES

    def __init__(self, shelf: Shelf, random: Random) -> None:
        self._shelf = shelf
        self._random = random

    def compose(self, transaction: Transaction, due: Sequence[Schedule], at: datetime) -> Sequence[Composed]:
        """Remind the members who haven't finished, or everyone in the thread (see QuickComposer)."""
        return [self._remind(transaction, each, at) for each in due]

    def _remind(self, transaction: Transaction, schedule: Schedule, at: datetime) -> Composed:
        challenge = challenges.find(transaction, schedule.tenant, _OPTIONS.read(schedule.options).challenge)
        if challenge is None or not is_open(challenge, at):
            return Nothing("The challenge isn't open any more.")
        reminders = self._posts(transaction, schedule, challenge, at)
        if not reminders:
            return Nothing("Nobody has to be reminded.")
        return Elsewhere(reminders, "Everyone is told in private, or in the thread.")

    def _posts(self, transaction: Transaction, schedule: Schedule, challenge: Challenge, at: datetime) -> list[Post]:
        pack = self._shelf.get(challenge.tenant, challenge.pack)
        if pack is None:
            return []
        if (first_post := threads.first_words(transaction, challenge)) is not None:
            reminder = nudge_for_all(challenge, pack, participants.count(transaction, challenge), at)
            post = new_post(new_key(self._random), schedule, reminder, at)
            return [replace(reply_under(post, first_post), until=challenge.closes)]
        turns = participants.all_turns(transaction, challenge)
        silent = settings_store.who_said(transaction, challenge.tenant, choices.NUDGES.name, "no")
        since = max(at - _LATELY, challenges.opened_before(transaction, challenge, _MOST_MISSED))
        found = []
        for member in challenges.took_part(transaction, challenge, since):
            progress = MemberProgress(challenge, pack, list(turns.get(member, ())))
            if member in silent or _is_through(progress):
                continue
            reminder = nudge(challenge, pack, progress.turns, progress.askable, at)
            post = new_post(new_key(self._random), replace(schedule, member=member), reminder, at)
            found.append(replace(post, until=challenge.closes))
        return found


def _is_through(progress: MemberProgress) -> bool:
    """Return whether a member has seen the last question that's still in the pack."""
    last = progress.turns[-1].position if progress.turns else -1
    return last >= max(progress.there, default=-1)
