"""The programs of `versed`: each imports what it needs itself, and returns its exit code."""

import argparse
import os
import re
import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop


def play(given: argparse.Namespace) -> int:
    """Open the playground until it's closed."""
    import asyncio
    import webbrowser

    from bot.runtime import gc_tuning

    with gc_tuning.paused():  # imported objects stay alive, so scanning them is a waste
        from bot import serving
        from bot.runtime.settings import read_settings

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
    asyncio.run(serving.play(settings, given.host, given.port, announce))
    return 0


def run(given: argparse.Namespace) -> int:
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
        runner.run(serving.run(settings, lambda line: print(line, flush=True)))
    return 0


def fast_loop() -> "Callable[[], AbstractEventLoop] | None":
    """Return uvloop's event loop if it's installed."""
    try:
        from uvloop import new_event_loop
    except ImportError:
        return None
    return new_event_loop


def say(given: argparse.Namespace) -> int:
    """Run one command, and print the reply."""
    import asyncio

    from bot.cli.say import say as answer
    from bot.runtime.settings import read_settings
    from bot.terminal import SayRequest

    said = SayRequest(given.text, given.name, given.channel, given.press, folder=str(Path.cwd()))
    print(asyncio.run(answer(read_settings(), said)))
    return 0


def check(given: argparse.Namespace) -> int:
    """Check packs."""
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


def new(given: argparse.Namespace) -> int:
    """Create a pack."""
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
    print("Then change its files; the page picks up what you save. docs/authoring.md says what they may hold.")
    return 0


def judge(given: argparse.Namespace) -> int:
    """Judge typed answers."""
    from bot.cli.judge import judge_lines, judge_pairs, wanting
    from bot.content.question import TOLERANCE
    from bot.language.refusals import Refusal

    if bool(given.answers) == bool(given.pairs):
        raise Refusal("Give either the right answers or a file with --pairs.")
    if given.tolerance and not re.fullmatch(TOLERANCE, given.tolerance):
        raise Refusal('A tolerance is a number such as 0.5, or a share such as "5 %".')
    options = wanting(given.answers, given.match, given.tolerance, given.unit, given.language)
    for line in judge_pairs(given.pairs, options) if given.pairs else judge_lines(options):
        print(line)
    return 0


def slack_manifest(given: argparse.Namespace) -> int:
    """Print the manifest for creating the Slack app."""
    from bot.bootstrap import slack_manifest as manifest
    from bot.language.refusals import Refusal

    address = None if given.http is None else given.http.rstrip("/").removesuffix("/slack/events")
    if address is not None and not re.fullmatch(r"https://[^/\s]+", address):
        raise Refusal("Slack sends requests to https only; give an address such as https://versed.example.org.")
    print(manifest(address))
    return 0


def export(given: argparse.Namespace) -> int:
    """Write a pack in another program's format."""
    from bot.cli.export import export as write
    from bot.runtime.settings import read_settings

    for line in write(read_settings(), given.pack, given.file, given.form):
        print(line)
    print(f"Written to {given.file}.")
    return 0


def report(given: argparse.Namespace) -> int:
    """Report how questions were answered."""
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


def import_(given: argparse.Namespace) -> int:
    """Make a pack from other programs' files."""
    from bot.cli.importing import import_files

    for line in import_files(given.files, given.to, given.title, given.columns, given.language):
        print(line)
    print(f"Written to {given.to}; try it with `VERSED_CONTENT={given.to} versed play`.")
    return 0


def backup(given: argparse.Namespace) -> int:
    """Back up the database, once or regularly."""
    import asyncio

    from bot.cli import backup as backing
    from bot.language.refusals import Refusal
    from bot.runtime.settings import read_settings

    url = read_settings().database_url
    if given.every is None:
        if given.keep is not None:
            raise Refusal("--keep goes with --every; name one file to make, or add --every 24h.")
        asyncio.run(backing.once(url, given.place, _tell))
    else:
        asyncio.run(backing.regularly(url, given.place, given.every, given.keep or 7, _tell, _warn))
    return 0


def restore(given: argparse.Namespace) -> int:
    """Restore a backup into an empty database."""
    from bot.cli import backup as backing
    from bot.runtime.settings import read_settings

    def ask(what: str) -> bool:
        _tell(what)
        try:
            return given.yes or input("Continue? [y/N] ").strip().lower() in ("y", "yes")
        except EOFError:  # nobody is there to answer
            return False

    backing.restore(read_settings().database_url, given.file, ask, _tell)
    return 0


def _tell(line: str) -> None:
    print(line, flush=True)


def _warn(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _warn_of_names() -> None:
    from bot.runtime.setting_names import mistyped

    for sentence in mistyped(os.environ):
        _warn(sentence)


def doctor(given: argparse.Namespace) -> int:
    """Check the set-up, and print the findings."""
    import asyncio

    from bot.cli.doctor import examine

    findings = asyncio.run(examine())
    for finding in findings:
        print(finding)
    return 0 if all(finding.well for finding in findings) else 1


def health(given: argparse.Namespace) -> int:
    """Ask a running Versed for its health."""
    from bot.cli.health import ask
    from bot.runtime.settings import read_settings

    is_well, says = ask(read_settings())
    print(says)
    return 0 if is_well else 1
