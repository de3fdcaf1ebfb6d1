"""`versed judge`: try answers and see what a learner would read, for authors."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.features.quizzes.grading import EMPTY, LONGEST_TYPED
from bot.features.quizzes.judgement import opening
from bot.judging.judge import judge
from bot.judging.model import Match, Verdict, Wanted
from bot.language.message import Message
from bot.language.plain import plain
from bot.language.refusals import Refusal
from bot.language.text import clean

_WORDS = {
    Verdict.RIGHT: "right",
    Verdict.MISSPELT: "right",
    Verdict.NEAR: "close",
    Verdict.WRONG: "wrong",
}


def judge_lines(wanted: Wanted) -> Iterator[str]:
    """Yield a line per typed answer on standard input: right, close or wrong, a tab, and what a learner reads.

    Raises:
        Refusal: the input isn't UTF-8.
    """
    for typed in _lines(sys.stdin.buffer.read(), "The input"):
        yield _line(typed, wanted)


def judge_pairs(file: Path, options: Wanted) -> Iterator[str]:
    """Yield a line per pair in a file: right, close or wrong, a tab, and what a learner reads.

    Args:
        file: a file with one pair per line: the right answer, a tab, the typed answer.
        options: how to match the answers.

    Raises:
        Refusal: the file can't be read, isn't UTF-8, or a line has no pair.
    """
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise Refusal(f"{file} can't be read ({error.strerror}); choose another file.") from error
    for number, line in enumerate(_lines(raw, str(file)), 1):
        answer, tab, typed = line.partition("\t")
        if not tab or not answer.strip():
            raise Refusal(f"{file}:{number}: write an answer, a tab and what someone typed.")
        yield _line(typed, wanting([answer], options.match, options.tolerance, options.unit, options.language))


def wanting(answers: Sequence[str], match: str, tolerance: str, unit: str, language: str) -> Wanted:
    """Return the judge's input for a question with the given answers.

    Args:
        answers: the right answers.
        match: how closely one of them has to be matched.
        tolerance: the allowed error of a number, such as "0.5" or "5 %"; "" for none.
        unit: the unit of a bare number; "" for none.
        language: the answers' language.
    """
    return Wanted(tuple(map(clean, answers)), Match(match), tolerance=tolerance, unit=unit, language=language)


def _lines(raw: bytes, name: str) -> list[str]:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refusal(f"{name} isn't UTF-8; save it with that encoding.") from error
    lines = text.replace("\r\n", "\n").split("\n")
    return lines[:-1] if lines[-1] == "" else lines


def _line(typed: str, wanted: Wanted) -> str:
    answer = clean(typed)[:LONGEST_TYPED]
    if not answer:
        return f"{_WORDS[Verdict.WRONG]}\t{EMPTY}"
    judged = judge(answer, wanted)
    reply = " ".join(plain(Message((opening(judged).line,))).split())
    return f"{_WORDS[judged.verdict]}\t{reply}"
