"""Teaching faults: each is found where it is, and its near misses are left alone."""

from pathlib import Path

import pytest

from bot.content.check import check_paths
from bot.content.reading.load import load
from bot.content.reading.problems import Severity
from tests.content.small_pack import COVER, lines, write

TAUGHT = """\
tips:
  - {id: on-cutting, objectives: [cut, smooth], title: Cutting, text: Saw first and smooth later.}
cards:
  - {id: c1, objectives: [cut, smooth], front: What cuts?, back: A saw.}
questions:
  - id: q1
    objectives: [cut, smooth]
    type: which-side
    statement: It has teeth.
    answer: saw
    explanation: {right: Saws have teeth., wrong: A file has ridges.}
"""


def faults(folder: Path, **files: str) -> list[str]:
    """Return the faults of a pack that teaches and tests everything once and has further files."""
    write(folder, **{"taught": TAUGHT, **files})
    problems = check_paths([folder]).problems
    assert all(problem.severity is Severity.WARNING for problem in problems)
    return lines(problems, folder)


def choice(number: int, right: str, *wrong: str) -> str:
    """A choice question in which the right option comes second."""
    texts = [wrong[0], right, *wrong[1:]]
    options = ", ".join(f"{{text: {text}, why: x{', correct: true' * (text == right)}}}" for text in texts)
    return (
        f"  - id: choice-{number}\n    objectives: [cut]\n    type: choice\n"
        f"    prompt: What is {'abcdefgh'[number] * 9}?\n    options: [{options}]\n"
    )


def free(*answers: str) -> str:
    """A free-text question."""
    return (
        "questions:\n  - id: free\n    objectives: [cut]\n    type: free-text\n    prompt: What cuts wood?\n"
        f"    explanation: {{right: Yes., wrong: A saw.}}\n    answers: [{', '.join(answers)}]\n"
    )


def judged(*answers: bool) -> str:
    """True-false questions with these answers."""
    return "questions:\n" + "".join(
        f"  - id: tf-{number}\n    objectives: [cut]\n    type: true-false\n"
        f"    statement: {'abcdefgh'[number] * 9}.\n    answer: {str(answer).lower()}\n"
        "    explanation: {right: Yes., wrong: No.}\n"
        for number, answer in enumerate(answers)
    )


def term(term_id: str, name: str, rest: str = "") -> str:
    """A glossary entry."""
    return f"  - {{id: {term_id}, objectives: [cut], term: {name}, definition: Of wood.{rest}}}\n"


def test_a_pack_that_teaches_and_tests_everything_has_no_faults(tmp_path: Path) -> None:
    assert faults(tmp_path / "pack") == []


def test_objectives_that_nothing_teaches_or_tests(tmp_path: Path) -> None:
    assert faults(tmp_path / "pack", taught="tips: []\n") == [
        "objectives.yaml:2:10: warning: nothing teaches `cut`; name it in a comparison, term, tip or example",
        "objectives.yaml:2:10: warning: nothing tests `cut`; add items of two kinds, such as a card and a choice "
        "question",
        "objectives.yaml:3:10: warning: nothing teaches `smooth`; name it in a comparison, term, tip or example",
        "objectives.yaml:3:10: warning: nothing tests `smooth`; add items of two kinds, such as a card and a choice "
        "question",
    ]


def test_objectives_that_one_kind_of_item_tests(tmp_path: Path) -> None:
    taught = (
        TAUGHT.split("questions:")[0] + "  - {id: c2, objectives: [smooth], front: And what else?, back: Paper.}\n"
    )

    assert faults(tmp_path / "pack", taught=taught) == [
        "objectives.yaml:2:10: warning: `cut` is tested by one card only; add an item of another kind",
        "objectives.yaml:3:10: warning: `smooth` is tested by cards only; add an item of another kind",
    ]


def test_cards_of_several_sorts_are_one_kind(tmp_path: Path) -> None:
    taught = TAUGHT.split("questions:")[0] + "clozes:\n  - {id: c, objectives: [cut], text: 'A {{saw}} cuts.'}\n"

    assert faults(tmp_path / "pack", taught=taught) == [
        "objectives.yaml:2:10: warning: `cut` is tested by cards only; add an item of another kind",
        "objectives.yaml:3:10: warning: `smooth` is tested by one card only; add an item of another kind",
    ]


