"""The `versed` command. Each part imports what it needs itself, so that `versed --help` answers at once."""

import argparse
import io
import os
import re
import shlex
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from bot import __version__
from bot.cli import admin

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop
    from datetime import timedelta

_EPILOG = "New here? Run `versed play` and type /compare into the page that opens."


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit.

    0 means that all is well, 1 that a check found something, 2 that it can't be done, 130 that Ctrl+C stopped it.

    Args:
        arguments: what follows `versed`; the process's own if None.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal may not know a character, but it's no failure
    try:
        given = _parser().parse_args(arguments)
        code = given.run(given)
        sys.stdout.flush()
    except BrokenPipeError:
        code = 0  # the reader has seen enough (`versed say … | head`)
    except KeyboardInterrupt:
        code = 130
    except Exception as error:
        sentence = _sentence(error)
        if sentence is None:
            raise
        with suppress(OSError):
            print(sentence, file=sys.stderr, flush=True)
        code = 2
    _end_output()
    sys.exit(code)


def _end_output() -> None:
    """Drop what can't be written any more, or Python would try again at exit, and complain."""
    try:
        sys.stdout.flush()
    except (OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


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

    run = parts.add_parser("run", help="serve Discord, Slack or both, depending on your settings")
    run.set_defaults(run=_run)

    check = parts.add_parser("check", help="check packs: every problem with its file, line and column")
    check.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="pack folders (default: those in use)")
    check.add_argument("--notes", action="store_true", help="also what's a matter of taste, and may be meant so")
    check.set_defaults(run=_check)

    _add_new(parts)

    judge = parts.add_parser(
        "judge",
        help="try answers: what would a learner read if they typed this?",
        epilog="versed judge extraction extracting < typed.txt",
    )
    judge.add_argument(
        "answers", nargs="*", metavar="ANSWER", help="the right answers; what's typed comes from standard input"
    )
    judge.add_argument(
        "--pairs",
        type=Path,
        metavar="FILE.tsv",
        help="a file instead: on each line an answer, a tab and what's typed",
    )
    judge.add_argument(
        "--match",
        choices=("forgiving", "words", "exact", "number"),
        default="forgiving",
        help="how strictly (default: forgiving)",
    )
    judge.add_argument(
        "--tolerance", default="", metavar="HOW FAR", help='how far a number may be off: 0.5, or "5 %%"'
    )
    judge.add_argument("--unit", default="", help="the unit of a bare number, such as °C")
    judge.add_argument("--language", default="en", help="the answers' language (default: en)")
    judge.set_defaults(run=_judge)

    slack = parts.add_parser("slack", help="what to tell Slack")
    about = slack.add_subparsers(title="commands", required=True, metavar="COMMAND")
    manifest = about.add_parser("manifest", help="print the manifest that you make the Slack app with")
    manifest.add_argument(
        "--http", metavar="URL", help="where Slack can send requests, such as https://versed.example.org"
    )
    manifest.set_defaults(run=_slack_manifest)

    _add_import(parts)
    _add_export(parts)

    report = parts.add_parser("report", help="see how questions were answered, and which to improve")
    report.add_argument("pack", nargs="?", default="", metavar="PACK", help="the pack's id or title (default: all)")
    kind = report.add_mutually_exclusive_group()
    kind.add_argument("--csv", type=Path, metavar="FILE", help="a table instead, written to a file")
    kind.add_argument("--json", action="store_true", help="JSON instead")
    report.set_defaults(run=_report)

    doctor = parts.add_parser("doctor", help="check settings, packs and database: one line each")
    doctor.set_defaults(run=_doctor)
    health = parts.add_parser("health", help="ask the Versed that's running here whether all is connected")
    health.set_defaults(run=_health)
    _add_backup(parts)
    admin.add(parts)
    return parser


