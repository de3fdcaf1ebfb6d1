"""Turn pydantic's validation errors into problems with a position and a message for authors.

pydantic identifies an error by its type and the path to the value
(https://docs.pydantic.dev/latest/errors/validation_errors/). Here, each type that these models can raise has a
message.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot.content.item import CODE_LANGUAGE, IMAGE_FILE
from bot.content.model import Cover, Sheet
from bot.content.question import NUMBER, TOLERANCE, WITHIN, QuestionItem
from bot.content.reading.problems import Problem, meant, nearest
from bot.content.reading.raw_pack import ValuePath, position, written
from bot.content.reading.reader import Document
from bot.language.text import fold, listed

PATTERNS = {
    r"^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$": "this isn't an id; write letters, digits and single hyphens: `trains-model`",
    r"^\S(.*\S)?$": "this isn't a title; write one line, with no space before or after it",
    r"^[^\n\r]+$": "this has to fit on one line; put > instead of |, or shorten the text",
    r"^https://\S": "only addresses that start with https:// are allowed; write one like that, or delete the field",
    r"^\d+\.\d+\.\d+$": 'a version is three numbers in quotes; write it like "1.0.0"',
    r"^[a-z]{2,3}(-[A-Z]{2})?$": "this isn't a language; write two or three small letters, such as `en`, or `en-GB`",
    r"^[a-z]{2}(-([A-Z]{2}|419))?$": "this isn't one of Discord's languages; write it like `de`, `pt-BR` or `es-419`",
    TOLERANCE: 'a tolerance is a number in quotes, such as "0.5" or "5 %"',
    WITHIN: 'how far off scores nothing is a number, a share or a factor, in quotes: "50", "50 %" or "×10"',
    NUMBER: 'this is a number in quotes, with a point for decimals, such as "-3" or "0.95"',
    IMAGE_FILE: "this isn't a picture in the pack; write its path in the folder, such as images/outlier.png",
    CODE_LANGUAGE: "this isn't a programming language; write one like python, sql or json, or text for none",
    r"^[^\sA-Z/]+$": "this isn't a command's name; write one word in small letters, without the slash",
}
"""The patterns of the models, each with the message for a text that doesn't match."""


_NO_DATE = 'this isn\'t a date; write year, month and day in quotes, such as "2026-11-30"'

_FIXED = {
    "string_too_short": "the text is empty; write something, or delete the field",
    "bool_type": "this is true or false, nothing else; write one of the two, without quotes",
    "int_type": "this must be a whole number; write it in figures, without quotes",
    "date_type": _NO_DATE,
    "date_from_datetime_parsing": _NO_DATE,
    "date_parsing": _NO_DATE,
    "float_type": "this isn't a number; write one without quotes, with digits and at most one dot",
    "value_error": "a browser can't open this address; check the name after https://, or delete the field",
}
"""The types of error whose message is always the same."""

_LIMITS = {"gt": "small; give more than", "ge": "small; give at least", "le": "large; give at most"}
_LIMITS |= {"min_length": "give at least", "max_length": "give at most"}
"""The message for a value beyond a limit, by pydantic's name of the limit."""

MOST_FINDINGS = 1000
"""At most this many errors are processed; more would be alike, and a hostile file could have 100,000s."""

_LONGEST_QUOTED = 40
_QUOTED = re.compile(r"'([^']+)'")

_KEY = "[key]"
"""The end of pydantic's path if a mapping's key is wrong instead of its value."""


def problems(document: Document, error: ValidationError, shape: type[BaseModel]) -> Iterator[Problem]:
    """Yield a problem for each validation error of a file.

    Args:
        document: the file that was validated.
        error: pydantic's errors.
        shape: the model that validated it.
    """
    findings = error.errors(include_url=False)[:MOST_FINDINGS]
    missing = {finding["loc"] for finding in findings if finding["type"] == "missing"}
    # Fields that are missing only because their name is misspelt: report that once, not twice.
    misspelt: set[ValuePath] = set()
    for finding in findings:
        if finding["type"] == "extra_forbidden":
            *above, name = finding["loc"]
            misspelt |= {(*above, nearest(str(name), _fields(above, shape)) or "")} & missing
    for finding in findings:
        if finding["loc"] in misspelt or _is_echo(finding):
            continue
        path, of_name = _place(finding, shape)
        word = written(document.root, path)
        if finding["type"] == "string_type" and finding["input"] is None and word:
            sentence = f'`{word}` means no value at all; if you mean the word, put it in quotes: "{word}"'
        else:
            sentence = _sentence(finding, shape)
        yield Problem(document.path, *position(document.root, path, of_name=of_name), sentence)


def _is_echo(finding: ErrorDetails) -> bool:
    """Return whether a list counts as too short only because of invalid entries, which are reported themselves."""
    return finding["type"] == "too_short" and len(finding["input"]) >= finding["ctx"]["min_length"]


