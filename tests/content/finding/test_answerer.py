"""Questions are answered by meaning, or by words alone if no model can be used."""

import threading

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.finding.answerer import Answerer
from bot.content.finding.documents import answering, heading
from bot.content.finding.everyday import Everyday, scale
from bot.content.finding.everyday_subjects import EVERYDAY
from bot.content.finding.file_names import SHIPPED
from bot.content.finding.finder import Finder
from bot.content.finding.texts import everyday_texts, texts_of
from bot.content.finding.vector_files import recalled, work_out
from bot.content.finding.vectors import Vectors
from bot.exchange.assembling import assembled
from bot.exchange.formats import read
from bot.meaning.errors import ModelError
from bot.meaning.meaning import Meaning
from bot.meaning.model import EMBEDDED
from tests.content.finding.words import Words, everyday_of, meanings
from tests.packs import pets
from tests.patience import FOREVER


@pytest.fixture
def finder() -> Finder:
    return Finder(pets())


async def test_a_text_with_the_same_meaning_is_found(finder: Finder) -> None:
    assert (await Answerer((), None).find(finder, finder.query("hound"))).hits == ()
    found = await Answerer([Words()], None, patience=FOREVER).find(
        finder, finder.query("a hound needs several walks a day")
    )
    assert found.hits[0].item in (finder.pack.comparison_by_id["exercise"], finder.pack.tip_by_id["walk"])


GERMAN = """\
Frage;Antwort
Wie viele Urlaubstage haben wir im Jahr?;30 Tage, davon dürfen 5 ins nächste Jahr mitgenommen werden.
Wer bestellt Büromaterial?;Das Sekretariat bestellt jeden Donnerstag.
Wie melde ich mich krank?;Vor 9 Uhr bei der Teamleitung; ab dem dritten Tag mit Attest.
Wo parken Besucher?;Auf Parkplatz A direkt vor dem Haupteingang.
"""


@pytest.mark.parametrize(
    ("question", "front", "is_sure"),
    [
        ("wieviel urlaub haben wir?", "Wie viele Urlaubstage haben wir im Jahr?", True),
        ("wer muss den Urlaub genehmigen", "Wie viele Urlaubstage haben wir im Jahr?", False),
        ("ab wann brauche ich ein Attest", "Wie melde ich mich krank?", True),
        ("ist der Parkplatz vor dem Haupteingang?", "Wo parken Besucher?", True),
        ("wie hoch ist die Miete in Berlin?", None, False),
        ("wer hat die Weltmeisterschaft gewonnen", None, False),
    ],
)
async def test_a_pack_in_a_language_that_the_model_does_not_know(
    question: str, front: str | None, is_sure: bool
) -> None:
    """The share of the question's words that the best item has decides whether it's answered."""
    finder = Finder(assembled(read(GERMAN.encode()), "Büro", "de").pack)
    found = await Answerer([Words()], None, patience=FOREVER).find(finder, finder.query(question))
    assert found.is_covered == (front is not None)
    assert found.is_sure == is_sure
    assert front is None or heading(found.hits[0].item) == front


@pytest.mark.parametrize("failing", ["dog aquarium", "A dog needs several walks a day."])
async def test_a_failing_model_is_logged_once_and_words_answer(
    finder: Finder, failing: str, caplog: pytest.LogCaptureFixture
) -> None:
    answerer = Answerer([Words(fails=lambda text: text == failing)], None, patience=FOREVER)
    found = await answerer.find(finder, finder.query("dog aquarium"))
    assert found.hits == (await Answerer((), None).find(finder, finder.query("dog aquarium"))).hits
    (record,) = caplog.records
    assert (
        record.getMessage().endswith("answered by its words alone: Set the key.") or "words alone" in record.message
    )


async def test_words_answer_while_the_meaning_is_worked_out(finder: Finder) -> None:
    go_on = threading.Event()
    answerer = Answerer([Words(fails=lambda _: not go_on.wait(FOREVER))], None, patience=0)
    try:
        found = await answerer.find(finder, finder.query("aquarium"))
        assert found.hits == (await Answerer((), None).find(finder, finder.query("aquarium"))).hits
    finally:
        answerer.close()
        go_on.set()


@given(st.text(max_size=300))
def test_any_text_is_answered_or_refused(question: str) -> None:
    query, ranking = FINDER.query(FINDER.corrected(question)), FINDER.ranking
    (meaning,) = MODEL.encode(query.spelled_out)
    found = ranking.find(query, meaning, VECTORS, 8)
    assert 0 <= found.confidence <= 1
    assert len(found.hits) == 8
    assert ranking.by_words(query, 8).confidence >= 0


def test_another_measure_of_likeness_makes_no_difference() -> None:
    """Some models find everything alike; here, because all vectors share one component."""
    texts = [*everyday_texts(), *texts_of(FINDER.pack)]
    alike = {text: _with_a_share(each) for text, each in zip(texts, MODEL.encode(*texts), strict=True)}
    vectors = Vectors(FINDER.pack, answering(FINDER.pack), alike, Everyday(alike))
    (asked,) = MODEL.encode("an aquarium for a goldfish")
    one, other = VECTORS.near(asked.vector), vectors.near(_with_a_share(asked).vector)
    assert other.items == pytest.approx(one.items, abs=0.02)
    assert (other.tested, other.everyday) == pytest.approx((one.tested, one.everyday), abs=0.02)


def test_the_built_in_model_needs_no_scaling() -> None:
    known = recalled(everyday_texts(), EMBEDDED, None, sorted(SHIPPED.glob("*")))
    times, plus = scale([known[subject].vector for subject in EVERYDAY])
    assert float(times) == pytest.approx(1, abs=0.01)
    assert float(plus) == pytest.approx(0, abs=0.005)


def test_vectors_of_a_different_length_than_the_stored_ones_are_refused(finder: Finder) -> None:
    (kept,) = Words(size=32).encode("one")
    with pytest.raises(ModelError, match="gives 64 numbers, and gave 32 before"):
        work_out({"one": False, "two": False}, Words(), None, lambda: False, {"one": kept})
    with pytest.raises(ModelError, match="gives 32 numbers, and gave 64 before"):
        VECTORS.check("words", kept)


def test_a_word_in_most_of_a_large_pack_counts_most_in_titles() -> None:
    pack = pets()
    walk = pack.tip_by_id["walk"]
    tips = [walk.model_copy(update={"id": f"t{number}", "title": f"Tip {number}"}) for number in range(1100)]
    large = Finder(pack.model_copy(update={"id": "large", "tips": (*tips, walk)}))
    assert large.ranking.by_words(large.query("walk"), 3).hits[0].item is walk


def _with_a_share(meaning: Meaning) -> Meaning:
    return Meaning(np.append(meaning.vector, np.float32(2)) / np.float32(5**0.5))


MODEL = Words()
FINDER = Finder(pets())
VECTORS = Vectors(FINDER.pack, answering(FINDER.pack), meanings(MODEL, texts_of(FINDER.pack)), everyday_of(MODEL))
