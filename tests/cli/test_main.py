"""The `versed` command as a real process, as a new user runs it."""

import asyncio
import errno
import gc
import json
import os
import re
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NoReturn
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import HTTPCookieProcessor, build_opener, urlopen

import pytest

from bot.bootstrap import examine_playground
from bot.cli import doctor
from bot.cli.health import ask
from bot.cli.main import main
from bot.language.diagnosis import Finding
from bot.runtime.settings import Settings
from bot.storage.revisions import HEAD
from tests.cli.conftest import ROOT
from tests.content.small_pack import write
from tests.mortal import Running, running
from tests.mortal import ended as versed
from tests.packs import PETS
from tests.patience import FOREVER

_NO_STREAM = "“-” doesn't stand for standard input or output here; name a file or a folder."


@pytest.mark.parametrize("typed", ["/compare data", "compare data"])
def test_say_prints_the_reply(environment: dict[str, str], typed: str) -> None:
    del environment["VERSED_CONTENT"]  # so the bundled pack is taught
    done = versed(environment, "say", typed)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Data\n====\n")
    assert "AI engineer: " in done.stdout
    assert done.stderr == ""


def test_a_reader_who_closes_the_pipe_causes_no_error(environment: dict[str, str]) -> None:
    command = [sys.executable, "-m", "bot", "judge", "right"]  # the quickest to start of those that print
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        process.stdin.write("right\n")
        process.stdin.close()
        assert process.stderr.read() == ""
        assert process.wait(timeout=FOREVER) == 0


def test_a_quiz_goes_on_from_call_to_call(environment: dict[str, str]) -> None:
    page = versed(environment, "say", "--as", "Ana", "/quiz home 1").stdout
    for _ in range(5):
        press = re.findall(r"  (\S+\.1:\S+)", page)[0]
        page = versed(environment, "say", "--as", "Ana", "--press", press, "aquarium").stdout
        if "See how it went" in page:
            break
    press = re.findall(r"See how it went\s+(\S+)", page)[0]
    refused = versed(environment, "say", "--as", "Ben", "--press", press)
    assert refused.returncode == 2
    assert refused.stderr == "That quiz is someone else's; run /quiz for your own.\n"
    assert "of 1 right" in versed(environment, "say", "--as", "Ana", "--press", press).stdout
    assert "of 1 answers right" in versed(environment, "say", "--as", "Ana", "/progress").stdout


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            ["/comapre"],
            "There's no command “/comapre”. Did you mean /compare?\n  versed say --as You /compare",
        ),
        (
            ["/define blockchain"],
            "“blockchain” isn't in this glossary. Try /ask blockchain.\n"
            "  versed say --as You '/ask question:blockchain'",
        ),
        ([""], 'There\'s nothing to say yet; try: versed say "/help"'),
        (["--as", " ", "/help"], "Please choose a name of 1 to 32 characters."),
        (["--press", "bogus"], "I don't know that button any more; run /help to see what I can do now."),
    ],
)
def test_say_refuses_with_one_sentence_and_what_to_run_instead(
    environment: dict[str, str], arguments: list[str], sentence: str
) -> None:
    done = versed(environment, "say", *arguments)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", sentence + "\n")


@pytest.mark.parametrize(
    ("variable", "value", "sentence"),
    [
        ("VERSED_DATABASE_URL", "mysql://x", "VERSED_DATABASE_URL"),
        ("VERSED_DATABASE_URL", "sqlite:////proc/nowhere/versed.db", "/proc/nowhere"),
        ("VERSED_CONTENT", "/nowhere/at/all", "/nowhere/at/all"),
        ("VERSED_PLAY_KEY_FILE", "/nowhere/key", "VERSED_PLAY_KEY_FILE names a file that can't be read"),
    ],
)
def test_bad_settings_are_named(environment: dict[str, str], variable: str, value: str, sentence: str) -> None:
    environment.pop("VERSED_DATABASE_URL" if variable == "VERSED_DATABASE_URL" else "", None)
    environment[variable] = value
    done = versed(environment, "say", "/help")
    assert done.returncode == 2
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_check_and_doctor(environment: dict[str, str], tmp_path: Path) -> None:
    done = versed(environment, "check", str(PETS))
    assert done.returncode == 0
    held, last = done.stdout.splitlines()
    assert held.startswith("Pets compared: 3 objectives, 1 with 3 or more questions. 5 questions (")
    assert re.fullmatch(r"No problems found\. \d+ notes to look at with `versed check --notes`\.", last)
    done = versed(environment, "check", "--notes", str(PETS))
    assert done.returncode == 0
    assert "items.yaml:2:10: note: one question asks about `C1`; " in done.stdout
    assert re.fullmatch(r"No problems found\. \d+ notes\.", done.stdout.splitlines()[-1])
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "pack.yaml").write_text("id: broken\ntitel: Broken\n", encoding="utf-8")
    done = versed(environment, "check", str(broken))
    assert done.returncode == 1
    assert re.search(r"pack\.yaml:2:1: .*titel.*title", done.stdout)
    done = versed(environment, "doctor")
    assert done.returncode == 0
    assert [line.split(":")[0] for line in done.stdout.splitlines()] == [
        "ok    settings",
        "ok    packs",
        "ok    database",
        "ok    ask",
        "ok    platforms",
    ]
    environment["VERSED_CONTENT"] = str(broken)
    done = versed(environment, "doctor")
    assert done.returncode == 1
    assert "FAIL  packs" in done.stdout


