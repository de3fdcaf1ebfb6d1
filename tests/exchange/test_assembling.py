"""What was found in a file becomes a valid pack with stable ids, and a report."""

import pytest

from bot.exchange.assembling import REST, assembled
from bot.exchange.import_summary import lines
from bot.exchange.model import Imported, ImportedItem, ParsedFile


def card(number: int, front: str, back: str = "yes", key: str = "", topic: str = "") -> ImportedItem:
    return ImportedItem(f"row {number}", "cards", {"front": front, "back": back}, key, topic)


def made(*taken: ImportedItem) -> Imported:
    return assembled(ParsedFile("table", taken), "Tea")


def ids(*taken: ImportedItem) -> list[str]:
    return [each.id for each in made(*taken).placed]


def test_ids_follow_what_is_asked_and_not_its_place_or_answer() -> None:
    first, second = card(1, "How hot?", "75 °C"), card(2, "How long?")
    before = ids(first, second)
    assert ids(card(7, "New"), card(8, "How long?", "4 minutes"), card(9, "How hot?", "80 °C"))[1:] == before[::-1]
    assert len({each.casefold() for each in before}) == 2


def test_a_key_keeps_an_item_the_same_whatever_it_says() -> None:
    assert ids(card(1, "How hot?", key="H7s(#d")) == ids(card(1, "How hot is it?", key="H7s(#d"))
    assert ids(card(1, "a", key="aB1")) != ids(card(1, "a", key="Ab1")), "case tells keys apart, but not ids"


def test_duplicates_are_reported_and_items_that_only_ask_the_same_are_taken() -> None:
    imported = made(
        card(1, "How hot?"),
        card(2, "How hot?"),
        card(3, "How hot?", "75 °C"),
        card(4, "x", key="k"),
        card(5, "y", key="k"),
    )
    assert [each.taken.position for each in imported.placed] == ["row 1", "row 3", "row 4"]
    assert [(each.position, each.why) for each in imported.left] == [
        ("row 2", "says the same as row 1"),
        ("row 5", "has the key of row 4, “k”; give one of the two another key"),
    ]


def test_items_that_are_too_long_are_left_out_and_hints_and_definitions_are_shortened() -> None:
    question = {"type": "free-text", "prompt": "Why?", "answers": ["so"], "hint": "word " * 100}
    imported = made(
        card(1, "a", "b" * 1001),
        ImportedItem("row 2", "questions", question),
        ImportedItem("row 3", "cards", {"front": "c"}),
        ImportedItem("row 4", "terms", {"term": "d", "definition": "It helps. " * 101}),
        card(5, "e", "It fits.\n\n" * 101),
    )
    assert [(each.position, each.why) for each in imported.left] == [
        ("row 1", "its definition has 1,001 characters; shorten it to at most 1,000"),
        ("row 3", "has no back; add one"),
    ]
    assert imported.placed[0].taken.changed == ("hint shortened to 300 characters",)
    assert len(imported.pack.questions[0].hint or "") <= 300
    assert imported.placed[1].taken.changed == ("the definition has 1,009 characters: its first 999 kept",)
    assert [len(each.definition) for each in imported.pack.terms] == [999, 998]


SITUATION = "Ana's team keeps 40 kinds of tea. " * 12


def scenario(number: int, prompt: str, answer: str = "hot", key: str = "") -> ImportedItem:
    fields = {"type": "free-text", "prompt": prompt, "answers": [answer]}
    return ImportedItem(f"row {number}", "questions", fields, key)


@pytest.mark.parametrize(
    ("prompt", "asked"),
    [
        (f"{SITUATION}\n\nHow hot should it be?", "How hot should it be?"),
        (f"{SITUATION}How hot? (Use Celsius.)", "How hot? (Use Celsius.)"),
        (f"{SITUATION}Say how hot it is.", "Say how hot it is."),
        (f"{SITUATION}¿Quién lo bebe?", "¿Quién lo bebe?"),
        (f"How hot? (Use Celsius.)\n\n{SITUATION}", "How hot? (Use Celsius.)"),
        (f"Is it hot? Why? {SITUATION}", "Is it hot? Why?"),
    ],
)
def test_a_question_that_is_too_long_keeps_its_situation_as_a_case(prompt: str, asked: str) -> None:
    pack = made(scenario(1, prompt), scenario(2, SITUATION + "Who drinks it?", "Ana"), card(3, prompt)).pack
    (case,) = pack.cases
    assert case.text == SITUATION.strip()
    assert [(each.case, each.prompt) for each in pack.questions if each.type == "free-text"] == [
        (case.id, asked),
        (case.id, "Who drinks it?"),
    ]
    assert [(each.case, each.front) for each in pack.cards] == [(case.id, asked)]


def test_a_question_amid_a_long_situation_is_told_apart() -> None:
    pack = made(card(1, f"{SITUATION}How hot? {SITUATION}")).pack
    told = SITUATION.strip()
    assert (pack.cards[0].front, pack.cases[0].text) == ("How hot?", f"{told}\n\n{told}")


