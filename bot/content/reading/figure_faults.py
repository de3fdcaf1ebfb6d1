"""Errors across the values of a figure that keep it from being drawn: unknown sides, rows of unequal length."""

from collections import Counter
from collections.abc import Iterator

from bot.content.figure import MOST_OF_A_SIDE
from bot.content.reading.problems import Problem, meant
from bot.content.reading.raw_pack import ITEM_KINDS, Entry, RawPack, ValuePath
from bot.content.reading.reader import FileValue

_MOST_CIRCLES = 3
_BY_SIDE = {"kinds": "kinds", "scale": "ranges", "flow": "ways"}
"""Types of figure that must show every side, and their list with the sides; a flow only has to in a comparison."""


def problems(raw: RawPack) -> Iterator[Problem]:
    """Yield every fault of a pack's figures; skip malformed ones, which validation reports.

    Args:
        raw: the pack as read from its files.
    """
    sides = tuple(raw.ids("sides"))
    for kind in (*ITEM_KINDS, "cases"):
        for entry in raw.entries[kind]:
            figure = entry.fields.get("figure")
            if not isinstance(figure, dict):
                continue
            if raw.is_whole:
                yield from _unknown_sides(entry, figure, ("figure",), sides)
                yield from _left_out(entry, figure, sides)
            yield from _misshapen(entry, figure)


def _misshapen(entry: Entry, figure: dict[str, FileValue]) -> Iterator[Problem]:
    """Yield a figure's faults that don't depend on the pack's sides."""
    match figure.get("type"):
        case "kinds":
            yield from _crowds(entry, figure)
        case "scale":
            yield from _ranges(entry, figure)
        case "flow":
            yield from _ways(entry, figure)
        case "overlap":
            yield from _regions(entry, figure)
        case "lines":
            yield from _lengths(entry, figure, "along", "lines", "values")
        case "table":
            yield from _lengths(entry, figure, "columns", "rows", "")


def _unknown_sides(entry: Entry, value: FileValue, path: ValuePath, sides: tuple[str, ...]) -> Iterator[Problem]:
    """Yield a problem for each unknown side, anywhere in the figure."""
    if isinstance(value, list):
        for index, each in enumerate(value):
            yield from _unknown_sides(entry, each, (*path, index), sides)
    elif isinstance(value, dict):
        for name, each in value.items():
            named = each if name == "sides" and isinstance(each, list) else [each] if name == "side" else None
            if named is None:
                yield from _unknown_sides(entry, each, (*path, name), sides)
                continue
            for index, side in enumerate(named):
                if isinstance(side, str) and side not in sides:
                    guess = meant(side, sides)
                    where = (*path, name, index) if name == "sides" else (*path, name)
                    advice = (
                        "fix the id" if guess else f"use {', '.join(sides) or 'a label, as the pack has no sides'}"
                    )
                    yield entry.problem(f"there's no side `{side}`{guess}; {advice}", *where)


def _left_out(entry: Entry, figure: dict[str, FileValue], sides: tuple[str, ...]) -> Iterator[Problem]:
    """Yield a problem for each side that a figure of all sides leaves out or wrongly repeats."""
    kind = figure.get("type")
    name = _BY_SIDE.get(kind) if isinstance(kind, str) else None
    if name is None or (kind == "flow" and entry.kind != "comparisons"):
        return
    named = Counter(side for each in _entries(figure, name) if isinstance(side := each.get("side"), str))
    for side in sides:
        if named and not named[side]:
            yield entry.problem(f"the figure leaves out the side `{side}`; add it", "figure", name, of_name=True)
    for side, times in named.items():
        if kind != "kinds" and times > 1:
            yield entry.problem(
                f"the side `{side}` is there twice; delete one of the two", "figure", name, of_name=True
            )


def _crowds(entry: Entry, figure: dict[str, FileValue]) -> Iterator[Problem]:
    """Yield a problem for each side with more kinds than fit into its column."""
    named = Counter(side for each in _entries(figure, "kinds") if isinstance(side := each.get("side"), str))
    for side, times in named.items():
        if times > MOST_OF_A_SIDE:
            sentence = f"the side `{side}` has {times} kinds; keep {MOST_OF_A_SIDE} at most"
            yield entry.problem(sentence, "figure", "kinds", of_name=True)


