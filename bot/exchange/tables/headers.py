"""Map column headers, in several languages, to fields of items. Pure."""

import re
from collections.abc import Mapping, Sequence

from bot.language.text import fold

FIELDS = (
    "front", "back", "term", "definition", "prompt", "answer", "option", "tick", "why", "options", "wrong", "correct",
    "explanation", "example", "aliases", "hint", "level", "topic", "key", "kind",
)  # fmt: skip
"""The fields that a column can be read as."""

MANY = frozenset({"option", "tick", "why", "wrong", "answer", "correct", "aliases"})
"""Fields that several columns of a table may have."""

_NAMES = {
    "front": """
        front; front side; side 1; card front; vorderseite; recto; anverso; fronte; voorkant; frente
    """,
    "back": """
        back; back side; side 2; card back; reverse; rückseite; verso; reverso; retro; achterkant
    """,
    "term": """
        term; terms; word; words; abbreviation; acronym; concept; expression; vocabulary; keyword; phrase; begriff;
        wort; stichwort; schlagwort; fachwort; vokabel; ausdruck; fachbegriff; abkürzung; terme; mot; término;
        palabra; termine; hanzi; kanji; infinitive; infinitiv; vocab; feature; product; product name; produkt;
        produit; producto; parola; woord; termo; palavra; jargon; ord; begrepp; słowo; pojęcie; termin; слово;
        термин; kelime; terim; 単語; 言葉; 用語; 单词; 词语; 术语; 단어
    """,
    "definition": """
        definition; definitions; meaning; description; translation; meaning in english; what it means; bedeutung;
        beschreibung; was es heißt; was es bedeutet; übersetzung; définition; signification; traduction; definición;
        significado; traducción; definizione; significato; betekenis; definição; betydelse; betydning; znaczenie;
        definicja; tłumaczenie; значение; определение; перевод; anlam; anlamı; tanım; 意味; 定義; 意思; 释义; 定义;
        뜻; produktbeschreibung; product description; stands for; full form; long form; full name; expansion;
        steht für; langform
    """,
    "prompt": """
        question; questions; q; prompt; question text; questiontext; question title; stem; question stem;
        the question; statement; aussage; behauptung; affirmation; afirmación; affermazione; afirmação; stelling;
        frage; fragen; fragetext; pregunta; domanda; vraag; pergunta; enunciado; énoncé; вопрос; fråga; spørgsmål;
        spørsmål; pytanie; soru; otázka; kérdés; 質問; 問題; 问题; 질문
    """,
    "answer": """
        answer; answers; response; reply; antwort; musterlösung; antworten; réponse; respuesta; risposta; antwoord;
        resposta; ответ; svar; odpowiedź; cevap; odpověď; válasz; 答え; 回答; 答案; 답; t/f; v/f; r/f; w/f
    """,
    "options": """
        options; choices; answer options; possible answers; antwortmöglichkeiten; opciones; alternatives
    """,
    "correct": """
        correct; correct answer; correct answers; ans; correct option; correct options; right answer; right answers;
        right; answer key; correct choice; correct index; correct option index; correct answer index; solution;
        correct answer(s); richtig; richtige antwort; richtige antworten; lösung; loesung; bonne réponse;
        réponse correcte; respuesta correcta; correcta; risposta corretta; juist antwoord; resposta correta;
        is correct; bonnes réponses; bonne(s) réponse(s); réponses correctes; respuestas correctas; correct?;
        richtig?; true; wahr; vrai; verdadero; vero
    """,
    "explanation": """
        explanation; answer explanation; overall explanation; feedback; general feedback; rationale; reason; why;
        justification; comment; comments; note; notes; erklärung; erklaerung; erläuterung; begründung; begruendung;
        hinweis zur lösung; correct feedback; feedback for correct answer; explication; commentaire; explicación;
        spiegazione; uitleg; explicação
    """,
    "example": """
        example; examples; example sentence; beispiel; beispielsatz; exemple; ejemplo; esempio; voorbeeld; exemplo
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
        group; domain; lektion; leçon; lección; lezione; lição; les; unité; unidad; unidade; unità; einheit; thema;
        übung; kategorie; kapitel; bereich; fach; sujet; catégorie; chapitre; thème; tema; categoría; categoria;
        capítulo; argomento; onderwerp
    """,
    "key": """
        id; key; guid; uid; uuid; item id; question id; card id; code; sku; article no; article no.; article number;
        item no; item no.; item number; product no; product no.; product id; product code; part number;
        artikelnummer; artikelnr; art.-nr.; employee id
    """,
    "": """
        type; question type; fragetyp; type de question; time; time limit; timer; points; score; weight; image;
        picture; media; link; url; date; author; no; nr; number; status; video; tags; tag; #; price; preis; prix;
        precio; prezzo; gender; genus; geschlecht; genre; género; genere; geslacht; article; artikel; plural;
        pluriel; part of speech; wortart; pronunciation; aussprache; pinyin; reading; romaji; ipa; phone; telefon;
        e-mail; email; done; erledigt; last updated; start date; price per unit; stock; created; created at;
        created by; created time; last edited; last edited by; last edited time; last modified; modified; modified by;
        updated; updated by; erstellt; erstellt von; geändert; geändert von; zuletzt bearbeitet
    """,
}
"""Field → the names of its column; "" for columns that are known but not used."""

