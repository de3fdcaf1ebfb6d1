"""Remarks on what's going on in a channel, such as “when does it close?”.

Each is matched as a whole, in normalised words (see tokens.py). Pure.
"""

import re
from enum import StrEnum

from bot.features.talk.tokens import spoken


class Remark(StrEnum):
    """Kinds of remarks, by what people want."""

    TAKE = "take"
    """To take part."""
    IN = "in"
    """To take part, in words that may mean something else if nothing is on."""
    CLOSES = "closes"
    """To know when it ends."""
    COUNT = "count"
    """To know who takes part."""
    LENGTH = "length"
    """To know how many questions there are, and on what."""
    HOW = "how"
    """To know how it works."""
    ANSWERS = "answers"
    """To know what's right."""
    WON = "won"
    """To know the result."""
    START = "start"
    """To have it begin."""
    AGAIN = "again"
    """To play once more."""
    CLOSE = "close"
    """To end it."""


_LEAD = re.compile(r"(?:(?:please|hey|hi|ok|so|and|but|well|versed|sorry|oh|wait|hm) )+")
_END = re.compile(
    r"(?: (?:please|thanks|versed|now|here|everyone|guys|all|folks|team|anyone|then|still|yet|today))+$"
)
_IT = r"(?:it|this|that|this one|(?:the|this|that|todays|our) (?:challenge|game|quiz|question|round|one))"
_PEOPLE = r"(?:people|persons|players|of us|members|others|folks|colleagues)"
_FORMS = (
    (
        Remark.TAKE,
        rf"(?:(?:i|we|ill) (?:will |would like to |want to )?)?(?:take (?:{_IT}|part)|do {_IT}|have a go)"
        rf"|(?:can|could|may|might) (?:i|we)(?: \w+)? (?:still |also )?(?:join(?: in| {_IT})?|take (?:{_IT}|part)"
        rf"|play(?: along)?|participate|enter|do {_IT}|answer(?: {_IT})?)(?: too| as well| late| later)?"
        rf"|how (?:do|can|could) (?:i|we) (?:join(?: in| {_IT})?|take (?:{_IT}|part)|participate|answer(?: {_IT})?)"
        rf"|is it too late(?: to (?:join|take (?:{_IT}|part)|play))?|am i too late|let me (?:take|do) {_IT}"
        r"|i (?:want|would like) in",
    ),
    (
        Remark.IN,
        r"(?:i am|we are|so am i|count me|let me)(?: \w+)? in|me too|me|(?:i (?:will |want to )?)?join(?: in)?"
        r"|i (?:will|want to) play(?: too)?|sign me up",
    ),
    (
        Remark.CLOSES,
        rf"when (?:does|will|do|is|are) (?:{_IT}|we)(?: (?:be|to|going to))?"
        r" (?:close|closes|closed|closing|over|due|finished|expire)"
        rf"|(?:until|till|by) when(?: (?:can|may|do|should) (?:i|we) (?:take|do|answer) {_IT})?"
        rf"|how (?:long|much time) (?:is {_IT} (?:still )?open|do (?:i|we) (?:still )?have(?: left)?"
        r"|have (?:i|we) got(?: left)?|is left|is there(?: left)?)"
        rf"|is {_IT} (?:still )?(?:open|closed|running)|has {_IT} closed"
        r"|whens? (?:is |are |do we get |will we get |will we see |do we see )?the"
        r" (?:deadline|answers?|solution|results?)(?: (?:come|coming|out|posted))?|what is the deadline",
    ),
    (
        Remark.COUNT,
        rf"(?:how many(?: {_PEOPLE})?|who(?: else)?) (?:have |has |did |is |are |already )*"
        rf"(?:taken|took|take|done|did|finished|answered|joined|in|playing|taking part|started|participating)"
        rf"(?: {_IT}| part| so far| already)*",
    ),
    (
        Remark.LENGTH,
        rf"(?:how many|what number of) questions(?: (?:are there|are left|are in {_IT}|does {_IT} have|is {_IT}"
        r"|will there be|left|in all|in total|to go))*|how many are (?:left|there)"
        rf"|what is (?:{_IT}|the (?:topic|subject)|the (?:topic|subject) of {_IT})(?: about)?"
        rf"|(?:which|what) (?:topics?|subjects?)(?: (?:is|are) (?:{_IT}|there)(?: about)?)?",
    ),
    (
        Remark.HOW,
        rf"how (?:do|can) (?:i|we) (?:play(?: {_IT})?|do {_IT})|how does {_IT} work|(?:what are )?the rules"
        r"|how (?:are|do) points work|how do (?:i|we) (?:get|score|earn) points",
    ),
    (
        Remark.ANSWERS,
        r"(?:what (?:is|are|was|were) )?(?:the )?(?:right |correct )?(?:answers?|solutions?)"
        r"|(?:(?:can|could|may) (?:we|i) (?:see|have|get)|show (?:me|us)) (?:the|my) (?:right |correct )?"
        r"(?:answers?|solutions?|mistakes)"
        r"|(?:what|which ones?) did (?:i|we) (?:get wrong|miss|have wrong)|what was (?:right|the question)",
    ),
    (Remark.CLOSE, rf"(?:close|end|finish|cancel) {_IT}"),
    (
        Remark.WON,
        r"who (?:has )?(?:won|wins|is winning|is the winner|came first|was (?:first|the best))(?: it| this| that)?"
        rf"|(?:so )?did (?:i|we) win(?: {_IT})?|(?:what (?:is|are|was|were) )?the (?:winners?|results?)",
    ),
    (
        Remark.START,
        rf"(?:let us )?(?:start|begin|go|play)(?: {_IT})?|(?:i am |we are |were )?ready"
        rf"|(?:can|could|shall) (?:you|we|i) (?:start|begin)(?: {_IT})?"
        rf"|when (?:does|do|will) (?:{_IT}|we) (?:start|begin)",
    ),
    (
        Remark.AGAIN,
        r"again|once (?:more|again)|(?:and )?one more(?: (?:time|round))?|another(?: (?:one|round))?|encore"
        r"|(?:can|could|shall) we (?:go|play|do (?:it|that)) again|let us (?:go|do (?:it|that)|play) again",
    ),
)
_REMARKS = tuple((kind, re.compile(form)) for kind, form in _FORMS)


def remark(line: str) -> Remark | None:
    """Return the kind of remark that a line is, or None."""
    whole = spoken(line)
    bare = _LEAD.sub("", whole, count=1)
    for said in dict.fromkeys((whole, bare, _END.sub("", bare))):
        for kind, form in _REMARKS:
            if form.fullmatch(said):
                return kind
    return None