def _ways(entry: Entry, figure: dict[str, FileValue]) -> Iterator[Problem]:
    """Yield a problem for each path with both a side and a label, with neither, or with that of an earlier path."""
    ways = _entries(figure, "ways")
    seen: set[str] = set()
    for index, way in enumerate(ways):
        side, label = way.get("side"), way.get("label")
        if side is not None and label is not None:
            sentence = "a side's steps already have the side's name; delete `label`, or `side`"
            yield entry.problem(sentence, "figure", "ways", index, "label", of_name=True)
        elif side is None and label is None and len(ways) > 1:
            yield entry.problem("whose steps are these? Add `side: …` or `label: …`", "figure", "ways", index)
        elif entry.kind == "comparisons" and label is not None:
            sentence = "a comparison shows each side's steps; give `side` instead of `label`"
            yield entry.problem(sentence, "figure", "ways", index, "label", of_name=True)
        elif (name := side or label) in seen and not (entry.kind == "comparisons" and side):
            yield entry.problem(f"`{name}` is there twice; delete one of the two", "figure", "ways", index)
        seen |= {each for each in (side, label) if isinstance(each, str)}


def _ranges(entry: Entry, figure: dict[str, FileValue]) -> Iterator[Problem]:
    """Yield a problem for each range that ends before it begins."""
    for index, each in enumerate(_entries(figure, "ranges")):
        least, most = each.get("least"), each.get("most")
        if isinstance(least, int | float) and isinstance(most, int | float) and most < least:
            yield entry.problem("`most` is smaller than `least`; swap the two", "figure", "ranges", index, "most")


def _regions(entry: Entry, figure: dict[str, FileValue]) -> Iterator[Problem]:
    """Yield what keeps circles from being drawn: too many or too few, repeated regions, sides mixed with labels."""
    regions = _entries(figure, "regions")
    field = "labels" if any("labels" in each for each in regions) else "sides"
    seen: set[frozenset[str]] = set()
    for index, each in enumerate(regions):
        named = each.get(field)
        listed = [circle for circle in named if isinstance(circle, str)] if isinstance(named, list) else []
        region = frozenset(listed)
        if field == "labels" and "sides" in each:
            sentence = "some circles have `labels`, so all need them; give these instead of `sides`"
            yield entry.problem(sentence, "figure", "regions", index, "sides", of_name=True)
        elif not listed and named in (None, []):
            yield entry.problem(f"whose region is this? add `{field}: […]`", "figure", "regions", index)
        elif len(region) < len(listed):
            yield entry.problem(
                f"a {field[:-1]} is named twice; delete one of the two", "figure", "regions", index, field
            )
        elif region and region in seen:
            yield entry.problem(
                f"these {field} already have a region; put the items together", "figure", "regions", index, field
            )
        seen.add(region)
    if entry.kind == "comparisons" and field == "labels":
        sentence = "a comparison's circles are its sides; give `sides` instead of `labels`"
        yield entry.problem(sentence, "figure", "regions", of_name=True)
    yield from _circles(entry, figure, field, frozenset[str]().union(*seen))


def _circles(entry: Entry, figure: dict[str, FileValue], field: str, circles: frozenset[str]) -> Iterator[Problem]:
    """Yield a problem if there are too many or too few circles, or too many items where three overlap.

    Args:
        entry: the entry with the figure.
        figure: the overlap figure.
        field: the field that names the circles, sides or labels.
        circles: the names of all circles.
    """
    if len(circles) == _MOST_CIRCLES:
        yield from _narrow(entry, figure, field)
    if circles and not 1 < len(circles) <= _MOST_CIRCLES:
        yield entry.problem(
            f"overlapping circles need two or three {field}, not {len(circles)}; use another figure",
            "figure",
            "regions",
            of_name=True,
        )


def _narrow(entry: Entry, figure: dict[str, FileValue], field: str) -> Iterator[Problem]:
    """Yield a problem for each region shared by some of three circles that holds more than one item."""
    for index, each in enumerate(_entries(figure, "regions")):
        named, items = each.get(field), each.get("items")
        if isinstance(named, list) and isinstance(items, list) and len(named) > 1 and len(items) > 1:
            sentence = "there's room for one item where three circles overlap; keep the best one"
            yield entry.problem(sentence, "figure", "regions", index, "items")


def _lengths(entry: Entry, figure: dict[str, FileValue], head: str, body: str, values: str) -> Iterator[Problem]:
    """Yield a problem for each row of a figure that isn't as long as the head.

    Args:
        entry: the entry with the figure.
        figure: the figure with head and rows.
        head: the field with the head, whose length counts.
        body: the field with the rows.
        values: the field of a row that holds its values; "" if the row is a list itself.
    """
    heads, rows = figure.get(head), figure.get(body)
    if not isinstance(heads, list) or not isinstance(rows, list):
        return
    for index, row in enumerate(rows):
        found = row.get(values) if values and isinstance(row, dict) else row
        if isinstance(found, list) and len(found) != len(heads):
            path = ("figure", body, index, *((values,) if values else ()))
            sentence = f"`{head}` has {len(heads)} entries, and this has {len(found)}; make them equal"
            yield entry.problem(sentence, *path)


def _entries(figure: dict[str, FileValue], name: str) -> list[dict[str, FileValue]]:
    found = figure.get(name)
    return [each if isinstance(each, dict) else {} for each in found] if isinstance(found, list) else []
