"""What a question compares as a whole, as in “A and B”, “difference between A, B and C” or “how A differs from B”.

Words like these split a question into halves; each half is a term, a side or something unknown. If it asks more about
them (“in cost”, “for a beginner”), it doesn't compare them as a whole.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from bot.content.finding.concepts import COMPARING, DIFFERING, Concept, Named, Reader, alike, is_comparing, stems
from bot.content.model import Side
from bot.language.stop_words import STOP_WORDS
from bot.language.text import words

_SLASH = re.compile(r"(?<=\w)/(?=\w)")
_SPELLED_SHORT = re.compile(r"\b(?:btwn?|b/w)\b", re.IGNORECASE)
_BETWEEN = re.compile(
    r"\b(differences?|diffs?|comparisons?|distinctions?)\s+(?:of|in)\b(?!.*\bbetween\b)", re.IGNORECASE | re.DOTALL
)
"""“Difference of A and B”, as many say whose first language isn't English."""

_COMMA = re.compile(r"[,;]|\s[/&+]\s|\?(?=\W*\w)")
_JOINING = frozenset(words("and n or vs versus from than to with as against over"))
_LEADING_ON = frozenset(words("in on for about at by during if when while where because regarding concerning of who"))
"""Words that lead on to what's asked about the halves, not to another half."""

_APART = "apart"
_SETTING = frozenset(words("set sets setting keep keeps"))
"""Words that compare if the question also has “apart”: “what sets A apart from B”."""

_ASKING_MORE = frozenset(words("why who whose when where how"))
"""Words in questions that name several things but want more than what each of them is."""

_MEASURED = frozenset(
    words(
        """
        cost costs price prices fee fees pay salary salaries time times duration speed size sizes weight length height
        age quality accuracy performance risk risks use uses
        """
    )
)
"""Nouns in which things can be compared: “RAG and fine-tuning costs”."""

_LONGEST_NAME = 6
"""Maximum number of words that are looked up together as a name, or as one that lacks its noun."""

MORE_SO = r"\b(?:more|less|fewer|most|least|best|worst|better|worse|\w{2,}er|\w{2,}est)\b"
"""Matches a comparative or a superlative."""

_WEIGHING = rf"(?:which|what|who)\b(?:['’]s)?[^,;:?]*?{MORE_SO}"
_EITHER = r"(?P<either>[^?.!:]+\bor\b[^?.!:]+?)"
_WEIGHED = (
    re.compile(rf"\W*(?:and |so )?{_WEIGHING}(?:[^,;:?]*[,;:?])?\s*{_EITHER}\W*", re.IGNORECASE),
    re.compile(rf"\W*{_EITHER}[\s,;:?–-]+{_WEIGHING}[^,;:?]*\W*", re.IGNORECASE),
)
"""Questions which of several things is more so: “which is faster, A or B?”, “A or B, which costs more?”"""

_IS_A = re.compile(r"\W*(?:(?:so|and|but|then|ok)\W+)*(?:is|are|isn['’]t|aren['’]t)\s+(?P<rest>.+)", re.IGNORECASE)
_KIND_OF = frozenset(
    words("a an the just really actually simply basically also always only not another kind sort type of")
)
"""Words that may stand between the names in “is A a kind of B?”"""


_SIDES = frozenset(words("role roles job jobs side sides profession professions career careers option options ways"))
"""Words for the sides of a pack together: “how do the two roles differ?”"""


@dataclass(frozen=True, slots=True)
class Compared:
    """What a question compares as a whole.

    Args:
        named: the terms, sides and cards.
        unknown: what else it compares, unknown to the pack.
        twice: the names that it gives to one thing if it compares that with itself.
        weighs: whether it asks which of them is more so, which the pack may answer elsewhere.
    """

    named: tuple[Named, ...] = ()
    unknown: tuple[str, ...] = ()
    twice: tuple[str, ...] = ()
    weighs: bool = False


@dataclass(slots=True)
class _Half:
    """The part of a question between two joining words.

    Args:
        units: its words and known phrases, each with the ways to say it.
        is_led_to: whether a word before its name, or next to it, says that something is compared.
        asks_more: whether it also says in what respect.
    """

    units: list[tuple[Sequence[str], tuple[str, ...]]] = field(default_factory=list)
    is_led_to: bool = False
    asks_more: bool = False


