"""Formulas become SVGs; one that can't be typeset is reported in a sentence, at its place."""

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.reading.formulas import FormulaError, svg
from tests.content.small_pack import lines, problems_in, write

SOUND = [
    r"\frac{a}{b}",
    r"P(A \mid B) = \frac{P(B \mid A)\,P(A)}{P(B)}",
    r"\hat{y} = \beta_0 + \sum_{i=1}^{n} \beta_i x_i",
    r"\text{precision} = \frac{TP}{TP + FP} = 9\,\%",
    r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}",
    r"F_1 = 2 \cdot \frac{P \cdot R}{P + R}",
    r"\sqrt[3]{x^2 + y^2} \approx 0.95",
    r"\left\{ x \in \mathbb{R} : x \geq 0 \right\}",
    r"\color{red}{x} \neq \overline{x}",
]

FAULTS = {
    r"\frac{a}{": "a { isn't closed; add }",
    r"a}": "a } closes nothing; delete it, or write it as \\}",
    r"\frac{a}": "it can't be set; write it in a simpler way",
    r"\foo{a}": "there's no command \\foo; check how it's spelt, or leave it out",
    r"\begin{pmatrix} 1 & 2": "a \\begin has no \\end; add it",
    r"\left( a": "a \\left has no \\right; add it, or write the bracket alone",
    r"a^": "nothing follows ^ or _; write what stands there",
    r"x_{1}_{2}": "two _ follow one another; put both in one: x_{1,2}",
    r"x^1^2": "two ^ follow one another; put both in one: x^{ab}",
    r"\sqrt": "something is missing; give every command what stands in its braces",
    r"$a$": "write the formula without dollar signs",
    r"50 %": "write % as \\%",
    r"a \tag{1}": "formulas aren't numbered here; delete \\tag",
    r"日": "the font for formulas has no 日; put it into the text beside the formula",
    "a & b": "it can't be set; write it in a simpler way",
}


@pytest.mark.parametrize("tex", SOUND)
def test_a_formula_becomes_a_drawing_without_fonts(tex: str) -> None:
    drawn = svg(tex, "#1b2033")
    root = ET.fromstring(drawn)
    assert float(root.attrib["width"]) > 10
    assert "<text" not in drawn


@pytest.mark.parametrize(("tex", "sentence"), FAULTS.items())
def test_a_formula_that_cannot_be_typeset_says_why(tex: str, sentence: str) -> None:
    with pytest.raises(FormulaError) as caught:
        svg(tex, "black")
    assert str(caught.value) == sentence


PIECES = [
    r"\frac",
    r"\sqrt",
    r"\left(",
    r"\right)",
    "{",
    "}",
    "^",
    "_",
    "a",
    "1",
    "&",
    r"\\",
    r"\text",
    " ",
    "<",
    ">",
]


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=2), max_size=12).map("".join))
def test_any_text_is_drawn_or_refused(tex: str) -> None:
    try:
        ET.fromstring(svg(tex, "black"))
    except FormulaError as error:
        assert str(error)


def test_a_fault_is_reported_at_its_place(tmp_path: Path) -> None:
    extra = """\
tips:
  - id: it
    objectives: [cut]
    title: Cuts
    text: Count the cuts.
    formula:
      tex: '\\frac{boards}'
      says: boards less one
"""
    folder = write(tmp_path / "pack", extra=extra)
    assert lines(problems_in(folder), folder) == ["extra.yaml:7:12: it can't be set; write it in a simpler way"]
