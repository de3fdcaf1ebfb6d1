"""Lists of tips: a title that says so, and a tip in each bullet."""

import pytest

from bot.exchange.formats import read


@pytest.mark.parametrize(
    ("entry", "title", "text"),
    [
        ("- **Send an agenda.** People come prepared.", "Send an agenda", "People come prepared."),
        ("2. Start on time: waiting punishes the punctual.", "Start on time", "Waiting punishes the punctual."),
        ("- Undo: git reset --soft HEAD~1", "Undo", "git reset --soft HEAD~1"),
        ("- Phones: iPhones need a code.", "Phones", "iPhones need a code."),
        ("• Say what broke. “Login” says more than “bug”.", "Say what broke", "“Login” says more than “bug”."),
        ("1) Attach a screenshot.", "Tips for better meetings", "Attach a screenshot."),
    ],
)
def test_each_entry_is_a_tip(entry: str, title: str, text: str) -> None:
    found = read(f"# 10 tips for better meetings\n\n- Breathe: it helps.\n{entry}\n".encode())

    assert (found.format, found.title, found.left) == ("list of tips", "Tips for better meetings", ())
    assert [item.kind for item in found.taken] == ["tips", "tips"]
    assert found.taken[1].fields == {"title": title, "text": text}


def test_a_glossary_and_a_quiz_about_tips_stay_what_they_are() -> None:
    glossary = read(b"# Words\n\n- **Churn**: customers who leave.\n- **MRR**: money each month.\n")
    quiz = read(b"Tip quiz\n\n1. Who gets tips?\nA) Waiters\nB) Cats\nAnswer: A\n")

    assert {item.kind for item in glossary.taken} == {"terms"}
    assert {item.kind for item in quiz.taken} == {"questions"}
