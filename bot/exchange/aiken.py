"""Read Aiken, a plain-text format for choice questions (https://docs.moodle.org/en/Aiken_format).

People also write it with Markdown formatting, or with all answers below the last question.
"""

import re
from collections.abc import Mapping, Sequence

from bot.exchange import questions
from bot.exchange.answer_key import key_of
from bot.exchange.lettered import is_next, option_in, says_labels
from bot.exchange.markdown_blocks import ASK, HEADING, RULE
from bot.exchange.markdown_text import plain
from bot.exchange.model import ImportedItem, LeftOut, ParsedFile
from bot.exchange.questions import NoQuestion
from bot.exchange.quiz_lines import ANSWER, QUESTION, rewritten
from bot.exchange.source import SourceFile
from bot.exchange.written import ASKS_NOTHING, REASON, WrittenQuestion, converted

_FEEDBACK = re.compile(
    r"^[\s>*_#💡📝ℹ✍\ufe0f-]*(?:feedback|explanation|rationale|reason|why|"
    r"erklärung|erläuterung|begründung|explication|justification|pourquoi|"
    r"explicación|justificación|spiegazione|explicação|justificativa|uitleg|toelichting|wyjaśnienie|пояснение|объяснение|"
    r"解析|解释|解説)[\s*_]*[:：][\s*_]*(.*)$",
    re.IGNORECASE,
)
_NUMBER = re.compile(rf"^[\s*_]*(?:{QUESTION}\s*)?\d{{1,4}}\s*(?:[.):][\s*_]+|[、．]\s*)", re.IGNORECASE)
_NUMBER_ALONE = re.compile(
    rf"^[\s*_#]*{QUESTION}\s*\d{{1,4}}[\s*_.):]*(?:[(\[][^()\[\]]{{1,40}}[)\]][\s*_:]*)?$", re.IGNORECASE
)
"""A question's number, maybe with its kind in brackets, above the question."""

_KINDS = re.compile(
    r"^\W*(?:multiple[ -]choice|multiple response|(?:modified )?true\s*(?:/|or)\s*false|short answers?|completion)"
    r"(?: questions?)?\W*$",
    re.IGNORECASE,
)
"""A heading above questions of a kind, which isn't a question itself."""

_BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
_TRUE_OR_FALSE = "true|false|wahr|falsch|richtig|vrai|faux|verdadero|falso|vero|verdadeiro|waar|onwaar"
_TRUTH = re.compile(rf"^\s*(?:[-*+]\s+)?(?:(\*)\s*)?({_TRUE_OR_FALSE})\s*(\*)?\s*$", re.IGNORECASE)
"""A true or false option without a letter."""

_VERDICT = re.compile(
    rf"^[\s*_>-]*({_TRUE_OR_FALSE})[*_]*\s*[–—:,.-]+[*_]*\s+(\S.*)$",
    re.IGNORECASE,
)
"""A verdict on the statement above, and the reason for it."""

_ASKS = re.compile(r"^(?:question|prompt|frage|pregunta|domanda|pergunta|vraag)\s*:\s*(?=\S)", re.IGNORECASE)
_OFFERS = re.compile(
    r"(?:(?:answer )?(?:options|choices)|antworten|opciones|réponses|opzioni|opções|opties)\s*:", re.IGNORECASE
)
"""What chatbots write before a question, and above its options."""

_TITLE = re.compile(r"^(?:quiz )?(?:title|titel|titre|título|titolo)\s*:\s*(?=\S)", re.IGNORECASE)
_UNDERLINE = re.compile(r"\s*={3,}\s*")
_LONGEST_TITLE = 80
_FEWEST = 2
"""A text without options needs at least this many answers to be a quiz."""


