"""Tables as team leads keep them and programs export them: neighbouring columns say what a column means."""

import io
from collections.abc import Sequence

import pytest
from openpyxl import Workbook

from bot.exchange.formats import read
from bot.exchange.model import ParsedFile
from bot.exchange.source import Unreadable


def sheet(*rows: Sequence[object]) -> ParsedFile:
    book = Workbook()
    for row in rows:
        book.active.append(list(row))  # type: ignore[union-attr]
    written = io.BytesIO()
    book.save(written)
    return read(written.getvalue())


def table(text: str) -> ParsedFile:
    return read(text.encode())


def right(found: ParsedFile) -> list[list[str]]:
    """Return the right answers of each question."""
    return [
        [each["text"] for each in item.fields["options"] if each.get("correct")]
        if "options" in item.fields
        else list(item.fields["answers"])
        for item in found.taken
    ]


def test_headers_in_two_rows_below_a_title_and_one_over_a_number_and_its_question() -> None:
    found = sheet(
        ["Onboarding quiz – Support"],
        ["Question", None, "Answers", None, None, "Right", None],
        [None, None, "A", "B", "C", None, "Notes (internal)"],
        ["TICKETS"],
        [1, "Where do tickets start?", "Inbox", "Board", "Mail", "B", "ask Ines"],
        [2, "Who closes a ticket?", "Agent", "Lead", "Customer", "A"],
    )
    assert list(found.columns.items())[:2] == [("column 1", ""), ("Question", "prompt")]
    assert list(found.columns.values())[2:] == ["option", "option", "option", "correct", ""]
    assert right(found) == [["Board"], ["Agent"]]
    assert [each.fields["prompt"] for each in found.taken] == ["Where do tickets start?", "Who closes a ticket?"]


@pytest.mark.parametrize(
    "header",
    [
        "Falsche Antwort",
        "Respuesta incorrecta",
        "Réponse fausse",
        "Risposta sbagliata",
        "Resposta errada",
        "Fout antwoord",
    ],
)
def test_wrong_answers_have_columns_of_their_own_in_other_languages(header: str) -> None:
    found = sheet(
        ["Question", "Correct", f"{header} 1", f"{header} 2"], ["Where's Bilbao?", "Spain", "Peru", "Chile"]
    )
    assert list(found.columns.values()) == ["prompt", "correct", "wrong", "wrong"]


def test_a_mark_beside_each_option_and_ticks_for_true_or_false() -> None:
    found = sheet(
        ["Question", "Option 1", "Correct?", "Option 2", "Correct?", "Option 3", "Correct?"],
        ["Which do customers sign?", "NDA", "x", "Menu", None, "Poster", None],
        ["Which are holidays?", "1 May", "✓", "2 May", "no", "25 Dec", "✓"],
    )
    assert right(found) == [["NDA"], ["1 May", "25 Dec"]]
    found = sheet(["Aussage", "Richtig", "Falsch"], ["Tee ist heiß.", "x"], ["Eis auch.", None, "X"], ["Und Reis?"])
    assert [each.fields["answer"] for each in found.taken] == [True, False]
    assert found.left[0].why == "doesn't say whether it's true; tick one of the two columns"


def test_rows_with_one_cell_are_headings_and_that_is_reported() -> None:
    head = ["Question", "A", "B", "Correct answer"]
    found = sheet(
        head, ["TRAVEL"], ["Which class?", "1st", "2nd", "2nd"], ["PAY"], ["Which day?", "Mon", "Fri", "Fri"]
    )
    assert [each.topic for each in found.taken] == ["TRAVEL", "PAY"]
    assert found.notes == ("2 rows with a single cell became topics.",)
    found = sheet(["Question", "Answer", "Source"], ["Where to?", "There"], ["Can I work abroad"], ["Who?", "Ana"])
    assert [each.why for each in found.left] == ["has nothing in the column “Answer”; fill it in"]


