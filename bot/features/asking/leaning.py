"""Whether a sentence depends on the one before it, judged by its first words, in English. Pure."""

import re

_POINTING = (
    r"(?:it|they|them|he|she|his|hers?|theirs?|its|this|that|these|(?:those|both|neither|either|such)(?! who)|others"
    r"|another|the (?:others?|former|latter|rest|same))"
)
_AUXILIARY = (
    r"(?:have|has|had|is|are|was|were|isn['’]t|aren['’]t|can|could|do|does|did|don['’]t|doesn['’]t|will|would|may|must"
    r"|needs?|of (?:it|them|these|those)|his|her|its|their)"
)
_LEANING = re.compile(
    rf"{_POINTING}\b"
    rf"|(?:most|many|some|few|half|all|none|one|two|three|each|several|any|more)\s+{_AUXILIARY}\b"
    r"|(?:so|but|and|or|yet|then|also|instead|otherwise|however|therefore|thus|hence|still|even so|either way)\b"
    r"|(?:in|on|with|for|of|from|to|by|without|about|at|after|before|like|because of|instead of)\s+"
    r"(?:it|them|this|that|these|those|him|her)\b",
    re.IGNORECASE,
)
_IMPERSONAL = re.compile(r"it(?:['’]s| is| was| helps| pays| takes| costs)(?:\s+[\w’'-]+){0,2}\s+to\b", re.IGNORECASE)
"""An “it” that refers to nothing: it helps to put sources into the prompt; it's easy to forget."""


def leans(sentence: str) -> bool:
    """Return whether a sentence begins with words that refer to something said before it."""
    unquoted = sentence.lstrip("“‘\"'(*[")
    return _LEANING.match(unquoted) is not None and _IMPERSONAL.match(unquoted) is None
