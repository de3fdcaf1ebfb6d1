"""Right-to-left names in left-to-right texts, and the other way round."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.direction import END, ISOLATE, RIGHT_TO_LEFT, isolate, isolate_parts
from bot.language.text import clean, printable
from tests.bidi import moves_nothing, shown

NAMES = {"محمد علي": "Ana Otter", "שרה": "Ben", "د. سارة": "Dr Cleo", "علی‌رضا": "Dora"}
LINES = (
    "1. {} — 850",
    "{}: 850",
    "{} is in 🔴 C++ now.",
    "You're in {} now.",
    "1. {} — 850 · 2. {} — 700",
    "Also: {}, {} and {}",
    "{} (3): {}, {}",
    "**{}** has 5 points",
    "`/team join {}`",
    "{}, 850 points; {}, 700 points",
    "🔴 {} (2 of 3)",
    "{} vs {}",
    "• {} +50",
    "{}, {}",
    "{} · {} (3)",
)


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("name", NAMES)
def test_a_name_moves_nothing_around_it(line: str, name: str) -> None:
    written = line.format(*[name] * line.count("{}"))
    assert moves_nothing(isolate(written), NAMES)
    assert printable(isolate(written)) == written.replace("\u200c", "\u200c")
    assert clean(isolate(written)) == written


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Ana — 850",
        "日本 — 850",
        "محمد",
        "🔴 محمد!",
        "عام 2020",
        "5 أسباب",
        "نسبة 50%",
        "محمد علي (فريق 2)!",
        "محمد:",
        "التعلم الآلي (Machine learning) هو فرع من الذكاء الاصطناعي.",
        "למידת מכונה (ML) היא תחום בבינה מלאכותית",
    ],
)
def test_what_is_written_in_one_direction_stays_as_it_is(text: str) -> None:
    assert isolate(text) == text


def test_prose_that_begins_with_a_foreign_word_is_read_from_the_right() -> None:
    text = "Python هي لغة برمجة سهلة التعلم جدا."
    assert isolate(text) == f"{RIGHT_TO_LEFT}{text}{END}"
    assert shown(isolate(text)).endswith("Python")


def test_each_line_counts_for_itself() -> None:
    assert isolate("1. محمد\nAna\nشكرا") == f"1. {ISOLATE}محمد{END}\nAna\nشكرا"


def test_the_parts_of_a_line_are_one_text() -> None:
    assert isolate_parts(["محمد", ": ", "850"]) == [f"{ISOLATE}محمد{END}", ": ", "850"]
    assert isolate_parts(["In ", "محمد", " علي", " now"]) == ["In ", f"{ISOLATE}محمد", f" علي{END}", " now"]
    assert isolate_parts(["محمد", ""]) == ["محمد", ""]
    assert isolate_parts([]) == []


MIXED = st.lists(st.sampled_from([*"aZ1 \n-.:,()🦊中", "محمد", "ש", "ab", "12", " — ", "\u0301"]), max_size=14).map(
    "".join
)


@given(MIXED)
def test_nothing_is_lost_and_isolating_twice_changes_nothing(text: str) -> None:
    isolated = isolate(text)
    assert printable(isolated) == printable(text)
    assert isolate(isolated) == isolated
    assert isolated.count(END) == isolated.count(ISOLATE) + isolated.count(RIGHT_TO_LEFT)
    assert all(line.count(END) == line.count(ISOLATE) + line.count(RIGHT_TO_LEFT) for line in isolated.split("\n"))


@given(st.lists(MIXED, max_size=4))
def test_parts_together_are_the_whole(parts: list[str]) -> None:
    parts = [part.replace("\n", " ") for part in parts]
    assert "".join(isolate_parts(parts)) == isolate("".join(parts))
