"""Linking: making a person's selves on several platforms one learner, and separating them again."""

import re
from collections.abc import Callable
from datetime import datetime
from random import SystemRandom
from typing import NamedTuple, TypeAlias

from bot.features.help.actions import keep
from bot.features.learners.actions import LinkSelves
from bot.features.learners.store import learners, link_codes
from bot.features.learners.tries import may_try
from bot.language.actions import encode
from bot.language.controls import Button, Buttons, Emphasis
from bot.language.ids import new_id
from bot.language.message import Facts, Footer, Heading, Message, message
from bot.language.people import Learner, MemberKey, platform_of
from bot.language.platforms import traits
from bot.language.refusals import Refusal
from bot.language.requests import Asker
from bot.language.rich_text import CommandMention, strong, text
from bot.language.text import counted, fold
from bot.storage.database import Database
from bot.storage.personal_data import PersonalData
from bot.storage.transaction import Transaction

_LENGTH = 8
_NOT_VALID = "That code doesn't work, or has expired; run /link where you got it for a fresh one."
_Look: TypeAlias = Callable[[Transaction, str, datetime], MemberKey | None]

_TOO_OFTEN = "That's a few tries too many; wait ten minutes and try again."


class _Pair(NamedTuple):
    """Two learners who may be linked.

    Args:
        owner: the self whose code was entered.
        here: the learner who entered it.
        there: the learner whose code it is.
    """

    owner: MemberKey
    here: Learner
    there: Learner


class Linking:
    """Links and unlinks selves.

    Args:
        database: stores which selves are linked.
        personal_data: moves the features' data of a person.
    """

    def __init__(self, database: Database, personal_data: PersonalData) -> None:
        self._database = database
        self._personal_data = personal_data

    async def offer(self, asker: Asker) -> Message:
        """Return a code to enter where the asker's other self is.

        Raises:
            Refusal: they've asked too often.
        """
        me = asker.key
        fresh = new_id(SystemRandom(), _LENGTH)

        def work(transaction: Transaction) -> bool:
            allowed = may_try(transaction, me, asker.at)
            if allowed:
                link_codes.keep(transaction, me, fresh, asker.at)
            return allowed

        if not await self._database.transact(work):
            raise Refusal(_TOO_OFTEN)
        grouped = f"{fresh[:4]}-{fresh[4:]}"
        return message(
            Heading("Link your accounts"),
            text(
                "Go to the other place where you use Versed, and within ten minutes run ",
                CommandMention(f"/link code:{grouped}"),
                ".",
            ),
            text(strong("Keep it to yourself: "), "anyone who runs it shares your flashcards and progress."),
            Footer(text("The code works once. ", CommandMention("/unlink"), " separates you again.")),
            private=True,
        )

    async def ask(self, asker: Asker, typed: str) -> Message:
        """Ask whether to link the asker with the self that was given a code, and say what each has learnt.

        Raises:
            Refusal: the code isn't valid, is the asker's own, or they tried too often.
        """
        me, code = asker.key, _read(typed)

        def work(transaction: Transaction) -> Message | str:
            found = _pair(transaction, me, code, asker.at, link_codes.find)
            if isinstance(found, str):
                return found
            owner, here, there = found
            learnt = (self._learnt(transaction, here), self._learnt(transaction, there))
            return question(code, me, owner, *learnt)

        outcome = await self._database.transact(work)
        if isinstance(outcome, str):
            raise Refusal(outcome, option="code")
        return outcome

    def _learnt(self, transaction: Transaction, learner: Learner) -> str:
        """Return how much a learner has done, as all their selves together."""
        held = [self._personal_data.held(transaction, each) for each in learner.selves]
        reviews, answers = (sum(len(each.get(table, ())) for each in held) for table in ("review", "answer"))
        return f"{counted(reviews, 'review')}, {counted(answers, 'answer')}"

    async def accept(self, asker: Asker, typed: str) -> Message:
        """Link the asker with the self that was given a code.

        Raises:
            Refusal: the code isn't valid, is the asker's own, or they tried too often.
        """
        me, code = asker.key, _read(typed)

        def work(transaction: Transaction) -> str:
            found = _pair(transaction, me, code, asker.at, link_codes.use)
            if isinstance(found, str):
                return found
            self.join(transaction, found.owner, me, asker.at)
            return ""

        if refused := await self._database.transact(work):
            raise Refusal(refused, option="code")
        return message(
            Heading("Linked"),
            text("From now on, your flashcards, reviews, progress and learning settings are the same in both."),
            Footer(text("What other people see stays separate. ", CommandMention("/unlink"), " undoes this.")),
            private=True,
            replaces=True,
        )

    async def separate(self, asker: Asker) -> Message:
        """Unlink the asker, who becomes a learner of their own again."""
        me = asker.key
        if not await self._database.transact(lambda transaction: self.leave(transaction, me)):
            return message(
                text("You aren't linked with anywhere else; ", CommandMention("/link"), " changes that."),
                private=True,
            )
        return message(
            Heading("Unlinked"),
            text(
                "This place is on its own from now on: what you reviewed here stays here, and the rest stays there."
            ),
            Footer("/link joins them again."),
            private=True,
        )

    def join(self, transaction: Transaction, first: MemberKey, second: MemberKey, at: datetime) -> bool:
        """Link two selves, and all that are linked with either, to one learner whose home is the first one's.

        Args:
            transaction: to write in.
            first: the self whose home stays.
            second: the other self.
            at: now, in UTC.

        Returns:
            Whether they were two learners before.
        """
        here, there = learners.of(transaction, first), learners.of(transaction, second)
        if here.home == there.home:
            return False
        self._personal_data.link(transaction, here, there)
        for each in (here, there):
            if each.selves == (each.home,):
                learners.add(transaction, each.home, each.home, at)
        learners.move_home(transaction, there.home, here.home)
        return True

    def leave(self, transaction: Transaction, me: MemberKey) -> bool:
        """Unlink a self, which becomes a learner of its own again.

        Returns:
            Whether it was linked with others.
        """
        whole = learners.of(transaction, me)
        others = [each for each in whole.selves if each != me]
        if not others:
            return False
        home = others[0] if whole.home == me else whole.home
        self._personal_data.unlink(transaction, whole, me, home)
        learners.remove(transaction, me)
        learners.move_home(transaction, whole.home, home)
        if len(others) == 1:
            learners.remove(transaction, others[0])
        return True


