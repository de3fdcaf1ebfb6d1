"""Taking a challenge: members answer in private, each on their own clock.

An answer is stored before it's confirmed. A press works after a restart, on any replica, in any order, and however
often it arrives.
"""

from collections.abc import Callable
from datetime import datetime

from bot.content.at_hand import ready_to_judge
from bot.features.challenges import pages as challenge_pages
from bot.features.challenges import question_pages, result_pages, rules
from bot.features.challenges.closing import read_played
from bot.features.challenges.member_progress import MemberProgress, find, progress
from bot.features.challenges.model import Participant, Turn, TurnAnswer, is_open, turn_of
from bot.features.challenges.own_results import own_standing
from bot.features.challenges.played import Played
from bot.features.challenges.result_notifier import ResultNotifier
from bot.features.challenges.rules import ChallengePhase, NotCounted
from bot.features.challenges.service import Challenges, own_limit
from bot.features.challenges.store import participants, series
from bot.features.league.store import results as league_results
from bot.features.packs.shelf import Shelf
from bot.features.quizzes import answer_forms
from bot.features.quizzes.judgement import Judgement
from bot.features.quizzes.posed import Posed
from bot.features.quizzes.shown import in_full
from bot.features.teams import store as teams
from bot.language.forms import Form
from bot.language.message import Message
from bot.language.moments import whole_milliseconds
from bot.language.refusals import Refusal
from bot.language.requests import Asker
from bot.storage.database import Database
from bot.storage.transaction import Transaction

_NOT_SHOWN = "You haven't seen that question yet; run /challenge to see where you are."


