"""What people say around an answer: “it's a …, I think”, “RAG (retrieval-augmented generation)”."""

import re
from collections.abc import Collection, Iterator, Sequence

from bot.judging import other_languages
from bot.judging.reading import read
from bot.language.whole_numbers import NUMBERS

_NEGATIONS_AS_TEXT = """
not no non never without none neither nor except un anti isnt arent wasnt dont doesnt cant cannot
"""
NEGATIONS = frozenset(_NEGATIONS_AS_TEXT.split())
"""Folded words that negate an answer."""

HEDGES = frozenset({"or", "versus", "vs", "either"})
"""Folded words that show that several answers were given."""

_HOW_SURE = r"(?:(?:not|pretty|quite|very|almost|fairly|really|\d{1,3}\ ?%|totally|entirely|so|too|that)\ )*"
_SURE = rf"(?:i['’]?m\ |i\ am\ )?{_HOW_SURE}(?:sure|certain)"
_MISTAKEN = (
    r"(?:if|unless)\ i['’]?\ ?a?m\ (?:not\ )?(?:mistaken|wrong)"
    r"|if\ i\ (?:remember|recall)(?:\ (?:it\ )?(?:correctly|right))?"
)
_THING = "concept|method|phenomenon|process|technique|thing"
_DOUBTLESS = r"(?:without\ a?\ ?|no\ )doubt|for\ sure|presumably|most\ likely|100\ ?%"
_KNOWING = r"hopefully|i\ hope|as\ far\ as\ i\ (?:know|remember|recall)|from\ memory|if\ memory\ serves(?:\ me)?"
_FORCED = r"if\ i\ ha(?:d|ve)\ to\ (?:guess|choose|pick)"
_STAKE = r"my\ money(?:['’]?s|\ is)\ on|(?:i['’]?m|i\ am)\ thinking(?:\ of)?"
_LAUGHS = r"lol|lmf?ao|omg|hehe|ha(?:ha)+"
_NUMBERS = "|".join(NUMBERS)
_LEAD = re.compile(
    rf"""(?:(?:well|u[hm]+|er|hm+|so|ok|okay|oh|ah|[ah]ha|{_LAUGHS}|sorry|wait|duh|easy|yes|yeah|yep|yup|simply|ans
      | imh?o|iirc|afaik|tbh|idk|dunno|(?:i\ have\ )?no\ (?:idea|clue)(?:\ but)? | {_DOUBTLESS} | {_MISTAKEN}
      | {_KNOWING} | {_SURE}(?:\ (?:that|but))? | (?:i\ )?(?:really\ )?(?:don['’]?t|do\ not)\ (?:really\ )?know
      | i\ (?:think|guess|believe|suppose|say|reckon|assume|choose|pick|vote|mean)(?:\ that\b(?!['’]))?
      | {_FORCED} | {_STAKE} | let\ me\ guess
      | (?:i['’]?m\ |i\ am\ )?(?:(?:gonna|going\ to)\ (?:say|go\ (?:with|for))|going\ (?:with|for))
      | (?:i\ )?(?:wanna|want\ to)\ say | (?:(?:it|that)\ )?gotta\ be | (?:(?:do\ )?you\ )mean | try
      | i(?:['’]?d|['’]?ll|\ would|\ will)\ (?:say|guess|go\ (?:with|for)|take|bet(?:\ on)?|pick|choose)
      | (?:i['’]?m\ |i\ am\ )?(?:just\ )?(?:a\ )?(?:wild\ )?guess(?:ing)?
      | (?:my|the)\ (?:best\ |first\ |final\ |wild\ )?(?:guess|bet|answer|choice)(?:\ is|\ would\ be|['’]s|:)?
      | only | just | maybe | probably | prob(?:s|ly) | prolly | perhaps
      | possibly | surely | obviously | clearly | definitely | certainly | of\ course
      | (?:it|that|this|he|she|there)(?:['’]?s|\ is|\ was|['’]?(?:ll|d)\ be)
      | (?:(?:it|that|this|he|she|there)\ )?(?:must|would|could|might|may|should|has\ to|ought\ to)
        \ (?:(?:it|that|this)\ )?be
      | (?:(?:it|that|this)\ )?(?:sounds|looks|seems|feels)\ like | (?:what|who)(?:['’]?s|\ is|\ are|\ was|\ were)
      | (?:is|was|isn['’]?t|wasn['’]?t)\ (?:it|that|this) | (?:they|these|those|we|you)(?:['’]?re|\ are|\ were)
      | (?:the\ |my\ )?(?:right\ |correct\ |final\ )?answer(?:\ is|['’]s|:)? | the\ (?:term|word|name)\ is
      | (?:you|we|people|they)\ call\ (?:it|that|this|them) | called | known\ as
      | (?:something|(?:an?|the)\ (?:{_THING}))\ (?:called|known\ as|named) | (?:(?:an?|the)\ )?(?:{_THING})\ of
      | the\ (?:city|country|island|planet|state|town)\ of | within | (?:after|for|since)(?=\ (?:\d|(?:{_NUMBERS})\b))
      | (?:option|choice|letter)(?=\ [a-z]$) | a(?=:) | but | at | by | in | on | to | using | with | through
      )(?:\b|(?<=%))[\s,:;.!?-]*
      | \(?(?:[1-9]|[b-h])[.)]\s+(?=[^\W\d_])
      | (?:[-*>=·•◦▪‣→]|->|=>)\s+(?=[^\W\d_]))+(?=\S)""",
    re.VERBOSE | re.IGNORECASE,
)
_TRAIL = re.compile(
    rf"""(?:[\s,;.!?-]+(?:please|pls|i\ (?:think|guess|believe|suppose|reckon|bet)|maybe|prob(?:(?:ab)?ly|s)?|prolly
      | perhaps | of\ course|ofc
      | obviously | obvs | (?:but\ )?{_SURE} | for\ certain | {_DOUBTLESS} | {_MISTAKEN} | {_KNOWING} | definitely
      | certainly | thanks
      | (?:(?:that['’]?s|is)\ )?(?:(?:the|my)\ )?(?:final\ )?(?:answer|guess)
      | is\ what\ (?:it['’]?s|it\ is|they['’]?re)\ called | thank\ you | sorry | duh | <3
      | (?:i['’]?m\ |i\ am\ )(?:just\ )?guessing | {_FORCED} | {_LAUGHS} | hm+ | tho | tbh
      | iirc | afaik | imh?o | idk | (?:i\ have\ )?no\ (?:idea|clue) | is(?:n['’]?t)?\ it | it\ is
      | isn['’]?t\ that\ right | or\ am\ i\ wrong
      | (?:it['’]?s|is\ it|it\ is)\ called
      | or\ so | or\ something | xd | :[dp]) | \s*\^\^
      | \s*,\s*(?:right|yes|correct|eh|no(?=\s?\?)))+[\s.!?]*$""",
    re.VERBOSE | re.IGNORECASE,
)
_NOT_THAT = re.compile(
    r"(.+?)(?:,|;|\s-)?\s\(?(?:(?:and |but )?not|rather than|instead of|as opposed to|unlike)\s(.+?)\)?\s*[.!]?",
    re.IGNORECASE,
)
_THAT_NOT = (
    re.compile(r"not\s(?!only\b|just\b)(.+?)(?:,|;|\s-|,?\sbut)\s(?:rather\s|but\s)?(.+)", re.IGNORECASE),
    re.compile(
        r"(.+?)[\s,.;!?…-]{1,5}"
        r"(?:(?:oh|no|nope|nah|wait|sorry|oops|actually|scratch that|i mean)\b(?!['’])[\s,.:;!?…-]{0,5})+(.+)",
        re.IGNORECASE,
    ),
)
"""Corrections, with what comes first taken back: “not fine-tuning but RAG”, “fine-tuning, no, RAG”."""

