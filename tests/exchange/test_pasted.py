"""Questions as chatbots write them, and tables as people put them together from several places."""

import json

import pytest

from bot.exchange.fenced import unwrapped
from bot.exchange.formats import read
from bot.exchange.model import ParsedFile
from bot.exchange.source import Unreadable


def text(raw: str) -> ParsedFile:
    return read(raw.encode())


def fields(found: ParsedFile) -> list[tuple[object, ...]]:
    return [(each.kind, *each.fields.values()) for each in found.taken]


def right(found: ParsedFile) -> list[list[str]]:
    return [[each["text"] for each in item.fields["options"] if each.get("correct")] for item in found.taken]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("{} ✅", "{}"),
        ("{} ✔️", "{} ❌"),
        ("{} **(correct)**", "{}"),
    ],
)
def test_a_tick_after_an_option_marks_it_as_right(first: str, second: str) -> None:
    options = [second.format("A) Red"), first.format("B) Blue"), second.format("C) Old")]
    found = text(
        "Here are two questions:\n\n" + "\n\n".join(f"**{n}. Which cup?**\n" + "\n".join(options) for n in "12")
    )
    assert right(found) == [["Blue"], ["Blue"]]
    assert [each.fields["prompt"] for each in found.taken] == ["Which cup?", "Which cup?"]
    assert [each["text"] for each in found.taken[0].fields["options"]] == ["Red", "Blue", "Old"]
    assert not found.left


def test_a_tick_before_the_letter_of_an_option() -> None:
    assert right(text("Which?\n- A) Red\n- ✅ B) Blue\n")) == [["Blue"]]


def test_a_bold_number_and_a_statement_that_says_what_to_do() -> None:
    found = text(
        "**Question 1:** Which cup?\nA. Red\nB. Blue\n**Answer:** A\n\n"
        "**2.** True or False: It's red.\n**Answer:** True\n"
    )
    assert found.taken[0].fields["prompt"] == "Which cup?"
    assert fields(found)[1:] == [("questions", "true-false", "It's red.", True)]


@pytest.mark.parametrize(("bold", "end"), [("", ""), ("**", "**")])
def test_sides_and_terms_with_labels(bold: str, end: str) -> None:
    found = text(
        f"### Flashcard 1\n{bold}Front:{end} What's a P1?\n{bold}Back:{end} Everything is down.\nCall Ana.\n\n"
        f"### Flashcard 2\n{bold}Front:{end} What's a P2?\n\n{bold}Back:{end} A part is down.\n"
    )
    assert fields(found) == [
        ("cards", "What's a P1?", "Everything is down. Call Ana."),
        ("cards", "What's a P2?", "A part is down."),
    ]
    assert {each.topic for each in found.taken} == {""}
    found = text(
        f"{bold}Term:{end} SLA\n{bold}Definition:{end} A promise.\n\n"
        f"{bold}Term:{end} SLO\n{bold}Definition:{end} An aim.\n"
    )
    assert fields(found) == [("terms", "SLA", "A promise."), ("terms", "SLO", "An aim.")]


@pytest.mark.parametrize(
    ("ask", "reply"), [("Q1.", "Ans:"), ("Q1:", "A1:"), ("问：", "答："), ("Вопрос 1:", "Ответ:")]
)
def test_labels_of_questions_and_answers(ask: str, reply: str) -> None:
    found = text(f"{ask} Capital of France\n{reply} Paris\n\n{ask} Capital of Peru\n{reply} Lima\n")
    assert [each[2:] for each in fields(found)] == [("Capital of France", ["Paris"]), ("Capital of Peru", ["Lima"])]


def test_questions_of_other_scripts() -> None:
    found = text("## 会议\n\n会议几点开始？\n上午十点\n\n谁批准休假？\n你的经理\n")
    assert [each[2:] for each in fields(found)] == [("会议几点开始？", ["上午十点"]), ("谁批准休假？", ["你的经理"])]
    found = text("السؤال,الجواب\nما هي عاصمة مصر؟,القاهرة\nما هي عاصمة فرنسا؟,باريس\n")
    assert [each.fields["answers"] for each in found.taken] == [["القاهرة"], ["باريس"]]


