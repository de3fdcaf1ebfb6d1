"""How a question is phrased, and so which part of an item it wants. Pure."""

import re
from collections.abc import Callable
from typing import TypeAlias

from bot.language.stop_words import STOP_WORDS
from bot.language.text import has_few_words, singular, words

Has: TypeAlias = Callable[[str], bool]
"""Returns whether a sentence has what's wanted."""

_EXAMPLE = re.compile(
    r"\b(?:(?:give|show|tell) (?:me|us) )?(?:an? |some )?(?:good |simple |real |concrete )?(?:examples?|instances?)\b"
    r"(?: (?:of|for)\b)?|\be\.g\.|\bshow me\b",
    re.IGNORECASE,
)
_EXEMPLIFYING = re.compile(
    r"\b(?:for (?:example|instance)|such as|examples? (?:is|are|of)|(?:usual|classic|typical|good|common) examples?"
    r"|found in|includ(?:es?|ing)|among them|known from)\b|\be\.g\.|(?:^|[,;:] )like\b",
    re.IGNORECASE,
)
_LOOKS_LIKE = re.compile(r"\bwhat (?:does|do|would|might) .{1,60} looks? like\b", re.IGNORECASE)

PLEASE = r"\W*(?:please|pls|plz)?\W*"
"""What may end any request."""

_SHORTLY = (
    r"\btl;?dr\b|\bbriefly\b"
    rf"|\bin (?:one|a single|two|three) (?:sentences?|words?|lines?)\b(?={PLEASE}$|\s*[,:])"
    rf"|\bin (?:a nutshell|a few words|brief|short)\b|\b(?:shorter|briefer)\b(?={PLEASE}$)"
    r"|^\W*(?:(?:please|can you|could you)\s+)*(?:summari[sz]e(?: (?:it|that|this))?|sum (?:it|that|this) up"
    r"|(?:make|keep) it short"
    r"|(?:give me |what(?:['’]?s| is) )?(?:an? |the )?(?:short |quick |brief )?(?:summary|gist|bottom line)"
    rf")\b(?={PLEASE}$)"
    rf"|^\W*(?:(?:that|this|it)(?:['’]?s| is| was) )?(?:way |a bit |much )?too (?:long|wordy)\b(?={PLEASE}$)"
)
"""Words that ask for a short answer."""

_SHORT = re.compile(_SHORTLY, re.IGNORECASE)

_PLAINLY = re.compile(
    r"\b(?:very |really |more )?simply\b"
    r"|\bin (?:very |really )?(?:simple|simpler|plain|easy|easier|everyday|other) (?:words?|terms|language|english)\b"
    r"|\b(?:like|as if) i(?:'|’)?(?:m| am| was| were)(?: an?)? (?:five|5|six|ten|child|kid|beginner)\b"
    r"|^\W*(?:(?:can|could) you )?(?:(?:say|put|explain|make) (?:it|that|this) )?"
    rf"(?:a bit )?(?:simpler|shorter|easier|briefer|in short)\b(?={PLEASE}$)"
    r"|\b(?:simpler|shorter|easier|briefer)\W+(?:please|pls|plz)\W*$"
    r"|\bin lay(?:man|person|people)?(?:['’]?s)? terms\b|\bdumb (?:it|that|this) down\b"
    r"|^\W*(?:(?:that|this|it)(?:['’]?s| is| was) )?(?:way |a bit |much )?too"
    rf" (?:complicated|complex|technical|difficult|hard|abstract)\b(?={PLEASE}$)"
    rf"|{_SHORTLY}|\beli5\b|\bfor (?:an? )?(?:dummies|beginners?|newbies|child|children|kids?)\b",
    re.IGNORECASE,
)

_MAINLY = re.compile(
    r"\b(?:the )?(?:(?:main|key|core|central|essential|biggest|most important|important)\s+)+"
    r"(?:ideas?|points?|take-?aways?|messages?|lessons?|things?(?: to (?:know|remember|understand|keep in mind))?)"
    r"\s+(?:about|of|behind|from|on|in|with)\b",
    re.IGNORECASE,
)
"""Words that ask for what's essential about something: “the key takeaway about fine-tuning”."""

_WHO = re.compile(r"\b(?:who|whom|whose|which (?:one|of|role|side|job))\b", re.IGNORECASE)
_ASKING_WHO = re.compile(
    r"(?:^|[.?!;:,–]\s*[\"“]?|\b(?:and|but|so|or|of|for|with|by|to|from|know|me)\s+)(?:who|whom|whose)\b"
    r"|\bwhich (?:one|of|role|side|job)\b",
    re.IGNORECASE,
)
_LONG = 12
"""In a question with more words than this, “who” may be a relative pronoun: people who don't react."""


_POLITELY = re.compile(r"\b(?:please|pls|plz)\b", re.IGNORECASE)

CHATTING = frozenset(words("pls plz plse thx thanks tho lol haha btw bro mate dude hmm hey ok okay"))
"""Words of chats that say nothing about a question's topic."""

_NOT_TELLING = STOP_WORDS | CHATTING

_HOW_MUCH = re.compile(
    r"\bhow (?:long|many|much|big|large|often|old|far|expensive|small|few|soon|fast)\b", re.IGNORECASE
)

_WHY_NOT = re.compile(r"\bwhy not\b", re.IGNORECASE)

_REASON = re.compile(r"\b(?:because|so that|that(?:'|’)s why|otherwise|since)\b", re.IGNORECASE)

_WHY = re.compile(r"\b(?:why|how come|what for|how so)\b", re.IGNORECASE)


def telling_words(question: str) -> list[str]:
    """Return the words of a question that say what it's about, in the singular, without stop words in any form."""
    spoken = (
        singular(word.removesuffix("'s").replace("'", "")) for word in words(question) if word not in _NOT_TELLING
    )
    return [word for word in spoken if word not in _NOT_TELLING]


def wants_example(question: str) -> bool:
    """Return whether a question asks for an example."""
    return _EXAMPLE.search(question) is not None or _LOOKS_LIKE.search(question) is not None


def gives_example(sentence: str) -> bool:
    """Return whether a sentence gives an example."""
    return _EXEMPLIFYING.search(sentence) is not None


def wants_plain_words(question: str) -> bool:
    """Return whether a question asks for simple words."""
    return _PLAINLY.search(question) is not None


def wants_a_short_answer(question: str) -> bool:
    """Return whether a question asks for a short answer; in a long one, something else may be “in one line”."""
    return has_few_words(question, _LONG) and _SHORT.search(question) is not None


def wants_side(question: str) -> bool:
    """Return whether a question asks who or which side it is."""
    return (_WHO if has_few_words(question, _LONG) else _ASKING_WHO).search(question) is not None


def wants_reason(question: str) -> bool:
    """Return whether a question asks why."""
    return _WHY.search(question) is not None


def gives_reason(sentence: str) -> bool:
    """Return whether a sentence gives a reason."""
    return _REASON.search(sentence) is not None


def without_form(question: str) -> str:
    """Return a question without the words that say how to answer it."""
    for form in (_PLAINLY, _MAINLY, _EXAMPLE):
        question = form.sub(" ", question)
    return " ".join(question.split())


def bare(question: str) -> str:
    """Return a question without the words that say how to answer it, or that ask how much or why not."""
    return _WHY_NOT.sub(" ", _HOW_MUCH.sub(" ", without_form(question)))


def subject(question: str) -> str:
    """Return a question without the words that say how to answer it; the whole question if nothing else is left."""
    left = " ".join(_POLITELY.sub(" ", without_form(question)).split())
    return left if re.search(r"\w", left) else question