_SAYING_NOTHING = re.compile(r"""[\s.,;:!?…'"“”‘’()]*""")

EMOJI_NAME = re.compile(r"(?<!\S):[a-z+-][\w+'-]*:(?::skin-tone-\d:)?(?!\S)|<a?:\w{2,32}:\d{17,20}>")
"""An emoji by name, as Slack sends those that are typed (“:joy:”), and Discord a server's own (“<:party:…>”)."""

_RATHER_THAN = (("instead", "of"), ("rather", "than"), ("opposed", "to"), ("unlike",))
_MOST_BETWEEN = 2
"""At most this many words, such as an article, may stand between these and an answer."""

_EXAMPLE = re.compile(
    r"(.+?),?\s\(?(?:e\.?\s?g\.?|for (?:example|instance)|such as|like|including)[\s,:].+", re.IGNORECASE
)
_EXPLAINED = re.compile(r"([^.,;:–—]+)(?:[.,;:]\s|\s?[–—]\s?|\s-\s)(.+)")

_THE_ONE = re.compile(
    r"the (?!.*\b(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand) one\b)(.+) ones?\W*",
    re.IGNORECASE,
)

_EMOJI = re.compile(rf"[\u2600-\u266c\u2670-\u27bf\U0001f000-\U0001faff\u200d\ufe0f]+|{EMOJI_NAME.pattern}")
"""Emoji in either form; the signs of notes aren't among them."""

