"""The arguments of `versed`, and the program for each command."""

import argparse
import re
from pathlib import Path
from typing import TYPE_CHECKING

from bot import __version__
from bot.cli import admin, programs
from bot.cli.command_line import CommandLine

if TYPE_CHECKING:
    from datetime import timedelta

_EPILOG = "New here? Run `versed play` and type /compare into the page that opens."


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line; `run` in its result is the program to call."""
    found: argparse.ArgumentParser = CommandLine(
        prog="versed", description="A teaching bot for teams.", epilog=_EPILOG
    )
    found.add_argument("--version", action="version", version=f"versed {__version__}")
    parts = found.add_subparsers(title="commands", required=True, metavar="COMMAND")

    play = parts.add_parser("play", help="open the playground: a page to try everything, no account needed")
    play.add_argument("--host", default="127.0.0.1", help="where to listen (default: this machine only)")
    play.add_argument("--port", type=int, default=8321, help="where to listen (default: 8321; 0 for any free port)")
    play.add_argument("--no-browser", action="store_true", help="print the address only")
    play.set_defaults(run=programs.play)

    _add_say(parts)

    run = parts.add_parser("run", help="serve Discord, Slack or both, depending on your settings")
    run.set_defaults(run=programs.run)

    check = parts.add_parser("check", help="check packs: every problem with its file, line and column")
    check.add_argument("paths", nargs="*", type=_path, metavar="PATH", help="pack folders (default: those in use)")
    check.add_argument("--notes", action="store_true", help="also list what's a matter of taste")
    check.set_defaults(run=programs.check)

    _add_new(parts)
    _add_judge(parts)
    _add_slack(parts)
    _add_import(parts)
    _add_export(parts)
    _add_report(parts)

    doctor = parts.add_parser("doctor", help="check settings, packs and database: one line each")
    doctor.set_defaults(run=programs.doctor)
    health = parts.add_parser("health", help="ask the Versed that's running here whether everything's connected")
    health.set_defaults(run=programs.health)
    _add_backup(parts)
    admin.add(parts)
    return found


def _add_say(parts: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    say = parts.add_parser(
        "say", help="run one command here and print the reply", epilog='versed say "/compare data"'
    )
    say.add_argument("--as", dest="name", default="You", metavar="NAME", help="who is speaking (default: You)")
    say.add_argument("--in", dest="channel", default="general", metavar="CHANNEL", help="where (default: general)")
    say.add_argument("--press", metavar="ID", help="press a button by its id, as an earlier reply printed it")
    say.add_argument("text", nargs="*", help="what to say, or to type into the button's form")
    say.set_defaults(run=programs.say)


def _add_new(parts: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    new = parts.add_parser(
        "new",
        help="start a pack of your own that you can play right away",
        epilog='versed new tea --title "Tea and coffee" --sides "tea, coffee"',
    )
    new.add_argument("folder", type=_path, metavar="FOLDER", help="where it goes: an empty or a new folder")
    new.add_argument("--title", default="", help="what it's called (asked if left out, then the folder's name)")
    new.add_argument("--about", default="", metavar="SENTENCE", help="what it teaches")
    new.add_argument(
        "--sides", default="", metavar="NAMES", help='what it compares: "tea, coffee" (default: nothing)'
    )
    new.add_argument("--topic", default="Basics", help="its first topic (default: Basics)")
    new.set_defaults(run=programs.new)


def _add_judge(parts: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
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
        type=_path,
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
    judge.add_argument("--language", type=_language, default="en", help="the answers' language (default: en)")
    judge.set_defaults(run=programs.judge)


def _add_slack(parts: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    slack = parts.add_parser("slack", help="what to tell Slack")
    about = slack.add_subparsers(title="commands", required=True, metavar="COMMAND")
    manifest = about.add_parser("manifest", help="print the manifest that you make the Slack app with")
    manifest.add_argument(
        "--http", metavar="URL", help="where Slack can send requests, such as https://versed.example.org"
    )
    manifest.set_defaults(run=programs.slack_manifest)


def _add_import(parts: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    bring = parts.add_parser(
        "import",
        help="make a pack from other programs' files: tables, GIFT, Markdown … (docs/importing.md)",
        epilog='versed import questions.xlsx --to my-pack --columns "Prompt=prompt, Remark="',
    )
    bring.add_argument("files", nargs="+", type=_path, metavar="FILE", help="what to read")
    bring.add_argument("--to", type=_path, required=True, metavar="FOLDER", help="the pack to make or update")
    bring.add_argument("--title", default="", help="what to call the pack (default: what the file calls itself)")
    bring.add_argument(
        "--language", type=_language, default="", help="the language of its texts (default: found out)"
    )
    bring.add_argument(
        "--columns", type=_columns, default={}, metavar="HEADER=FIELD,…", help="which fields a table's columns hold"
    )
    bring.set_defaults(run=programs.import_)


def _add_export(parts: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    export = parts.add_parser(
        "export",
        help="write a pack as a file for other programs: Anki, Excel, Moodle … (docs/importing.md)",
        epilog="versed export my-pack cards.apkg",
    )
    export.add_argument("pack", metavar="PACK", help="the pack's id or title, or its folder")
    export.add_argument("file", type=_path, metavar="FILE", help="where to write")
    export.add_argument(
        "--as",
        dest="form",
        choices=("anki", "csv", "xlsx", "gift", "moodle", "kahoot", "markdown"),
        default="",
        help="what to write (default: by the file's ending)",
    )
    export.set_defaults(run=programs.export)


def _language(text: str) -> str:
    from bot.language.tongues import NAMES

    codes = {name.lower(): code for code, name in NAMES.items()}
    language = codes.get(text.strip().lower(), text)
    if language and not re.fullmatch(r"[a-z]{2,3}(-[A-Z]{2})?", language):
        raise argparse.ArgumentTypeError('write it like "de" or "pt-BR"')
    return language


def _columns(text: str) -> dict[str, str]:
    pairs = [each.rpartition("=") for each in text.split(",") if each.strip()]
    if not all(sign and header.strip() for header, sign, _ in pairs):
        raise argparse.ArgumentTypeError('write it like "Header=front,Other header=back"')
    return {header.strip(): field.strip() for header, _, field in pairs}


def _add_report(parts: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    report = parts.add_parser("report", help="see how questions were answered, and which to improve")
    report.add_argument("pack", nargs="?", default="", metavar="PACK", help="the pack's id or title (default: all)")
    kind = report.add_mutually_exclusive_group()
    kind.add_argument("--csv", type=_path, metavar="FILE", help="a table instead, written to a file")
    kind.add_argument("--json", action="store_true", help="JSON instead")
    report.set_defaults(run=programs.report)


def _add_backup(parts: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    backup = parts.add_parser(
        "backup",
        help="copy the database, even while it's in use, and verify the copy",
        epilog="versed backup versed-monday.db; versed backup --every 24h --keep 7 /backups",
    )
    backup.add_argument("place", type=_path, metavar="FILE", help="the file to make; with --every, the folder")
    backup.add_argument(
        "--every", type=_duration, metavar="TIME", help="keep going until you stop it: 24h, 30m, 7d …"
    )
    backup.add_argument(
        "--keep", type=_count, metavar="NUMBER", help="with --every, how many of the newest to keep (7)"
    )
    backup.set_defaults(run=programs.backup)

    restore = parts.add_parser("restore", help="restore the database from a backup, if there's none yet")
    restore.add_argument("file", type=_path, metavar="FILE", help="the backup")
    restore.add_argument("--yes", action="store_true", help="don't ask first")
    restore.set_defaults(run=programs.restore)


def _path(text: str) -> Path:
    if text == "-":
        says = "“-” doesn't stand for standard input or output here; name a file or a folder"
        raise argparse.ArgumentTypeError(says)
    return Path(text)


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