def _place(finding: ErrorDetails, shape: type[BaseModel]) -> tuple[ValuePath, bool]:
    """Return the path to the faulty value, and whether its name is at fault."""
    path = _in_file(finding["loc"], shape)
    match finding["type"]:
        case "missing":
            return path[:-1], False
        case "extra_forbidden":
            return path, True
        case "union_tag_invalid":
            return (*path, "type"), False
    if path[-1:] == (_KEY,):
        return path[:-1], True
    return path, False


def _sentence(finding: ErrorDetails, shape: type[BaseModel]) -> str:
    """Return the message: what's wrong and what to do about it."""
    path, value = finding["loc"], finding["input"]
    limits: Mapping[str, Any] = finding.get("ctx", {})
    if finding["type"] in _FIXED:
        return _FIXED[finding["type"]]
    if not limits.keys().isdisjoint(_LIMITS):
        return _beyond(value, limits)
    match finding["type"]:
        case "string_type":
            return _no_text(value)
        case "string_pattern_mismatch":
            return PATTERNS[limits["pattern"]].replace("`trains-model`", f"`{_as_id(value)}`")
        case "missing":
            return f"`{path[-1]}` is missing; add {_asked(path, shape)}"
        case "extra_forbidden":
            return _unknown_field(finding, shape)
        case "tuple_type":
            return _no_list(path, value)
        case "union_tag_not_found" | "union_tag_invalid":
            return _no_type(limits.get("tag"), _found(path, shape))
        case "literal_error":
            known = _QUOTED.findall(limits["expected"])
            return f"this can't be `{value}`{meant(str(value), known)}; use {listed(known, 'or')}"
        case _:
            return _no_fields(path, value, shape)


def _as_id(value: str) -> str:
    """Return a text as an id, or an example of one if nothing of it is left."""
    return "-".join(re.findall(r"[a-z0-9]+", fold(value)))[:40].strip("-") or "trains-model"


def _beyond(value: Any, limits: Mapping[str, Any]) -> str:  # noqa: ANN401 - of whatever type an author wrote
    """Return the message for a number that's too small or large, or a text or list that's too short or long."""
    name = next(name for name in _LIMITS if name in limits)
    if not name.endswith("length"):
        return f"the number is too {_LIMITS[name]} {limits[name]:,.0f}"
    if isinstance(value, str):
        return f"the text has {len(value):,} characters; shorten it to at most {limits['max_length']:,}"
    entries = "1 entry" if len(value) == 1 else f"{len(value)} entries"
    return f"the list has {entries}; {_LIMITS[name]} {limits[name]}"


def _no_type(tag: str | None, union: Any) -> str:  # noqa: ANN401 - annotations have no common type
    """Return the message for a question or figure without a valid type."""
    known = _types(union)
    if tag is None:
        return f"`type` is missing; add `type: …` with {listed(known, 'or')}"
    kind = "question" if _asks(union) else "figure"
    return f"there's no {kind} type `{tag}`{meant(str(tag), known)}; use {listed(known, 'or')}"


def _unknown_field(finding: ErrorDetails, shape: type[BaseModel]) -> str:
    """Return the message for a field that doesn't exist, or belongs elsewhere."""
    name = str(finding["loc"][-1])
    if len(finding["loc"]) == 1 and shape is Cover and name in Sheet.model_fields:
        return f"`{name}` doesn't belong in pack.yaml; move it to a file of its own, such as {name}.yaml"
    if len(finding["loc"]) == 1 and shape is Sheet and name in Cover.model_fields:
        return f"`{name}` belongs in pack.yaml; move it there"
    known = _fields(finding["loc"][:-1], shape)
    if (elsewhere := _written_elsewhere(name.casefold(), known)) is not None:
        return f"there's no field `{name}` here; {elsewhere}"
    guess = meant(name, known)
    advice = "fix the name" if guess else f"use {', '.join(known)}, or delete it"
    return f"there's no field `{name}`{guess}; {advice}"


def _written_elsewhere(name: str, known: Collection[str]) -> str | None:
    """Return what to do about a field that packs express in another place; None if they don't.

    Args:
        name: the field's name in small letters.
        known: the fields that are known in its place.
    """
    if "options" in known and name in ("answer", "answers", "correct", "solution"):
        return "write `correct: true` below the text of the right option, and delete this line"
    if "objectives" in known and name in ("topic", "topics", "category"):
        return "an item belongs to the topic of its first objective, so delete this line"
    return None


def _asked(path: ValuePath, shape: type[BaseModel]) -> str:
    """Return what to add if a field is missing, including the fields required within it."""
    found = _found(path, shape)
    is_list = get_origin(found) is tuple
    needed = _required(get_args(found)[0] if is_list else found)
    if not needed:
        return f"`{path[-1]}: …`"
    fields = listed([f"`{name}: …`" for name in needed], "and")
    return f"`{path[-1]}:` and below it {'entries, each with ' if is_list else ''}{fields}"