def test_a_question_with_a_row_for_each_of_its_answers() -> None:
    found = table("Question,Answer,Is Correct\nWho?,Ana,TRUE\nWho?,Ben,FALSE\nWhen?,Now,0\nWhen?,Later,1\n")
    assert [each.position for each in found.taken] == ["row 2", "row 4"]
    assert right(found) == [["Ana"], ["Later"]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Question|Choice1|Choice2|Ans\nDesks?|10|20|20\nLifts?|1|2|1\n", [["20"], ["1"]]),
        ("_id,title_text,option1_text,option2_text,correctAnswer_index\n7,Which is red?,A1,B1,0\n", [["A1"]]),
        ("questionname,questiontext,A,B,C,Answer 1,Answer 2\nQ1,Which?,x,y,z,A,C\n", [["x", "z"]]),
        ("Type;Title;Correct;Choice;Choice\nMCQ;Which floor is HR on?;2;1st;2nd\n", [["2nd"]]),
        ("Question,Option A,Option B\nBusy?,*Red,Green\nFree?,Red,Green (correct)\n", [["Red"], ["Green"]]),
        ('Question,A,B,C,Answer\nWhich two?,Bulbs,Paper,Cans,"Bulbs, Cans"\n', [["Bulbs", "Cans"]]),
        ("Question,Correct answer,Wrong answers\nVPN?,WireGuard,OpenVPN; Cisco\n", [["WireGuard"]]),
        ('Question,Options\nWhich?,"[{""text"":""a""},{""text"":""b"",""isCorrect"":true}]"\n', [["b"]]),
        ("Question Text,Answer 1,Answer 2,Correct Answer(s)\nThe extension?,100,x100,typing\n", [["100", "x100"]]),
        ("Question,Type,Option 1,Option 2,Correct\nIt's ___,Fill-in-the-Blank,Oak,An oak,\n", [["Oak", "An oak"]]),
        ("Frage;Vrai/Faux;Réponse\nOù ?;;Ici\n", [["Ici"]]),
    ],
)  # fmt: skip
def test_the_right_answer_is_found_however_a_program_marks_it(text: str, expected: list[list[str]]) -> None:
    assert right(table(text)) == expected


def test_an_explanation_of_each_option_and_one_for_all() -> None:
    head = "Question,Option 1,Explanation 1,Option 2,Explanation 2,Correct Answers,Overall Explanation,Domain"
    (item,) = table(f"{head}\nWhich locks?,Win+L,Yes,Win+D,Shows the desktop,1,Lock it always,Security\n").taken
    assert [each["why"] for each in item.fields["options"]] == ["Yes. Lock it always", "Shows the desktop"]
    assert item.topic == "Security"


def test_what_an_abbreviation_stands_for_is_an_alias() -> None:
    (item,) = table("Acronym,Stands for,What it means,Owner\nRFC,Request for comments,A draft for all,Ana\n").taken
    assert item.fields == {"term": "RFC", "definition": "A draft for all", "aliases": ["Request for comments"]}
    assert (
        table("Acronym,Stands for\nRFC,Request for comments\n").taken[0].fields["definition"]
        == "Request for comments"
    )


def test_polls_and_the_explanations_of_templates_are_not_questions() -> None:
    head = "Question Text,Question Type,Option 1,Option 2,Correct Answer\n"
    found = table(
        f"{head}Text of the question (required),Type,Text for option 1,,The correct option\nA day?,Poll,Mon,Tue,\n"
    )
    assert [(each.position, each.why) for each in found.left] == [
        ("row 3", "is a poll, in which nothing is right or wrong")
    ]


@pytest.mark.parametrize(
    "head", ["Timestamp,Email Address,Which bin?", "ID,Start time,Completion time,Name,Which bin?"]
)
def test_responses_to_a_form_are_left_alone(head: str) -> None:
    with pytest.raises(Unreadable, match="holds what people answered in a form"):
        table(f"{head}\n1,ana@example.org,Green,,\n2,ben@example.org,Blue,,\n")


@pytest.mark.parametrize(
    "rows",
    [
        ["Who cooks?,Ana,Ben,Cleo,Ana", "Who bakes?,Ana,Ben,Dan,Ben", "Who eats?,Eve,Ben,Dan,Eve"],
        ["Who cooks?,Ana,Ana,Ben,Cleo", "Who bakes?,Ben,Ana,Ben,Dan", "Who eats?,Eve,Eve,Ben,Dan"],
        ["Ana,Who cooks?,Ana,Ben,Cleo", "Ben,Who bakes?,Ana,Ben,Dan", "Eve,Who eats?,Eve,Ben,Dan"],
        [
            "1,Who cooks?,Ana,Ben,Cleo,Ana,Easy",
            "2,Who bakes?,Ana,Ben,Dan,Ben,Hard",
            "3,Who eats?,Eve,Ben,Dan,Eve,Easy",
        ],
    ],
    ids=["behind the options", "before them", "first of all", "with a number and a level"],
)
def test_the_right_answer_is_found_without_any_headers(rows: list[str]) -> None:
    found = table("\n".join(rows))
    assert right(found) == [["Ana"], ["Ben"], ["Eve"]]
    assert {len(item.fields["options"]) for item in found.taken} == {3}
    assert {option.get("why") for item in found.taken for option in item.fields["options"]} == {None}
    assert [item.fields.get("level") for item in found.taken] in ([None] * 3, [1, 3, 1])


