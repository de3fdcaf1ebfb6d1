"""Errors across the values of a question that make it unanswerable, such as no right option or two mistakes."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from itertools import chain

from bot.content.gaps import LONGEST_FILLING, gapped
from bot.content.reading.problems import Problem
from bot.content.reading.raw_pack import Entry, RawPack, ValuePath
from bot.content.reading.reader import FileValue
from bot.language.text import as_seen

MOST_GAPS = 5
"""At most this many gaps in one text: the number of fields that fit into a form on Discord."""

_OF_ANKI = re.compile(r"c\d+::")
"""How Anki begins a gap."""


def problems(raw: RawPack) -> Iterator[Problem]:
    """Yield every fault of a pack's questions; skip malformed ones, which validation reports.

    Args:
        raw: the pack as read from its files.
    """
    for question in raw.entries["questions"]:
        match question.fields.get("type"):
            case "choice":
                yield from _one_right(question)
            case "several":
                yield from _several_right(question)
            case "mistake":
                yield from _one_mistake(question)
            case "match":
                yield from _pairs(question)
            case "number":
                yield from _number(question)
            case "estimate":
                yield from _estimate(question)
            case "cloze":
                yield from _gaps(question)
                yield from _fillings(question)
                yield from _decoys(question)
    for card in raw.entries["clozes"]:
        yield from _gaps(card)


def _one_right(question: Entry) -> Iterator[Problem]:
    """Yield a problem for each choice question without exactly one right option."""
    options = _parts(question, "options")
    right = [index for index, option in options if option.get("correct") is True]
    if options and not right:
        yield question.problem("no option is right; add `correct: true` to one", "options", of_name=True)
    for index in right[1:]:
        text = "a second option is right; leave `correct: true` on one only, or write `type: several`"
        yield question.problem(text, "options", index)


def _several_right(question: Entry) -> Iterator[Problem]:
    """Yield a problem if fewer than two options of a `several` question are right, or none is wrong."""
    options = _parts(question, "options")
    right = sum(option.get("correct") is True for _, option in options)
    if options and right < 2:
        text = "fewer than two options are right; add `correct: true` to two or more, or write `type: choice`"
        yield question.problem(text, "options", of_name=True)
    elif options and right == len(options):
        text = "every option is right, so ticking all always wins; add one that's wrong"
        yield question.problem(text, "options", of_name=True)


def _one_mistake(question: Entry) -> Iterator[Problem]:
    """Yield a problem unless exactly one part is the mistake."""
    parts = _parts(question, "parts")
    wrong = [index for index, part in parts if part.get("fix") is not None]
    if parts and not wrong:
        text = "no part is the mistake; give one `fix: …`, which says what should be there"
        yield question.problem(text, "parts", of_name=True)
    for index in wrong[1:]:
        yield question.problem("a second part is a mistake; leave `fix` on one only", "parts", index, "fix")


def _pairs(question: Entry) -> Iterator[Problem]:
    """Yield a problem for each text that occurs twice on one side of the pairs, as nobody could tell them apart."""
    pairs = _parts(question, "pairs")
    for field in ("left", "right"):
        named: list[tuple[ValuePath, str]] = [
            (("pairs", index, field), text) for index, pair in pairs if isinstance(text := pair.get(field), str)
        ]
        if field == "right":
            named += ((("decoys", index), text) for index, text in question.texts("decoys"))
        seen: set[str] = set()
        for path, text in named:
            if as_seen(text) in seen:
                yield question.problem(f"“{text}” is there twice, and only one would count; change one", *path)
            seen.add(as_seen(text))


def _number(question: Entry) -> Iterator[Problem]:
    """Yield a number question's problems: a value outside its range, an empty range, or both range and tolerance."""
    span = question.fields.get("range")
    if not isinstance(span, dict):
        return
    value, least, most = (
        _decimal(each) for each in (question.fields.get("value"), span.get("least"), span.get("most"))
    )
    if question.fields.get("tolerance") is not None:
        text = "`range` and `tolerance` both say what's right; delete one of them"
        yield question.problem(text, "tolerance", of_name=True)
    if least is None or most is None:
        return
    if least >= most:
        text = f"the range ends at {most} and begins at {least}; put the smaller number in `least`"
        yield question.problem(text, "range", "least")
    elif value is not None and not least <= value <= most:
        text = f"{value} is outside the range from {least} to {most}; change one of them"
        yield question.problem(text, "value")


