"""Definitions without the names they define."""

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
