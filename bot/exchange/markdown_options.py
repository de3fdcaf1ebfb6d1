"""Convert Markdown questions with lettered options below them, and an answer that names some. Pure."""

import re
from collections.abc import Sequence
from typing import Any

from bot.exchange import questions
from bot.exchange.lettered import is_next, labels_in, option_in, says_labels
from bot.exchange.markdown_text import joined, plain

_NAMED = re.compile(
    r"^\W*(?:the )?(?:(?:correct )?(?:answer|option|choice)(?: is)?\s*:?\s*)?"
    r"\(?([A-Ha-h](?:\s*(?:,|&|and)\s*[A-Ha-h])*)\)?(?:\W*$|\s*[).:,;–—-]+\s*(.*)$)",
    re.IGNORECASE,
)
"""An answer that names options by their letters, and the remark after that."""


def lettered(question_lines: Sequence[str], replied: Sequence[str]) -> dict[str, Any] | None:
    """Return the fields of a question with lettered options, some of which the answer names; None if it isn't one.

    The rest of the answer is the explanation: “B – the caffeine is in it”.
    """
    options: list[str] = []
    texts: list[str] = []
    prompt: list[str] = []
    for line in question_lines:
        found = option_in(line)
        if found and prompt and is_next(found.label, options):
            options.append(found.label)
            texts.append(plain(found.text))
        elif not options:
            prompt.append(line)
        elif line.strip():
            return None
    named = _NAMED.match(replied[0]) if replied else None
    if len(options) < 2 or named is None or not says_labels(named[1]):
        return None
    places = [options.index(each) for each in labels_in(named[1]) if each in options]
    why = joined([named[2] or "", *replied[1:]])
    return questions.choice(joined(prompt), texts, places, dict.fromkeys(places, why))


def options_in(lines: Sequence[str]) -> set[int]:
    """Return the indexes of lettered options, at least two in a row, as a single “A.” may be an answer."""
    places: set[int] = set()
    run: list[tuple[int, str]] = []
    for place, line in enumerate([*lines, ""]):
        found = option_in(line)
        if found and is_next(found.label, [label for _, label in run]):
            run.append((place, found.label))
            continue
        places |= {each for each, _ in run} if len(run) > 1 else set()
        run = []
    return places