def test_two_types_of_question_are_two_kinds(tmp_path: Path) -> None:
    questions = TAUGHT.replace(
        "cards:\n  - {id: c1, objectives: [cut, smooth], front: What cuts?, back: A saw.}\n", ""
    )
    more = free("saw").replace("[cut]", "[cut, smooth]")

    assert faults(tmp_path / "pack", taught=questions, more=more) == []


def test_a_topic_without_objectives(tmp_path: Path) -> None:
    cover = COVER + "  - {id: care, title: Care, summary: Care., in_short: {saw: Oil., file: Brush.}}\n"

    assert faults(tmp_path / "pack", pack=cover) == [
        "pack.yaml:19:10: warning: the topic `care` has no objectives; add some, or delete the topic"
    ]


def test_a_topic_that_says_nothing_of_the_sides(tmp_path: Path) -> None:
    cover = COVER.replace("    in_short: {saw: Cuts., file: Smooths.}\n", "")

    assert faults(tmp_path / "pack", pack=cover) == [
        "pack.yaml:15:5: warning: `in_short` is missing; add a line for each side"
    ]


def test_a_term_that_nothing_uses(tmp_path: Path) -> None:
    assert faults(tmp_path / "pack", terms="terms:\n" + term("rasp", "Rasp", ", aliases: [wood rasp]")) == [
        "terms.yaml:2:41: warning: nothing else in the pack uses the term `Rasp`; use it in a text, name it in "
        "another term's see_also, or delete it"
    ]


@pytest.mark.parametrize(
    "use",
    [
        "tips:\n  - {id: t, objectives: [cut], title: x, text: Keep your rasps dry.}\n",
        "tips:\n  - {id: t, objectives: [cut], title: A Wood-Rasp!, text: x}\n",
        "terms:\n" + term("other", "Saw", ", see_also: [rasp]"),
        "terms:\n" + term("other", "Saw", ", example: Not a rasp."),
    ],
)
def test_a_term_that_something_uses(tmp_path: Path, use: str) -> None:
    found = faults(tmp_path / "pack", terms="terms:\n" + term("rasp", "Rasp", ", aliases: [wood rasp]"), use=use)

    assert found == []


def test_a_term_is_not_used_by_a_longer_word_or_over_a_full_stop(tmp_path: Path) -> None:
    terms = "terms:\n" + term("rasp", "Rasp") + term("tooth-line", "tooth line")
    tips = "tips:\n  - {id: t, objectives: [cut], title: Raspberry tooth, text: Line up.}\n"

    assert len(faults(tmp_path / "pack", terms=terms, tips=tips)) == 2


@pytest.mark.parametrize(
    ("name", "text", "is_used"),
    [
        ("C++", "C++ is fast", True),
        ("C++", "C is fast, C# is young", False),
        ("C", "C++ and C#", False),
        ("C", "a **C** program", True),
        ("==", "a == b", True),
        ("==", "a === b", False),
        ("->", "write `->` here", True),
        ("A*", "A* finds it", True),
        ("A*", "A finds it", False),
        ("naïve", "a naive guess", True),
    ],
)
def test_a_term_is_used_where_its_marks_are(tmp_path: Path, name: str, text: str, is_used: bool) -> None:
    tips = f'tips:\n  - {{id: t, objectives: [cut], title: x, text: "{text}"}}\n'
    found = faults(tmp_path / "pack", terms="terms:\n" + term("t", f'"{name}"'), tips=tips)

    assert any(f"uses the term `{name}`" in each for each in found) is not is_used


def test_two_terms_of_one_name(tmp_path: Path) -> None:
    terms = "terms:\n" + term("saw", "Saw", ", aliases: [blade]") + term("knife", "Knife", ", aliases: [x, Blade]")
    tips = "tips:\n  - {id: t, objectives: [cut], title: x, text: A knife is no saw.}\n"

    assert faults(tmp_path / "pack", terms=terms, tips=tips) == [
        "terms.yaml:3:84: warning: `Blade` is also a name of the term `saw` in terms.yaml:2; keep it in one of the "
        "two"
    ]


@pytest.mark.parametrize(
    "names",
    [("C", "C++", "C#"), ("==", "===", "->"), ("pêche", "péché"), ("/usr/bin", "./usr/bin"), ("♥", "♠")],
)
def test_terms_whose_names_only_differ_in_punctuation_or_accents(tmp_path: Path, names: tuple[str, ...]) -> None:
    terms = "terms:\n" + "".join(term(f"t{number}", f'"{name}"') for number, name in enumerate(names))
    tips = "tips:\n  - {id: t, objectives: [cut], title: x, text: " + f'"{", ".join(names)}"' + "}\n"

    assert [each for each in faults(tmp_path / "pack", terms=terms, tips=tips) if "is also a name" in each] == []


