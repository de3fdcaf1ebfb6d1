"""Where a member is in a challenge. Nothing is held in memory: every press reads what's stored."""

from dataclasses import dataclass
from datetime import datetime

from bot.content.model import Pack
from bot.features.challenges import pages as challenge_pages
from bot.features.challenges import question_pages, rules
from bot.features.challenges.model import Challenge, Turn, is_open
from bot.features.challenges.store import challenges, participants
from bot.features.delivery.model import PostState
from bot.features.delivery.store import by_schedule
from bot.features.packs.shelf import Shelf
from bot.features.quizzes.posed import IN_CHALLENGE, Posed
from bot.features.quizzes.questions import bank
from bot.language.refusals import Refusal
from bot.language.requests import Asker
from bot.storage.transaction import Transaction


@dataclass(frozen=True, slots=True)
class MemberProgress:
    """Where a member is in a challenge, read from the database.

    Args:
        challenge: the challenge.
        pack: the pack it asks from.
        turns: the member's turns, in order.
        lost: whether its results couldn't be posted.
    """

    challenge: Challenge
    pack: Pack
    turns: list[Turn]
    lost: bool = False

    @property
    def there(self) -> frozenset[int]:
        """Return the positions of the questions that are still in the pack."""
        return rules.still_there(self.challenge, self.pack)

    @property
    def askable(self) -> int:
        """Return how many questions the member was or will be asked: those still in the pack, or shown before."""
        return len(self.there.union(turn.position for turn in self.turns))

    def posed(self, position: int, at: datetime) -> Posed:
        """Return a question; raise Refusal if there's none at that position, or if it has left the pack.

        Args:
            position: the question's position, from 0.
            at: now, in UTC; decides which refusal is raised for a question that has left.
        """
        question = bank(self.pack).get(self.challenge.questions[position]) if position in self.there else None
        if question is None and not is_open(self.challenge, at):
            raise self.too_late()
        if question is None:
            if self.challenge.in_channel:
                raise Refusal(question_pages.GONE)
            raise Refusal("That question has just left the pack and doesn't count; run /challenge to continue.")
        return Posed(self.pack, question, self.challenge.id, position, self.challenge.seed, IN_CHALLENGE)

    def too_late(self) -> Refusal:
        """Return the refusal for someone who comes after the challenge has closed."""
        where = challenge_pages.where_results(lost=self.lost)
        return Refusal(f"This challenge has closed, so that doesn't count any more; {where}.")

    def stage(self, at: datetime) -> rules.Stage:
        """Return what the member may do at a given time."""
        return rules.stage(self.challenge, self.turns, self.there, at)


def find(transaction: Transaction, asker: Asker, challenge_id: str, *, hold: bool = False) -> Challenge:
    """Return a challenge of the asker's tenant.

    Args:
        transaction: to read in.
        asker: the member who asks.
        challenge_id: its id, from untrusted input.
        hold: whether to lock its row until the transaction ends.

    Raises:
        Refusal: there's no such challenge here.
    """
    challenge = challenges.find(transaction, asker.tenant.key, challenge_id, hold=hold)
    if challenge is None:
        raise Refusal("I can't find that challenge here; open one with /challenge.")
    return challenge


def progress(
    transaction: Transaction, shelf: Shelf, asker: Asker, challenge_id: str, *, hold: bool = False
) -> MemberProgress:
    """Return where the asker is in a challenge.

    Args:
        transaction: to read in.
        shelf: provides the packs.
        asker: the member who asks.
        challenge_id: its id, from untrusted input.
        hold: whether to lock the challenge's row until the transaction ends.

    Raises:
        Refusal: there's no such challenge here, or its pack is gone.
    """
    challenge = find(transaction, asker, challenge_id, hold=hold)
    pack = shelf.get(challenge.tenant, challenge.pack)
    if pack is None:
        raise Refusal("That challenge's pack isn't here any more; run /challenge for another.")
    lost = challenge.closed is not None and _is_lost(transaction, challenge)
    return MemberProgress(challenge, pack, participants.turns(transaction, challenge, asker.member.id), lost)


def _is_lost(transaction: Transaction, challenge: Challenge) -> bool:
    """Return whether the post with a challenge's results failed, perhaps because its channel was archived."""
    posts = by_schedule.latest(transaction, challenge.tenant, challenge.schedule, 1)
    return any(post.state is PostState.FAILED for post in posts)
