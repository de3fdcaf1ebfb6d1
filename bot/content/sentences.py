"""What validation finds, in an author's words and at its place, instead of pydantic's.

pydantic names an error by its type and the way to the value (https://docs.pydantic.dev/latest/errors/validation_errors/);
here each type that these models can raise has its sentence.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot.content.draft import Steps, position, written
from bot.content.model import TOLERANCE, Cover, Question, Sheet
from bot.content.problems import Problem, meant, nearest
from bot.content.reader import Document
from bot.language.text import listed

PATTERNS = {
    r"^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$": "this is no id; write letters, digits and single hyphens: `trains-model`",
    r"^\S(.*\S)?$": "this is no title; write one line, with no space before or after it",
    r"^[^\n\r]+$": "this takes one line; put > instead of |, or shorten the text",
    r"^https://\S": "only addresses that start with https:// are allowed; write such a one, or delete the field",
    r"^\d+\.\d+\.\d+$": 'this is no version; write three numbers in quotes, such as "1.0.0"',
    r"^[a-z]{2,3}(-[A-Z]{2})?$": "this is no language; write two or three small letters, such as `en`, or `en-GB`",
    r"^[a-z]{2}(-([A-Z]{2}|419))?$": "this is no language of Discord's; write it like `de`, `pt-BR` or `es-419`",
    TOLERANCE: 'this is no tolerance; write a number in quotes, such as "0.5" or "5 %"',
    r"^[^\sA-Z/]+$": "this is no name of a command; write one word in small letters, without the slash",
}
"""The model's patterns → what they ask for."""


_QUESTIONS: dict[str, type[BaseModel]] = {
    get_args(question.model_fields["type"].annotation)[0]: question for question in get_args(get_args(Question)[0])
}
QUESTION_TYPES = tuple(_QUESTIONS)
"""The values that a question's `type` may have."""

_FIXED = {
    "string_too_short": "the text is empty; write something, or delete the field",
    "bool_type": "this is true or false, nothing else; write one of the two, without quotes",
    "value_error": "this is no address that a browser can open; check the name after https://, or delete the field",
    "union_tag_not_found": f"`type` is missing; add `type: …` with {listed(QUESTION_TYPES, 'or')}",
}
"""pydantic's error types whose sentence is always the same."""

MOST_FINDINGS = 1000
"""Findings looked at; what comes later is more of the same, and a hostile file has hundreds of thousands."""

_KEY = "[key]"
"""pydantic's last step when the name in a mapping is wrong, not the value."""


def problems(document: Document, error: ValidationError, shape: type[BaseModel]) -> Iterator[Problem]:
    """Yield every finding of a validation.

    Args:
        document: the file that was validated.
        error: what pydantic found.
        shape: the model that it was validated by.
    """
    findings = error.errors(include_url=False)[:MOST_FINDINGS]
    missing = {finding["loc"] for finding in findings if finding["type"] == "missing"}
    misspelt: set[Steps] = set()  # fields that are missing because their name is misspelt: one slip, not two
    for finding in findings:
        if finding["type"] == "extra_forbidden":
            *above, name = finding["loc"]
            misspelt |= {(*above, nearest(str(name), _fields(above, shape)) or "")} & missing
    for finding in findings:
        if finding["loc"] in misspelt or _is_echo(finding):
            continue
        steps, of_name = _place(finding)
        word = written(document.root, steps)
        if finding["type"] == "string_type" and finding["input"] is None and word:
            sentence = f'`{word}` stands for no value at all; if you mean the word, put it in quotes: "{word}"'
        else:
            sentence = _sentence(finding, shape)
        yield Problem(document.path, *position(document.root, steps, of_name=of_name), sentence)


def _is_echo(finding: ErrorDetails) -> bool:
    """Return whether a list counts as too short only because of entries that are reported themselves."""
    return finding["type"] == "too_short" and len(finding["input"]) >= finding["ctx"]["min_length"]


def _place(finding: ErrorDetails) -> tuple[Steps, bool]:
    """Return the way to the faulty value, and whether its name is what's faulty."""
    steps = finding["loc"]
    if steps[:1] == ("questions",):
        steps = (*steps[:2], *steps[3:])  # the third step is the question's type, which is no level of the file
    match finding["type"]:
        case "missing":
            return steps[:-1], False
        case "extra_forbidden":
            return steps, True
        case "union_tag_invalid":
            return (*steps, "type"), False
    if steps[-1:] == (_KEY,):
        return steps[:-1], True
    return steps, False


