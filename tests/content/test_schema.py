"""The published JSON Schemas are current, valid and consistent with the models."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema_rs import Draft7Validator, meta

from bot.content.model import SCHEMA_VERSION, Pack
from bot.content.reading.reader import Document, parse
from bot.content.schema import FOLDER, publish, schemas
from tests.content.small_pack import COVER, OBJECTIVES
from tests.packs import PETS


def validator(name: str) -> Draft7Validator:
    """A validator for one of the published schemas."""
    return Draft7Validator(json.loads((FOLDER / name).read_text(encoding="utf-8")))


def schema_errors(path: Path) -> list[str]:
    """Return the errors that an editor would underline in a pack's file."""
    document = parse(path.read_bytes(), path)
    assert isinstance(document, Document)
    schema = validator("pack.schema.json" if path.name == "pack.yaml" else "items.schema.json")
    return [error.message for error in schema.iter_errors(document.data)]


SHAPE = (8, "265dd06ec9d59922")
"""The schema's version, and the digest of what a stored pack looks like in it."""


def test_another_shape_has_another_version() -> None:
    """Replicas of two versions share packs; by its version, one knows that it can't read a pack."""
    shape = (SCHEMA_VERSION, _digest(Pack.model_json_schema()))

    assert shape == SHAPE, "raise SCHEMA_VERSION in bot/content/model.py, then change SHAPE"


@pytest.mark.parametrize("name", sorted(path.name for path in FOLDER.iterdir()))
def test_the_published_schemas_are_current(name: str) -> None:
    published = (FOLDER / name).read_text(encoding="utf-8")

    assert published == schemas()[name], "run python -m bot.content.schema"


@pytest.mark.parametrize("name", sorted(path.name for path in FOLDER.iterdir()))
def test_the_schemas_are_valid_and_explain_themselves(name: str) -> None:
    schema = json.loads(schemas()[name])

    meta.validate(schema)
    assert schema["description"]
    assert all(part["description"] for part in schema["$defs"].values())


def test_publishing_writes_both(tmp_path: Path) -> None:
    publish(tmp_path / "new")

    assert {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "new").iterdir()} == schemas()


@pytest.mark.parametrize("path", sorted(PETS.rglob("*.yaml")), ids=lambda path: path.name)
def test_a_sound_pack_satisfies_them(path: Path) -> None:
    assert schema_errors(path) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("pack.schema.json", COVER.replace("title: Tools", "titel: Tools")),
        ("pack.schema.json", COVER.replace("A workshop\n", "A workshop\n  url: javascript:alert(1)\n")),
        ("items.schema.json", OBJECTIVES.replace("topic: use, ", "")),
        ("items.schema.json", "cards: [{id: a b, objectives: [x], front: x, back: x}]"),
        ("items.schema.json", "questions: [{id: a, objectives: [x], type: chioce}]"),
    ],
)
def test_a_slip_is_noticed_while_typing(name: str, text: str) -> None:
    data: Any = yaml.safe_load(text)

    assert not validator(name).is_valid(data)


def _digest(schema: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(_bare(schema), sort_keys=True).encode()).hexdigest()[:16]


def _bare(schema: Any) -> Any:
    """Return a schema without what it says to people, which may change."""
    if isinstance(schema, list):
        return [_bare(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    return {name: _bare(value) for name, value in schema.items() if not _is_for_people(name, value)}


def _is_for_people(name: str, value: object) -> bool:
    """Return whether a keyword is a title or a description, and not a field of that name."""
    return name in ("title", "description") and isinstance(value, str)