def question(code: str, me: MemberKey, other: MemberKey, mine: str, theirs: str) -> Message:
    """Ask whether to link two selves, and say what each has learnt.

    Args:
        code: the code, normalized.
        me: the self that asks.
        other: the self that the code was given to.
        mine: how much the asker has done.
        theirs: how much the other has done.
    """
    where = traits(platform_of(other.tenant)).where
    label, warning = f"You {where}", "Only if both are you"
    if other.tenant == me.tenant:
        label, warning = "Another member here", "Someone else here made this code. Only if that's you too"
    return message(
        Heading("Learn as one from now on?"),
        Facts((("You here", mine), (label, theirs))),
        text(
            "Your flashcards, reviews, progress and how you learn come together. ",
            CommandMention("/unlink"),
            " separates you again.",
        ),
        text(strong(f"{warning}: "), "the person who gave you the code would see what you learn."),
        Buttons((Button("Yes, link them", encode(LinkSelves(code)), Emphasis.PRIMARY), keep("Keep them apart"))),
        private=True,
    )


def _read(typed: str) -> str:
    """Return a typed code, normalized."""
    return re.sub(r"[\s-]", "", fold(typed))


def _pair(transaction: Transaction, me: MemberKey, code: str, at: datetime, look: _Look) -> _Pair | str:
    """Return the two learners that a code would link, or why it can't.

    Args:
        transaction: to write in, because each try is counted.
        me: the self that entered the code.
        code: the code, normalized.
        at: now, in UTC.
        look: finds the owner of a code, or uses it up.
    """
    if not may_try(transaction, me, at):
        return _TOO_OFTEN
    owner = look(transaction, code, at)
    if owner is None:
        return _NOT_VALID
    here, there = learners.of(transaction, me), learners.of(transaction, owner)
    return _refused(here, there, me, owner) or _Pair(owner, here, there)


def _refused(here: Learner, there: Learner, me: MemberKey, owner: MemberKey) -> str:
    """Return why two learners can't be linked; "" if they can."""
    if owner == me:
        return "That code is for the other place where you use Versed; run it there, or get one there for here."
    return "These two are already linked; you're all set." if here.home == there.home else ""
