import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.pictures import lettering
from bot.pictures.fonts import Faces
from bot.pictures.lettering import SIGN, Lettering, typeset
from bot.pictures.palette import INK
from bot.pictures.shaping import clusters
from tests.pictures.cards import TEXTS

BODY = Lettering(32, 450, INK)


def lines(text: str, width: int = 460, most_lines: int = 100) -> tuple[str, ...]:
    return typeset(text, BODY, width, most_lines).lines


@given(TEXTS, st.integers(1, 1000), st.integers(1, 30))
def test_lines_fit_whatever_the_text(text: str, width: int, most_lines: int) -> None:
    paragraph = typeset(text, BODY, width, most_lines)
    assert len(paragraph.lines) <= most_lines
    assert paragraph.height == len(paragraph.lines) * BODY.line_height
    for line in paragraph.lines:
        assert BODY.width(line) <= width or len(clusters(line)) <= 1
        assert line == line.strip()
        assert line


@given(st.lists(st.text(st.sampled_from("abcWil-/é"), min_size=1, max_size=60), max_size=12))
def test_no_letter_is_lost(words: list[str]) -> None:
    assert "".join(lines(" \n".join(words))).replace(" ", "") == "".join(words)


def test_words_stay_whole_where_they_fit() -> None:
    assert lines("clean the tables before you train", 210) == ("clean the", "tables before", "you train")


def test_a_long_word_breaks_after_a_slash_or_a_hyphen() -> None:
    assert lines("pre-training/fine-tuning", 220) == ("pre-training/", "fine-tuning")


def test_a_letter_keeps_its_marks_when_a_word_breaks() -> None:
    accented = "x\u0301"  # has no combined form in Unicode, so it stays two characters
    broken = lines(accented * 60, 200)
    assert len(broken) > 1
    assert all(line == accented * (len(line) // 2) for line in broken)


def test_a_text_that_does_not_fit_ends_with_an_ellipsis() -> None:
    first, second = lines("many words that go on and on and on without an end", 200, 2)
    assert not first.endswith("…")
    assert second.endswith("…")


def test_a_text_that_just_fits_is_not_cut() -> None:
    whole = lines("three lines of text", 120)
    assert lines("three lines of text", 120, len(whole)) == whole


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain – “text” → naïve ½ ≤ Ж λ", "plain – “text” → naïve ½ ≤ Ж λ"),
        ("\U0001f680 launch", f"{SIGN} launch"),
        ("👩🏽‍🔬👍🏽 done", f"{SIGN} done"),
        ("日本語テキスト and हिन्दी", f"{SIGN} and {SIGN}"),
        ("שלום", SIGN),
        ("Ｆｕｌｌ", "Full"),
        ("ﬁne", "fine"),
        ("\u202eright\u202c to\x00 left", "right to left"),
        ("one\ntwo\u2029three", "one two three"),
        ("e\u0301", "é"),
        ("Z" + "\u0301" * 50, "Ź\u0301\u0301"),
        ("\u0301", None),
        ("", None),
    ],
)
def test_characters_without_a_font_are_shown_as_one_sign(
    text: str, shown: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lettering, "FACES", Faces((), ()))
    assert lines(text, 1000) == (() if shown is None else (shown,))


def test_the_sign_itself_is_in_the_font() -> None:
    assert lines(f"a {SIGN} b") == (f"a {SIGN} b",)
    assert BODY.font.getmask(SIGN).getbbox() != BODY.font.getmask("\uffff").getbbox()


def test_weights_and_sizes_differ() -> None:
    assert Lettering(32, 700, INK).width("weight") > BODY.width("weight")
    assert Lettering(64, 450, INK).width("weight") > 1.8 * BODY.width("weight")
