"""Read trivia lists of Red-DiscordBot in YAML: each question with a list of accepted answers.

https://docs.discord.red/en/stable/guide_trivia_list_creation.html
"""

import re

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from bot.exchange import questions
from bot.exchange.model import ImportedItem, LeftOut, ParsedFile
from bot.exchange.questions import NoQuestion
from bot.exchange.source import SourceFile, Unreadable

_ABOUT = ("AUTHOR", "DESCRIPTION", "CONFIG")
"""Keys with data about the list, which aren't questions."""

_TOP = re.compile(r"^[^\s#\-].*", re.MULTILINE)
_ASKED = re.compile(
    r"^(?:\"[^\"\n]+\"|'(?:[^'\n]|'')+'|[^\s#\-'\"{\[][^\n]*?):[ ]*(?:\n(?:[ \t]*#.*\n)*[ \t]*-\s|\[)", re.MULTILINE
)
_SAMPLED = 100_000


class TriviaYaml:
    """Reads trivia lists of Red-DiscordBot."""

    name = "Red trivia list"

    def confidence(self, source: SourceFile) -> float:
        """Return how likely it is that a file is such a list: most unindented keys have a list below them."""
        text = (source.text or "")[:_SAMPLED]
        top = [line for line in _TOP.findall(text) if not line.startswith((*_ABOUT, "---", "...", "%"))]
        questions_found = len(_ASKED.findall(text))
        return 0.97 if questions_found and questions_found >= 0.8 * len(top) else 0.0

    def read(self, source: SourceFile) -> ParsedFile:
        """Read a trivia list; all values are read as text, so that “no” can be an answer.

        Raises:
            Unreadable: the YAML is broken, or has no questions.
        """
        root = _composed(source.text or "")
        taken: list[ImportedItem] = []
        left: list[LeftOut] = []
        notes = list(source.notes)
        for key, value in root.value:
            where = f"line {key.start_mark.line + 1}"
            if isinstance(key, ScalarNode) and key.value in _ABOUT:
                notes += (
                    [f"It's by {value.value}."] if key.value == "AUTHOR" and isinstance(value, ScalarNode) else []
                )
                continue
            try:
                taken.append(ImportedItem(where, "questions", _convert(key, value)))
            except NoQuestion as error:
                left.append(LeftOut(where, str(error)))
        return ParsedFile(self.name, tuple(taken), tuple(left), notes=tuple(notes))


def _composed(text: str) -> MappingNode:
    try:
        root = yaml.compose(text, yaml.CBaseLoader)
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        place = f" in line {mark.line + 1}" if mark else ""
        raise Unreadable(
            f"The YAML is broken{place}; a question with a colon in it needs quotes around it."
        ) from error
    if not isinstance(root, MappingNode):
        raise Unreadable(
            "There are no questions in this YAML; write each as “question:” with a list of answers below."
        )
    return root


def _convert(key: Node, value: Node) -> dict[str, object]:
    if not isinstance(key, ScalarNode) or not key.value.strip():
        raise NoQuestion("asks nothing; write the question before the colon")
    listed = value.value if isinstance(value, SequenceNode) else [value]
    if not all(isinstance(each, ScalarNode) for each in listed):
        raise NoQuestion("needs a list of answers below it; write one answer after each dash")
    return questions.recalled(key.value, [each.value.strip() for each in listed if each.value.strip()])