def test_doctor_passes_a_pack_that_could_teach_better(environment: dict[str, str], tmp_path: Path) -> None:
    environment["VERSED_CONTENT"] = str(write(tmp_path / "pack"))

    done = versed(environment, "doctor")

    assert done.returncode == 0
    assert "warn  packs: Tools 1.0.0; 4 things could be taught better, and `versed check` says which\n" in done.stdout


def told(port: int) -> str:
    """Return the text of the metrics."""
    with urlopen(f"http://127.0.0.1:{port}/metrics", timeout=FOREVER) as metrics:
        said: str = metrics.read().decode()
        return said


PLAY = ("play", "--port", "0", "--no-browser")


def test_play_serves_the_page_and_ends_on_sigterm(environment: dict[str, str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment["VERSED_HTTP_PORT"] = str(port)
    with running(environment, *PLAY) as play:
        url = re.findall(r"http://\S+", play.out.readline())[0]
        with urlopen(url, timeout=FOREVER) as page:
            assert b"<title>" in page.read()
        with urlopen(url + "healthz", timeout=FOREVER) as health:
            assert health.status == 200
        assert ask(Settings(http_port=port)) == (True, "ok")
        while "versed_ready 1.0" not in told(port):
            pass  # checked as soon as the page is up
        del environment["VERSED_HTTP_PORT"]
        second = versed(environment, *PLAY)
        assert second.returncode == 2
        assert str(play.pid) in second.stderr
        assert play.end() == 0


@pytest.mark.parametrize("given", [None, "battery staple"])
def test_a_shared_playground_tells_its_owner_how_to_administer_it(
    environment: dict[str, str], given: str | None
) -> None:
    environment |= {"VERSED_PLAY_KEY": "correct horse"} | ({"VERSED_PLAY_ADMIN_KEY": given} if given else {})
    with running(environment, *PLAY) as play:
        url = re.findall(r"http://\S+", play.out.readline())[0]
        key = given or re.findall(r"administer it: (\S{20,}) ", play.out.readline())[0]
        with build_opener(HTTPCookieProcessor()).open(f"{url}?key={quote(key)}", timeout=FOREVER) as page:
            assert b"page-token" in page.read()
        play.end()
        assert key not in play.out.read()  # printed once, or not at all if it was given


@pytest.fixture
def playing(environment: dict[str, str]) -> Iterator[Running]:
    """A running playground."""
    with running(environment, *PLAY) as play:
        assert "The playground is open" in play.out.readline()
        yield play
        assert play.end() == 0


def test_say_works_beside_play(environment: dict[str, str], playing: Running) -> None:
    presses: list[str] = []
    while not presses:  # until a question with options comes, which any press answers
        page = versed(environment, "say", "--as", "Ana", "/quiz home 1")
        assert (page.returncode, page.stderr) == (0, "")
        presses = re.findall(r"  (answer\.1:\S+)", page.stdout)
    back = versed(environment, "say", "--as", "Ana", "--press", presses[0])
    assert (back.returncode, back.stderr) == (0, "")
    refused = versed(environment, "say", "/define blockchain")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr.splitlines() == [
        "“blockchain” isn't in this glossary. Try /ask blockchain.",
        "  versed say --as You '/ask question:blockchain'",
    ]
    playing.end()
    assert "1" in versed(environment, "say", "--as", "Ana", "/progress").stdout


def test_only_those_who_may_read_the_database_may_say_something(
    environment: dict[str, str], playing: Running, tmp_path: Path
) -> None:
    lock = tmp_path / "versed.db.lock"
    assert stat.S_IMODE(lock.stat().st_mode) == 0o600
    process, port, key, _page = lock.read_text(encoding="utf-8").split()
    assert int(process) == playing.pid
    said = {"typed": "/help", "name": "Eve", "channel": "general", "press": None}
    for request in (
        json.dumps({**said, "key": "guessed"}).encode(),
        json.dumps(said).encode(),
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1",
        b"x" * 200_000,
        b"[]",
        b"",
        json.dumps({**said, "key": key, "more": 1}).encode(),
    ):
        with (
            socket.create_connection(("127.0.0.1", int(port)), timeout=FOREVER) as connection,
            suppress(ConnectionError),  # it may hang up before everything has been sent
        ):
            connection.sendall(request + b"\n")
            assert connection.recv(1000) == b""
    with socket.create_connection(("127.0.0.1", int(port)), timeout=FOREVER) as connection:
        connection.sendall(json.dumps({**said, "key": key}).encode() + b"\n")
        assert b"What I can do" in connection.recv(1000)


def test_doctor_recognises_a_running_versed_and_changes_nothing(
    environment: dict[str, str], playing: Running, tmp_path: Path
) -> None:
    names = {each.name for each in tmp_path.iterdir()} | {"versed.db-wal", "versed.db-shm"}  # from the running Versed
    done = versed(environment, "doctor")
    assert done.returncode == 0
    assert f"ok    database: in use by Versed (process {playing.pid}), revision {HEAD}\n" in done.stdout
    assert {each.name for each in tmp_path.iterdir()} <= names
    assert versed(environment, "say", "/help").returncode == 0


def test_a_second_playground_is_sent_to_the_first(environment: dict[str, str]) -> None:
    with running(environment, *PLAY) as play:
        url = re.findall(r"http://\S+", play.out.readline())[0]
        done = versed(environment, *PLAY)
        assert done.returncode == 2
        assert done.stderr == (
            f"Versed's playground is already open at {url} (process {play.pid}); use that, or stop it first.\n"
        )


def test_doctor_says_which_packs_cannot_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", "/srv/packs/pack.yaml")

    monkeypatch.setattr(doctor, "Library", forbidden)
    packs = next(each for each in asyncio.run(_findings()) if each.part == "packs")
    assert not packs.well
    assert "/srv/packs/pack.yaml can't be read (Permission denied)" in str(packs)


def test_doctor_checks_side_by_side_and_says_each_thing_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = asyncio.Event()

    async def slow(_: Settings) -> list[Finding]:
        asked.set()
        await asyncio.Event().wait()
        return []

    async def once_asked(_: Settings) -> list[Finding]:
        await asked.wait()  # never, if they were checked one after another
        return [Finding("database", True, "fine")]

    async def told_before_the_slow_one() -> list[str]:
        findings = doctor.examine()
        parts = []
        async with asyncio.timeout(FOREVER):
            async for each in findings:
                parts.append(each.part)
                if each.part == "database":
                    break
        return parts

    monkeypatch.setattr(doctor, "_packs", lambda _: [Finding("packs", True, "fine")])
    monkeypatch.setattr(doctor, "_database", once_asked)
    monkeypatch.setattr(doctor, "examine_models", slow)
    monkeypatch.setattr(doctor, "examine_platforms", slow)
    assert asyncio.run(told_before_the_slow_one()) == ["settings", "packs", "database"]


@pytest.mark.parametrize(
    ("settings", "finding"),
    [
        ({"VERSED_PLAY_KEY": "short"}, "FAIL  playground: VERSED_PLAY_KEY is too short; use at least 8 characters."),
        ({"VERSED_BACKUPS": __file__}, f"FAIL  backups: {__file__} is a file; set VERSED_BACKUPS to a folder"),
        ({"VERSED_BACKUPS": f"{__file__}/x"}, f"FAIL  backups: {__file__} is a file; set VERSED_BACKUPS to a folder"),
        ({"VERSED_PLAY_KEY": "long enough", "VERSED_BACKUPS": "/nowhere/yet"}, None),
    ],
)
def test_doctor_finds_keys_and_folders_that_cant_be_used(
    monkeypatch: pytest.MonkeyPatch, settings: dict[str, str], finding: str | None
) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    found = [*examine_playground(Settings()), *doctor._backups(Settings())]
    assert [str(each) for each in found] == ([finding] if finding else [])


async def _findings() -> list[Finding]:
    return [each async for each in doctor.examine()]


def test_doctor_creates_nothing(environment: dict[str, str], tmp_path: Path) -> None:
    done = versed(environment, "doctor")
    assert done.returncode == 0
    assert "ok    database: the first start makes" in done.stdout
    assert list(tmp_path.iterdir()) == []


def test_a_user_without_a_home_has_their_data_in_the_root(environment: dict[str, str]) -> None:
    unset = ("VERSED_DATABASE_URL", "XDG_DATA_HOME")
    less = {name: value for name, value in environment.items() if name not in unset}
    assert "/.local/share/versed/versed.db" in versed({**less, "HOME": "not/absolute"}, "doctor").stdout


def test_health_says_that_the_database_is_gone(environment: dict[str, str], tmp_path: Path) -> None:
    with running(environment, *PLAY) as play:
        url = re.findall(r"http://\S+", play.out.readline())[0]
        (tmp_path / "versed.db").unlink()
        with pytest.raises(HTTPError) as refused:
            urlopen(url + "healthz", timeout=FOREVER)
        assert refused.value.code == 503
        assert "nothing can be stored" in refused.value.read().decode()
        done = versed(environment, "say", "/settings questions:13")
        assert (done.returncode, done.stdout) == (2, "")
        play.end()
        assert f"{tmp_path / 'versed.db'} has been removed" in play.err.read()


def test_mistyped_settings_are_named(environment: dict[str, str]) -> None:
    environment["VERSED_DATABSE_URL"] = "x"
    done = versed(environment, "doctor")
    sentence = "VERSED_DATABSE_URL isn't a setting; did you mean VERSED_DATABASE_URL?\n"
    assert done.returncode == 0
    assert f"warn  settings: {sentence}" in done.stdout
    environment["VERSED_CONTENT"] = "/nowhere/at/all"  # so that it ends at once
    assert sentence in versed(environment, "play").stderr
    assert sentence.strip() in versed(environment, "run").stderr


LONG = "x" * 300


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", LONG],
        ["check", "a/" * 3000],
        ["export", LONG, "x.apkg"],
        ["export", "pets", LONG, "--as", "anki"],
        ["play", "--port", "99999", "--no-browser"],
        ["play", "--port", "-1", "--no-browser"],
        ["play", "--host", LONG, "--no-browser"],
        ["play", "--host", "\udcff", "--no-browser"],
        ["say", "--as", LONG, "/help"],
        ["say", "\udcff"],
        ["check", "\udcff"],
        ["slack", "manifest", "--http", LONG],
    ],
)
def test_no_argument_gives_a_traceback(
    environment: dict[str, str],
    arguments: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code in (1, 2)
    said = capsys.readouterr()
    assert len((said.out + said.err).splitlines()) in range(1, 6)


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("VERSED_CONTENT", LONG),
        ("VERSED_CONTENT", "/proc/self/mem"),
        ("VERSED_CACHE", LONG),
        ("VERSED_CACHE", "/proc/self/mem"),
        ("VERSED_PLAY_KEY_FILE", LONG),
        ("VERSED_PLAY_KEY_FILE", "/"),
        ("VERSED_DATABASE_URL", f"sqlite:///{LONG}"),
        ("VERSED_DATABASE_URL", "sqlite:////"),
        ("VERSED_DATABASE_URL", "sqlite:///~nobody-at-all/x.db"),
        ("VERSED_DATABASE_URL", "sqlite:////proc/self/mem"),
    ],
)
def test_no_setting_gives_a_traceback(
    environment: dict[str, str],
    variable: str,
    value: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name, given in {**environment, variable: value}.items():
        monkeypatch.setenv(name, given)
    for arguments in (["say", "/help"], ["doctor"]):
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        assert ended.value.code in (0, 1, 2)
    assert "Traceback" not in capsys.readouterr().err


def test_a_terminal_with_few_characters_is_not_an_error(environment: dict[str, str]) -> None:
    environment["PYTHONIOENCODING"] = "ascii"
    command = [sys.executable, "-m", "bot", "judge", "right"]
    done = subprocess.run(
        command, env=environment, input="right\n", capture_output=True, text=True, timeout=FOREVER, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "right\t\\u2713 Right!\n", "")


def test_a_full_disk_is_a_sentence(environment: dict[str, str]) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        command = [sys.executable, "-m", "bot", "judge", "right"]
        with subprocess.Popen(
            command, env=environment, stdin=subprocess.PIPE, stdout=full, stderr=subprocess.PIPE, text=True
        ) as process:
            _, complained = process.communicate("right\n", timeout=FOREVER)
    assert (process.returncode, complained) == (2, "That didn't work: No space left on device.\n")


@pytest.mark.parametrize(
    "error",
    [
        MemoryError(),
        RuntimeError("can't start new thread"),
        OSError(errno.ENOMEM, "Cannot allocate memory"),
        ImportError("libgfortran.so.5: failed to map segment from shared object"),
    ],
)
def test_too_little_memory_is_a_sentence(
    error: Exception,
    environment: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(_: Settings) -> NoReturn:
        raise error

    async def fail_later(settings: Settings) -> list[Finding]:
        fail(settings)

    monkeypatch.setenv("VERSED_DATABASE_URL", environment["VERSED_DATABASE_URL"])
    monkeypatch.setattr(doctor, "_packs", fail)
    monkeypatch.setattr(doctor, "examine_models", fail_later)
    with pytest.raises(SystemExit) as ended:
        main(["doctor"])
    gc.collect()
    assert not caplog.records  # such as “Task exception was never retrieved”, with a traceback
    assert ended.value.code == 2
    assert capsys.readouterr().err == (
        "There isn't enough memory; let Versed have 1 GB, in the container's limit or in ulimit -v.\n"
    )


def test_ctrl_c_ends_with_130_and_without_a_traceback(environment: dict[str, str], tmp_path: Path) -> None:
    versed(environment, "say", "/help")
    versed(environment, "backup", str(tmp_path / "copy.db"))
    environment["VERSED_DATABASE_URL"] = f"sqlite:///{tmp_path / 'new.db'}"
    command = [sys.executable, "-m", "bot", "restore", str(tmp_path / "copy.db")]
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        said = b""
        while not said.endswith(b"[y/N] "):
            said += process.stdout.read(1)
        process.send_signal(signal.SIGINT)
        assert process.communicate(timeout=FOREVER) == (b"", b"")
        assert process.returncode == 130


def test_play_on_the_network_needs_a_key(environment: dict[str, str]) -> None:
    done = versed(environment, "play", "--host", "0.0.0.0", "--port", "0", "--no-browser")
    assert done.returncode == 2
    assert "VERSED_PLAY_KEY" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ("", "Say what to do: `versed play` opens the playground, and `versed --help` lists the rest."),
        ("plya", "There's no `versed plya`; did you mean `versed play`?"),
        ("frobnicate", "There's no `versed frobnicate`; `versed --help` lists what there is."),
        ("play --prot 80", "`versed play` doesn't take --prot; `versed play --help` shows what it takes."),
        ("play --port eighty", "--port has to be a whole number."),
        ("say --press", "--press needs a value; `versed say --help` shows which."),
        ("export", "`versed export` needs PACK and FILE; `versed export --help` shows how."),
        ("export pets x --as pdf", "--as has to be one of these: anki, csv, xlsx, gift, moodle, kahoot, markdown."),
        ("report --json --csv x.csv", "Choose either --csv or --json."),
        ("backup -", _NO_STREAM),
        ("restore -", _NO_STREAM),
        ("import - --to x", _NO_STREAM),
        ("export pets -", _NO_STREAM),
        ("report --csv -", _NO_STREAM),
        ("import x.csv --to x --columns front", "I can't read --columns; write it like"),
        ("backup --every 5 x", "“5” isn't a time; write it like 24h, 30m or 7d."),
        ("admin", "Say what to do: `versed admin --help` lists the commands."),
        ("admin tenant", "There's no `versed admin tenant`; did you mean `versed admin tenants`?"),
        ("admin limit web:playground packs", "“packs” isn't a limit; write it like packs=50, items=2000 or"),
    ],
)
def test_arguments_that_make_no_sense_get_one_sentence(
    capsys: pytest.CaptureFixture[str], arguments: str, sentence: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments.split())
    said = capsys.readouterr().err
    assert ended.value.code == 2
    assert said.startswith(sentence)
    assert said.count("\n") == 1


