"""Read Aiken, a plain-text format for choice questions (https://docs.moodle.org/en/Aiken_format).

People also write it with Markdown formatting, or with all answers below the last question.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.exchange import questions
from bot.exchange.lettered import is_next, labels_in, option_in, says_labels, spread
from bot.exchange.markdown_blocks import ASK, HEADING, RULE
from bot.exchange.markdown_text import plain
from bot.exchange.model import ImportedItem, LeftOut, ParsedFile
from bot.exchange.questions import NoQuestion
from bot.exchange.source import SourceFile
from bot.language.text import as_seen

_ANSWER = re.compile(
    r"^[\s>*_#-]*(?:the\s+)?(?:correct\s+)?(?:answers?|ans|correct|option|antwort|lösung|réponse|respuesta)"
    r"(?:\s+is)?[\s*_]*[:：][\s*_`]*(.*?)[\s*_`]*$",
    re.IGNORECASE,
)
_FEEDBACK = re.compile(
    r"^[\s>*_#-]*(?:feedback|explanation|rationale|reason|why|erklärung|explication|explicación)[\s*_]*[:：][\s*_]*(.*)$",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"^[\s*_]*(?:(?:question|q|frage)\s*)?\d{1,4}\s*[.):][\s*_]+", re.IGNORECASE)
_NUMBER_ALONE = re.compile(r"^[\s*_#]*(?:question|q|frage)\s*\d{1,4}[\s*_.):]*$", re.IGNORECASE)
_KINDS = re.compile(
    r"^\W*(?:multiple[ -]choice|multiple response|(?:modified )?true\s*(?:/|or)\s*false|short answers?|completion)"
    r"(?: questions?)?\W*$",
    re.IGNORECASE,
)
"""A heading above questions of a kind, which isn't a question itself."""

_KEY = re.compile(
    r"^[\s*_#]*(?:answer\s*keys?|(?:correct\s+)?answers|solutions?|keys?|lösungen|antworten|corrigé|réponses)[\s*_:]*$",
    re.IGNORECASE,
)
"""A heading above an answer key."""

_IN_KEY = re.compile(r"(?<![\w.])(\d{1,4})\s*[.):–-]?\s*\(?([A-Ha-h](?:\s?[,&]\s?[A-Ha-h])*)\b(?![’'])")
"""An answer in an answer key: “1. B”, “2) a”, “3-C”."""

_BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
_REASON = re.compile(r"^\(?([A-Ha-h])\)?\s*(?:[–—:-]|\.(?=\s))\s*(\S.*)$")
_TRUTH = re.compile(r"^\s*(?:[-*+]\s+)?(\*)?\s*(true|false|wahr|falsch|vrai|faux)\s*(\*)?\s*$", re.IGNORECASE)
"""A true or false option without a letter."""

_JUDGED = re.compile(r"^(?:true\s*(?:or|/)\s*false|t\s*/\s*f)\s*[:?.–-]+\s*(?=\S)", re.IGNORECASE)
"""What people write before a statement to be judged."""

_ASKS = re.compile(r"^(?:question|prompt|frage|pregunta|domanda|pergunta|vraag)\s*:\s*(?=\S)", re.IGNORECASE)
_OFFERS = re.compile(
    r"(?:(?:answer )?(?:options|choices)|antworten|opciones|réponses|opzioni|opções|opties)\s*:", re.IGNORECASE
)
"""What chatbots write before a question, and above its options."""

_LONGEST_TITLE = 80


