"""Typeset TeX formulas as SVG outlines, without an installed TeX; explain what's wrong with those that fail.

latex2mathml parses a formula, ziamath typesets it. Both are imported only if there's a formula, as they take 20 MB.
"""

import re
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ziamath.zmath import Latex

SIZE = 48
"""Font size in pixels; a phone shows a picture at a third of its width, so letters appear at 16 pixels or more."""

_SPECIAL = re.compile(r"\\[\\{}$%&#_ ]")
"""An escaped character, or a line break."""

_REFUSED = {"$": "write the formula without dollar signs", "%": "write % as \\%", "#": "write # as \\#"}
_UNKNOWN = re.compile(r"\\[A-Za-z]+|\\$")
_SENTENCES = {
    "MissingEndError": "a \\begin has no \\end; add it",
    "ExtraLeftOrMissingRightError": "a \\left has no \\right; add it, or write the bracket alone",
    "MissingSuperScriptOrSubscriptError": "nothing follows ^ or _; write what stands there",
    "DoubleSubscriptsError": "two _ follow one another; put both in one: x_{1,2}",
    "DoubleSuperscriptsError": "two ^ follow one another; put both in one: x^{ab}",
    "NoAvailableTokensError": "something is missing; give every command what stands in its braces",
}

_lock = threading.Lock()
"""Serialises the use of ziamath, whose fonts are shared: a pack may be loaded while a picture is drawn."""


class FormulaError(Exception):
    """A formula can't be typeset; the message says what's wrong and what to do."""


def svg(tex: str, colour: str) -> str:
    """Return a formula as an SVG that needs no fonts.

    Args:
        tex: the formula in LaTeX, without dollar signs; it's set in display style.
        colour: the colour of its lines, such as #1b2033.

    Raises:
        FormulaError: the formula is invalid or can't be typeset.
    """
    _check_signs(tex)
    with _lock:
        return _set(tex, colour)


def _check_signs(tex: str) -> None:
    plain = _SPECIAL.sub("", tex)
    for sign, sentence in _REFUSED.items():
        if sign in plain:
            raise FormulaError(sentence)
    depth = 0
    for sign in plain:
        depth += (sign == "{") - (sign == "}")
        if depth < 0:
            raise FormulaError("a } closes nothing; delete it, or write it as \\}")
    if depth:
        raise FormulaError("a { isn't closed; add }")
    if "\\tag" in tex:
        raise FormulaError("formulas aren't numbered here; delete \\tag")


def _set(tex: str, colour: str) -> str:
    from ziamath.zmath import Latex  # imported late, as few packs have a formula

    try:
        formula = Latex(tex, size=SIZE, color=colour, margin=2)
        drawn = str(formula.svg())
    except Exception as error:
        sentence = _SENTENCES.get(type(error).__name__, "it can't be set; write it in a simpler way")
        raise FormulaError(sentence) from error
    _check_read(formula)
    return drawn


def _check_read(formula: "Latex") -> None:
    """Check that no unknown command was set as text, and that the font has every character."""
    for element in formula.mathml.iter():
        characters = element.text or ""
        if unknown := _UNKNOWN.search(characters):
            raise FormulaError(f"there's no command {unknown[0]}; check how it's spelt, or leave it out")
        for sign in characters:
            if sign.isprintable() and not sign.isspace() and not formula.font.glyphindex(sign):
                raise FormulaError(f"the font for formulas has no {sign}; put it into the text beside the formula")
