"""The kinds of items that can be written in the chat: their forms, and turning those into items. Pure."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from bot.content.item import Item
from bot.content.model import Card, Comparison, Pack, Term, Tip
from bot.content.question import ChoiceQuestion, FreeTextQuestion, TrueFalseQuestion
from bot.language.forms import Form, FormField, Suggestion
from bot.language.refusals import Refusal
from bot.language.text import clean, fold, listed

Filled: TypeAlias = Mapping[str, str]
"""The contents of a form, by field name."""

EntryFields: TypeAlias = dict[str, Any]
"""An item in the format of a pack's files."""

_LINE, _SENTENCE, _PARAGRAPH = 80, 300, 1000
"""Maximum lengths of the kinds of text in packs, in characters (see bot.content.part)."""

_OPTIONS = 5
"""Maximum number of wrong answers of a question."""

_MARKED = re.compile(r"[-–*•][ \t]+(?=\S)")
"""A mark that people put before each line of a list."""


@dataclass(frozen=True, slots=True)
class ItemKind:
    """A kind of item that can be written in the chat.

    Args:
        name: its name in commands and buttons.
        letter: a short name, to save space in buttons.
        label: its name for people.
        list_name: the name of the list in a pack.
        model: the class of its items.
        fields: the fields of its form.
        entry: turns a form's contents into an entry.
        filled: turns an item into a form's contents.
    """

    name: str
    letter: str
    label: str
    list_name: str
    model: type[Item]
    fields: tuple[FormField, ...]
    entry: Callable[[Filled, Pack], EntryFields]
    filled: Callable[[Any, Pack], dict[str, str]]


def form_of(kind: ItemKind, pack: Pack | None, values: Filled, topic: str = "") -> Form:
    """Return the form for an item.

    Args:
        kind: the kind of item.
        pack: the pack; None for a new one, whose title the form asks for.
        values: the initial contents.
        topic: the title of the item's topic.
    """
    if pack is None:
        last = FormField("called", "What to call your pack", placeholder="Onboarding", longest=_LINE)
    else:
        hint = _shortened_list([each.title for each in pack.topics])
        last = FormField("topic", "Topic", hint=hint, value=topic or pack.topics[0].title, longest=_LINE)
    form_fields = [replace(each, value=values.get(each.name, "")) for each in kind.fields]
    if kind.model is Comparison and pack is not None and not values:
        lines = "".join(f"{side.name}: \n" for side in pack.sides)
        form_fields = [replace(each, value=lines) if each.name == "cells" else each for each in form_fields]
    return Form(kind.label, (*form_fields, last))


def _shortened_list(names: Sequence[str]) -> str:
    """Return names separated by commas, as many as fit into a line."""
    joined = ""
    for name in names:
        longer = f"{joined}, {name}" if joined else name
        if len(longer) > _LINE - 3:
            return f"{joined}, …" if joined else ""
        joined = longer
    return joined


def entry_of(kind: ItemKind, filled: Filled, pack: Pack, old: Item | None) -> EntryFields:
    """Return the entry for a form's contents; what the form doesn't ask for stays as it was.

    Args:
        kind: the kind of item.
        filled: the form's contents, untrusted.
        pack: the pack.
        old: the item before the change; None for a new one.

    Raises:
        Refusal: a required field is empty.
    """
    tidy = {name: clean(value) for name, value in filled.items()}
    for field in kind.fields:
        if field.required and not tidy.get(field.name):
            raise Refusal(f"Fill in “{field.label}” too.", option=field.name)
    entry = kind.entry(tidy, pack)
    if old is None:
        return entry
    before = kind.entry(kind.filled(old, pack), pack)
    stored = old.model_dump(exclude_defaults=True, exclude={"image"})
    changed = {name: value for name, value in entry.items() if value != before.get(name)}
    dropped = before.keys() - entry.keys()
    if "options" in changed:
        changed["options"] = tuple(_as_before(each, stored["options"]) for each in changed["options"])
    return {name: value for name, value in (stored | changed).items() if name not in dropped}


