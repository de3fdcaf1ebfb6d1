"""Check whether a right option stands out by its form: punctuation, numbers, first word, words of the question."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from bot.content.faults.prose import content_words, is_english
from bot.content.question import ChoiceQuestion
from bot.content.reading.load import Loaded
from bot.content.reading.problems import Problem
from bot.content.reading.raw_pack import Entry
from bot.language.text import listed

FEWEST = 3
"""Minimum number of options for one to stand out."""


class _Form(NamedTuple):
    """A formal feature that an option may have.

    Args:
        name: what to call the feature in a message to the author.
        has: returns a true value if a text has the feature.
        alone: whether it matters if only the right option has the feature. A single comma may be chance, but if all
            wrong options have one, it's hardly chance.
    """

    name: str
    has: Callable[[str], object]
    alone: bool = True


_FORMS = (
    _Form("a number", re.compile(r"\d").search),
    _Form("a comma", re.compile(r",\s").search, alone=False),
    _Form("brackets", re.compile(r"\(").search),
    _Form("a colon or a dash", re.compile(r":\s|\s[–—]\s").search),
    _Form("quotation marks", re.compile('["“]').search),
    _Form("a full stop at the end", re.compile(r"[.!?]$").search),
    _Form("a small letter at the beginning", re.compile(r"^[a-z]").search),
)
_ENGLISH = (
    _Form("“to” at the beginning", re.compile(r"^to\s", re.IGNORECASE).search),
    _Form("a form with -ing at the beginning", re.compile(r"^(?!\w+thing\b)\w{2,}ing\s", re.IGNORECASE).search),
    _Form("a reason", re.compile(r"\s(?:as|because|since|so)\s", re.IGNORECASE).search, alone=False),
)


def problems(loaded: Loaded) -> Iterator[Problem]:
    """Yield notes: right options that differ in form from all the wrong ones."""
    english = is_english(loaded)
    for question, entry in zip(loaded.pack.questions, loaded.raw.entries["questions"], strict=True):
        if isinstance(question, ChoiceQuestion) and len(question.options) >= FEWEST:
            yield from _by_form(question, entry, (*_FORMS, *_ENGLISH) if english else _FORMS)
            if english:
                yield from _by_echo(question, entry)


def _by_form(question: ChoiceQuestion, entry: Entry, forms: tuple[_Form, ...]) -> Iterator[Problem]:
    """Yield a note if the right option stands out by its form."""
    right = next(index for index, option in enumerate(question.options) if option.correct)
    signs: list[str] = []
    for form in forms:
        has = [bool(form.has(option.text)) for option in question.options]
        if form.alone and has[right] and sum(has) == 1:
            signs.append(f"it alone has {form.name}")
        elif not has[right] and sum(has) == len(has) - 1:
            signs.append(f"all the others have {form.name}")
    if signs:
        sentence = f"people can tell the right option by its form: {listed(signs, 'and')}; make them alike"
        yield entry.note(sentence, "options", right)


def _by_echo(question: ChoiceQuestion, entry: Entry) -> Iterator[Problem]:
    """Yield a note if only the right option repeats a word of the question."""
    question_words = content_words(question.prompt)
    echoes = [content_words(option.text) & question_words for option in question.options]
    right = next(index for index, option in enumerate(question.options) if option.correct)
    if echoes[right] and not any(echo for index, echo in enumerate(echoes) if index != right):
        quoted = listed([f"“{word}”" for word in sorted(echoes[right])], "and")
        sentence = f"only the right option repeats {quoted} from the question; let a wrong one do so, too, or none"
        yield entry.note(sentence, "options", right)