def test_a_glossary_of_questions() -> None:
    found = text("Who leads ops? - Ana\nWho leads sales? - Cem\nP1 - everything is down\n")
    assert fields(found) == [
        ("questions", "free-text", "Who leads ops?", ["Ana"]),
        ("questions", "free-text", "Who leads sales?", ["Cem"]),
        ("terms", "P1", "everything is down"),
    ]


def test_semicolons_separate_before_colons() -> None:
    found = text("SLA;Service level agreement: a promise to all\nSLO;Service level objective: what we aim at\n")
    assert fields(found)[0] == ("terms", "SLA", "Service level agreement: a promise to all")


def test_files_that_were_joined_say_their_headers_again() -> None:
    found = text(
        "\ufeffquestion,answer\nWhat's a P1?,All is down\n\ufeffquestion,answer\nWhat's a P2?,A part is down\n"
    )
    assert [each.fields["prompt"] for each in found.taken] == ["What's a P1?", "What's a P2?"]
    assert not found.left


def test_what_a_failed_formula_shows_is_not_taught() -> None:
    found = text("Question,Answer\nWho leads ops?,#NAME?\nWho leads sales?,#N/A\nWho leads IT?,Dora\n")
    assert [each.fields["answers"] for each in found.taken] == [["Dora"]]
    assert [each.position for each in found.left] == ["row 2", "row 3"]


@pytest.mark.parametrize(("true", "false"), [("Y", "N"), ("Yes", "No"), ("r", "f"), ("V", "F")])
def test_two_short_verdicts_on_statements(true: str, false: str) -> None:
    found = text(
        f"Statement,Right?\nYou share passwords,{false}\nYou lock your screen,{true}\nYou wear a badge,{true}\n"
    )
    assert [each.fields.get("answer") for each in found.taken] == [False, True, True]


def test_yes_and_no_to_questions_are_answers() -> None:
    found = text("Question,Answer\nShare passwords?,No\nLock your screen?,Yes\n")
    assert [each.fields["type"] for each in found.taken] == ["free-text", "free-text"]


@pytest.mark.parametrize(("yes", "no"), [("✅", "❌"), ("right", "wrong"), ("x", ""), ("Y", "N")])
def test_merged_cells_and_any_marks_of_right_and_wrong_answers(yes: str, no: str) -> None:
    found = text(
        f"Question,Answer,Correct\nWhich port is HTTPS?,80,{no}\n,443,{yes}\n,22,{no}\nAnd SSH?,22,{yes}\n,23,{no}\n"
    )
    assert right(found) == [["443"], ["22"]]


def test_json_with_an_object_on_each_line() -> None:
    lines = [
        {"question": "HTTPS?", "choices": ["80", "443"], "answer": 1},
        {"question": "SSH?", "choices": ["22", "23"], "answer": 0},
    ]
    assert right(text("\n".join(map(json.dumps, lines)))) == [["443"], ["22"]]


def test_rich_text_is_not_a_glossary() -> None:
    with pytest.raises(Unreadable, match="rich text"):
        text("{\\rtf1\\ansi Term: meaning\\\nOther: meaning}")


TABLE = 'Term,Meaning\nLevain,"Flour, water and wild yeast"\nPoolish,A wet pre-ferment\n'
LIST = json.dumps(
    [{"question": "What's a peel?", "answer": "A shovel"}, {"question": "And a lame?", "answer": "A blade"}]
)


@pytest.mark.parametrize(("top", "indent"), [("", ""), ("quiz:\n", "  ")])
def test_yaml_with_a_mapping_for_each_question(top: str, indent: str) -> None:
    entries = (
        "- question: What's a chai?\n  options:\n    - Tea\n    - Cup\n  answer: Tea",
        "- question: Is Oz far?\n  options: [no, a bit]\n  answer: no\n  explanation: 'Two: steps.'",
    )
    found = text(top + "".join(f"{indent}{line}\n" for each in entries for line in each.split("\n")))
    assert right(found) == [["Tea"], ["no"]]
    assert [each.position for each in found.taken] == ["entry 1", "entry 2"]
    cards = text(
        "cards:\n  - front: What's a pot?\n    back: It holds tea.\n  - front: What's a cup?\n    back: It's small.\n"
    )
    assert fields(cards)[0] == ("cards", "What's a pot?", "It holds tea.")


