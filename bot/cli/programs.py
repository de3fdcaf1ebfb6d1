"""The programs of `versed`: each imports what it needs itself, and returns its exit code."""

import argparse
import os
import re
import shlex
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop


def play(args: argparse.Namespace) -> int:
    """Open the playground until it's closed."""
    import asyncio
    import webbrowser

    from bot.runtime import gc_tuning

    with gc_tuning.paused():  # imported objects stay alive, so scanning them is a waste
        from bot import serving
        from bot.runtime.settings import read_settings

    def announce(url: str, outer_url: str, admin_key: str | None) -> None:
        _announce(f"The playground is open at {url} (Ctrl+C closes it)")
        if outer_url:
            _announce(f"Others on your network can open {outer_url} and enter the key")
        if admin_key is not None:
            _announce(f"The key to administer it: {admin_key} (VERSED_PLAY_ADMIN_KEY sets one that stays)")
        if not args.no_browser:
            webbrowser.open(url)

    settings = read_settings()
    _warn_of_names()
    asyncio.run(serving.play(settings, args.host, args.port, announce))
    return 0


def run(args: argparse.Namespace) -> int:
    """Serve the chat platforms that are set up."""
    import asyncio

    from bot.runtime import gc_tuning

    with gc_tuning.paused():
        from bot import serving
        from bot.runtime import logs
        from bot.runtime.settings import read_settings

    settings = read_settings()
    logs.set_up(settings.secrets)
    _warn_of_names()
    with asyncio.Runner(loop_factory=fast_loop()) as runner:
        runner.run(serving.run(settings, _announce))
    return 0


def fast_loop() -> "Callable[[], AbstractEventLoop] | None":
    """Return uvloop's event loop if it's installed."""
    try:
        from uvloop import new_event_loop
    except ImportError:
        return None
    return new_event_loop


def say(args: argparse.Namespace) -> int:
    """Run one command, and print the reply."""
    import asyncio

    from bot.cli.say import say as answer
    from bot.runtime.settings import read_settings
    from bot.terminal import SayRequest

    if len(args.text) > 1:  # typed without quotes around it all, so the shell has removed those inside
        args.text = [f'"{word}"' if " " in word else word for word in args.text]
    request = SayRequest(" ".join(args.text), args.name, args.channel, args.press, folder=str(Path.cwd()))
    print(asyncio.run(answer(read_settings(), request)))
    return 0


def check(args: argparse.Namespace) -> int:
    """Check packs."""
    from bot.cli.check import told
    from bot.content.check import check_paths, left_out
    from bot.language.clock import Clock
    from bot.runtime.settings import read_settings

    paths = args.paths or read_settings().content
    report = check_paths(paths, Clock().now().date())
    *lines, found = told(report, left_out(paths), notes=args.notes)
    for line in lines:
        print(line)
    print(found, file=sys.stderr if report.problems else sys.stdout)
    return 1 if report.problems else 0


def new(args: argparse.Namespace) -> int:
    """Create a pack."""
    from bot.cli.new import asked, make, sides_in
    from bot.content.writing.first_pack import Wishes

    def ask(question: str) -> str:
        try:
            return input(question).strip()
        except EOFError:
            return ""

    wishes = Wishes(args.title, args.about, sides_in(args.sides), args.topic)
    files = make(args.folder, asked(wishes, args.folder, ask if sys.stdin.isatty() else None))
    print(f"Here's your pack: {', '.join(files)} in {args.folder}.")
    print(f"Play it:  VERSED_CONTENT={shlex.quote(str(args.folder))} versed play")
    print("Then change its files; the page picks up what you save. docs/authoring.md says what they can hold.")
    return 0


def judge(args: argparse.Namespace) -> int:
    """Judge typed answers."""
    from bot.cli.judge import judge_lines, judge_pairs, wanting
    from bot.content.question import TOLERANCE
    from bot.language.refusals import Refusal

    if bool(args.answers) == bool(args.pairs):
        raise Refusal("Give either the right answers or a file with --pairs.")
    if args.tolerance and not re.fullmatch(TOLERANCE, args.tolerance):
        raise Refusal('A tolerance is a number such as 0.5, or a share such as "5 %".')
    options = wanting(args.answers, args.match, args.tolerance, args.unit, args.language)
    for line in judge_pairs(args.pairs, options) if args.pairs else judge_lines(options):
        print(line)
    return 0


