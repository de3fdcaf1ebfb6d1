"""Every command that a text tells someone to type, collected from the sources, the page and the documents."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.catalogue import CATALOGUE
from bot.language.commands import AnyCommand
from bot.language.option_values import reads

ROOT = Path(__file__).parents[1]

_NAMES = {command.name: command for command in CATALOGUE}
_HEADS = "|".join(sorted({name.partition(" ")[0] for name in _NAMES}, key=len, reverse=True))
_COMMAND = re.compile(rf"(?<![\w/:.@])/(?:versed )?(?=(?:{_HEADS})\b(?![/.]\w))")
_MAY_HOLD_ONE = re.compile(rf"/(?:versed |{{|{_HEADS})")
"""Finds sources that may contain a command; looking closer takes far longer."""
_SPAN = re.compile(r"`([^`]+)`")
_SAID = re.compile(r'\bsay\b[^"]*"(/[^"]+)"')
_ENDS = re.compile(r"[.,;:·)”]+$")

PLACEHOLDERS = {
    "team.name": "Foxes",
    "invitation": "k3m9q2ab",
    "name": "Foxes",
    "SAID": "London",
    "KIND": "tip",
    "AT": "15:00",
    "DAYS": "friday",
    "typed": "RAG",
    "topic.title": "Data",
    "topic": "Data",
    "course": "3",
    "grouped": "abcd-efgh",
    "which": "1",
    "word": "tip",
    "example": "09:00",
    "first": "game",
    "names[0]": "quiz",
    "numbers[0]": "1",
    "found.name": "Pets",
    "pack.id": "rust",
    "setting.name": "pictures",
    "reminder.time": "08:30",
    "each.value": "dark",
}
"""Example values for the expressions in f-strings, by their source code."""


WRONG_ON_PURPOSE = frozenset({'/quiz "data modles"', "/quiz data private:yes"})
"""Commands that a document gets wrong on purpose."""


@dataclass(frozen=True)
class Example:
    """A command in a text.

    Args:
        where: its file and line number.
        line: the command as it would be typed, with its slash.
        whole: whether it's complete, rather than just a command's name in a sentence.
    """

    where: str
    line: str
    whole: bool

    def __str__(self) -> str:
        return f"{self.where} {self.line}"


@cache
def all_examples() -> tuple[Example, ...]:
    """Return every example once."""
    catalogue = (Example("the catalogue", command.example, whole=True) for command in CATALOGUE)
    found = [*catalogue, *_in_sources(), *_on_the_page(), *_in_documents()]
    return tuple({each.line: each for each in reversed(found) if each.line not in WRONG_ON_PURPOSE}.values())


def _in_sources() -> Iterator[Example]:
    for path in sorted([*(ROOT / "bot").rglob("*.py"), *(ROOT / "adapters").rglob("*.py")]):
        source = path.read_text(encoding="utf-8")
        if "migrations" in path.parts or not _MAY_HOLD_ONE.search(source):
            continue
        nodes = list(ast.walk(ast.parse(source)))
        exact = {id(argument) for node in nodes for argument in _exact(node)}
        for node in _without_docstrings(nodes):
            text = _text(node, path)
            yield from _in_text(_filled(text), f"{path.relative_to(ROOT)}:{node.lineno}", exact=id(node) in exact)


def _without_docstrings(nodes: list[ast.AST]) -> list[ast.Constant | ast.JoinedStr]:
    silent = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    whole = [node for node in nodes if isinstance(node, ast.JoinedStr)]
    silent |= {id(part) for node in whole for part in ast.walk(node)} - {id(node) for node in whole}
    return [
        node
        for node in nodes
        if id(node) not in silent
        and (isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str)))
    ]


def _exact(node: ast.AST) -> list[ast.expr]:
    """Return the arguments of a call that are typed verbatim: what's shown as code, or a command's own example."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
        return []
    return node.args[:1] if node.func.id == "code" else node.args[2:3] if node.func.id == "Command" else []


def _text(node: ast.Constant | ast.JoinedStr, path: Path) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    parts = []
    for part in node.values:
        if isinstance(part, ast.Constant):
            parts.append(str(part.value))
            continue
        assert isinstance(part, ast.FormattedValue)
        written = ast.unparse(part.value)
        if "".join(parts).endswith("/"):
            parts.append("X")  # the command itself is only known at run time
            continue
        if written not in PLACEHOLDERS and _goes_on("".join(parts)):
            raise AssertionError(f"{path}:{node.lineno}: say in PLACEHOLDERS what {{{written}}} may be")
        parts.append(PLACEHOLDERS.get(written, "X"))
    return "".join(parts)