class Aiken:
    """Reads Aiken files."""

    name = "Aiken"

    def certainty(self, source: SourceFile) -> float:
        """Return how likely it is that a file is Aiken: it has options with letters, and answer lines or stars.

        If most questions have no options, as in Markdown with Q: and A:, the result is lower, so that Markdown wins.
        """
        lines = [each for line in (source.text or "")[:100_000].split("\n") for each in spread(line)]
        options = [found for line in lines if (found := option_in(line))]
        answers = sum(
            bool((answer := _ANSWER.match(line)) and (says_labels(answer[1]) or _REASON.match(answer[1])))
            for line in lines
        )
        marked = answers or sum(each.starred for each in options) or len(_key_of(lines)[0])
        if not marked or len(options) <= marked:
            return 0.0
        return 0.95 if marked * 2 >= sum(bool(ASK.match(line)) for line in lines) else 0.5

    def read(self, source: SourceFile) -> ParsedFile:
        """Read an Aiken file."""
        reader = _Reader()
        lines = (source.text or "").split("\n")
        key, end = _key_of(lines)
        for number, line in enumerate(lines[:end], start=1):
            for each in spread(line):
                reader.take(number, each)
        reader.end(key)
        return ParsedFile(self.name, tuple(reader.taken), tuple(reader.left), notes=source.notes)


def _key_of(lines: list[str]) -> tuple[dict[int, str], int]:
    """Return the answer key below all questions, number → letters, and its line; an empty key if there's none."""
    at = max((place for place, line in enumerate(lines) if _KEY.match(line)), default=len(lines))
    key = {int(number): letters for line in lines[at + 1 :] for number, letters in _IN_KEY.findall(line)}
    others = [line for line in lines[at + 1 :] if line.strip() and not _IN_KEY.search(line)]
    return (key, at) if key and len(others) <= len(key) else ({}, len(lines))


@dataclass(frozen=True, slots=True)
class _Question:
    """A question as written in the file.

    Args:
        line: the line on which it begins, from 1.
        number: the number before it; 0 if there's none.
        prompt: the text of the question.
        topic: the heading above it.
        options: the options by their letters.
        starred: the letters of the options that are marked as right.
        answer: the text after “Answer:”; None if there's no such line.
        feedback: the text shown after answering.
    """

    line: int
    number: int
    prompt: str
    topic: str
    options: Mapping[str, str]
    starred: tuple[str, ...]
    answer: str | None
    feedback: str


