"""Other ways to write the same answer: C sharp for C#, do not for don't, J. S. Bach. Pure."""

import re
from collections.abc import Iterator
from itertools import permutations

from bot.judging.characters import settle
from bot.judging.limits import NO_ALTERNATIVE, plainly_limited
from bot.judging.yes_and_no import yes_or_no

_NOTE_SIGNS = {"#": "sharp", "♯": "sharp", "♭": "flat", "♮": "natural"}
_NOTE = re.compile(r"(?<![^\W\d_])([A-Ga-g]) ?([#♯♭♮])(?![\w#])")
_SECTION = re.compile(r"§\s*")

_MODIFIERS = {"control": "ctrl", "command": "cmd"}
_MODIFIER = "ctrl|control|cmd|command|alt|shift"
_KEY = r"[a-z0-9]|f\d\d?|del(?:ete)?|esc(?:ape)?|tab|enter|return|space|home|end|up|down|left|right"
_COMBINATION = re.compile(rf"(?<!\w)({_MODIFIER})(?:\s*[+-]\s*|\s+)(?=(?:{_MODIFIER}|{_KEY})(?!\w))", re.IGNORECASE)

_VERBS = "do|does|did|is|are|was|were|could|should|would|must|have|has|had"
_CONTRACTIONS = (
    (re.compile(r"\b(?:can['’]?t|cannot)\b"), "can not"),
    (re.compile(r"\bwon['’]?t\b"), "will not"),
    (re.compile(rf"\b({_VERBS})n['’]?t\b"), r"\1 not"),
    (re.compile(r"\b(i|you|we|they|it|he|she|that|there|who)['’]ll\b"), r"\1 will"),
    (re.compile(r"\b(i|you|we|they)['’]ve\b"), r"\1 have"),
    (re.compile(r"\b(you|we|they)['’]re\b"), r"\1 are"),
    (re.compile(r"\bi['’]?m\b"), "i am"),
    (re.compile(r"\blet['’]s\b"), "let us"),
    (re.compile(r"\b(it|he|she|that|there|here|what|where|who|how)['’]s\b"), r"\1 is"),
)  # fmt: skip
_MAY_CONTRACT = re.compile(r"['’]|n[o']?t\b|\bim\b")
_INITIAL = re.compile(r"(?<=\w )(?:[A-Z]\. ?)+(?=\w)")
_SHORTER = (
    (re.compile(r"(?<!\w)([A-G])(?:♭|[ -]flat\b)"), r"\1b"),
    (re.compile(r"(?<!\w)([A-G])b(?=$|\s(?:major|minor|maj|min)\b)"), r"\1 flat"),
    (re.compile(r"\bwill not\b"), "won't"),
    (re.compile(r"^\(\w+\) (?=\w)"), ""),
    (re.compile(r"^(?:yes|no), (?:but )?(?:only )?(?=\w)", re.IGNORECASE), ""),
    (re.compile(r"^(?:yes|no), (?:but )?(?:only )?(?:at|by|from|in|on|with) (?=\w)", re.IGNORECASE), ""),
)
_POWER = re.compile(r"(?<=[^\W\d_])\^(?=\d)")
"""The sign of a power, which an equation may leave out: E = mc2."""

_ORDER = re.compile(r"[OΘΩ]\((.*n.*)\)")
_FORMULA = re.compile(r"=.*\*|π.*\*|\bpi\b.*\*")
_TIMES = re.compile(r"(?<![^\W\d_])([^\W\d_]|\d+|pi)\s*\*\s*(?=(?:[^\W\d_]|pi)(?![^\W\d_]))")
"""The sign between factors, which a formula may leave out: F = m*a."""

_PER = re.compile(r"(?<=\w )(?:per|each|every) (?=(?:hour|day|week|month|year)\b)", re.IGNORECASE)
_HOW_OFTEN = re.compile(r"\b(?:once|twice)\b", re.IGNORECASE)
_COUNTED = {"once": ("one time",), "twice": ("two times", "2x")}

_CALENDAR_AS_TEXT = """
monday tuesday wednesday thursday friday saturday sunday january february march april june july august september
october november december
"""
_DAYS = "|".join(rf"{name[:3]}(?:{name[3:]})?" for name in _CALENDAR_AS_TEXT.split())
_DAY = rf"({_DAYS}|tues|thurs?|sept)"
_TWO_DAYS = re.compile(
    rf"(?:from )?\b{_DAY}\.?(?: ?(-) ?| (to|through|till|until) | (?:and|&) ){_DAY}\b\.?", re.IGNORECASE
)
"""Two weekdays or months, joined by “to” or “and”."""