def compared(reader: Reader, question: str, has: Callable[[Concept], bool]) -> Compared:
    """Return what a question compares as a whole, or names side by side; empty if it asks something else.

    Args:
        reader: the pack's reader.
        question: the question as asked, without typos.
        has: returns whether the pack says something about a concept.
    """
    question = alike(question)
    if _SLASH.search(question):
        found = compared(reader, _SLASH.sub(" and ", question), has)
        if len(found.named) > 1:
            return found
    for pattern in _WEIGHED:
        weighed = pattern.fullmatch(question)
        found = _whole(reader, weighed["either"], has) if weighed else Compared()
        if len(found.named) > 1:
            return replace(found, weighs=True)
    return _one_a_kind_of_the_other(reader, question) or _whole(reader, question, has)


def compares_all_sides(question: str) -> bool:
    """Return whether a question compares the sides of a pack without their names, and asks nothing else."""
    telling = set(words(question)) - STOP_WORDS - COMPARING - {"two", "three"}
    return is_comparing(question) and bool(telling) and telling <= _SIDES


def _one_a_kind_of_the_other(reader: Reader, question: str) -> Compared | None:
    """Return what “is A a B?” compares; None if a question asks something else."""
    asks = _IS_A.fullmatch(question)
    if asks is None:
        return None
    units = [said for said, _ in reader.units(words(asks["rest"]))]
    while units and len(units[0]) == 1 and units[0][0] in _KIND_OF:
        del units[0]
    if len(units) < 2 or any(len(said) > 1 or said[0] not in _KIND_OF for said in units[1:-1]):
        return None
    one, other = reader.called(units[0]), reader.called(units[-1])
    if one is None or other is None:
        return None
    asked = tuple(_as_asked(each, question) for each in (units[0], units[-1]))
    return Compared((one,), twice=asked) if one is other else Compared((one, other))


def _whole(reader: Reader, question: str, has: Callable[[Concept], bool]) -> Compared:
    compares = is_comparing(question)
    halves = list(_halves(reader, question))
    if any(half.asks_more for half in halves) or not (compares or _ASKING_MORE.isdisjoint(words(question))):
        return Compared()
    if len(halves) == 1 and not DIFFERING.isdisjoint(words(question)):  # “RAG fine-tuning difference”
        halves = [_Half([unit]) for unit in halves[0].units]
    _drop_shared_noun(reader, halves, compares=compares)
    named: list[Named] = []
    asked: list[str] = []
    unknown: list[str] = []
    partly: list[str] = []
    for half, each in zip(halves, _names(reader, halves, compares=compares), strict=True):
        if each is not None:
            asked.append(_as_asked(half.units[0][0], question))
            named += [each] if all(each is not other for other in named) else []
        elif half.is_led_to and not all(known := [has(Concept(phrases)) for _, phrases in half.units]):
            left_out = partly if any(known) else unknown
            left_out.append(_as_asked([word for said, _ in half.units for word in said], question))
        else:
            return Compared()
    if partly and len(named) < 2:  # with one thing only, the pack may say something about the other, too
        return Compared()
    unknown += partly
    if len(named) == 1 and not unknown:
        return Compared(tuple(named), twice=tuple(asked)) if compares and len(asked) > 1 else Compared()
    return Compared(tuple(named), tuple(unknown)) if named else Compared()


def _names(reader: Reader, halves: Sequence[_Half], *, compares: bool) -> list[Named | None]:
    """Return what each half names; half a name is enough if another half has a name: “overfitting vs drift”.

    Args:
        reader: the pack's reader.
        halves: the halves of the question.
        compares: whether the question compares.
    """
    said = [half.units[0][0] if len(half.units) == 1 else () for half in halves]
    names = [reader.called(each) if each else None for each in said]
    if not compares or not any(names):
        return names
    return [
        name or (reader.called_in_short(each[0]) if len(each) == 1 else None)
        for name, each in zip(names, said, strict=True)
    ]