class _Reader:
    """Parses an Aiken file line by line."""

    def __init__(self) -> None:
        self.taken: list[ImportedItem] = []
        self.left: list[LeftOut] = []
        self._asked: list[_Question] = []
        self._topic = ""
        self._begin()

    def _begin(self) -> None:
        self._start = self._number = 0
        self._prompt: list[str] = []
        self._options: dict[str, str] = {}
        self._starred: list[str] = []
        self._answer: str | None = None
        self._feedback = ""
        self._below: list[tuple[int, str]] = []
        self._is_apart = False

    def take(self, number: int, line: str) -> None:
        """Process the next line."""
        if not line.strip() or RULE.match(line):
            self._keep_below()
            self._is_apart = True
            return
        if _KINDS.match(line):
            self._next()
            return
        answer, option, feedback = _ANSWER.match(line), option_in(line), _FEEDBACK.match(line)
        if _NUMBER_ALONE.match(line):
            self._next()
            self._start, self._number = number, int(re.sub(r"\D", "", line))
        elif feedback and self._options:
            self._feedback = _unmarked(feedback[1])
        elif answer and self._prompt:
            self._answer = answer[1]
        elif heading := HEADING.match(line):
            self._take_heading(number, heading[2])
        elif option and self._prompt and self._answer is None and is_next(option.label, list(self._options)):
            self._keep_below()
            self._options[option.label] = _unmarked(option.text)
            self._starred += [option.label] if option.starred else []
        elif option and self._below and self._answer is None and option.label == next(iter(self._options)):
            self._start_below()
            self._options[option.label] = _unmarked(option.text)
            self._starred += [option.label] if option.starred else []
        elif self._prompt and self._answer is None and (found := _TRUTH.match(line)):
            self._options["AB"[len(self._options) % 2]] = found[2]
            self._starred += [list(self._options)[-1]] if found[1] or found[3] else []
        else:
            self._take_text(number, line)

    def _take_heading(self, number: int, heading: str) -> None:
        self._next()
        if plain(heading).endswith(questions.QUESTION_MARKS):
            self._take_text(number, heading)
        else:
            self._topic = plain(heading)

    def _take_text(self, number: int, line: str) -> None:
        if self._answer is not None or (self._options and self._is_whole(line)):
            self._next()
        if self._options:
            self._below.append((number, line))
            return
        is_numbered = _NUMBER.match(line) is not None
        if is_numbered and self._is_apart and not self._number and len(self._prompt) == 1:
            self._take_above()
        self._start, self._is_apart = self._start or number, False
        if not self._prompt and (found := _NUMBER.match(line)):
            self._number = int(re.sub(r"\D", "", found[0]))
            line = "**" * (found[0].count("**") % 2) + line[found.end() :]
        asked = _unmarked(line)
        if not self._prompt:
            asked = _ASKS.sub("", asked)
        elif _OFFERS.fullmatch(asked):
            return
        self._prompt.append(asked)

    def _take_above(self) -> None:
        """Take a line above numbered questions: a title is their topic, “Here are ten questions:” says nothing."""
        if self._is_title():
            self._topic, self._prompt, self._start = self._prompt[0], [], 0
        elif self._prompt[0].endswith((":", "：")):
            self.left.append(LeftOut(f"line {self._start}", "asks nothing, and has no options"))
            self._prompt, self._start = [], 0

    def _is_title(self) -> bool:
        """Return whether the text so far can be the title of the questions below it."""
        return len(self._prompt[0]) <= _LONGEST_TITLE and self._prompt[0][-1] not in ".?:…_"

    def _keep_below(self) -> None:
        """Add the text below the last option to it."""
        if self._below:
            self._options[list(self._options)[-1]] += "".join(f" {line.strip()}" for _, line in self._below)
            self._below = []

    def _start_below(self) -> None:
        """Start a question with the text below the last option, as options begin again and there's no answer."""
        below, self._below = self._below, []
        self._next()
        for number, line in below:
            self._take_text(number, line)

    def _is_whole(self, line: str) -> bool:
        """Return whether this line begins the next question although the current one has no answer."""
        return len(self._options) > 1 and bool(_NUMBER.match(line))

    def _next(self) -> None:
        """Finish the current question and start the next one."""
        self._keep_below()
        if self._prompt:
            self._asked.append(
                _Question(
                    self._start, self._number, "\n".join(self._prompt), self._topic,
                    dict(self._options), tuple(self._starred), self._answer, self._feedback,
                )
            )  # fmt: skip
        self._begin()

    def end(self, key: Mapping[int, str]) -> None:
        """Finish the last question, and convert all of them.

        Args:
            key: the answer key below all questions: number → letters.
        """
        self._next()
        for place, question in enumerate(self._asked, start=1):
            answer = question.answer or key.get(question.number or place)
            try:
                fields = _convert(question, answer)
            except NoQuestion as error:
                self.left.append(LeftOut(f"line {question.line}", str(error)))
                continue
            self.taken.append(ImportedItem(f"line {question.line}", "questions", fields, "", question.topic))


def _unmarked(text: str) -> str:
    """Return a text without Markdown's bold; other marks may be meant literally: __init__."""
    return _BOLD.sub(r"\1", text).strip()


def _convert(question: _Question, answer: str | None) -> dict[str, object]:
    if not question.options and (verdict := questions.truth(answer or "")) is not None:
        return questions.judged(_JUDGED.sub("", question.prompt), verdict, question.feedback)
    if not question.options:
        raise NoQuestion("has no options; write them below it, as A. and B.")
    labels, options = list(question.options), list(question.options.values())
    why = question.feedback
    if answer and (reason := _REASON.match(answer)) and as_seen(reason[2]) not in map(as_seen, options):
        answer, why = reason[1], questions.together(reason[2], why)
    letters = labels_in(answer) if answer and says_labels(answer) else list(question.starred)
    places = [labels.index(letter) for letter in letters if letter in labels]
    if answer and not says_labels(answer):
        places = [place for place, option in enumerate(options) if as_seen(option) == as_seen(answer)]
    if answer and (not places or (says_labels(answer) and len(places) < len(letters))):
        raise NoQuestion(f"says that {answer.strip()[:20]} is right, which isn't one of its options")
    return questions.choice(question.prompt, options, places, dict.fromkeys(places, why))