def _estimate(question: Entry) -> Iterator[Problem]:
    """Yield a problem if `within` lets no guess score, or can't be measured from the value."""
    within, value = question.fields.get("within"), _decimal(question.fields.get("value"))
    if not isinstance(within, str):
        return
    distance = _decimal(within.strip(" %×"))
    if distance is None or value is None:
        return
    if within.startswith("×"):
        if distance <= 1:
            text = f"nothing is within “{within}” of a number; write a factor above 1, such as ×10"
            yield question.problem(text, "within")
        elif value <= 0:
            text = f"{value} can't be off by a factor; write `within` as a number"
            yield question.problem(text, "within")
    elif distance == 0:
        text = "only the exact number would score; say how far off scores nothing, or write `type: number`"
        yield question.problem(text, "within")
    elif within.endswith("%") and value == 0:
        yield question.problem("a share of 0 is 0; write `within` as a number", "within")


def _gaps(entry: Entry) -> Iterator[Problem]:
    """Yield a problem if a text's gaps are malformed, empty, missing or too many."""
    text = entry.fields.get("text")
    if not isinstance(text, str):
        return
    found = gapped(text)
    if any("{{" in part or "}}" in part for part in (*found.parts, *chain(*found.gaps))):
        sentence = "a gap's braces don't match; write each gap as {{answer}}, with two braces on either side"
        yield entry.problem(sentence, "text")
    elif not found.gaps:
        yield entry.problem("there's no gap; put what's to be filled in into double braces: {{answer}}", "text")
    elif foreign := next((each for each in chain(*found.gaps) if _OF_ANKI.match(each)), None):
        sentence = (
            f"`{foreign}` is how Anki writes a gap; write {{{{{_OF_ANKI.sub('', foreign).partition('::')[0]}}}}}"
        )
        yield entry.problem(sentence, "text")
    elif not all(chain(*found.gaps)):
        yield entry.problem("a gap is empty; write what belongs there between the braces: {{answer}}", "text")
    elif len(found.gaps) > MOST_GAPS:
        sentence = f"there are {len(found.gaps)} gaps; leave {MOST_GAPS} at most"
        yield entry.problem(sentence, "text")


def _fillings(question: Entry) -> Iterator[Problem]:
    """Yield a problem for each filling that's too long, or that would be read as the answers of two gaps."""
    text = question.fields.get("text")
    gaps = gapped(text).gaps if isinstance(text, str) else ()
    for filling in chain(*gaps):
        if len(filling) > LONGEST_FILLING:
            sentence = f"“{filling[:20]}…” is too long to be filled in; leave {LONGEST_FILLING} characters at most"
            yield question.problem(sentence, "text")
    if len(gaps) < 2:
        return
    named: list[tuple[ValuePath, str]] = [(("text",), filling) for filling in chain(*gaps)]
    named += ((("decoys", index), decoy) for index, decoy in question.texts("decoys"))
    for path, filling in named:
        if ";" in filling:
            sentence = (
                f"“{filling}” has a semicolon, which stands between the answers of two gaps; write it without one"
            )
            yield question.problem(sentence, *path)


def _decoys(question: Entry) -> Iterator[Problem]:
    """Yield a problem for decoys without a list to choose from, and for each decoy that's an answer."""
    decoys = list(question.texts("decoys"))
    if decoys and question.fields.get("choose") is not True:
        sentence = "`decoys` go into a list, but people type these gaps; add `choose: true`, or delete them"
        yield question.problem(sentence, "decoys", of_name=True)
    text = question.fields.get("text")
    right = {as_seen(answer) for answer in chain(*gapped(text).gaps)} if isinstance(text, str) else set()
    for index, decoy in decoys:
        if as_seen(decoy) in right:
            yield question.problem(f"“{decoy}” is the answer of a gap; change or delete it", "decoys", index)


def _parts(question: Entry, field: str) -> Sequence[tuple[int, dict[str, FileValue]]]:
    """Return the parts of a question with their indexes, without malformed ones."""
    found = question.fields.get(field)
    return [
        (index, part) for index, part in enumerate(found if isinstance(found, list) else ()) if isinstance(part, dict)
    ]


def _decimal(text: FileValue) -> Decimal | None:
    """Parse a number from a text; return None if it isn't one."""
    try:
        return Decimal(text) if isinstance(text, str) else None
    except InvalidOperation:
        return None