def test_statements_without_headers_are_true_or_false() -> None:
    found = table("Tea is hot.,TRUE\nIce is hot.,FALSE\nSoup is cold.,FALSE\n")
    assert [item.fields["answer"] for item in found.taken] == [True, False, False]


def test_no_option_is_taken_for_the_right_one_unless_something_says_so() -> None:
    rows = ["Who cooks?,Ana,Ben,Cleo", "Who bakes?,Dan,Ben,Ana", "Who eats?,Eve,Ben,Dan"]
    found = table("\n".join(rows))
    assert not found.taken
    assert {each.why for each in found.left} == {"doesn't say which option is right; mark one"}
    assert right(table("\n".join(rows).replace("Ben", "*Ben"))) == [["Ben"]] * 3


def test_other_sheets_are_left_out_if_their_headers_say_nothing_known() -> None:
    book = Workbook()
    pivot = book.active
    assert pivot is not None
    pivot.title = "Pivot"
    for row in (["Row Labels", "Count of Question"], ["Tea", 3], ["Grand Total", 3]):
        pivot.append(row)
    asked = book.create_sheet("Quiz")
    for row in (["Question", "A", "B", "Correct"], ["Who bakes?", "Ana", "Ben", "B"]):
        asked.append(row)
    written = io.BytesIO()
    book.save(written)
    found = read(written.getvalue())
    assert right(found) == [["Ben"]]
    assert [(each.position, each.why) for each in found.left] == [("sheet Pivot", "its columns say nothing I know")]


def test_votes_are_left_alone() -> None:
    with pytest.raises(Unreadable, match="holds what people answered"):
        sheet(["Question 1", "Who bakes?"], ["Choices", "Votes"], ["Ana", 3], ["Ben", 12])


def test_two_languages_are_recognised_beside_other_columns() -> None:
    found = table("English,German,Example\ntea,der Tee,Ich trinke Tee.\nice,das Eis,Eis ist kalt.\n")
    assert [each.fields["front"] for each in found.taken] == ["tea", "ice"]


@pytest.mark.parametrize(
    "text",
    [
        "Français,Genre,Anglais\nchat,m,cat\nloup,m,wolf\n",
        "Unidad,Español,Plural,Inglés\n1,gato,gatos,cat\n1,lobo,lobos,wolf\n",
        "Deutsch;Englisch;Wortart\ndie Katze;cat;Nomen\nder Wolf;wolf;Nomen\n",
        "Katze\tcat\tf\nWolf\twolf\tm\nMaus\tmouse\tf\nHund\tdog\tm\n",
    ],
)
def test_vocabulary_beside_what_grammars_say(text: str) -> None:
    found = table(text)
    assert [each.kind for each in found.taken][:2] == ["cards", "cards"]
    assert [each.fields["back"] for each in found.taken][:2] == ["cat", "wolf"]
    assert {each.topic for each in found.taken} <= {"", "Unidad 1"}


def test_articles_with_a_column_of_their_own_stand_before_their_nouns() -> None:
    found = table("Artikel,Nomen,Englisch\ndie,Katze,cat\nder,Wolf,wolf\n,Eltern,parents\n")
    assert [each.fields["front"] for each in found.taken] == ["die Katze", "der Wolf", "Eltern"]
    assert "Articles have a column of their own, so I put them before their nouns." in found.notes
    assert [each.fields["front"] for each in table("l',arbre,tree\nle,chat,cat\nla,mer,sea\n").taken] == [
        "l'arbre",
        "le chat",
        "la mer",
    ]
    found = table("Question,A,B,Correct,Note\nWho?,Ana,Ben,a,x1\nWhose?,Ana,Ben,a,x2\n")
    assert right(found) == [["Ana"], ["Ana"]]


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("Day,Task,Owner,Done?\n1,Get a badge,IT,no\n1,Sign it,HR,no\n2,Meet Ana,Lead,no\n", ("Get a badge", "IT")),
        ("Name,Department,Phone\nAna,HR,12\nBen,IT,34\n", ("Ana", "HR")),
        ("SKU;Product;Price;Description\nA1;Vest;9,90;Small\nA2;Coat;99,00;Warm\n", ("Vest", "Small")),
        ("Article no.,Product name,Price,Care\nA1,Vest,9,Wash it\nA2,Coat,99,Brush it\n", ("Vest", "Wash it")),
        ("Situation,What to do,Who to call\nFire,Leave,112\nLoss,Block it,IT\n", ("Fire", "Leave")),
    ],
)
def test_lists_that_teams_keep_are_not_questions_with_options(text: str, sides: tuple[str, str]) -> None:
    found = table(text)
    assert tuple(found.taken[0].fields.values()) == sides
    assert len(found.taken) == text.count("\n") - 1


