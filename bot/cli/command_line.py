"""The command-line parser: what argparse can't read is answered with one sentence that says what to do."""

import argparse
import difflib
import re
from collections.abc import Callable
from typing import Any, NoReturn

from bot.language.text import listed

_WORDS = re.compile(r"[\w-]+")


class CommandLine(argparse.ArgumentParser):
    """A parser of the arguments of `versed`, or of one of its commands."""

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:  # noqa: ANN401 (as argparse has it)
        """Parse arguments, as argparse does; a command itself rejects the ones that it doesn't take."""
        found, unknown = super().parse_known_args(args, namespace)
        if unknown:
            self.error(f"unrecognized arguments: {unknown[0]}")
        return found, unknown

    def error(self, message: str) -> NoReturn:
        """Exit with one sentence about a fault that argparse has found."""
        for pattern, sentence in _SENTENCES.items():
            if found := re.fullmatch(pattern, message, re.DOTALL):
                self.exit(2, f"{sentence(self.prog, *found.groups())}\n")
        self.exit(2, f"{message[:1].upper()}{message[1:]}; `{self.prog} --help` says what it takes.\n")


def _lacks(prog: str, names: str) -> str:
    if names != "COMMAND":
        return f"`{prog}` needs {listed(names.split(', '), 'and')}; `{prog} --help` shows how."
    if prog == "versed":
        return "Say what to do: `versed play` opens the playground, and `versed --help` lists the rest."
    return f"Say what to do: `{prog} --help` lists the commands."


def _no_command(prog: str, given: str, known: str) -> str:
    close = difflib.get_close_matches(given, _WORDS.findall(known), 1)
    return f"There's no `{prog} {given}`; " + (
        f"did you mean `{prog} {close[0]}`?" if close else f"`{prog} --help` lists what there is."
    )


def _no_choice(_prog: str, option: str, _given: str, known: str) -> str:
    return f"{option} has to be one of these: {', '.join(_WORDS.findall(known))}."


_SENTENCES: dict[str, Callable[..., str]] = {
    r"the following arguments are required: (.*)": _lacks,
    r"argument COMMAND: invalid choice: '(.*)' \(choose from (.*)\)": _no_command,
    r"argument (\S+): invalid choice: '(.*)' \(choose from (.*)\)": _no_choice,
    r"argument (\S+): invalid int value: (.*)": lambda _, option, __: f"{option} has to be a whole number.",
    r"argument (\S+): expected .*": lambda prog, option: f"{option} needs a value; `{prog} --help` shows which.",
    r"argument (\S+): not allowed with argument (\S+)": lambda _, one, other: f"Choose either {one} or {other}.",
    r"argument \S+: (“.*)": lambda _, own: f"{own}.",
    r"argument (\S+): (write it .*)": lambda _, option, own: f"I can't read {option}; {own}.",
    r"unrecognized arguments: (.*)": lambda prog, given: (
        f"`{prog}` doesn't take {given}; `{prog} --help` shows what it takes."
    ),
}
"""A sentence for each of argparse's messages. They may be different in another version of Python; then the message
itself is shown, with the way to the help."""
