"""Figures in packs: a sound one loads, and a faulty one is refused at its place."""

from pathlib import Path

import pytest

from bot.content.figure import ScaleFigure
from bot.content.reading.load import load
from tests.content.small_pack import COVER, lines, problems_in, write
from tests.packs import bundled

HEAD = """\
comparisons:
  - id: use
    objectives: [cut]
    aspect: Use
    cells: {saw: It cuts., file: It smooths.}
    takeaway: Each has its use.
    figure: """

IN_ORDER = {
    "kinds": "{type: kinds, kinds: [{side: saw, label: Planks, icon: table}, "
    "{side: file, label: Edges, less: true}]}",
    "scale": "{type: scale, ranges: [{side: saw, least: 1, most: 10.5, label: a few}, "
    "{side: file, least: 0.001, most: "
    "0.001, label: a little}], marks: [{at: 1, label: '1'}]}",
    "flow": "{type: flow, ways: [{side: saw, steps: [Mark, Cut]}, {side: file, steps: [Clamp, Rub, Look]}]}",
    "overlap": "{type: overlap, regions: [{sides: [saw], items: [Teeth]}, "
    "{sides: [file, saw], items: [Steel, Hands]}]}",
    "bars": "{type: bars, unit: cm, bars: [{label: Long, value: 30, side: saw}, {label: Short, value: 0}]}",
    "lines": "{type: lines, along: [Mon, Tue], lines: [{label: Cuts, values: [-1, 2.5]}]}",
    "points": "{type: points, axes: [Length, Price], points: [{across: 1, up: 2}, "
    "{across: -1.5, up: 0, label: Old}]}",
    "table": "{type: table, columns: [Tool, Price], rows: [[Saw, '12'], [File, '9']]}",
}

BESIDE = {
    "a flow with labels": "{type: flow, ways: [{label: By hand, steps: [Mark, Cut]}, "
    "{label: By machine, steps: [Measure, Cut]}]}",
    "a flow of one side": "{type: flow, ways: [{side: file, steps: [Clamp, Rub]}]}",
    "a flow of nobody's": "{type: flow, ways: [{steps: [Mark, Cut]}]}",
    "an overlap with labels": "{type: overlap, regions: [{labels: [Wood], items: [Splits]}, "
    "{labels: [Metal, Wood], items: [Can be cut]}]}",
    **IN_ORDER,
}
"""Figures that any item can have except a comparison, which can only have those in IN_ORDER."""

BESIDE_FAULTS = {
    "both": (
        "{type: flow, ways: [{side: saw, label: Saw, steps: [a, b]}]}",
        "a side's steps already have the side's name; delete `label`, or `side`",
    ),
    "neither": (
        "{type: flow, ways: [{steps: [a, b]}, {label: x, steps: [a, b]}]}",
        "whose steps are these? Add `side: …` or `label: …`",
    ),
    "twice": (
        "{type: flow, ways: [{label: x, steps: [a, b]}, {label: x, steps: [c, d]}]}",
        "`x` is there twice; delete one of the two",
    ),
    "no circle": (
        "{type: overlap, regions: [{items: [a]}, {sides: [saw, file], items: [b]}]}",
        "whose region is this? add `sides: […]`",
    ),
    "sides among labels": (
        "{type: overlap, regions: [{labels: [a, b], items: [a]}, {sides: [saw], items: [b]}]}",
        "some circles have `labels`, so all need them; give these instead of `sides`",
    ),
    "label twice": (
        "{type: overlap, regions: [{labels: [a, a], items: [a]}, {labels: [b], items: [b]}]}",
        "a label is named twice; delete one of the two",
    ),
    "a side left out of a scale": (
        "{type: scale, ranges: [{side: saw, least: 1, most: 2, label: a}]}",
        "the figure leaves out the side `file`; add it",
    ),
    "unknown side": ("{type: flow, ways: [{side: axe, steps: [a, b]}]}", "there's no side `axe`; use saw, file"),
}

ITEMS = {
    "tips": "title: T, text: A saw cuts wood.",
    "terms": "term: Kerf, definition: A kerf is the slot that a saw leaves.",
    "examples": "title: T, task: A board is too long., role: saw, why: It cuts.",
    "cards": "front: What does a saw do?, back: It cuts.",
    "clozes": "text: 'A saw {{cuts}}.'",
    "worked": "problem: How many cuts?, steps: [{do: Count.}, {do: Subtract one.}]",
    "questions": "type: true-false, statement: A saw cuts., answer: true, explanation: {right: Yes., wrong: No.}",
}

