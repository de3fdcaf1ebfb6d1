"""Draws texts in Block Kit: as rich text, or as plain text if they have no formatting."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from adapters.slack.outbound import limits
from adapters.slack.outbound.escape import Phrase
from adapters.slack.outbound.rich_text import (
    HALF,
    RUN,
    SlackJson,
    grouped,
    line_of,
    part_runs,
    plain_text,
    small_lines,
    split,
)
from bot.catalogue import NAMED_COMMANDS
from bot.language.rich_text import CommandMention, Line, Span, Style, Text, TextPart, in_words, text


@dataclass(frozen=True, slots=True)
class WordedBlock:
    """A block, and its words without markup."""

    block: SlackJson
    words: Line = ""


class TextDrawing:
    """Draws texts, with their commands written as people type them on Slack.

    Args:
        phrase: rewords the core's texts for Slack.
    """

    def __init__(self, phrase: Phrase) -> None:
        self._phrase = phrase

    def worded(self, line: Line) -> Line:
        """Return a line with its commands written as people type them on Slack."""
        if isinstance(line, str):
            return self._phrase(line)
        return Text(tuple(map(self._worded_part, line.spans)))

    def marked(self, line: Line) -> Line:
        """Return such a line with its commands as code."""
        return self.worded(NAMED_COMMANDS.line(line))

    def draw(self, all_parts: Sequence[TextPart]) -> Iterator[WordedBlock]:
        """Yield a text in as many blocks as needed; none if it's blank."""
        worded = [self._worded_part(piece) for part in all_parts for piece in NAMED_COMMANDS.apart(part)]
        words = text(*map(_with_address, worded))
        if not in_words(words).strip():
            return
        if all(isinstance(part, Span) and part.style is Style.PLAIN and part.url is None for part in worded):
            for piece in split(self._phrase("".join(map(in_words, all_parts))), RUN):
                yield WordedBlock({"type": "section", "text": plain_text(piece, limits.SECTION)}, piece)
            return
        runs = [run for part in worded for run in part_runs(part)]
        for number, group in enumerate(grouped(runs, len(runs), HALF)):
            yield WordedBlock({"type": "rich_text", "elements": [line_of(group)]}, "" if number else words)

    def _worded_part(self, part: TextPart) -> TextPart:
        match part:
            case CommandMention(line):
                return Span(self._phrase(line), Style.CODE)
            case Span(words, style, url):
                return Span(self._phrase(words), style, url)
            case _:
                return part


def draw_lines(sections: Iterable[SlackJson], words: Sequence[Text]) -> Iterator[WordedBlock]:
    """Yield lines of rich text."""
    parts = [part for section in sections for part in small_lines(section)]
    for number, group in enumerate(grouped(parts, len(parts), HALF)):
        yield WordedBlock({"type": "rich_text", "elements": group}, "" if number else in_lines(words))


def in_lines(words: Sequence[Text]) -> Text:
    """Return several texts as one, each on its own line."""
    between = [part for each in words for part in (Span("\n"), *each.spans)]
    return Text(tuple(between[1:]))


def _with_address(part: TextPart) -> TextPart:
    """Return a part with its link's URL in parentheses, for texts without links."""
    return Span(f"{part.text} ({part.url})") if isinstance(part, Span) and part.url else part
