"""Aiken, glossaries, Quizlet and Markdown."""

from textwrap import dedent

import pytest

from bot.exchange.formats import read
from bot.exchange.model import Found


def text(raw: str) -> Found:
    return read(dedent(raw).encode())


def pairs(found: Found) -> list[tuple[str, ...]]:
    return [tuple(map(str, each.fields.values())) for each in found.taken]


def test_aiken() -> None:
    found = text(
        """
        1. What is tea?
        A) a leaf
        that's dried
        B) a bean
        ANSWER: A
        Feedback: it grows

        Which two?
        a. one
        b. two
        c. three
        Answer: a, c
        No options
        ANSWER: A
        """
    )
    assert found.format == "Aiken"
    assert found.taken[0].fields["options"] == [
        {"text": "a leaf that's dried", "correct": True, "why": "it grows"},
        {"text": "a bean"},
    ]
    assert found.taken[1].fields["type"] == "several"
    assert [(each.where, each.why) for each in found.left] == [
        ("line 14", "has no options; write them below it, as A. and B.")
    ]


@pytest.mark.parametrize(
    ("answer", "right"), [("B) vitamin C", ["vitamin C"]), ("AC", ["a leaf", "tea"]), ("c.", ["tea"])]
)
def test_what_aiken_says_is_right(answer: str, right: list[str]) -> None:
    (question,) = text(f"What is it?\nA)a leaf\nB)vitamin C\nC)tea\nAnswer: {answer}\n").taken
    assert [each["text"] for each in question.fields["options"] if each.get("correct")] == right


@pytest.mark.parametrize("between", [" – ", " - ", ": ", " = ", " — "])
def test_a_glossary(between: str) -> None:
    found = text(
        f"# Data\n\n- **ETL**{between}Extract: transform - load\n\nAPI{between}A way in which\nprograms talk\n"
    )
    assert found.format == "glossary"
    assert pairs(found) == [("ETL", "Extract: transform - load"), ("API", "A way in which programs talk")]
    assert {each.topic for each in found.taken} == {"Data"}


@pytest.mark.parametrize("raw", ["ab\tcd\nef\tgh\nij\nkl\tmn\n", "ab\tcd;ef\tgh\nij;kl\tmn"])
def test_quizlet(raw: str) -> None:
    found = text(raw)
    assert found.format == "Quizlet export"
    assert pairs(found) == [("ab", "cd"), ("ef", "gh\nij"), ("kl", "mn")]


def test_markdown_in_all_the_ways_that_people_write_questions() -> None:
    found = text(
        """
        # Notes

        ## Brewing

        Q: How hot?
        A: 75 °C

        front :: back
        - word ::: Wort

        What is a kettle?
        ?
        A pot
        for water

        ### Where does tea grow?
        In the hills of many a country, mostly in the rain.

        Extraction
        : What dissolves

        - **Grind**: how fine it is

        Which are right?
        - [x] a
        - [ ] b

        The {{c1::capital::hint}} is ==Paris== here.

        How do you loop?
        ```python
        for x in y:

            print(x)
        ```

        Just **prose**.

        | Front | Back |
        |---|---|
        | f1 | b1 |
        """
    )
    assert (found.format, found.title) == ("Markdown", "Notes")
    kinds = [each.kind for each in found.taken]
    assert kinds == ["questions", *["cards"] * 4, *["terms"] * 2, "questions", "clozes", "cards", "cards"]
    assert {each.topic for each in found.taken} == {"Brewing"}
    assert found.taken[2].fields == {"front": "word", "back": "Wort", "reverse": True}
    assert found.taken[3].fields == {"front": "What is a kettle?", "back": "A pot\nfor water"}
    assert found.taken[8].fields == {"text": "The {{capital}} is {{Paris}} here."}
    assert found.taken[9].fields["back"] == "```python\nfor x in y:\n\n    print(x)\n```"
    assert [(each.where, found.taken[-1].where) for each in found.left] == [("line 38", "line 42")]


def test_markdown_as_programs_for_flashcards_and_quizzes_keep_it() -> None:
    found = text(
        """
        # Tools

        How do I use `std::vector`?::With `std::vector v` <!--SR:!2023-09-02,4,270-->

        Capital
        ??
        Madrid

        **SDK**: A kit.
        For building.

        What is tea?
        - a leaf
        - a drink

        #### Q1. What does it do?

        ```sh
        git add .
        ```

        - [ ] Nothing
        - [x] Stages all
        """
    )
    assert [dict(each.fields) for each in found.taken[:4]] == [
        {"front": "How do I use `std::vector`?", "back": "With `std::vector v`"},
        {"front": "Capital", "back": "Madrid", "reverse": True},
        {"term": "SDK", "definition": "A kit. For building."},
        {"front": "What is tea?", "back": "- a leaf\n- a drink"},
    ]
    assert found.taken[4].fields["prompt"] == "What does it do?\n```sh\ngit add .\n```"
    assert not found.left


def test_a_table_in_markdown_has_no_row_of_dashes() -> None:
    found = text("| Term | Meaning |\n|---|---|\n| API | a way in |\n| SDK | a **kit** \\| box |\n")
    assert pairs(found) == [("API", "a way in"), ("SDK", "a kit | box")]


def test_a_glossary_tells_of_lines_that_it_takes_for_more_of_a_meaning() -> None:
    found = text(
        "API: a way in\nfor programs\nSDK\n# Tools\nETL: a pipe\nKPI: a number\nof a firm\n\nSo it is.\nGo: a game\n"
    )
    assert pairs(found)[:2] == [("API", "a way in for programs SDK"), ("ETL", "a pipe")]
    assert [each.topic for each in found.taken] == ["", "Tools", "Tools", "Tools"]
    assert [each.changed for each in found.taken] == [
        *[("lines 2 to 3 added to what it means",), (), ("line 7 added to what it means",), ()]
    ]
    assert [each.where for each in found.left] == ["line 9"]


def test_markdown_as_obsidian_keeps_it() -> None:
    found = text(
        """
        #flashcards/tea

        See [[Notes/Kettle|the kettle]]::A pot of [[Tin#Alloys]] in `[[code]]`

        What does ![[leaf.png|200]] show? #card
        ?
        A leaf

        #tea #plant/leaf

        Where to post?::In #general
        """
    )
    assert pairs(found) == [
        ("See the kettle", "A pot of Tin in `[[code]]`"),
        ("What does show?", "A leaf"),
        ("Where to post?", "In #general"),
    ]
    assert [each.changed for each in found.taken] == [(), ("its pictures left out",), ()]
    assert not found.left
