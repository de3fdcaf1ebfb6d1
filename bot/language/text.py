"""Text: cleaning what people type, folding it for comparison, cutting it into words; counting and listing."""

import re
import unicodedata
from collections.abc import Sequence

_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
"""Control characters, invisible marks and bidirectional overrides, which can disguise what a text says."""

_DOUBLE = '"“”„‟«»‹›＂〝〞〟「」『』｢｣《》〈〉❝❞″'
_SINGLE = "'‘’‚‛`´ʼ＇❛❜′"
"""Marks that phones, word processors and other languages put around words, and within words as an apostrophe."""

DOUBLE_QUOTE = re.compile(f"[{_DOUBLE}]")
SINGLE_QUOTED = re.compile(rf"(?<![^\s:=(])[{_SINGLE}](?=\S)(.*?)(?<=\S)[{_SINGLE}](?=[\s.,;:!?)]|$)", re.DOTALL)
"""Words between single quotes; an apostrophe inside a word is none."""

_STRAY_SINGLE = re.compile(rf"(?<!\S)[{_SINGLE}]+(?!\d)|(?<![\ws])[{_SINGLE}]+(?=\s)|[{_SINGLE}]+\Z")
_DASHES = re.compile("[-‐‑‒–—―−⁃﹘﹣－]+")

_WORD = re.compile(r"[^\W_]+(?:[.'][^\W_]+)*")
_FOLDABLE_SCRIPTS = ("LATIN", "GREEK", "CYRILLIC")


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
    kept: list[str] = []
    base_is_foldable = False
    for character in unicodedata.normalize("NFD", folded):
        if unicodedata.combining(character):
            if base_is_foldable:
                continue
        else:
            base_is_foldable = unicodedata.name(character, "").startswith(_FOLDABLE_SCRIPTS)
        kept.append(character)
    return unicodedata.normalize("NFC", "".join(kept))


def said(typed: str) -> str:
    """Return a value that follows a form as it's compared: plain, folded, without the stop at its end."""
    return " ".join(fold(plain(clean(typed))).split()).strip(" .,;!?")


def words(text: str) -> list[str]:
    """Return the folded words of a text, in order; hyphens separate, apostrophes and inner full stops don't."""
    return _WORD.findall(fold(text).replace("’", "'"))


def singular(word: str) -> str:
    """Return a folded word without the s of an English plural."""
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "is", "us")) else word


def counted(count: int, one: str, many: str = "") -> str:
    """Write how many there are: 1 question, 2 questions.

    Args:
        count: how many.
        one: what a single one is called.
        many: what several are called; the same with an s if it's empty.
    """
    return f"{count} {one if count == 1 else many or f'{one}s'}"


def listed(names: Sequence[str], last: str) -> str:
    """Write names as a list: a, b or c.

    Args:
        names: at least one.
        last: the word before the last one, such as and.
    """
    return f"{', '.join(names[:-1])} {last} {names[-1]}" if len(names) > 1 else names[0]
