"""Make the fields of questions from other programs' data: options and which are right, typed answers. Pure."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from bot.language.text import as_seen, fold

MOST_OPTIONS = 6
LONGEST_ANSWER = 80
_WORDS_TYPED = 5
"""At most this many words in an answer that people would type."""

_WORDS_SAID = 3
"""With at least this many words and a full stop, an answer is a sentence, which nobody types to the letter."""

_TRUE = "true t wahr richtig ja vrai vraie verdadero vero waar verdadeiro sant верно"
_FALSE = "false f falsch unwahr nein faux fausse falso onwaar неверно"
_TRUTH = {fold(word): True for word in _TRUE.split()} | {fold(word): False for word in _FALSE.split()}
QUESTION_MARKS = ("?", "？", "؟")
"""The signs that end a question, also in Chinese, Japanese and Arabic."""

_BETWEEN = re.compile(r"\s*[;|\n]\s*")
_SHORT = {"y": True, "yes": True, "r": True, "w": True, "v": True, "j": True, "n": False, "no": False}
"""What means true or false only where all answers are such."""

SHORT_VERDICTS = tuple(frozenset(each.split()) for each in ("y n", "yes no", "r f", "w f", "v f", "j n"))
"""Sets of answers that mean true and false if a table has no others: yes and no, richtig and falsch …"""

_WORDS_THAT_ASK = """
    what which who whom whose where when why how wer wie wo wann warum welche welcher welches quel quelle qui quoi où
    quand comment pourquoi combien qué cuál quién cómo dónde cuándo che chi quale dove wat welke hoe qual quem onde
"""
_ASKING = frozenset(map(fold, _WORDS_THAT_ASK.split()))
"""Words that begin questions which can't be answered with true or false."""


class NoQuestion(Exception):
    """Something can't be turned into a question; the message says why and what to do about it."""


def truth(word: str) -> bool | None:
    """Return whether a word means true or false, in several languages; None if neither."""
    return _TRUTH.get(fold(word.strip(" .")))


def verdict_on(prompt: str, answer: str, by_letter: bool = False) -> bool | None:
    """Return whether a statement is true, by its answer; None if it isn't a true-false statement.

    Args:
        prompt: the possible statement; “Which word is the opposite of false?” isn't one.
        answer: the answer, which may be true or false.
        by_letter: whether T and F, or yes and no, mean true and false; otherwise, F may be fluorine.
    """
    if by_letter and (short := fold(answer.strip(" ."))) in _SHORT:
        is_reply = short[0] in "yn" and prompt.rstrip().endswith(QUESTION_MARKS)
        return None if is_reply else _SHORT[short]
    if len(answer.strip(" .")) == 1 and not by_letter:
        return None
    words = fold(prompt).split()
    if prompt.rstrip().endswith(QUESTION_MARKS) and not _ASKING.isdisjoint(words[:3]):
        return None
    return truth(answer)


def choice(
    prompt: str, options: Sequence[str], right: Sequence[int], whys: Mapping[int, str] | None = None
) -> dict[str, Any]:
    """Return the fields of a question with options.

    Args:
        prompt: the text of the question.
        options: the texts of the options.
        right: the indexes of the right options.
        whys: explanations of options: index → text.

    Raises:
        NoQuestion: no option is right, all are, two are the same, or there are too few or too many.
    """
    whys = whys or {}
    if len(options) < 2:
        raise NoQuestion("has one option only; add another" if options else "has no options; add some")
    if len({as_seen(option) for option in options}) < len(options):
        raise NoQuestion("has the same option twice; change or delete one")
    if len(options) > MOST_OPTIONS:
        raise NoQuestion(f"has {len(options)} options; leave out all but {MOST_OPTIONS}")
    if not right:
        raise NoQuestion("doesn't say which option is right; mark one")
    verdicts = [truth(option) for option in options] if len(options) == 2 else []
    if len(right) == 1 and sorted(map(str, verdicts)) == ["False", "True"]:
        return judged(prompt, bool(verdicts[right[0]]), whys.get(right[0], ""), whys.get(1 - right[0], ""))
    if len(right) == len(options):
        raise NoQuestion("has no wrong option; add one")
    if len(right) > 1 and len(options) < 3:
        raise NoQuestion("has too few options; add one that's wrong")
    made_options = [
        {"text": option}
        | ({"correct": True} if place in right else {})
        | ({"why": whys[place]} if whys.get(place) else {})
        for place, option in enumerate(options)
    ]
    return {"type": "choice" if len(right) == 1 else "several", "prompt": prompt, "options": made_options}


