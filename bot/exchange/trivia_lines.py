"""Read trivia lists of Red-DiscordBot before version 3: each line has a question and its answers, after backticks.

https://github.com/Cog-Creators/Red-DiscordBot/tree/develop/data/trivia (until 2017)
"""

import re

from bot.exchange import questions
from bot.exchange.model import ImportedItem, LeftOut, ParsedFile
from bot.exchange.questions import NoQuestion
from bot.exchange.source import SourceFile

_LINE = re.compile(r"[^`\s][^`]*(?:`[^`]*)+")
_CODE = re.compile(r"(?<!\S)`(?=[^`])|`[^`]+`(?=[\s.,;:?!]|$)")
"""Backticks around code, as in Markdown: an opening one after a space, or a pair followed by a space."""

_SAMPLED = 500


class TriviaLines:
    """Reads trivia lists of old versions of Red-DiscordBot."""

    name = "old Red trivia list"

    def confidence(self, source: SourceFile) -> float:
        """Return how likely it is that a file is such a list: most lines have backticks right after the question."""
        lines = [line for line in (source.text or "").splitlines()[:_SAMPLED] if line.strip()]
        questions_found = sum(_LINE.fullmatch(line) is not None and not _CODE.search(line) for line in lines)
        return 0.9 if questions_found > 1 and questions_found >= 0.8 * len(lines) else 0.0

    def read(self, source: SourceFile) -> ParsedFile:
        """Read a trivia list."""
        taken: list[ImportedItem] = []
        left: list[LeftOut] = []
        for number, line in enumerate((source.text or "").splitlines(), 1):
            prompt, *answers = (each.strip() for each in line.split("`"))
            if not line.strip():
                continue
            try:
                taken.append(
                    ImportedItem(f"line {number}", "questions", _convert(prompt, [each for each in answers if each]))
                )
            except NoQuestion as error:
                left.append(LeftOut(f"line {number}", str(error)))
        return ParsedFile(self.name, tuple(taken), tuple(left), notes=tuple(source.notes))


def _convert(prompt: str, answers: list[str]) -> dict[str, object]:
    if not prompt:
        raise NoQuestion("asks nothing; write the question before the first backtick")
    return questions.recalled(prompt, answers)