def test_numbers_of_rows_do_not_say_what_is_right() -> None:
    found = table("1,Who cooks?,Ana,Ben,Cleo\n2,Who bakes?,Dan,Ben,Ana\n3,Who eats?,Eve,Ben,Dan\n")
    assert not found.taken
    assert {each.why for each in found.left} == {"doesn't say which option is right; mark one"}


def test_sheets_of_languages_are_taken_beside_one_of_questions() -> None:
    made = Workbook()
    words, asked = made.active, made.create_sheet("Quiz")
    assert words is not None
    for row in (["Deutsch", "English"], ["die Katze", "cat"]):
        words.append(row)
    for row in (["Question", "A", "B", "Correct"], ["Who bakes?", "Ana", "Ben", "B"]):
        asked.append(row)
    written = io.BytesIO()
    made.save(written)
    assert [each.kind for each in read(written.getvalue()).taken] == ["cards", "questions"]


def test_what_a_card_cannot_hold_is_mentioned() -> None:
    found = table("Front,Back,Example\nKatze,cat,Die Katze schläft.\nWolf,wolf,\n")
    assert "1 card lost an example or explanation, because cards only have two sides." in found.notes


def test_tables_beside_and_below_each_other_are_all_read() -> None:
    found = table("Term,Definition,,Term,Definition\nPTO,Time off,,NDA,A promise\nSLA,A deal,,,\n")
    assert [each.fields["term"] for each in found.taken] == ["PTO", "SLA", "NDA"]
    found = table("Deutsch;English;Deutsch;English\nKatze;cat;Wolf;wolf\n")
    assert [each.fields["front"] for each in found.taken] == ["Katze", "Wolf"]
    found = table(
        "Term,Definition\nPTO,Time off\n,\nQuiz,\nQuestion,Answer\nWho bakes?,Ana\nQuestion,Answer\nWho?,Ben\n"
    )
    assert [(each.position, each.kind) for each in found.taken] == [
        ("row 2", "terms"),
        ("row 6", "questions"),
        ("row 8", "questions"),
    ]
    assert not found.left
    assert len(table("Frage;question\nAntwort;answer\nWort;word\nBedeutung;meaning\n").taken) >= 3


def test_the_kind_of_a_question_says_what_t_means() -> None:
    found = table("Question type,Question,A,B,Correct\nMC,Who bakes?,Ana,Ben,A\nTF,Tea is hot,,,T\nSA,Symbol?,,,T\n")
    assert [each.fields["type"] for each in found.taken] == ["choice", "true-false", "free-text"]


@pytest.mark.parametrize(
    "text",
    [
        "Dish,Ingredients,Price\nSoup,Water,3\nPie,Flour,4.50\n",
        "Country,Capital\nFrance,Paris\nItaly,Rome\n",
        "Shortcut,What it does\nCtrl+C,Copies\nCtrl+V,Pastes\n",
        "Mineralo,Duro\nkvarco,malmola\ntalko,mola\ngipso,mola\n",
        "Słowo,Znaczenie\nkot,cat\npies,dog\n",
        "単語,意味\n犬,dog\n猫,cat\n",
        "Soru,Cevap\nBaşkent?,Ankara\nRenk?,Mavi\n",
    ],
)
def test_headers_are_told_from_contents(text: str) -> None:
    found = table(text)
    assert len(found.taken) == text.count("\n") - 1
    assert found.taken[0].position == "row 2"


def test_true_and_false_as_headers_and_one_column_of_options() -> None:
    found = table("Statement,True,False\nTea is hot,x,\nIce is hot,,x\n")
    assert [each.fields["answer"] for each in found.taken] == [True, False]
    found = table("Question,Option,Correct\nWho?,Ana,TRUE\nWho?,Ben,FALSE\nWhose?,Ana,FALSE\nWhose?,Ben,TRUE\n")
    assert right(found) == [["Ana"], ["Ben"]]


def test_numbers_in_the_column_of_topics_get_its_name() -> None:
    found = table("Unit,Term,Definition\n1,PTO,Time off\n,NDA,A promise\n2nd,SLA,A deal\n")
    assert [each.topic for each in found.taken] == ["Unit 1", "Unit 1", "2nd"]