def test_say_needs_no_quotes(environment: dict[str, str]) -> None:
    assert versed(environment, "say", "/define", "dog").stdout == versed(environment, "say", "/define dog").stdout


def test_help_names_every_part() -> None:
    done = versed(dict(os.environ, PYTHONPATH=str(ROOT)), "--help")
    assert done.returncode == 0
    for part in ("play", "say", "new", "check", "doctor", "backup", "restore", "judge"):
        assert part in done.stdout


def test_export_writes_a_deck(environment: dict[str, str], tmp_path: Path) -> None:
    for named in ("pets", "Pets compared", str(PETS)):
        file = tmp_path / "pets.apkg"
        done = versed(environment, "export", named, str(file))
        assert done.returncode == 0, done.stderr
        assert done.stdout == f"Anki deck: 7 cards written.\nWritten to {file}.\n"
        assert file.read_bytes().startswith(b"PK")
    refused = versed(environment, "export", "zoo", str(file))
    assert refused.returncode == 2
    assert refused.stderr == "I don't have a pack “zoo”. Choose one of: Pets compared.\n"
    refused = versed(environment, "export", "pets", str(tmp_path / "nowhere" / "pets.apkg"))
    assert refused.returncode == 2
    assert "(No such file or directory); choose another file." in refused.stderr


