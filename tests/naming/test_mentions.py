"""Names within a text are found in any form; the longest name wins."""

import pytest

from bot.content.finding.finder import Finder, mentioned_sides
from bot.naming.mentions import mentions, without
from bot.naming.titles import Title, Titles
from tests.packs import bundled, pets

TITLES = Titles(
    Title(name, name)
    for name in ("AI", "AI engineer", "C++", "CI/CD", "A/B test", "Pre-training", "Training", "GPU", "QA")
)


def named(text: str) -> list[str]:
    return [each.said for each in mentions(text, TITLES.exact)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("what does an AI engineer know about AI?", ["AI engineer", "AI"]),
        ("is pre-training like training", ["pre-training", "training"]),
        ("two AI engineers' GPUs, and QAs", ["AI engineers", "GPUs", "QAs"]),
        ("an AI engineer's GPU's price", ["AI engineer's", "GPU's"]),
        ("CI/CD and A/B tests", ["CI/CD", "A/B tests"]),
        ("GPU/AI", ["GPU", "AI"]),
        ("C or C++", ["C++"]),
        ("self-training", []),
        ("an AI-ready team", []),
        ("AI-GPU", ["AI", "GPU"]),
        ("AI - a GPU-", ["AI", "GPU"]),
        ("", []),
        ("?!", []),
    ],
)
def test_names_are_found_in_any_form(text: str, said: list[str]) -> None:
    assert named(text) == said


def test_a_mention_has_its_position() -> None:
    text = "So why do AI engineers need GPUs?"
    found = mentions(text, TITLES.exact)
    assert [text[each.start : each.end] for each in found] == ["AI engineers", "GPUs"]
    assert without(text, found).split() == ["So", "why", "do", "need", "?"]


def test_an_article_isnt_part_of_a_mention() -> None:
    question = "people called the data scientist the hottest job, and an AI engineer a rare one"
    assert [each.said for each in mentioned_sides(bundled(), question)] == ["data scientist", "AI engineer"]
    assert [each.said for each in Finder(bundled()).mentions(question)] == ["data scientist", "AI engineer"]


def test_a_name_that_is_a_filler_word_only_counts_as_a_side() -> None:
    terms = tuple(each.model_copy(update={"term": "Like"}) for each in pets().terms[:1])
    sides = tuple(
        each.model_copy(update={"name": name}) for each, name in zip(pets().sides, ("Make", "Buy"), strict=False)
    )
    pack = pets().model_copy(update={"terms": terms, "sides": sides})
    question = "is it like make or buy?"
    assert [each.said for each in mentioned_sides(pack, question)] == ["make", "buy"]
    assert [each.said for each in Finder(pack).mentions(question)] == ["buy"]