def test_topics_sides_and_aspects_of_one_name(tmp_path: Path) -> None:
    cover = COVER.replace("name: File}", "name: File, aliases: [saw]}").replace(
        "topics:",
        "topics:\n  - {id: also, title: use, summary: x, in_short: {saw: x, file: x}, aliases: [The use!]}",
        1,
    )
    cells = "cells: {saw: x, file: x}, takeaway: x}"
    comparisons = "comparisons:\n" + "".join(
        f"  - {{id: {name}, objectives: [cut], aspect: {aspect}, {cells}\n"
        for name, aspect in (("a", "Speed"), ("b", "speed!"))
    )

    found = faults(tmp_path / "pack", pack=cover, comparisons=comparisons)
    assert [each.partition("warning: ")[2] for each in found if "is also a name" in each] == [
        "`speed!` is also a name of the comparison `a` in comparisons.yaml:2; keep it in one of the two",
        "`saw` is also a name of the side `saw` in pack.yaml:12; keep it in one of the two",
        "`Use` is also a name of the topic `also` in pack.yaml:15; keep it in one of the two",
    ]


@pytest.mark.parametrize(("length", "count"), [(400, 0), (401, 1)])
def test_a_tip_too_long_for_a_phone(tmp_path: Path, length: int, count: int) -> None:
    tips = f"tips:\n  - {{id: t, objectives: [cut], title: x, text: {'x' * length}}}\n"

    expected = "tips.yaml:2:48: warning: the tip has 401 characters; shorten it to 400 so it fits on a phone"
    assert faults(tmp_path / "pack", tips=tips) == [expected] * count


def test_a_right_option_that_its_length_gives_away(tmp_path: Path) -> None:
    questions = "questions:\n" + choice(1, "A saw with very many small and sharp teeth", "A hammer", "A blunt file")

    assert faults(tmp_path / "pack", questions=questions) == [
        "questions.yaml:6:41: warning: the right option gives itself away: it has 42 characters, the others 10 on "
        "average; shorten it, or lengthen the others"
    ]


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (
            "A saw with very many small teeth",
            ["A hammer made of very pure iron!", "A file"],
        ),  # one wrong option is as long
        ("A sharp saw", ["A plane", "A file"]),  # too short for the difference to show
        ("A rather long saw blade", ["A rather long file", "A rather long plane"]),  # longest, but not by much
        ("A saw", ["A rather long and heavy file", "A plane"]),  # short
    ],
)
def test_a_right_option_that_its_length_does_not_give_away(tmp_path: Path, right: str, wrong: list[str]) -> None:
    assert faults(tmp_path / "pack", questions="questions:\n" + choice(1, right, *wrong)) == []


@pytest.mark.parametrize(("longest", "count"), [(4, 0), (5, 1)])
def test_a_pack_whose_longest_option_is_mostly_right(tmp_path: Path, longest: int, count: int) -> None:
    questions = "questions:\n" + "".join(
        choice(number, *(("A blade", "A file") if number < longest else ("A saw", "A plane"))) for number in range(8)
    )

    expected = (
        "questions.yaml:6:14: warning: in 5 of 8 choice questions, this being the first, the right option is the "
        "longest; lengthen wrong options until it is less than half"
    )
    assert faults(tmp_path / "pack", questions=questions) == [expected] * count


def test_options_that_say_the_same(tmp_path: Path) -> None:
    questions = "questions:\n" + choice(1, "The Hand-Saw!", "Hand saws", "A file")

    assert faults(tmp_path / "pack", questions=questions) == [
        "questions.yaml:6:42: warning: “The Hand-Saw!” says the same as “Hand saws”; make them differ, or delete one"
    ]


@pytest.mark.parametrize(
    "pair",
    [
        ("labelled data", "unlabelled data"),
        ("top 5", "top 50"),
        ("C", "C++"),
        ("+", "-"),
        ("/usr/bin", "./usr/bin"),
        ("?.py", ".py"),
        ("pêche", "péché"),
        ("x < y", "x > y"),
        ("True", "true"),
        ("kB", "KB"),
        ("==", "==="),
    ],
)
def test_options_that_differ_in_little_but_meaning(tmp_path: Path, pair: tuple[str, str]) -> None:
    right, wrong = (f'"{text}"' for text in pair)

    assert faults(tmp_path / "pack", questions="questions:\n" + choice(1, right, wrong)) == []


