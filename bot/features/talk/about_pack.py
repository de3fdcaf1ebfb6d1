"""Questions about a whole pack, in normalised words (see tokens.py): what it's about, and where to start with it."""

import re

_IT = (
    r"(?:this|it|that|(?:this|the|your|our) (?:pack|deck|course|training|subject|material|content|programme|program"
    r"|channel))"
)
_ME = (
    r"(?:i|we|you|one|people"
    r"|(?:an? |the )?(?:beginners?|newcomers?|newbies?|starters?|new (?:person|people|hires?|colleagues?|starters?)))"
)
_HERE = (
    r"(?: (?:here|today|first|at first|first of all|with you|from you|about (?:it|this|here)"
    rf"|(?:in|of|from|with|about) {_IT}|if (?:i|we) am (?:new|a beginner)))*"
)
_TELL = r"(?:(?:please|can you|could you|just) )*(?:(?:tell|give|show) (?:me|us) )?"
_MAIN = r"(?:(?:single|one|most important|important|main|key|core|central|essential|big|biggest) )+"
_POINT = r"(?:things?|points?|takeaways?|take ?aways?|ideas?|messages?|lessons?|facts?|insights?|learnings?)"
_TO_KNOW = rf"(?: (?:that )?(?:{_ME} )?(?:(?:should|must|need to|have to|to) )?(?:know|remember|learn|understand))?"
_START = r"(?:start|begin)"
_NEW = (
    r"(?:i am (?:(?:just|totally|completely|quite|very|a) )*(?:new|beginner|newbie|starting)"
    r"(?: (?:here|to (?:it|this)))* )?"
)
_ABOUT = re.compile(
    rf"{_NEW}(?:"
    rf"{_TELL}what (?:is|are|does|do) {_IT} (?:all )?(?:about|cover|teach(?: (?:me|us|people))?)"
    rf"|{_TELL}what {_IT} (?:is (?:all )?about|covers|teaches)"
    rf"|what (?:do|can|will|could|would) you teach(?: (?:me|us|people))?{_HERE}"
    r"|(?:what|which) topics (?:are|do|does|is)(?: \w+){1,3}"
    rf"|what (?:can|could|do|will|would|should|must) {_ME} (?:learn|study){_HERE}"
    rf"|what (?:is there|is) to (?:learn|know){_HERE}"
    rf"|what (?:do|does|should|must) {_ME} (?:(?:really|absolutely|need to|have to) )*know{_HERE}"
    rf"|what (?:do|should|would|shall) {_ME} {_START} with{_HERE}"
    rf"|where (?:(?:do|does|should|can|could|would|shall|must) {_ME}|to)(?: best)? {_START}(?: learning)?{_HERE}"
    rf"|where is (?:a|the) (?:good|best|right) place to {_START}{_HERE}"
    rf"|{_TELL}(?:what (?:is|are|would be) )?(?:the |your )?{_MAIN}{_POINT}{_HERE}{_TO_KNOW}{_HERE}"
    rf"|{_TELL}(?:what is |what are )?the (?:gist|essentials|highlights|basics|bottom line){_HERE}"
    rf"|{_TELL}(?:an? |the )?(?:summary|outline|table of contents|syllabus|curriculum)(?: (?:of|for) {_IT})?"
    rf"|{_TELL}(?:(?:list|see) )?(?:what are )?(?:all )?(?:the |your )?(?:topics|contents)"
    rf"|(?:summari[sz]e|outline|sum up) (?:everything|all|{_IT})(?: for (?:me|us))?"
    r")"
)


def is_about_pack(said: str) -> bool:
    """Return whether a line asks what a pack is about as a whole, or where to start with it.

    Args:
        said: its normalised words.
    """
    return _ABOUT.fullmatch(said) is not None
