"""Whether a text says who: a side, a role or a person, judged by English words. Pure."""

import re
from collections.abc import Iterable, Sequence

from bot.content.model import Pack, Side
from bot.features.asking.question_forms import Has, wants_side
from bot.judging import lexicon
from bot.language.stop_words import STOP_WORDS
from bot.language.text import words

_SOMEONE = re.compile(
    r"^(?:[^:.]{1,40}: )?(?:some|every|any|no)(?:one|body)\b|\bwhoever\b"
    r"|\b(?:someone|somebody|anyone|everyone|person|people|team|one|those) who\b"
    r"|\b\w{3,}(?:[^i]ist|eer|ician|ographer|ologist)s?\b",
    re.IGNORECASE,
)
"""Matches a person: an indefinite subject, a noun with a relative clause, or an occupation."""

_FULL_NAME = re.compile(r"\b[A-Z][a-zà-ÿ]+ (?:[A-Z]\. |(?:van|von|de|der) )*[A-Z][a-zà-ÿ]+\b")
"""A first name and a surname."""

_MADE = r"(?:created|designed|developed|devised|invented|published|made|built|founded|introduced|written|wrote)"
_ASKS_WHO_MADE = re.compile(rf"\bwho\b.*\b{_MADE}\b", re.IGNORECASE)
_MADE_BY = re.compile(rf"\b{_MADE} by (?!\d|half\b|\w+ing\b)", re.IGNORECASE)
"""Matches the maker of something, who may be a company: developed by Adobe; created by one of the developers."""

_CONTACTING = (
    r"(?:call|ring|phone|dial|page|e-?mail|text|tell|ask|contact|message|inform|notify|alert|see"
    r"|(?:write|report|speak|talk|turn|go) to)\b"
)
_TURNING_TO = re.compile(
    rf"\bwhom? (?:(?:do|should|can|could|must|shall|would) (?:i|we|you)|to) {_CONTACTING}", re.IGNORECASE
)
_TURN_TO = re.compile(
    rf"^[“\"(]*(?:(?:First|Then|Always|Also|Just|Please),? )?{_CONTACTING}"
    rf"|(?:,|\band|\bthen) {_CONTACTING} (?:the|your|an?|(?-i:[A-Z]))",
    re.IGNORECASE,
)
"""Matches an instruction to turn to someone, also as the last of several."""

_NOBODY = re.compile(r"\bno(?:body|[ -]?one)\b", re.IGNORECASE)
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")

_WHO_IS = re.compile(r"\W*who(?:['’]?s|\s+is|\s+was)\s+(?P<name>[^\W\d_]+(?:\s+[^\W\d_]+)?)\W*", re.IGNORECASE)
"""Asks who someone is, by their name."""

_PERSON = re.compile(r"\bwho(?:se|m)?\b", re.IGNORECASE)


def who_wanted(pack: Pack, question: str) -> Has | None:
    """Return a test for sentences that say who; None if the question doesn't ask that.

    Naming a side counts, too, unless the pack's sides aren't people: then the pack asks “Which one?”, not “Whose?”.

    Args:
        pack: the pack with the sides.
        question: the question as asked.
    """
    if not wants_side(question):
        return None
    turns_to = turns_to_someone(question)
    asks_who_made = _ASKS_WHO_MADE.search(question) is not None
    is_person = _PERSON.search(question) is not None
    sides = [] if is_person and not _PERSON.match(pack.side_question) else pack.sides
    names = [_names(side)[:1] if is_person else _names(side) for side in sides]  # aliases may name a field

    def says_who(sentence: str) -> bool:
        if turns_to and _NOBODY.search(sentence):
            return False
        return (
            any(_is_named(each, sentence) for each in names)
            or _SOMEONE.search(sentence) is not None
            or _FULL_NAME.search(_QUOTED.sub(" ", sentence)) is not None
            or (turns_to and _TURN_TO.search(sentence) is not None)
            or (asks_who_made and _MADE_BY.search(sentence) is not None)
        )

    return says_who


def name_asked_after(question: str) -> str:
    """Return the name of someone a question asks after, capitalised: “who's priya?”; "" if it asks anything else."""
    asks = _WHO_IS.fullmatch(question)
    name = words(asks["name"]) if asks else []
    return " ".join(map(str.capitalize, name)) if STOP_WORDS.isdisjoint(name) else ""


def mentions_name(name: str, text: str) -> bool:
    """Return whether a text mentions someone.

    Args:
        name: their name, capitalised.
        text: the text.
    """
    return name in text and re.search(rf"\b{re.escape(name)}\b", text) is not None


def introduction(name: str, text: str) -> int:
    """Return how far a text is from saying who someone is: 0 if it does, 1 if a sentence begins with them, else 2.

    It does if it says “Priya, our buyer, …”, “Priya is Anna's deputy”, “the shift lead, Priya” or “treasurer: Priya”.

    Args:
        name: their name, capitalised.
        text: a text that mentions them.
    """
    they = rf"{re.escape(name)}(?: [A-Z][\w’'-]+)?"
    described = rf"\b{they}(?:,| is| was) (?:an?|the|our|their|its|who|whose|[A-Z]\w+['’]s)\b"
    if re.search(described, text) or re.search(_called(name), text):
        return 0
    return 1 if re.search(rf"(?:^|[.!?:] [“\"]?){they}\b(?!['’])", text) else 2


def is_someone(name: str, texts: Sequence[str], language: str) -> bool:
    """Return whether a name is someone's; one that's also a word must have something or do something in a text.

    Args:
        name: the name, capitalised.
        texts: the texts that mention it.
        language: their language.
    """
    if not texts or " " in name or not lexicon.is_known(name.lower(), language):
        return bool(texts)
    does = rf"\b{re.escape(name)}(?:['’]s\b|\s(?!is\b|has\b|does\b)[a-z]+(?:s|ed)\b)"
    return any(re.search(rf"{does}|{_called(name)}", text) for text in texts)


def _called(name: str) -> str:
    """Return a pattern for a role with the name of who has it: “the shift lead, Priya”, “treasurer: Priya”."""
    return rf"(?:\b(?:an?|the|our) (?:[\w’'-]+ ){{0,4}}[\w’'-]+, |[a-z]: |\b[Oo]urs is ){re.escape(name)}\b"


def turns_to_someone(question: str) -> bool:
    """Return whether a question asks who to turn to: “who do I call?” is answered by “Call …”."""
    return _TURNING_TO.search(question) is not None


def labelled(side: Side, cell: str) -> str:
    """Return what's said about a side, with the side's name in front unless it begins with it already.

    Args:
        side: a side of the pack.
        cell: what's said about it.
    """
    cell_words = re.sub(r"^(?:an?|the) ", "", f"{' '.join(words(cell))} ")
    name, *_ = _names(side)
    return cell if cell_words.startswith((f"{name} ", f"{name}s ")) else f"{side.name}: {cell}"


def _is_named(names: Iterable[str], text: str) -> bool:
    padded = f" {' '.join(words(text))} "
    return any(f" {name} " in padded or f" {name}s " in padded for name in names)


def _names(side: Side) -> list[str]:
    """Return a side's names as folded words."""
    return [" ".join(words(name)) for name in (side.name, *side.aliases)]
