"""Whether two words are forms of one: plurals and other inflections, and the two spellings of English."""

import re
from collections.abc import Iterator
from functools import lru_cache

from bot.judging.lexicon import is_known, is_name, lemma

SHORTEST_VERB = 4
"""Letters of a word from which on walking counts as a form of walk; bed and bedding are two things."""

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
"""Endings as the British spell them, and what Americans make of them."""

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
"""Beginnings of words as the British spell them, and as Americans do."""

_ALSO_IN_OTHERS = {"disc", "maths", "mum", "tyre"}
"""Beginnings of other words, such as discover, too: only the whole word is another spelling, or its plural."""

_STEM = re.compile("|".join(sorted(_BRITISH_STEMS, key=len, reverse=True)))
_DEEDS = (("ization", "ize"), ("ification", "ify"), ("ation", "ate"))
"""Endings of nouns for what verbs do, and the verbs' own."""

_SHORTEST_DEED = 7
"""Letters of a verb from which on its noun says the same: to vacate isn't a vacation, nor a station a state."""

_DEGREES = ("er", "est", "ier", "iest", "more", "most")


@lru_cache(8192)
def same_spelling(word: str) -> str:
    """Return an English word as Americans spell it: generalization, color, center, modeling."""
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
        plural: in small letters, as folded.
        singular: likewise.
        language: theirs.
    """
    if len(singular) < 2 or is_name(plural, language):
        return False
    base = lemma(plural, language)
    if base == plural or plural not in (_english_plurals(singular) if language == "en" else ()):
        return base == singular and base != plural and _is_ending(plural, singular)
    return base is not None or not is_known(plural, language)


@lru_cache(8192)
def are_forms(word: str, other: str) -> bool:
    """Return whether two English words may be forms of one, or spellings of one, as far as their letters tell."""
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
            or is_inflected(one, two, "en")
            or is_deed(one, two, "en")
            for one, two in ((word, other), (american, right))
        )
    )


def _is_ending(plural: str, singular: str) -> bool:
    """Return whether a form is a noun's rather than a verb's: geese, but not went."""
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
    """Return whether a noun says what a verb, in any of its forms, does: generalizes and generalization.

    Args:
        verb: in small letters, as folded.
        noun: likewise.
        language: theirs; there are such nouns in English only.
    """
    if language != "en" or verb[0] != noun[0]:
        return False
    base = lemma(verb, language) or verb
    return len(base) >= _SHORTEST_DEED and any(
        noun == base.removesuffix(ending) + deed for deed, ending in _DEEDS if base.endswith(ending)
    )


@lru_cache(8192)
def is_inflected(form: str, other: str, language: str) -> bool:
    """Return whether two words are forms of one verb or noun: fine-tuned and fine-tune, but not better and good.

    Args:
        form: in small letters, as folded.
        other: likewise.
        language: theirs.
    """
    bases = [lemma(word, language) for word in (form, other)]
    if None in bases or bases[0] != bases[1] or is_name(form, language) or is_name(other, language):
        return False
    base = bases[0] or ""
    if form[0] != other[0] or any(word != base and word.endswith(("er", "est")) for word in (form, other)):
        return False
    return len(base) >= SHORTEST_VERB
