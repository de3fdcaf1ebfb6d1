"""How a follow-up is phrased: how it begins, which words refer to something said before, and what's new. Pure."""

import re

from bot.content.finding.concepts import is_comparing
from bot.features.asking.question_forms import (
    CHATTING,
    PLEASE,
    bare,
    wants_a_short_answer,
    wants_example,
    wants_plain_words,
)
from bot.language.stop_words import STOP_WORDS
from bot.language.text import words

_SHORT = 6
"""Maximum number of words in a follow-up."""

_COMPARING_MORE = 4
"""Additional words that a comparing follow-up may have: “what's the difference to …”."""

_NEW = 2
"""Maximum number of words in a follow-up that say something new."""

_AS_FOR = r"(?:in terms of|when it comes to|with (?:regard|respect) to|regarding|concerning|as (?:for|to))"
_CONNECTIVE = re.compile(
    rf"\W*(?:(?:and|but|or|(?P<so>so)|(?:what|how) about)\b\s*(?:{_AS_FOR}\b\s*)?|{_AS_FOR}\b\s*)",
    re.IGNORECASE,
)
"""Words that begin a follow-up."""

_CORRECTION = re.compile(
    r"\W*(?:(?:no|nope|nah|sorry|oops|wait|actually|ah|oh|hm+)\W+)*i(?:['’]m| am| was)?"
    r" (?:(?:actually|just|really) )?(?:mean|meant|asking about|asked about|talking about)\b\W*"
    r"(?P<meant>.*?)(?:\s*,?\s+(?:and )?not\b.*)?",
    re.IGNORECASE | re.DOTALL,
)
"""Says that something else was meant: “no, I meant recall”."""

_NOT_BUT = re.compile(
    r"\W*(?:(?:no|nope|sorry|wait)\W+)*not\s+[^,;.?!]{1,40}?(?:[,;–]\s*(?:but\s+)?|\s+but\s+)(?P<meant>[^,;?!]+\??)\W*",
    re.IGNORECASE,
)
"""Names what was meant after what wasn't: “not precision, recall”."""

_ONE_OF_TWO = re.compile(
    r"\W*(?:(?:and|no|but|so|or|ok)\W+)*(?:(?:what|how) about |what(?:['’]s| is) |explain |tell me about |for )?"
    r"the (?:(?P<first>first|former)|(?P<last>second|last|latter)|(?P<other>other))"
    rf"(?: (?:one|thing|side|role|term|option))?{PLEASE}",
    re.IGNORECASE,
)

_LOST = re.compile(
    r"\W*(?:sorry,? )?(?:i (?:still |really )*do(?: no|n['’]?)t (?:really )?(?:get|understand)"
    r"(?: (?:it|that|this))?"
    r"|(?:(?:can|could) you )?(?:please )?(?:rephrase|reword|paraphrase|clarify)(?: (?:it|that|this))?"
    r"|(?:(?:can|could) you )?(?:please )?(?:say|put|explain) (?:it|that|this) (?:differently|another way|again)"
    r"|(?:(?:can|could) you )?(?:please )?explain(?: (?:it|that|this))?(?: to me)?"
    r"|what do you mean(?: by (?:it|that|this))?"
    rf"|what (?:does|do|did) (?:it|that|this|all that|all this) (?:even |actually )?mean){PLEASE}",
    re.IGNORECASE,
)
"""Says that the answer wasn't understood."""

_AGAIN = re.compile(
    rf"\W*(?:(?:can|could) you )?(?:please )?(?:repeat|say) (?:it|that|this)(?: again)?{PLEASE}",
    re.IGNORECASE,
)

_FRAGMENT = re.compile(
    r"\W*(?:in|on|at|for|with|without|by|during|until|till|since|after|before|from|to|within|per)(?:\s+[\w’'-]+){1,3}"
    rf"{PLEASE}",
    re.IGNORECASE,
)
"""A phrase that adds to the question before: “in winter?”, “for beginners?”, “with what?”"""

