"""Read trivia questions in the JSON format of the Open Trivia Database (https://opentdb.com/api_config.php)."""

import base64
import binascii
import html
import json
import re
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias
from urllib.parse import unquote, unquote_plus

from bot.exchange import questions
from bot.exchange.model import ImportedItem, LeftOut, ParsedFile
from bot.exchange.questions import NoQuestion
from bot.exchange.source import SourceFile, Unreadable

_LEVELS = {"easy": 1, "medium": 2, "hard": 3}
_RIGHT, _WRONG = ("correct_answer", "correctAnswer"), ("incorrect_answers", "incorrectAnswers")
_BROKEN = "This JSON is broken; download it again."
_ENCODED = re.compile(r"[A-Za-z0-9+/]+={0,2}")
_SAMPLED = 50
_HOST = re.compile(r"^(?:Entertainment|Science): ")
"""The prefix of a third of the database's categories."""

_Decoding: TypeAlias = "Callable[[str], str]"


class TriviaJson:
    """Reads questions from the Open Trivia Database, or in its format."""

    name = "OpenTDB"

    def confidence(self, source: SourceFile) -> float:
        """Return how likely it is that a file has such questions: it's JSON with their fields."""
        text = source.text or ""
        is_json = text.lstrip().startswith(("{", "["))
        return 0.99 if is_json and any(f'"{name}"' in text for name in _WRONG) else 0.0

    def read(self, source: SourceFile) -> ParsedFile:
        """Read a JSON file of questions.

        Raises:
            Unreadable: the JSON is broken, or has no questions.
        """
        try:
            data = json.loads(source.text or "")
        except (ValueError, RecursionError) as error:
            raise Unreadable(_BROKEN) from error
        entries = data.get("results", data.get("questions")) if isinstance(data, dict) else data
        if not isinstance(entries, list):
            raise Unreadable("There are no questions in this JSON; it needs a list called “results”.")
        decode = _decoding([each for each in entries[:_SAMPLED] if isinstance(each, dict)])
        taken: list[ImportedItem] = []
        left: list[LeftOut] = []
        for number, entry in enumerate(entries, start=1):
            where = f"question {number}"
            try:
                taken.append(_taken(where, entry, decode))
            except NoQuestion as error:
                left.append(LeftOut(where, str(error)))
        return ParsedFile(self.name, tuple(taken), tuple(left), notes=source.notes)


def _taken(where: str, entry: Any, decode: _Decoding) -> ImportedItem:  # noqa: ANN401 - of whatever shape it has
    if not isinstance(entry, dict):
        raise NoQuestion("isn't a question; it needs the fields “question” and “correct_answer”")
    prompt = entry.get("question")
    prompt = prompt.get("text") if isinstance(prompt, dict) else prompt
    right = [_text(entry[name], decode) for name in _RIGHT if name in entry]
    wrong: list[Any] = next((entry[name] for name in _WRONG if isinstance(entry.get(name), list)), [])
    if not isinstance(prompt, str) or not prompt.strip():
        raise NoQuestion("asks nothing; fill in “question”")
    if not right:
        raise NoQuestion("has no answer; fill in “correct_answer”")
    fields = questions.choice(decode(prompt), [*right, *(_text(each, decode) for each in wrong)], [0])
    level = _LEVELS.get(_text(entry.get("difficulty", ""), decode).lower())
    topic = _HOST.sub("", _text(entry.get("category", ""), decode))
    return ImportedItem(where, "questions", fields | ({"level": level} if level else {}), _key(entry), topic)


def _text(value: Any, decode: _Decoding) -> str:  # noqa: ANN401 - of whatever shape it has
    return decode(value) if isinstance(value, str) else "" if value is None else str(value)


def _key(entry: Mapping[str, Any]) -> str:
    key = entry.get("id", "")
    return str(key) if isinstance(key, str | int) else ""


def _decoding(entries: list[dict[str, Any]]) -> _Decoding:
    """Return the decoder for the texts, which are in base 64, percent-encoded, or contain HTML entities."""
    prompts = [each["question"] for each in entries if isinstance(each.get("question"), str)]
    if prompts and all(map(_is_base64, prompts)):
        return lambda text: _from_base64(text) if _is_base64(text) else text
    if any("%20" in each for each in prompts) and not any(" " in each for each in prompts):
        return unquote
    if any("%" in each and "+" in each for each in prompts) and not any(" " in each for each in prompts):
        return unquote_plus
    return html.unescape


def _is_base64(text: str) -> bool:
    if len(text) % 4 or not _ENCODED.fullmatch(text):
        return False
    try:
        _from_base64(text)
    except (binascii.Error, UnicodeDecodeError):
        return False
    return True


def _from_base64(text: str) -> str:
    return base64.b64decode(text, validate=True).decode()
