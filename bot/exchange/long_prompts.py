"""Keep questions that are too long to be asked at once: the situation that they describe becomes a case. Pure."""

from dataclasses import replace

from bot.exchange.model import ImportedItem
from bot.exchange.questions import QUESTION_MARKS
from bot.language.sentences import sentences

CASE_TITLE = "Situation"
"""The title of every case that's made here: much the same word in all seven languages."""

_LONGEST_PROMPT = 300
_LONGEST_CASE = 1000


def with_case(item: ImportedItem) -> ImportedItem:
    """Return an item, or, if it's a question that's too long, the question at its end and the situation before it.

    What can't be split, or is still too long, stays as it is, and is reported by validation.
    """
    prompt = item.fields.get("prompt", "")
    if item.kind != "questions" or len(prompt) <= _LONGEST_PROMPT:
        return item
    start = _start_of_question(prompt)
    told, asked = prompt[:start].strip(), prompt[start:].strip()
    if not told or len(told) > _LONGEST_CASE or len(asked) > _LONGEST_PROMPT:
        return item
    return replace(item, fields={**item.fields, "prompt": asked}, case=told)


def _start_of_question(prompt: str) -> int:
    """Return where the last sentence that asks begins; if none does, where the last sentence begins."""
    parts = sentences(prompt)
    asking = [each for each in parts if each.rstrip("\"'”’»)*_ ").endswith(QUESTION_MARKS)]
    return prompt.rindex((asking or parts)[-1])
