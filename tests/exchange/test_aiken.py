"""Questions with letters before their options, as people write them in plain text and in Markdown."""

import pytest

from bot.exchange.formats import read

KEY_BELOW = "1. Which cup?\nA) Red\nB) Blue\n\n2. Which pot?\nA) Old\nB) New\n\nAnswer Key\n1. B\n2. A\n"
KEY_IN_A_ROW = "1. Which cup?\nA. Red\nB. Blue\n2. Which pot?\nA. Old\nB. New\n\nAnswers:\n1-B 2-A\n"
BOLD = """**1. Which cup?**

A) Red
B) Blue

**Answer: B**

---

**2. Which pot?**
- A) Old
- B) New

**Correct Answer:** A) Old
"""
NUMBERS_ABOVE = """### Question 1
Which cup?
a) Red
b) Blue
> Answer: b

### Question 2
Which pot?
a) Old
b) New
Answer: Old
"""


@pytest.mark.parametrize("text", [KEY_BELOW, KEY_IN_A_ROW, BOLD, NUMBERS_ABOVE])
def test_answers_are_found_wherever_people_write_them(text: str) -> None:
    found = read(text.encode())
    options = [option for each in found.taken for option in each.fields["options"]]
    assert [each["text"] for each in options if each.get("correct")] == ["Blue", "Old"]
    assert [each.fields["prompt"] for each in found.taken] == ["Which cup?", "Which pot?"]
    assert not found.left


def test_why_an_option_is_right_and_a_statement_with_a_star() -> None:
    (bus,) = read(b"1. Which __init__?\nA) 12\nB) 14\nAnswer: B - it stops\n**Explanation:** See **it**.\n").taken
    assert (bus.fields["prompt"], bus.fields["options"][1]["why"]) == ("Which __init__?", "it stops. See it.")
    text = b"1. Who?\nA) Ana\nB) Ben\nAnswer: A\n\n2. Claims expire.\nTrue\n*False\n"
    assert read(text).taken[1].fields == {"type": "true-false", "statement": "Claims expire.", "answer": False}


def test_an_answer_that_is_not_an_option_is_reported() -> None:
    (left,) = read(b"1. Who?\nA) Ana\nB) Ben\nAnswer: A\n\n2. When?\nA) Now\nB) Then\nAnswer: Never\n").left
    assert left.why == "says that Never is right, which isn't one of its options"


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_question_without_an_answer_does_not_swallow_the_next_one(gap: str) -> None:
    found = read(f"Who cooks?\nA. Ana\nB. Ben{gap}Who bakes?\nA. Cleo\nB. Dan\nANSWER: B\n".encode())
    (question,) = found.taken
    assert question.fields["options"] == [{"text": "Cleo"}, {"text": "Dan", "correct": True}]
    assert [(each.position, each.why) for each in found.left] == [
        ("line 1", "doesn't say which option is right; mark one")
    ]


def test_a_title_above_numbered_questions_is_their_topic() -> None:
    found = read(
        b"Kitchen quiz\n\n1. Who cooks?\na) Ana\nb) Ben\nAnswer: b\n\n2. Who eats?\na) Ana\nb) Ben\nAnswer: a\n"
    )
    assert [(each.fields["prompt"], each.topic) for each in found.taken] == [
        ("Who cooks?", "Kitchen quiz"),
        ("Who eats?", "Kitchen quiz"),
    ]
