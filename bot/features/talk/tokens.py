"""Tokens: normalises words as people type them in a chat, with short forms, repeated letters and no apostrophes."""

import re
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from bot.language.text import fold

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_DRAWN_OUT = re.compile(r"(.)\1{2,}")

_SHORT = {
    "u": "you", "ya": "you", "yuo": "you", "yu": "you", "r": "are", "ur": "your", "n": "and",
    "wat": "what", "wut": "what", "waht": "what", "whta": "what", "wht": "what", "hwo": "how", "hw": "how",
    "whos": "who is", "whats": "what is", "hows": "how is", "wheres": "where is", "whens": "when is",
    "thats": "that is",
    "im": "i am", "id": "i would", "ive": "i have", "youre": "you are", "its": "it is", "lets": "let us",
    "dont": "do not", "doesnt": "does not", "didnt": "did not", "isnt": "is not", "wasnt": "was not",
    "arent": "are not", "hasnt": "has not", "havent": "have not", "wont": "will not", "shouldnt": "should not",
    "cant": "can not", "cannot": "can not", "idk": "i do not know", "dunno": "do not know",
    "wanna": "want to", "gonna": "going to", "gotta": "got to", "gimme": "give me", "lemme": "let me",
    "pls": "please", "plz": "please", "plse": "please", "pleas": "please", "pleaes": "please",
    "thx": "thanks", "thnx": "thanks", "tnx": "thanks", "tks": "thanks", "thanx": "thanks", "thnks": "thanks",
    "thanku": "thank you", "thankyou": "thank you", "ty": "thanks", "tysm": "thanks", "thankya": "thanks",
    "helo": "hello", "hllo": "hello", "hullo": "hello", "hallo": "hello", "hiya": "hi", "heya": "hey",
    "hlep": "help", "hepl": "help", "halp": "help", "hlp": "help", "hep": "help", "helpp": "help",
    "helpme": "help me", "gday": "good day", "gm": "good morning", "gn": "good night",
    "cya": "see you", "goodnight": "good night", "goodmorning": "good morning", "byebye": "bye",
    "k": "ok", "kk": "ok", "okay": "ok", "okey": "ok", "okie": "ok", "alright": "ok",
    "yep": "yes", "yeah": "yes", "yup": "yes", "yea": "yes", "nope": "no", "nah": "no",
    "quizz": "quiz", "quizzes": "quiz", "quizes": "quiz", "qiuz": "quiz", "quzi": "quiz", "qiz": "quiz",
    "tipps": "tip", "msg": "message", "msgs": "messages",
    "challange": "challenge", "chalenge": "challenge", "challanges": "challenges", "leaderbord": "leaderboard",
    "bord": "board", "shedule": "schedule", "scedule": "schedule", "schedual": "schedule", "remider": "reminder",
}  # fmt: skip
"""Short forms and common typos, as typed but without apostrophes, with what they stand for."""

_DOUBLED = {"col": "cool", "god": "good", "godbye": "goodbye", "sory": "sorry"}
"""Words with a double letter, by their form after repeated letters were reduced to one."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a line.

    Args:
        word: the word, folded, without apostrophes, in normalised spelling.
        start, end: its position in the line; all words of a short form have the same position.
    """

    word: str
    start: int
    end: int


def spoken(line: str) -> str:
    """Return the words of a line with single spaces between them, to match a whole line against patterns."""
    return " ".join(token.word for token in tokens(line))


def tokens(line: str) -> list[Token]:
    """Return the words of a line."""
    found = []
    for match in _WORD.finditer(line):
        typed = fold(match[0]).replace("'", "").replace("’", "")
        usual = _SHORT.get(typed) or typed
        if not typed.isdigit() and (drawn := _DRAWN_OUT.sub(r"\1", typed)) != typed:
            usual = _DOUBLED.get(drawn) or _SHORT.get(drawn) or drawn
        found += [Token(word, match.start(), match.end()) for word in usual.split()]
    return found


def misspelt(word: str, meant: str) -> bool:
    """Return whether a word may be a typo of another: one edit away, or two for a long word; never a short one's."""
    slips = 0 if len(meant) < 5 else 1 if len(meant) < 9 else 2
    return 0 < OSA.distance(word, meant, score_cutoff=slips) <= slips
