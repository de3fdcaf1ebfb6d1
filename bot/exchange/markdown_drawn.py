"""Convert options copied from forms, with a drawn circle or box before each, to Markdown's boxes. Pure."""

import re

from bot.exchange.markdown_text import REST

_EMPTY, _FILLED = "○◯⚪❍☐□▢", "●◉⚫☑☒■✅"
_DRAWN = re.compile(
    rf"^\s*(?:(?:[-*+]\s+)?(?P<drawn>[{_EMPTY}{_FILLED}])|(?P<typed>\([ xX*✓]?\)|\[[ xX*✓]?\]))\s+(?P<text>\S.*?)\s*$"
)
"""An option after a circle or box, which may also be typed: ( ), (x), [ ], [x]."""

_RIGHT = re.compile(
    r"\s*(?:[✓✔✅]|\((?:correct|right|richtig|correcte?|correcta|corretto)(?: answer)?\))\s*$", re.IGNORECASE
)
_POINTS = re.compile(
    r"^\s*\(?\d+(?:[.,]\d+)?\s*(?:points?|pts?\.?|punkte?|marks?|puntos?)\)?\s*\*?\s*$", re.IGNORECASE
)


def with_boxes(text: str) -> str:
    """Convert options with drawn circles or boxes to lines such as “- [x] Rome”.

    Bullets look the same, so at least two lines are needed, one of them with an empty circle or marked as right. A
    line right above them with the number of points is removed.
    """
    lines, run = text.split("\n"), list[tuple[int, re.Match[str]]]()
    for place, line in enumerate([*lines, ""]):
        found = _DRAWN.match(line)
        if found:
            run.append((place, found))
            continue
        if len(run) > 1 and any(_is_empty(each) or _RIGHT.search(each["text"]) for _, each in run):
            _draw(lines, run)
        run = []
    return "\n".join(lines)


def _is_empty(match: re.Match[str]) -> bool:
    mark = match["drawn"] or match["typed"][1:-1].strip()
    return not mark or mark in _EMPTY


def _draw(lines: list[str], run: list[tuple[int, re.Match[str]]]) -> None:
    is_said = any(_RIGHT.search(found["text"]) for _, found in run)
    for place, found in run:
        is_right = bool(_RIGHT.search(found["text"])) if is_said else not _is_empty(found)
        lines[place] = f"- [{'x' if is_right else ' '}] {_RIGHT.sub('', found['text'])}"
    above = run[0][0] - 1
    if above >= 0 and _POINTS.match(lines[above]):
        lines[above] = REST