def _halves(reader: Reader, question: str) -> Iterator[_Half]:
    """Yield the parts between joining words that say something."""
    compares = is_comparing(question)
    half, leads_on = _Half(), False
    asked = _completed(
        reader, words(_COMMA.sub(" and ", _SPELLED_SHORT.sub("between", _BETWEEN.sub(r"\1 between", question))))
    )
    compares_too = COMPARING | _SETTING if _APART in asked else COMPARING
    for said, phrases in reader.units(asked):
        word = said[0] if len(said) == 1 else ""
        if word in _JOINING:
            half.is_led_to = compares and (half.is_led_to or word in COMPARING or len(half.units) == 1)
            if half.units or half.asks_more:
                yield half
            half, leads_on = _Half(is_led_to=compares), False
        elif word == "between":
            leads_on = False
        elif not compares_too.isdisjoint((*said, *phrases)):  # phrases: a pack may know that “set apart” is “differ”
            half.is_led_to = True
        elif word in _LEADING_ON:
            leads_on = True
        elif phrases and leads_on:
            half.asks_more = True
        elif phrases:
            half.units.append((said, phrases))
    if half.units or half.asks_more:
        yield half


def _drop_shared_noun(reader: Reader, halves: Sequence[_Half], *, compares: bool) -> None:
    """Drop the noun after names that make sense without it: “queen bee vs worker bee”, “queen and worker bees”.

    After two sides of a pack, it may be what they're compared in: “data scientist vs AI engineer salaries”.

    Args:
        reader: the pack's reader.
        halves: the halves of the question.
        compares: whether the question compares; otherwise, the noun has to be in each half.
    """
    said = [[stems(said) for said, _ in half.units] for half in halves]
    noun = said[-1][1:] if said else []
    is_in_each = all(each[1:] == noun for each in said)
    is_shared = is_in_each or (compares and all(each[1:] in ([], noun) for each in said))
    names = [reader.called(half.units[0][0]) for half in halves if half.units]
    measures = any(len(half.units) > 1 and half.units[1][0][0] in _MEASURED for half in halves)
    are_terms = not any(each is None or isinstance(each, Side) for each in names)
    if len(noun) == 1 and is_shared and are_terms and not measures:
        for half in halves:
            del half.units[1:]


def _completed(reader: Reader, said: Sequence[str]) -> list[str]:
    """Return the words with the noun of the last half added to the others: “supervised and unsupervised learning”."""
    left, full = list(said), list[str]()
    last: Sequence[str] = ()
    is_joined = False
    while left:
        whole = next((name for name in _ends(left, _LONGEST_NAME) if reader.called(name)), None)
        if is_joined and (short := _short_name(reader, left, last)):
            head, whole = short
        elif whole:
            head = last = whole
        else:
            head = whole = [left[-1]]
            is_joined = is_joined or head[0] in _JOINING
            if head[0] not in STOP_WORDS | COMPARING | _JOINING:
                last = ()
        if reader.called(whole):
            is_joined = False
        left, full = left[: -len(head)], [*whole, *full]
    return full


def _short_name(
    reader: Reader, left: Sequence[str], last: Sequence[str]
) -> tuple[Sequence[str], Sequence[str]] | None:
    """Return the last words that become a name with the end of another name, and that completed name.

    Args:
        reader: the pack's reader.
        left: the words to look at.
        last: the name that comes after them.
    """
    names = ((head, [*head, *end]) for end in _ends(last, len(last) - 1) for head in _ends(left, _LONGEST_NAME))
    return next(((head, name) for head, name in names if reader.called(name)), None)


def _ends(said: Sequence[str], longest: int) -> Iterator[Sequence[str]]:
    """Yield runs of words from the end, the longest first."""
    for length in range(min(longest, len(said)), 0, -1):
        yield said[-length:]


def _as_asked(said: Sequence[str], question: str) -> str:
    """Return folded words as they're written in a question."""
    found = re.search(r"\b" + r"\W+(?:\w+\W+)??".join(map(re.escape, said)) + r"\b", question, re.IGNORECASE)
    return found[0] if found else " ".join(said)
