"""Definitions without the names they define."""

import pytest

from bot.content.model import Pack, Term
from bot.content.riddles import riddle
from tests.packs import bundled, changed, pets


def pack_with(*terms: Term) -> Pack:
    return changed(pets(), terms=terms)


def term(name: str, definition: str, *aliases: str) -> Term:
    return Term(id="it", objectives=("o",), term=name, aliases=aliases, definition=definition)


def test_a_name_goes_with_its_article_its_abbreviation_and_its_plural() -> None:
    llm = term(
        "Large language model", "A large language model (LLM) writes. Large language models don't read.", "LLM"
    )
    assert riddle(llm, pack_with(llm)) == "____ writes. ____ don't read."


@pytest.mark.parametrize(
    ("name", "definition", "asks"),
    [
        ("PTO", "Paid time off: days when you don't work.", "Days when you don't work."),
        ("OKR", "Objectives and key results, a goal with figures.", "____, a goal with figures."),
        ("VPN", "Virtual private network.", None),
        ("Service-level agreement", "SLA – what a provider promises.", "What a provider promises."),
        (
            "KPI",
            "A key number that shows whether you reach a goal.",
            "A key number that shows whether you reach a goal.",
        ),
    ],
)
def test_neither_an_abbreviation_nor_what_it_stands_for_gives_a_term_away(
    name: str, definition: str, asks: str | None
) -> None:
    asked = term(name, definition)
    assert riddle(asked, pack_with(asked)) == asks


def test_a_word_that_others_share_may_stay() -> None:
    small, large = term("Small model", "A tiny model."), term("Large model", "A model that's big.")
    assert riddle(small, pack_with(small, large)) == "A tiny model."


def test_a_word_of_its_own_gives_it_away() -> None:
    tuning = term("Fine-tuning", "It means tuning a model that's there.")
    assert riddle(tuning, pack_with(tuning)) is None


def test_most_terms_of_the_first_pack_can_be_asked_for() -> None:
    pack = bundled()
    asked = [riddle(each, pack) for each in pack.terms]
    assert sum(each is not None for each in asked) >= 0.8 * len(asked)
    for each, text in zip(pack.terms, asked, strict=True):
        assert text is None or f" {each.term.lower()} " not in f" {text.lower()} "
