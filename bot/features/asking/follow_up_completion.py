"""Completes follow-ups: “how does it work?” after “what is RAG?” becomes “how does RAG work?”. Pure."""

import re
from collections.abc import Sequence
from typing import TypeAlias

from bot.content.finding.concepts import is_comparing
from bot.content.finding.finder import Finder
from bot.content.model import Side, Term
from bot.features.asking.follow_up_phrasings import subject_words, without_connective
from bot.language.text import singular, words
from bot.naming.mentions import Mention, without

_FEW = 3
"""Maximum number of words that may name something for which the pack has no term."""

Mentioned: TypeAlias = Sequence[Mention[Term | Side]]

_PRONOUN = re.compile(r"\b(?:it|they|them)\b(?!['’])", re.IGNORECASE)
_POSSESSIVE = re.compile(r"\b(?:its|their)\b", re.IGNORECASE)
_DEMONSTRATIVE = re.compile(r"\b(?:this|that|these|those)(?=\W*$)", re.IGNORECASE)

_COMPARED_WITH = re.compile(
    r"\b(?:to|from|with|than|as|and|versus|vs|between)\b\.?\s+(?:an?\s+|the\s+)?(?P<new>[^?!.]*\w)\W*$", re.IGNORECASE
)
"""Matches what something is compared with, at the end of a question."""


def about(question: str, mentioned: Mentioned) -> str:
    """Return what a question is about, by name, if it says nothing else; "" otherwise.

    Args:
        question: the question as asked.
        mentioned: the terms and sides in it.
    """
    says_more = not mentioned or subject_words(without(question, mentioned))
    if says_more or (len(mentioned) > 1 and not is_comparing(question)):
        return ""
    return " and ".join(each.said for each in mentioned)


def things(question: str, mentioned: Mentioned) -> list[str]:
    """Return what a question asks about, in its own words: what it names, or its key words, if there are few.

    Args:
        question: the question as asked.
        mentioned: the terms and sides in it.
    """
    if mentioned:
        return [each.said for each in mentioned]
    left = subject_words(question)
    return [" ".join(left)] if 0 < len(left) <= _FEW else []


def replaced(finder: Finder, before: str, typed: str) -> str:
    """Return the previous question, with its term or side replaced by the follow-up's; "" if that doesn't fit.

    Args:
        finder: the pack's finder.
        before: the previous question.
        typed: the follow-up, such as “and an AI engineer?”.
    """
    bare = without_connective(typed)
    instead = finder.mentions(bare) if bare != typed else []
    if len(instead) != 1 or not about(bare, instead):
        return ""
    (new,) = instead
    old = [each for each in finder.mentions(before) if type(each.named) is type(new.named)]
    if len(old) != 1:
        return ""
    return f"{before[: old[0].start]}{new.said}{before[old[0].end :]}"


def pointed_out(typed: str, thing: str) -> str:
    """Return a follow-up with its pronoun replaced by what it refers to; "" if it has no pronoun.

    Args:
        typed: the follow-up.
        thing: what was asked about.
    """
    typed = without_connective(typed)
    for pronoun, name in ((_PRONOUN, thing), (_POSSESSIVE, f"{thing}'s"), (_DEMONSTRATIVE, thing)):
        if found := pronoun.search(typed):
            return f"{typed[: found.start()]}{name}{typed[found.end() :]}"
    return ""


def compared(finder: Finder, typed: str, things: Sequence[str]) -> str:
    """Return the full comparison that a follow-up asks for; "" if it doesn't ask for one.

    Args:
        finder: the pack's finder.
        typed: the follow-up, such as “how is it different from fine-tuning?” or “how do they differ?”.
        things: what was asked about before, the latest last.
    """
    if not things or not is_comparing(typed):
        return ""
    left = subject_words(typed)
    if not left:
        return f"difference between {things[-2]} and {things[-1]}" if len(things) > 1 else ""
    new = _compared_with(finder, typed, left)
    is_new = bool(new) and not _same(new, things[-1])
    return f"difference between {things[-1]} and {new}" if is_new else ""


def _compared_with(finder: Finder, typed: str, left: Sequence[str]) -> str:
    """Return the one thing that a follow-up compares the previous subject with; "" if it names anything else."""
    end = _COMPARED_WITH.search(typed)
    if end is None:
        return ""
    names = finder.mentions(end["new"])
    new = names[0].said if len(names) == 1 else end["new"]
    others = len(left) - len(subject_words(new))
    return new if not others and len(names) < 2 else ""


def _same(one: str, other: str) -> bool:
    return [singular(word) for word in words(one)] == [singular(word) for word in words(other)]
