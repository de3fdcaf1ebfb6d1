"""Answers in German, French and Spanish packs: hundreds of typed ones, and what holds for any."""

from collections import Counter
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.judging.in_english import LANGUAGES, in_english
from bot.judging.judge import judge, prepare
from bot.judging.model import Match, Wanted
from bot.language.text import clean
from tests.content.test_shorter_answers import asking, counts
from tests.packs import changed

_LINES = Path(__file__).with_name("other_languages.tsv").read_text(encoding="utf-8").splitlines()
ROWS = [line.split("\t") for line in _LINES if not line.startswith("#")]

ANSWERS = {
    "de": "alle # Monate|# mal pro Woche|höchstens # kg|mindestens # Zeichen|innerhalb von # Stunden|um # Uhr"
    "|montags um # Uhr|# Prozent|am #. März 2019|im #. Stock|halb #|# Jahre|ca. # Mio.|zwischen # und 90|bis zu # €",
    "es": "cada # meses|# veces por semana|como máximo # kg|al menos # caracteres|en # horas|a las #"
    "|los lunes a las #|# por ciento|el # de marzo de 2019|# años|unos # millones|entre # y 90|hasta # €",
    "fr": "tous les # mois|# fois par semaine|au plus # kg|au moins # caractères|dans les # heures|à # heures"
    "|le lundi à # h|# pour cent|le # mars 2019|# ans|environ # millions|entre # et 90|jusqu'à # €",
}
TEMPLATES = [(language, text) for language, texts in ANSWERS.items() for text in texts.split("|")]
NUMBERS = st.integers(min_value=2, max_value=12)

for each in ANSWERS:
    prepare(each, [])  # load now what's loaded on first use, so that Hypothesis doesn't wait for it
in_english("sechs", "de")


@pytest.mark.parametrize("language", sorted(ANSWERS))
def test_typed_answers(language: str) -> None:
    rows = [row[1:] for row in ROWS if row[0] == language]
    packs = {(each[0], each[1]): changed(asking((each[0], each[1])), language=language) for each in rows}
    wrong = [
        (prompt, answer, typed)
        for prompt, answer, verdict, typed in rows
        if counts(packs[prompt, answer], typed) is not (verdict == "right")
    ]
    assert wrong == []


def test_there_are_many_of_both_sorts() -> None:
    assert min(Counter(verdict for _, _, _, verdict, _ in ROWS).values()) > 40


@given(st.sampled_from(TEMPLATES), NUMBERS, st.sampled_from(Match))
def test_an_answer_is_right_as_it_is_written(template: tuple[str, str], number: int, match: Match) -> None:
    language, text = template
    answer = text.replace("#", str(number))
    assert judge(answer, Wanted((answer,), match, language=language)).verdict.counts


@given(st.sampled_from(TEMPLATES), NUMBERS, NUMBERS, st.sampled_from((Match.FORGIVING, Match.WORDS)))
def test_another_number_is_wrong(template: tuple[str, str], number: int, other: int, match: Match) -> None:
    assume(number != other)
    language, text = template
    answer = Wanted((text.replace("#", str(number)),), match, language=language)
    assert not judge(text.replace("#", str(other)), answer).verdict.counts


@given(st.sampled_from(sorted(LANGUAGES)), st.text(max_size=40).map(clean).filter(bool))
def test_any_answer_is_right_as_it_is_written(language: str, answer: str) -> None:
    assert judge(answer, Wanted((answer,), language=language)).verdict.counts


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_no_word_has_two_meanings(language: str) -> None:
    table = files("bot.judging").joinpath("small_words", f"{language}.txt")
    lines = [line.partition(" = ") for line in table.read_text(encoding="utf-8").splitlines()]
    forms = Counter(form for _, _, forms in lines if forms and "#" not in forms for form in forms.split(" | "))
    assert [form for form, times in forms.items() if times > 1] == []


def test_another_language_stays_as_it_is() -> None:
    assert in_english("hver sjette måned", "nb") == "hver sjette måned"
    assert in_english("every six months", "en") == "every six months"
