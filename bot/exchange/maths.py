"""Convert formulas to plain text as people type it in a chat: x², ½ of 3/4, √2. Complex ones stay in TeX. Pure."""

import re

_HIGH = str.maketrans("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ")
_LOW = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_HIGHEST, _LOWEST = (frozenset(map(chr, table)) for table in (_HIGH, _LOW))

_SIGNS = {
    "times": "×", "cdot": "·", "div": "÷", "pm": "±", "leq": "≤", "le": "≤", "geq": "≥", "ge": "≥", "neq": "≠",
    "ne": "≠", "approx": "≈", "equiv": "≡", "to": "→", "rightarrow": "→", "Rightarrow": "⇒", "infty": "∞",
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "theta": "θ", "lambda": "λ", "mu": "μ",
    "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "phi": "φ", "omega": "ω", "Delta": "Δ", "Sigma": "Σ",
    "Omega": "Ω", "sum": "∑", "prod": "∏", "int": "∫", "partial": "∂", "in": "∈", "cup": "∪", "cap": "∩",
    "subset": "⊂", "forall": "∀", "exists": "∃", "circ": "°", "degree": "°", "ldots": "…", "dots": "…", "cdots": "…",
    "left": "", "right": "", "quad": " ", "qquad": " ", "displaystyle": "", "log": "log", "ln": "ln", "sin": "sin",
    "cos": "cos", "tan": "tan", "max": "max", "min": "min", "lim": "lim",
}  # fmt: skip
_FORMULA = re.compile(r"\\\((.{1,500}?)\\\)|\\\[(.{1,500}?)\\\]|\$\$([^$]{1,500}?)\$\$", re.DOTALL)
"""Formulas with MathJax's delimiters (https://docs.mathjax.org/en/latest/input/tex/delimiters.html)."""

_IN_MARKDOWN = re.compile(r"(?<!\\)\\\((.{1,500}?)(?<!\\)\\\)|(?<!\\)\$\$([^$]{1,500}?)(?<!\\)\$\$", re.DOTALL)
"""The same in Markdown, where `\\[` is an escaped bracket."""

_BETWEEN_DOLLARS = re.compile(r"(?<![\\$\w])\$(?=[^\s$])([^$\n]{0,300}[\\^_][^$\n]{0,300}?)(?<=[^\s\\])\$(?![\w$])")
_COMMAND = re.compile(r"\\([a-zA-Z]+)")
_SPACE = re.compile(r"\\[,;:! ]|~")
_TEXT = re.compile(r"\\(?:text|mathrm|mathbf|mathit|operatorname)\{([^{}]*)\}")
_FRACTION = re.compile(r"\\[dt]?frac\{([^{}]*)\}\{([^{}]*)\}")
_ROOT = re.compile(r"\\sqrt\{([^{}]*)\}")
_RAISED = re.compile(r"([\^_])(?:\{([^{}]*)\}|(\w|[*+-]))")
_DEEPEST = 6


def readable(text: str) -> str:
    """Return a text with its TeX formulas, in escaped brackets or double dollar signs, converted to plain text.

    Formulas that are too complex stay as they are.
    """
    return _FORMULA.sub(_read, text) if "\\" in text or "$" in text else text


def readable_in_markdown(text: str) -> str:
    """Do the same for a text in Markdown, where formulas may also be in single dollar signs."""
    return _BETWEEN_DOLLARS.sub(_read, _IN_MARKDOWN.sub(_read, text)) if "\\" in text or "$" in text else text


def _read(match: re.Match[str]) -> str:
    return _typed(next(each for each in match.groups() if each)) or match[0]


def fraction(above: str, below: str) -> str:
    """Return a fraction on one line."""
    return f"{_grouped(above)}/{_grouped(below)}"


def root(text: str) -> str:
    """Return a square root."""
    return f"√{_grouped(text)}"


def raised(text: str) -> str:
    """Return an exponent."""
    bare = text.strip()
    return bare.translate(_HIGH) if bare and set(bare) <= _HIGHEST else f"^{_grouped(bare)}" if bare else ""


def lowered(text: str) -> str:
    """Return an index."""
    bare = text.strip()
    return bare.translate(_LOW) if bare and set(bare) <= _LOWEST else f"_{_grouped(bare)}" if bare else ""


def _grouped(text: str) -> str:
    """Put a text in brackets unless it's a single word or number."""
    bare = text.strip()
    return bare if re.fullmatch(r"[\w.,]+|\([^()]*\)", bare) else f"({bare})"


def _typed(tex: str) -> str:
    """Convert a formula to plain text; return "" if that's impossible."""
    text = _SPACE.sub(" ", tex)
    for _ in range(_DEEPEST):
        before = text
        text = _TEXT.sub(r"\1", text)
        text = _FRACTION.sub(lambda found: fraction(found[1], found[2]), text)
        text = _ROOT.sub(lambda found: root(found[1]), text)
        text = (
            _RAISED.sub(
                lambda found: (raised if found[1] == "^" else lowered)(found[2] if found[3] is None else found[3]),
                text,
            )
            if not _FRACTION.search(text)
            else text
        )
        if text == before:
            break
    text = _COMMAND.sub(lambda found: _SIGNS.get(found[1], found[0]), text)
    text = text.replace("\\{", "\ue010").replace("\\}", "\ue011")
    if any(sign in text for sign in "\\{}&"):
        return ""
    return " ".join(text.replace("\ue010", "{").replace("\ue011", "}").replace("^°", "°").split())
