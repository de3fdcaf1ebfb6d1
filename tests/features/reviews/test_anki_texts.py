"""A pack's texts reach Anki as they are: titles nest no decks, texts trigger nothing. Rendered by Anki itself."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import pytest
from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.cli.export import export
from bot.content.model import Pack
from bot.features.reviews import anki
from bot.features.reviews.anki import Learnt
from bot.features.reviews.deck import Deck
from bot.language.refusals import Refusal
from bot.runtime.settings import Settings
from tests.content.small_pack import write
from tests.packs import pets

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Collection]:
    opened = Collection(str(tmp_path / "collection.anki2"))
    yield opened
    opened.close()


def bring_in(collection: Collection, pack: Pack, folder: Path) -> None:
    path = folder / "deck.apkg"
    path.write_bytes(anki.package([Learnt(Deck(pack))], AT, {}))
    options = ImportAnkiPackageOptions(with_scheduling=False, with_deck_configs=False)
    collection.import_anki_package(ImportAnkiPackageRequest(package_path=str(path), options=options))


def saying(text: str) -> Pack:
    """Return a pack whose only card has the same text on both sides."""
    card = pets().cards[0].model_copy(update={"front": text, "back": text})
    return pets().model_copy(update={"cards": (card,), "terms": (), "comparisons": ()})


def seen(html: str) -> str:
    """Return what people read on a card."""
    return unescape(re.sub(r"<[^>]*>", "", html.replace("<br>", "\n")))


def check_as_it_stands(collection: Collection, text: str, folder: Path) -> None:
    bring_in(collection, saying(text), folder)
    card = collection.get_card(collection.find_cards("")[-1])
    shown = card.render_output()
    answer = shown.answer_text.split('<hr id="answer">')[1].split('<div class="source">')[0]
    assert seen(shown.question_text) == seen(answer) == text
    assert "[" not in shown.question_text + answer
    assert "{{" not in shown.question_text + answer
    assert shown.question_av_tags == shown.answer_av_tags == []
    assert "<img" not in shown.question_text + answer
    assert list(collection.media.check().missing) == []


@pytest.mark.parametrize(
    "text",
    [
        *("[sound:beep.mp3]", "Press [sound:a] now", "[anki:play:q:0]", "[anki:tts lang=en]x[/anki:tts]"),
        *("[latex]x[/latex]", "[LaTeX]x[/LaTeX]", "[$]x^2[/$]", "[$$]x[/$$]", r"\(x\) and \[y\]", "$x$ and $$y$$"),
        *(
            "{{c1::Paris}}",
            "{{c1::Paris::city}} and {{c2::Rome}}",
            "{{Front}}",
            "{{FrontSide}}",
            "{{#Back}}x{{/Back}}",
        ),
        *("[[type:Front]]", "[[type:Back]]", "[link](https://x.org)", "a[0][1]", "{a: [b]}", "%%x%%"),
        *(
            "<b>bold</b>",
            "<script>alert(1)</script>",
            "<img src=x>",
            "<!-- x -->",
            "&lt;",
            "A & B",
            "x < y > z",
            "'\"",
        ),
        *("one\ntwo", "List<String>", "C:\\new", "::", "a::b", "🦊", "مرحبا"),
    ],
)
def test_a_text_shows_as_it_stands(collection: Collection, tmp_path: Path, text: str) -> None:
    check_as_it_stands(collection, text, tmp_path)


PIECES = [
    "[",
    "]",
    "{",
    "}",
    "{{",
    "}}",
    "\\(",
    "\\[",
    "\\)",
    "$",
    ":",
    "::",
    "sound",
    "latex",
    "/",
    "c1",
    "&",
    "<",
    ">",
]
PIECES += ["type", "Front", "anki", "play", "=", " ", "x", "\n", "'", '"', ";", "#", "lt", "amp", "br"]
TEXTS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=12).map("".join).filter(lambda text: text.split())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TEXTS)
def test_any_text_shows_as_it_stands(collection: Collection, tmp_path: Path, text: str) -> None:
    bring_in(collection, saying(text), tmp_path)
    for number in collection.find_cards(""):
        shown = collection.get_card(number).render_output()
        assert seen(shown.question_text) == text
        assert shown.question_av_tags == shown.answer_av_tags == []
    collection.remove_notes(list(collection.find_notes("")))


def test_mathematics_is_kept_from_being_typeset() -> None:
    assert anki._html(r"\(x\)") == r'<span class="mathjax_ignore tex2jax_ignore">\(x\)</span>'
    assert anki._html(r"C:\new (x)") == r"C:\new (x)"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Rust: std::vec and more", "Rust: std∶∶vec and more"),
        ("::x", "∶∶x"),
        ("a::", "a∶∶"),
        ("a:::b::c", "a∶∶∶b∶∶c"),
        ("C++ :: D", "C++ ∶∶ D"),
        ("10:30", "10:30"),
        ('Say "hi"', 'Say "hi"'),
    ],
)
def test_a_title_is_the_name_of_one_deck(collection: Collection, tmp_path: Path, title: str, name: str) -> None:
    bring_in(collection, pets().model_copy(update={"title": title}), tmp_path)

    assert {each.name for each in collection.decks.all_names_and_ids()} == {"Default", name}


def test_a_pack_without_cards_is_refused_and_writes_no_file(tmp_path: Path) -> None:
    folder = write(tmp_path / "pack")
    sentence = "Tools has no cards yet; add cards, terms or comparisons to it, then export it again."

    with pytest.raises(Refusal, match=re.escape(sentence)):
        export(Settings(), str(folder), tmp_path / "cards.apkg")
    assert not (tmp_path / "cards.apkg").exists()
