"""Commands that a plain sentence names, found so that every platform can show them as commands."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.language.commands import AnyCommand
from bot.language.rich_text import CommandMention, Line, Span, Style, Text, TextPart, parts


class NamedCommands:
    """Finds commands in sentences, such as “/pack list shows them all”.

    Anyone may have written the sentence: it's never changed, and only looks different. What's in quotation marks is
    someone's own words, and left alone.

    Args:
        catalogue: all commands.
    """

    def __init__(self, catalogue: Sequence[AnyCommand]) -> None:
        names = {each.name for each in catalogue} | {each.group for each in catalogue if each.group}
        known = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
        options = "|".join(sorted({option.name for each in catalogue for option in each.options}))
        value = r'(?:"[^"]*"|[^\s"“”]*[^\s"“”.,;:!?)])'
        command = rf"/(?:{known})\b(?![/.:]\w)(?: (?:{options}):{value})*"
        self._pattern = re.compile(rf"“[^”]*”|(?<![\w/:.])(?P<command>{command})")

    def apart(self, part: TextPart) -> Sequence[TextPart]:
        """Return a part of a text with the commands that it names as parts of their own."""
        if not isinstance(part, Span) or part.style is not Style.PLAIN or part.url or "/" not in part.text:
            return (part,)
        pieces: list[TextPart] = []
        done = 0
        for found in self._pattern.finditer(part.text):
            if command := found["command"]:
                pieces += [replace(part, text=part.text[done : found.start()]), CommandMention(command)]
                done = found.end()
        pieces.append(replace(part, text=part.text[done:]))
        return [each for each in pieces if not isinstance(each, Span) or each.text]

    def line(self, line: Line) -> Line:
        """Return a line with the commands that it names as parts of their own; a line without any stays as it is."""
        spans = tuple(piece for part in parts(line) for piece in self.apart(part))
        return line if spans == parts(line) else Text(spans)
