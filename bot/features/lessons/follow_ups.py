"""What someone asked a moment ago, so that “and who does that?” is read with it. In memory, for five minutes."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic

from cachetools import TTLCache

from bot.features.lessons.missing import carried
from bot.features.lessons.question_forms import wants_example, wants_plain_words, wants_reason, without_form
from bot.language.fillers import FILLERS
from bot.language.people import MemberKey
from bot.language.requests import Asker
from bot.language.text import singular, words

_LASTS = timedelta(minutes=5)
_MOST_ASKERS = 2_000

_SHORT = 6
"""Words of a follow-up at most."""

_NEW = 2
"""Words of a follow-up that may say something new."""

_GOING_ON = re.compile(r"\W*(?:and|but|or|(?:what|how) about)\b", re.IGNORECASE)
"""How someone begins who goes on, with a subject that may be new."""

_WITHOUT_A_SUBJECT = frozenset(words("so why how who when where what which whose for more example examples"))
"""Words that stand for what was said before."""

_POINTING = frozenset(words("it its that this these those they them their he she there one ones both"))
"""Words that stand for what was said before."""

_ADDRESSING = frozenset(words("you your yours yourself"))
"""Words of a question that's about Versed, not about what was said before: “who are you?”"""

_MORE = re.compile(
    r"\W*(?:(?:tell|show|give)\s+me\s+)?(?:some\s+)?(?:more|what else|anything else)\W*(?:please)?\W*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Before:
    """A question that was asked before.

    Args:
        question: with what it was read with in turn.
        pack: the id of the pack that was asked.
        shown: keys of the items that were shown.
        in_full: those of them that were shown in full.
        at: when.
    """

    question: str
    pack: str
    shown: tuple[str, ...]
    in_full: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class Asked:
    """How a question is read.

    Args:
        question: in full, as it's searched for.
        seen: keys of items that were shown already, and aren't wanted again.
        subject: what's new in a question that goes on from the one before, in the singular: “and a litter box?”
    """

    question: str
    seen: Sequence[str] = ()
    subject: frozenset[str] = frozenset()


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
        if _MORE.fullmatch(question):
            return Asked(before.question, before.shown)
        both = f"{before.question} {question}"
        if wants_reason(question):
            return Asked(both, before.in_full)
        return Asked(both, subject=frozenset(map(singular, _telling(question))))

    def is_expected(self, asker: Asker, said: str) -> bool:
        """Return whether someone asked a moment ago, and this goes on from it."""
        return self._recall(asker) is not None and follows(said)

    def note(self, asker: Asker, pack: str, reading: Asked, shown: Sequence[str]) -> None:
        """Remember a question that was answered.

        Args:
            asker: who asked, where and when.
            pack: the id of the pack that was asked.
            reading: how the question was read.
            shown: keys of the items that were shown, first the one that was in full.
        """
        seen = tuple(reading.seen)
        self._before[_key(asker)] = Before(reading.question, pack, (*seen, *shown), (*seen, *shown[:1]), asker.at)

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


def follows(question: str) -> bool:
    """Return whether a question says too little to be read alone."""
    said = words(question)
    if _MORE.fullmatch(question):
        return True
    if not said or len(said) > _SHORT:
        return False
    telling = _telling(question)
    if _GOING_ON.match(question) or any(word in _POINTING for word in said):
        return len(telling) <= _NEW
    if wants_example(question) or wants_plain_words(question):
        return not telling
    return not telling and said[0] in _WITHOUT_A_SUBJECT and _ADDRESSING.isdisjoint(said)


def _key(asker: Asker) -> tuple[str, str, str]:
    return asker.tenant.key, asker.place.id, asker.member.id


def _telling(question: str) -> list[str]:
    """Return the words of a question that say what it's about."""
    return [word for word in words(without_form(question)) if word not in FILLERS and word not in _POINTING]