class Answering:
    """Serves members who take challenges.

    Args:
        challenges: shows where someone is in a challenge.
        shelf: provides the packs.
        database: stores the answers.
        result_notifier: tells people their own result when a challenge closes.
    """

    def __init__(
        self, challenges: Challenges, shelf: Shelf, database: Database, result_notifier: ResultNotifier
    ) -> None:
        self._challenges = challenges
        self._shelf = shelf
        self._database = database
        self._result_notifier = result_notifier

    async def go_on(self, asker: Asker, challenge_id: str, zone: str) -> Message:
        """Return the question whose clock is running; if there's none, return where the asker is.

        Args:
            asker: the member.
            challenge_id: the challenge's id.
            zone: the IANA name of the time zone in which to say when it closes.

        Raises:
            Refusal: there's no such challenge here.
        """
        member_progress = await self._database.read(
            lambda transaction: self._progress(transaction, asker, challenge_id)
        )
        return self._open_question(asker, member_progress) or await self._challenges.state(asker, challenge_id, zone)

    async def show(self, asker: Asker, challenge_id: str, position: int, zone: str) -> Message:
        """Start and show the next question, or show the one whose clock is running, or where the asker is.

        Args:
            asker: the member.
            challenge_id: the challenge's id.
            position: the position of the requested question, from 0.
            zone: the IANA name of the time zone in which to say when it closes.

        Raises:
            Refusal: there's no such challenge here.
        """
        at = whole_milliseconds(asker.at)
        member_progress = await self._database.read(
            lambda transaction: self._progress(transaction, asker, challenge_id)
        )
        if rules.may_begin(member_progress.stage(at), member_progress.turns, position):
            member_progress = await self._database.transact(
                lambda transaction: self._begin_turn(transaction, asker, challenge_id, position, at)
            )
        self._expect(asker, member_progress)
        return self._open_question(asker, member_progress) or await self._challenges.state(asker, challenge_id, zone)

    async def answer(
        self,
        asker: Asker,
        challenge_id: str,
        position: int,
        judge: Callable[[Posed], Judgement | None],
        picked: str = "",
    ) -> Message:
        """Store an answer, then confirm it; if it isn't complete yet, show the question again.

        Args:
            asker: the member who answers.
            challenge_id: the challenge's id.
            position: the position of the question.
            judge: returns the judgement, or None if the answer isn't complete.
            picked: the items picked so far, for an order question.

        Raises:
            Refusal: the question takes no answer from the asker.
        """
        member_progress = await self._database.read(
            lambda transaction: self._progress(transaction, asker, challenge_id)
        )
        at = whole_milliseconds(asker.at)
        if member_progress.challenge.in_channel and member_progress.challenge.closed is not None:
            return await self.review(asker, challenge_id)
        self._expect(asker, member_progress)
        posed = member_progress.posed(position, at)
        await ready_to_judge(posed.question, posed.pack)
        why = rules.why_not_answer(member_progress.challenge, member_progress.turns, position, at)
        judgement = judge(posed) if why is None else None  # what doesn't count needn't make sense, either
        if judgement is not None:
            reply = TurnAnswer(judgement.given, judgement.right, at, judgement.credit)
            member_progress, why = await self._database.transact(
                lambda transaction: self._keep(transaction, asker, challenge_id, position, reply)
            )
        turn = turn_of(member_progress.turns, position)
        if member_progress.challenge.in_channel:
            if judgement is None and why is None:
                return question_pages.picking(posed, picked)
            return await self._answered(asker, member_progress, posed, turn, why)
        if why is not None:
            return _not_counted(member_progress, posed, turn, why, at)
        if judgement is None and turn is not None:
            return challenge_pages.question(member_progress.challenge, posed, turn, asker.at, picked)
        return challenge_pages.locked(member_progress.challenge, posed, judgement.given if judgement else "")

    async def form(self, asker: Asker, challenge_id: str, position: int) -> Form:
        """Return the form for a typed answer.

        Args:
            asker: the member who wants to answer.
            challenge_id: the challenge's id.
            position: the position of the question, from 0.

        Raises:
            Refusal: the question takes no typed answer from the asker now.
        """
        member_progress = await self._database.read(
            lambda transaction: self._progress(transaction, asker, challenge_id)
        )
        posed = member_progress.posed(position, asker.at)
        turn = turn_of(member_progress.turns, position)
        match rules.why_not_answer(member_progress.challenge, member_progress.turns, position, asker.at):
            case None:
                return answer_forms.form(posed)
            case NotCounted.ANSWERED if turn is not None and turn.answer is not None:
                raise Refusal(f"Already answered: {in_full(posed, turn.answer.given)}; your first answer counts.")
            case NotCounted.LATE:
                raise Refusal("Time's up for this question, so it earns 0 points; run /challenge to continue.")
            case NotCounted.CLOSED:
                raise member_progress.too_late()
            case _:
                raise Refusal(_NOT_SHOWN)

    async def review(self, asker: Asker, challenge_id: str, first: int = 0) -> Message:
        """Return the asker's own and the right answers, a few at a time, once the challenge has closed.

        Args:
            asker: the member who took it.
            challenge_id: the challenge's id.
            first: the index of the first answer to show, from 0.

        Raises:
            Refusal: it's still open, or the asker didn't take it.
        """

        def look(transaction: Transaction) -> tuple[Played | None, frozenset[str]]:
            challenge = find(transaction, asker, challenge_id)
            if is_open(challenge, asker.at):
                raise Refusal("The challenge is still open; you can see your answers once it closes.")
            if challenge.closed is None:
                raise Refusal(
                    "The challenge has just closed; you can see your answers once the results are in the channel."
                )
            return read_played(transaction, self._shelf, challenge), league_results.hidden(
                transaction, challenge.tenant
            )

        played, hidden = await self._database.read(look)
        if played is None:
            raise Refusal("That challenge's pack isn't here any more; run /help to see what there is.")
        if played.challenge.in_channel:
            return _looked_back(played, asker.member.id)
        if asker.member.id not in played.table.players:
            raise Refusal("You didn't take that challenge; take the next one, or open it with /challenge.")
        standing = own_standing(played, asker.member.id, hidden)
        return result_pages.review(played, asker.member.id, standing, first)

    def _expect(self, asker: Asker, member_progress: MemberProgress) -> None:
        """Register the asker to be told their own result at the close, in place of the answer they get now."""
        if member_progress.challenge.closed is None and not member_progress.challenge.in_channel:
            self._result_notifier.expect(member_progress.challenge, asker.member.id, asker.reply)

    def _begin_turn(
        self, transaction: Transaction, asker: Asker, challenge_id: str, position: int, at: datetime
    ) -> MemberProgress:
        """Start the clock of a question if it's still the next one."""
        member_progress = self._progress(transaction, asker, challenge_id, hold=True)
        now = member_progress.stage(at)
        if not rules.may_begin(now, member_progress.turns, position):
            return member_progress
        self._begin(transaction, asker, member_progress, now.position, at)
        return self._progress(transaction, asker, challenge_id)

    def _begin(
        self, transaction: Transaction, asker: Asker, member_progress: MemberProgress, position: int, at: datetime
    ) -> None:
        """Record that a question is shown to the asker; the first one makes them a participant."""
        if not member_progress.turns:
            team = teams.team_of(transaction, asker.key)
            participants.join(
                transaction, member_progress.challenge, Participant(asker.member.id, asker.member.name, team), at
            )
        limit = (
            None if member_progress.challenge.in_channel else own_limit(transaction, asker, member_progress.challenge)
        )
        participants.show(transaction, member_progress.challenge, asker.member.id, position, at, limit)

    def _keep(
        self, transaction: Transaction, asker: Asker, challenge_id: str, position: int, reply: TurnAnswer
    ) -> tuple[MemberProgress, NotCounted | None]:
        """Store an answer, unless there's a reason why it doesn't count."""
        member_progress = self._progress(transaction, asker, challenge_id, hold=True)
        why = rules.why_not_answer(member_progress.challenge, member_progress.turns, position, reply.at)
        if (
            why is None and member_progress.challenge.in_channel
        ):  # everyone sees it, so their turn begins with their answer
            self._begin(transaction, asker, member_progress, position, reply.at)
        if why is None and not participants.answer(
            transaction, member_progress.challenge, asker.member.id, position, reply
        ):
            # Another replica stored an answer first.
            return self._progress(transaction, asker, challenge_id), NotCounted.ANSWERED
        return self._progress(
            transaction, asker, challenge_id
        ) if member_progress.challenge.in_channel else member_progress, why

    async def _answered(
        self, asker: Asker, member_progress: MemberProgress, posed: Posed, turn: Turn | None, why: NotCounted | None
    ) -> Message:
        """Return what someone sees after answering the channel's question."""
        participants_by_question = await self._database.read(
            lambda transaction: series.participants_by_question(transaction, member_progress.challenge)
        )
        return question_pages.answered(posed, turn, why, participants_by_question, asker.member.id)

    def _open_question(self, asker: Asker, member_progress: MemberProgress) -> Message | None:
        if member_progress.challenge.in_channel:
            raise Refusal("Answer that question in the channel where I posted it.")
        now = member_progress.stage(whole_milliseconds(asker.at))
        turn = turn_of(member_progress.turns, now.position)
        if now.phase is not ChallengePhase.ASKED or turn is None:
            return None
        return challenge_pages.question(
            member_progress.challenge, member_progress.posed(now.position, asker.at), turn, asker.at
        )

    def _progress(
        self, transaction: Transaction, asker: Asker, challenge_id: str, *, hold: bool = False
    ) -> MemberProgress:
        return progress(transaction, self._shelf, asker, challenge_id, hold=hold)


def _not_counted(
    member_progress: MemberProgress, posed: Posed, turn: Turn | None, why: NotCounted, at: datetime
) -> Message:
    """Return the reply to an answer that doesn't count.

    Raises:
        Refusal: there's nothing to show.
    """
    match why:
        case NotCounted.LATE if turn is not None:
            return challenge_pages.too_late(member_progress.challenge, posed, turn)
        case NotCounted.ANSWERED if turn is not None and turn.answer is not None:
            if not is_open(member_progress.challenge, at):
                return challenge_pages.locked_and_closed(
                    member_progress.challenge, posed, turn.answer.given, lost=member_progress.lost
                )
            return challenge_pages.locked(member_progress.challenge, posed, turn.answer.given, before=True)
        case NotCounted.NOT_SHOWN:
            raise Refusal(_NOT_SHOWN)
        case _:
            raise member_progress.too_late()


def _looked_back(played: Played, member: str) -> Message:
    """Return a closed channel question with a member's own answer."""
    posed = played.posed(0)
    if posed is None:
        raise Refusal(question_pages.GONE)
    turn = turn_of(played.turns.get(member, ()), 0)
    return question_pages.looked_back(posed, turn.answer if turn else None)
