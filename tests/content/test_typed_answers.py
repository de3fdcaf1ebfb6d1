"""What versed check says about typed answers agrees with the judge, on random packs."""

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.answers import vocabulary, wanted
from bot.content.check import check_paths
from bot.content.model import Pack
from bot.content.question import FreeTextQuestion
from bot.content.reading.load import load
from bot.judging.judge import judge
from bot.judging.model import Judged, Verdict
from bot.language.text import clean
from tests.content.small_pack import write
from tests.content.test_check import faults, free

ANSWERS = [
    *(
        "saw",
        "saws",
        "Saw",
        "the saw",
        "hand saw",
        "hand-saw",
        "R&D",
        "R and D",
        "C++",
        "C",
        "C#",
        "==",
        "=",
        "not saw",
    ),
    *("RAG", "R.A.G.", "retrieval-augmented generation", "RAG (retrieval-augmented generation)", "regression"),
    *("logistic regression", "cluster", "clustering", "overfit", "overfitting", "don't", "dont", "Müller", "Mueller"),
    *(
        "pêche",
        "péché",
        "Type I error",
        "Type 1 error",
        "Type II error",
        "a",
        "the",
        "no",
        "saw or file",
        "🍕",
        "/etc",
    ),
    *("70", "75", "80", "75 °C", "167 °F", "5", "-5", "5.0", "five", "0.5", "half", "1/2", "50 %", "5 kg", "5000 g"),
    *("3.1", "3.10", "1,000", "10^3", "7B", "7 billion", "> 5", "5 or more", "between 5 and 10", "12", "a dozen"),
    *("10:30", "10.30", "World War 2", "World War II", "O(n²)", "O(n^2)", "Vitamin A", "vitamin", "x < y", "x > y"),
]
TERMS = ["saw", "hand saw", "R and D", "logistic regression", "C++", "clustering", "cluster", "RAG", "Vitamin A"]


@st.composite
def questions(draw: st.DrawFn) -> tuple[str, list[str], list[str]]:
    """Draw a question's fields except its answers, then its answers, and terms for its pack."""
    fields = [f"match: {draw(st.sampled_from(['forgiving', 'words', 'exact', 'number']))}"]
    fields += draw(st.sampled_from([[], ['tolerance: "5"'], ['tolerance: "5 %"']]))
    fields += draw(st.sampled_from([[], ["unit: °C"], ["unit: kg"]]))
    answers = draw(st.lists(st.sampled_from(ANSWERS), min_size=1, max_size=5, unique=True))
    return "\n    ".join(fields), answers, draw(st.lists(st.sampled_from(TERMS), max_size=3, unique=True))


REJECTS = st.lists(st.sampled_from(ANSWERS), max_size=3, unique=True)


def sheet(fields: str, answers: list[str], rejects: list[str], terms: list[str]) -> str:
    text = "questions:\n  - id: q\n    objectives: [cut]\n    type: free-text\n    prompt: What?\n"
    text += f"    explanation: {{right: Yes., wrong: No.}}\n    {fields}\n"
    text += f"    answers: {json.dumps(answers, ensure_ascii=False)}\n"
    if rejects:
        text += "    reject:\n"
    for number, each in enumerate(rejects):
        text += f"      - {{answers: [{json.dumps(each, ensure_ascii=False)}], reply: Reply {number}.}}\n"
    if terms:
        text += "terms:\n"
    for number, term in enumerate(terms):
        text += f"  - {{id: t{number}, objectives: [cut], term: {term}, definition: Zzz.}}\n"
    return text


def typed(pack: Pack, text: str) -> Judged:
    question = pack.questions[0]
    assert isinstance(question, FreeTextQuestion)
    return judge(clean(text), wanted(question, pack), vocabulary(pack))


@given(questions(), REJECTS)
def test_advice_on_answers_is_right(question: tuple[str, list[str], list[str]], rejects: list[str]) -> None:
    fields, answers, terms = question
    with tempfile.TemporaryDirectory() as made:
        folder = write(Path(made, "one"), extra=sheet(fields, answers, rejects, terms))
        pack = load(folder)
        said = [problem.text for problem in check_paths([folder]).problems if problem.path.name == "extra.yaml"]
        needless = [each for each in answers if any(text.startswith(f"“{each}” counts as ") for text in said)]

        for number, each in enumerate(rejects):
            is_named = any(text.startswith((f"“{each}” is rejected", f"“{each}” gets the reply")) for text in said)
            judged = typed(pack, each)
            assert is_named is (judged.verdict.counts or judged.reply != f"Reply {number}.")
        for each in answers:
            assert typed(pack, each).verdict.counts or typed(pack, each).reply

        rest = [each for each in answers if each not in needless]
        slim = load(write(Path(made, "two"), extra=sheet(fields, rest, [], terms)))
        assert all(typed(slim, each).verdict is Verdict.RIGHT for each in answers)


