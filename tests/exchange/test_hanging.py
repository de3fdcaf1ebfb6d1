"""Manual pages, FAQs and other texts whose answers are indented further than what they're about."""

from contextlib import suppress

import pytest

from bot.exchange.formats import read
from bot.exchange.source import Unreadable

FAQ = """\
              Questions about tea

If yours isn't here, ask Ana.

 1. Is tea hot?

    Yes. It's made with freshly-
    boiled water.

 2. The pot leaks.

    See
        * the lid
        * the spout
    and close both.

10. May I drink it here, or do I have to
    go outside?

    Here.
"""
OPTIONS = """\
       -a, --all
              show every cup, not only the clean ones; a tea‐
              pot isn't shown

       -c     count  the   cups

Saucers:
       --flat
              show saucers only

       -s SIZE
              show cups of this size
"""
TABBED = "leaf\n\tThe part of the plant that's dried.\n\nbud:\n\tThe youngest leaf.\n\npot\n\tWhat it's made in.\n"


def told(text: str) -> list[tuple[str, ...]]:
    return [tuple(map(str, each.fields.values())) for each in read(text.encode()).taken]


def test_a_frequently_asked_question_is_answered_by_what_is_indented_below_it() -> None:
    assert told(FAQ) == [
        ("Is tea hot?", "Yes. It's made with freshly-boiled water."),
        ("The pot leaks.", "See\n* the lid\n* the spout\nand close both."),
        ("free-text", "May I drink it here, or do I have to go outside?", "['Here.']"),
    ]
    assert [each.position for each in read(FAQ.encode()).left] == ["line 1", "line 3"]


def test_options_of_a_manual_page_are_terms_below_their_headings() -> None:
    assert told(OPTIONS) == [
        ("-a, --all", "show every cup, not only the clean ones; a teapot isn't shown"),
        ("-c", "count the cups"),
        ("--flat", "show saucers only"),
        ("-s SIZE", "show cups of this size"),
    ]
    assert [each.topic for each in read(OPTIONS.encode()).taken] == ["", "", "Saucers", "Saucers"]


def test_a_glossary_indented_by_tabs_is_no_table() -> None:
    assert [term for term, _ in told(TABBED)] == ["leaf", "bud", "pot"]


@pytest.mark.parametrize(
    "text",
    [
        "def brew(tea):\n    return tea\n\ndef pour(tea):\n    return None\n\nclass Pot:\n    pass\n",
        "tea:\n  hot: 1\n\npot:\n  big: 2\n\ncup:\n  x: [\n",
        "1. Warm the pot\n   Use hot water.\n2. Add tea\n   One spoon each.\n3. Wait\n   Four minutes.\n",
    ],
)
def test_programs_data_and_numbered_steps_are_not_taken_for_terms(text: str) -> None:
    with suppress(Unreadable):
        assert read(text.encode()).format != "text with indents"