def test_options_and_parts_that_say_the_same(tmp_path: Path) -> None:
    several = (
        "questions:\n  - id: a\n    objectives: [cut]\n    type: several\n    prompt: What cuts?\n    options:\n"
        "      - {text: A saw, why: x, correct: true}\n      - {text: Axes, why: x, correct: true}\n"
        "      - {text: the saws, why: x}\n"
    )
    mistake = (
        "  - id: b\n    objectives: [cut]\n    type: mistake\n    explanation: {right: Yes., wrong: No.}\n"
        "    parts:\n"
        "      - {text: Saw it, fix: File it}\n      - {text: Paint it}\n      - {text: Saw it}\n"
    )

    assert faults(tmp_path / "pack", more=several + mistake) == [
        "more.yaml:9:9: warning: “the saws” says the same as “A saw”; make them differ, or delete one",
        "more.yaml:17:9: warning: “Saw it” says the same as “Saw it”; make them differ, or delete one",
    ]


def test_steps_that_say_the_same(tmp_path: Path) -> None:
    questions = (
        "questions:\n  - id: order\n    objectives: [cut]\n    type: order\n    prompt: In which order?\n"
        "    items: [Saw, File, saw]\n    explanation: {right: Yes., wrong: No.}\n"
    )

    assert faults(tmp_path / "pack", questions=questions) == [
        "questions.yaml:6:24: warning: “saw” says the same as “Saw”; make them differ, or delete one"
    ]


def test_answers_that_count_as_one(tmp_path: Path) -> None:
    assert faults(tmp_path / "pack", questions=free("hand saw", "Hand-Saw", "saw")) == [
        "questions.yaml:7:25: warning: “Hand-Saw” counts as “hand saw” anyway; delete it"
    ]


@pytest.mark.parametrize(
    "pair", [("-5", "5"), ("C++", "C"), ("/etc", "etc"), ("3.1", "3.10"), ("saw", "saws"), ("==", "===")]
)
def test_answers_that_the_judge_tells_apart(tmp_path: Path, pair: tuple[str, str]) -> None:
    assert faults(tmp_path / "pack", questions=free(*(f'"{text}"' for text in pair))) == []


def test_answers_are_compared_as_closely_as_the_question_does(tmp_path: Path) -> None:
    loose, close = free("Saw", "saw"), free("Saw", "saw") + "    match: exact\n"

    assert faults(tmp_path / "loose", questions=loose) == [
        "questions.yaml:7:20: warning: “saw” counts as “Saw” anyway; delete it"
    ]
    assert faults(tmp_path / "close", questions=close) == []


def test_answers_that_nobody_can_give(tmp_path: Path) -> None:
    questions = free('"12"', "a dozen", "many") + "    match: number\n"

    assert faults(tmp_path / "pack", questions=questions) == [
        "questions.yaml:7:21: warning: “a dozen” counts as “12” anyway; delete it",
        "questions.yaml:7:30: warning: “many” isn't a number, so only exactly this text counts; write a number, or "
        "delete `match`",
    ]


def test_a_tolerance_or_a_unit_without_a_number(tmp_path: Path) -> None:
    questions = free("saw") + '    tolerance: "5 %"\n    unit: kg\n'

    assert faults(tmp_path / "pack", questions=questions) == [
        "questions.yaml:8:16: warning: `tolerance` does nothing unless an answer is a number; delete it",
        "questions.yaml:9:11: warning: `unit` does nothing unless an answer is a number; delete it",
    ]
    assert faults(tmp_path / "other", questions=free('"5 kg"') + '    tolerance: "0.5"\n    unit: kg\n') == []


def test_rejected_answers_that_count(tmp_path: Path) -> None:
    rejects = (
        "    reject:\n"
        "      - {answers: [the saw, saws], reply: No.}\n"
        "      - {answers: [axe, Saws], reply: Nor that.}\n"
    )

    assert faults(tmp_path / "pack", questions=free("saw") + rejects) == [
        "questions.yaml:9:20: warning: “the saw” is rejected here, but counts as the answer “saw”; delete one",
        "questions.yaml:10:25: warning: “Saws” gets the reply of another entry; keep it in one of the two",
    ]


def test_answers_too_long_to_type(tmp_path: Path) -> None:
    assert faults(tmp_path / "pack", questions=free("a saw with a wooden handle", "one two three four five")) == [
        "questions.yaml:7:15: warning: “a saw with a wooden handle” has 6 words; ask for an answer of at most 5"
    ]