_ATTRIBUTES = (
    "age|amount|colou?r|date|day|direction|distance|format|height|kind|length|level|number|order|percentage|price|shape"
    "|size|sort|speed|temperature|time|type|weight|width"
)
_HOW_SO = re.compile(
    r"\W*(?:(?:and|so|but)\s+)?(?:how\s+[^\W\d_]+"
    r"|(?:at|by|for|from|in|of|on|to|until|up to|with|within)\s+(?:what|which)\s+[^\W\d_]+"
    rf"|(?:what|which)\s+(?:{_ATTRIBUTES})){PLEASE}",
    re.IGNORECASE,
)
"""Asks for a degree or an attribute of what was asked about: “how heavy?”, “at what temperature?”, “which order?”"""

_HOW_MUCH_IS_IT = re.compile(
    r"\W*(?:(?:and|so|but)\s+)?how\s+[^\W\d_]+\s+(?:is|are|was|were|do|does|did|can|may|must|should|will)\s+"
    rf"(?:it|that|this|they|those|these)(?:\s+(?:be|cost|get|go|keep|last|run|stay|take|weigh))?{PLEASE}",
    re.IGNORECASE,
)
"""Asks for a degree with a verb: “how hot is that?”, “how long does it take?”"""

_ASPECT_ONLY = re.compile(
    r"\W*(?:(?:and|but|so|ok)\W+)*(?:(?:what|which)(?:['’]s| is| are)? (?:the|its|their) |(?:are there )?any |what )"
    r"(?:other |main |biggest )?(?:advantages?|alternatives?|benefits?|catch|causes?|consequences?|costs?|dangers?"
    r"|disadvantages?|downsides?|drawbacks?|effects?|exceptions?|limits?|limitations?|point|problems?|pros and cons"
    rf"|purpose|reasons?|requirements?|risks?|rules?|signs?|steps?|symptoms?|upsides?|uses?){PLEASE}",
    re.IGNORECASE,
)
"""Asks for an aspect of what was asked about, which it doesn't name: “what are the risks?”, “any alternatives?”"""

_WITHOUT_A_SUBJECT = frozenset(words("so why how who when where what which whose for more example examples"))
"""Words that begin a question about what was said before, if nothing else in it says what it's about."""

_POINTING = frozenset(words("it its that this these those they them their he him his she her there one ones both"))
"""Words that refer to what was said before."""

_SOMEONE = frozenset(words("he him his she her"))
"""Words that refer to someone; “it” may refer to more than what has a name."""

_PERSONAL = _SOMEONE | frozenset(words("it its they them their"))
"""Words that refer to a thing; “that” may refer to everything that was said."""

_NO_SUBJECT = STOP_WORDS | _POINTING | CHATTING | frozenset(words("two"))

_ADDRESSING = frozenset(words("you your yours yourself"))
"""Words in a question about Versed itself, not about what was said before: “who are you?”"""

_MORE = re.compile(
    r"\W*(?:(?:and|please|(?:can|could|will|would) you)\s+)*"
    r"(?:(?:(?:tell|show|give|explain|say)\s+)?(?:me\s+)?(?:some\s+|a bit\s+|a little\s+)?"
    r"(?:more|further|what else|anything else|another(?:\s+one)?|one\s+more|(?:any\s+)?others"
    r"|(?:more\s+|further\s+)?details?|in\s+(?:more\s+|greater\s+)?detail)"
    r"(?:\s+(?:about|of|on)\s+(?:it|this|that|them|those))?"
    r"|where can (?:i|we) (?:read|learn|find|see)(?: out)? more(?: (?:about|on) (?:it|this|that|them))?"
    r"|go on|continue|carry on|keep going|longer|go deeper|(?:elaborate|expand)(?:\s+on\s+(?:it|this|that))?)"
    rf"{PLEASE}",
    re.IGNORECASE,
)

_ANOTHER = re.compile(r"\b(?:another|more|other|others|different|second|further|next)\b", re.IGNORECASE)


