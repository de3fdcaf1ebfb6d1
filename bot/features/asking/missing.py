"""What people ask for and a pack doesn't have: boiled down to a few words, and marks of who asked. Pure.

What fewer than five people asked is kept as a keyed hash alone, so nobody can read it, and of each asker one byte of
another one: enough to tell whether they're five, and shared by many others (docs/privacy.md).
"""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from bot.features.asking.question_forms import telling_words
from bot.language.refusals import Refusal

FEWEST = 5
"""People who must have asked for the same before anybody is told what it was."""

KEY_LENGTH = 32
"""Bytes of a tenant's key."""

_LONGEST = 36
"""Bytes of a question that's boiled down, so that it fits a button next to the longest id of a pack."""

_DIGEST = "sha256"


class WhyMissing(StrEnum):
    """How a question went."""

    REFUSED = "refused"
    NOT_MEANT = "not_meant"


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that people ask for.

    Args:
        words: what they asked, boiled down.
        people: how many at least.
        kind: how it went.
    """

    words: str
    people: int
    kind: WhyMissing


class AskedFor(NamedTuple):
    """Something that was asked for in a month, as it's kept.

    Args:
        tenant: where it was asked.
        pack: the one that was asked.
        question: what it's kept under (see hidden).
        kind: how it went; what a newer version calls that may be anything.
        month: as month_of tells it.
    """

    tenant: str
    pack: str
    question: str
    kind: str
    month: int


def boiled_down(question: str) -> str:
    """Return the words that say what's asked, in the singular and sorted; "" if none does.

    Of a long question the longest words stay, as they tell most.
    """
    kept: list[str] = []
    for word in sorted(set(telling_words(question)), key=lambda each: (-len(each), each)):
        if len(" ".join((*kept, word)).encode()) <= _LONGEST:
            kept.append(word)
    return " ".join(sorted(kept))


def carried(question: str) -> str:
    """Return a question, boiled down, as a button can carry it; "" if nothing of it is left."""
    return urlsafe_b64encode(boiled_down(question).encode()).decode().rstrip("=")


def carried_back(word: str) -> str:
    """Return what a button carries, which anybody may have made up.

    Raises:
        Refusal: it's nothing that `carried` makes.
    """
    try:
        question = urlsafe_b64decode(word + "=" * (-len(word) % 4)).decode()
    except ValueError:
        question = ""
    if not question or carried(question) != word:
        raise Refusal("This button doesn't work; ask again with /ask.")
    return question


def month_of(at: datetime) -> int:
    """Return the month that a moment in UTC is in, as a number; each has a key of its own."""
    return at.year * 12 + at.month - 1


def hidden(key: bytes, question: str) -> str:
    """Return what a question is kept under: equal for equal ones, and telling nothing without the key."""
    return hmac.digest(key, question.encode(), _DIGEST).hex()[:32]


def mark(key: bytes, hidden_question: str, member: str) -> str:
    """Return the mark of someone who asks: a byte, different from question to question.

    Args:
        key: of the month.
        hidden_question: what the question is kept under.
        member: who asks.
    """
    return hmac.digest(key, f"{hidden_question} {member}".encode(), _DIGEST).hex()[:2]


def tellable(words: str, marks: Collection[str]) -> str:
    """Return the words that may be told of a question: "" until enough people have asked it."""
    return words if len(marks) >= FEWEST else ""
