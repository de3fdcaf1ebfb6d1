"""A file's language is told only if it's clear; an English deck is never taken for another."""

from collections.abc import Sequence
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.model import Pack
from bot.content.reading.raw_pack import ITEM_KINDS
from bot.exchange.formats import read
from bot.exchange.model import ImportedItem, ParsedFile
from bot.exchange.spoken import spoken
from tests.packs import bakery, bundled, meetings, pets, rivers, rust, workshop

GERMAN = [
    ("Wie oft ist Audit?", "alle sechs Monate"),
    ("Wer genehmigt den Urlaub?", "die Teamleitung"),
    ("Wann ist das Treffen mit dem Einkauf?", "montags um 9:30 Uhr"),
    ("Was macht ein Load Balancer?", "Er verteilt Anfragen auf mehrere Server."),
    ("An wen wende ich mich bei einem Unfall?", "an die Sicherheitsfachkraft"),
    ("Wie viele Urlaubstage haben wir im Jahr?", "30"),
]
FRENCH = [
    ("Combien de salariés avons-nous ?", "1 000"),
    ("Quand est la réunion ?", "le lundi à 9 h 30"),
    ("Où se trouve la trousse de secours ?", "dans la cuisine"),
    ("Quel formulaire faut-il pour les frais ?", "R-12"),
]
SPANISH = [
    ("¿Quién aprueba las vacaciones?", "el jefe de equipo"),
    ("¿Dónde está el botiquín?", "en la cocina"),
    ("¿Cuántos días de vacaciones tenemos?", "23"),
    ("¿Cuándo abre la oficina por la mañana?", "a las 9:30"),
]
DUTCH = [
    ("Hoe zet je het koffieapparaat aan?", "Met de groene knop aan de achterkant."),
    ("Wie heeft de sleutels van het magazijn?", "Joris"),
    ("Wanneer worden de lonen betaald?", "op de laatste dag van de maand"),
    ("Waar zetten we de pakjes van de klanten?", "op het rek onder de trap"),
]
PORTUGUESE = [
    ("Como se liga a máquina de café?", "No botão verde de trás."),
    ("Quem tem as chaves do armazém?", "a Joana"),
    ("Quando se pagam os salários?", "no último dia do mês"),
    ("Onde deixamos as encomendas dos clientes?", "na prateleira por baixo da escada"),
]
PHRASES = [
    ("Ich habe keine Zeit.", "I have no time."),
    ("Wo ist der Bahnhof?", "Where is the station?"),
    ("Das ist nicht wahr.", "That's not true."),
    ("Wie geht es dir?", "How are you?"),
    ("Kann ich bei Ihnen bezahlen?", "Can I pay here with you?"),
]
NOUNS = [
    ("der Hund", "dog"),
    ("die Katze", "cat"),
    ("das Pferd", "horse"),
    ("der Hut", "hat"),
    ("der Mann", "man"),
] * 3
PLACES = [
    ("Argentina", "Mar del Plata"),
    ("Uruguay", "La Paloma del Río de la Plata"),
    ("Bolivia", "Santa Cruz de la Sierra"),
    ("Spain", "Las Palmas de Gran Canaria"),
    ("France", "La Roque-sur-l'Isle"),
]
DANISH = [
    ("Hvad er hovedstaden i Danmark?", "København"),
    ("Hvem godkender ferie for de ansatte?", "lederen"),
    ("Hvornår er der møde om mandagen?", "klokken ni"),
    ("Hvad skal man gøre, når man er syg?", "Man skal ringe til sin leder om morgenen"),
]
CATALAN = [
    ("El pa es guarda en una bossa de roba.", "V"),
    ("La massa de pizza no porta llevat.", "F"),
    ("El forn ha d'estar a 220 graus per al pa.", "V"),
    ("Es pot congelar la massa fins a tres mesos.", "V"),
    ("La sal mata el llevat si es posa directament a sobre.", "V"),
    ("El client paga sempre abans de recollir la comanda.", "F"),
]
GALICIAN = [
    ("Fotosíntese", "O proceso co que as plantas fan azucre a partir da luz."),
    ("Raíz", "A parte da planta que colle auga da terra."),
    ("Talo", "A parte que sostén as follas e leva a auga."),
    ("Folla", "O órgano onde se fai a fotosíntese."),
    ("Semente", "O que queda da flor e do que sae unha planta nova."),
    ("Pole", "O po que os insectos levan dunha flor a outra."),
    ("Froito", "A parte da planta que garda as sementes."),
]
AFRIKAANS = [
    ("Hoe skakel mens die koffiemasjien aan?", "Met die groen knoppie aan die agterkant."),
    ("Wie het die sleutels van die pakhuis?", "Sipho"),
    ("Wanneer word die salarisse betaal?", "op die laaste dag van die maand"),
    ("Waar sit ons die pakkies van die kliënte?", "op die rak onder die trap"),
    ("Hoe lank is die waarborg op 'n fiets?", "twee jaar"),
    ("Wat doen jy as 'n kliënt iets wil terugbring?", "Vra vir die strokie en kyk of die ding nog heel is."),
]


def of_cards(cards: Sequence[tuple[str, str]]) -> ParsedFile:
    return of_texts([{"front": front, "back": back} for front, back in cards])


def of_texts(fields: Sequence[dict[str, object]]) -> ParsedFile:
    return ParsedFile("table", tuple(ImportedItem("row 1", "cards", each) for each in fields))


@pytest.mark.parametrize(
    ("cards", "language"),
    [(GERMAN, "de"), (FRENCH, "fr"), (SPANISH, "es"), (DUTCH, "nl"), (PORTUGUESE, "pt")],
)
def test_a_deck_in_another_language_is_recognised(cards: Sequence[tuple[str, str]], language: str) -> None:
    assert spoken(of_cards(cards)) == language


@pytest.mark.parametrize("cards", [PHRASES, NOUNS, PLACES, DANISH, CATALAN, GALICIAN, AFRIKAANS, GERMAN[:2], []])
def test_a_deck_stays_english_if_it_is_short_or_teaches_a_language_or_speaks_an_unknown_one(
    cards: Sequence[tuple[str, str]],
) -> None:
    assert spoken(of_cards(cards)) == "en"


def test_a_table_whose_columns_are_languages_stays_english() -> None:
    rows = "\n".join(f"{front};{back}" for front, back in GERMAN)
    assert spoken(read(f"Frage;Antwort\n{rows}\n".encode())) == "de"
    assert spoken(read(f"Deutsch;Englisch\n{rows}\n".encode())) == "en"


def test_code_and_sources_do_not_tell_a_language() -> None:
    texts = [f"{front} {back}" for front, back in GERMAN]
    assert spoken(of_texts([{"front": text} for text in texts])) == "de"
    assert spoken(of_texts([{"front": "SELECT 1", "code": {"text": text}, "source": text} for text in texts])) == "en"


@cache
def english() -> list[dict[str, object]]:
    packs: list[Pack] = [each() for each in (bundled, meetings, pets, bakery, workshop, rivers, rust)]
    return [item.model_dump() for pack in packs for kind in ITEM_KINDS for item in getattr(pack, kind)]


@given(st.data())
def test_no_part_of_an_english_pack_is_taken_for_another_language(data: st.DataObject) -> None:
    items = english()
    first = data.draw(st.integers(0, len(items) - 1))
    step = data.draw(st.integers(1, 50))
    assert spoken(of_texts(items[first::step][: data.draw(st.integers(1, 60))])) == "en"
