"""Aiken, a format for questions with options in plain text (https://docs.moodle.org/en/Aiken_format)."""

import re
from collections.abc import Mapping

from bot.exchange import questions
from bot.exchange.lettered import is_next, labels_in, option_in, says_labels
from bot.exchange.markdown_blocks import ASK, HEADING
from bot.exchange.markdown_text import plain
from bot.exchange.model import Found, Left, Taken
from bot.exchange.questions import NoQuestion
from bot.exchange.source import Source

_ANSWER = re.compile(
    r"^\s*(?:correct\s+)?(?:answers?|ans|correct|antwort|réponse|respuesta)\s*:\s*(.*)$", re.IGNORECASE
)
_FEEDBACK = re.compile(r"^\s*(?:feedback|explanation|rationale|reason|erklärung)\s*:\s*(.*)$", re.IGNORECASE)
_NUMBER = re.compile(r"^\s*(?:(?:question|q|frage)\s*)?\d{1,4}\s*[.):]\s+", re.IGNORECASE)


class Aiken:
    """A file in Aiken."""

    name = "Aiken"

    def certainty(self, source: Source) -> float:
        """Return how sure it is that a file is Aiken: options with letters, and lines or stars that say what's right.

        Where most questions have no options, as in Markdown with Q: and A:, another reader is surer.
        """
        lines = (source.text or "")[:100_000].split("\n")
        options = [found for line in lines if (found := option_in(line))]
        answers = sum(bool((said := _ANSWER.match(line)) and says_labels(said[1])) for line in lines)
        marked = answers or sum(each.starred for each in options)
        if not marked or len(options) <= marked:
            return 0.0
        return 0.95 if marked * 2 >= sum(bool(ASK.match(line)) for line in lines) else 0.5

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
        self._topic = ""
        self._begin()

    def _begin(self) -> None:
        self._start = 0
        self._prompt: list[str] = []
        self._options: dict[str, str] = {}
        self._starred: list[str] = []
        self._answer: str | None = None
        self._feedback = ""

    def take(self, number: int, line: str) -> None:
        """Take the next line."""
        if not line.strip():
            return
        if heading := HEADING.match(line):
            self.end()
            self._topic = plain(heading[2])
            return
        answer, option, feedback = _ANSWER.match(line), option_in(line), _FEEDBACK.match(line)
        if feedback and self._options:
            self._feedback = feedback[1]
        elif answer and self._prompt:
            self._answer = answer[1]
        elif option and self._prompt and self._answer is None and is_next(option.label, list(self._options)):
            self._options[option.label] = option.text
            self._starred += [option.label] if option.starred else []
        else:
            self._take_text(number, line)

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
                self.taken.append(Taken(where, "questions", self._made(), "", self._topic))
            except NoQuestion as error:
                self.left.append(Left(where, str(error)))
        self._begin()

    def _made(self) -> dict[str, object]:
        prompt = _NUMBER.sub("", "\n".join(self._prompt), count=1)
        if not self._options and (verdict := questions.truth(self._answer or "")) is not None:
            return questions.judged(prompt, verdict, self._feedback)
        if not self._options:
            raise NoQuestion("has no options; write them below it, as A. and B.")
        letters = labels_in(self._answer) if self._answer else self._starred
        places = [list(self._options).index(letter) for letter in letters if letter in self._options]
        if self._answer and len(places) < len(letters):
            raise NoQuestion(f"says that {self._answer.strip()[:20]} is right, which is none of its options")
        return questions.choice(prompt, list(self._options.values()), places, dict.fromkeys(places, self._feedback))