def follows(question: str) -> bool:
    """Return whether a question says too little to be understood alone."""
    typed_words = words(question)
    if wants_more(question) or is_lost(question) or which_of_two(question) or asks_how_so(question):
        return True
    if not typed_words or len(typed_words) > _SHORT:
        return False
    left = subject_words(question)
    if brings_a_subject(question) or points(question) or _FRAGMENT.fullmatch(question):
        return len(left) <= _NEW
    if wants_example(question) or wants_plain_words(question):
        return not left
    return (
        not left and typed_words[0].removesuffix("'s") in _WITHOUT_A_SUBJECT and _ADDRESSING.isdisjoint(typed_words)
    )


def is_short(question: str) -> bool:
    """Return whether a question is short enough to be a follow-up, whatever it says."""
    return len(words(question)) <= _SHORT


def may_compare_with_it(question: str) -> bool:
    """Return whether a question is short enough to compare something with what was asked about before."""
    return len(words(question)) <= _SHORT + _COMPARING_MORE


def asks_how_so(question: str) -> bool:
    """Return whether a follow-up only asks for a degree or an attribute: “how heavy?”, “what are the risks?”."""
    return any(pattern.fullmatch(question) for pattern in (_HOW_SO, _ASPECT_ONLY))


def asks_how_much_it_is(question: str) -> bool:
    """Return whether a follow-up only asks for a degree of what was shown last: “how hot is that?”."""
    return _HOW_MUCH_IS_IT.fullmatch(question) is not None


def wants_more(question: str) -> bool:
    """Return whether a follow-up asks for more of the same."""
    return _MORE.fullmatch(question) is not None


def wants_another_example(question: str) -> bool:
    """Return whether a follow-up asks for an example that wasn't shown yet."""
    return wants_example(question) and _ANOTHER.search(question) is not None


def is_lost(question: str) -> bool:
    """Return whether a follow-up says that the answer wasn't understood."""
    return _LOST.fullmatch(question) is not None


def wants_it_shorter(question: str) -> bool:
    """Return whether a follow-up only asks for a shorter answer."""
    return wants_a_short_answer(question) and not subject_words(question)


def goes_on(question: str) -> bool:
    """Return whether a text can only be about the answer before, even if it isn't phrased as a question."""
    return bool(
        wants_more(question)
        or is_lost(question)
        or correction(question)
        or which_of_two(question)
        or _AGAIN.fullmatch(question)
        or ((wants_example(question) or wants_plain_words(question)) and not subject_words(question))
    )


def refers_back(question: str) -> bool:
    """Return whether a text can only be understood from what was said or shown before."""
    return follows(question) or goes_on(question)


def correction(question: str) -> str:
    """Return what someone says they meant instead; "" if they don't say that."""
    found = _CORRECTION.fullmatch(question) or _NOT_BUT.fullmatch(question)
    return found["meant"].strip() if found else ""


def which_of_two(question: str) -> str:
    """Return which of the two things before is asked about: “first”, “last” or “other”; "" if none is."""
    found = _ONE_OF_TWO.fullmatch(question)
    return (found.lastgroup or "") if found else ""


def brings_a_subject(question: str) -> bool:
    """Return whether a follow-up begins in a way that may introduce a new subject: “and a dog?”, but not “so”."""
    found = _CONNECTIVE.match(question)
    return found is not None and not found["so"]


def without_connective(question: str) -> str:
    """Return a follow-up without its first connective, such as “and” or “so”."""
    found = _CONNECTIVE.match(question)
    return question[found.end() :] if found else question


def points(question: str) -> bool:
    """Return whether a question has a word that refers to what was said before."""
    return not _POINTING.isdisjoint(words(question))


def points_to_a_thing(question: str) -> bool:
    """Return whether a question has a word that refers to one thing mentioned before, not to all that was said."""
    return not _PERSONAL.isdisjoint(words(question))


def pronoun_in(question: str) -> str:
    """Return the pronoun in a question that says nothing without what it refers to; "" if there is none."""
    return next((word for word in words(question) if word in _PERSONAL), "") if follows(question) else ""


def points_to_someone(question: str) -> bool:
    """Return whether a question has a word that refers to someone mentioned before."""
    return not _SOMEONE.isdisjoint(words(question))


def subject_words(question: str) -> list[str]:
    """Return the words of a question that say what it's about, and not how it's asked or compared."""
    return [word for word in words(bare(question)) if word not in _NO_SUBJECT and not is_comparing(word)]