def _add_new(parts: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    new = parts.add_parser(
        "new",
        help="begin a pack of your own, which you can play at once",
        epilog='versed new tea --title "Tea and coffee" --sides "tea, coffee"',
    )
    new.add_argument("folder", type=Path, metavar="FOLDER", help="where it goes: an empty or a new folder")
    new.add_argument("--title", default="", help="what it's called (asked if left out, then the folder's name)")
    new.add_argument("--about", default="", metavar="SENTENCE", help="what it teaches")
    new.add_argument(
        "--sides", default="", metavar="NAMES", help='what it compares: "tea, coffee" (default: nothing)'
    )
    new.add_argument("--topic", default="Basics", help="its first topic (default: Basics)")
    new.set_defaults(run=_new)


def _add_import(parts: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    bring = parts.add_parser(
        "import",
        help="make a pack of files from other programs: tables, GIFT, Markdown … (docs/importing.md)",
        epilog='versed import questions.xlsx --to my-pack --columns "Prompt=prompt, Remark="',
    )
    bring.add_argument("files", nargs="+", type=Path, metavar="FILE", help="what to read")
    bring.add_argument("--to", type=Path, required=True, metavar="FOLDER", help="the pack to make, or to renew")
    bring.add_argument("--title", default="", help="what to call the pack (default: what the file calls itself)")
    bring.add_argument("--language", default="en", help="the language of its texts (default: en)")
    bring.add_argument(
        "--columns", type=_columns, default={}, metavar="HEADER=FIELD,…", help="what to read columns of a table as"
    )
    bring.set_defaults(run=_import)


def _add_export(parts: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    export = parts.add_parser(
        "export",
        help="write a pack as a file for other programs: Anki, Excel, Moodle … (docs/importing.md)",
        epilog="versed export my-pack cards.apkg",
    )
    export.add_argument("pack", metavar="PACK", help="the pack's id or title, or its folder")
    export.add_argument("file", type=Path, metavar="FILE", help="where to write")
    export.add_argument(
        "--as",
        dest="form",
        choices=("anki", "csv", "xlsx", "gift", "moodle", "kahoot", "markdown"),
        default="",
        help="what to write (default: by the file's ending)",
    )
    export.set_defaults(run=_export)


def _columns(text: str) -> dict[str, str]:
    pairs = [each.rpartition("=") for each in text.split(",") if each.strip()]
    if not all(sign and header.strip() for header, sign, _ in pairs):
        raise argparse.ArgumentTypeError('write it like "Header=front,Other header=back"')
    return {header.strip(): field.strip() for header, _, field in pairs}


def _add_backup(parts: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    backup = parts.add_parser(
        "backup",
        help="copy the database, also while it's in use, and verify the copy",
        epilog="versed backup versed-monday.db; versed backup --every 24h --keep 7 /backups",
    )
    backup.add_argument("place", type=Path, metavar="FILE", help="the file to make; with --every, the folder")
    backup.add_argument(
        "--every", type=_duration, metavar="TIME", help="keep going until you stop it: 24h, 30m, 7d …"
    )
    backup.add_argument(
        "--keep", type=_count, metavar="NUMBER", help="with --every, how many of the newest to keep (7)"
    )
    backup.set_defaults(run=_backup)

    restore = parts.add_parser("restore", help="make the database from a backup, where there's none")
    restore.add_argument("file", type=Path, metavar="FILE", help="the backup")
    restore.add_argument("--yes", action="store_true", help="don't ask first")
    restore.set_defaults(run=_restore)


def _duration(text: str) -> "timedelta":
    from bot.cli.backup import duration

    try:
        return duration(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” isn't a time; write it like 24h, 30m or 7d") from None


def _count(text: str) -> int:
    if not re.fullmatch(r"[1-9][0-9]{0,5}", text, re.ASCII):
        raise argparse.ArgumentTypeError(f"“{text}” isn't a number of backups; keep 1 or more")
    return int(text)


def _play(given: argparse.Namespace) -> int:
    import asyncio
    import webbrowser

    from bot.runtime import gc_tuning

    with gc_tuning.paused():  # what's imported stays, so walking it again and again is a waste
        from bot.runtime.settings import read_settings
        from bot.serving import play

    def announce(url: str, admin_key: str | None) -> None:
        print(f"The playground is open at {url} (Ctrl+C closes it)", flush=True)
        if admin_key is not None:
            print(
                f"The key to administer it: {admin_key} (VERSED_PLAY_ADMIN_KEY sets one that stays)",
                flush=True,
            )
        if not given.no_browser:
            webbrowser.open(url)

    settings = read_settings()
    _warn_of_names()
    asyncio.run(play(settings, given.host, given.port, announce))
    return 0


def _run(given: argparse.Namespace) -> int:
    import asyncio

    from bot.runtime import gc_tuning

    with gc_tuning.paused():
        from bot.runtime import logs
        from bot.runtime.settings import read_settings
        from bot.serving import run

    settings = read_settings()
    logs.set_up(settings.secrets)
    _warn_of_names()
    with asyncio.Runner(loop_factory=_fast_loop()) as runner:
        runner.run(run(settings, lambda line: print(line, flush=True)))
    return 0


def _fast_loop() -> "Callable[[], AbstractEventLoop] | None":
    """Return uvloop's event loop if it's installed."""
    try:
        from uvloop import new_event_loop
    except ImportError:
        return None
    return new_event_loop


def _say(given: argparse.Namespace) -> int:
    import asyncio

    from bot.cli.say import say
    from bot.runtime.settings import read_settings
    from bot.terminal import Said

    said = Said(given.text, given.name, given.channel, given.press, folder=str(Path.cwd()))
    print(asyncio.run(say(read_settings(), said)))
    return 0


def _check(given: argparse.Namespace) -> int:
    from bot.cli.check import told
    from bot.content.check import check_paths, left_out
    from bot.language.clock import Clock
    from bot.runtime.settings import read_settings

    paths = given.paths or read_settings().content
    report = check_paths(paths, Clock().now().date())
    *said, found = told(report, left_out(paths), notes=given.notes)
    for line in said:
        print(line)
    print(found, file=sys.stderr if report.problems else sys.stdout)
    return 1 if report.problems else 0


def _new(given: argparse.Namespace) -> int:
    from bot.cli.new import asked, make, sides_in
    from bot.content.writing.first_pack import Wishes

    def ask(question: str) -> str:
        try:
            return input(question).strip()
        except EOFError:
            return ""

    wishes = Wishes(given.title, given.about, sides_in(given.sides), given.topic)
    files = make(given.folder, asked(wishes, given.folder, ask if sys.stdin.isatty() else None))
    print(f"Here's your pack: {', '.join(files)} in {given.folder}.")
    print(f"Play it:  VERSED_CONTENT={shlex.quote(str(given.folder))} versed play")
    print("Then change its files; the page takes up what you save. docs/authoring.md says what they may hold.")
    return 0


def _judge(given: argparse.Namespace) -> int:
    from bot.cli.judge import judge_lines, judge_pairs, wanting
    from bot.content.question import TOLERANCE
    from bot.language.message import Refusal

    if bool(given.answers) == bool(given.pairs):
        raise Refusal("Give either the right answers or a file with --pairs.")
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

    for line in export(read_settings(), given.pack, given.file, given.form):
        print(line)
    print(f"Written to {given.file}.")
    return 0


def _report(given: argparse.Namespace) -> int:
    import asyncio
    from datetime import UTC, datetime

    from bot.cli.report import analyses, as_json, in_words, write_csv
    from bot.language.text import counted
    from bot.runtime.settings import read_settings

    found = asyncio.run(analyses(read_settings(), given.pack, datetime.now(UTC)))
    if given.csv is not None:
        print(f"{counted(write_csv(found, given.csv), 'question')} written to {given.csv}.")
    elif given.json:
        print(as_json(found))
    else:
        for line in in_words(found):
            print(line)
    return 0


def _import(given: argparse.Namespace) -> int:
    from bot.cli.importing import import_files

    for line in import_files(given.files, given.to, given.title, given.columns, given.language):
        print(line)
    print(f"Written to {given.to}; try it with `VERSED_CONTENT={given.to} versed play`.")
    return 0


def _backup(given: argparse.Namespace) -> int:
    import asyncio

    from bot.cli import backup
    from bot.language.message import Refusal
    from bot.runtime.settings import read_settings

    url = read_settings().database_url
    if given.every is None:
        if given.keep is not None:
            raise Refusal("--keep goes with --every; name one file to make, or add --every 24h.")
        asyncio.run(backup.once(url, given.place, _tell))
    else:
        asyncio.run(backup.regularly(url, given.place, given.every, given.keep or 7, _tell, _warn))
    return 0


def _restore(given: argparse.Namespace) -> int:
    from bot.cli.backup import restore
    from bot.runtime.settings import read_settings

    def ask(what: str) -> bool:
        _tell(what)
        try:
            return given.yes or input("Continue? [y/N] ").strip().lower() in ("y", "yes")
        except EOFError:  # nobody is there to answer
            return False

    restore(read_settings().database_url, given.file, ask, _tell)
    return 0


def _tell(line: str) -> None:
    print(line, flush=True)


def _warn(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _warn_of_names() -> None:
    from bot.runtime.setting_names import mistyped

    for sentence in mistyped(os.environ):
        _warn(sentence)


def _doctor(given: argparse.Namespace) -> int:
    import asyncio

    from bot.cli.doctor import examine

    findings = asyncio.run(examine())
    for finding in findings:
        print(finding)
    return 0 if all(finding.well for finding in findings) else 1


def _health(given: argparse.Namespace) -> int:
    from bot.cli.health import ask
    from bot.runtime.settings import read_settings

    is_well, says = ask(read_settings())
    print(says)
    return 0 if is_well else 1


def _sentence(error: Exception) -> str | None:
    """Return the sentence that an expected error carries, or None."""
    from bot.content.reading.problems import PackError
    from bot.language.direction import isolate
    from bot.language.message import Refusal
    from bot.language.port import PlatformError
    from bot.language.text import printable
    from bot.runtime.settings import SettingsError
    from bot.storage.errors import StoreError

    if isinstance(error, Refusal):
        return isolate(printable(str(error)))  # it may quote what was typed
    if isinstance(error, StoreError | SettingsError | PackError | PlatformError):
        return str(error)
    if isinstance(error, OSError) and error.strerror:
        if not error.filename:
            return f"That didn't work: {error.strerror}."
        return f"{_shortened(str(error.filename))} can't be used ({error.strerror}); choose another one."
    return None


def _shortened(path: str) -> str:
    return path if len(path) <= 100 else f"{path[:60]}…{path[-30:]}"
