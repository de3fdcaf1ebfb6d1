"""What columns are called, in a few languages, and which field of an item that is. Pure."""

import re
from collections.abc import Mapping

from bot.language.text import fold

FIELDS = (
    "front", "back", "term", "definition", "prompt", "answer", "option", "options", "wrong", "correct",
    "explanation", "example", "aliases", "hint", "level", "topic", "key",
)  # fmt: skip
"""What a column can be read as."""

MANY = frozenset({"option", "wrong", "answer", "aliases"})
"""Fields that several columns may have."""

_NAMES = {
    "front": """
        front; front side; side 1; card front; vorderseite; recto; anverso; fronte; voorkant; frente
    """,
    "back": """
        back; back side; side 2; card back; reverse; rückseite; verso; reverso; retro; achterkant
    """,
    "term": """
        term; terms; word; words; abbreviation; acronym; concept; expression; vocabulary; keyword; phrase;
        begriff; wort; stichwort; schlagwort; fachwort; vokabel; ausdruck; fachbegriff; abkürzung;
        terme; mot; término; palabra; termine;
        parola; woord; termo; palavra; jargon
    """,
    "definition": """
        definition; definitions; meaning; description; translation; meaning in english; what it means; bedeutung;
        beschreibung; was es heißt; was es bedeutet;
        übersetzung; définition; signification; traduction; definición; significado; traducción; definizione;
        significato; betekenis; definição; stands for
    """,
    "prompt": """
        question; questions; q; prompt; question text; questiontext; question title; stem; question stem; the
        question; statement; aussage; frage; fragen;
        fragetext; pregunta; domanda; vraag; pergunta; enunciado; énoncé; вопрос
    """,
    "answer": """
        answer; answers; response; reply; antwort; musterlösung; antworten; réponse; respuesta; risposta; antwoord;
        resposta; ответ
    """,
    "options": """
        options; choices; answer options; possible answers; antwortmöglichkeiten; opciones; alternatives
    """,
    "correct": """
        correct; correct answer; correct answers; correct option; correct options; right answer; right answers;
        right; answer key; correct choice; correct index; correct option index; correct
        answer index; solution; correct answer(s); richtig; richtige antwort; richtige
        antworten; lösung; loesung; bonne réponse; réponse correcte; respuesta correcta; correcta; risposta corretta;
        juist antwoord; resposta correta; is correct
    """,
    "explanation": """
        explanation; answer explanation; feedback; general feedback; rationale; reason; why; justification; comment;
        comments; note; notes; erklärung; erklaerung; begründung; begruendung; hinweis zur lösung; correct feedback;
        feedback for correct answer; explication; explicación; spiegazione; uitleg;
        explicação
    """,
    "example": """
        example; examples; example sentence; beispiel; beispielsatz; exemple; ejemplo; esempio; voorbeeld;
        exemplo
    """,
    "aliases": """
        aliases; alias; synonyms; synonym; also known as; other names; synonyme; synonymes; sinónimos
    """,
    "hint": """
        hint; clue; hinweis; tipp; indice; pista; suggerimento
    """,
    "level": """
        level; difficulty; schwierigkeit; niveau; difficulté; dificultad; difficoltà; moeilijkheid
    """,
    "topic": """
        topic; topics; category; categories; subject; chapter; module; section; unit; deck; area; theme; lesson;
        group; thema; kategorie; kapitel; bereich; fach; sujet; catégorie; chapitre; thème; tema; categoría;
        categoria; capítulo; argomento; onderwerp
    """,
    "key": """
        id; key; guid; uid; uuid; item id; question id; card id; code
    """,
    "": """
        type; question type; time; time limit; timer; points; score; weight; image; picture; media; link; url;
        date; author; no; nr; number; status; video; tags; tag; #
    """,
}
"""Field → what its column is called; "" for what's known and not used."""

_LANGUAGE_NAMES = """
    english german french spanish italian portuguese dutch latin greek russian polish turkish swedish japanese
    chinese englisch deutsch französisch spanisch italienisch portugiesisch niederländisch lateinisch latein
    griechisch russisch polnisch türkisch schwedisch japanisch chinesisch
"""
_LANGUAGES = frozenset(map(fold, _LANGUAGE_NAMES.split()))
"""What the columns of a list of vocabulary are called."""

_KNOWN = {fold(" ".join(name.split())): field for field, names in _NAMES.items() for name in names.split(";")}

_OPTION = re.compile(
    r"(?:(?:possible |answer )?(?:option|answer|choice|alternative|alternativa|opt|options|answers|choices|"
    r"antwort|antwortmoglichkeit|"
    r"reponse|proposition|respuesta|opcion|risposta|resposta|opcao|antwoord|ans|a)[ _-]*(?:[a-h]|[1-9]|10)|[a-h])"
    r"(?: text)?"
)
_WRONG = re.compile(
    r"(?:wrong|incorrect|false|distractor|falsche?|mauvaise|incorrecta?)"
    r"(?:[ _-]*(?:answers?|option|choice|antwort|reponse|respuesta))?[ _-]*(?:[a-h]|\d)?"
)
_WORDS = re.compile(r"(?<=[a-z])(?=[A-Z])")
"""Where one word ends and the next begins in names such as “correctAnswer”."""

_AFTERTHOUGHT = re.compile(r"\s+[-–—]\s+.*| ?\([^)]*\)$|\s*[:*?]+$|^\ufeff")
"""What follows a name: “Question - max 120 characters”, “Time limit (sec)”."""


def field_of(header: str) -> str | None:
    """Return what a column with this header says; "" for what's known and not used, None if it's unknown."""
    name = " ".join(fold(_WORDS.sub(" ", header)).replace("_", " ").split())
    for each in (name, _AFTERTHOUGHT.sub("", _AFTERTHOUGHT.sub("", name)).strip()):
        if each in _KNOWN:
            return _KNOWN[each]
        if _OPTION.fullmatch(each):
            return "option"
        if _WRONG.fullmatch(each):
            return "wrong"
    return None


def is_language(header: str) -> bool:
    """Return whether a column is called like a language, in English or German."""
    return fold(header.strip()) in _LANGUAGES


def named(columns: Mapping[str, str]) -> dict[str, str]:
    """Return what was said about columns by their folded headers.

    Args:
        columns: header → field.
    """
    return {" ".join(fold(header).split()): field for header, field in columns.items()}
