"""Text: cleaning what people type, folding it for comparison, cutting it into words; counting and listing."""

import re
import unicodedata
from collections.abc import Sequence
from itertools import islice

import idna

_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
"""Control characters, invisible marks and bidirectional overrides, which can disguise what a text says."""

_DOUBLE = '"“”„‟«»‹›＂〝〞〟「」『』｢｣《》〈〉❝❞″'
_SINGLE = "'‘’‚‛`´ʼ＇❛❜′"
"""Marks that phones, word processors and other languages put around words, and within words as an apostrophe."""

DOUBLE_QUOTE = re.compile(f"[{_DOUBLE}]")
SINGLE_QUOTED = re.compile(rf"(?<![^\s:=(])[{_SINGLE}](?=\S)(.*?)(?<=\S)[{_SINGLE}](?=[\s.,;:!?)]|$)", re.DOTALL)
"""Words between single quotes; an apostrophe inside a word is none."""

_STRAY_SINGLE = re.compile(rf"(?<!\S)[{_SINGLE}]+(?!\d)|(?<![\ws])[{_SINGLE}]+(?=\s)|[{_SINGLE}]+\Z")
_DASHES = re.compile("[-‐‑‒–—―−⁃﹘﹣－]+")

_DISGUISE = re.compile("[\u202a-\u202e]")
"""What makes letters appear in another order than they're in; nobody types it by accident."""

_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a]"
    "|(?:\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f)|[\U000e0000-\U000e0fff]"
)
"""What shows nothing by itself (Default_Ignorable_Code_Point of the Unicode database, controls), except for joiners;
and flags such as Scotland's, which are written in such characters and stay."""

_HIDDEN = re.compile(f"{_INVISIBLE.pattern}|[\u200c\u200d\u2800]")

_BLANK = "\u2800"
"""A pattern of Braille without dots, which isn't a space to Unicode and looks like one."""

_JOINERS = "\u200c\u200d"

_WORD = re.compile(r"[^\W_]+(?:[.'][^\W_]+)*")
_FOLDABLE_SCRIPTS = ("LATIN", "GREEK", "CYRILLIC")
_PICTURES = frozenset({"So", "Sk", "Sm", "Cn"})
"""Categories of emoji; the last one is that of those younger than this Python."""

_CONTEXT = 8
"""Characters before a joiner that tell whether it's seen: a letter, and marks on it."""

_VIRAMA = 9
"""The combining class of the sign that takes a consonant's vowel away, and joins it to the next one."""


def printable(text: str) -> str:
    """Return a text without what can't be seen and could disguise what it says; lines and tabs stay."""
    return _UNSAFE.sub("", text)


def clean(text: str) -> str:
    """Return a typed text as it may be shown and stored: NFC, no control or direction characters, no outer space."""
    return printable(unicodedata.normalize("NFC", text)).strip()


def unquoted(text: str) -> str:
    """Return a text in one line, without the quotes that someone put around all of it or a part; apostrophes stay.

    Whatever the marks: curly, low, angled, full-width. One without a partner goes too.
    """
    if text.isascii() and not any(mark in text for mark in "\"'`"):
        return " ".join(text.split())
    bare = SINGLE_QUOTED.sub(r"\1", DOUBLE_QUOTE.sub("", text).strip())
    return " ".join(_STRAY_SINGLE.sub("", bare).split())


def plain(text: str) -> str:
    """Return a typed value without what keyboards make of it: unquoted, NFKC, with every dash a hyphen.

    For values that follow a form, such as numbers and times; words in other texts keep their dashes.
    """
    return _DASHES.sub("-", unicodedata.normalize("NFKC", unquoted(text)).replace("∶", ":").strip())


def fold(text: str) -> str:
    """Return a text as it's compared: NFKC, case-folded, Latin, Greek and Cyrillic letters without accents.

    Accents of other scripts stay, as there they tell words apart (Devanagari vowel signs, Japanese voicing).
    """
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFKC", text).casefold()
    if folded.isascii():
        return folded
    apart = unicodedata.normalize("NFD", folded)
    if not any(map(unicodedata.combining, apart)):
        return unicodedata.normalize("NFC", apart)
    kept: list[str] = []
    base = ""
    for character in apart:
        if unicodedata.combining(character):
            if base and unicodedata.name(base, "").startswith(_FOLDABLE_SCRIPTS):
                continue
        else:
            base = character
        kept.append(character)
    return unicodedata.normalize("NFC", "".join(kept))


