"""Taking a challenge: members answer in private, each by a clock of their own. An answer is safe before it's told.

Nothing is held in memory: every press finds its way by what is stored, so it works after a restart, on any replica,
in any order, and however often it arrives.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from bot.content.at_hand import ready_to_judge
from bot.content.model import Pack
from bot.features.challenges import model as machine
from bot.features.challenges import pages as challenge_pages
from bot.features.challenges import question_pages, threads
from bot.features.challenges import report as challenge_report
from bot.features.challenges.closing import read
from bot.features.challenges.model import Challenge, ChallengePhase, NotCounted, Opener, Participant, Turn, TurnAnswer
from bot.features.challenges.opening import Opening, announce, begin
from bot.features.challenges.own_results import own_place
from bot.features.challenges.store import challenges, series, taking
from bot.features.challenges.telling import ClosingWords
from bot.features.league.store import results as league
from bot.features.learners import settings
from bot.features.learners.linking import self_of
from bot.features.packs.shelf import Shelf
from bot.features.quizzes import answer_forms
from bot.features.quizzes.judgement import Judgement
from bot.features.quizzes.posed import IN_CHALLENGE, Posed
from bot.features.quizzes.questions import bank
from bot.features.quizzes.shown import in_full
from bot.features.scheduling import announcements
from bot.features.teams import store as teams
from bot.language.forms import Form
from bot.language.message import Message, Refusal
from bot.language.people import SAME_PERSON_EVERYWHERE, Self, platform_of
from bot.language.requests import Asker
from bot.storage.database import Database
from bot.storage.times import from_milliseconds, to_milliseconds
from bot.storage.transaction import Transaction

_CLOSED = (
    "This challenge has closed, so that doesn't count any more; its results are in the channel, or will be soon."
)
_CLOSED_ALREADY = "That challenge has already closed; its results are in the channel, or will be soon."
_NOT_SHOWN = "You haven't seen that question yet; run /challenge to see where you are."


@dataclass(frozen=True, slots=True)
class _Progress:
    """Where a member is in a challenge, as it is stored."""

    made: Challenge
    pack: Pack
    turns: list[Turn]

    @property
    def there(self) -> frozenset[int]:
        """Return the positions of the questions that are still in the pack."""
        known = bank(self.pack)
        return frozenset(position for position, each in enumerate(self.made.questions) if each in known)

    def posed(self, position: int, at: datetime) -> Posed:
        """Return a question, or raise Refusal if there's none at that position, or it has left the pack.

        Args:
            position: of the question, from 0.
            at: now, in UTC; decides what's said of a question that has left.
        """
        question = bank(self.pack).get(self.made.questions[position]) if position in self.there else None
        if question is None and not machine.is_open(self.made, at):
            raise Refusal(_CLOSED)
        if question is None:
            if self.made.in_channel:
                raise Refusal(question_pages.GONE)
            raise Refusal("That question has just left the pack and doesn't count; run /challenge to continue.")
        return Posed(self.pack, question, self.made.id, position, self.made.seed, IN_CHALLENGE)

    def stage(self, at: datetime) -> machine.Stage:
        """Return what the member may do at a moment."""
        return machine.stage(self.made, self.turns, self.there, at)


class Challenges:
    """Serves those who take challenges.

    Args:
        shelf: has the packs.
        database: where all is kept.
        random: picks questions and makes ids.
        closing_words: tells people their own result when a challenge closes.
    """

    def __init__(self, shelf: Shelf, database: Database, random: Random, closing_words: ClosingWords) -> None:
        self._closing_words = closing_words
        self._shelf = shelf
        self._database = database
        self._random = random

    async def here(self, asker: Asker) -> Challenge | None:
        """Return the challenge that's open where the asker is."""
        tenant, place = asker.tenant.key, asker.place.id
        made = await self._database.read(lambda transaction: threads.open_in(transaction, tenant, place))
        return made if made is not None and machine.is_open(made, asker.at) else None

    async def open(self, asker: Asker, wanted: Opening, zone: str) -> Message:
        """Open a challenge, announced to all; or show the one that's open there already.

        Args:
            asker: who opens it.
            wanted: what to open.
            zone: whose clock says when it closes.

        Raises:
            Refusal: there are no questions on that topic.
        """
        at, by = _whole(asker.at), wanted.by.name if wanted.by else ""
        in_thread = threads.has_one(asker.tenant.key, wanted=wanted.thread)

        def work(transaction: Transaction) -> tuple[Challenge, Message | None]:
            made, is_new = begin(transaction, wanted, self._random, at)
            if not is_new:
                return made, None
            said = challenge_pages.announcement(made, wanted.pack, zone, by=by)
            if not in_thread:
                return made, said
            announce(transaction, made, said, threads.name_of(wanted.pack, wanted.topic), self._random, at)
            return made, challenge_pages.on_its_way(made)

        made, said = await self._database.transact(work)
        return said or await self.state(asker, made.id, zone)

    async def state(self, asker: Asker, challenge_id: str, zone: str, *, instead: bool = False) -> Message:
        """Return where the asker is in a challenge.

        Args:
            asker: who asks.
            challenge_id: which challenge.
            zone: the IANA name of the time zone to say in when it closes.
            instead: whether they asked for another one, which has to wait.

        Raises:
            Refusal: there's no such challenge here.
        """
        stands = await self._database.read(lambda transaction: self._standing(transaction, asker, challenge_id))
        return await self._state(asker, stands, zone, instead=instead)

    async def go_on(self, asker: Asker, challenge_id: str, zone: str) -> Message:
        """Return the question whose clock runs; without one, where the asker is.

        Args:
            asker: who asks.
            challenge_id: which challenge.
            zone: the IANA name of the time zone to say in when it closes.

        Raises:
            Refusal: there's no such challenge here.
        """
        stands = await self._database.read(lambda transaction: self._standing(transaction, asker, challenge_id))
        return self._open_question(asker, stands) or await self._state(asker, stands, zone)

    async def show(self, asker: Asker, challenge_id: str, position: int, zone: str) -> Message:
        """Show the next question, whose clock starts now; or the one whose clock runs; or where the asker is.

        Args:
            asker: who asks.
            challenge_id: which challenge.
            position: of the question asked for, from 0.
            zone: the IANA name of the time zone to say in when it closes.

        Raises:
            Refusal: there's no such challenge here.
        """
        at = _whole(asker.at)
        stands = await self._database.read(lambda transaction: self._standing(transaction, asker, challenge_id))
        if machine.may_begin(stands.stage(at), stands.turns, position):
            stands = await self._database.transact(
                lambda transaction: self._begin_turn(transaction, asker, challenge_id, position, at)
            )
        self._expect(asker, stands)
        return self._open_question(asker, stands) or await self._state(asker, stands, zone)

    async def answer(
        self,
        asker: Asker,
        challenge_id: str,
        position: int,
        judge: Callable[[Posed], Judgement | None],
        picked: str = "",
    ) -> Message:
        """Keep an answer, and say so once it's safe; where it isn't complete yet, ask on.

        Args:
            asker: who answers.
            challenge_id: which challenge.
            position: of the question.
            judge: what comes of it; None if it isn't complete.
            picked: of an order question, the items picked so far.

        Raises:
            Refusal: the question takes no answer from the asker.
        """
        stands = await self._database.read(lambda transaction: self._standing(transaction, asker, challenge_id))
        at = _whole(asker.at)
        if stands.made.in_channel and stands.made.closed is not None:
            return await self.review(asker, challenge_id)
        self._expect(asker, stands)
        posed = stands.posed(position, at)
        await ready_to_judge(posed.question, posed.pack)
        judgement = judge(posed)
        if judgement is None:
            why = machine.why_not_answer(stands.made, stands.turns, position, at)
        else:
            reply = TurnAnswer(judgement.given, judgement.right, at, judgement.credit)
            stands, why = await self._database.transact(
                lambda transaction: self._keep(transaction, asker, challenge_id, position, reply)
            )
        turn = machine.turn_of(stands.turns, position)
        if stands.made.in_channel:
            if judgement is None and why is None:
                return question_pages.picking(posed, picked)
            return await self._answered(asker, stands, posed, turn, why)
        if why is not None:
            return _not_counted(stands, posed, turn, why, at)
        if judgement is None and turn is not None:
            return challenge_pages.question(stands.made, posed, turn, asker.at, picked)
        return challenge_pages.locked(stands.made, posed, judgement.given if judgement else "")

    async def form(self, asker: Asker, challenge_id: str, position: int) -> Form:
        """Return what to ask before an answer is typed.

        Args:
            asker: who wants to answer.
            challenge_id: which challenge.
            position: of the question, from 0.

        Raises:
            Refusal: the question takes no typed answer from the asker now.
        """
        stands = await self._database.read(lambda transaction: self._standing(transaction, asker, challenge_id))
        posed = stands.posed(position, asker.at)
        turn = machine.turn_of(stands.turns, position)
        match machine.why_not_answer(stands.made, stands.turns, position, asker.at):
            case None:
                return answer_forms.form(posed)
            case NotCounted.ANSWERED if turn is not None and turn.answer is not None:
                raise Refusal(f"Already answered: {in_full(posed, turn.answer.given)}; your first answer counts.")
            case NotCounted.LATE:
                raise Refusal("Time's up for this question, so it earns 0 points; run /challenge to continue.")
            case NotCounted.CLOSED:
                raise Refusal(_CLOSED)
            case _:
                raise Refusal(_NOT_SHOWN)

    async def review(self, asker: Asker, challenge_id: str, first: int = 0) -> Message:
        """Return the asker's own answers with what is right, a few at a time, once the challenge has closed.

        Args:
            asker: who took it.
            challenge_id: of the challenge.
            first: where to begin, from 0.

        Raises:
            Refusal: it's still open, or the asker didn't take it.
        """

        def look(transaction: Transaction) -> tuple[challenge_report.Played | None, frozenset[str]]:
            made = self._find(transaction, asker, challenge_id)
            if machine.is_open(made, asker.at):
                raise Refusal("The challenge is still open; you can see your answers once it closes.")
            if made.closed is None:
                raise Refusal(
                    "The challenge has just closed; you can see your answers once the results are in the channel."
                )
            return read(transaction, self._shelf, made), league.hidden(transaction, made.tenant)

        played, hidden = await self._database.read(look)
        if played is None:
            raise Refusal("That challenge's pack isn't here any more; run /help to see what there is.")
        if played.made.in_channel:
            return _looked_back(played, asker.member.id)
        if asker.member.id not in played.table.players:
            raise Refusal("You didn't take that challenge; take the next one, or open it with /challenge.")
        stands = own_place(played, asker.member.id, hidden)
        return challenge_report.review(played, asker.member.id, stands, first)

    async def told(self, asker: Asker, where: str) -> Self:
        """Return the self that was told of a challenge by the button that's pressed.

        Args:
            asker: who presses it.
            where: the tenant that it came from, by its id; it's another's than a conversation's on some platforms.
        """
        platform = platform_of(asker.tenant.key)
        there = Self(f"{platform}:{where}", asker.member.id)
        is_theirs = platform in SAME_PERSON_EVERYWHERE and await self._database.read(
            lambda transaction: challenges.ever_took_part(transaction, *there)
        )
        return there if is_theirs else Self(asker.tenant.key, asker.member.id)

    async def close(self, asker: Asker, challenge_id: str, *, sure: bool) -> Message:
        """Close a challenge before its time, once the asker is sure.

        Args:
            asker: who closes it.
            challenge_id: which challenge.
            sure: whether they've confirmed it; if not, they're asked.

        Raises:
            Refusal: it's over already, or it isn't for the asker to close it.
        """
        stands = await self._database.read(lambda transaction: self._standing(transaction, asker, challenge_id))
        by = await self._database.read(lambda transaction: challenges.opener(transaction, stands.made))
        if not _may_close(asker, by):
            raise Refusal("Only an administrator or the person who opened this challenge can close it.")
        if not sure:
            if not machine.is_open(stands.made, asker.at):
                raise Refusal(_CLOSED_ALREADY)
            return challenge_pages.are_you_sure(stands.made, await self._taking(stands.made))
        at = _whole(asker.at)

        def hasten(transaction: Transaction) -> None:
            made = self._find(transaction, asker, challenge_id)
            if not challenges.hasten(transaction, made, at):
                raise Refusal(_CLOSED_ALREADY)
            announcements.move(transaction, made.tenant, made.schedule, at)
            if made.nudge:
                announcements.call_off(transaction, made.tenant, made.nudge)

        await self._database.transact(hasten)
        return challenge_pages.closing()

    def _expect(self, asker: Asker, stands: _Progress) -> None:
        """Have the asker told their own result at the close, in place of what they are answered now."""
        if stands.made.closed is None and not stands.made.in_channel:
            self._closing_words.expect(stands.made, asker.member.id, asker.reply)

    def _begin_turn(
        self, transaction: Transaction, asker: Asker, challenge_id: str, position: int, at: datetime
    ) -> _Progress:
        """Start the clock of a question, if it's still the next one."""
        stands = self._standing(transaction, asker, challenge_id, hold=True)
        now = stands.stage(at)
        if not machine.may_begin(now, stands.turns, position):
            return stands
        self._begin(transaction, asker, stands, now.position, at)
        return self._standing(transaction, asker, challenge_id)

    def _begin(self, transaction: Transaction, asker: Asker, stands: _Progress, position: int, at: datetime) -> None:
        """Note that a question is shown to the asker, who takes part from the first one on."""
        if not stands.turns:
            team = teams.team_of(transaction, asker.tenant.key, asker.member.id)
            taking.join(transaction, stands.made, Participant(asker.member.id, asker.member.name, team), at)
        own = None if stands.made.in_channel else _own_limit(transaction, asker, stands.made)
        taking.show(transaction, stands.made, asker.member.id, position, at, own)

    def _keep(
        self, transaction: Transaction, asker: Asker, challenge_id: str, position: int, reply: TurnAnswer
    ) -> tuple[_Progress, NotCounted | None]:
        """Keep an answer, unless there's a reason why it doesn't count."""
        stands = self._standing(transaction, asker, challenge_id, hold=True)
        why = machine.why_not_answer(stands.made, stands.turns, position, reply.at)
        if why is None and stands.made.in_channel:  # it's shown to all, so their turn begins with their answer
            self._begin(transaction, asker, stands, position, reply.at)
        if why is None and not taking.answer(transaction, stands.made, asker.member.id, position, reply):
            # Another replica was quicker.
            return self._standing(transaction, asker, challenge_id), NotCounted.ANSWERED
        return self._standing(transaction, asker, challenge_id) if stands.made.in_channel else stands, why

    async def _answered(
        self, asker: Asker, stands: _Progress, posed: Posed, turn: Turn | None, why: NotCounted | None
    ) -> Message:
        """Return what the asker sees who has answered a question of their channel."""
        rounds = await self._database.read(lambda transaction: series.rounds(transaction, stands.made))
        return question_pages.answered(posed, turn, why, rounds, asker.member.id)

    def _open_question(self, asker: Asker, stands: _Progress) -> Message | None:
        if stands.made.in_channel:
            raise Refusal("Answer that question in the channel where I posted it.")
        now = stands.stage(_whole(asker.at))
        turn = machine.turn_of(stands.turns, now.position)
        if now.phase is not ChallengePhase.ASKED or turn is None:
            return None
        return challenge_pages.question(stands.made, stands.posed(now.position, asker.at), turn, asker.at)

    async def _taking(self, made: Challenge) -> int:
        """Return how many take part."""
        return await self._database.read(lambda transaction: taking.count(transaction, made))

    async def _state(self, asker: Asker, stands: _Progress, zone: str, *, instead: bool = False) -> Message:
        by = await self._database.read(lambda transaction: challenges.opener(transaction, stands.made))
        own = await self._database.read(lambda transaction: _own_limit(transaction, asker, stands.made))
        return challenge_pages.state(
            stands.made,
            stands.pack,
            stands.stage(_whole(asker.at)),
            stands.turns,
            zone,
            await self._taking(stands.made),
            by=by.name if by else "",
            may_close=_may_close(asker, by),
            own_limit=own,
            instead=instead,
        )

    def _standing(
        self, transaction: Transaction, asker: Asker, challenge_id: str, *, hold: bool = False
    ) -> _Progress:
        made = self._find(transaction, asker, challenge_id, hold=hold)
        pack = self._shelf.get(made.tenant, made.pack)
        if pack is None:
            raise Refusal("That challenge's pack isn't here any more; run /challenge for another.")
        return _Progress(made, pack, taking.turns(transaction, made, asker.member.id))

    def _find(self, transaction: Transaction, asker: Asker, challenge_id: str, *, hold: bool = False) -> Challenge:
        made = challenges.find(transaction, asker.tenant.key, challenge_id, hold=hold)
        if made is None:
            raise Refusal("I can't find that challenge here; open one with /challenge.")
        return made


