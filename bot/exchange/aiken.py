"""Aiken, a format for questions with options in plain text (https://docs.moodle.org/en/Aiken_format)."""

import re
from collections.abc import Mapping

from bot.exchange import questions
from bot.exchange.model import Found, Left, Taken
from bot.exchange.questions import NoQuestion
from bot.exchange.source import Source

_OPTION = re.compile(r"^\s*([A-Za-z])\s*(?:\)\s*|\.\s+)(\S.*)$")
_ANSWER = re.compile(r"^\s*(?:correct\s+)?(?:answers?|ans|antwort|réponse|respuesta)\s*:\s*(.*)$", re.IGNORECASE)
_LETTERS = re.compile(r"[A-Za-z](?:\s*(?:[,;&/+]|and|\s)\s*[A-Za-z])*[.)]?\s*")
_TOGETHER = re.compile(r"[A-H]{2,6}")
_FEEDBACK = re.compile(r"^\s*(?:feedback|explanation|rationale|reason|erklärung)\s*:\s*(.*)$", re.IGNORECASE)
_NUMBER = re.compile(r"^\s*(?:(?:question|q|frage)\s*)?\d{1,4}\s*[.):]\s+", re.IGNORECASE)


class Aiken:
    """A file in Aiken."""

    name = "Aiken"

    def certainty(self, source: Source) -> float:
        """Return how sure it is that a file is Aiken: options with letters, and lines that say which is right."""
        lines = (source.text or "")[:100_000].split("\n")
        options = sum(bool(_OPTION.match(line)) for line in lines)
        answers = sum(bool((found := _ANSWER.match(line)) and _says_letters(found[1])) for line in lines)
        return 0.95 if answers and options > answers else 0.0

    def read(self, source: Source, columns: Mapping[str, str]) -> Found:
        """Read Aiken.

        Args:
            source: the file.
            columns: nothing, as it's no table.
        """
        reader = _Reader()
        for number, line in enumerate((source.text or "").split("\n"), start=1):
            reader.take(number, line)
        reader.end()
        return Found(self.name, tuple(reader.taken), tuple(reader.left), notes=source.notes)


class _Reader:
    """Reads a file line by line."""

    def __init__(self) -> None:
        self.taken: list[Taken] = []
        self.left: list[Left] = []
        self._begin()

    def _begin(self) -> None:
        self._start = 0
        self._prompt: list[str] = []
        self._options: dict[str, str] = {}
        self._answer: str | None = None
        self._feedback = ""

    def take(self, number: int, line: str) -> None:
        """Take the next line."""
        if not line.strip():
            return
        answer, option, feedback = _ANSWER.match(line), _OPTION.match(line), _FEEDBACK.match(line)
        if feedback and self._options:
            self._feedback = feedback[1]
        elif answer and self._prompt:
            self._answer = answer[1]
        elif option and self._prompt and self._answer is None and self._is_next(option[1]):
            self._options[option[1].upper()] = option[2].strip()
        else:
            self._take_text(number, line)

    def _is_next(self, letter: str) -> bool:
        """Return whether a letter is that of the next option; a sentence may begin with one, too."""
        return ord(letter.upper()) - ord("A") == len(self._options)

    def _take_text(self, number: int, line: str) -> None:
        if self._answer is not None or (self._options and self._is_whole(line)):
            self.end()
        if self._options:
            last = list(self._options)[-1]
            self._options[last] += f" {line.strip()}"
            return
        self._start = self._start or number
        self._prompt.append(line.strip())

    def _is_whole(self, line: str) -> bool:
        """Return whether a question without an answer ends here, as the next one begins."""
        return len(self._options) > 1 and bool(_NUMBER.match(line))

    def end(self) -> None:
        """End the question."""
        where = f"line {self._start}"
        if self._prompt:
            try:
                self.taken.append(Taken(where, "questions", self._made()))
            except NoQuestion as error:
                self.left.append(Left(where, str(error)))
        self._begin()

    def _made(self) -> dict[str, object]:
        prompt = _NUMBER.sub("", "\n".join(self._prompt), count=1)
        if not self._options:
            raise NoQuestion("has no options; write them below it, as A. and B.")
        letters = _letters(self._answer or "")
        places = [list(self._options).index(letter) for letter in letters if letter in self._options]
        if self._answer and len(places) < len(letters):
            raise NoQuestion(f"says that {self._answer.strip()[:20]} is right, which is none of its options")
        return questions.choice(prompt, list(self._options.values()), places, dict.fromkeys(places, self._feedback))


def _says_letters(answer: str) -> bool:
    return bool(_LETTERS.fullmatch(answer) or _OPTION.match(answer) or _TOGETHER.fullmatch(answer.strip()))


def _letters(answer: str) -> list[str]:
    """Return the letters of the options that an answer names; what stands after “B)” is what the option says."""
    if found := _OPTION.match(answer):
        return [found[1].upper()]
    together = _TOGETHER.fullmatch(answer.strip())
    return list(answer.strip()) if together else re.findall(r"\b[A-Z]\b", answer.upper())
