"""`versed admin` as an operator types it: while Versed isn't running, and while it is."""

import json
from pathlib import Path

import pytest

from bot.cli.main import main
from tests.cli.test_main import PLAY
from tests.mortal import ended as versed
from tests.mortal import running


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch, migrated_sqlite_url: str) -> None:
    """The settings for commands that this process runs itself."""
    monkeypatch.setenv("VERSED_DATABASE_URL", migrated_sqlite_url)


def run(*arguments: str) -> int | str | None:
    with pytest.raises(SystemExit) as ended:
        main(["admin", *arguments])
    return ended.value.code


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("command", "nothing"),
    [
        ("tenants", "There are no tenants yet.\n"),
        ("posts", "No post is stuck.\n"),
        ("leases", "No process holds a lease right now.\n"),
    ],
)
def test_an_empty_list_says_so(command: str, nothing: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert (run(command), capsys.readouterr().out) == (0, nothing)
    assert (run(command, "--json"), capsys.readouterr().out) == (0, "[]\n")


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["purge", "web:nobody", "--yes"], "There's no tenant web:nobody; `versed admin tenants` shows"),
        (["limit", "web:nobody", "packs=3"], "There's no tenant web:nobody"),
        (["limit", "web:nobody", "packs=many"], "“packs=many” isn't a limit; write it like packs=50"),
        (["limit", "web:nobody", "items=0"], "“items=0” leaves no room at all; give 1 or more"),
        (["retry", "nine"], "There's no post nine; `versed admin posts` shows which failed."),
    ],
)
def test_what_cannot_be_done_is_refused_in_one_sentence(
    arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*arguments) == 2
    assert sentence in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["admin", "tenants"], ["report"]])
def test_a_mistyped_database_is_not_made(
    arguments: list[str], sqlite_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VERSED_DATABASE_URL", sqlite_url)
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    assert ended.value.code == 2
    assert capsys.readouterr().err == (
        f"There's no database {path} yet; check VERSED_DATABASE_URL, and which user you are.\n"
    )
    assert not path.parent.exists()


def test_a_running_versed_carries_out_the_commands(environment: dict[str, str]) -> None:
    with running(environment, *PLAY) as play:
        assert "The playground is open" in play.out.readline()
        versed(environment, "say", "/settings questions:13")
        (tenant,) = json.loads(versed(environment, "admin", "tenants", "--json").stdout)
        assert (tenant["tenant"], tenant["most_packs"]) == ("web:playground", 20)
        limited = versed(environment, "admin", "limit", "web:playground", "packs=1", "megabytes=default")
        assert limited.stdout == (
            "web:playground may have 1 pack of its own, each with 10000 items and 20 MB at most.\n"
        )
        listed = versed(environment, "admin", "tenants").stdout.splitlines()
        assert [line.split()[0] for line in listed] == ["tenant", "web:playground"]
        assert "0 of 1" in listed[1]
        unasked = versed(environment, "admin", "purge", "web:playground")
        assert "I'll delete all of it" in unasked.stdout
        assert unasked.stderr == "Nothing was deleted; say yes when you're asked, or add --yes.\n"
        purged = versed(environment, "admin", "purge", "web:playground", typed="y\n")
        assert (purged.returncode, purged.stderr) == (0, "")
        assert "Backups from before still have it." in purged.stdout
        refused = versed(environment, "admin", "purge", "web:playground", "--yes")
        assert "There's no tenant web:playground" in refused.stderr
