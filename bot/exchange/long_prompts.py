"""Keep questions that are too long to be asked at once: the situation that they describe becomes a case. Pure."""

from dataclasses import replace

from bot.exchange.ids import asking
from bot.exchange.model import ImportedItem
from bot.exchange.questions import QUESTION_MARKS
from bot.language.sentences import places, sentences

CASE_TITLE = "Situation"
"""The title of every case that's made here: much the same word in all seven languages."""

LONGEST_CASE = 1000
_LONGEST_PROMPT = 300
_SPLIT = frozenset({"prompt", "statement", "front"})


def with_case(item: ImportedItem) -> ImportedItem:
    """Return an item, or, if what it asks is too long, the question that it asks and the situation around it.

    What can't be split stays as it is, and is reported by validation; a case may be too long, too.
    """
    field, prompt = asking(item.fields)
    if field not in _SPLIT or len(prompt) <= _LONGEST_PROMPT:
        return item
    told, asked = _split(prompt)
    return replace(item, fields={**item.fields, field: asked}, case=told) if told else item


def _split(prompt: str) -> tuple[str, str]:
    """Return the situation and the question of a text; no situation if it can't be split.

    The question is the last sentence with a question mark, with those that ask right before it; without any, the last
    sentence. What follows belongs to it, such as “Choose two.”, unless the question comes first or there's no room.
    """
    parts = sentences(prompt)
    asks = [each.rstrip(")*_ ").endswith(QUESTION_MARKS) for each in parts]
    unquoted = parts[-1].rstrip("\"'”’»)*_ ")  # the last may quote a question, while earlier ones with a quote tell
    asks[-1] = unquoted.endswith(QUESTION_MARKS) or not any(asks)
    last = len(asks) - 1 - asks[::-1].index(True)
    first = last
    while first and asks[first - 1]:
        first -= 1
    spans = [*places(prompt)]
    begin = spans[first][0]
    before, rest = prompt[:begin].strip(), prompt[begin:].strip()
    if before and len(rest) <= _LONGEST_PROMPT:
        return before, rest
    while last + 1 < len(parts) and parts[last + 1].startswith("("):
        last += 1
    end = spans[last][1]
    asked, after = prompt[begin:end].strip(), prompt[end:].strip()
    told = "\n\n".join(filter(None, (before, after)))
    return (told, asked) if len(asked) <= _LONGEST_PROMPT else ("", prompt)