_AMOUNTS = (
    "all|any|bag|bottle|bowl|box|can|couple|cup|each|glass|half|jar|kind|lack|lot|many|most|much|none|one|out|pack|pair"
    "|part|piece|plate|pot|rid|row|set|some|sort|spoon|type|order(?= of (?!(?:the|our|your|an?) ))"
)
"""Words whose “of” doesn't say which one: a glass of wine isn't a wine glass, nor an order of work a work order."""

_RULERS = "king|queen|pope|emperor|empress|tsar|kaiser|pharaoh"
_ALIKE = (
    (re.compile(r"(?<=\d),(?=\d)"), ", "),  # 1,2,3 is a list
    (re.compile(r"(?<=\w) ['’]?[nN]['’]? (?=\w)"), " and "),  # rock 'n' roll
    (re.compile(r"^[a-zA-Z]\s?=\s?(?=[-+]?\.?\d)"), ""),  # x = 5
    (
        re.compile(
            rf"^(?:{_RULERS}) (?=\w.* (?:[ivx]+|\d+(?:st|nd|rd|th)?|the \w+)$)",
            re.IGNORECASE,
        ),
        "",
    ),
    (re.compile(r"^(?:it|they) (?=[a-z])", re.IGNORECASE), ""),
    (re.compile(r"^https?://(?:www\.)?(\S+?)/?$", re.IGNORECASE), r"\1"),
    (re.compile(r"^(?:[$#] |sudo )+(?=[a-z])"), ""),  # what's before a command
    (
        re.compile(
            rf"(?:the )?\b(?!(?:{_AMOUNTS})\b)([a-z][\w-]*) of "
            r"(?:the |our |your |an? )?([a-z][\w-]*(?: [a-z][\w-]*)?)$"
        ),
        r"\2 \1",
    ),  # the finance head for the head of finance
    (_TWO_DAYS, lambda days: f"{days[1][:3]} {'through' if days[2] or days[3] else 'and'} {days[4][:3]}"),
)
_PARTICLE = "away|back|down|in|off|on|out|over|up"
_OBJECT = r"(?:the|an?|your|my|all) [\w ]+?"
_PARTED = (
    (re.compile(rf"([a-z]+) ({_PARTICLE}) ({_OBJECT})", re.IGNORECASE), r"\1 \3 \2"),
    (re.compile(rf"([a-z]+) ({_OBJECT}) ({_PARTICLE})", re.IGNORECASE), r"\1 \3 \2"),
)
"""Verbs whose particle may stand before their object or after it: turn off the gas, turn the gas off."""

_IN_SHORT = {
    **{name: (name[:3],) for name in _CALENDAR_AS_TEXT.split()},
    "yes": ("y", "yep", "yup", "yeah", "sure", "of course", "absolutely", "definitely", "true", "correct"),
    "no": ("n", "nope", "nah", "no way", "not at all", "of course not", "absolutely not", "definitely not", "false"),
    "true": ("t", "y", "yes", "yep", "yup", "yeah", "right", "correct", "definitely", "absolutely"),
    "false": ("f", "n", "no", "nope", "nah", "definitely not", "not true", "untrue", "wrong", "incorrect"),
    "0": ("none", "nil", "nothing"),
}  # fmt: skip
STANDING_ALONE = frozenset(
    {*_CALENDAR_AS_TEXT.split(), "once", "twice", "2x", "yes", "no", *_IN_SHORT["yes"], *_IN_SHORT["no"]}
)
"""Words that are answers by themselves: days, months, how many times, yes and no, and what people say instead."""

_EITHER = re.compile(
    rf"(?!.*\b(?:not|either|whether)\b)(\w[^,;]*?) or (?!(?:{NO_ALTERNATIVE})\W*$)(\w[^,;]*)", re.IGNORECASE
)
_LONGEST_OF_TWO = 3
"""Maximum number of words in each of two things, either of which is right."""

_IN_WORDS = {
    "1/2": "half", "1/3": "third", "2/3": "two thirds", "1/4": "quarter", "3/4": "three quarters", "1/5": "fifth",
    "2/5": "two fifths", "3/5": "three fifths", "4/5": "four fifths", "1/10": "tenth",
}  # fmt: skip
_PART = re.compile(
    r"(?:(\d/\d\d?)|(?:(?:one|an?)[ -])?(half|third|quarter|fifth|tenth))"
    r"(?: of\b|(?= (?:the|our|your|my|their|its|all)\b))",
    re.IGNORECASE,
)
"""A part of something: 1/3 of the budget."""

