"""Validate imported items by the models of packs and by the loader's other checks."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails
from yaml import Mark
from yaml.nodes import MappingNode

from bot.content.model import Sheet
from bot.content.reading.images import ImageError, digest_of_file
from bot.content.reading.load import faults
from bot.content.reading.raw_pack import RawPack
from bot.content.reading.reader import Document, FileValue
from bot.exchange.model import LeftOut, Placed

_TOGETHER = 200
"""Number of items validated at once, for speed; if one is invalid, each is validated by itself."""

_NOWHERE = Path()
_ONE_OF = {"options": "option", "items": "step", "pairs": "pair", "answers": "answer", "topics": "topic"}


def validated(placed: Sequence[Placed], objectives: Sheet) -> tuple[list[Placed], list[LeftOut]]:
    """Return the valid items, each with its model, and why the others are invalid.

    Args:
        placed: items with their ids and objectives.
        objectives: a sheet with those objectives, and with the items' cases.
    """
    valid: list[Placed] = []
    left: list[LeftOut] = []
    for start in range(0, len(placed), _TOGETHER):
        found, faulty = _validated(placed[start : start + _TOGETHER])
        valid += found
        left += faulty
    wrong = _wrong(valid, objectives)
    left += (LeftOut(each.taken.position, wrong[place]) for place, each in enumerate(valid) if place in wrong)
    return [each for place, each in enumerate(valid) if place not in wrong], left


def _validated(placed: Sequence[Placed]) -> tuple[list[Placed], list[LeftOut]]:
    """Return the items that the models accept, each with its model, and why they refuse the others."""
    fields: defaultdict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for each in placed:
        fields[each.taken.kind].append(each.fields)
    try:
        sheet = Sheet.model_validate(fields)
    except ValidationError as error:
        if len(placed) == 1:
            return [], [LeftOut(placed[0].taken.position, _sentence(error.errors(include_url=False)[0]))]
        alone = [_validated([each]) for each in placed]
        return [each for valid, _ in alone for each in valid], [each for _, left in alone for each in left]
    items = {kind: iter(getattr(sheet, kind)) for kind in fields}
    return [Placed(each.taken, each.id, each.topic, each.fields, next(items[each.taken.kind])) for each in placed], []


def checked_images(images: Mapping[str, bytes]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the pictures that can be shown, file → SHA-256, and the others, file → reason.

    Args:
        images: file → bytes.
    """
    fine: dict[str, str] = {}
    broken: dict[str, str] = {}
    for name, raw in images.items():
        try:
            fine[name] = digest_of_file(raw)
        except ImageError as error:
            broken[name] = str(error).partition(";")[0]
    return fine, broken


def _wrong(placed: Iterable[Placed], objectives: Sheet) -> dict[int, str]:
    """Return the loader's problems of items that the models accept: index → sentence."""
    known = objectives.model_dump(include={"objectives", "cases"}, exclude_defaults=True)
    documents = [_document(0, {kind: list(entries) for kind, entries in known.items()})]
    documents += (_document(place + 1, {each.taken.kind: [dict(each.fields)]}) for place, each in enumerate(placed))
    wrong: dict[int, str] = {}
    for problem in faults(RawPack(_NOWHERE, tuple(documents), is_whole=True)):
        wrong.setdefault(problem.line - 2, problem.text.partition(";")[0])
    return wrong


def _document(line: int, data: dict[str, FileValue]) -> Document:
    """Return an item as a file of its own; the line, from 0, serves to identify the item in problems."""
    mark = Mark("", 0, line, 0, None, 0)
    return Document(_NOWHERE, data, MappingNode("", [], mark, mark), ())


def _sentence(finding: ErrorDetails) -> str:
    """Return why an item is invalid, in words for people who have never seen a pack."""
    steps, limits = finding["loc"], finding.get("ctx", {})
    names = [step for step in steps if isinstance(step, str)]
    name = names[-1].replace("_", " ")
    if names[-1] in ("text", *_ONE_OF) and len(names) > 2 and isinstance(steps[-1], int | str):
        name = next((_ONE_OF[each] for each in reversed(names) if each in _ONE_OF and steps[-1] != each), name)
    match finding["type"]:
        case "missing":
            return f"has no {name}; add one"
        case "string_too_long":
            return (
                f"its {name} has {len(finding['input']):,} characters; shorten it to at most {limits['max_length']:,}"
            )
        case "too_short":
            return f"has {limits['actual_length']} {name}, and needs {limits['min_length']} or more; add some"
        case "too_long":
            return f"has {limits['actual_length']} {name}, and at most {limits['max_length']} fit; leave some out"
        case _:
            return f"its {name} can't be kept as it is; rewrite it"