_LANGUAGE_NAMES = """
    english german french spanish italian portuguese dutch latin greek russian polish turkish swedish japanese
    chinese englisch deutsch französisch spanisch italienisch portugiesisch niederländisch lateinisch latein
    griechisch russisch polnisch türkisch schwedisch japanisch chinesisch
    anglais allemand français espagnol italien portugais néerlandais russe polonais japonais chinois
    inglés alemán francés español italiano portugués latín inglese tedesco francese spagnolo latino
    engels duits frans spaans inglês alemão francês espanhol
"""
_LANGUAGES = frozenset(map(fold, _LANGUAGE_NAMES.split()))
"""Names of the columns in a vocabulary list."""

_COMMON_NAMES = """
    name; role; title; job title; position; department; team; owner; task; what; where; who; when; situation;
    procedure; process; policy; tool; system; day; week; step; location; fun fact; contact; description; material;
    country; capital; city; language; currency; event; year; shortcut; command; symbol; element; dish; ingredients;
    allergens; drink; author; book; work; artist; company; brand; animal; plant; part; function; use; purpose; effect;
    cause; symptom; treatment; emergency; hazard; machine; device; software; website; customer; supplier; document;
    land; hauptstadt; stadt; jahr; ereignis; gericht; zutaten; allergene; pays; capitale; ville; année; país; ciudad;
    abteilung; rolle; aufgabe; zuständig; wo; wer; wann; tag; woche; schritt; ort; nom; rôle; tâche; service; nombre
"""
_COMMON = frozenset(" ".join(fold(name).split()) for name in _COMMON_NAMES.split(";"))
"""Names of columns that say where the headers are, but not what to ask."""

_KNOWN = {fold(" ".join(name.split())): field for field, names in _NAMES.items() for name in names.split(";")}

_LONGEST_NAME = max(map(len, _KNOWN))

KINDS = frozenset(map(fold, ("type", "question type", "fragetyp", "type de question")))
"""Names of the column with a question's type."""

STANDS_FOR = frozenset(
    map(fold, ("stands for", "full form", "long form", "full name", "expansion", "steht für", "langform"))
)
"""Names of the column with an abbreviation's long form."""

_OPTION = re.compile(
    r"(?:(?:possible |answer )?(?:option|answer|choice|alternative|alternativa|opt|options|answers|choices|"
    r"antwort|antwortmoglichkeit|"
    r"reponse|proposition|respuesta|opcion|risposta|resposta|opcao|antwoord|ans|a)[ _-]*(?:[a-h]|[1-9]|10)|[a-h])"
    r"(?: text)?"
)
_JUDGED = re.compile(
    r"(?:true|wahr|richtig|vrai|verdadero|vero|verdadeiro|waar|juist) ?(?:/|or|oder|ou|o|of) ?"
    r"(?:false|falsch|faux|falso|niet waar|onwaar|onjuist)"
)
"""The header of a column with verdicts or, beside one with answers, with statements to be judged."""

_OPTIONS = frozenset({"option", "choice", "possible answer", "answer option", "wahl"})
"""Names of columns with options if all have the same name."""

_TO_DO = re.compile(r"(?:what|who|whom|how|where|when|why) (?:to|it|they|we|you|i)\b")
"""The beginning of headers such as “Who to call” and “What it does”."""

_REPEATED = re.compile(r" \(\d+\)$")

_WHY = re.compile(
    r"(?:explanation|feedback|rationale|reason|erklarung|begrundung|explication)[ _-]*"
    r"(?:for )?(?:(?:option|answer|choice|antwort) ?)?(?:[a-h]|[1-9])"
)
"""Names of the column with the explanation of one option, identified by its letter or number."""

