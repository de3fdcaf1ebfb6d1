"""The `versed` command. Each part imports what it needs itself, so that `versed --help` answers at once."""

import argparse
import os
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from bot import __version__

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop

    from bot.language.message import Message

_EPILOG = "New here? Run `versed play` and type /compare into the page that opens."


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit: 0 when all is well, 1 when a check found something, 2 when asked amiss.

    Args:
        arguments: what follows `versed`; the process's own where None.
    """
    given = _parser().parse_args(arguments)
    try:
        code = given.run(given)
        sys.stdout.flush()
        sys.exit(code)
    except BrokenPipeError:
        # Whoever was reading has seen enough (`versed say … | head`); what is left must not be tried again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as error:
        sentence = _sentence(error)
        if sentence is None:
            raise
        print(sentence, file=sys.stderr)
        sys.exit(2)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="versed", description="A teaching bot for teams.", epilog=_EPILOG)
    parser.add_argument("--version", action="version", version=f"versed {__version__}")
    parts = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    play = parts.add_parser("play", help="open the playground: a page to try everything, no account needed")
    play.add_argument("--host", default="127.0.0.1", help="where to listen (default: this machine only)")
    play.add_argument("--port", type=int, default=8321, help="where to listen (default: 8321; 0 for any free port)")
    play.add_argument("--no-browser", action="store_true", help="print the address only")
    play.set_defaults(run=_play)

    say = parts.add_parser(
        "say", help="run one command here and print the reply", epilog='versed say "/compare data"'
    )
    say.add_argument("--as", dest="name", default="You", metavar="NAME", help="who is speaking (default: You)")
    say.add_argument("--in", dest="channel", default="general", metavar="CHANNEL", help="where (default: general)")
    say.add_argument("--press", metavar="ID", help="press a button by its id, as an earlier reply printed it")
    say.add_argument("text", nargs="?", default="", help="the command, or what to type into the button's form")
    say.set_defaults(run=_say)

    run = parts.add_parser("run", help="serve Discord, Slack or both, as the settings say")
    run.set_defaults(run=_run)

    check = parts.add_parser("check", help="check packs: every problem with its file, line and column")
    check.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="pack folders (default: those in use)")
    check.set_defaults(run=_check)

    judge = parts.add_parser(
        "judge",
        help="try answers: what would a learner read who typed this?",
        epilog="versed judge extraction extracting < typed.txt",
    )
    judge.add_argument("answers", nargs="*", metavar="ANSWER", help="what's right; standard input has what's typed")
    judge.add_argument("--pairs", type=Path, metavar="FILE.tsv", help="lines of answer, tab, typed, instead of both")
    judge.add_argument(
        "--match",
        choices=("forgiving", "words", "exact", "number"),
        default="forgiving",
        help="how closely (default: forgiving)",
    )
    judge.add_argument(
        "--tolerance", default="", metavar="HOW FAR", help='how far a number may be off: 0.5, or "5 %%"'
    )
    judge.add_argument("--unit", default="", help="what a bare number counts, such as °C")
    judge.add_argument("--language", default="en", help="the answers' own (default: en)")
    judge.set_defaults(run=_judge)

    slack = parts.add_parser("slack", help="what Slack has to be told")
    about = slack.add_subparsers(title="commands", required=True, metavar="COMMAND")
    manifest = about.add_parser("manifest", help="print the manifest to make the app on Slack with")
    manifest.add_argument(
        "--http", metavar="URL", help="where Slack can send requests, such as https://versed.example.org"
    )
    manifest.set_defaults(run=_slack_manifest)

    export = parts.add_parser("export", help="export a pack's flashcards as a deck for Anki")
    export.add_argument("pack", metavar="PACK", help="the pack's id or title, or its folder")
    export.add_argument("--apkg", type=Path, required=True, metavar="FILE", help="where to write the deck")
    export.set_defaults(run=_export)

    doctor = parts.add_parser("doctor", help="check settings, packs and database: one line each")
    doctor.set_defaults(run=_doctor)
    return parser


def _play(given: argparse.Namespace) -> int:
    import asyncio
    import webbrowser

    from bot.runtime.settings import read_settings
    from bot.serving import play

    def announce(url: str) -> None:
        print(f"The playground is open at {url} (Ctrl+C closes it)", flush=True)
        if not given.no_browser:
            webbrowser.open(url)

    asyncio.run(play(read_settings(), given.host, given.port, announce))
    return 0


def _run(given: argparse.Namespace) -> int:
    import asyncio

    from bot.runtime import logs
    from bot.runtime.settings import read_settings
    from bot.serving import run

    settings = read_settings()
    logs.set_up(settings.secrets)
    with asyncio.Runner(loop_factory=_fast_loop()) as runner:
        runner.run(run(settings, lambda line: print(line, flush=True)))
    return 0


def _fast_loop() -> "Callable[[], AbstractEventLoop] | None":
    """Uvloop's event loop where it is installed."""
    try:
        from uvloop import new_event_loop
    except ImportError:
        return None
    return new_event_loop


