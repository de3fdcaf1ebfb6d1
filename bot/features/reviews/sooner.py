"""Brings cards forward that help with missed questions; missed.py chooses them."""

from datetime import datetime

from bot.content.question import Question
from bot.content.renamed import ById
from bot.features.quizzes.missed import missed_since, missed_though_certain
from bot.features.reviews.deck import Deck
from bot.features.reviews.missed import LATELY, Forward, helping, to_bring_forward
from bot.features.reviews.store import sooner
from bot.features.reviews.store.decks import OpenDeck
from bot.storage.transaction import Transaction


def bring_forward(
    transaction: Transaction, opened: OpenDeck, deck: Deck, questions: ById[Question], at: datetime
) -> None:
    """Bring cards forward that help with what a learner recently missed in quizzes, games and challenges.

    Args:
        transaction: to work in.
        opened: the learner's deck, opened in this transaction.
        deck: the pack's deck.
        questions: the pack's questions by id.
        at: now, in UTC.
    """
    missed: dict[str, datetime] = {}
    for me in opened.learner.selves:
        missed_here = missed_since(transaction, me, deck.pack.id, at - LATELY, questions.current)
        missed |= {name: max(when, missed.get(name, when)) for name, when in missed_here.items()}
    helpful = helping(deck, ((questions[name], when) for name, when in missed.items() if name in questions))
    if not helpful:
        return
    certain = _certain(transaction, opened, questions)
    first = helping(deck, ((questions[name], at) for name in certain & missed.keys()))
    forward = to_bring_forward(sooner.find(transaction, opened.key, helpful), helpful)
    sooner.wake(transaction, opened.key, [Forward(each, helpful[each.card], each.card in first) for each in forward])


def _certain(transaction: Transaction, opened: OpenDeck, questions: ById[Question]) -> frozenset[str]:
    """Return the ids of the questions that the learner missed although they'd been certain."""
    pack, current = opened.key.pack, questions.current
    by_self = (missed_though_certain(transaction, me, pack, current) for me in opened.learner.selves)
    return frozenset[str]().union(*by_self)
