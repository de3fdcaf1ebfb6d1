"""Where sentences end."""

import pytest

from bot.language.sentences import sentences


@pytest.mark.parametrize(
    "parts",
    [
        ["Tess writes an advert: “AI engineer. Remote. Apply now.”", "Nobody applies."],
        ["Lew asked: “Okay to sell them? Thoughts?”", "By Monday there was no reply."],
        ["“Four sentences. No more”, she said, and you can nearly send it.", "Try it."],
        ["“Could somebody check it?”", "“Who?” said Bo."],
        ['He wrote "Stop. Look. Listen." on the wall.', "It helped."],
        ["The biggest (halls. Really. Big ones) have thousands.", "The others don't."],
        ["Some are big [see A. Then B].", "Most aren't."],
        ["He said: “She told me ‘No. Never.’ and left. So?”", "Well."],
        ["It's a 5\" pipe.", 'Its lid is 6" wide.', "That's all."],
        ["“It never ends.", "It goes on."],
        ["Sie zahlt.", "Über wen?", "„Äh“, sagt er.", "¿Quién paga?", "À quoi bon ?", "« Rien », dit-il."],
        ["Press :( if it's bad.", "Press :) if it's good."],
    ],
)
def test_none_ends_within_quotes_or_brackets(parts: list[str]) -> None:
    assert sentences(" ".join(parts)) == parts


def test_a_quote_ends_with_its_paragraph() -> None:
    assert sentences("“One. Two.\n\nThree. Four.”") == ["“One.", "Two.", "Three.", "Four.”"]


def test_sentences_without_spaces_between_them_end_too() -> None:
    assert sentences("他来了。谁付钱？“我。”") == ["他来了。", "谁付钱？", "“我。”"]


def test_quoted_sentences_can_be_cut_too() -> None:
    assert sentences("He said “Stop. Look.” Then he left.", quoted=True) == [
        "He said “Stop.",
        "Look.”",
        "Then he left.",
    ]


@pytest.mark.parametrize(
    "parts",
    [
        ["Browning above 140 °C.", "It gives crust its taste."],
        ["Oranges have vitamin C.", "Eat one a day."],
        ["There's always a plan B.", "Call me."],
        ["It draws 5 A.", "Use a fuse."],
        ["So do I.", "We all do."],
        ["Is it free?", "No.", "You pay."],
        ["It's No. 5 on the list.", "Look."],
        ["That's in the U.S.", "It's large."],
        ["It was J. K. Rowling.", "John F. Kennedy read E. coli studies by T. Smith."],
        ["Ask Dr. E. Brown, Mr. Quill or St. John, e.g. “Hello”.", "They know."],
    ],
)
def test_a_unit_or_a_letter_may_end_one_and_an_initial_does_not(parts: list[str]) -> None:
    assert sentences(" ".join(parts)) == parts