FAULTS = {
    "no type": (
        "{kinds: []}",
        "7:13: `type` is missing; add `type: …` with kinds, scale, flow, overlap, bars, lines, points or table",
    ),
    "unknown type": (
        "{type: knds}",
        "7:20: there's no figure type `knds` (did you mean `kinds`?); use kinds, scale, flow, overlap, bars, lines, "
        "points or table",
    ),
    "a text": ("big", "7:13: this must be made of fields; write type, each as `name: value` on a line of its own"),
    "unknown icon": (
        "{type: kinds, kinds: [{side: saw, label: a, icon: tabel}, {side: file, label: b}]}",
        "7:63: this can't be `tabel` (did you mean `table`?); use table, text, image, video, audio, code, chat, "
        "person, number or chart",
    ),
    "misspelt field": (
        "{type: bars, bars: [{label: a, valu: 1}, {label: b, value: 2}]}",
        "7:44: there's no field `valu` (did you mean `value`?); fix the name",
    ),
    "unknown side": (
        "{type: bars, bars: [{label: a, value: 1, side: saww}, {label: b, value: 2}]}",
        "7:60: there's no side `saww` (did you mean `saw`?); fix the id",
    ),
    "side like no other": (
        "{type: bars, bars: [{label: a, value: 1, side: zzz}, {label: b, value: 2}]}",
        "7:60: there's no side `zzz`; use saw, file",
    ),
    "side left out": (
        "{type: flow, ways: [{side: saw, steps: [a, b]}]}",
        "7:26: the figure leaves out the side `file`; add it",
    ),
    "side twice": (
        "{type: flow, ways: [{side: saw, steps: [a, b]}, {side: file, steps: [a, b]}, {side: saw, steps: [c, d]}]}",
        "7:26: the side `saw` is there twice; delete one of the two",
    ),
    "too many of a side": (
        "{type: kinds, kinds: [{side: file, label: b}"
        + "".join(f", {{side: saw, label: a{number}}}" for number in range(7))
        + "]}",
        "7:27: the side `saw` has 7 kinds; keep 6 at most",
    ),
    "number as text": (
        "{type: bars, bars: [{label: a, value: '1'}, {label: b, value: 2}]}",
        "7:51: this isn't a number; write one without quotes, with digits and at most one dot",
    ),
    "below nought": (
        "{type: bars, bars: [{label: a, value: -1}, {label: b, value: 2}]}",
        "7:51: the number is too small; give at least 0",
    ),
    "nought on a logarithmic scale": (
        "{type: scale, ranges: [{side: saw, least: 0, most: 1, label: a}, "
        "{side: file, least: 1, most: 1, label: b}]}",
        "7:55: the number is too small; give more than 0",
    ),
    "beyond all numbers": (
        "{type: bars, bars: [{label: a, value: 99999999999999999}, {label: b, value: 2}]}",
        "7:51: the number is too large; give at most 1,000,000,000,000,000",
    ),
    "range upside down": (
        "{type: scale, ranges: [{side: saw, least: 9, most: 1, label: a}, "
        "{side: file, least: 1, most: 1, label: b}]}",
        "7:64: `most` is smaller than `least`; swap the two",
    ),
    "line of another length": (
        "{type: lines, along: [a, b], lines: [{label: x, values: [1, 2, 3]}]}",
        "7:69: `along` has 2 entries, and this has 3; make them equal",
    ),
    "row of another length": (
        "{type: table, columns: [a, b], rows: [[a, b], [c]]}",
        "7:59: `columns` has 2 entries, and this has 1; make them equal",
    ),
    "row that is none": (
        "{type: table, columns: [a, b], rows: [a]}",
        "7:51: this must be a list itself; put it in brackets: [one, another]",
    ),
    "one circle": (
        "{type: overlap, regions: [{sides: [saw], items: [a]}, {sides: [saw, saw], items: [b]}]}",
        "7:29: overlapping circles need two or three sides, not 1; use another figure",
    ),
    "region twice": (
        "{type: overlap, regions: [{sides: [saw, file], items: [a]}, {sides: [file, saw], items: [b]}]}",
        "7:81: these sides already have a region; put the items together",
    ),
    "long label": (
        "{type: bars, bars: [{label: " + "x" * 41 + ", value: 1}, {label: b, value: 2}]}",
        "7:41: the text has 41 characters; shorten it to at most 40",
    ),
    "one bar": ("{type: bars, bars: [{label: a, value: 1}]}", "7:32: the list has 1 entry; give at least 2"),
}


@pytest.mark.parametrize("figure", IN_ORDER.values(), ids=IN_ORDER.keys())
def test_a_sound_figure_loads(tmp_path: Path, figure: str) -> None:
    pack = load(write(tmp_path / "pack", extra=HEAD + figure + "\n"))
    found = pack.comparisons[0].figure
    assert found is not None
    assert f"type: {found.type}" in figure


