"""What people say around an answer in other languages than English, and the articles that tell a word's gender."""

import re
from typing import NamedTuple

_NOT_OR = {
    "de": ("nicht kein keine keinen keinem keiner nie niemals ohne weder", "oder"),
    "es": ("ni nunca sin tampoco", "o u"),
    "fr": ("pas ne ni jamais sans aucun aucune", "ou"),
    "it": ("non ne mai senza nessun nessuna", "o oppure"),
    "nl": ("niet geen nooit zonder", "of"),
    "pt": ("nao nem nunca sem", "ou"),
}
NEGATIONS = {language: frozenset(words.split()) for language, (words, _) in _NOT_OR.items()}
"""For each language, the folded words that negate an answer, besides those that are English, too."""

HEDGES = {language: frozenset(words.split()) for language, (_, words) in _NOT_OR.items()}
"""For each language, the folded words that show that several answers were given."""


class WordsAround(NamedTuple):
    """What people say around an answer in one language.

    Args:
        lead: what may come before it.
        trail: what may come after it.
    """

    lead: re.Pattern[str]
    trail: re.Pattern[str]


def _around(before: str, after: str) -> WordsAround:
    return WordsAround(
        re.compile(rf"(?:(?:{before})\b[\s,:;.!?¿¡-]*)+(?=\S)", re.IGNORECASE),
        re.compile(rf"(?:[\s,;.!?¿-]+(?:{after}))+[\s.!?]*$", re.IGNORECASE),
    )


AROUND = {
    "de": _around(
        r"ich (?:glaube|denke|meine|vermute|schätze|würde sagen|tippe auf)(?:,? dass)?|(?:es|das|er|sie) "
        r"(?:ist|war|wäre|sind|heißt)|es müsste|(?:die|meine) antwort(?: ist| lautet)?|vielleicht|wahrscheinlich|"
        r"vermutlich|bestimmt|natürlich|klar|also|na ja|keine ahnung|weiß nicht",
        r"oder|glaube ich|denke ich|vielleicht|wahrscheinlich|bestimmt|bitte|nicht wahr",
    ),
    "es": _around(
        r"(?:yo )?(?:creo|pienso|supongo|diría) que|(?:eso )?es|son|se llama|la respuesta(?: es)?|quizás?|tal vez|"
        r"probablemente|a lo mejor|claro|pues|no (?:lo )?sé(?: pero)?",
        r"creo|supongo|no|verdad|quizás?|tal vez|por favor|claro",
    ),
    "fr": _around(
        r"je (?:pense|crois|suppose|dirais)(?: que)?|(?:que )?c['’](?:est|était)|ce sont|"
        r"la réponse(?: est)?|peut-être|probablement|sans doute|bien sûr|euh|je ne sais pas",
        r"je (?:pense|crois|suppose)|non|peut-être|bien sûr|s['’]il vous plaît|n['’]est-ce pas",
    ),
    "it": _around(
        r"(?:io )?(?:penso|credo|direi|suppongo)(?: che)?|(?:si tratta di|è|sia|sono|si chiama)|"
        r"la risposta(?: è)?|forse|probabilmente|magari|certo|non so",
        r"credo|penso|no|vero|forse|per favore|giusto",
    ),
    "nl": _around(
        r"ik (?:denk|geloof|gok|zou zeggen)(?: dat)?|(?:het|dat) (?:is|was|zijn|heet)|het antwoord(?: is)?|misschien|"
        r"waarschijnlijk|natuurlijk|geen idee|weet niet",
        r"denk ik|geloof ik|toch|misschien|waarschijnlijk|alstublieft",
    ),
    "pt": _around(
        r"(?:eu )?(?:acho|penso|creio|diria) que|(?:isso )?é|são|chama-se|a resposta(?: é)?|talvez|provavelmente|"
        r"claro|não sei(?: mas)?",
        r"acho eu|acho|não é|né|talvez|por favor|claro",
    ),
}
"""What people say around an answer, by language."""

_BEFORE_NOUN_AS_TEXT = {
    "de": (
        "ab am an auf aus bei beim durch im in ins mit nach vom von zu zum zur",
        "mein meine meinen meinem meiner dein deine deinen deinem deiner unser unsere unseren unserem unserer ihr "
        "ihre ihren ihrem ihrer der die das den dem ein eine einen einem einer",
    ),
    "es": (
        "a al con de del en para por",
        "mi mis tu tus su sus nuestro nuestra vuestro vuestra el la los las un una unos unas",
    ),
    "fr": (
        "à au aux avec chez dans de du en par sur",
        "mon ma mes ton ta tes son sa ses notre nos votre vos le la les un une des",
    ),
}
BEFORE_NOUN = {
    language: re.compile(
        rf"(?:(?:{'|'.join(prepositions.split())}) )?(?:(?:{'|'.join(articles.split())}) |l['’])?(?=\w)",
        re.IGNORECASE,
    )
    for language, (prepositions, articles) in _BEFORE_NOUN_AS_TEXT.items()
}
"""The preposition, and the article or the word for “my”, before a noun, by language."""

_GENDERS_AS_TEXT = {
    "de": {"m": "der den ein einen", "f": "die eine", "n": "das ein"},
    "es": {"m": "el los un unos", "f": "la las una unas"},
    "fr": {"m": "le un", "f": "la une"},
    "it": {"m": "il lo i gli un uno", "f": "la le una"},
    "nl": {"c": "de", "n": "het"},
    "pt": {"m": "o os um uns", "f": "a as uma umas"},
}
_ARTICLE = re.compile(r"\W*([^\W\d_]+)\s+\w")


_FOREIGN = re.compile(
    r"(?:(?:der|die|das|ein|eine) (?=[A-ZÄÖÜ])|(?:el|het|il|gli|la|las|le|les|los|una|une|uma) (?=[^\W\d_])|l['’])"
    r"(\w[\w'’-]*(?: \w+)?)"
)
"""A noun with its article in a language other than English; articles in names, such as La Paz, have a capital."""


def foreign_noun(answer: str) -> str | None:
    """Return an answer of an English pack without an article in another language: la maison; None if it has none.

    Args:
        answer: the answer.
    """
    match = _FOREIGN.fullmatch(answer.strip())
    return match[1] if match else None


def is_other_gender(typed: str, answer: str, language: str) -> bool:
    """Return whether two texts begin with articles of different genders: der Katze for die Katze.

    Args:
        typed: one text.
        answer: the other text, which may be in another language if the pack is in English.
        language: the texts' language, such as "de" or "pt-BR".
    """
    languages = [language[:2]]
    if language[:2] == "en":
        languages = list(_GENDERS_AS_TEXT) if _FOREIGN.fullmatch(answer.strip()) else []
    genders = [(_genders(typed, each), _genders(answer, each)) for each in languages]
    return any(one and other and one.isdisjoint(other) for one, other in genders)


def _genders(text: str, language: str) -> frozenset[str]:
    first = _ARTICLE.match(text.lower())
    genders = _GENDERS_AS_TEXT.get(language, {})
    return frozenset(gender for gender, words in genders.items() if first and first[1] in words.split())