def _as_before(option: EntryFields, before: Iterable[EntryFields]) -> EntryFields:
    """Return an option with its other fields from before, if there was one with the same text."""
    return next((each | option for each in before if each["text"] == option["text"]), option)


def lines_of(text: str) -> list[str]:
    """Return the lines of a text that aren't blank, without the marks of a list."""
    lines = [line for each in text.splitlines() if (line := each.strip())]
    return [_MARKED.sub("", line, count=1) for line in lines] if all(map(_MARKED.match, lines)) else lines


def _given(**fields: object) -> EntryFields:
    return {name: value for name, value in fields.items() if value}


def _names(text: str) -> tuple[str, ...]:
    return tuple(name for each in re.split(r"[\n,;]", text) if (name := each.strip()))


def _term(filled: Filled, _pack: Pack) -> EntryFields:
    names = _names(filled.get("aliases", ""))
    rest = _given(example=filled.get("example"), aliases=names)
    return {"term": filled["term"], "definition": filled["definition"], **rest}


def _choice(filled: Filled, _pack: Pack) -> EntryFields:
    wrong = lines_of(filled["wrong"])
    if len(wrong) > _OPTIONS:
        raise Refusal(f"Leave {_OPTIONS} wrong answers at most; there are {len(wrong)}.", option="wrong")
    right = {"text": filled["right"], "correct": True, **_given(why=filled.get("why"))}
    return {"type": "choice", "prompt": filled["prompt"], "options": (right, *({"text": each} for each in wrong))}


def _typed(filled: Filled, _pack: Pack) -> EntryFields:
    answers = tuple(lines_of(filled["answers"]))
    return {"type": "free-text", "prompt": filled["prompt"], "answers": answers, **_why(filled)}


def _true_false(filled: Filled, _pack: Pack) -> EntryFields:
    answer = fold(filled["answer"])
    if answer not in ("true", "false"):
        raise Refusal("Say whether it's true or false.", option="answer")
    return {"type": "true-false", "statement": filled["statement"], "answer": answer == "true", **_why(filled)}


def _why(filled: Filled) -> EntryFields:
    why = filled.get("why")
    return {"explanation": {"right": why, "wrong": why}} if why else {}


def _comparison(filled: Filled, pack: Pack) -> EntryFields:
    names = {fold(name): side.id for side in pack.sides for name in (side.name, *side.aliases)}
    cells: dict[str, str] = {}
    last = ""
    for line in lines_of(filled["cells"]):
        name, _, cell = line.partition(":")
        side = names.get(fold(name.strip()))
        if side is None and last:
            cells[last] = f"{cells[last]} {line}".strip()
        elif side is not None:
            last, cells[side] = side, cell.strip()
    if missing := [side.name for side in pack.sides if not cells.get(side.id)]:
        example = f"{missing[0]}: …"
        raise Refusal(f"Say what's true of {listed(missing, 'and')} too, on a line like “{example}”.", option="cells")
    return {"aspect": filled["aspect"], "cells": cells, "takeaway": filled["takeaway"]}


def _of_term(item: Term, _pack: Pack) -> dict[str, str]:
    return {
        "term": item.term,
        "definition": item.definition,
        "example": item.example or "",
        "aliases": ", ".join(item.aliases),
    }


def _of_choice(item: ChoiceQuestion, _pack: Pack) -> dict[str, str]:
    right = next(each for each in item.options if each.correct)
    wrong = "\n".join(each.text for each in item.options if not each.correct)
    return {"prompt": item.prompt, "right": right.text, "wrong": wrong, "why": right.why or ""}


def _of_typed(item: FreeTextQuestion, _pack: Pack) -> dict[str, str]:
    why = item.explanation.right if item.explanation else ""
    return {"prompt": item.prompt, "answers": "\n".join(item.answers), "why": why}


