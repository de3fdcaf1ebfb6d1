"""What someone asked a moment ago, so that “and who does that?” is read with it. In memory, for five minutes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic

from cachetools import TTLCache

from bot.content.finding.finder import Finder
from bot.features.asking import going_on
from bot.features.asking.follow_up_forms import (
    follows,
    may_compare_with_it,
    points,
    points_to_a_thing,
    subject_words,
    wants_more,
)
from bot.features.asking.missing import carried
from bot.features.asking.question_forms import wants_reason
from bot.language.people import MemberKey
from bot.language.requests import Asker
from bot.language.text import singular

_LASTS = timedelta(minutes=5)
_MOST_ASKERS = 2_000

_MOST_THINGS = 2
"""Things asked about that are kept, for “how do they differ?”"""


@dataclass(frozen=True, slots=True)
class Before:
    """A question that was asked before.

    Args:
        question: with what it was read with in turn.
        pack: the id of the pack that was asked.
        shown: keys of the items that were shown.
        in_full: those of them that were shown in full.
        at: when.
        root: the question from which the next one goes on: without follow-ups that have no subject.
        things: what was asked about lately, as it's named, the last one last.
        about: the one thing that it asks about; "" if it says more than that.
    """

    question: str
    pack: str
    shown: tuple[str, ...]
    in_full: tuple[str, ...]
    at: datetime
    root: str = ""
    things: tuple[str, ...] = ()
    about: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """How a question is read.

    Args:
        question: in full, as it's searched for.
        seen: keys of items that were shown already, and aren't wanted again.
        subject: what's new in a question that goes on from the one before, in the singular: “and a litter box?”
        root: the question before, where this one goes on from it; "" if it stands for itself.
        about: the one thing that it asks about, if that's known from the question before.
    """

    question: str
    seen: Sequence[str] = ()
    subject: frozenset[str] = frozenset()
    root: str = ""
    about: str = ""


class FollowUps:
    """The last question of each asker in each place, for five minutes.

    Args:
        seconds: tells the time on a clock that only goes forward.
    """

    def __init__(self, seconds: Callable[[], float] = monotonic) -> None:
        self._before = TTLCache[tuple[str, str, str], Before](_MOST_ASKERS, _LASTS.total_seconds(), seconds)

    def read(self, asker: Asker, pack: str, question: str) -> Asked:
        """Return how a question is read: with the one before, where it says too little without.

        Args:
            asker: who asks, where and when.
            pack: the id of the pack that's asked.
            question: as asked.
        """
        before = self._recall(asker)
        if before is None or before.pack != pack or not follows(question):
            return Asked(question)
        root, thing = before.root or before.question, before.about
        if wants_more(question):
            return Asked(before.question, before.shown, root=root, about=thing)
        both = f"{root} {question}"
        if wants_reason(question):
            return Asked(both, before.in_full, root=root, about=thing)
        subject = [] if points(question) else subject_words(question)  # what points to something doesn't stand alone
        return Asked(both, subject=frozenset(map(singular, subject)), root=root, about=thing)

    def in_full(self, asker: Asker, finder: Finder, question: str) -> Asked | None:
        """Return what a follow-up says in full, if the question before had a name for what it leaves out.

        Args:
            asker: who asks, where and when.
            finder: of the pack that's asked.
            question: as asked.
        """
        before = self._recall(asker)
        if before is None or before.pack != finder.pack.id or wants_more(question):
            return None
        if may_compare_with_it(question) and (both := going_on.compared(finder, question, before.things)):
            return Asked(both)
        if not follows(question):
            return None
        if instead := going_on.replaced(finder, before.root or before.question, question):
            return Asked(instead)
        is_bare_reason = wants_reason(question) and not points_to_a_thing(question)
        if before.about and not is_bare_reason and (whole := going_on.pointed_out(question, before.about)):
            return Asked(whole, root=before.root or before.question, about=before.about)
        return None

    def is_expected(self, asker: Asker, said: str) -> bool:
        """Return whether someone asked a moment ago, and this goes on from it."""
        return self._recall(asker) is not None and follows(said)

    def note(
        self,
        asker: Asker,
        pack: str,
        asked: Asked,
        shown: Sequence[str],
        in_full: int = 1,
        things: Sequence[str] = (),
        about: str = "",
    ) -> None:
        """Remember a question that was answered.

        Args:
            asker: who asked, where and when.
            pack: the id of the pack that was asked.
            asked: how the question was read.
            shown: keys of the items that were shown, first those that were in full.
            in_full: how many of them were.
            things: what it asks about, as it's named.
            about: the one thing that it asks about; "" if it says more than that.
        """
        seen, before = tuple(asked.seen), self._recall(asker)
        lately = before.things if before and before.pack == pack else ()
        kept = [*(each for each in lately if each not in things), *things][-_MOST_THINGS:]
        self._before[_key(asker)] = Before(
            asked.question,
            pack,
            (*seen, *shown),
            (*seen, *shown[:in_full]),
            asker.at,
            asked.root or asked.question,
            tuple(kept),
            asked.about or about,
        )

    def refused(self, asker: Asker, asked: Asked) -> None:
        """Forget the question before, unless it's what the one that was refused goes on from.

        Args:
            asker: who asked, where and when.
            asked: how the question was read.
        """
        if not asked.root:
            self._before.pop(_key(asker), None)

    def answered(self, asker: Asker, pack: str, asked: str) -> Before | None:
        """Return what someone asked a moment ago, if a button carries that question.

        Args:
            asker: who presses the button, where and when.
            pack: the id of the pack that was asked.
            asked: what the button carries.
        """
        before = self._recall(asker)
        return before if before and before.pack == pack and carried(before.question) == asked else None

    async def forget(self, me: MemberKey) -> None:
        """Forget what someone asked, wherever it was."""
        for key in [key for key in self._before if key[0] == me.tenant and key[2] == me.member]:
            self._before.pop(key, None)  # it may be over by now

    def _recall(self, asker: Asker) -> Before | None:
        before = self._before.get(_key(asker))
        return before if before and timedelta(0) <= asker.at - before.at <= _LASTS else None


def _key(asker: Asker) -> tuple[str, str, str]:
    return asker.tenant.key, asker.place.id, asker.member.id
