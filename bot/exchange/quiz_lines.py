"""Rewrite quizzes as people and chatbots type them to the lines of Aiken: lettered options, separate answers.

The right options may be in bold or ticked, options may have bullets, and an answer may stand behind its question.
Pure.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bot.exchange import questions
from bot.exchange.lettered import is_next, option_in, spread

_MARKS = r"[\s>*_#✅✔☑👉➡\ufe0f-]*"
_WORDS = (
    r"(?:the\s+)?(?:correct\s+|right\s+)?(?:answers?|ans|correct|option)|"
    r"(?:die\s+)?(?:(?:richtige|korrekte)\s+)?(?:antwort(?:en)?|lösung(?:en)?)|richtig|"
    r"(?:la\s+|les\s+)?(?:bonnes?\s+)?(?:réponses?|solution)(?:\s+(?:correctes?|exactes?))?|"
    r"(?:la\s+)?(?:respuestas?|solución|opción)(?:\s+correctas?)?|correcta|"
    r"(?:la\s+)?(?:rispost[ae]|soluzione)(?:\s+(?:corrett[ae]|esatt[ae]|giust[ae]))?|"
    r"(?:respostas?|gabarito)(?:\s+(?:corretas?|certas?))?|"
    r"(?:het\s+)?(?:juiste\s+|goede\s+|correcte\s+)?(?:antwoord|oplossing)|"
    r"(?:prawidłowa\s+|poprawna\s+)?odpowiedź|ответ|правильный\s+ответ|答案|正确答案|正解|答え|정답"
)
ANSWER = re.compile(rf"^{_MARKS}(?:{_WORDS})(?:\s+is)?[\s*_]*[:：][\s*_`]*(.*?)[\s*_`]*$", re.IGNORECASE)
"""A line that says which option is right, or what the answer is."""

_LETTER = re.compile(r"^(\s*(?:[-+*]\s+)?)(\*\*|__)(\(?[A-Za-z][).]\)?)\2[ \t]*")
"""An option's letter in bold: it says nothing about which one is right."""

_BOLD = re.compile(r"^(\s*(?:[-+*]\s+)?)(\*\*|__)(?=\S)(.+?)(?<=\S)\2\s*$")
_BULLET = re.compile(r"^\s*[-+*•◦]\s+(?!\[[ xX✓]\]\s)(\S.*?)\s*$")
QUESTION = r"(?:question|q|frage|pregunta|domanda|questão|pergunta|vraag|pytanie|вопрос)"
"""What stands before a question's number."""

_NUMBERED = re.compile(rf"^[\s*_#]*(?:{QUESTION}\s*)?\d{{1,4}}\s*[.):]", re.IGNORECASE)
_LISTED = re.compile(r"^\s*[-+*•]\s+")
_HEADING = re.compile(r"^\s*#{1,6}\s")

_BRACKETED = re.compile(r"[(\[（]([^()\[\]（）]*)[)\]）][*_]*\.?$")
"""Brackets at the end of a line."""

_JUDGED = re.compile(r"[*_]*([^\W\d_]{1,12})[*_]*(?:\s*[–—:,;.-]\s*(\S.*))?")
"""A verdict in brackets, and the reason for it."""

_REPLIED = re.compile(rf"(?:{_WORDS})\s*[:：]\s*(\S.*)", re.IGNORECASE)
_GAP = re.compile(r"_{2,}|…{2,}|\.{4,}")
_LONGEST_GAP = 80

_AFTER_A_DASH = re.compile(r"^(.*\S)\s*(?:\s[–—-]{1,2}\s|[→:：]|[-=]>)\s*[*_]*([^\W\d_]{2,12})[*_]*\.?$")
_AFTER_A_STOP = re.compile(r"^(.*[.!?])[*_]*\s+[*_]*([^\W\d_]{2,12})[*_]*\.?$")
"""A statement, and whether it's true."""

_LONGEST = 400
"""Longer lines aren't searched for answers: no question is that long, and the search would get slow."""

_FEWEST_BOLD = 2
"""At least this many lists have one entry in bold if that says which is right; a single one may stress a word."""


class _Option(NamedTuple):
    """An option of a question.

    Args:
        place: the index of its line.
        label: its letter; "" after a bullet.
        text: the text of the option, without bold.
        is_bold: whether all of it is bold.
        is_ticked: whether it's marked as right in another way.
    """

    place: int
    label: str
    text: str
    is_bold: bool
    is_ticked: bool


