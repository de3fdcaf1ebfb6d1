"""Text: cleaning what people type, folding it for comparison, splitting it into words; counting and listing."""

import re
import unicodedata
from collections.abc import Sequence
from itertools import islice

import idna

_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
"""Control characters, invisible marks and bidirectional overrides, which can disguise a text."""

_DOUBLE = '"“”„‟«»‹›＂〝〞〟「」『』｢｣《》〈〉❝❞″'
_SINGLE = "'‘’‚‛`´ʼ＇❛❜′"
"""Quotation marks and apostrophes from phones, word processors and other languages."""

DOUBLE_QUOTE = re.compile(f"[{_DOUBLE}]")
SINGLE_QUOTED = re.compile(rf"(?<![^\s:=(])[{_SINGLE}](?=\S)(.*?)(?<=\S)[{_SINGLE}](?=[\s.,;:!?)]|$)", re.DOTALL)
"""Words in single quotes; an apostrophe inside a word doesn't count as one."""

_STRAY_SINGLE = re.compile(rf"(?<!\S)[{_SINGLE}]+(?!\d)|(?<![\ws])[{_SINGLE}]+(?=\s)|[{_SINGLE}]+\Z")
_DASHES = re.compile("[-‐‑‒–—―−⁃﹘﹣－]+")

_DISGUISE = re.compile("[\u202a-\u202e]")
"""Characters that change the display order of letters; nobody types them by accident."""

_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a]"
    "|(?:\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f)|[\U000e0000-\U000e0fff]"
)
"""Invisible characters (Unicode's Default_Ignorable_Code_Point and controls) except joiners; also flags such as
Scotland's, which are written with such characters and are kept."""

_HIDDEN = re.compile(f"{_INVISIBLE.pattern}|[\u200c\u200d\u2800]")

_BLANK = "\u2800"
"""The Braille pattern without dots, which looks like a space but isn't one in Unicode."""

_JOINERS = "\u200c\u200d"

_WORD = re.compile(r"[^\W_]+(?:[.'][^\W_]+)*")
_FOLDABLE_SCRIPTS = ("LATIN", "GREEK", "CYRILLIC")
_PICTURES = frozenset({"So", "Sk", "Sm", "Cn"})
"""Unicode categories of emoji; the last one (unassigned) is for emoji newer than this Python."""

_CONTEXT = 8
"""Number of characters before a joiner that decide whether it's visible: a letter and its marks."""

_VIRAMA = 9
"""The combining class of the virama, which removes a consonant's vowel and joins it to the next consonant."""


def printable(text: str) -> str:
    """Return a text without invisible characters that could disguise it; line breaks and tabs stay."""
    return _UNSAFE.sub("", text)


def clean(text: str) -> str:
    """Return a typed text cleaned for display and storage: NFC, stripped, without control or direction characters."""
    return printable(unicodedata.normalize("NFC", text)).strip()


def unquoted(text: str) -> str:
    """Return a text on one line, without quotation marks around all or parts of it; apostrophes stay.

    All kinds of marks are removed: curly, low, angled, full-width, and those without a partner, too.
    """
    if text.isascii() and not any(mark in text for mark in "\"'`"):
        return " ".join(text.split())
    bare = SINGLE_QUOTED.sub(r"\1", DOUBLE_QUOTE.sub("", text).strip())
    return " ".join(_STRAY_SINGLE.sub("", bare).split())


def plain(text: str) -> str:
    """Return a typed value normalised: unquoted, NFKC, with every dash as a hyphen.

    This is for formatted values such as numbers and times; free text keeps its dashes.
    """
    return _DASHES.sub("-", unicodedata.normalize("NFKC", unquoted(text)).replace("∶", ":").strip())


def fold(text: str) -> str:
    """Return a text for comparison: NFKC, case-folded, without accents on Latin, Greek and Cyrillic letters.

    Marks in other scripts stay, because they distinguish words (Devanagari vowel signs, Japanese voicing marks).
    """
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFKC", text).casefold()
    if folded.isascii():
        return folded
    apart = unicodedata.normalize("NFD", folded)
    if not any(map(unicodedata.combining, apart)):
        return unicodedata.normalize("NFC", apart)
    characters: list[str] = []
    base = ""
    for character in apart:
        if unicodedata.combining(character):
            if base and unicodedata.name(base, "").startswith(_FOLDABLE_SCRIPTS):
                continue
        else:
            base = character
        characters.append(character)
    return unicodedata.normalize("NFC", "".join(characters))


_DAY_AND_MONTH = re.compile(r"(?:^|\s)[0-9]{1,2}\. ?[0-9]{1,2}\.$", re.ASCII)


def said(typed: str) -> str:
    """Return a formatted value normalised for comparison: plain, folded, without punctuation at its ends.

    The dot at the end of a date without a year stays, since 12.10 is a time.
    """
    text = " ".join(fold(plain(clean(typed))).split()).strip(" ,;!?").lstrip(".")
    return text if _DAY_AND_MONTH.search(text) else text.strip(" .,;!?")