_GLOSS = re.compile(r"\s*(?P<outer>[^()\[\]]+?)\s[(\[](?P<inner>[^()\[\]]+)[)\]]\s*(?P<after>[^()\[\]]*?)\s*[.!]?\s*")
_APART = re.compile(
    r"\s*(?:[,;|]|(?<=\s)[/=:-](?=\s)|\baka\b|\ba\.k\.a\.|\bi\.?e\.?(?=\s)|\bor\b|\band\b|&|\bmeaning\b|\bshort for\b"
    r"|\balso (?:known as|called)\b)\s*",
    re.IGNORECASE,
)
_CAPITALS = re.compile("[A-Z]{2,6}")
LITTLE = frozenset({"of", "and", "the", "for", "in", "to", "a", "an"})

_FIRST_WORDS_AS_TEXT = """
well um umm uh uhh er erm hm hmm hmmm so ok okay oh aha haha imo imho idk dunno no idea clue i im am not pretty
quite very almost fairly rather really sure certain that but dont do know just a wild guess guessing think
believe suppose say reckon assume choose pick id ill would will going to go with for take bet on my the best
first answer choice is be s let me maybe probably perhaps possibly surely obviously clearly definitely certainly
of course it its itd itll thats thatd thatll this thisd he hes she shes there theres totally entirely too was
isnt wasnt must could might may should has ought gotta they theyre these those we were you youre are right
correct only term word name people call them called known as option letter by in using through
ah lol haha sorry wait duh easy yes yeah yep yup simply ans iirc afaik tbh have without doubt presumably most likely
hopefully hope as far from memory serves sounds looks seems feels like what whats who whos
if unless mistaken wrong remember recall correctly vote mean gonna going wanna want gotta try final something
concept method phenomenon process technique thing named at on b c d e f g h 1 2 3 4 5 6 7 8 9
city country island planet state town within after since
lmao lmfao omg hehe hahaha probs probly prolly thinking money moneys had
mr mrs ms miss mx sir madam dr prof professor herr frau monsieur madame senor senora signor signora
"""
FIRST_WORDS = frozenset(_FIRST_WORDS_AS_TEXT.split())
"""Folded words that can occur in phrases before an answer."""

_CORRECTING_WORDS_AS_TEXT = "actually but mean nah no nope not oops scratch sorry wait"
CORRECTING_WORDS = frozenset(_CORRECTING_WORDS_AS_TEXT.split())
"""Folded words that can take back what comes before, or after."""

PARTING_WORDS = frozenset({"or", "and", "aka", "ie", "meaning", "short", "also", "eg"})
"""Folded words that can introduce another wording of an answer."""


def negations(language: str) -> frozenset[str]:
    """Return the folded words that negate an answer in English or another language."""
    return NEGATIONS | other_languages.NEGATIONS.get(language[:2], frozenset())


def turning(language: str) -> frozenset[str]:
    """Return the folded words that negate an answer or join several, in English or another language."""
    return negations(language) | HEDGES | other_languages.HEDGES.get(language[:2], frozenset())


def prefers_another(before: tuple[str, ...]) -> bool:
    """Return whether the words before an answer say that it's the worse one: “a meeting instead of …”."""
    ends = range(max(0, len(before) - _MOST_BETWEEN), len(before) + 1)
    return any(before[max(0, end - len(each)) : end] == each for end in ends for each in _RATHER_THAN)