def _of_true_false(item: TrueFalseQuestion, _pack: Pack) -> dict[str, str]:
    why = item.explanation.right if item.explanation else ""
    return {"statement": item.statement, "answer": "true" if item.answer else "false", "why": why}


def _of_comparison(item: Comparison, pack: Pack) -> dict[str, str]:
    cells = "\n".join(f"{side.name}: {' '.join(item.cells.get(side.id, '').split())}" for side in pack.sides)
    return {"aspect": item.aspect, "cells": cells, "takeaway": item.takeaway}


_WHY = FormField("why", "Why that's right", required=False, longest=_SENTENCE)
_PROMPT = FormField("prompt", "Question", longest=_SENTENCE)

_ALL = (
    ItemKind(
        "term",
        "t",
        "A term",
        "terms",
        Term,
        (
            FormField("term", "Term", placeholder="RAG", longest=_LINE),
            FormField("definition", "What it means", longest=_PARAGRAPH, lines=True),
            FormField("example", "An example", required=False, longest=_SENTENCE),
            FormField("aliases", "Other names, separated by commas", required=False, longest=_SENTENCE),
        ),
        _term,
        _of_term,
    ),
    ItemKind(
        "tip",
        "i",
        "A tip",
        "tips",
        Tip,
        (FormField("title", "Title", longest=_LINE), FormField("text", "The tip", longest=_PARAGRAPH, lines=True)),
        lambda filled, _pack: {"title": filled["title"], "text": filled["text"]},
        lambda item, _pack: {"title": item.title, "text": item.text},
    ),
    ItemKind(
        "card",
        "c",
        "A flashcard",
        "cards",
        Card,
        (FormField("front", "Front", longest=_SENTENCE), FormField("back", "Back", longest=_SENTENCE)),
        lambda filled, _pack: {"front": filled["front"], "back": filled["back"]},
        lambda item, _pack: {"front": item.front, "back": item.back},
    ),
    ItemKind(
        "choice",
        "q",
        "A question with answers to pick",
        "questions",
        ChoiceQuestion,
        (
            _PROMPT,
            FormField("right", "Right answer", longest=150),
            FormField("wrong", "Wrong answers, one per line, up to 5", longest=700, lines=True),
            _WHY,
        ),
        _choice,
        _of_choice,
    ),
    ItemKind(
        "typed",
        "w",
        "A question with a typed answer",
        "questions",
        FreeTextQuestion,
        (_PROMPT, FormField("answers", "Right answers, one per line", longest=700, lines=True), _WHY),
        _typed,
        _of_typed,
    ),
    ItemKind(
        "true-false",
        "f",
        "True or false",
        "questions",
        TrueFalseQuestion,
        (
            FormField("statement", "Statement", longest=_SENTENCE),
            FormField("answer", "Is it true?", choices=(Suggestion("true", "True"), Suggestion("false", "False"))),
            replace(_WHY, label="Why"),
        ),
        _true_false,
        _of_true_false,
    ),
    ItemKind(
        "comparison",
        "v",
        "A comparison",
        "comparisons",
        Comparison,
        (
            FormField("aspect", "Aspect", longest=_LINE),
            FormField("cells", "What's true of each, one per line", longest=1600, lines=True),
            FormField("takeaway", "What to remember", longest=_SENTENCE),
        ),
        _comparison,
        _of_comparison,
    ),
)

KINDS: Mapping[str, ItemKind] = {each.name: each for each in _ALL}
"""All kinds, by name."""

CHOICES = tuple(Suggestion(each.name, each.label) for each in _ALL)


FROM_MESSAGE = {"card": "Make a card of this", "term": "Add to the glossary"}
"""The kinds of items that a message can be made into, with their labels in the message's menu."""


def kind_of(item: Item) -> ItemKind | None:
    """Return the kind of an item; None if it can't be edited in a form."""
    return next((each for each in _ALL if type(item) is each.model), None)
