"""Examples of commands with topics and terms of the pack that's taught. Pure."""

from collections.abc import Callable, Mapping

from bot.content.model import Pack
from bot.language import slash
from bot.language.commands import AnyCommand
from bot.language.refusals import Refusal
from bot.language.text import fold


def example_from(pack: Pack, command: AnyCommand) -> str:
    """Return a command's example; what it names is in the pack, if the pack has such a thing."""
    _, usual = slash.read(command.example, (command,))
    options = {name: _IN_PACK[name](pack, value) if name in _IN_PACK else value for name, value in usual.items()}
    if options == usual:
        return command.example
    line = command.example
    for name, value in options.items():
        line = line.replace(usual[name], value, 1)
    return line if _read(line, command) == options else slash.write(command, options) or command.example


def _read(line: str, command: AnyCommand) -> Mapping[str, str]:
    try:
        return slash.read(line, (command,))[1]
    except Refusal:
        return {}


def _topic(pack: Pack, usual: str) -> str:
    names = {fold(name) for topic in pack.topics for name in (topic.title, topic.id, *topic.aliases)}
    return usual if fold(usual) in names else pack.topics[0].title


def _term(pack: Pack, usual: str) -> str:
    names = {fold(name) for term in pack.terms for name in (term.term, *term.aliases)}
    return usual if fold(usual) in names or not pack.terms else pack.terms[0].term


def _question(pack: Pack, usual: str) -> str:
    known = any(fold(term.term) in fold(usual) for term in pack.terms)
    return usual if known or not pack.terms else f"what does {pack.terms[0].term} mean?"


def _title(pack: Pack, usual: str) -> str:
    return usual if fold(usual) in fold(pack.title) else pack.title


_IN_PACK: Mapping[str, Callable[[Pack, str], str]] = {
    "topic": _topic,
    "term": _term,
    "part": _term,
    "question": _question,
    "pack": _title,
}
"""How to name something in a pack, by the option's name, given the usual value."""