def test_a_review_goes_on_from_call_to_call(environment: dict[str, str]) -> None:
    page = versed(environment, "say", "/review").stdout
    assert "How often does a dog go out?" in page
    back = versed(environment, "say", "--press", re.findall(r"(reveal\.1:\S+)", page)[0]).stdout
    assert "About three times a day." in back
    following = versed(environment, "say", "--press", re.findall(r"(rate\.1:\S+:4)", back)[0]).stdout
    assert "How often does a dog go out?" not in following
    assert versed(environment, "say", "/review").stdout.splitlines()[5] == following.splitlines()[5]
    assert "1 today, 1 in 30 days" in versed(environment, "say", "/progress").stdout


def judge(environment: dict[str, str], *arguments: str, typed: str = "") -> "subprocess.CompletedProcess[str]":
    return versed(environment, "judge", *arguments, typed=typed)


def test_judge_says_what_a_learner_would_read(environment: dict[str, str]) -> None:
    done = judge(environment, "extraction", "extracting", typed="Extraction\r\nextration\n\nan extract\nC++\n")
    assert done.returncode == 0, done.stderr
    assert done.stdout == (
        "right\t✓ Right!\n"
        "right\t✓ Right! It's spelt extraction.\n"
        "wrong\tYour answer is empty; type a word or two.\n"
        "right\t✓ Right!\n"
        "wrong\t✗ Not quite. The right answer is extraction.\n"
    )


