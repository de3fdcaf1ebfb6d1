"""Find the answer key below the questions of a quiz: letters, or the answers themselves. Pure."""

import re
from collections.abc import Sequence

_TITLE = re.compile(
    r"^[\s*_#]*(?:answer\s*keys?|(?:correct\s+)?answers|solutions?|keys?|(?:die\s+)?(?:richtigen?\s+)?"
    r"(?:lösungen|antworten|lösungsschlüssel)|corrigés?|(?:bonnes\s+)?réponses(?:\s+correctes)?|"
    r"(?:respuestas|soluciones)(?:\s+correctas)?|(?:risposte|soluzioni)(?:\s+corrette)?|"
    r"(?:respostas|soluções)(?:\s+corretas)?|gabarito|(?:juiste\s+)?(?:antwoorden|oplossingen)|odpowiedzi|ответы|答案|参考答案)"
    r"[\s*_:：]*$",
    re.IGNORECASE,
)
"""A heading above an answer key."""

_LETTERS = re.compile(
    r"(?<![\w.])(\d{1,4})\s*[.):、–-]?[\s*_]*\(?([A-Ha-h](?:\s?[,&]\s?[A-Ha-h])*)\b(?![’'])(?!\s+[a-z])"
)
"""An answer in an answer key: “1. B”, “2) a”, “3-C”."""

_TEXT = re.compile(r"^[\s*_]*(\d{1,4})\s*[.):、][\s*_]+(\S.*?)[\s*_]*$")
"""An answer in an answer key, in words: “1. Ottawa”."""


def key_of(lines: Sequence[str]) -> tuple[dict[int, str], int]:
    """Return the answer key below all questions, number → answer, and its line; an empty key if there's none.

    Args:
        lines: the lines of a quiz.
    """
    at = max((place for place, line in enumerate(lines) if _TITLE.match(line)), default=len(lines))
    key: dict[int, str] = {}
    others = 0
    for line in lines[at + 1 :]:
        letters, answer = _LETTERS.findall(line), _TEXT.match(line)
        if letters:
            key |= {int(number): each for number, each in letters}
        elif answer:
            key[int(answer[1])] = answer[2]
        else:
            others += bool(line.strip())
    return (key, at) if key and others <= len(key) else ({}, len(lines))