def _own_limit(transaction: Transaction, asker: Asker, made: Challenge) -> timedelta | None:
    """Return the time for a question that begins now, if the asker has chosen to have more than others."""
    return machine.longer(made, settings.time_in(transaction, self_of(asker)))


def _may_close(asker: Asker, by: Opener | None) -> bool:
    """Return whether someone may close a challenge before its time."""
    return asker.member.administers or (by is not None and by.member == asker.member.id)


def _not_counted(stands: _Progress, posed: Posed, turn: Turn | None, why: NotCounted, at: datetime) -> Message:
    """Return what's said to an answer that doesn't count.

    Raises:
        Refusal: there's nothing to show.
    """
    match why:
        case NotCounted.LATE if turn is not None:
            return challenge_pages.too_late(stands.made, posed, turn)
        case NotCounted.ANSWERED if turn is not None and turn.answer is not None:
            if not machine.is_open(stands.made, at):
                return challenge_pages.locked_and_closed(stands.made, posed, turn.answer.given)
            return challenge_pages.locked(stands.made, posed, turn.answer.given, before=True)
        case NotCounted.NOT_SHOWN:
            raise Refusal(_NOT_SHOWN)
        case _:
            raise Refusal(_CLOSED)


def _looked_back(played: challenge_report.Played, member: str) -> Message:
    """Return a question of a channel that has closed, with a member's own answer."""
    posed = played.posed(0)
    if posed is None:
        raise Refusal(question_pages.GONE)
    turn = machine.turn_of(played.turns.get(member, ()), 0)
    return question_pages.looked_back(posed, turn.answer if turn else None)


def _whole(at: datetime) -> datetime:
    """Return a moment as the store keeps it, so that what is decided now is decided alike on a second look."""
    return from_milliseconds(to_milliseconds(at))