@pytest.mark.parametrize(
    ("prompt", "why"),
    [
        ("tea " * 80, "its prompt has 319 characters; shorten it to at most 300"),
        (SITUATION * 3 + "How hot?", "its situation has 1,223 characters; shorten it to at most 1,000"),
        (
            f"It's {'very ' * 70}hot. How {'very ' * 70}hot?",
            "its prompt has 718 characters; shorten it to at most 300",
        ),
    ],
)
def test_a_long_question_that_cannot_be_split_is_left_out(prompt: str, why: str) -> None:
    imported = made(card(1, "a"), scenario(2, prompt))
    assert [(each.position, each.why) for each in imported.left] == [("row 2", why)]
    assert not imported.pack.cases


@pytest.mark.parametrize(
    ("written", "name", "aliases"),
    [
        ("Service level agreement (SLA)", "Service level agreement", ("SLA",)),
        ("SLA (service-level agreement)", "SLA", ("service-level agreement",)),
        ("Paid time off [PTO, holiday]", "Paid time off", ("PTO", "holiday")),
        ("tree-ish (a.k.a. treeish)", "tree-ish", ("treeish",)),
        ("HTTP (Hypertext Transfer Protocol)", "HTTP", ("Hypertext Transfer Protocol",)),
        ("Urlaub (auch: Ferien)", "Urlaub", ("Ferien",)),
        ("bank (money)", "bank (money)", ()),
        ("print()", "print()", ()),
        ("orange (order)", "orange (order)", ()),
    ],
)
def test_other_names_in_brackets_find_a_term_too(written: str, name: str, aliases: tuple[str, ...]) -> None:
    (term,) = made(ImportedItem("row 1", "terms", {"term": written, "definition": "What it is."})).pack.terms
    assert (term.term, term.aliases) == (name, aliases)


def test_questions_that_end_alike_keep_their_ids_in_any_order() -> None:
    first, second = scenario(1, SITUATION + "How hot?"), scenario(2, f"Once. {SITUATION}How hot?")
    assert ids(first, second) == ids(second, first)[::-1]


@pytest.mark.parametrize(
    ("front", "size", "kinds"),
    [
        ("Oolong", 300, "cards"),
        ("Oolong", 301, "terms"),
        ("Oolong", 1000, "terms"),
        ("Why rinse the pot?", 301, "tips"),
        ("Oolong\nTie Guan Yin", 301, ""),
        ("Oolong " * 11 + "tea!", 301, ""),
    ],
)
def test_a_back_that_is_too_long_for_a_card_is_kept_as_a_term_or_a_tip(front: str, size: int, kinds: str) -> None:
    back = ("It's partly oxidised. " * 50)[: size - 1] + "."
    pack = made(card(1, front, back, "k1")).pack
    held = {
        "cards": [(each.front, each.back) for each in pack.cards],
        "terms": [(each.term, each.definition) for each in pack.terms],
        "tips": [(each.title, each.text) for each in pack.tips],
    }
    assert held == {"cards": [], "terms": [], "tips": []} | ({kinds: [(front, back)]} if kinds else {})


def test_the_loaders_findings_are_reported_with_their_row() -> None:
    question = {"type": "choice", "prompt": "Which?", "options": [{"text": "a"}, {"text": "b"}]}
    imported = made(card(1, "a"), ImportedItem("row 2", "questions", question))
    assert [(each.position, each.why) for each in imported.left] == [("row 2", "no option is right")]
    assert len(imported.pack.cards) == 1


def test_topics_beyond_the_limit_of_a_pack_are_combined() -> None:
    imported = made(*(card(number, f"q{number}", topic=f"Topic {number % 30}") for number in range(35)))
    titles = [topic.title for topic in imported.pack.topics]
    assert len(titles) == 25
    assert REST in titles
    assert "There are 30 topics" in imported.notes[0]
    assert {"Topic 0", "Topic 4"} <= set(titles), "the largest ones stay"


def test_invisible_characters_are_removed() -> None:
    imported = made(card(1, "a\u202eb\x00c\u200b"), card(2, "\u3164", "x"))
    assert imported.pack.cards[0].front == "abc"
    assert [each.position for each in imported.left] == ["row 2"]


def test_the_report_counts_everything_and_stays_short() -> None:
    imported = made(
        *(card(number, f"q{number}") for number in range(3)),
        *(card(number, f"a{number}", "b" * 1200) for number in range(90)),
    )
    told = lines(imported, 40)
    assert told[0] == "Table: 3 cards taken, 90 left out."
    assert len(told) <= 40
    assert told[-1].strip().startswith("… and ")
    assert sum("shorten it" in line for line in told) + int(told[-1].split()[2]) == 90


def test_items_that_differ_only_in_capitals_are_doubles() -> None:
    fronts = [
        ("What's a pot?", "It holds tea"),
        ("what's a pot?", "it holds tea"),
        ("What's a Pot?", "A plant's home"),
    ]
    taken = [ImportedItem(f"row {at}", "cards", {"front": f, "back": b}) for at, (f, b) in enumerate(fronts, start=1)]
    imported = assembled(ParsedFile("table", tuple(taken)), "Tea")
    assert [each.taken.position for each in imported.placed] == ["row 1", "row 3"]
    assert [(each.position, each.why) for each in imported.left] == [("row 2", "says the same as row 1")]
