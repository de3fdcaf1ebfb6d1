"""Properties of loading: any file gives a pack or problems, and a pack survives YAML and the cache."""

import json
import tempfile
from pathlib import Path
from typing import Any

import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.content.check import check_paths
from bot.content.model import Cover, Pack, Sheet
from bot.content.reading.cache import load_cached
from bot.content.reading.load import load
from bot.content.reading.problems import PackError
from bot.content.schema import FOLDER as SCHEMAS
from bot.language.text import as_seen
from tests.content.effort import effort
from tests.content.small_pack import COVER, OBJECTIVES

LINE = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=12).filter(as_seen)
TEXT = st.lists(LINE, min_size=1, max_size=4).flatmap(
    lambda parts: st.sampled_from([" ".join(parts), "\n".join(parts)])
)
SIDES = st.sampled_from(["saw", "file", "both"])
EXPLANATION = st.fixed_dictionaries({"right": TEXT, "wrong": TEXT})


def entries(*fields: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Some entries of the given shapes, each with its own id and an objective."""
    return st.lists(st.one_of(fields), max_size=3).map(
        lambda found: [{"id": f"i{number}", "objectives": ["cut"], **entry} for number, entry in enumerate(found)]
    )


def shape(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """A mapping with these fields."""
    return st.fixed_dictionaries(fields)


OPTIONS = st.tuples(LINE, TEXT, LINE).map(
    lambda texts: [{"text": texts[0], "why": texts[1], "correct": True}, {"text": texts[2], "why": texts[1]}]
)
SHEETS = shape(
    comparisons=entries(shape(aspect=LINE, cells=shape(saw=TEXT, file=TEXT), takeaway=TEXT)),
    terms=entries(shape(term=LINE, aliases=st.lists(LINE, max_size=2), definition=TEXT, example=st.none() | TEXT)),
    tips=entries(shape(title=LINE, text=TEXT)),
    examples=entries(shape(title=LINE, task=TEXT, role=SIDES, why=TEXT)),
    cards=entries(shape(front=TEXT, back=TEXT)),
    questions=entries(
        shape(type=st.just("choice"), prompt=TEXT, options=OPTIONS),
        shape(type=st.just("true-false"), statement=TEXT, answer=st.booleans(), explanation=EXPLANATION),
        shape(type=st.just("which-side"), statement=TEXT, answer=SIDES, explanation=EXPLANATION),
        shape(type=st.just("free-text"), prompt=TEXT, answers=st.lists(LINE, min_size=1), explanation=EXPLANATION),
        shape(
            type=st.just("order"), prompt=TEXT, items=st.lists(LINE, min_size=3, max_size=6), explanation=EXPLANATION
        ),
    ),
)


class Quoting(yaml.SafeDumper):
    """Writes every text in quotes, or as a block if it has several lines, like a cautious author."""


def _quoted(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else '"')


Quoting.add_representer(str, _quoted)


def make(folder: Path, **files: bytes) -> Path:
    """Write a pack, with files given as name without extension → bytes."""
    for name, raw in {"pack": COVER.encode(), "objectives": OBJECTIVES.encode(), **files}.items():
        (folder / f"{name}.yaml").write_bytes(raw)
    return folder


@given(SHEETS, st.booleans(), st.sampled_from([20, 80, 1000]))
def test_a_valid_pack_survives_yaml_and_cache_and_can_be_checked(data: Any, unicode: bool, width: int) -> None:
    has_blocks = "\\n" in repr(data)  # in which nothing can be escaped
    text = yaml.dump(data, Dumper=Quoting, allow_unicode=unicode or has_blocks, width=width, sort_keys=False)
    cover = Cover.model_validate(yaml.safe_load(COVER))
    sheet = Sheet.model_validate(data | yaml.safe_load(OBJECTIVES))
    with tempfile.TemporaryDirectory() as made:
        folder, cache = make(Path(made), items=text.encode()), Path(made, "cache")

        pack = load(folder)

        assert pack == Pack.model_validate(cover.model_dump() | sheet.model_dump())
        assert load_cached(folder, cache) == load_cached(folder, cache) == pack
        assert all(problem.text for problem in check_paths([folder]).problems)


NAMES = sorted({name for path in SCHEMAS.glob("*.json") for name in json.loads(path.read_bytes())["properties"]})
FIELDS = st.sampled_from(
    [*NAMES, "id", "front", "type", "options", "cells", "answer", "see_also", "topic", "in_short"]
)
LEAVES = st.sampled_from(
    ["cut", "choice", "which-side", "both", "use", "", " ", "a b", None, True, 1, 1.5, "x" * 400]
)
SHAPELESS = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(FIELDS, inner, max_size=4), max_leaves=12
)
SIGNS = ("\n", "\n  ", "\n  - ", "id: ", " no", " 10:30", "&a", "*a", "!b", "|\n", "---\n", "? ", ": ", ", ", "<<: ")
FRAGMENTS = st.lists(
    st.sampled_from([*(f"{name}:" for name in NAMES), *SIGNS, *"a[]{}'\"#%@\t\0é\\"]), max_size=30
).map("".join)
FILES = (
    st.binary(max_size=80)
    | st.text(max_size=60).map(str.encode)
    | FRAGMENTS.map(str.encode)
    | SHAPELESS.map(lambda data: yaml.safe_dump(data).encode())
)


def loaded(folder: Path) -> Pack | PackError:
    """Return a pack, or the error that says what's wrong with it."""
    try:
        return load(folder)
    except PackError as error:
        return error


@given(FILES, st.sampled_from(["pack", "objectives", "items"]))
def test_any_file_gives_a_pack_or_readable_problems(raw: bytes, name: str) -> None:
    with tempfile.TemporaryDirectory() as made:
        folder = make(Path(made), **{name: raw})

        found, took = effort(lambda: loaded(folder))

        assert took < 20
        if isinstance(found, PackError):
            assert found.problems
            for problem in found.problems:
                assert problem.path.is_relative_to(folder)
                assert problem.line >= 1
                assert problem.column >= 1
                assert ";" in problem.text
                assert "input" not in problem.text.lower()
                assert "\n" not in problem.text
