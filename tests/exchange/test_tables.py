"""Tables with any headers, or none, become cards, terms and questions."""

import pytest

from bot.exchange.formats import read
from bot.exchange.model import ParsedFile
from bot.exchange.source import Unreadable


def table(text: str, encoding: str = "utf-8", **columns: str) -> ParsedFile:
    return read(text.encode(encoding), columns)


def kinds(found: ParsedFile) -> list[str]:
    return [each.kind for each in found.taken]


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_any_mark_and_encoding(mark: str, encoding: str) -> None:
    text = f'Rückseite{mark}Vorderseite{mark}Thema\r\nEin Käse{mark}Was?{mark}Essen\r\n"a{mark}b"{mark}Wo?{mark}\r\n'
    found = table(text, encoding)
    assert [dict(each.fields) for each in found.taken] == [
        {"front": "Was?", "back": "Ein Käse"},
        {"front": "Wo?", "back": f"a{mark}b"},
    ]
    assert [each.topic for each in found.taken] == ["Essen", "Essen"]
    assert found.columns == {"Rückseite": "back", "Vorderseite": "front", "Thema": "topic"}


@pytest.mark.parametrize("right", ["B", "b)", "2", "Rome", "option b", "Answer 2"])
def test_the_right_option_by_letter_number_or_text(right: str) -> None:
    found = table(f"Correct,Question,A,B,C,Explanation\n{right},Capital of Italy?,Paris,Rome,Bern,Since 1871\n")
    (question,) = found.taken
    assert question.fields["options"] == [
        {"text": "Paris"},
        {"text": "Rome", "correct": True, "why": "Since 1871"},
        {"text": "Bern"},
    ]


def test_several_right_options_and_numbers_that_are_options_themselves() -> None:
    found = table('Question,Answer 1,Answer 2,Answer 3,Correct\nPick,x,y,z,"1,3"\nTwo?,3,2,5,2\nThree?,3,2,5,1\n')
    assert [each.fields["type"] for each in found.taken] == ["several", "choice", "choice"]
    right = [[each["text"] for each in item.fields["options"] if each.get("correct")] for item in found.taken]
    assert right == [["x", "z"], ["2"], ["3"]]


def test_kahoots_own_template() -> None:
    head = "Question - max 120 characters,Answer 1 - max 75 characters,Answer 2 - max 75 characters,"
    text = (
        "Quiz template,,,\nAdd questions below,,,\n\n,"
        f"{head}Time limit (sec) – 5,Correct answer(s) - choose at least one\n"
        '1,Hot?,yes,no,20,1\n2,Cold?,yes,no,20,"1,2"\n'
    )
    found = table(text)
    assert [each.fields["prompt"] for each in found.taken] == ["Hot?"]
    assert [(each.position, each.why) for each in found.left] == [("row 6", "has no wrong option; add one")]


def test_wrong_answers_by_column_and_true_or_false() -> None:
    found = table("question,correct_answer,incorrect_answer_1,incorrect_answer_2\nHot?,Tea,Ice,\nWet?,True,False,\n")
    assert found.taken[0].fields["options"] == [{"text": "Tea", "correct": True}, {"text": "Ice"}]
    assert found.taken[1].fields == {"type": "true-false", "statement": "Wet?", "answer": True}


def test_a_question_with_a_short_answer_is_typed_and_one_with_a_long_answer_is_a_card() -> None:
    found = table("Question,Answer\nCapital?,Paris;Lutetia\nWhy?,Because it has been so for a very long time\n")
    assert kinds(found) == ["questions", "cards"]
    assert found.taken[0].fields["answers"] == ["Paris", "Lutetia"]


def test_columns_without_headers_are_guessed_and_shown() -> None:
    cards = table("Hund,dog\nKatze,cat\n")
    assert (kinds(cards), list(cards.columns.values())) == (["cards", "cards"], ["front", "back"])
    terms = table("API\tA way in which programs talk to one another\nKPI\tA number that says how well it goes\n")
    assert kinds(terms) == ["terms", "terms"]
    asked = table(
        "".join(f"Geo,What is number {n}?,one {n},two {n},three {n},{'ABC'[n % 3]},it is\n" for n in range(6))
    )
    assert (
        list(asked.columns.values()) == ["topic", "prompt", "option", "option", "option", "correct", "topic"]
        or kinds(asked) == ["questions"] * 6
    )
    assert "guessed" in " ".join(cards.notes)


