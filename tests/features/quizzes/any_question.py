"""Questions of every kind as authors might write them: up to the longest allowed, in any script, with any markup."""

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from bot.content.question import (
    ChoiceQuestion,
    ClozeQuestion,
    EstimateQuestion,
    Explanation,
    FreeTextQuestion,
    MatchQuestion,
    MistakeQuestion,
    NumberQuestion,
    NumberRange,
    Option,
    OrderQuestion,
    Pair,
    Question,
    Segment,
    SeveralQuestion,
    TrueFalseQuestion,
    WhichSideQuestion,
)
from bot.language.text import as_seen

_PIECES = (
    "a",
    "Tree",
    " ",
    " ",
    "é",
    "ß",
    "文",
    "שלום",
    "سلام",
    "🦊",
    "👩‍👩‍👧",
    "*",
    "_",
    "`",
    "<@1>",
    "&",
    "A. ",
    "1",
    "?",
)


def _text(most: int) -> st.SearchStrategy[str]:
    """Draw any text that fits a line of `most` characters, long ones included."""
    pieces = st.lists(st.sampled_from(_PIECES), min_size=1, max_size=most).map("".join)
    long = st.integers(1, most).map(lambda length: ("as long as it gets " * most)[:length])
    return (pieces | long).map(lambda written: written[:most].strip()).filter(as_seen)


def _different(count: st.SearchStrategy[int], most: int = 80) -> st.SearchStrategy[list[str]]:
    """Draw the given number of texts that a reader can tell apart."""
    return count.flatmap(lambda many: st.lists(_text(most), min_size=many, max_size=many, unique_by=as_seen))


_NUMBERS = st.decimals(-(10**12), 10**12, allow_nan=False, places=3).map(lambda number: f"{number:f}")
_UNITS = st.sampled_from((None, "people", "%", "$", "°C", "g"))
_WHY = st.builds(Explanation, right=_text(300), wrong=_text(300))
_ITEM: dict[str, Any] = {"id": st.just("q"), "objectives": st.just(("parts",))}


@st.composite
def _options(draw: st.DrawFn, kind: type[ChoiceQuestion | SeveralQuestion]) -> Question:
    several = kind is SeveralQuestion
    texts = draw(_different(st.integers(3 if several else 2, 6), 150))
    right = draw(st.integers(2, len(texts) - 1)) if several else 1
    options = tuple(Option(text=each, correct=place < right, why="So.") for place, each in enumerate(texts))
    mixed = tuple(draw(st.permutations(options)))
    kinds = "several" if several else "choice"
    return kind(id="q", objectives=("parts",), type=kinds, prompt=draw(_text(300)), options=mixed)


@st.composite
def _number(draw: st.DrawFn) -> Question:
    value, unit = draw(_NUMBERS), draw(_UNITS)
    span = (
        NumberRange(least=f"{Decimal(value) - 2:f}", most=f"{Decimal(value) + 1:f}") if draw(st.booleans()) else None
    )
    tolerance = draw(st.sampled_from((None, "1", "5 %"))) if span is None else None
    return NumberQuestion(
        id="q",
        objectives=("parts",),
        type="number",
        prompt=draw(_text(300)),
        value=value,
        range=span,
        tolerance=tolerance,
        unit=unit,
        explanation=draw(_WHY),
    )


@st.composite
def _match(draw: st.DrawFn) -> Question:
    lefts = draw(_different(st.integers(3, 5)))
    extra = draw(st.integers(0, 3))
    rights = draw(_different(st.just(len(lefts) + extra)))
    return MatchQuestion(
        id="q",
        objectives=("parts",),
        type="match",
        prompt=draw(_text(300)),
        pairs=tuple(Pair(left=left, right=right) for left, right in zip(lefts, rights, strict=False)),
        decoys=tuple(rights[len(lefts) :]),
        explanation=draw(_WHY),
    )


@st.composite
def _cloze(draw: st.DrawFn) -> Question:
    answers = draw(_different(st.integers(1, 5), 80))
    choose = draw(st.booleans())
    extra = draw(_different(st.integers(0, 5))) if choose else []
    known = set(map(as_seen, answers))
    around = draw(st.lists(_text(60), min_size=len(answers) + 1, max_size=len(answers) + 1))
    gaps = "".join(f"{words} {{{{{answer}}}}} " for words, answer in zip(around, answers, strict=False))
    return ClozeQuestion(
        id="q",
        objectives=("parts",),
        type="cloze",
        text=gaps + around[-1],
        choose=choose,
        decoys=tuple(each for each in extra if as_seen(each) not in known),
        explanation=draw(_WHY),
    )


@st.composite
def _mistake(draw: st.DrawFn) -> Question:
    texts = draw(_different(st.integers(2, 6), 150))
    wrong = draw(st.integers(0, len(texts) - 1))
    parts = tuple(Segment(text=each, fix="So." if place == wrong else None) for place, each in enumerate(texts))
    return MistakeQuestion(id="q", objectives=("parts",), type="mistake", parts=parts, explanation=draw(_WHY))


any_question: st.SearchStrategy[Question] = st.one_of(
    _options(ChoiceQuestion),
    _options(SeveralQuestion),
    _number(),
    _match(),
    _cloze(),
    _mistake(),
    st.builds(
        EstimateQuestion,
        type=st.just("estimate"),
        prompt=_text(300),
        value=_NUMBERS.filter(lambda number: Decimal(number) > 0),
        within=st.sampled_from(("50", "50 %", "×10", "0.5", "×1.5")),
        unit=_UNITS,
        reject=st.just(()),
        explanation=_WHY,
        **_ITEM,
    ),
    st.builds(
        FreeTextQuestion,
        type=st.just("free-text"),
        prompt=_text(300),
        answers=_text(80).map(lambda answer: (answer,)),
        match=st.sampled_from(("forgiving", "words", "exact")),
        reject=st.just(()),
        tolerance=st.none(),
        unit=st.none(),
        explanation=_WHY,
        **_ITEM,
    ),
    st.builds(
        OrderQuestion,
        type=st.just("order"),
        prompt=_text(300),
        items=_different(st.integers(3, 6)).map(tuple),
        explanation=_WHY,
        **_ITEM,
    ),
    st.builds(
        TrueFalseQuestion,
        type=st.just("true-false"),
        statement=_text(300),
        answer=st.booleans(),
        explanation=_WHY,
        **_ITEM,
    ),
    st.builds(
        WhichSideQuestion,
        type=st.just("which-side"),
        statement=_text(300),
        answer=st.sampled_from(("bread", "cake", "both")),
        explanation=_WHY,
        **_ITEM,
    ),
)