_ANSWER = r"(?:answers?|option|choice|antwort|reponse|respuesta|opcion|risposta|resposta|antwoord)"
_WRONG = re.compile(
    rf"(?:{_ANSWER}[ _-]*)?"
    r"(?:wrong|incorrect|false|distractor|falsche?|mauvaise|fausse|incorrect[ae]|falsa|err(?:one|at|ad)a|sbagliata"
    r"|incorreta|foute?|onjuiste?)"
    rf"(?:[ _-]*{_ANSWER})?[ _-]*(?:[a-h]|\d)?"
)
_WORDS = re.compile(r"(?<=[a-z])(?=[A-Z])")
"""The boundary of two words in names such as “correctAnswer”."""

_INTERNAL = re.compile(r"\b(?:internal|intern|interne|interno|private|privat)\b")
"""Words that mark a column as being only for the authors."""

_AFTERTHOUGHT = re.compile(r"\s+[-–—]\s+.*| ?\([^)]*\)$|\s*[:*?]+$|^\ufeff")
"""What may follow a name: “Question - max 120 characters”, “Time limit (sec)”."""

LEVELS = {
    **dict.fromkeys(("1", "easy", "beginner", "low", "leicht", "einfach", "facile", "facil"), 1),
    **dict.fromkeys(("2", "medium", "intermediate", "mittel", "moyen", "medio", "media"), 2),
    **dict.fromkeys(("3", "hard", "difficult", "advanced", "high", "schwer", "schwierig", "difficile", "dificil"), 3),
}
"""Words for levels of difficulty, in lower case and without accents."""


def field_of(header: str) -> str | None:
    """Return the field of a column with this header; "" if it's known but not used, None if it's unknown."""
    name = folded(header)
    if _INTERNAL.search(name):
        return ""
    for each in (name, _AFTERTHOUGHT.sub("", _AFTERTHOUGHT.sub("", name)).strip()):
        if each in _KNOWN:
            return _KNOWN[each]
        if _JUDGED.fullmatch(each):
            return "answer"
        if _OPTION.fullmatch(each):
            return "option"
        if _WRONG.fullmatch(each):
            return "wrong"
        if _WHY.fullmatch(each):
            return "explanation"
    return None


def is_name(header: str) -> bool:
    """Return whether a header is exactly a known one; this is fast, as it's asked for every row."""
    return len(header) <= _LONGEST_NAME and fold(header) in _KNOWN


def fields_of(headers: Sequence[str]) -> list[str | None]:
    """Return the field of each column by its header; several with the same header may be options."""
    names = [_REPEATED.sub("", folded(header)) for header in headers]
    fields = [
        "option" if name in _OPTIONS and names.count(name) > 1 else field_of(header)
        for name, header in zip(names, headers, strict=True)
    ]
    if "prompt" not in fields and sum(field in ("answer", "correct") for field in fields) > 1:
        judged = (spot for spot, name in enumerate(names) if _JUDGED.fullmatch(_AFTERTHOUGHT.sub("", name)))
        if (spot := next(judged, None)) is not None:
            fields[spot] = "prompt"
    return fields


def lone_option(headers: Sequence[str]) -> int | None:
    """Return the index of the only column that's called “Option” or the like; None if there's none, or several."""
    spots = [spot for spot, header in enumerate(headers) if _REPEATED.sub("", folded(header)) in _OPTIONS]
    return spots[0] if len(spots) == 1 else None


def folded(header: str) -> str:
    """Return a header normalised for lookup: in lower case, without accents, and with words separated by spaces."""
    return " ".join(fold(_WORDS.sub(" ", header)).replace("_", " ").split()).lstrip("¿")


def is_language(header: str) -> bool:
    """Return whether a header is the name of a language."""
    return fold(header.strip()) in _LANGUAGES


def names_column(header: str) -> bool:
    """Return whether a text is a usual name of a column, even if that says nothing about its field."""
    name = folded(header).rstrip(" :?")
    is_usual = name in _COMMON or (_TO_DO.match(name) is not None and not header.endswith("?"))
    return is_usual or is_language(header) or field_of(header) is not None


def with_languages(fields: Sequence[str | None], headers: Sequence[str]) -> list[str | None]:
    """Return the fields of columns, with the first two languages as the sides of cards if nothing else asks.

    Args:
        fields: the field of each column by its header; None if it's unknown.
        headers: the names of the columns.
    """
    spots = [spot for spot, header in enumerate(headers) if is_language(header)]
    found = list(fields)
    if len(spots) > 1 and not {"front", "back", "term", "definition", "prompt", "option"} & set(found):
        found[spots[0]], found[spots[1]] = "front", "back"
    return found


def named(columns: Mapping[str, str]) -> dict[str, str]:
    """Return the fields that someone chose for columns, by folded header.

    Args:
        columns: header → field.
    """
    return {" ".join(fold(header).split()): field for header, field in columns.items()}
