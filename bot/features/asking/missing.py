"""What people ask for and a pack doesn't have: questions reduced to a few words, and marks of who asked. Pure.

Until five people have asked something, only a keyed hash of it is stored, so nobody can read it. For each asker, one
byte of another keyed hash is stored: enough to tell whether there are five, and shared by many others
(docs/privacy.md).
"""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from bot.features.asking.question_forms import telling_words
from bot.language.anonymity import FEWEST
from bot.language.refusals import Refusal

KEY_LENGTH = 32
"""Length of a tenant's key in bytes."""

_LONGEST = 36
"""Maximum bytes of a reduced question, so that it fits in a button's data next to the longest pack id."""

_DIGEST = "sha256"


class WhyMissing(StrEnum):
    """Why a question counts as missing: it was refused, or the answer wasn't what someone meant."""

    REFUSED = "refused"
    NOT_MEANT = "not_meant"


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that people ask for.

    Args:
        words: what they asked, reduced to a few words.
        people: the minimum number of people who asked.
        kind: why it counts as missing.
    """

    words: str
    people: int
    kind: WhyMissing


class AskedFor(NamedTuple):
    """A stored row: something that was asked for in a month.

    Args:
        tenant: where it was asked.
        pack: the id of the pack.
        question: the question's keyed hash (see `hidden`).
        kind: why it counts as missing; a newer version may have written other values.
        month: the month's number (see `month_of`).
    """

    tenant: str
    pack: str
    question: str
    kind: str
    month: int


def boiled_down(question: str) -> str:
    """Return the words that say what's asked, in the singular and sorted; "" if there are none.

    A long question keeps its longest words, as they tell most.
    """
    telling: list[str] = []
    for word in sorted(set(telling_words(question)), key=lambda each: (-len(each), each)):
        if len(" ".join((*telling, word)).encode()) <= _LONGEST:
            telling.append(word)
    return " ".join(sorted(telling))


def carried(question: str) -> str:
    """Return a reduced question, encoded for a button; "" if nothing is left of it."""
    return urlsafe_b64encode(boiled_down(question).encode()).decode().rstrip("=")


def carried_back(word: str) -> str:
    """Decode the question that a button carries; anybody may have made it up.

    Raises:
        Refusal: it's not something that `carried` returns.
    """
    try:
        question = urlsafe_b64decode(word + "=" * (-len(word) % 4)).decode()
    except ValueError:
        question = ""
    if not question or carried(question) != word:
        raise Refusal("This button doesn't work; ask again with /ask.")
    return question


def month_of(at: datetime) -> int:
    """Return the month of a moment in UTC, as a number; each month has its own key."""
    return at.year * 12 + at.month - 1


def hidden(key: bytes, question: str) -> str:
    """Return a question's keyed hash: the same for equal questions, and meaningless without the key."""
    return hmac.digest(key, question.encode(), _DIGEST).hex()[:32]


def mark(key: bytes, hidden_question: str, member: str) -> str:
    """Return the mark of someone who asks: a byte, different from question to question.

    Args:
        key: the month's key.
        hidden_question: the question's keyed hash.
        member: the id of the member who asks.
    """
    return hmac.digest(key, f"{hidden_question} {member}".encode(), _DIGEST).hex()[:2]


def tellable(words: str, marks: Collection[str]) -> str:
    """Return the words of a question that may be shown: "" until enough people have asked it."""
    return words if len(marks) >= FEWEST else ""