def _sentence(finding: ErrorDetails, shape: type[BaseModel]) -> str:
    """Return what's wrong, and what to do."""
    steps, given = finding["loc"], finding["input"]
    limits: Mapping[str, Any] = finding.get("ctx", {})
    if finding["type"] in _FIXED:
        return _FIXED[finding["type"]]
    match finding["type"]:
        case "missing":
            return f"`{steps[-1]}` is missing; add {_asked(steps, shape)}"
        case "extra_forbidden":
            return _unknown_field(finding, shape)
        case "string_type":
            return _no_text(given)
        case "string_too_long":
            return f"the text has {len(given):,} characters; shorten it to at most {limits['max_length']:,}"
        case "string_pattern_mismatch":
            return PATTERNS[limits["pattern"]]
        case "too_short" | "too_long":
            entries = "1 entry" if len(given) == 1 else f"{len(given)} entries"
            limit = (
                f"at least {limits['min_length']}" if "min_length" in limits else f"at most {limits['max_length']}"
            )
            return f"the list has {entries}; give {limit}"
        case "tuple_type":
            return _no_list(steps, given)
        case "union_tag_invalid":
            tag = limits["tag"]
            return (
                f"there is no question type `{tag}`{meant(tag, QUESTION_TYPES)}; use {listed(QUESTION_TYPES, 'or')}"
            )
        case _:
            return _no_fields(steps, shape)


def _unknown_field(finding: ErrorDetails, shape: type[BaseModel]) -> str:
    """Return the sentence for a field that doesn't exist, or exists elsewhere."""
    name = str(finding["loc"][-1])
    if len(finding["loc"]) == 1 and shape is Cover and name in Sheet.model_fields:
        return f"`{name}` has no place in pack.yaml; move it to a file of its own, such as {name}.yaml"
    if len(finding["loc"]) == 1 and shape is Sheet and name in Cover.model_fields:
        return f"`{name}` belongs in pack.yaml; move it there"
    known = _fields(finding["loc"][:-1], shape)
    guess = meant(name, known)
    advice = "fix the name" if guess else f"use {', '.join(known)}, or delete it"
    return f"there is no field `{name}`{guess}; {advice}"


def _asked(steps: Steps, shape: type[BaseModel]) -> str:
    """Return what to add where a field is missing, with the fields that it must have itself."""
    found: Any = shape
    for step in steps:
        found = _inner(found, step)
    is_list = get_origin(found) is tuple
    part = get_args(found)[0] if is_list else found
    needed = (
        [name for name, field in part.model_fields.items() if field.is_required()]
        if isinstance(part, type) and issubclass(part, BaseModel)
        else []
    )
    if not needed:
        return f"`{steps[-1]}: …`"
    fields = listed([f"`{name}: …`" for name in needed], "and")
    return f"`{steps[-1]}:` and below it {'entries, each with ' if is_list else ''}{fields}"


def _no_text(given: object) -> str:
    """Return the sentence for something else where a text belongs."""
    if given is None:
        return "a text is missing here; write it, or delete the line"
    if isinstance(given, bool):
        return f'this must be text; put it in quotes: "{str(given).lower()}"'
    if isinstance(given, int):
        return f'this must be text; put it in quotes: "{given}"'
    if isinstance(given, list):
        return "this must be one text, not a list; if it is a text with brackets or dashes, put it in quotes"
    if isinstance(given, dict):
        return "this must be one text, not fields; if it is a text with a colon, put the whole of it in quotes"
    return "this must be text; put it in quotes"


def _no_list(steps: Steps, given: object) -> str:
    """Return the sentence for something else where a list belongs."""
    if given is None:
        return f"`{steps[-1]}` is empty; add an entry, or delete the line"
    return f"`{steps[-1]}` must be a list; write each entry on a line of its own, after `- `"


def _no_fields(steps: Steps, shape: type[BaseModel]) -> str:
    """Return the sentence for something else where fields belong."""
    known = _fields(steps, shape)
    if steps[0] == "commands" and not known:
        return f"`{steps[-1]}` must be made of fields; write `de:`, below it `compare:`, below that `name: …`"
    if not known:
        return f"`{steps[-1]}` must have one line a side; write `side-id: text` on each"
    return f"this must be made of fields; write {', '.join(known)}, each as `name: value` on a line of its own"


def _fields(steps: Iterable[str | int], shape: type[BaseModel]) -> tuple[str, ...]:
    """Return the fields that a mapping may have; none when they're free."""
    found: Any = shape
    for step in steps:
        found = _inner(found, step)
    if get_origin(found) is Annotated:  # an entry that is no mapping, so that its type is unknown
        return ("id", "type", "objectives")
    return tuple(found.model_fields) if isinstance(found, type) and issubclass(found, BaseModel) else ()


def _inner(annotation: Any, step: str | int) -> Any:  # noqa: ANN401 - annotations have no common type
    """Return the annotation one step further in."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation.model_fields[str(step)].annotation
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _QUESTIONS[str(step)]
    return inner[0] if origin is tuple else inner[-1]
