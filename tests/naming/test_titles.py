"""Finding things by name as people type it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.naming.titles import Title, Titles

TITLES = Titles(
    [
        Title("use-cases", "Use cases", ("applications",)),
        Title("data", "Data"),
        Title("models", "Models"),
        Title("rag", "Retrieval-augmented generation", ("RAG",)),
        Title("regression", "Regression"),
        Title("classification", "Classification"),
        Title("foundation-model", "Foundation model", ("FM",)),
        Title("resume", "Résumé parsing"),
        Title("shift", "What has changed"),
    ]
)


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Use cases", "use-cases"),
        ("use-case", "use-cases"),
        ("USE CASES", "use-cases"),
        ("cases use", "use-cases"),
        ("applicatons", "use-cases"),
        ("dta", "data"),
        ("rag", "rag"),
        ("retrieval augmented", "rag"),
        ("generation retrieval augmented", "rag"),
        ("regresion", "regression"),
        ("foundaton models", "foundation-model"),
        ("foundationmodel", "foundation-model"),
        ("resume parsing", "resume"),
    ],
)
def test_match_finds_what_is_meant(typed: str, key: str) -> None:
    found = TITLES.match(typed)
    assert found is not None
    assert found.key == key


@pytest.mark.parametrize("typed", ["", "?", "xyz", "blockchain", "LLM", "channel", "data 4", "data ٣"])
def test_match_does_not_guess(typed: str) -> None:
    assert TITLES.match(typed) is None


def test_nearest_offers_what_is_alike() -> None:
    assert [title.key for title in TITLES.nearest("clasify")] == ["classification"]
    assert [title.key for title in TITLES.nearest("deep regression")] == ["regression"]
    assert [title.key for title in TITLES.nearest("models of aircraft")] == ["models", "foundation-model"]
    assert [title.key for title in TITLES.nearest("what is RAG")] == ["rag"]
    assert [title.key for title in TITLES.nearest("foundationmodel")] == ["foundation-model"]


@pytest.mark.parametrize("typed", ["zzzzzz", "blockchain", "the weather", "capital of France", "dogma"])
def test_nearest_offers_nothing_far_fetched(typed: str) -> None:
    assert TITLES.nearest(typed) == []


def test_complete_puts_the_best_first() -> None:
    assert [title.key for title in TITLES.complete("re")] == ["regression", "resume", "rag"]
    assert [title.key for title in TITLES.complete("mod")] == ["models", "foundation-model"]
    assert [title.key for title in TITLES.complete("")][:2] == ["use-cases", "data"]
    assert len(TITLES.complete("", limit=3)) == 3


@given(st.lists(st.text(min_size=1, max_size=20), min_size=1, max_size=30), st.data())
def test_every_title_is_found_by_its_own_name_and_by_its_beginning(names: list[str], data: st.DataObject) -> None:
    titles = Titles(Title(str(number), name) for number, name in enumerate(names))
    name = data.draw(st.sampled_from([name for name in names if any(c.isalnum() for c in name)] or ["x"]))
    if name not in names:
        return
    assert titles.exact(name) is not None
    typed = name[: data.draw(st.integers(1, len(name)))]
    assert any(title.name == name for title in titles.complete(typed, limit=30))


def test_the_likeliest_correction_comes_first() -> None:
    titles = Titles(
        [
            Title("reasoning", "Reasoning"),
            Title("pre-trained", "Pre-trained model"),
            Title("rag", "Retrieval-augmented generation", ("RAG",)),
        ]
    )
    assert titles.nearest("rga")[0].key == titles.complete("rga")[0].key == "rag"