@pytest.mark.parametrize("fence", ["```", "~~~~"])
@pytest.mark.parametrize(
    ("above", "below"), [("", ""), ("Sure! Here's your file:\n\n", "\n\nWould you like ten more?\n")]
)
@pytest.mark.parametrize(
    ("kind", "data", "name"),
    [
        ("csv", TABLE, "table (CSV)"),
        ("json", f"{LIST}\n", "JSON"),
        ("markdown", "Q: A peel?\nA: A shovel\n", "Markdown"),
    ],
)
def test_data_in_a_fenced_block_is_read_as_if_it_were_alone(
    fence: str, above: str, below: str, kind: str, data: str, name: str
) -> None:
    found, alone = text(f"{above}{fence}{kind}\n{data}{fence}{below}"), text(data)
    assert (found.format, fields(found), found.left) == (name, fields(alone), ())


@pytest.mark.parametrize(
    "raw",
    [
        'Q: What does this hold?\n```json\n{"peel": 1}\n```\nA: A peel\n',
        'What does this hold?\n\n```json\n{"peel": 1}\n```\n\nA peel\n',
        "Two tables:\n```csv\nA,B\n1,2\n```\nand\n```csv\nC,D\n3,4\n```\n",
        "```python\nprint(1)\n```\n",
    ],
)
def test_a_block_that_is_asked_about_stays_in_its_text(raw: str) -> None:
    assert unwrapped(raw) == raw


def test_labels_above_a_question_and_its_options_are_removed() -> None:
    found = text(
        "Question: Which cup?\nOptions:\nA) Red\nB) Blue\nCorrect Answer: B\n\n"
        "1. Prompt: Who?\nA) I\nB) You\nAnswer: A\n"
    )
    assert [each.fields["prompt"] for each in found.taken] == ["Which cup?", "Who?"]
    assert right(found) == [["Blue"], ["I"]]


def test_a_bold_number_is_not_part_of_the_question() -> None:
    found = text(
        "**1. What's a levain?**\nFlour and water that were left to rise for days.\n\n"
        "**2) And a biga?**\nA stiff pre-ferment that bakers in Italy use.\n"
    )
    assert [each.fields["front"] for each in found.taken] == ["What's a levain?", "And a biga?"]


@pytest.mark.parametrize(
    "first",
    [
        "Sure! Here are 2 flashcards on tea:",
        "Sure! Here's a deck for your team ☕️",
        "Here's what you asked for. 😊",
        "Klar, hier sind sie:",
    ],
)
@pytest.mark.parametrize("last", ["Let me know if you'd like more!", "**Would you like me to make it harder?**"])
def test_what_a_chatbot_says_around_its_work_is_not_taught(first: str, last: str) -> None:
    found = text(f"{first}\n\n1. **Front:** What's tea?\n   **Back:** A leaf.\n\n---\n\n{last}\n")
    assert [(each.position, *each.fields.values()) for each in found.taken] == [("line 4", "What's tea?", "A leaf.")]
    assert not found.left


@pytest.mark.parametrize(
    ("number", "answer", "why", "judge", "false"),
    [
        ("Frage {}:", "**Richtige Antwort: b)**", "*Erklärung: {}*", "Richtig oder falsch?", "Falsch"),
        ("Question {} :", "✅ Bonne réponse : B", "💡 Explication : {}", "Vrai ou faux :", "Faux"),
        ("Pregunta {}.", "Respuesta correcta: b", "**Explicación:** {}", "Verdadero o falso:", "Falso"),
        ("Domanda {}.", "Risposta corretta: B", "Spiegazione: {}", "Vero o falso?", "Falso"),
        ("Pergunta {}:", "Resposta correta: b)", "Justificativa: {}", "Verdadeiro ou falso?", "Falso"),
        ("Vraag {}.", "Juiste antwoord: B", "Uitleg: {}", "Waar of niet waar?", "Onwaar"),
    ],
)
def test_quizzes_in_other_languages(number: str, answer: str, why: str, judge: str, false: str) -> None:
    asked = [f"**{number.format(place)} Tea {place}?**\na) Oz\nb) Ix\n\n{answer}\n" for place in (1, 2)]
    found = text(
        f"{asked[0]}{why.format('So.')}\n\n{asked[1]}\n**{number.format(3)} {judge} It's red.**\n"
        f"{answer.partition(':')[0]}: {false}\n"
    )
    assert right(ParsedFile("", found.taken[:2])) == [["Ix"], ["Ix"]]
    assert found.taken[0].fields["prompt"] == "Tea 1?"
    assert [each.get("why") for each in found.taken[0].fields["options"]] == [None, "So."]
    assert fields(found)[2:] == [("questions", "true-false", "It's red.", False)]
    assert not found.left