def judged(statement: str, answer: bool, right: str = "", wrong: str = "") -> dict[str, Any]:
    """Return the fields of a true-false question.

    Args:
        statement: the statement to be judged.
        answer: whether it's true.
        right: the explanation for people who answer correctly.
        wrong: the explanation for the others.
    """
    return {"type": "true-false", "statement": statement, "answer": answer} | explained(right, wrong)


def typed(prompt: str, answers: Sequence[str], explanation: str = "") -> dict[str, Any]:
    """Return the fields of a question with typed answers.

    Args:
        prompt: the text of the question.
        answers: the accepted answers; the first one is shown.
        explanation: the text shown after answering.

    Raises:
        NoQuestion: there's no answer, or one is too long.
    """
    distinct = list({as_seen(each): each for each in reversed(answers) if as_seen(each)}.values())[::-1]
    if not distinct:
        raise NoQuestion("has no answer; add one")
    if any(len(each) > LONGEST_ANSWER for each in distinct):
        raise NoQuestion(f"has an answer of more than {LONGEST_ANSWER} characters, which nobody types; shorten it")
    return {"type": "free-text", "prompt": prompt, "answers": distinct} | explained(explanation, explanation)


def recalled(prompt: str, answers: Sequence[str]) -> dict[str, Any]:
    """Return the fields of a question from a trivia list: true-false if its answers say so, else typed.

    Args:
        prompt: the text of the question.
        answers: the accepted answers.

    Raises:
        NoQuestion: there's no answer, or one is too long.
    """
    verdicts = {verdict_on(prompt, each) for each in answers}
    if len(verdicts) == 1 and None not in verdicts:
        return judged(prompt, bool(verdicts.pop()))
    return typed(prompt, answers)


def explained(right: str, wrong: str = "") -> dict[str, Any]:
    """Return the field for an explanation; no field if there's none.

    Args:
        right: the explanation for people who answer correctly.
        wrong: the explanation for the others; if one of the two is empty, the other is used for both.
    """
    return {"explanation": {"right": right or wrong, "wrong": wrong or right}} if right or wrong else {}


def together(first: str, second: str) -> str:
    """Join two remarks, adding a full stop to the first one if needed."""
    if not first or not second:
        return first or second
    return f"{first}{'' if first[-1] in '.!?…:;)' else '.'} {second}"


def asked(prompt: str, answer: str, explanation: str = "", by_letter: bool = False) -> tuple[str, dict[str, Any]]:
    """Return the kind and fields of something asked and answered in words: a question if possible, else a card.

    Args:
        prompt: the text of the question.
        answer: the answer; alternatives are separated by semicolons, bars or line breaks.
        explanation: the text shown after answering.
        by_letter: whether T and F mean true and false.
    """
    if (verdict := verdict_on(prompt, answer, by_letter)) is not None:
        return "questions", judged(prompt, verdict, explanation)
    answers = [each for each in _BETWEEN.split(answer.strip()) if each]
    is_prose = any(each[-1] in ".!" and (len(answers) > 1 or len(each.split()) >= _WORDS_SAID) for each in answers)
    if (
        answers
        and not is_prose
        and all(len(each.split()) <= _WORDS_TYPED and len(each) <= LONGEST_ANSWER for each in answers)
    ):
        return "questions", typed(prompt, answers, explanation)
    return "cards", {"front": prompt, "back": answer}