def said(typed: str) -> str:
    """Return a value that follows a form as it's compared: plain, folded, without the stop at its end."""
    return " ".join(fold(plain(clean(typed))).split()).strip(" .,;!?")


def as_seen(text: str) -> str:
    """Return a text as people see it, to tell whether two names are one; "" if it shows nothing.

    Width, case, kinds of space and what can't be seen make no difference; letters, accents and marks do, and so do
    joiners in emoji, Persian and Indian scripts.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.lower().split())
    before, seen = "", text
    while seen != before:
        before = seen
        seen = " ".join(_visible(unicodedata.normalize("NFKC", seen).casefold()).split())
    return seen


def has_invisible(text: str) -> bool:
    """Return whether a text has a character that shows nothing by itself."""
    return not text.isascii() and _HIDDEN.search(text) is not None


def disguise(text: str) -> str:
    """Return the first character of a text that puts its letters in another order, as U+202E; "" without any."""
    found = _DISGUISE.search(text)
    return f"U+{ord(found[0]):04X}" if found else ""


def _visible(text: str) -> str:
    """Return a text without what shows nothing, and with those joiners only that change how it looks."""
    text = _INVISIBLE.sub(lambda found: found[0] if len(found[0]) > 1 else "", text).replace(_BLANK, " ")
    if not any(joiner in text for joiner in _JOINERS):
        return text
    after = ""
    following: list[str] = []  # what comes after each character, joiners left aside; from the end
    for character in reversed(text):
        following.append(after)
        after = after if character in _JOINERS else character
    kept: list[str] = []
    for character, after in zip(text, reversed(following), strict=True):
        if character not in _JOINERS or (kept and after and _shows_joined(kept[-_CONTEXT:], character, after)):
            kept.append(character)
    return "".join(kept)


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
    """Return whether a text has so many words at most.

    Args:
        text: any, perhaps a long one.
        most: words.
    """
    if text.isascii():  # where folding makes none of others, and what comes after a few needn't be read
        return next(islice(_WORD.finditer(text), most, None), None) is None
    return len(words(text)) <= most


def singular(word: str) -> str:
    """Return a folded word without the s of an English plural."""
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "is", "us")) else word


def ended(sentence: str) -> str:
    """Return a heading as a sentence of its own: with a full stop, unless it ends in a mark already."""
    return sentence if sentence.endswith((".", "!", "?", "…")) else f"{sentence}."


def counted(count: int, one: str, many: str = "") -> str:
    """Write how many there are: 1 question, 2 questions.

    Args:
        count: how many.
        one: what a single one is called.
        many: what several are called; the same with an s if it's empty.
    """
    return f"{count} {one if count == 1 else many or f'{one}s'}"


def ordinal(number: int) -> str:
    """Write a place in a row: 1st, 2nd, 3rd, 11th, 21st."""
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def labelling(label: str) -> str:
    """Return a label as it stands before its value: with a colon, unless a mark of its own ends it."""
    return label if label.endswith(("?", "!", "…", ":")) else f"{label}:"


def shortened(text: str, longest: int) -> str:
    """Return a text of at most so many characters, on one line, cut after a word with an ellipsis that says so.

    Args:
        text: any.
        longest: characters, at least 1.
    """
    whole = " ".join(clean(text).split())
    if len(whole) <= longest:
        return whole
    kept, _, _ = whole[:longest].rpartition(" ")
    return f"{(kept or whole[: longest - 1]).rstrip(' ,;:.–|')}…"


def listed(names: Sequence[str], last: str) -> str:
    """Write names as a list: a, b or c.

    Args:
        names: at least one.
        last: the word before the last one, such as and.
    """
    return f"{', '.join(names[:-1])} {last} {names[-1]}" if len(names) > 1 else names[0]
