"""Questions as they're read: typos are corrected, and words that exist are left alone."""

import tracemalloc

import pytest

from bot.content.finding.finder import Finder
from tests.packs import bundled, meetings, rivers, sailing


@pytest.fixture(scope="module")
def finder() -> Finder:
    return Finder(bundled())


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("waht is a fundation modle", "what is a foundation model"),
        ("wehn do i need explorotary anaylsis", "when do i need exploratory analysis"),
        ("shoud i wirte a documnt", "should i write a document"),
        ("tiem zonse", "time zones"),
        ("promt injecton", "prompt injection"),
        ("what does an A.I. do?", "what does an AI do?"),
        ("A.I?", "AI?"),
        ("I.T. in the U.S.", "I.T. in the U.S."),
    ],
)
def test_typos_are_corrected(finder: Finder, typed: str, meant: str) -> None:
    assert finder.corrected(typed) == meant


@pytest.mark.parametrize(
    "said",
    [
        "how do I bake bread",
        "did data science invent AI",
        "can I delete it and compress the rest",
        "how many calories does an avocado have",
        "wifi for shoppers",
        "why does my basil droop after Anscombe summarises it",
    ],
)
def test_words_of_the_language_stay_however_much_they_look_like_others(finder: Finder, said: str) -> None:
    assert finder.corrected(said) == said


def test_the_packs_own_words_are_known() -> None:
    assert Finder(sailing()).corrected("spinaker and halyrad") == "spinnaker and halyard"
    assert Finder(meetings()).corrected("the price of standups") == "the price of standups", "a side is called so"


def test_packs_share_the_words_of_their_language() -> None:
    pack = rivers()
    Finder(pack)
    tracemalloc.start()
    another = Finder(pack)
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert another.corrected("waht is the lenght") == "what is the length"
    assert taken < 500_000, "the common words alone take four times as much"


def test_abbreviations_are_spelled_out(finder: Finder) -> None:
    assert finder.query("EDA or rag").spelled_out == "Exploratory data analysis or rag"


def test_initials_nobody_wrote_down_are_spelled_out() -> None:
    assert Finder(bundled()).query("who pays for FMFT?").spelled_out == "who pays for Foundation model for tables?"
    assert Finder(bundled()).query("why RAG, AI or OTP?").spelled_out.endswith("OTP?")


@pytest.mark.parametrize("asked", ["when do I use an AI agent?", "ai engineers", "is an AI engineer's model large"])
def test_part_of_a_longer_name_isnt_spelled_out(finder: Finder, asked: str) -> None:
    assert finder.query(asked).spelled_out == asked
    assert finder.query(f"{asked} and AI").spelled_out == f"{asked} and Artificial intelligence"