def test_unknown_headers_are_recognised_and_can_be_assigned() -> None:
    text = "Jargon here,In plain words,Who asked\n" + "".join(
        f"T{n},What this means in many words,Ana\n" for n in range(5)
    )
    assert table(text).taken[0].position == "row 2"
    found = table(text, **{"in plain WORDS": "front", "Jargon here": "back", "Who asked": ""})
    assert dict(found.taken[0].fields) == {"front": "What this means in many words", "back": "T0"}
    with pytest.raises(Unreadable, match="There's no column “Nope”"):
        table(text, Nope="front")
    with pytest.raises(Unreadable, match="can't be read as “side”"):
        table(text, **{"Who asked": "side"})


@pytest.mark.parametrize(
    ("headers", "fields"),
    [
        ("German,English", ["front", "back"]),
        ("Deutsch,Latein", ["front", "back"]),
        ("Q,A", ["prompt", "answer"]),
        ("Stichwort,Erläuterung", ["term", "definition"]),
        ("Frage,So ist es", ["prompt", "answer"]),
        ("¿Verdadero o falso?,Respuesta", ["prompt", "answer"]),
        ("Wahr oder falsch?,Antwort", ["prompt", "answer"]),
        ("Afirmación,Verdadero o falso", ["prompt", "answer"]),
        ("Anything,Bedeutung", ["term", "definition"]),
    ],
)
def test_headers_of_a_small_table_are_not_a_card(headers: str, fields: list[str]) -> None:
    found = table(f"{headers}\nHund,ein Tier\n")
    assert (list(found.columns.values()), len(found.taken), found.taken[0].position) == (fields, 1, "row 2")


@pytest.mark.parametrize("first", ["Hund,dog", "notion,concept", "Deutsch,German"])
def test_a_first_row_with_contents_is_not_a_header(first: str) -> None:
    assert len(table(f"{first}\nEnglisch,English\n").taken) == 2


def test_every_row_that_is_not_taken_is_reported() -> None:
    found = table("Front,Back\na,\n,b\n\nc,d\n")
    assert [(each.position, each.why) for each in found.left] == [
        ("row 2", "has nothing in the column “Back”; fill it in"),
        ("row 3", "has nothing in the column “Front”; fill it in"),
    ]
    assert found.taken[0].position == "row 5"


def test_quotes_that_never_close_and_cells_that_guard_against_formulas() -> None:
    found = table('Front,Back\n"a,b\n' + "".join(f"c{n},d\n" for n in range(99)))
    assert len(found.taken) == 100
    assert table("Front,Back\n'=1+1,'-2\n").taken[0].fields == {"front": "=1+1", "back": "-2"}


