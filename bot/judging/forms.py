"""Whether two words are forms of one: plurals and other inflections, and British and American spellings."""

import re
from collections.abc import Iterator
from functools import lru_cache

from bot.judging.lexicon import is_known, is_name, lemma

SHORTEST_VERB = 4
"""Minimum length of a word to accept inflected forms: walk and walking are one, but bed and bedding aren't."""

_BRITISH_ENDINGS = (
    (re.compile(r"(?<=\w{3})is(?=(?:e[drs]?|ing|ers?|ations?|able)$)"), "iz"),
    (re.compile(r"(?<=\w{2}[aeo]l)ys(?=(?:e[drs]?|ing|ers?)$)"), "yz"),
    (re.compile(r"(?<=\w{3})our(?=s?$|(?:ed|ing|able|ite|ites|hood|less|ful|al|ally|ist|ists)$)"), "or"),
    (re.compile(r"(?<=[aceinps]t|[ai]b|ag|ch)re(?=s?$)"), "er"),
    (re.compile(r"(?<=[aeiouy][b-df-hj-np-tv-z][aeiou]l)l(?=(?:ed|ing|ings|er|ers|or|ors|ous)$)"), ""),
    (re.compile(r"(?<=[aeiouy][b-df-hj-np-tv-z]{2}[aeiou]l)l(?=(?:ed|ing|ings|er|ers|or|ors|ous)$)"), ""),
    (re.compile(r"^(skil|wil|instal|enrol|fulfil|distil)l(?=s?$|ful|ment)"), r"\1"),
    (re.compile(r"(?<=\w{2}[ao])logue(?=s?$)"), "log"),
    (re.compile(r"(?<=[cfp]en)c(?=es?$)"), "s"),
    (re.compile(r"(?<=\w)ae(?=[mdntcvo])|(?<=an)ae(?=s)|(?<=^c)ae(?=si)"), "e"),
    (re.compile(r"(?<=rrh)oe(?=a)|(?<=hom)oe(?=o)"), "e"),
    (re.compile(r"(?<=dg)e(?=ment)|(?<=[kvz])e(?=able$)|(?<=gram)me(?=s?$)"), ""),
)
"""British endings and their American spelling."""

_BRITISH_STEMS = {
    "aeroplane": "airplane", "ageing": "aging", "aluminium": "aluminum", "amoeb": "ameb", "artefact": "artifact",
    "chilli": "chili", "coeli": "celi", "cosy": "cozy", "cypher": "cipher", "disc": "disk",
    "doughnut": "donut", "draught": "draft", "foet": "fet", "grey": "gray", "jewellery": "jewelry", "kerb": "curb",
    "manoeuvre": "maneuver", "manoeuvr": "maneuver", "maths": "math", "mould": "mold", "moustache": "mustache",
    "mum": "mom", "oede": "ede", "oeso": "eso", "oestr": "estr", "plough": "plow", "practice": "practize",
    "pyjama": "pajama", "sceptic": "skeptic", "smould": "smold", "snowplough": "snowplow", "speciality": "specialty",
    "specialities": "specialties", "sulph": "sulf", "syphon": "siphon", "tranquill": "tranquil", "tyre": "tire",
    "whiskey": "whisky", "woollen": "woolen", "yoghurt": "yogurt",
}  # fmt: skip
"""Beginnings of words in British and American spelling."""

_ALSO_IN_OTHERS = {"disc", "maths", "mum", "tyre"}
"""These also begin other words, such as discover, so only the whole word and its plural are respelt."""

_STEM = re.compile("|".join(sorted(_BRITISH_STEMS, key=len, reverse=True)))
_DEEDS = (("ization", "ize"), ("ification", "ify"), ("ation", "ate"))
"""Endings of nouns derived from verbs, and the verbs' endings."""

_SHORTEST_DEED = 7
"""Minimum length of a verb to accept the noun derived from it: “vacation” isn't “vacate”, nor “station” “state”."""

_DEGREES = ("er", "est", "ier", "iest", "more", "most")


