"""Names that differ only in a symbol, a number or an accent: each is found by its own name, none by another's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.finding.finder import Finder
from bot.features.lessons.explain import Glossary, terms_used_in
from bot.language.refusals import Refusal
from bot.naming.titles import Title, Titles
from tests.content.marked_pack import TERMS, marked


@pytest.fixture(scope="module")
def finder(tmp_path_factory: pytest.TempPathFactory) -> Finder:
    return Finder(marked(tmp_path_factory.mktemp("packs") / "tools"))


def titled(*names: str) -> Titles:
    return Titles(Title(name, name) for name in names)


def term(finder: Finder, typed: str) -> str | None:
    found = finder.terms.match(typed)
    return None if found is None else found.key


def meant(names: tuple[str, ...], typed: str) -> str | None:
    found = titled(*names).match(typed)
    return None if found is None else found.name


@pytest.mark.parametrize("own", TERMS)
def test_a_name_is_found_by_itself(finder: Finder, own: str) -> None:
    name = TERMS[own][0]
    for typed in (name, name.lower(), f" {name} ", f"“{name}”", name.replace("-", "‐")):
        assert term(finder, typed) == own
        assert finder.aspect(typed, None).id == own
    assert finder.terms.complete(name)[0].key == own


@pytest.mark.parametrize(
    ("typed", "own"),
    [
        ("c ++", "plus"),
        ("Ｃ＋＋", "plus"),
        ("c++?", "plus"),
        ("(C#)", "sharp"),
        ("→", "arrow"),
        ("gpt4", "four"),
        ("gpt 3", "three"),
        ("resume", "resume"),
        ("résume", "resume"),
        ("data models", "slash"),
        ("PÊCHE", "peach"),
        ("a*", "star"),
    ],
)
def test_meaningless_differences_are_forgiven(finder: Finder, typed: str, own: str) -> None:
    assert term(finder, typed) == own


@pytest.mark.parametrize(
    ("typed", "offer"),
    [
        ("F#", "Did you mean GPT-4?"),  # whose id is four
        ("C+", "Did you mean C++, C or C#?"),
        ("peche", "Did you mean pêche or péché?"),
        ("pèche", "Did you mean pêche or péché?"),
        ("GPT", "Did you mean GPT-3 or GPT-4?"),
        ("GPT-5", "Did you mean GPT-3 or GPT-4?"),
        ("=", "Did you mean == or ===?"),
        ("!=", "Try /ask !=."),
        ("usr/bin", "Did you mean /usr/bin or ./usr/bin?"),
        ("A", "Did you mean ->, A* or /usr/bin?"),
        ("?", "Try /ask ?."),
    ],
)
def test_a_name_that_may_mean_something_else_gets_suggestions(finder: Finder, typed: str, offer: str) -> None:
    assert term(finder, typed) is None
    assert finder.unknown_term(typed).sentence == f"“{typed}” isn't in this glossary. {offer}"


@pytest.mark.parametrize(
    ("names", "typed"),
    [
        (("C",), "C#"),
        (("C",), "C++"),
        (("C++",), "C"),
        (("C++",), "C#"),
        (("C#", "C++"), "C"),
        (("péché",), "pêche"),
        (("GPT-4",), "GPT-3"),
        (("p < 0.05",), "p > 0.05"),
        (("x<y",), "y<x"),
        (("Foxes 🦊",), "Foxes 🐺"),
        (("Foxes🦊",), "foxes🐺"),
        (("Type I error", "Type II error"), "type error"),
        (("Type I error",), "Type II error"),
        (("top 5%",), "top 5"),
        (("Plan B",), "Plan A"),
        (("Precision@k",), "recall@k"),
        (("Foxes 🦊", "Foxes 🐺"), "foxes"),
        (("-5",), "5"),
        (("v1.2",), "v1.3"),
    ],
)
def test_no_name_is_taken_for_another(names: tuple[str, ...], typed: str) -> None:
    assert meant(names, typed) is None
    assert titled(*names).nearest(typed) or typed == "recall@k"


@pytest.mark.parametrize(
    ("names", "typed", "name"),
    [
        (("True", "true", "TRUE"), "true", "true"),
        (("N", "n"), "n", "n"),
        (("Foxes🦊",), "foxes", "Foxes🦊"),
        (("R&D", "Q&A"), "r and d", "R&D"),
        (("CI/CD",), "cicd", "CI/CD"),
        (("K-means", "k-NN"), "knn", "k-NN"),
        (("F1 score",), "f1 scor", "F1 score"),
        (("Accuracy (%)",), "accuracy", "Accuracy (%)"),
        (("Explore → exploit",), "explore exploit", "Explore → exploit"),
    ],
)
def test_a_slip_is_still_forgiven(names: tuple[str, ...], typed: str, name: str) -> None:
    assert meant(names, typed) == name


def test_a_title_s_own_name_comes_before_another_s_alias() -> None:
    titles = Titles([Title("one", "Bias", ("variance",)), Title("two", "Variance")])
    for typed in ("variance", "VARIANCE", "variance!"):
        found = titles.match(typed)
        assert found is not None
        assert found.key == "two"


def test_a_side_is_never_taken_for_another(finder: Finder) -> None:
    assert finder.side("C").id == "saw"
    assert finder.side("c++").id == "file"
    assert finder.side("c lang").id == "saw"
    with pytest.raises(Refusal, match=r"^I don't have a side “C#”\. Did you mean C or C\+\+\?$"):
        finder.side("C#")


@pytest.mark.parametrize(
    ("said", "owns"),
    [
        ("We write C++, C# and C here.", ["plus", "sharp", "letter"]),
        ("C++17 or **C**?", ["plus", "letter"]),
        ("F# and C+ are not ours", []),
        ("A* finds it; *GPT-3* and `GPT-4` don't.", ["star", "three", "four"]),
    ],
)
def test_the_terms_of_a_text_are_told_apart(finder: Finder, said: str, owns: list[str]) -> None:
    assert [term.id for _, term in terms_used_in(said, [Glossary(finder.pack)])] == owns


NAMES = st.text(st.sampled_from("abC+#=<>-/*.!? éÉ🦊9"), min_size=1, max_size=6).filter(str.strip)


@given(st.lists(NAMES, min_size=1, max_size=8, unique=True), st.data())
def test_every_suggestion_leads_to_itself(names: list[str], data: st.DataObject) -> None:
    titles = titled(*names)
    for suggestion in titles.complete(data.draw(NAMES), 25):
        found = titles.match(suggestion.name)
        assert found is not None
        assert found.name.split() == suggestion.name.split()


@pytest.mark.parametrize(
    ("question", "owns"),
    [
        ("what is C++?", {"plus"}),
        ("What is **C#**", {"sharp"}),
        ("what is C", {"letter"}),
        ("C and C++", {"letter", "plus"}),
        ("what is péché?", {"sin"}),
        ("what is a pêche?", {"peach"}),
        ("peche", {"peach", "sin"}),
    ],
)
def test_a_question_about_one_thing_is_not_answered_by_another(finder: Finder, question: str, owns: set[str]) -> None:
    found = finder.ranking.by_words(finder.query(question), 2 * len(owns)).hits  # each as a term and as a comparison
    assert {hit.item.id for hit in found} == owns
