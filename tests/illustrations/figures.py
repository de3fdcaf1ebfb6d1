"""Hypothesis strategies for every figure that a pack may have beside an item."""

from typing import Any

from hypothesis import strategies as st
from pydantic import TypeAdapter

from bot.content.figure import Figure

SIDES = ("saw", "file", "axe")
FIGURES = TypeAdapter[Figure](Figure)

labels = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=40) | st.sampled_from(
    ["Wholesome mammals wander without wisdom,", "Zwölf Boxkämpfer", "שלום", "数据科学"]
)
short = labels.map(lambda label: label[:20].strip())
numbers = st.floats(-1e15, 1e15, allow_nan=False)
amounts = st.floats(1e-6, 1e15)
sides = st.sampled_from(SIDES)


def some(each: st.SearchStrategy[Any], least: int, most: int) -> st.SearchStrategy[list[Any]]:
    return st.lists(each, min_size=least, max_size=most)


def made(kind: str, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({"type": st.just(kind), **fields})


def one(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(fields)


ranges = st.tuples(amounts, amounts, short).map(
    lambda found: {"least": min(found[:2]), "most": max(found[:2]), "label": found[2]}
)
steps = some(labels, 2, 8)


@st.composite
def kinds(draw: st.DrawFn) -> dict[str, Any]:
    found = [
        {"side": side, **each} for side in SIDES for each in draw(some(one(label=labels, less=st.booleans()), 1, 6))
    ]
    return {"type": "kinds", "kinds": found}


@st.composite
def scales(draw: st.DrawFn) -> dict[str, Any]:
    marks = draw(some(one(at=amounts, label=short), 0, 8))
    return {"type": "scale", "ranges": [{"side": side, **draw(ranges)} for side in SIDES], "marks": marks}


@st.composite
def flows(draw: st.DrawFn) -> dict[str, Any]:
    names = draw(
        st.lists(
            sides.map(lambda side: ("side", side)) | st.tuples(st.just("label"), labels), max_size=5, unique=True
        )
    )
    ways = [{field: name, "steps": draw(steps)} for field, name in names] or [{"steps": draw(steps)}]
    return {"type": "flow", "ways": ways}


@st.composite
def overlaps(draw: st.DrawFn) -> dict[str, Any]:
    field = draw(st.sampled_from(["sides", "labels"]))
    found = SIDES if field == "sides" else tuple(draw(st.lists(short, min_size=3, max_size=3, unique=True)))
    circles = found[: draw(st.integers(2, 3))]
    regions = [(each,) for each in circles] + [circles]
    items = {who: draw(some(short, 1, 1 if len(circles) == 3 and len(who) > 1 else 3)) for who in regions}
    return {"type": "overlap", "regions": [{field: list(who), "items": said} for who, said in items.items()]}


@st.composite
def lines(draw: st.DrawFn) -> dict[str, Any]:
    along = draw(some(labels, 2, 12))
    values = some(numbers, len(along), len(along))
    return {"type": "lines", "along": along, "lines": draw(some(one(label=labels, values=values), 1, 5))}


@st.composite
def tables(draw: st.DrawFn) -> dict[str, Any]:
    columns = draw(some(labels, 2, 4))
    return {"type": "table", "columns": columns, "rows": draw(some(some(labels, len(columns), len(columns)), 1, 8))}


bars = made("bars", unit=labels, bars=some(one(label=labels, value=st.floats(0, 1e15)), 2, 10))
points = made("points", axes=some(labels, 2, 2), points=some(one(across=numbers, up=numbers, label=short), 2, 20))

figures: st.SearchStrategy[Figure] = st.one_of(
    kinds(), scales(), flows(), overlaps(), bars, lines(), points, tables()
).map(FIGURES.validate_python)
