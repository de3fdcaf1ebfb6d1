"""Remembers what someone asked or was shown, for five minutes and in memory, so that “why?” can be understood."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic

from cachetools import TTLCache

from bot.content.finding.finder import Finder
from bot.features.asking import follow_up_completion
from bot.features.asking.follow_up_phrasings import (
    asks_how_so,
    correction,
    follows,
    is_lost,
    may_compare_with_it,
    points,
    points_to_a_thing,
    points_to_someone,
    subject_words,
    wants_another_example,
    wants_it_shorter,
    wants_more,
    which_of_two,
    without_connective,
)
from bot.features.asking.missing import carried
from bot.features.asking.question_forms import wants_example, wants_reason
from bot.features.authoring.actions import ReportAnswer, ReportItem
from bot.language.forgetting import forget_if
from bot.language.people import MemberKey
from bot.language.requests import Asker
from bot.language.text import singular

_LASTS = timedelta(minutes=5)
_MOST_ASKERS = 2_000

_MOST_OPENINGS = 8
"""Number of answers remembered, so that none is given again to another question."""

_MOST_THINGS = 2
"""Number of things asked about that are remembered, for “how do they differ?”"""


@dataclass(frozen=True, slots=True)
class Before:
    """A question that was asked before.

    Args:
        question: the question in full, together with those that it followed up.
        pack: the id of the pack that was asked.
        shown: the keys of the items that were shown.
        in_full: the keys of those that were shown in full.
        first: the key of the item that was shown first; "" if there was none.
        at: when it was asked.
        root: the question that the next follow-up refers to, without follow-ups that have no subject.
        things: what was asked about recently, by name, the latest last.
        about: the one thing that it asks about; "" if it says more than that.
        openings: how the latest answers to it and to its follow-ups begin.
        is_private: whether it's about something that nobody else there saw, so its answers are private, too.
    """

    question: str
    pack: str
    shown: tuple[str, ...]
    in_full: tuple[str, ...]
    first: str
    at: datetime
    root: str = ""
    things: tuple[str, ...] = ()
    about: str = ""
    openings: tuple[str, ...] = ()
    is_private: bool = False


@dataclass(frozen=True, slots=True)
class InView:
    """What someone was shown without having asked about it, such as a tip or the answer to a question of a quiz.

    Args:
        what: the action that reports it; None if it's something else, such as help.
        at: when it was shown.
        is_private: whether nobody else there saw it.
    """

    what: ReportItem | ReportAnswer | None
    at: datetime
    is_private: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """How a question is read.

    Args:
        question: the full question to search for.
        seen: the keys of items that were shown already, and aren't wanted again.
        subject: what's new in a follow-up, in the singular: “and a litter box?”
        root: the question that a follow-up refers to; "" if it isn't a follow-up.
        about: the one thing that it asks about, if that's known from the previous question.
    """

    question: str
    seen: Sequence[str] = ()
    subject: frozenset[str] = frozenset()
    root: str = ""
    about: str = ""


class FollowUps:
    """The last question of each asker in each place, kept for five minutes.

    Args:
        seconds: returns the seconds of a monotonic clock.
    """

    def __init__(self, seconds: Callable[[], float] = monotonic) -> None:
        self._before = TTLCache[tuple[str, str, str], Before](_MOST_ASKERS, _LASTS.total_seconds(), seconds)
        self._shown = TTLCache[tuple[str, str, str], InView](_MOST_ASKERS, _LASTS.total_seconds(), seconds)

    def read(self, asker: Asker, pack: str, question: str) -> Asked:
        """Return how a question is read: together with the one before if it says too little alone.

        Args:
            asker: who asks, where and when.
            pack: the id of the pack that's asked.
            question: the question as asked.
        """
        if meant := correction(question):
            return Asked(meant)
        before = self._recall(asker)
        if before is None or before.pack != pack or not follows(question):
            return Asked(question)
        root, thing = before.root or before.question, before.about
        if wants_more(question):
            return Asked(before.question, before.shown, root=root, about=thing)
        both = root if wants_example(root) and wants_example(question) else f"{root} {question}"
        if is_lost(question):
            return Asked(f"{root} for example", root=root, about=thing)
        if wants_it_shorter(question):
            return Asked(f"{root} in short", root=root, about=thing)
        if wants_another_example(question):
            seen = before.shown if wants_example(before.question) else before.in_full
            return Asked(both, seen, root=root, about=thing)
        if wants_reason(question):
            return Asked(both, before.in_full, root=root, about=thing)
        # One that refers back, or only asks for a degree, has no new subject.
        subject = [] if points(question) or asks_how_so(question) else subject_words(without_connective(question))
        return Asked(both, subject=frozenset(map(singular, subject)), root=root, about=thing)

    def in_full(self, asker: Asker, finder: Finder, question: str) -> Asked | None:
        """Return a follow-up in full, if the previous question named what the follow-up leaves out; None if not.

        Args:
            asker: who asks, where and when.
            finder: the finder of the pack that's asked.
            question: the question as asked.
        """
        before = self._recall(asker)
        if before is None or before.pack != finder.pack.id or wants_more(question) or is_lost(question):
            return None
        if meant := correction(question):
            question = f"and {meant}"
        root = before.root or before.question
        if (which := which_of_two(question)) and (
            one := follow_up_completion.one_of_two(finder, which, root, before.things, before.about)
        ):
            return Asked(one)
        if may_compare_with_it(question) and (both := follow_up_completion.compared(finder, question, before.things)):
            return Asked(both)
        if not follows(question):
            return None
        if instead := follow_up_completion.replaced(finder, root, question):
            new = without_connective(question)
            return Asked(instead, about=follow_up_completion.about(new, finder.mentions(new)))
        is_bare_reason = wants_reason(question) and not points_to_a_thing(question)
        thing = before.about or (follow_up_completion.someone(finder, root) if points_to_someone(question) else "")
        if (
            thing
            and not (is_bare_reason or wants_it_shorter(question))
            and (whole := follow_up_completion.pointed_out(question, thing))
        ):
            return Asked(whole, root=whole, about=thing)
        return None

    def is_expected(self, asker: Asker, typed: str) -> bool:
        """Return whether this is a follow-up to what someone asked a moment ago."""
        before, meant = self._recall(asker), correction(typed)
        if before is None:
            return False
        if which_of_two(meant or typed):
            return len(before.things) > 1
        return bool(subject_words(meant)) if meant else follows(typed)

    def note(
        self,
        asker: Asker,
        pack: str,
        asked: Asked,
        shown: Sequence[str],
        in_full: int = 1,
        things: Sequence[str] = (),
        about: str = "",
        opening: str = "",
        is_private: bool = False,
    ) -> None:
        """Remember a question that was answered.

        Args:
            asker: who asked, where and when.
            pack: the id of the pack that was asked.
            asked: how the question was read.
            shown: the keys of the items that were shown, first those that were shown in full.
            in_full: how many were shown in full.
            things: what it asks about, by name.
            about: the one thing that it asks about; "" if it says more than that.
            opening: how the answer begins; "" if it was no answer.
            is_private: whether it's about something that nobody else there saw.
        """
        seen, before = tuple(asked.seen), self._recall(asker)
        before = before if before and before.pack == pack else None
        lately = before.things if before else ()
        openings = (*(before.openings if before and asked.root else ()), opening)
        recent = [*(each for each in lately if each not in things), *things][-_MOST_THINGS:]
        self._before[_key(asker)] = Before(
            asked.question,
            pack,
            (*seen, *shown),
            (*seen, *shown[:in_full]),
            shown[0] if shown else "",
            asker.at,
            asked.root or asked.question,
            tuple(recent),
            asked.about or about,
            openings[-_MOST_OPENINGS:],
            is_private,
        )

    def show(self, asker: Asker, what: ReportItem | ReportAnswer | None, *, is_private: bool = False) -> None:
        """Remember what someone is shown.

        Args:
            asker: who sees it, where and when.
            what: the action that reports it; None if it's something else, so what was shown before is out of view.
            is_private: whether nobody else there sees it.
        """
        self._shown[_key(asker)] = InView(what, asker.at, is_private)

    def shown(self, asker: Asker) -> InView | None:
        """Return what someone was shown since they last asked something; None if that's nothing."""
        shown, before = self._shown.get(_key(asker)), self._recall(asker)
        is_fresh = shown is not None and timedelta(0) <= asker.at - shown.at <= _LASTS
        return shown if is_fresh and shown and (before is None or before.at < shown.at) else None

    def refused(self, asker: Asker, asked: Asked) -> None:
        """Forget the previous question and what was in view, unless the refused one was a follow-up to it.

        Args:
            asker: who asked, where and when.
            asked: how the question was read.
        """
        if not asked.root:
            self._before.pop(_key(asker), None)
            self.show(asker, None)

    def latest(self, asker: Asker) -> Before | None:
        """Return what someone asked a moment ago; None if they asked nothing."""
        return self._recall(asker)

    def last(self, asker: Asker, pack: str) -> Before | None:
        """Return what someone asked a pack a moment ago; None if they asked nothing, or another pack.

        Args:
            asker: who asks, where and when.
            pack: the id of the pack that's asked.
        """
        before = self._recall(asker)
        return before if before and before.pack == pack else None

    def told_already(self, asker: Asker, pack: str, opening: str) -> Before | None:
        """Return what someone asked a moment ago if an answer then began like this one; None if none did.

        Args:
            asker: who asks, where and when.
            pack: the id of the pack that's asked.
            opening: how the answer begins.
        """
        before = self.last(asker, pack)
        return before if before and opening and opening in before.openings else None

    def answered(self, asker: Asker, pack: str, question: str) -> Before | None:
        """Return the question that someone asked a moment ago, if it's the one that a button carries.

        Args:
            asker: who presses the button, where and when.
            pack: the id of the pack that was asked.
            question: the encoded question in the button.
        """
        before = self.last(asker, pack)
        return before if before and carried(before.question) == question else None

    async def forget(self, me: MemberKey, _names: Collection[str] = ()) -> None:
        """Forget what someone asked, in all places."""
        self._forget_if(lambda key: key[0] == me.tenant and key[2] == me.member)

    async def forget_tenant(self, tenant: str) -> None:
        """Forget what anyone in a tenant asked."""
        self._forget_if(lambda key: key[0] == tenant)

    def _forget_if(self, goes: Callable[[tuple[str, str, str]], bool]) -> None:
        forget_if(self._before, goes)
        forget_if(self._shown, goes)

    def _recall(self, asker: Asker) -> Before | None:
        before = self._before.get(_key(asker))
        return before if before and timedelta(0) <= asker.at - before.at <= _LASTS else None


def _key(asker: Asker) -> tuple[str, str, str]:
    return asker.tenant.key, asker.place.id, asker.member.id
