"""Counts questions without an answer, so that those who teach learn what a pack lacks."""

from datetime import datetime
from functools import partial
from random import Random

from bot.features.asking.missing import (
    KEY_LENGTH,
    AskedFor,
    WhyMissing,
    boiled_down,
    hidden,
    mark,
    month_of,
    tellable,
)
from bot.features.asking.store import missing
from bot.language.people import MemberKey
from bot.language.requests import Asker
from bot.storage.database import Database
from bot.storage.transaction import Transaction


class Unanswered:
    """Counts questions that a pack didn't answer, or answered differently from what was meant.

    Args:
        database: stores the counts.
        random: makes keys; seeded in tests.
    """

    def __init__(self, database: Database, random: Random) -> None:
        self._database = database
        self._random = random

    async def count(self, asker: Asker, pack: str, question: str, kind: WhyMissing) -> None:
        """Count a question, unless it has no word that says what it's about.

        Args:
            asker: who asked, where and when.
            pack: the id of the pack that was asked.
            question: the question as it was understood.
            kind: why it counts as missing.
        """
        telling = boiled_down(question)
        if not telling:
            return
        await self._database.transact(
            partial(
                note,
                me=asker.key,
                pack=pack,
                question=telling,
                kind=kind,
                at=asker.at,
                new_key=self._random.randbytes(KEY_LENGTH),
            )
        )


def note(
    transaction: Transaction,
    me: MemberKey,
    pack: str,
    question: str,
    kind: WhyMissing,
    *,
    at: datetime,
    new_key: bytes,
) -> None:
    """Count that someone asked for something that's missing; each person counts once a month.

    Args:
        transaction: to write in.
        me: who asked.
        pack: the id of the pack that was asked.
        question: the question, reduced to a few words.
        kind: why it counts as missing.
        at: when, in UTC.
        new_key: random bytes; becomes the tenant's key for this month if it has none yet.
    """
    if len(new_key) != KEY_LENGTH:
        raise ValueError("a key must have its length")
    tenant, month = me.tenant, month_of(at)
    missing.add_key(transaction, tenant, month, new_key)
    key = missing.key_of(transaction, tenant, month)
    if key is None:
        missing.drop_month(transaction, tenant, month)  # without the key, marks can't be matched to people
        missing.add_key(transaction, tenant, month, new_key)
        key = new_key
    asked = AskedFor(tenant, pack, hidden(key, question), kind.value, month)
    marks = missing.hold(transaction, asked, at) | {mark(key, asked.question, me.member)}
    missing.keep(transaction, asked, marks, tellable(question, marks))


def forget(transaction: Transaction, me: MemberKey) -> None:
    """Remove a member's marks; a question that's left with fewer than five marks becomes unreadable again."""
    for month, key in missing.keys(transaction, me.tenant):
        if key is None:
            missing.drop_month(transaction, me.tenant, month)  # without the key, their marks can't be found
            continue
        for asked, marks, words in missing.of_month(transaction, me.tenant, month):
            left = marks - {mark(key, asked.question, me.member)}
            if left != marks:
                missing.keep(transaction, asked, left, tellable(words, left))