def rewritten(lines: Sequence[str]) -> list[list[str]]:
    """Return, for each line of a quiz, the lines that it stands for.

    Args:
        lines: the lines of a text file.
    """
    plain = [_LETTER.sub(r"\1\3 ", line) for line in lines]
    runs = [*_lettered(plain), *_bulleted(plain)]
    by_bold = sum(_is_told(run, "is_bold") for run in runs) >= _FEWEST_BOLD
    for run in runs:
        is_marked = _is_told(run, "is_ticked")
        told_by_bold = by_bold and not is_marked and _is_told(run, "is_bold")
        if run[0].label or is_marked or told_by_bold or _answered_below(plain, run):
            for option, letter in zip(run, "ABCDEFGHIJKL", strict=False):
                tick = " ✅" if option.is_ticked or (told_by_bold and option.is_bold) else ""
                plain[option.place] = f"{option.label or letter}) {option.text}{tick}"
    return [spread(line) if _offers(plain, place) else parted(line) for place, line in enumerate(plain)]


def parted(line: str) -> list[str]:
    """Split a line with a statement and a verdict, or with a question and its answer, into lines; else return it."""
    if len(line) > _LONGEST or not line.strip() or _HEADING.match(line) or ANSWER.match(line):
        return [line]
    if found := _BRACKETED.search(line):
        said = _said(line[: found.start()], found[1].strip())
    elif found := _AFTER_A_DASH.match(line) or _AFTER_A_STOP.match(line):
        said = _said(found[1], found[2])
    return [_LISTED.sub("", line[: found.start()] or found[1]).rstrip(), *said] if found and said else [line]


def _said(asked: str, answer: str) -> list[str]:
    """Return the lines that an answer behind a question stands for; none if it isn't one.

    Args:
        asked: the text before the answer.
        answer: the possible answer, without brackets.
    """
    if len(asked.split()) < 2 and asked.isascii():
        return []
    if replied := _REPLIED.fullmatch(answer):
        return [f"Answer: {replied[1]}"]
    judged = _JUDGED.fullmatch(answer)
    if judged and questions.truth(judged[1]) is not None:
        return [f"Answer: {questions.truth(judged[1])}", *([f"Explanation: {judged[2]}"] if judged[2] else [])]
    return [f"Answer: {answer}"] if _GAP.search(asked) and 0 < len(answer) <= _LONGEST_GAP else []


def _offers(lines: Sequence[str], place: int) -> bool:
    """Return whether a line is an option, or stands above some, which say what's right."""
    around = (lines[place], _below(lines, place)) if lines[place].strip() else ()
    return any(option_in(line) is not None for line in around) or len(spread(lines[place])) > 1


def _lettered(lines: Sequence[str]) -> Iterator[list[_Option]]:
    """Yield the options of each question that has letters before them."""
    run: list[_Option] = []
    for place, line in enumerate(lines):
        if not line.strip():
            continue
        bold = _BOLD.match(line)
        found = option_in(bold[1] + bold[3] if bold else line)
        if found and is_next(found.label, [each.label for each in run]):
            inner = _BOLD.match(found.text)
            is_bold = bold is not None or inner is not None
            run.append(_Option(place, found.label, inner[3] if inner else found.text, is_bold, found.starred))
        else:
            yield from _whole(run)
            run = []
    yield from _whole(run)


def _bulleted(lines: Sequence[str]) -> Iterator[list[_Option]]:
    """Yield the entries of each list with bullets that stands right below something that asks."""
    run: list[_Option] = []
    for place, line in enumerate([*lines, ""]):
        found = _BULLET.match(line)
        if found and option_in(line) is None:
            bold = _BOLD.match(found[1])
            option = option_in(f"A) {bold[3] if bold else found[1]}")
            if option and (run or _asks_above(lines, place)):
                run.append(_Option(place, "", option.text, bold is not None, option.starred))
        else:
            yield from _whole(run)
            run = []


def _whole(run: list[_Option]) -> Iterator[list[_Option]]:
    if 1 < len(run) <= questions.MOST_OPTIONS:
        yield run


def _asks_above(lines: Sequence[str], place: int) -> bool:
    above = next((lines[at] for at in range(place - 1, -1, -1) if lines[at].strip()), "").rstrip(" *_")
    return above.endswith((*questions.QUESTION_MARKS, ":", "：", "…")) or _NUMBERED.match(above) is not None


def _is_told(run: Sequence[_Option], mark: str) -> bool:
    """Return whether some options have a mark, but not all."""
    return 0 < sum(bool(getattr(option, mark)) for option in run) < len(run)


def _answered_below(lines: Sequence[str], run: Sequence[_Option]) -> bool:
    return ANSWER.match(_below(lines, run[-1].place)) is not None


def _below(lines: Sequence[str], place: int) -> str:
    """Return the next line that isn't empty; "" if there's none."""
    return next((lines[at] for at in range(place + 1, len(lines)) if lines[at].strip()), "")