def bare(text: str, language: str = "en") -> str | None:
    """Return a text without emoji, and phrases around the answer; None if there are none.

    Args:
        text: the text.
        language: the answers' language, whose phrases are known besides the English ones.
    """
    stripped = _without(without_emoji(text), _LEAD, _TRAIL)
    around = other_languages.AROUND.get(language[:2])
    if around is not None:
        stripped = _without(stripped, *around)
    return stripped if stripped and stripped != text.strip() else None


def without_emoji(text: str) -> str:
    """Return a text without the emoji in it."""
    return _EMOJI.sub(" ", text).strip()


def _without(text: str, before: re.Pattern[str], after: re.Pattern[str]) -> str:
    stripped = after.sub("", text)
    lead = before.match(stripped)
    return stripped[lead.end() :] if lead else stripped


def gloss(text: str) -> tuple[str, str] | None:
    """Split a text into the part outside brackets and the part inside; None if there are no brackets."""
    match = _GLOSS.fullmatch(text)
    if match is None:
        return None
    return f"{match['outer']} {match['after']}".strip(), match["inner"].strip()


def instead(text: str) -> tuple[str, str] | None:
    """Return what a text says it is and what it says it isn't: “RAG, not fine-tuning”; None if it says neither."""
    text = text.strip()
    match = _NOT_THAT.fullmatch(text)
    if match:
        found = match[1], match[2]
    else:
        taken_back = next(filter(None, (pattern.fullmatch(text) for pattern in _THAT_NOT)), None)
        found = (taken_back[2], taken_back[1]) if taken_back else ("", "")
    return None if any(map(_SAYING_NOTHING.fullmatch, found)) else found


def without_example(text: str) -> str | None:
    """Return a text without an example after it: “a foundation model, such as GPT”; None if there's none."""
    match = _EXAMPLE.fullmatch(text)
    return match[1] if match else None


def explained(text: str) -> tuple[str, str] | None:
    """Split a text after its first part: “tokens, which are parts of words”; None if it has only one."""
    match = _EXPLAINED.fullmatch(text)
    return (match[1].strip(), match[2].strip()) if match else None


def once(text: str) -> str | None:
    """Return the phrase that a text repeats twice or more, word for word; None if it doesn't repeat one."""
    words = [] if any(each.isdecimal() for each in text) else text.split()
    plain = [word.strip(".,;:!?").lower() for word in words]
    for length in range(1, len(words) // 2 + 1):
        if len(words) % length == 0 and plain == plain[:length] * (len(words) // length):
            return " ".join(words[:length])
    return None


def without_one(text: str) -> str | None:
    """Return what a text says of “one”: “the green one”; None if it doesn't say that."""
    match = _THE_ONE.fullmatch(text.strip())
    return match[1] if match else None


def pieces(text: str) -> tuple[str, ...]:
    """Return the parts of a text that gives an answer in several ways: “RAG, short for …”; else a single part."""
    return tuple(filter(None, _APART.split(text)))


def abbreviates(short: str, long: str) -> bool:
    """Return whether a text consists of the initials of another's words, with or without the small words."""
    letters = read(short).joined
    words = read(long).tokens
    return len(words) > 1 and letters in set(initials(words, LITTLE))


def either_abbreviates(one: str, other: str) -> bool:
    """Return whether one of two texts is an abbreviation of the other."""
    return abbreviates(one, other) or abbreviates(other, one)


def contracts(short: str, long: str) -> bool:
    """Return whether a text is an abbreviation in capitals whose letters occur in another text: DNA, HTTP."""
    letters = iter(long.lower())
    return (
        _CAPITALS.fullmatch(short) is not None
        and long[:1].lower() == short[0].lower()
        and " " in long
        and all(each in letters for each in short.lower())
    )


def initials(words: Sequence[str], little: Collection[str]) -> Iterator[str]:
    """Yield the initials of some words, with and without those of small words.

    Args:
        words: the words.
        little: the small words.
    """
    yield "".join(word[0] for word in words)
    yield "".join(word[0] for word in words if word not in little)