@pytest.mark.parametrize(("ask", "reply"), [("P:", "R:"), ("Q :", "R :"), ("D:", "R:"), ("**P1:**", "**R1:**")])
def test_initials_of_questions_and_answers_in_other_languages(ask: str, reply: str) -> None:
    found = text(f"{ask} Where's the pot?\n{reply} On the shelf.\n\n{ask} Who has tea?\n{reply} They all do.\n")
    assert [each[1:3] for each in fields(found)] == [
        ("Where's the pot?", "On the shelf."),
        ("Who has tea?", "They all do."),
    ]
    languages = text("C: an old language.\nD: a newer language.\nR: a language for figures.\n")
    assert [each.kind for each in languages.taken] == ["terms"] * 3


def test_a_question_with_its_options_and_answer_on_one_line() -> None:
    found = text("1. Which cup? a) Red b) Blue Answer: b\n2. Which pot? a) Old b) New c) Tin Réponse : a\n")
    assert right(found) == [["Blue"], ["Old"]]
    assert [each["text"] for each in found.taken[0].fields["options"]] == ["Red", "Blue"]


def test_the_kind_of_a_question_is_not_its_topic() -> None:
    found = text(
        "### **Question 1**\nWhich?\nA) Oz\nB) Ix ✅\n\n### **Question 2** (True/False)\nIt's red.\nAnswer: True\n"
    )
    assert [each.topic for each in found.taken] == ["", ""]


def test_a_first_line_that_teaches_something_stays() -> None:
    assert fields(text("Great Wall: it's in China.\n\nNile: it's in Africa.\n"))[0][1] == "Great Wall"


def test_bold_lines_that_count_cards_do_not_end_their_answers() -> None:
    found = text("**Flashcard 1**\nQ: What's tea?\nA: A leaf.\n\n**Flashcard 2**\nQ: What's old?\nA: The pot.\n")
    assert [each[2:] for each in fields(found)] == [("What's tea?", ["A leaf."]), ("What's old?", ["The pot."])]


BARE = {
    "in blocks": "Words\n\nAPI\nA way for tools to talk.\n\nCache\nRecent results,\nkept.\n\nMRR\nMoney each month.",
    "line by line": "API\nA way for tools to talk.\nCache\nRecent results, kept.\nMRR\nMoney each month.\n",
    "in paragraphs": "API\n\nA way for tools to talk.\n\nCache\n\nRecent results, kept.\n\nMRR\n\nMoney each month.",
}


@pytest.mark.parametrize("raw", BARE.values(), ids=BARE)
def test_a_glossary_without_marks(raw: str) -> None:
    found = text(raw)
    assert [each[1:] for each in fields(found)] == [
        ("API", "A way for tools to talk."),
        ("Cache", "Recent results, kept."),
        ("MRR", "Money each month."),
    ]
    assert not found.left


@pytest.mark.parametrize(
    "raw",
    [
        "Dear team,\n\nThe shop is closed today.\nWe open again on Monday.\n\nAna\n",
        "Milk\nEggs\nTea\nRice\nOil\nSalt\n",
        "There was a fox. It was old.\n\nOne day it met a bear, and they talked about honey.\n",
    ],
)
def test_letters_and_lists_are_not_glossaries(raw: str) -> None:
    with pytest.raises(Unreadable, match="no questions, cards or terms in this text"):
        text(raw)


@pytest.mark.parametrize("mark", ["：", "——"])
def test_a_glossary_in_chinese(mark: str) -> None:
    found = text(f"加班{mark}在正常工作时间以外工作。\n年假{mark}每年的带薪休假。\n绩效{mark}员工工作成果的评估。\n")
    assert [each[1] for each in fields(found)] == ["加班", "年假", "绩效"]