@pytest.mark.parametrize("raw", [b"", b"  \n", b"\x00\x01\x02\x03" * 50, b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"])
def test_a_file_that_is_not_a_table_is_refused_in_a_sentence(raw: bytes) -> None:
    with pytest.raises(Unreadable, match=r"^[A-Z].*\.$"):
        read(raw)


@pytest.mark.parametrize(
    ("options", "mark", "right"),
    [
        ("I. M. Pei,A. Gaudi,C. Wren", "A. Gaudi", ["A. Gaudi"]),
        ("X-frame,A-frame,B-frame", "A-frame", ["A-frame"]),
        ("Dickens,Tolstoy,Austen", "B. Brecht", []),
        ("Dickens,Tolstoy,Austen", "B. Tolstoy", ["Tolstoy"]),
        ("Dickens,Tolstoy,Austen", "AC", ["Dickens", "Austen"]),
    ],
)
def test_a_name_with_an_initial_is_not_an_option_letter(options: str, mark: str, right: list[str]) -> None:
    found = table(f"Question,A,B,C,Correct\nWho?,{options},{mark}\n")
    options_of = [option for each in found.taken for option in each.fields["options"]]
    assert [each["text"] for each in options_of if each.get("correct")] == right
    assert len(found.left) == (not right)


def test_an_answer_such_as_f_or_true_may_be_a_word() -> None:
    rows = ["The symbol of fluorine,F", "Of nitrogen,N", "Which one is the opposite of False?,True", "Is it?,True"]
    found = table("\n".join(["Question,Answer", *rows]))
    assert [each.fields["type"] for each in found.taken] == ["free-text", "free-text", "free-text", "true-false"]
    found = table("Statement,Answer\nTea is a leaf,T\nIt's a bean,F\n")
    assert [each.fields["answer"] for each in found.taken] == [True, False]


def test_rows_without_options_and_headers_in_camel_case() -> None:
    found = table("questionText,optionA,optionB,correctIndex\nOne?,a,b,0\nIt's so,,,true\nTwo?,c,d,1\nThree?,,,1\n")
    assert [each.fields["type"] for each in found.taken] == ["choice", "true-false", "choice"]
    assert [each["text"] for each in found.taken[0].fields["options"] if each.get("correct")] == ["a"]
    assert [each.position for each in found.left] == ["row 5"]


def test_braces_in_cells_are_not_gift() -> None:
    assert table("Front,Back\n=Tea {Z x,a\nTea {} x,b\n").format == "table (CSV)"


@pytest.mark.parametrize("mark", ["B", "Seville, Spain"])
@pytest.mark.parametrize(
    "options", ["['Bern', 'Seville, Spain']", "A) Bern\nB) Seville, Spain", "Bern|Seville, Spain"]
)
def test_options_in_one_cell_as_programs_write_them(options: str, mark: str) -> None:
    (question,) = table(f'Question,Options,Correct\nWhere?,"{options}","{mark}"\n').taken
    assert question.fields["options"] == [{"text": "Bern"}, {"text": "Seville, Spain", "correct": True}]


def test_html_in_cells_is_read_as_text_and_reported() -> None:
    rows = ["R&amp;D?<br>What's that?,<b>Research</b> &amp; development", "Which tag breaks a line?,<br>", "a<b,AT&T"]
    found = table("\n".join(["Front,Back", *rows, 'Look,<img src="a.png">a <i>cup</i>']))
    assert [tuple(each.fields.values()) for each in found.taken] == [
        ("R&D?\nWhat's that?", "Research & development"),
        ("Which tag breaks a line?", "<br>"),
        ("a<b", "AT&T"),
        ("Look", "a cup"),
    ]
    assert [each.changed for each in found.taken] == [
        ("HTML read as text",), (), (), ("HTML read as text", "its pictures left out"),
    ]  # fmt: skip


def test_quizizz() -> None:
    found = table(
        "Question Text,Question Type,Option 1,Option 2,Option 3,Correct Answer,Time in seconds,Image Link,"
        "Answer explanation\nCapital of Italy?,Multiple Choice,Rome,Bern,,1,30,,Since 1871\n"
        'Which are prime?,Checkbox,2,4,5,"1,3",30,,\nThe largest planet is ___,Fill-in-the-Blank,Jupiter,,,1,20,,\n'
    )
    assert [each.fields["type"] for each in found.taken] == ["choice", "several", "free-text"]
    assert found.taken[0].fields["options"][0] == {"text": "Rome", "correct": True, "why": "Since 1871"}
    assert [each["text"] for each in found.taken[1].fields["options"] if each.get("correct")] == ["2", "5"]
    assert found.taken[2].fields["answers"] == ["Jupiter"]


def test_commas_within_texts_do_not_cut_them_off() -> None:
    found = table("Term,Definition\nPTO,Paid time off, or leave, \nSLA,A promise\nVAT,19,5 percent, mostly\n")
    assert [each.fields["definition"] for each in found.taken] == [
        "Paid time off, or leave",
        "A promise",
        "19,5 percent, mostly",
    ]
    assert "2 rows had “,” within a text, so I joined the last cells." in found.notes
    found = table("Term\tDefinition\nPTO\tPaid\ttime off\nSLA\tA promise\nVAT\tA tax\n")
    assert "1 row had a tab within a text, so I joined the last cells." in found.notes
    found = table("PTO,Paid time off, or leave\nSLA,A promise\nNDA,You don't tell\n")
    assert [each.fields["back"] for each in found.taken] == ["Paid time off, or leave", "A promise", "You don't tell"]
    assert table("Term,Definition\nPTO,Time off,Ana\nSLA,A promise,Ben\n").taken[0].fields["definition"] == "Time off"


def test_a_row_with_too_many_cells_is_left_out_if_nobody_knows_where_they_belong() -> None:
    found = table("Question,A,B,Correct\nWho, me?,Ana,Ben,A\nWho bakes?,Ana,Ben,B\nWho eats?,Ana,Ben,B,,\n")
    assert [each.position for each in found.taken] == ["row 3", "row 4"]
    assert [(each.position, each.why) for each in found.left] == [
        ("row 2", "has more cells than there are headers; put quotes around a text with “,”")
    ]


def test_curly_quotes_around_cells_count_as_quotes() -> None:
    found = table("Question,Answer\n“What’s PTO?”,“Paid time off, or leave”\n“Who’s Ana?”,“A baker”\n")
    assert [each.fields["answers"] for each in found.taken] == [["Paid time off, or leave"], ["A baker"]]
    assert found.taken[1].fields["prompt"] == "Who’s Ana?"
    found = table("Term,Definition\nAgile,“Fast” or “supple”\nLean,“Little, but enough”\nBig,“Fat”\n")
    assert [each.fields["definition"] for each in found.taken] == [
        "“Fast” or “supple”",
        "Little, but enough",
        "“Fat”",
    ]


@pytest.mark.parametrize(
    ("encoding", "name", "rows"),
    [
        ("cp1252", "Windows-1252", "Kündigungsfrist,Frist bis zum Ende\nÜberstunden,Mehr als “vereinbart” – und §5"),
        ("cp1252", "Windows-1252", "forêt,l’arbre\nœuvre,création\nété,saison à l’été\nnaïveté,qualité"),
        ("cp1252", "Windows-1252", "ação,coração\nmañana,¿qué?\nsmørrebrød,Rødgrød\nprice,5 € or £4"),
        ("cp1252", "Windows-1252", "Price,5 €\nHeat,75 °C\nQuote,“so”\nRange,1–2\nMark,Acme® and Acme™"),
        ("cp1252", "Windows-1252", "Heat,75 °C"),
        ("cp1252", "Windows-1252", "Price,5 €"),
        ("cp1252", "Windows-1252", "Half,½\nSquare,x²"),
        ("cp1252", "Windows-1252", "Was,ist’s\nWho,à la carte\nÎle,Ísland\nÁrbol,ÁRBOL\nMÜLLER,GRÖSSE"),
        ("mac_roman", "Mac Roman", "Kündigungsfrist,Frist\nÜberstunden,größer\ncafé,crème"),
        ("cp1250", "Windows-1250", "żółw,turtle\ngęś,goose\nźrebię,foal\nłódź,boat"),
        ("cp1251", "Windows-1251", "яблоко,apple\nгруша,pear\nВишня,cherry"),
        ("cp1253", "Windows-1253", "μήλο,apple\nαχλάδι,pear"),
        ("cp1254", "Windows-1254", "ağaç,tree\nışık,light\nşişe,bottle\nyağmur,rain"),
        ("cp932", "Shift JIS", "りんご,apple\n桜,cherry\nカタカナ,script"),
        ("gb18030", "GB 18030", "苹果,apple\n梨,pear\n樱桃,cherry"),
    ],
)
def test_encodings_of_other_countries(encoding: str, name: str, rows: str) -> None:
    found = table(f"Front,Back\n{rows}\n", encoding)
    assert [",".join(each.fields.values()) for each in found.taken] == rows.split("\n")
    assert f"The file isn't UTF-8, so I read it as {name}; if letters look wrong, save it as UTF-8." in found.notes


def test_empty_columns_at_the_right_are_left_out_however_many() -> None:
    found = table(f"Term,Meaning{',' * 2_000}\nyeast,It makes dough rise.\n{',' * 3_000}\nflour,Ground grain.\n")
    assert [each.fields["term"] for each in found.taken] == ["yeast", "flour"]
    assert found.columns == {"Term": "term", "Meaning": "definition"}


def test_a_table_with_too_many_columns_is_refused() -> None:
    with pytest.raises(Unreadable, match="There are more than 1,000 columns in this table; keep only those"):
        table(f"Term,Meaning\nyeast,It makes dough rise.\nflour{',x' * 2_000}\nsalt,A mineral.\n")


def test_who_edited_a_row_last_is_no_topic_and_a_header_that_is_known_is_not_denied() -> None:
    found = read(
        b"Name,Tags,Definition,Last edited by\nOKR,Plan,A goal and how we know.,Ana\nRetro,Work,How we work.,Ana\n"
        b"Sprint,Work,Two weeks of work.,Ben\nWIP,Work,Tasks in progress.,Ben\n"
    )
    assert {each.topic for each in found.taken} == {""}
    assert "I don't know all the headers, so I guessed the other columns from what's in them." in found.notes


def test_numbers_that_are_the_texts_of_options_are_not_their_places() -> None:
    found = read(
        b"Question,A,B,C,D,Correct\nWhat's 2+2?,3,4,5,6,4\n"
        b"Which are primes?,2,4,5,9,2;5\nWhich are even?,2,4,5,9,2;4\n"
    )
    options = [each.fields["options"] for each in found.taken]
    assert [[each["text"] for each in item if each.get("correct")] for item in options] == [
        ["4"],
        ["2", "5"],
        ["2", "4"],
    ]
