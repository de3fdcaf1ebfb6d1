"""Completes follow-ups: “how does it work?” after “what is RAG?” becomes “how does RAG work?”. Pure."""

import re
from collections.abc import Sequence
from typing import TypeAlias

from bot.content.finding.concepts import Named, alike, is_comparing
from bot.content.finding.finder import Finder, mentioned_sides
from bot.content.finding.halves import MORE_SO
from bot.content.model import Side
from bot.features.asking.follow_up_phrasings import subject_words, without_connective
from bot.features.asking.question_forms import wants_side
from bot.language.text import singular, words
from bot.naming.mentions import Mention, without

_FEW = 3
"""Maximum number of words that may name something for which the pack has no term."""

Mentioned: TypeAlias = Sequence[Mention[Named]]

_HER_ALONE = (
    r"her(?=\W*$|\s+(?:to|in|on|at|by|for|from|with|about|as|and|or|but|when|if|how|who|what|why|where|before|after)"
    r"\b)"
)
"""“Her” where it isn't followed by what's hers."""

_PRONOUN = re.compile(rf"\b(?:it|they|them|he|him|she|{_HER_ALONE})\b(?!['’])", re.IGNORECASE)
_POSSESSIVE = re.compile(r"\b(?:its|their|his|her)\b", re.IGNORECASE)
_SEVERAL = frozenset(("they", "them", "their"))
_DEMONSTRATIVE = re.compile(r"\b(?:this|that|these|those)(?=\W*$)", re.IGNORECASE)

_MORE_SO = re.compile(
    r"\W*(?:(?:and|so|but|ok)\W+)*(?:which|what|who)(?:['’]s)?(?: ones?| of (?:them|these|those|the two|both))?"
    rf"(?: (?:is|are|was|were|do|does|did|can|will|should|would|\w+s(?! (?:is|are|do|can|will|should)\b)))*"
    rf" (?:{MORE_SO}|first|last)(?: \w+){{0,2}}\W*",
    re.IGNORECASE,
)
"""Asks which of the things before is more so: “which is faster?”, “which one matters more?”"""

_CHOOSING = re.compile(
    r"\W*(?:(?:and|so|but|ok|then)\W+)*(?:which|what)(?: ones?| of (?:them|these|those|the two|both))?"
    r" (?:should|would|do|can) (?:i|we|you|one)(?: then)?"
    r" (?:choose|use|pick|take|go (?:with|for)|prefer|recommend|start with|try|need)(?: first| then)?\W*",
    re.IGNORECASE,
)
"""Asks which of the things before to choose: “so which should I use?”, “which one would you recommend?”"""

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


def things(question: str, mentioned: Mentioned, sides: Sequence[Side] = ()) -> list[str]:
    """Return what a question asks about, in its own words: what it names, or its key words, if there are few.

    One of two sides brings the other to mind, so that comes first.

    Args:
        question: the question as asked.
        mentioned: what the pack has a name for.
        sides: the pack's sides.
    """
    if len(mentioned) == 1 and mentioned[0].named in sides and len(sides) == 2:
        return [next(side.name for side in sides if side != mentioned[0].named), mentioned[0].said]
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
    for pronoun, ending in ((_PRONOUN, ""), (_POSSESSIVE, "'s"), (_DEMONSTRATIVE, "")):
        if found := pronoun.search(typed):
            name = _plural(thing) if found[0].lower() in _SEVERAL else thing
            ending = "'" if ending and name.endswith("s") else ending
            return f"{typed[: found.start()]}{name}{ending}{typed[found.end() :]}"
    return ""


def _plural(name: str) -> str:
    """Return a name in the plural, unless it names several or someone: “what tools do they use?”."""
    last = name.split()[-1]
    if last.istitle() or singular(last) != last or " and " in name:
        return name
    return f"{name}es" if last.endswith(("s", "x", "z", "ch", "sh")) else f"{name}s"


def someone(finder: Finder, before: str) -> str:
    """Return the one name in the previous question, which “she” may stand for; "" if it asked who, or has several.

    Args:
        finder: the pack's finder.
        before: the previous question.
    """
    mentioned = finder.mentions(before)
    return mentioned[0].said if len(mentioned) == 1 and not wants_side(before) else ""


def one_of_two(finder: Finder, which: str, before: str, things: Sequence[str], about: str) -> str:
    """Return the question for one of the two things that were asked about, such as the second one; "" if unclear.

    Args:
        finder: the pack's finder.
        which: which one: first, last or other.
        before: the previous question.
        things: what was asked about before, the latest last.
        about: the one thing that the previous question was about, if it was about one.
    """
    if which == "other" and (instead := _for_the_other_side(finder, before)):
        return instead
    if len(things) < 2 or (which == "other" and about not in things):
        return ""
    chosen = things[-2] if which == "first" else things[-1]
    return next(each for each in things if each != about) if which == "other" or chosen == about else chosen


def _for_the_other_side(finder: Finder, before: str) -> str:
    """Return a question that names one of two sides for the other one; "" if it doesn't, or there are more sides."""
    named, sides = mentioned_sides(finder.pack, before), finder.pack.sides
    if len(sides) != 2 or len(named) != 1:
        return ""
    other = next(side for side in sides if side is not named[0].named)
    return f"{before[: named[0].start]}{other.name}{before[named[0].end :]}"


def compared(finder: Finder, typed: str, things: Sequence[str]) -> str:
    """Return the full comparison that a follow-up asks for; "" if it doesn't ask for one.

    Args:
        finder: the pack's finder.
        typed: the follow-up, such as “how is it different from fine-tuning?” or “how do they differ?”.
        things: what was asked about before, the latest last.
    """
    if len(things) > 1 and _CHOOSING.fullmatch(typed):
        return f"should I use {things[-2]} or {things[-1]}?"
    if len(things) > 1 and _MORE_SO.fullmatch(typed) and not finder.mentions(typed):
        return f"{typed.strip(' ?!.')}: {things[-2]} or {things[-1]}?"
    typed = alike(typed)
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