def test_in_a_chain_only_answers_that_the_rest_covers_are_needless(tmp_path: Path) -> None:
    question = free('"70"', '"75"', '"80"') + '    tolerance: "5"\n'

    assert faults(tmp_path / "pack", questions=question) == [
        "questions.yaml:7:21: warning: “75” counts as “70” anyway; delete it"
    ]


def test_an_answer_that_is_a_term_of_its_own_is_not_needless(tmp_path: Path) -> None:
    question = free("pêche", "peche")
    terms = "terms:\n  - {id: a, objectives: [cut], term: peche, definition: x, see_also: [b]}\n"
    terms += "  - {id: b, objectives: [cut], term: Saw, definition: x, see_also: [a]}\n"

    assert faults(tmp_path / "alone", questions=question) == [
        "questions.yaml:7:22: warning: “peche” counts as “pêche” anyway; delete it"
    ]
    assert faults(tmp_path / "beside", questions=question, terms=terms) == []


@pytest.mark.parametrize("answer", ["the", "a", "it is", "no"])
def test_common_words_would_accept_wrong_answers(tmp_path: Path, answer: str) -> None:
    found = faults(tmp_path / "pack", questions=free(f'"{answer}"') + "    match: words\n")

    expected = "" if answer == "no" else f"many wrong answers contain “{answer}” and would count; delete"
    assert all(expected in line for line in found)
    assert len(found) == (answer != "no")
    assert faults(tmp_path / "other", questions=free(f'"{answer}"')) == []


def test_options_for_numbers_do_nothing_beside_exact(tmp_path: Path) -> None:
    question = free('"5 kg"') + '    match: exact\n    tolerance: "5 %"\n    unit: kg\n'

    assert faults(tmp_path / "pack", questions=question) == [
        "questions.yaml:9:16: warning: `tolerance` does nothing beside `match: exact`; delete one of the two",
        "questions.yaml:10:11: warning: `unit` does nothing beside `match: exact`; delete one of the two",
    ]


def test_a_unit_that_differs_from_the_answers(tmp_path: Path) -> None:
    assert faults(tmp_path / "pack", questions=free('"75 °C"') + "    unit: °F\n") == [
        "questions.yaml:8:11: warning: “75 °C” counts “°C”, so a bare number does, too; write `unit: °C`"
    ]
    assert faults(tmp_path / "same", questions=free('"75 °C"') + "    unit: degrees Celsius\n") == []
    assert faults(tmp_path / "bare", questions=free('"75"') + "    unit: °F\n") == []


def test_a_rejected_number_that_would_be_right(tmp_path: Path) -> None:
    number = free("saw").replace("type: free-text", 'type: number\n    value: "24"\n    tolerance: "1"')
    number = number.replace(
        "answers: [saw]", 'reject: [{answers: ["23.5", "12"], reply: x}, {answers: ["12"], reply: y}]'
    )

    assert faults(tmp_path / "pack", questions=number) == [
        "questions.yaml:9:25: warning: “23.5” is rejected here, but counts as the answer “24”; delete one",
        "questions.yaml:9:62: warning: “12” gets the reply of another entry; keep it in one of the two",
    ]


def test_the_language_of_a_pack_says_which_words_are_articles(tmp_path: Path) -> None:
    options = "questions:\n  - id: a\n    objectives: [cut]\n    type: order\n    prompt: x\n"
    options += "    items: [die Säge, Säge, Feile]\n    explanation: {right: Yes., wrong: No.}\n"
    cover = "language: de"
    folder = write(tmp_path / "pack", extra=options)
    english = [problem.text for problem in check_paths([folder]).problems if "says the same" in problem.text]
    (folder / "pack.yaml").write_text((folder / "pack.yaml").read_text().replace("language: en", cover))
    german = [problem.text for problem in check_paths([folder]).problems if "says the same" in problem.text]

    assert english == []
    assert german == ["“Säge” says the same as “die Säge”; make them differ, or delete one"]


@pytest.mark.parametrize(
    ("answer", "prompt", "said", "counts"),
    [
        ("121.5", "On how many MHz do airliners listen?", "121.5 MHz", True),
        ("121.5", "On how many MHz do airliners listen?", "0.1215 GHz", True),
        ("121.5", "On how many MHz do airliners listen?", "121.5 kHz", False),
        ("121.5", "On how many MHz do airliners listen?", "121.5", True),
        ("8", "How many planets are there?", "eight planets", True),
        ("8", "How many planets are there?", "8 moons", False),
        ("30", "How many percent is that?", "30%", True),
        ("World War 2", "How many wars came before?", "WW2 wars", False),
    ],
)
def test_a_unit_that_is_asked_for_may_be_typed(
    tmp_path: Path, answer: str, prompt: str, said: str, counts: bool
) -> None:
    question = free(f'"{answer}"').replace("What cuts wood?", f"{prompt}")
    pack = load(write(tmp_path / "pack", questions=question))
    assert typed(pack, said).verdict.counts is counts
