"""Aiken, glossaries, Quizlet and Markdown."""

from textwrap import dedent

import pytest

from bot.exchange.formats import read
from bot.exchange.model import ParsedFile


def text(raw: str) -> ParsedFile:
    return read(dedent(raw).encode())


def pairs(found: ParsedFile) -> list[tuple[str, ...]]:
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
    assert found.format == "quiz in plain text"
    assert found.taken[0].fields["options"] == [
        {"text": "a leaf that's dried", "correct": True, "why": "it grows"},
        {"text": "a bean"},
    ]
    assert found.taken[1].fields["type"] == "several"
    assert [(each.position, each.why) for each in found.left] == [
        ("line 14", "has no options; write them below it, as A. and B.")
    ]


@pytest.mark.parametrize(
    ("answer", "right"), [("B) vitamin C", ["vitamin C"]), ("AC", ["a leaf", "tea"]), ("c.", ["tea"])]
)
def test_right_answers_in_aiken(answer: str, right: list[str]) -> None:
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
    assert [(each.position, found.taken[-1].position) for each in found.left] == [("line 38", "line 42")]


def test_markdown_of_flashcard_and_quiz_programs() -> None:
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


def test_a_glossary_reports_lines_that_it_adds_to_a_meaning() -> None:
    found = text(
        "API: a way in\nfor programs\nSDK\n# Tools\nETL: a pipe\nKPI: a number\nof a firm\n\nSo it is.\nGo: a game\n"
    )
    assert pairs(found)[:2] == [("API", "a way in for programs SDK"), ("ETL", "a pipe")]
    assert [each.topic for each in found.taken] == ["", "Tools", "Tools", "Tools"]
    assert [each.changed for each in found.taken] == [
        *[("lines 2 to 3 added to what it means",), (), ("line 7 added to what it means",), ()]
    ]
    assert [each.position for each in found.left] == ["line 9"]


def test_markdown_of_obsidian() -> None:
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


@pytest.mark.parametrize(
    ("options", "right"),
    [
        ("a) one\n*b) two\nc) three\n", ["two"]),
        ("A. one\nB. *two\nC. three\n", ["two"]),
        ("(i) one\n(ii) two\n(iii) three\nANSWER: ii\n", ["two"]),
        ("I. one\nII. two\nIII. three\nAnswer: i, iii\n", ["one", "three"]),
        ("* A. one\n* B. two\n* C. three\nCorrect: B\n", ["two"]),
    ],
)
def test_stars_and_numerals_before_options(options: str, right: list[str]) -> None:
    found = text(f"## Numbers\n\n1. Which?\n\n{options}")
    assert (found.format, found.taken[0].topic) == ("quiz in plain text", "Numbers")
    assert [each["text"] for each in found.taken[0].fields["options"] if each.get("correct")] == right


def test_a_statement_among_questions_with_options_is_true_or_false() -> None:
    found = text("1. Which?\na) x\nb) y\nAnswer: a\n\n2. Water boils at 50 °C.\nAnswer: False\n")
    assert found.taken[1].fields == {"type": "true-false", "statement": "Water boils at 50 °C.", "answer": False}


@pytest.mark.parametrize("options", ["A) leaf\nB) bean\nC) root\n", "A. leaf\nB. bean\nC. root\n"])
def test_one_question_with_options_among_others(options: str) -> None:
    found = text(f"Q: What's tea?\nA: A leaf.\n\nQ: What's coffee?\n{options}Answer: B\n\nQ: Where?\nA: China\n")
    assert found.format == "Markdown"
    assert [each.fields["type"] for each in found.taken] == ["free-text", "choice", "free-text"]
    assert found.taken[1].fields["options"][1] == {"text": "bean", "correct": True}


FOLDED = """\
# Tea

## Basics

1. **Which port does HTTPS use?**
   <details>
   <summary>Answer</summary>

   443

   </details>

**Q2.** What is it good for?
<details><summary>Show answer</summary>
For <b>much</b>.

More.
</details>

2. On one line? <details><summary>Answer</summary>Yes.</details>

<details><summary>What asks by itself?</summary>This.</details>

<details>
<summary>Question 5</summary>

And inside?

<details>
<summary>Solution</summary>
Also.
</details>
</details>

###### 3. What's the output?

```python
print(1)
```

- A: `0`
- B: `1`

<details><summary><b>Answer</b></summary>
<p>

#### Answer: B

It prints it.
</p>
</details>

---

<details><summary>Contents</summary>

- nothing

</details>
"""


def test_answers_that_are_folded_away() -> None:
    found = text(FOLDED)
    assert [(each.position, *each.fields.values()) for each in found.taken][:5] == [
        ("line 5", "free-text", "Which port does HTTPS use?", ["443"]),
        ("line 13", "What is it good for?", "For much. More."),
        ("line 20", "On one line?", "Yes."),
        ("line 22", "What asks by itself?", "This."),
        ("line 27", "free-text", "And inside?", ["Also."]),
    ]
    code = found.taken[5].fields
    assert code["prompt"] == "What's the output?\n```python\nprint(1)\n```"
    assert code["options"] == [{"text": "`0`"}, {"text": "`1`", "correct": True, "why": "It prints it."}]
    assert {each.topic for each in found.taken} == {"Basics"}