class Aiken:
    """Reads Aiken files."""

    name = "quiz in plain text"

    def confidence(self, source: SourceFile) -> float:
        """Return how likely it is that a file is Aiken: it has options with letters, and answer lines or stars.

        If most questions have no options, as in Markdown with Q: and A:, the result is lower, so that Markdown wins.
        """
        asked = (source.text or "")[:100_000].split("\n")
        made = rewritten(asked)
        lines = [each for parts in made for each in parts]
        options = [found for line in lines if (found := option_in(line))]
        answers = [answer[1] for line in lines if (answer := ANSWER.match(line))]
        named = sum(bool(says_labels(said) or REASON.match(said)) for said in answers)
        marked = named or sum(each.starred for each in options) or len(key_of(asked)[0]) or len(answers)
        if marked and len(options) > marked:
            return 0.95 if marked * 2 >= sum(bool(ASK.match(line)) for line in lines) else 0.5
        verdicts = sum(bool(_TRUTH.match(line) or _VERDICT.match(line)) for line in lines)
        unmarked = 0.15 if len(options) >= 2 * _FEWEST else 0.0  # enough to say what's missing
        return _confidence_without_options(asked, made, len(answers) + verdicts) or unmarked

    def read(self, source: SourceFile) -> ParsedFile:
        """Read an Aiken file."""
        reader = _Reader()
        lines = (source.text or "").split("\n")
        key, end = key_of(lines)
        for number, parts in enumerate(rewritten(lines[:end]), start=1):
            if len(parts) > 1 and ANSWER.match(parts[1]):
                reader.start()
            for line in parts:
                reader.take(number, line)
        reader.end(key)
        return ParsedFile(
            self.name, tuple(reader.taken), tuple(reader.left), title=reader.title(), notes=source.notes
        )


def _confidence_without_options(lines: Sequence[str], made: Sequence[Sequence[str]], answers: int) -> float:
    """Return how likely it is that a text is a quiz without options: its answers stand behind or below the questions.

    Args:
        lines: the lines of the text.
        made: the lines that each of them stands for.
        answers: the number of answers among those.
    """
    filled = sum(bool(line.strip()) for line in lines)
    behind = sum(len(parts) > 1 for parts in made)
    if behind >= _FEWEST and behind * 2 >= filled:
        return 0.92
    below = sum(bool(_NUMBER.match(line)) for line in lines)
    key, end = key_of(lines)
    if key and sum(bool(_NUMBER.match(line)) for line in lines[:end]) >= max(_FEWEST, len(key)):
        return 0.7
    return 0.7 if answers >= _FEWEST and below >= answers and not any(map(ASK.match, lines)) else 0.0