def slack_manifest(args: argparse.Namespace) -> int:
    """Print the manifest for creating the Slack app."""
    from bot.bootstrap import slack_manifest as manifest
    from bot.language.refusals import Refusal

    address = None if args.http is None else args.http.rstrip("/").removesuffix("/slack/events")
    if address is not None and not re.fullmatch(r"https://[^/\s]+", address):
        raise Refusal("Slack sends requests to https only; give an address such as https://versed.example.org.")
    print(manifest(address))
    return 0


def export(args: argparse.Namespace) -> int:
    """Write a pack in another program's format."""
    from bot.cli.export import export as write
    from bot.runtime.settings import read_settings

    for line in write(read_settings(), args.pack, args.file, args.form):
        print(line)
    print(f"Written to {args.file}.")
    return 0


def report(args: argparse.Namespace) -> int:
    """Report how questions were answered."""
    import asyncio
    from datetime import UTC, datetime

    from bot.cli.report import analyses, as_json, in_words, write_csv
    from bot.language.text import counted
    from bot.runtime.settings import read_settings

    found = asyncio.run(analyses(read_settings(), args.pack, datetime.now(UTC)))
    if args.csv is not None:
        print(f"{counted(write_csv(found, args.csv), 'question')} written to {args.csv}.")
    elif args.json:
        print(as_json(found))
    else:
        for line in in_words(found):
            print(line)
    return 0


def import_(args: argparse.Namespace) -> int:
    """Make a pack from other programs' files."""
    from bot.cli.importing import import_files

    for line in import_files(args.files, args.to, args.title, args.columns, args.language):
        print(line)
    print(f"Written to {args.to}; try it with `VERSED_CONTENT={args.to} versed play`.")
    return 0


def backup(args: argparse.Namespace) -> int:
    """Back up the database, once or regularly."""
    import asyncio

    from bot.cli import backup as backing
    from bot.language.refusals import Refusal
    from bot.runtime.settings import read_settings

    url = read_settings().database_url
    if args.every is None:
        if args.keep is not None:
            raise Refusal("--keep goes with --every; name one file to make, or add --every 24h.")
        asyncio.run(backing.once(url, args.place, _tell))
    else:
        asyncio.run(backing.regularly(url, args.place, args.every, args.keep or 7, _announce, _warn))
    return 0


def restore(args: argparse.Namespace) -> int:
    """Restore a backup into an empty database."""
    from bot.cli import backup as backing
    from bot.runtime.settings import read_settings

    def ask(what: str) -> bool:
        _tell(what)
        try:
            return args.yes or input("Continue? [y/N] ").strip().lower() in ("y", "yes")
        except EOFError:  # nobody is there to answer
            return False

    backing.restore(read_settings().database_url, args.file, ask, _tell)
    return 0


def _tell(line: str) -> None:
    print(line, flush=True)


def _announce(line: str) -> None:
    """Print a line of a program that goes on even if its output can't be written, because a log's disk is full."""
    with suppress(OSError):
        print(line, flush=True)


def _warn(line: str) -> None:
    with suppress(OSError):
        print(line, file=sys.stderr, flush=True)


def _warn_of_names() -> None:
    from bot.runtime.setting_names import mistyped

    for sentence in mistyped(os.environ):
        _warn(sentence)


def doctor(args: argparse.Namespace) -> int:
    """Check the set-up, and print the findings."""
    import asyncio

    from bot.cli.doctor import examine

    async def tell_each() -> bool:
        is_well = True
        async for finding in examine():
            _tell(str(finding))
            is_well = is_well and finding.well
        return is_well

    return 0 if asyncio.run(tell_each()) else 1


def health(args: argparse.Namespace) -> int:
    """Ask a running Versed for its health."""
    from bot.cli.health import ask
    from bot.runtime.settings import read_settings

    is_well, says = ask(read_settings())
    print(says)
    return 0 if is_well else 1