def beside(kind: str, figure: str) -> str:
    return f"{kind}:\n  - {{id: it, objectives: [cut], {ITEMS[kind]}, figure: {figure}}}\n"


@pytest.mark.parametrize("kind", ITEMS)
@pytest.mark.parametrize("figure", BESIDE.values(), ids=BESIDE.keys())
def test_any_item_may_have_a_figure(tmp_path: Path, kind: str, figure: str) -> None:
    pack = load(write(tmp_path / "pack", extra=beside(kind, figure)))
    found = getattr(pack, kind)[0].figure
    assert f"type: {found.type}" in figure


@pytest.mark.parametrize(("figure", "expected"), BESIDE_FAULTS.values(), ids=BESIDE_FAULTS.keys())
def test_a_faulty_figure_of_an_item_is_refused_at_its_place(tmp_path: Path, figure: str, expected: str) -> None:
    folder = write(tmp_path / "pack", extra=beside("tips", figure))
    assert [line.split(": ", 1)[1] for line in lines(problems_in(folder), folder)] == [expected]


@pytest.mark.parametrize(
    ("figure", "expected"),
    [
        (
            "{type: flow, ways: [{label: a, steps: [a, b]}, {side: file, steps: [a, b]}]}",
            "a comparison shows each side's steps; give `side` instead of `label`",
        ),
        (BESIDE["an overlap with labels"], "a comparison's circles are its sides; give `sides` instead of `labels`"),
    ],
)
def test_a_comparison_draws_its_sides(tmp_path: Path, figure: str, expected: str) -> None:
    folder = write(tmp_path / "pack", extra=HEAD + figure + "\n")
    assert any(line.endswith(expected) for line in lines(problems_in(folder), folder))


def test_the_numbers_of_a_figure_are_kept(tmp_path: Path) -> None:
    figure = load(write(tmp_path / "pack", extra=HEAD + IN_ORDER["scale"] + "\n")).comparisons[0].figure
    assert isinstance(figure, ScaleFigure)
    assert [(each.least, each.most) for each in figure.ranges] == [(1, 10.5), (0.001, 0.001)]


@pytest.mark.parametrize(("figure", "expected"), FAULTS.values(), ids=FAULTS.keys())
def test_a_figure_that_cannot_be_drawn_is_refused_at_its_place(tmp_path: Path, figure: str, expected: str) -> None:
    folder = write(tmp_path / "pack", extra=HEAD + figure + "\n")
    assert f"extra.yaml:{expected}" in lines(problems_in(folder), folder)


def test_three_circles_have_room_for_one_item_where_they_overlap(tmp_path: Path) -> None:
    cover = COVER.replace("  - {id: file, name: File}\n", "  - {id: file, name: File}\n  - {id: axe, name: Axe}\n")
    cover = cover.replace("file: Smooths.", "file: Smooths., axe: Splits.")
    regions = "[{sides: [axe], items: [a, b, c]}, {sides: [saw, file], items: [d, e]}]"
    head = HEAD.replace("file: It smooths.", "file: It smooths., axe: It splits.")
    folder = write(tmp_path / "pack", pack=cover, extra=f"{head}{{type: overlap, regions: {regions}}}\n")
    assert lines(problems_in(folder), folder) == [
        "extra.yaml:7:101: there's room for one item where three circles overlap; keep the best one"
    ]


def test_a_comment_within_a_label_is_not_lost(tmp_path: Path) -> None:
    figure = """
      type: flow
      ways:
        - {side: saw, steps: [a, b]}
        - side: file
          steps:
            - c # 1
            - d
"""
    folder = write(tmp_path / "pack", extra=HEAD + figure)
    assert any("starts a comment" in line for line in lines(problems_in(folder), folder))


def test_the_bundled_pack_draws_most_of_its_topics() -> None:
    pack = bundled()
    topics = {pack.topic_of(each).id for each in pack.comparisons if each.figure}
    assert len(topics) >= 5


def test_the_figure_in_the_guide_is_sound(tmp_path: Path) -> None:
    guide = (Path(__file__).parents[2] / "docs" / "authoring.md").read_text(encoding="utf-8")
    written = guide.partition("# part of a comparison\n")[2].partition("```")[0]
    figure = "".join(f"    {line}\n" for line in written.replace("tea", "saw").replace("coffee", "file").splitlines())
    head = HEAD.removesuffix("    figure: ")
    assert load(write(tmp_path / "pack", extra=head + figure)).comparisons[0].figure