class _Reader:
    """Parses an Aiken file line by line."""

    def __init__(self) -> None:
        self.taken: list[ImportedItem] = []
        self.left: list[LeftOut] = []
        self._asked: list[WrittenQuestion] = []
        self._topic = ""
        self._headings: list[tuple[int, str]] = []
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

    def title(self) -> str:
        """Return the file's title: the first heading, if no other has its level; "" if there's none."""
        levels = [level for level, _ in self._headings]
        return self._headings[0][1] if levels and levels.count(levels[0]) == 1 else ""

    def start(self) -> None:
        """Start a question, as the next line has its answer, too."""
        if len(self._prompt) == 1 and not self._number and not self._options and self._answer is None:
            self._take_above()
        self._next()

    def take(self, number: int, line: str) -> None:
        """Process the next line."""
        if not line.strip() or RULE.match(line) or _UNDERLINE.fullmatch(line):
            self._keep_below()
            self._is_apart = True
        elif _KINDS.match(line):
            self._next()
        elif _NUMBER_ALONE.match(line):
            self._next()
            self._start, self._number = number, _number_in(line)
        elif (feedback := _FEEDBACK.match(line)) and (self._options or self._answer is not None):
            self._feedback = _unmarked(feedback[1])
        elif (answer := ANSWER.match(line)) and self._prompt:
            self._answer = answer[1]
        elif heading := HEADING.match(line):
            self._take_heading(number, len(heading[1]), heading[2])
        elif not (self._prompt and self._answer is None and (self._takes_option(line) or self._takes_verdict(line))):
            self._take_text(number, line)

    def _takes_option(self, line: str) -> bool:
        """Take a line if it's the next option, or the first one of another question."""
        option = option_in(line)
        if option and is_next(option.label, list(self._options)):
            self._keep_below()
        elif option and self._below and option.label == next(iter(self._options)):
            self._start_below()
        else:
            return False
        self._options[option.label] = _unmarked(option.text)
        self._starred += [option.label] if option.starred else []
        return True

    def _takes_verdict(self, line: str) -> bool:
        """Take a line if it says that the statement above is true or false, or offers one of the two."""
        if found := _TRUTH.match(line):
            self._options["AB"[len(self._options) % 2]] = found[2]
            self._starred += [list(self._options)[-1]] if found[1] or found[3] else []
        elif not self._options and (found := _VERDICT.match(line)):
            self._answer, self._feedback = found[1], _unmarked(found[2])
        return found is not None

    def _take_heading(self, number: int, level: int, heading: str) -> None:
        self._next()
        if plain(heading).endswith(questions.QUESTION_MARKS):
            self._take_text(number, heading)
        else:
            self._name_topic(level, plain(heading))

    def _take_text(self, number: int, line: str) -> None:
        if self._answer is not None or (self._options and self._is_whole(line)):
            self._next()
        if self._options:
            self._below.append((number, line))
            return
        numbered = _NUMBER.match(line)
        if numbered and self._is_apart and not self._number and self._stands_above():
            self._take_above()
        elif numbered and self._number and _number_in(numbered[0]) == self._number + 1:
            self._next()
        self._start, self._is_apart = self._start or number, False
        if not self._prompt and numbered:
            self._number = _number_in(numbered[0])
            line = "**" * (numbered[0].count("**") % 2) + line[numbered.end() :]
        asked = _unmarked(line)
        if not self._prompt:
            asked = _ASKS.sub("", asked)
        elif _OFFERS.fullmatch(asked):
            return
        self._prompt.append(asked)

    def _take_above(self) -> None:
        """Take lines above numbered questions: a title is their topic, “Here are ten questions:” says nothing."""
        for below, line in zip(range(len(self._prompt) - 1, -1, -1), self._prompt, strict=True):
            if _is_title(line):
                self._name_topic(-below, _TITLE.sub("", line))
            else:
                self.left.append(LeftOut(f"line {self._start}", ASKS_NOTHING))
        self._prompt, self._start = [], 0

    def _stands_above(self) -> bool:
        """Return whether the text so far belongs to no question: it's one line, or the file's title and more."""
        return len(self._prompt) == 1 or (bool(self._prompt) and not self._asked and _is_title(self._prompt[0]))

    def _name_topic(self, level: int, topic: str) -> None:
        """Take a heading as the topic of the questions below it.

        Args:
            level: its level; 0 if it's a line without a mark, and less if there are more of those below.
            topic: its text.
        """
        self._topic = topic
        self._headings.append((level, topic))

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
        return (len(self._options) > 1 or self._is_judged()) and bool(_NUMBER.match(line))

    def _is_judged(self) -> bool:
        """Return whether the only option so far is true or false, so that it's the answer."""
        return len(self._options) == 1 and all(questions.truth(each) is not None for each in self._options.values())

    def _next(self) -> None:
        """Finish the current question and start the next one."""
        self._keep_below()
        if self._answer is None and self._is_judged():
            (self._answer,) = self._options.values()
            self._options, self._starred = {}, []
        if self._prompt:
            self._asked.append(
                WrittenQuestion(
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
                kind, fields = converted(question, answer)
            except NoQuestion as error:
                self.left.append(LeftOut(f"line {question.line}", str(error)))
                continue
            self.taken.append(ImportedItem(f"line {question.line}", kind, fields, "", question.topic))


def _is_title(line: str) -> bool:
    """Return whether a line can be the title of the questions below it."""
    return len(line) <= _LONGEST_TITLE and line[-1] not in ".?:…_"


def _number_in(line: str) -> int:
    """Return the first number in a line that has one."""
    return int(next(iter(re.findall(r"\d+", line))))


def _unmarked(text: str) -> str:
    """Return a text without Markdown's bold; other marks may be meant literally: __init__."""
    bare = _BOLD.sub(r"\1", text).strip()
    return bare.rstrip("* ") if bare.count("*") == 1 else bare