@pytest.mark.parametrize(
    ("answers", "count"),
    [((True, True, True, True, False), 1), ((True, True, True, False, False), 0), ((True, True, True, True), 0)],
)
def test_true_false_answers_that_are_nearly_all_the_same(
    tmp_path: Path, answers: tuple[bool, ...], count: int
) -> None:
    expected = (
        "questions.yaml:6:13: warning: 4 of 5 true-false questions, this being the first, are true; turn some "
        "statements round so guessing doesn't pay"
    )
    assert faults(tmp_path / "pack", questions=judged(*answers)) == [expected] * count


def test_questions_that_ask_nearly_the_same(tmp_path: Path) -> None:
    questions = (
        TAUGHT[TAUGHT.index("questions:") :].replace("id: q1", "id: q2").replace("It has teeth", "Teeth it has!")
    )

    assert faults(tmp_path / "pack", zz=questions) == [
        "zz.yaml:2:9: warning: this question asks nearly the same as `q1` in taught.yaml:6; change or delete one"
    ]


def test_cards_that_ask_nearly_the_same(tmp_path: Path) -> None:
    cards = "cards:\n  - {id: a, objectives: [cut], front: Which of the two tools cuts a board?, back: x}\n"
    cards += "  - {id: b, objectives: [cut], front: Which of the two tools cuts the board?, back: y}\n"

    assert faults(tmp_path / "pack", cards=cards) == [
        "cards.yaml:3:10: warning: this card asks nearly the same as `a` in cards.yaml:2; change or delete one"
    ]


def test_several_that_ask_nearly_the_same_are_named_once_each_with_the_first_of_them(tmp_path: Path) -> None:
    cards = "cards:\n" + "".join(
        f"  - {{id: {id_}, objectives: [cut], front: Which of the two tools cuts the {id_} board?, back: {id_}}}\n"
        for id_ in "abcd"
    )
    assert [each.partition(" ")[2] for each in faults(tmp_path / "pack", cards=cards)] == [
        "warning: this card asks nearly the same as `a` in cards.yaml:2; change or delete one"
    ] * 3


def test_the_same_question_about_different_cases_is_not_a_double(tmp_path: Path) -> None:
    questions = TAUGHT[TAUGHT.index("questions:") :].replace("id: q1", "id: q2\n    case: shed")
    questions += "cases:\n  - {id: shed, title: The shed, text: Ben saws in there.}\n"
    assert faults(tmp_path / "pack", zz=questions) == []


def test_questions_that_share_a_stem_or_a_prompt_are_different(tmp_path: Path) -> None:
    same_prompt = (
        "questions:\n"
        + choice(1, "A saw", "A file")
        + choice(2, "A plane", "A drill").replace("ccccccccc", "bbbbbbbbb")
    )
    stem = "cards:\n  - {id: a, objectives: [cut], front: Which tool cuts a board?, back: x}\n"
    stem += "  - {id: b, objectives: [cut], front: Which tool smooths an edge?, back: y}\n"

    assert faults(tmp_path / "pack", questions=same_prompt, cards=stem) == []


def test_a_card_may_ask_what_a_question_asks(tmp_path: Path) -> None:
    assert faults(tmp_path / "pack", questions=free("saw").replace("What cuts wood?", "What cuts?")) == []


def test_errors_come_instead_of_warnings_and_every_pack_is_checked(tmp_path: Path) -> None:
    write(tmp_path / "bad", cards="cards: 3\n")
    write(tmp_path / "good", taught=TAUGHT)
    write(tmp_path / "same", taught=TAUGHT)

    assert lines(check_paths([tmp_path]).problems, tmp_path) == [
        "bad/cards.yaml:1:8: `cards` must be a list; write each entry on a line of its own, after `- `",
        "same/pack.yaml:1:1: the pack id `tools` is taken by good; give one of the two packs another id",
    ]


def test_a_path_without_a_pack_is_a_problem(tmp_path: Path) -> None:
    assert lines(check_paths([tmp_path / "none"]).problems, tmp_path) == [
        "none:1:1: there's no such folder; check its name"
    ]
    assert "there's no pack.yaml here" in check_paths([tmp_path]).problems[0].text


def test_commands_may_be_translated(tmp_path: Path) -> None:
    words = "commands:\n  pt-BR:\n    compare: {name: comparar, summary: Compare os lados}\n    tip: {name: dica}\n"
    pack = load(write(tmp_path / "tools", pack=COVER + words))
    assert pack.commands["pt-BR"]["compare"].name == "comparar"
    assert pack.commands["pt-BR"]["tip"].summary is None
