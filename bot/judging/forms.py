"""Whether two words are forms of one: plurals and other inflections, and the two spellings of English."""

import re
from collections.abc import Iterator
from functools import lru_cache

from bot.judging.lexicon import is_known, is_name, lemma

SHORTEST_VERB = 4
"""Letters of a word from which on walking counts as a form of walk; bed and bedding are two things."""

_BRITISH = (
    (re.compile(r"(?<=practi)c(?=e[ds]?$)"), "s"),
    (re.compile(r"(?<=\w{3})is(?=(?:e[drs]?|ing|ers?|ations?|able)$)"), "iz"),
    (re.compile(r"(?<=\w{2}[aeo]l)ys(?=(?:e[drs]?|ing|ers?)$)"), "yz"),
    (re.compile(r"(?<=\w{3})our(?=s?$|(?:ed|ing|able|ite|ites|hood|less|ful|al|ally|ist|ists)$)"), "or"),
    (re.compile(r"(?<=[aceinps]t|[ai]b|ag|ch)re(?=s?$)"), "er"),
    (re.compile(r"(?<=[aeiouy][b-df-hj-np-tv-z][aeiou]l)l(?=(?:ed|ing|ings|er|ers|or|ors|ous)$)"), ""),
    (re.compile(r"(?<=[aeiouy][b-df-hj-np-tv-z]{2}[aeiou]l)l(?=(?:ed|ing|ings|er|ers|or|ors|ous)$)"), ""),
    (re.compile(r"^(skil|wil|instal|enrol|fulfil|distil)l(?=s?$|ful|ment)"), r"\1"),
    (re.compile(r"^(wool|tranquil)l(?=en|ity)"), r"\1"),
    (re.compile(r"^(special)i(?=ty$|ties$)"), r"\1"),
    (re.compile(r"(?<=\w{2}[ao])logue(?=s?$)"), "log"),
    (re.compile(r"(?<=[cfp]en)c(?=es?$)"), "s"),
    (re.compile(r"(?<=\w)ae(?=[mdntcvo])|(?<=an)ae(?=s)|(?<=^c)ae(?=si)"), "e"),
    (re.compile(r"^oe(?=s|d)|(?<=^f)oe(?=t)|(?<=rrh)oe(?=a)|(?<=^am)oe(?=b)|(?<=^c)oe(?=l)|(?<=hom)oe(?=o)"), "e"),
    (re.compile(r"(?<=^man)oeuv(?:re|er)?"), "euver"),
    (re.compile(r"^(gr)ey(?=s?$)"), r"\1ay"),
    (re.compile(r"(?<=gra)mme(?=s?$)"), "m"),
    (re.compile(r"^(alumin)i(?=um$)"), r"\1"),
    (re.compile(r"^(sul)ph(?=ur|at|id|it)"), r"\1f"),
    (re.compile(r"(?<=dg)e(?=ment)"), ""),
    (re.compile(r"(?<=[kvz])e(?=able$)"), ""),
    (re.compile(r"^ageing$"), "aging"),
    (re.compile(r"^(t)y(?=res?$)|^(c)y(?=pher)|^(s)y(?=phon)"), r"\1\2\3i"),
    (re.compile(r"^aeroplane"), "airplane"),
    (re.compile(r"^py(?=jama)"), "pa"),
    (re.compile(r"^mou(?=stache)"), "mu"),
    (re.compile(r"(?<=jewel)le?(?=ry$)"), ""),
    (re.compile(r"^((?:snow)?pl)ough"), r"\1ow"),
    (re.compile(r"^(s?m)oul(?=d)"), r"\1ol"),
    (re.compile(r"^sc(?=eptic)"), "sk"),
    (re.compile(r"^draught"), "draft"),
    (re.compile(r"(?<=yog)h(?=urt)"), ""),
    (re.compile(r"(?<=^art)e(?=fact)"), "i"),
    (re.compile(r"(?<=^dis)c(?=s?$)"), "k"),
    (re.compile(r"(?<=^co)s(?=y$|ily$|iness$)"), "z"),
    (re.compile(r"^kerb"), "curb"),
    (re.compile(r"(?<=^whisk)ey"), "y"),
    (re.compile(r"^doughnut"), "donut"),
    (re.compile(r"^(chil)l(?=i)"), r"\1"),
    (re.compile(r"^maths$"), "math"),
    (re.compile(r"^mum(?=s?$|my$)"), "mom"),
)
_DEGREES = ("er", "est", "ier", "iest", "more", "most")


@lru_cache(8192)
def same_spelling(word: str) -> str:
    """Return an English word as Americans spell it: generalization, color, center, modeling."""
    for pattern, american in _BRITISH:
        word = pattern.sub(american, word)
    return word


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
            is_plural(one, two, "en") or is_plural(two, one, "en") or is_inflected(one, two, "en")
            for one, two in ((word, other), (american, right))
        )
    )


def _is_ending(plural: str, singular: str) -> bool:
    """Whether a form of a noun rather than a verb: geese, but not went."""
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
