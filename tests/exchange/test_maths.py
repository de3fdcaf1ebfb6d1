"""Formulas are rewritten the way people type them in a chat, or stay as they were."""

import pytest

from bot.exchange.html import text_of
from bot.exchange.maths import readable, readable_in_markdown


@pytest.mark.parametrize(
    ("tex", "typed"),
    [
        (r"Solve \(x^2 = 4\), with \(x \geq 0\).", "Solve x² = 4, with x ≥ 0."),
        (r"$$\frac{a+b}{2} \cdot \sqrt{2}$$", "(a+b)/2 · √2"),
        (r"\[a_{12}^{n} \times 10^{-3}\]", "a₁₂ⁿ × 10⁻³"),
        (r"\(e^{i\pi}\) and \(90^\circ\)", "e^(iπ) and 90°"),
        (r"\(\text{speed} = \frac{\text{way}}{\text{time}}\)", "speed = way/time"),
        (r"\(\begin{pmatrix}1\end{pmatrix}\)", r"\(\begin{pmatrix}1\end{pmatrix}\)"),
        ("It costs $5, or $6.", "It costs $5, or $6."),
    ],
)
def test_tex(tex: str, typed: str) -> None:
    assert readable(tex) == typed


def test_single_dollars_mark_formulas_only_in_markdown() -> None:
    text = r"$x^2$ for $5 or $6_a"
    assert readable(text) == text
    assert readable_in_markdown(text) == "x² for $5 or $6_a"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>H<sub>2</sub>O, x<sup>2</sup>, 1<sup>st</sup></p>", "H₂O, x², 1^st"),
        ("<math><mfrac><mn>1</mn><mn>2</mn></mfrac></math> of 4", "1/2 of 4"),
        ("<math><msup><mi>x</mi><mn>2</mn></msup><mo>=</mo><msqrt><mn>9</mn></msqrt></math>", "x² = √9"),
        ("a <math><mi>x</mi> b", "a"),
    ],
)
def test_html(html: str, text: str) -> None:
    assert text_of(html) == text


@pytest.mark.parametrize("escaped", [r"a\[0\] of b\[1\]", r"\\(x\\)", r"\$\$5\$\$ a month"])
def test_escaped_markdown_is_not_a_formula(escaped: str) -> None:
    assert readable_in_markdown(escaped) == escaped
