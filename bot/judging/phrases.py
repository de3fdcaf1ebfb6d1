"""What people say around an answer: “it's a …, I think”, “RAG (retrieval-augmented generation)”."""

import re
from collections.abc import Iterator, Sequence

from bot.judging.reading import read

_NEGATIONS_AS_TEXT = """
not no non never without none neither nor except un anti isnt arent wasnt dont doesnt cant cannot
"""
NEGATIONS = frozenset(_NEGATIONS_AS_TEXT.split())
"""Folded words that turn an answer into its opposite."""

HEDGES = frozenset({"or", "versus", "vs", "either"})
"""Folded words that give two answers for one."""

_LEAD = re.compile(
    r"""(?:(?:well|u[hm]+|er|hm+|so|ok|okay|oh
      | i\ (?:think|guess|believe|suppose|say)(?:\ that)? | i['’]?d\ say | i\ would\ say
      | maybe | probably | perhaps | surely | obviously | clearly | definitely | of\ course
      | (?:it|that|this|he|she|there)(?:['’]?s|\ is|\ was|\ must\ be|\ would\ be) | must\ be | is\ it | is\ that
      | (?:they|these|those|we|you)(?:['’]?re|\ are|\ were)
      | (?:the\ |my\ )?(?:right\ |correct\ )?answer(?:\ is|['’]s|:)? | the\ (?:term|word|name)\ is
      | (?:you|we|people|they)\ call\ (?:it|that|this|them) | called | known\ as
      | by | in | to | using | with | through
      )\b[\s,:;.!-]*)+(?=\S)""",
    re.VERBOSE | re.IGNORECASE,
)
_TRAIL = re.compile(
    r"""(?:[\s,;.!?-]+(?:please|pls|i\ (?:think|guess|believe|suppose)|maybe|probably|perhaps|of\ course|obviously
      |for\ sure|definitely|thanks|thank\ you|lol|haha|isn['’]?t\ it|or\ so|or\ something))+[\s.!?]*$""",
    re.VERBOSE | re.IGNORECASE,
)
_GLOSS = re.compile(r"\s*(?P<outer>[^()\[\]]+?)\s[(\[](?P<inner>[^()\[\]]+)[)\]]\s*(?P<after>[^()\[\]]*?)\s*[.!]?\s*")
_APART = re.compile(
    r"\s*(?:[,;|]|(?<=\s)[/=:-](?=\s)|\baka\b|\ba\.k\.a\.|\bi\.?e\.?(?=\s)|\bor\b|\band\b|&|\bmeaning\b|\bshort for\b"
    r"|\balso (?:known as|called)\b)\s*",
    re.IGNORECASE,
)
_LITTLE = frozenset({"of", "and", "the", "for", "in", "to", "a", "an"})

_FIRST_WORDS_AS_TEXT = """
well um uh er hm hmm so ok okay oh i id maybe probably perhaps surely obviously clearly definitely of it its
that thats this he hes she shes there theres must is they theyre these those we were you youre the my right
correct answer people called known by in to using with through are was be would think guess believe suppose say
call as term word name them s
"""
FIRST_WORDS = frozenset(_FIRST_WORDS_AS_TEXT.split())
"""Folded words with which something around an answer can begin."""

_LAST_WORDS_AS_TEXT = """
please pls think guess believe suppose maybe probably perhaps course obviously sure definitely thanks you lol
haha it so something
"""
LAST_WORDS = frozenset(_LAST_WORDS_AS_TEXT.split())
"""Folded words with which something around an answer can end."""

PARTING_WORDS = frozenset({"or", "and", "aka", "ie", "meaning", "short", "also", "eg"})
"""Folded words with which an answer can be given in another way."""


def bare(text: str) -> str | None:
    """Return a text without what's said around an answer; None where nothing is."""
    stripped = _TRAIL.sub("", text.strip())
    lead = _LEAD.match(stripped)
    stripped = stripped[lead.end() :] if lead else stripped
    return stripped if stripped and stripped != text.strip() else None


def gloss(text: str) -> tuple[str, str] | None:
    """Return a text without what stands in brackets, and that; None where nothing does."""
    match = _GLOSS.fullmatch(text)
    if match is None:
        return None
    return f"{match['outer']} {match['after']}".strip(), match["inner"].strip()


def pieces(text: str) -> tuple[str, ...]:
    """Return the parts of a text that gives an answer in several ways: “RAG, short for …”; one where it doesn't."""
    return tuple(filter(None, _APART.split(text)))


def abbreviates(short: str, long: str) -> bool:
    """Return whether a text is made of the initials of another's words, with or without the little ones."""
    letters = read(short).joined
    words = read(long).tokens
    return len(words) > 1 and letters in set(_initials(words))


def _initials(words: Sequence[str]) -> Iterator[str]:
    yield "".join(word[0] for word in words)
    yield "".join(word[0] for word in words if word not in _LITTLE)
