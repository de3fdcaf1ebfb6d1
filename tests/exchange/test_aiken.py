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


@pytest.mark.parametrize("above", ["Kitchen quiz", "# Kitchen quiz", "Title: Kitchen quiz", "Kitchen quiz\n====="])
def test_a_title_above_numbered_questions_is_their_topic(above: str) -> None:
    found = read(
        f"{above}\n\n1. Who cooks?\na) Ana\nb) Ben\nAnswer: b\n\n2. Who eats?\na) Ana\nb) Ben\nAnswer: a\n".encode()
    )
    assert found.title == "Kitchen quiz"
    assert [(each.fields["prompt"], each.topic) for each in found.taken] == [
        ("Who cooks?", "Kitchen quiz"),
        ("Who eats?", "Kitchen quiz"),
    ]


def test_a_title_has_no_others_beside_it_and_is_no_part_of_the_first_question() -> None:
    quiz = "1. Who cooks?\na) Ana\nb) Ben\nAnswer: b\n\n"
    sections = read(f"# Lunch\n\n{quiz}# Dinner\n\n{quiz}".encode())
    titled = read(f"Kitchen quiz\nAnswer everything.\n\n{quiz}## Dinner\n\n{quiz}".encode())

    assert (sections.title, [each.topic for each in sections.taken]) == ("", ["Lunch", "Dinner"])
    assert (titled.title, [each.topic for each in titled.taken]) == ("Kitchen quiz", ["Kitchen quiz", "Dinner"])
    assert {each.fields["prompt"] for each in titled.taken} == {"Who cooks?"}


FORMS_OF_OPTIONS = {
    "all of the option in bold": ("A) Red", "**B) Blue**"),
    "its text in bold": ("a. Red", "b. **Blue**"),
    "letters in bold": ("**A)** Red", "**B)** Blue ✅"),
    "bullets": ("- Red", "- **Blue**"),
    "ticked bullets": ("* Red", "* Blue ✅"),
    "an arrow": ("a) Red", "b) Blue  <-- correct"),
    "a remark": ("- Red", "- Blue (correct answer)"),
    "Chinese punctuation": ("A、Red", "B、Blue ✓"),
}


@pytest.mark.parametrize(("wrong", "right"), FORMS_OF_OPTIONS.values(), ids=FORMS_OF_OPTIONS)
def test_right_options_stand_out_in_any_way(wrong: str, right: str) -> None:
    found = read(f"# Cups\n\n1. Which cup?\n{wrong}\n{right}\n\n2. Which pot?\n{wrong}\n{right}\n".encode())
    assert [each.fields["options"] for each in found.taken] == [
        [{"text": "Red"}, {"text": "Blue", "correct": True}]
    ] * 2
    assert [each.fields["prompt"] for each in found.taken] == ["Which cup?", "Which pot?"]
    assert not found.left


def test_one_bold_word_in_a_list_is_no_right_option() -> None:
    (card,) = read(b"### Which browsers do you support?\n\n- **Firefox**\n- Chrome\n").taken
    assert (card.kind, card.fields["back"]) == ("cards", "- Firefox\n- Chrome")


def test_options_of_which_none_is_marked_are_not_taken_for_answers() -> None:
    found = read(b"What's red?\nA) The cup\nB) The pot\n\nWhat's tea?\nA leaf\n")
    assert [each.fields["answers"] for each in found.taken] == [["A leaf"]]
    assert found.left[0].why == "doesn't say which option is right; mark one"


def test_bullets_and_an_answer_below_them() -> None:
    found = read("1. Which cup?\n- Red\n- Blue\n\nAnswer: Blue – it's new.\n".encode())
    (question,) = found.taken
    assert question.fields["options"] == [{"text": "Red"}, {"text": "Blue", "correct": True, "why": "it's new."}]


VERDICTS = [
    "1. {} (True)\n2. {} (False)\n",
    "- {} [T]\n- {} [F]\n",
    "{} — True\n{} – False\n",
    "1. {} True\n2. {} False.\n",
    "{} → wahr\n{} → falsch\n",
    "1. {}\n*True*\n\n2. {}\n*False*\n",
]


@pytest.mark.parametrize("form", VERDICTS)
def test_a_verdict_behind_a_statement(form: str) -> None:
    found = read(f"Tea\n\n{form.format('Tea is a leaf.', 'Tea is cold.')}".encode())
    assert [(each.fields["statement"], each.fields["answer"]) for each in found.taken] == [
        ("Tea is a leaf.", True),
        ("Tea is cold.", False),
    ]


def test_a_verdict_with_its_reason() -> None:
    found = read("1. Tea is cold. (False – it's hot.)\n2. Tea is old. (True)\n".encode())
    assert found.taken[0].fields["explanation"] == {"right": "it's hot.", "wrong": "it's hot."}
    found = read("1. Who?\nA) Ana\nB) Ben\nAnswer: A\n\n2. Tea is cold.\n*False* – it's hot.\n".encode())
    assert found.taken[1].fields["explanation"] == {"right": "it's hot.", "wrong": "it's hot."}


@pytest.mark.parametrize(
    "form", ["1. {} (Answer: {})\n2. {} (Answer: {})\n", "1. {}\n**Answer:** {}\n\n2. {}\nAnswer: {}\n"]
)
def test_answers_in_words(form: str) -> None:
    found = read(
        form.format("Which port has DNS?", "53", "Which city?", "Graz, since we were founded there.").encode()
    )
    assert found.taken[0].fields == {"type": "free-text", "prompt": "Which port has DNS?", "answers": ["53"]}
    assert found.taken[1].fields == {"front": "Which city?", "back": "Graz, since we were founded there."}


def test_gaps_with_their_answers_in_brackets_and_a_key_in_words() -> None:
    found = read(b"Fill in the blanks\n\n1. Tea is a ____. (leaf)\n2. It boils at ___ C. (100)\n")
    assert [each.fields["answers"] for each in found.taken] == [["leaf"], ["100"]]
    found = read(b"1. Who bakes?\n2. Who cooks?\n\nAnswers\n\n1. Ana\n2. Ben\n")
    assert [tuple(each.fields.values())[1:] for each in found.taken] == [
        ("Who bakes?", ["Ana"]),
        ("Who cooks?", ["Ben"]),
    ]


def test_questions_in_chinese() -> None:
    found = read(
        "1、哪个杯子？\nA．红色\nB．蓝色\n答案：B\n解析：它是新的。\n\n2、谁？\nA．安娜\nB．本\n答案：A\n".encode()
    )
    assert found.taken[0].fields["options"] == [
        {"text": "红色"},
        {"text": "蓝色", "correct": True, "why": "它是新的。"},
    ]
    assert found.taken[1].fields["prompt"] == "谁？"


def test_options_without_any_mark_are_reported_question_by_question() -> None:
    found = read(b"1. Name the cup.\na) Red\nb) Blue\n\n2. Name the pot.\na) Old\nb) New\n")
    assert [(each.position, each.why) for each in found.left] == [
        ("line 1", "doesn't say which option is right; mark one"),
        ("line 5", "doesn't say which option is right; mark one"),
    ]