_NUMBERED = re.compile(r"(?:^|(?<=\s))\(?[1-9][.)]\s+")
"""The numbers of a list: 1. red 2. blue."""

_LAST_COMMA = re.compile(r",? and (?=[^,]+$)")
_LISTED = re.compile(r"([^\d,&]{2,}?)(?:, ([^\d,&]{2,}?))?,? (?:and|&) ([^\d,&]{2,})")
"""Two or three things, joined by “and”."""

_NAME = re.compile(r"(?:[A-Z][^\W\d_]+[ -]){1,4}[A-Z][^\W\d_]{2,}")


def wordings(text: str, language: str) -> Iterator[str]:
    """Yield other ways to write a typed text or an answer.

    Args:
        text: the text.
        language: its language, such as "en" or "pt-BR".
    """
    spoken = _SECTION.sub("section ", _NOTE.sub(lambda note: f"{note[1]} {_NOTE_SIGNS[note[2]]}", text))
    spoken = _COMBINATION.sub(lambda key: f"{_MODIFIERS.get(key[1].lower(), key[1])}+", spoken.replace("⌘", "cmd+"))
    spoken = _PER.sub("a ", spoken.replace("++", " plus plus"))
    if spoken != text:
        yield spoken
    if _FORMULA.search(text):
        yield _TIMES.sub(r"\1", text)
    for pattern, plain in (*_ALIKE, (_INITIAL, "")):
        other = pattern.sub(plain, text)
        if other != text:
            yield other
    if (limit := plainly_limited(text)) is not None:
        yield limit
    yield from filter(None, [_part_in_words(text), _without_numbers(text)])
    if language[:2] == "en" and _MAY_CONTRACT.search(text):
        full = text.lower()
        for short, long in _CONTRACTIONS:
            full = short.sub(long, full)
        if full != text.lower():
            yield full


def _part_in_words(text: str) -> str | None:
    """Return “third of the budget” for 1/3, one third or a third of it."""
    part = _PART.match(text)
    said = (part[2] or _IN_WORDS.get(part[1])) if part else None
    return f"{said} of{text[part.end() :]}" if part and said else None


def _without_numbers(text: str) -> str | None:
    """Return a numbered list without the numbers before its items."""
    before, *listed = _NUMBERED.split(text)
    return ", ".join(each.strip(" ,;") for each in listed) if len(listed) > 1 and not before else None


def names_days(text: str) -> bool:
    """Return whether a text names two weekdays or months, which may be shortened: Monday to Friday."""
    return _TWO_DAYS.search(text) is not None


def shorter(answer: str) -> Iterator[str]:
    """Yield shorter ways to write an answer: Bb, J. S. Bach, n log n."""
    for pattern, short in _SHORTER:
        if pattern.search(answer):
            yield pattern.sub(short, answer, count=1)
    if "=" in answer and _POWER.search(settle(answer)):
        yield _POWER.sub("", settle(answer))
    order = _ORDER.fullmatch(answer)
    if order:
        yield order[1]
    if _NAME.fullmatch(answer):
        *given, family = re.split("[ -]", answer)
        yield " ".join([*(f"{each[0]}." for each in given), family])
    yield from (verb.expand(joined) for parted, joined in _PARTED if (verb := parted.fullmatch(answer)))
    yield from _IN_SHORT.get(answer.lower(), ())
    yield from filter(None, [yes_or_no(answer)])
    yield from _in_any_order(answer)
    yield from _either(answer)
    if often := _HOW_OFTEN.search(answer):
        yield from (f"{answer[: often.start()]}{each}{answer[often.end() :]}" for each in _COUNTED[often[0].lower()])
    *most, last = answer.split(", ")
    if most:  # a list, with or without “and”
        joined = _LAST_COMMA.sub(", ", answer)
        yield joined if joined != answer else f"{', '.join(most)} and {last}"


def _in_any_order(answer: str) -> Iterator[str]:
    """Yield a list of two or three things that are joined by “and” in every order, with “and” and without."""
    listed = _LISTED.fullmatch(answer)
    for *most, last in permutations(filter(None, listed.groups())) if listed else ():
        yield f"{', '.join(most)} and {last}"
        yield ", ".join([*most, last])


def _either(answer: str) -> Iterator[str]:
    """Yield the parts of an answer that gives two, either of which is right: Priya or Tom."""
    match = _EITHER.fullmatch(answer)
    if match and all(len(part.split()) <= _LONGEST_OF_TWO for part in match.groups()):
        yield from match.groups()
        yield f"{match[2]} or {match[1]}"