def _say(given: argparse.Namespace) -> int:
    import asyncio

    from bot.cli.say import say
    from bot.runtime.settings import read_settings

    reply = asyncio.run(say(read_settings(), given.text, name=given.name, channel=given.channel, press=given.press))
    _print_reply(reply, given.name)
    return 0


def _print_reply(reply: "Message", name: str) -> None:
    from shlex import quote

    from bot.language.plain import buttons, plain

    print(plain(reply))
    pressable = buttons(reply)
    if pressable:
        width = max(len(button.label) for button in pressable)
        print(f"\nGo on with: versed say --as {quote(name)} --press …")
    for button in pressable:
        typed = ' "your answer"' if button.form else ""
        print(f"  {button.label:{width}}  {button.press}{typed}")


def _check(given: argparse.Namespace) -> int:
    from bot.content.check import check_paths
    from bot.runtime.settings import read_settings

    problems = check_paths(given.paths or read_settings().content)
    for problem in problems:
        print(problem)
    found = f"{len(problems)} problem{'s' if len(problems) != 1 else ''} found." if problems else "No problems found."
    print(found, file=sys.stderr if problems else sys.stdout)
    return 1 if problems else 0


def _judge(given: argparse.Namespace) -> int:
    from bot.cli.judge import judge_lines, judge_pairs, wanting
    from bot.content.model import TOLERANCE
    from bot.language.message import Refusal

    if bool(given.answers) == bool(given.pairs):
        raise Refusal("Give the right answers, or a file with --pairs; one of the two.")
    if given.tolerance and not re.fullmatch(TOLERANCE, given.tolerance):
        raise Refusal('A tolerance is a number such as 0.5, or a share such as "5 %".')
    options = wanting(given.answers, given.match, given.tolerance, given.unit, given.language)
    for line in judge_pairs(given.pairs, options) if given.pairs else judge_lines(options):
        print(line)
    return 0


def _slack_manifest(given: argparse.Namespace) -> int:
    from bot.bootstrap import slack_manifest
    from bot.language.message import Refusal

    address = None if given.http is None else given.http.rstrip("/").removesuffix("/slack/events")
    if address is not None and not re.fullmatch(r"https://[^/\s]+", address):
        raise Refusal("Slack sends requests to https only; give an address such as https://versed.example.org.")
    print(slack_manifest(address))
    return 0


def _export(given: argparse.Namespace) -> int:
    from bot.cli.export import export
    from bot.runtime.settings import read_settings

    cards = export(read_settings(), given.pack, given.apkg)
    print(f"{cards} cards written to {given.apkg}; open it with Anki.")
    return 0


def _doctor(given: argparse.Namespace) -> int:
    import asyncio

    from bot.cli.doctor import examine

    findings = asyncio.run(examine())
    for finding in findings:
        print(finding)
    return 0 if all(finding.well for finding in findings) else 1


def _sentence(error: Exception) -> str | None:
    """The sentence that an expected error carries, or None."""
    from bot.content.problems import PackError
    from bot.language.message import Refusal
    from bot.language.port import PlatformError
    from bot.runtime.settings import SettingsError
    from bot.storage.errors import StoreError

    if isinstance(error, Refusal | StoreError | SettingsError | PackError | PlatformError):
        return str(error)
    return None