def _goes_on(text: str) -> bool:
    """Return whether a text ends in the middle of a command."""
    *_, last = (text[found.end() :] for found in _COMMAND.finditer(text)) if _COMMAND.search(text) else [None]
    return last is not None and _told(last) == last.strip() != "" and not _ENDS.search(last.strip())


def _on_the_page() -> Iterator[Example]:
    for path in sorted([*(ROOT / "adapters/web/page").glob("*.js"), *(ROOT / "adapters/web/page").glob("*.html")]):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            for text in re.findall(r'"(/[^"]*)"|`(/[^`]*)`|>(/[^<]*)<', line):
                yield from _in_text("".join(text), f"{path.name}:{number}", exact=True)


def _in_documents() -> Iterator[Example]:
    for path in sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").glob("*.md")]):
        in_block = False
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            where = f"{path.name}:{number}"
            if line.lstrip().startswith("```"):
                in_block = not in_block
                continue
            said = [*_SAID.findall(line)] if in_block else []
            if in_block and line.strip().startswith("/"):
                said.append(line.strip().partition("  #")[0].strip())
            group = ""
            for span in [] if in_block else _SPAN.findall(line):
                if _COMMAND.match(span):
                    group = _COMMAND.sub("", span).partition(" ")[0]
                    said.append(span)
                elif _NAMES.get(f"{group} {span.partition(' ')[0]}"):  # `/schedule pause 2`, `resume 2`
                    said.append(f"/{group} {span}")
            for text in said:
                yield from (each for one in _variants(text) for each in _in_text(one, where, exact=True))


def _variants(text: str) -> list[str]:
    """Return the commands that a line with [optional parts], <placeholders>, a|b and … stands for."""
    command = _command(_COMMAND.sub("/", text))
    if command is None:
        return [text]
    filled = _filled(re.sub(r"<(\w+)>", lambda found: _SAMPLES.get(found[1], found[1]), text))
    optional = re.findall(r"\[([^\]]*)\]", filled)
    short = " ".join(re.sub(r"\[[^\]]*\]", "", filled).split())
    values = [value for each in optional for value in (each.split("|") if "|" in each else [])]
    long = " ".join([short, *(_SAMPLES[each] for each in optional if each in _SAMPLES)])
    return [short, *(f"{short} {value}" for value in values), *([long] if optional else [])]


def _filled(text: str) -> str:
    return re.sub(r"(\w+):…", lambda found: f"{found[1]}:{_SAMPLES[found[1]]}", text)


_SAMPLES = {
    "topic": "data",
    "questions": "5",
    "seconds": "30",
    "mode": "duel",
    "closes": "2 days",
    "period": "month",
    "of": "teams",
    "time": "09:00",
    "days": "weekdays",
    "zone": "Europe/Berlin",
    "length": "10",
    "show": "team",
    "code": "abcd-efgh",
    "pack": "data-scientist-vs-ai-engineer",
    "term": "RAG",
    "title": "Bakery",
    "question": "why do AI engineers need so many GPUs?",
}
"""A value for each option that the documents name."""


def _in_text(text: str, where: str, *, exact: bool) -> Iterator[Example]:
    for found in _COMMAND.finditer(text):
        rest = text[found.end() :]
        if exact and not text[: found.start()].strip():
            yield Example(where, f"/{rest.strip()}", whole=True)
            return
        line = _told(rest)
        if line:
            yield Example(where, f"/{line}", whole=":" in line or any(map(str.isdigit, line)))


def _told(rest: str) -> str:
    """Return the command that a text begins with: its name and the values that follow."""
    command = _command(f"/{rest}")
    if command is None:
        return ""
    words = rest.split()
    line = [_ENDS.sub("", word) for word in words[: command.name.count(" ") + 1]]
    if _ENDS.search(words[len(line) - 1]):
        return " ".join(line)
    for word in words[len(line) :]:
        bare = _ENDS.sub("", word) if not word.endswith("…") else word
        is_value = ":" in bare or any(map(str.isdigit, bare)) or any(reads(each, bare) for each in command.options)
        if not is_value and not (bare[:1].isupper() and command.name in ("team join", "team create", "compare")):
            break
        line.append(bare)
        if bare != word:
            break
    return " ".join(line)


def _command(line: str) -> AnyCommand | None:
    words = [_ENDS.sub("", word) for word in line.removeprefix("/").split()]
    return _NAMES.get(" ".join(words[:2])) or _NAMES.get(" ".join(words[:1]))