def test_judge_reads_pairs(environment: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "pairs.tsv"
    file.write_text("\ufeffcausal\tcasual\n==\t==\nYahoo!\tgoogle\n75 °C\t167 F\n", encoding="utf-8")
    done = judge(environment, "--pairs", str(file))
    assert done.returncode == 0, done.stderr
    assert done.stdout == (
        "close\t✗ So close. The right answer is causal.\n"
        "right\t✓ Right!\n"
        "wrong\t✗ Not quite. The right answer is Yahoo!\n"
        "right\t✓ Right!\n"
    )
    done = judge(environment, "--match", "exact", "--pairs", str(file))
    assert done.stdout.startswith("close\t")
    done = judge(environment, "--match", "number", "--tolerance", "5 %", "--unit", "km", "5", typed="5200 m\n")
    assert done.stdout == "right\t✓ Right!\n"


def test_judge_refuses_what_it_cannot_read(environment: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "pairs.tsv"
    file.write_text("causal\tcausal\ncausal casual\n", encoding="utf-8")
    for arguments, sentence in (
        (["--pairs", str(file)], f"{file}:2: write an answer, a tab and what someone typed.\n"),
        (["--pairs", str(tmp_path / "none")], f"{tmp_path / 'none'} can't be read (No such file or directory)"),
        ([], "Give either the right answers or a file with --pairs.\n"),
        (["--tolerance", "much", "5"], 'A tolerance is a number such as 0.5, or a share such as "5 %".\n'),
    ):
        done = judge(environment, *arguments)
        assert done.returncode == 2
        assert done.stderr.startswith(sentence)