def as_seen(text: str) -> str:
    """Return a text reduced to what people see, to compare names; "" if it's invisible.

    Width, case, kinds of space and invisible characters make no difference; letters, accents and marks do, and so do
    joiners in emoji and in Persian and Indian scripts.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.lower().split())
    before, seen = "", text
    while seen != before:
        before = seen
        seen = " ".join(_visible(unicodedata.normalize("NFKC", seen).casefold()).split())
    return seen


def has_invisible(text: str) -> bool:
    """Return whether a text contains an invisible character."""
    return not text.isascii() and _HIDDEN.search(text) is not None


def disguise(text: str) -> str:
    """Return the first character in a text that changes the display order, such as U+202E; "" if there's none."""
    found = _DISGUISE.search(text)
    return f"U+{ord(found[0]):04X}" if found else ""


def _visible(text: str) -> str:
    """Return a text without invisible characters, and with only those joiners that change how it looks."""
    text = _INVISIBLE.sub(lambda found: found[0] if len(found[0]) > 1 else "", text).replace(_BLANK, " ")
    if not any(joiner in text for joiner in _JOINERS):
        return text
    after = ""
    following: list[str] = []  # the next character after each, skipping joiners; in reverse order
    for character in reversed(text):
        following.append(after)
        after = after if character in _JOINERS else character
    characters: list[str] = []
    for character, after in zip(text, reversed(following), strict=True):
        if character not in _JOINERS or (
            characters and after and _shows_joined(characters[-_CONTEXT:], character, after)
        ):
            characters.append(character)
    return "".join(characters)


def _shows_joined(before: list[str], joiner: str, after: str) -> bool:
    """Return whether a joiner changes how its neighbours look: emoji, or letters that join (RFC 5892, A.1, A.2)."""
    if all(unicodedata.category(each) in _PICTURES for each in (before[-1], after)):
        return True
    if unicodedata.combining(after) == _VIRAMA:
        return True
    between = f"{''.join(before)}{joiner}{after}"
    return bool(unicodedata.name(before[-1], "")) and idna.valid_contextj(between, len(before))


def words(text: str) -> list[str]:
    """Return the folded words of a text, in order; hyphens separate, apostrophes and inner full stops don't."""
    return _WORD.findall(fold(text).replace("’", "'"))


def has_few_words(text: str, most: int) -> bool:
    """Return whether a text has at most the given number of words.

    Args:
        text: any text, perhaps a long one.
        most: the maximum number of words.
    """
    if text.isascii():  # folding doesn't change the word count, so stop after a few
        return next(islice(_WORD.finditer(text), most, None), None) is None
    return len(words(text)) <= most


def singular(word: str) -> str:
    """Return a folded word without the s of an English plural."""
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "is", "us")) else word


def ended(sentence: str) -> str:
    """Return a heading as a sentence: with a full stop, unless it already ends with a punctuation mark."""
    return sentence if sentence.endswith((".", "!", "?", "…")) else f"{sentence}."


def counted(count: int, one: str, many: str = "") -> str:
    """Return a number with its noun: 1 question, 2 questions.

    Args:
        count: the number.
        one: the singular noun.
        many: the plural noun; "" to add an s.
    """
    return f"{count} {one if count == 1 else many or f'{one}s'}"


def timed(count: int, seconds: int, about: str = "") -> str:
    """Return how many questions there are, and how long each takes: 5 questions on Data, 30 seconds each.

    Args:
        count: the number of questions.
        seconds: the seconds for each.
        about: what they're about, such as “ on Data”.
    """
    return f"{counted(count, 'question')}{about}, {seconds} seconds{' each' if count > 1 else ''}"


def ordinal(number: int) -> str:
    """Return an ordinal number: 1st, 2nd, 3rd, 11th, 21st."""
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def labelling(label: str) -> str:
    """Return a label to put before its value: with a colon, unless it ends with a punctuation mark."""
    return label if label.endswith(("?", "!", "…", ":")) else f"{label}:"


def shortened(text: str, longest: int) -> str:
    """Return a text on one line, cut to a maximum length after a word, with an ellipsis if it was cut.

    Args:
        text: any text.
        longest: the maximum number of characters, at least 1.
    """
    whole = " ".join(clean(text).split())
    if len(whole) <= longest:
        return whole
    beginning, _, _ = whole[:longest].rpartition(" ")
    return f"{(beginning or whole[: longest - 1]).rstrip(' ,;:.–|…')}…"


def listed(names: Sequence[str], last: str) -> str:
    """Return names as a list: a, b or c.

    Args:
        names: the names, at least one.
        last: the word before the last name, such as and.
    """
    return f"{', '.join(names[:-1])} {last} {names[-1]}" if len(names) > 1 else names[0]
