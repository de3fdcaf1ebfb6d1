"""Questions what to do or what not to do, and sentences that tell it, judged by English words. Pure."""

import re

from bot.features.asking.question_forms import Has

_WHAT_NOT = re.compile(
    r"\bwhat (?:should|must|can|may|do)(?:n['’]?t i\b| (?:i|you|we|people) (?:not|never|avoid)\b)"
    r"|\bwhat (?:not to|to avoid|never to)\b|\bhow not to\b"
    r"|^\W*(?:what are (?:the )?)?(?:common |typical |usual )?mistakes\b"
    r"|\bwhat (?:is|are|isn['’]?t|aren['’]?t) (?:not )?(?:allowed|forbidden)\b",
    re.IGNORECASE,
)
_WARNING = re.compile(
    r"\b(?:(?:do|must|should)(?: no|n['’])t|never|avoid|can(?:['’]|no)t|not allowed|forbidden)\b",
    re.IGNORECASE,
)

_WHAT_TO_DO = re.compile(
    r"\bhow (?:to|(?:do|can|should|could|must) (?:i|we|you))\b"
    r"|\bwhat (?:to do|(?:do|should|can|must) (?:i|we|you) do)\b",
    re.IGNORECASE,
)
_WHAT_IT_IS = re.compile(
    r"\bwhat(?:['’]?s| is| are)\b|\bhow (?:do|can|could) (?:i|we|you) (?:know|tell)\b", re.IGNORECASE
)

_INSTRUCTION = re.compile(
    r"[“‘\"(]*(?:(?:First|Then|Next|Also|Always|Now|Instead|So),? )?"
    r"(?!(?:[A-Z][a-z]*(?:ing|ed|s|ly)|Half|All|Both|Not|Even|Just|Only|Once|When|While|If|Like|As|But|And|Or|Yet"
    r"|Is|Are|Was|Has|Have|Shown|Given|Seen|Taken|Told|Made|Built|Left|For|In|On|At|By|To|With|From|Of|Over|Under"
    r"|About|After|Before|Until|Since|Because|Than|That"
    r"|What|Who|How|Where)\b)"
    r"[A-Za-z][a-z]+ (?:it|them|the|an?|your|any|each|every|only|one|what|who|how|whether|\d[\d.,]*)\b",
)
"""An imperative: a word that's no ending, conjunction or preposition, before an object or a number."""


def advice_wanted(question: str) -> Has | None:
    """Return a test for sentences that say what to do, or what not to; None if a question wants neither."""
    if _WHAT_NOT.search(question):
        return lambda sentence: _WARNING.search(sentence) is not None
    if _WHAT_TO_DO.search(question) and not _WHAT_IT_IS.search(question):
        return lambda sentence: _INSTRUCTION.match(sentence) is not None
    return None