def _no_text(value: object) -> str:
    """Return the message for something other than the text that's expected."""
    if value is None:
        return "a text is missing here; write it, or delete the line"
    if isinstance(value, bool):
        return f'this must be text; put it in quotes: "{str(value).lower()}"'
    if isinstance(value, int):
        return f'this must be text; put it in quotes: "{value}"'
    if isinstance(value, list):
        return "this must be one text, not a list; if it is a text with brackets or dashes, put it in quotes"
    if isinstance(value, dict):
        return "this must be one text, not fields; if it is a text with a colon, put all of it in quotes"
    return "this must be text; put it in quotes"


def _no_list(path: ValuePath, value: object) -> str:
    """Return the message for something other than the list that's expected."""
    if isinstance(path[-1], int):
        return "this must be a list itself; put it in brackets: [one, another]"
    if value is None:
        return f"`{path[-1]}` is empty; add an entry, or delete the line"
    return f"`{path[-1]}` must be a list; write each entry on a line of its own, after `- `"


def _no_fields(path: ValuePath, value: object, shape: type[BaseModel]) -> str:
    """Return the message for something other than the mapping that's expected."""
    known = _fields(path, shape)
    if path[0] == "commands" and not known:
        return f"`{path[-1]}` must be made of fields; write `de:`, below it `compare:`, below that `name: …`"
    if not known:
        return f"`{path[-1]}` needs one line per side; write `side-id: text` on each"
    needed = _required(_found(path, shape)) or list(known)
    if needed == ["text"] and isinstance(value, str) and len(value) <= _LONGEST_QUOTED:
        return f"this must be made of fields; write `text: {value}`"
    return f"this must be made of fields; write {listed(needed, 'and')}, each as `name: value` on a line of its own"


def _fields(path: Iterable[str | int], shape: type[BaseModel]) -> tuple[str, ...]:
    """Return the fields that a mapping may have; none if its keys are free."""
    found = _found(path, shape)
    if _is_tagged(found):  # the entry isn't a mapping, so its type is unknown
        return ("id", "type", "objectives") if _asks(found) else ("type",)
    return tuple(found.model_fields) if isinstance(found, type) and issubclass(found, BaseModel) else ()


def _required(part: Any) -> list[str]:  # noqa: ANN401 - annotations have no common type
    """Return the required fields of a model; none if it isn't a model."""
    is_model = isinstance(part, type) and issubclass(part, BaseModel)
    return [name for name, field in part.model_fields.items() if field.is_required()] if is_model else []


def _found(path: Iterable[str | int], shape: type[BaseModel]) -> Any:  # noqa: ANN401 - annotations have no common type
    """Return the annotation at the end of a path."""
    found: Any = shape
    for step in path:
        found = _inner(found, step)
    return found


def _in_file(path: ValuePath, shape: type[BaseModel]) -> ValuePath:
    """Turn pydantic's path into the file's, which doesn't include the types of questions and figures."""
    found: Any = shape
    steps = []
    for step in path:
        if not _is_tagged(found):
            steps.append(step)
        found = _inner(found, step)
    return tuple(steps)


def _inner(annotation: Any, step: str | int) -> Any:  # noqa: ANN401 - annotations have no common type
    """Return the annotation one step further in; None if there's none."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        field = annotation.model_fields.get(str(step))
        return None if field is None else _present(field.annotation)
    origin, inner = get_origin(annotation), get_args(annotation)
    if _is_tagged(annotation):
        return _members(annotation).get(str(step))
    return inner[0] if origin is tuple else inner[-1] if inner else None


def _present(annotation: Any) -> Any:  # noqa: ANN401 - annotations have no common type
    """Return a field's annotation without `| None`."""
    inner = get_args(annotation)
    return inner[0] if len(inner) == 2 and inner[1] is type(None) else annotation


def _is_tagged(annotation: Any) -> bool:  # noqa: ANN401 - annotations have no common type
    """Return whether an annotation is a union of models distinguished by their `type`."""
    return get_origin(annotation) is Annotated and get_origin(get_args(annotation)[0]) in (Union, UnionType)


def _members(union: Any) -> dict[str, type[BaseModel]]:  # noqa: ANN401 - annotations have no common type
    """Return the models of a tagged union by `type`."""
    return {get_args(each.model_fields["type"].annotation)[0]: each for each in get_args(get_args(union)[0])}


def _types(union: Any) -> tuple[str, ...]:  # noqa: ANN401 - annotations have no common type
    return tuple(_members(union))


def _asks(union: Any) -> bool:  # noqa: ANN401 - annotations have no common type
    return issubclass(next(iter(_members(union).values())), QuestionItem)