@lru_cache(8192)
def same_spelling(word: str) -> str:
    """Return an English word in American spelling: generalization, color, center, modeling."""
    for pattern, american in _BRITISH_ENDINGS:
        word = pattern.sub(american, word)
    stem = _STEM.match(word)
    if stem is None or (
        stem[0] in _ALSO_IN_OTHERS and word.removesuffix("s") not in {stem[0], stem[0].removesuffix("s")}
    ):
        return word
    return _BRITISH_STEMS[stem[0]] + word[stem.end() :]


@lru_cache(8192)
def is_plural(plural: str, singular: str, language: str) -> bool:
    """Return whether a word is the plural of another.

    Args:
        plural: the possible plural, folded.
        singular: the possible singular, folded.
        language: the words' language.
    """
    if len(singular) < 2 or is_name(plural, language):
        return False
    base = lemma(plural, language)
    if base == plural or plural not in (_english_plurals(singular) if language == "en" else ()):
        return base == singular and base != plural and _is_ending(plural, singular)
    return base is not None or not is_known(plural, language)


@lru_cache(8192)
def are_forms(word: str, other: str) -> bool:
    """Return whether two English words may be forms or spellings of one, judging by their letters."""
    if word == other:
        return True
    if word[0] != other[0]:
        return False
    american, right = same_spelling(word), same_spelling(other)
    return (
        american == right
        or other == f"{word}s"
        or any(
            is_plural(one, two, "en")
            or is_plural(two, one, "en")
            or is_inflected(one, two, "en", in_phrase=True)
            or is_deed(one, two, "en")
            for one, two in ((word, other), (american, right))
        )
    )


def _is_ending(plural: str, singular: str) -> bool:
    """Return whether a form is a noun's plural rather than a verb's or adjective's form: geese, but not went."""
    return not plural.endswith(("ing", "ed", *_DEGREES)) and plural[0] == singular[0]


def _english_plurals(singular: str) -> Iterator[str]:
    yield singular + "s"
    if singular.endswith(("s", "x", "z", "ch", "sh", "o")):
        yield singular + "es"
    for ending, plural in (
        ("y", "ies"), ("f", "ves"), ("fe", "ves"), ("is", "es"), ("us", "i"), ("on", "a"), ("um", "a"), ("a", "ae"),
        ("ix", "ices"), ("ex", "ices"), ("man", "men"), ("z", "zes"), ("eau", "eaux"),
    ):  # fmt: skip
        if singular.endswith(ending):
            yield singular.removesuffix(ending) + plural


@lru_cache(8192)
def is_deed(verb: str, noun: str, language: str) -> bool:
    """Return whether a noun is derived from a verb, in any of the verb's forms: generalizes and generalization.

    Args:
        verb: the verb, folded.
        noun: the noun, folded.
        language: the words' language; only English is supported.
    """
    if language != "en" or verb[0] != noun[0]:
        return False
    base = lemma(verb, language) or verb
    return len(base) >= _SHORTEST_DEED and any(
        noun == base.removesuffix(ending) + deed for deed, ending in _DEEDS if base.endswith(ending)
    )


@lru_cache(8192)
def is_inflected(form: str, other: str, language: str, in_phrase: bool = False) -> bool:
    """Return whether two words are forms of one verb or noun: fine-tuned and fine-tune, but not better and good.

    Args:
        form: one word, folded.
        other: the other word, folded.
        language: the words' language.
        in_phrase: whether other words show that it's the same word, so that short verbs count, and English forms in
            -ing that are nouns, too: “writing it down” and “write it down”.
    """
    if in_phrase and language == "en" and (_is_ing(form, other) or _is_ing(other, form)):
        return True
    bases = [lemma(word, language) for word in (form, other)]
    if None in bases or bases[0] != bases[1] or is_name(form, language) or is_name(other, language):
        return False
    base = bases[0] or ""
    if form[0] != other[0] or any(word != base and word.endswith(("er", "est")) for word in (form, other)):
        return False
    return in_phrase or len(base) >= SHORTEST_VERB


def _is_ing(form: str, verb: str) -> bool:
    """Return whether a word is the regular form in -ing of an English verb."""
    stem = form.removesuffix("ing")
    return stem != form and len(stem) > 1 and verb in {stem, f"{stem}e", stem[:-1] if stem[-2] == stem[-1] else stem}
