"""The pack that comes with Versed: without faults, complete, and in its own words."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.content.check import check_paths
from bot.content.item import BOTH
from bot.content.mentions import texts
from bot.content.model import Pack, Sheet
from bot.content.question import TrueFalseQuestion, WhichSideQuestion
from bot.language.text import words
from tests.content.test_schema import schema_errors
from tests.packs import BUNDLED, bundled, meetings

CLAIMS = {
    f"{letter}{number}"
    for letter, count in {"L": 5, "U": 14, "D": 9, "M": 11, "P": 12, "W": 3}.items()
    for number in range(1, count + 1)
}
"""The ids of the talk's claims; each is an objective."""

TRANSCRIPT = Path(__file__).parents[3] / "shared" / "seed" / "transcript.txt"
PHONE = 40
"""How many characters of code fit on a line of a phone."""

RUN = 8
"""A sentence that shares this many consecutive words with the talk is the talk's rather than ours."""


@pytest.fixture
def pack() -> Pack:
    return bundled()


def test_it_has_no_problems() -> None:
    assert [str(problem) for problem in check_paths([BUNDLED]).problems] == []


@pytest.mark.parametrize("path", sorted(BUNDLED.rglob("*.yaml")), ids=lambda path: path.name)
def test_each_file_satisfies_its_schema(path: Path) -> None:
    assert schema_errors(path) == []


def test_every_claim_is_an_objective(pack: Pack) -> None:
    assert len(CLAIMS) == 54
    assert {objective.id for objective in pack.objectives} >= CLAIMS


def test_every_claim_is_taught_by_a_comparison_term_or_tip(pack: Pack) -> None:
    taught = {name for item in (*pack.comparisons, *pack.terms, *pack.tips) for name in item.objectives}

    assert CLAIMS - taught == set()


def test_every_claim_is_tested_by_two_items_of_different_kinds(pack: Pack) -> None:
    kinds: defaultdict[str, set[str]] = defaultdict(set)
    for card in pack.cards:
        for name in card.objectives:
            kinds[name].add("card")
    for question in pack.questions:
        for name in question.objectives:
            kinds[name].add(question.type)

    assert {claim for claim in CLAIMS if len(kinds[claim]) < 2} == set()


def test_there_is_enough_of_everything(pack: Pack) -> None:
    assert len(pack.comparisons) >= 30
    assert len(pack.terms) >= 45
    assert len(pack.tips) >= 60
    assert len(pack.examples) >= 12
    assert len(pack.cards) + len(pack.questions) >= 120


@pytest.mark.parametrize("kind", ["choice", "true-false", "which-side", "free-text", "order"])
def test_it_has_enough_questions_of_each_type(pack: Pack, kind: str) -> None:
    assert len([question for question in pack.questions if question.type == kind]) >= 10


def test_guessing_does_not_pay(pack: Pack) -> None:
    sides = Counter(question.answer for question in pack.questions if isinstance(question, WhichSideQuestion))
    truths = Counter(question.answer for question in pack.questions if isinstance(question, TrueFalseQuestion))
    roles = Counter(example.role for example in pack.examples)

    assert sides.keys() == roles.keys() == {*pack.side_by_id, BOTH}
    assert max(sides.values()) <= 0.4 * sides.total()
    assert max(roles.values()) <= 0.5 * roles.total()
    assert max(truths.values()) <= 0.6 * truths.total()


@pytest.mark.parametrize("name", ["AI", "API", "EDA", "GPU", "LLM", "LoRA", "ML", "NLP", "PEFT", "RAG", "UI"])
def test_abbreviations_can_be_looked_up(pack: Pack, name: str) -> None:
    assert [term.id for term in pack.terms if name in (term.term, *term.aliases)]


@pytest.mark.parametrize("pack_of", [bundled, meetings])
def test_code_fits_a_phone(pack_of: Callable[[], Pack]) -> None:
    pack = pack_of()
    shown = (item for kind in Sheet.model_fields for item in getattr(pack, kind))
    code = [each.code.text for each in shown if getattr(each, "code", None)]

    assert len(code) >= 4
    assert [line for text in code for line in text.splitlines() if len(line) > PHONE] == []


def test_questions_stand_alone(pack: Pack) -> None:
    items = (*pack.cards, *pack.questions)

    assert [item.id for item in items if any("the talk" in text for text in texts(item))] == []


def runs(text: str) -> Iterator[tuple[str, ...]]:
    """Return every run of RUN consecutive words."""
    said = words(text)
    return (tuple(said[start : start + RUN]) for start in range(len(said) - RUN + 1))


@pytest.mark.skipif(not TRANSCRIPT.exists(), reason="the talk's transcript is not part of the repository")
def test_its_words_are_not_the_talks(pack: Pack) -> None:
    talk = set(runs(TRANSCRIPT.read_text(encoding="utf-8")))

    assert talk
    assert [text for text in texts(pack) if talk & set(runs(text))] == []