def test_a_glossary_with_several_marks_and_a_table_with_tags_and_no_header() -> None:
    text = (
        "A\nACL - access list: who may\nAZ — a zone\n\nB\nBGP: how routes\n   are told: quickly\nBastion = a host\n"
    )
    assert [tuple(each.fields.values()) for each in read(text.encode()).taken] == [
        ("ACL", "access list: who may"),
        ("AZ", "a zone"),
        ("BGP", "how routes are told: quickly"),
        ("Bastion", "a host"),
    ]
    cards = read(b"What's ours called?\t<div>Hive</div>\tstart\nWho runs it?\t<div>Sam</div>\tstart\n")
    assert [each.fields["answers"] for each in cards.taken] == [["Hive"], ["Sam"]]


def test_options_with_drawn_circles_as_forms_show_them() -> None:
    found = text(
        "1. Who bakes?\n(1 Point)\n○ Ana\n○ Ben (correct)\n○ Cleo\n\n2. Who eats?\n☑ Ana\n☐ Ben\n☑ Cleo\n\n"
        "3. Who sings?\n○ Ana\n○ Ben\n"
    )
    assert [each.fields["prompt"] for each in found.taken] == ["Who bakes?", "Who eats?"]
    right = [[each["text"] for each in item.fields["options"] if each.get("correct")] for item in found.taken]
    assert right == [["Ben"], ["Ana", "Cleo"]]
    assert [each.why for each in found.left] == ["doesn't say which option is right; mark one"]


def test_questions_and_answers_in_bold_with_their_labels() -> None:
    found = text("**Q: Who bakes?**\nA: Ana\n\n- **Q: Who eats?**\n- **A: Ben**\n\n**Q: And *who* pays?**\nA: Cleo\n")
    assert [(each.fields["prompt"], each.fields["answers"]) for each in found.taken] == [
        ("Who bakes?", ["Ana"]),
        ("Who eats?", ["Ben"]),
        ("And who pays?", ["Cleo"]),
    ]


def test_an_answer_that_is_a_sentence_makes_a_card() -> None:
    found = text("Q: Where do I ask for leave?\nA: Use the calendar.\n\nQ: Who approves it?\nA: Your manager.\n")
    assert [each.kind for each in found.taken] == ["cards", "questions"]


def test_drawn_bullets_are_not_options() -> None:
    (taken,) = text("Q: What is tea?\nA: Leaves, such as\n● green\n● black\n").taken
    assert "options" not in taken.fields


def test_kinds_above_questions_are_not_part_of_them() -> None:
    found = text(
        "MULTIPLE CHOICE\n\n1. Who bakes?\na. Ana\nb. Ben\nc. Cleo\nANS: B\n\nTRUE/FALSE\n\n2. Tea is hot.\nANS: T\n"
    )
    assert [each.fields.get("prompt", each.fields.get("statement")) for each in found.taken] == [
        "Who bakes?",
        "Tea is hot.",
    ]


def test_options_after_typed_circles_and_on_the_line_of_their_question() -> None:
    found = text("Who bakes?\n( ) Ana\n(x) Ben\n\nWho eats?\n[x] Ana\n[ ] Ben\n[x] Cleo\n")
    right = [[each["text"] for each in item.fields["options"] if each.get("correct")] for item in found.taken]
    assert right == [["Ben"], ["Ana", "Cleo"]]
    found = text("Q1. Who bakes? A) Ana B) Ben C) Cleo\nAnswer: B\n\nQ2. Who eats? A) Ana B) Ben\nAnswer: A\n")
    right = [[each["text"] for each in item.fields["options"] if each.get("correct")] for item in found.taken]
    assert right == [["Ben"], ["Ana"]]


def test_sentences_below_each_other_in_a_cell_are_one_answer() -> None:
    found = text('Question,Answer\nWhat is PTO?,"Paid time off.\nAsk your lead."\nWho bakes?,"Ana\nBen"\n')
    assert found.taken[0].fields == {"front": "What is PTO?", "back": "Paid time off.\nAsk your lead."}
    assert found.taken[1].fields["answers"] == ["Ana", "Ben"]


def test_quizlet_on_one_line() -> None:
    found = text("die Katze,cat;der Wolf,wolf;die Maus,mouse;")
    assert [each.fields["back"] for each in found.taken] == ["cat", "wolf", "mouse"]


@pytest.mark.parametrize(
    ("raw", "title"),
    [
        ("Pond words\n\nKoi – a fish\nReed – a plant\n", "Pond words"),
        ("Pond words\n\nK\nKoi – a fish\n\nR\nReed – a plant\n", "Pond words"),
        ("Animals\n\nKoi – a fish\n\nPlants\n\nReed – a plant\n", ""),
        ("Koi – a fish\n\nPlants\n\nReed – a plant\n", ""),
    ],
)
def test_a_glossary_is_named_by_its_only_heading_if_that_stands_above_it(raw: str, title: str) -> None:
    found = read(raw.encode())
    assert (found.title, len(found.taken)) == (title, 2)
