"""`versed import`: from a file to a pack that loads, and back into the same folder."""

import errno
import os
from pathlib import Path

import pytest

from bot.cli.importing import import_files
from bot.cli.main import main
from bot.content.reading.load import load
from bot.exchange.formats import read
from bot.language.refusals import Refusal


@pytest.fixture(autouse=True)
def read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read files in this process instead of a separate one, which tests/exchange/test_apart.py covers."""
    monkeypatch.setattr("bot.cli.importing.read_apart", read)


def snapshot(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_from_a_table_to_a_pack_and_a_second_time(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, folder = tmp_path / "Tea.csv", tmp_path / "pack"
    file.write_text("Front,Back,Topic\nHow hot?,75 °C,Brewing\nWhy?,So,Brewing\n", encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        main(["import", str(file), "--to", str(folder)])
    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith("Table (CSV): 2 cards taken, 0 left out.\n")
    assert (load(folder).title, [card.front for card in load(folder).cards]) == ("Tea", ["How hot?", "Why?"])
    before = snapshot(folder)
    import_files([file.rename(tmp_path / "Tea v2.csv")], folder, "", {}, "en")
    assert snapshot(folder) == before


def test_a_changed_file_updates_the_pack_and_keeps_what_an_author_wrote(tmp_path: Path) -> None:
    file, folder = tmp_path / "Tea.csv", tmp_path / "pack"
    file.write_text("Front,Back,Topic\nHow hot?,75 °C,Brewing\n", encoding="utf-8")
    import_files([file], folder, "", {}, "en")
    cover = folder / "pack.yaml"
    cover.write_text(cover.read_text(encoding="utf-8").replace("topics:", "topics: # mine"), encoding="utf-8")
    (folder / "own.yaml").write_text(
        "cards:\n  - {id: own, objectives: [brewing], front: x, back: y}\n", encoding="utf-8"
    )
    file.write_text("Front,Back,Topic\nHow hot?,80 °C,Brewing\nWhy?,So,Growing: where\n", encoding="utf-8")
    told = import_files([file], folder, "", {}, "en")
    pack = load(folder)
    assert {card.front: card.back for card in pack.cards} == {"How hot?": "80 °C", "Why?": "So", "x": "y"}
    assert [topic.title for topic in pack.topics] == ["Brewing", "Growing: where"]
    assert "topics: # mine" in cover.read_text(encoding="utf-8")
    assert "1 new, 1 changed, 0 as before." in told


def test_the_cases_of_long_questions_come_and_go_with_them(tmp_path: Path) -> None:
    file, folder = tmp_path / "Tea.txt", tmp_path / "pack"
    situation = "Ana's team keeps 40 kinds of tea. " * 10
    file.write_text(f"{situation}Who drinks it?\nA. Ana\nB. Ben\nANSWER: A\n", encoding="utf-8")
    import_files([file], folder, "", {}, "en")
    (folder / "own.yaml").write_text("cases:\n  - {id: own, title: Pots, text: Two pots.}\n", encoding="utf-8")
    before = snapshot(folder)
    import_files([file], folder, "", {}, "en")
    assert snapshot(folder) == before
    file.write_text(file.read_text(encoding="utf-8").replace("40", "50"), encoding="utf-8")
    import_files([file], folder, "", {}, "en")
    cases = {each.title: each.text for each in load(folder).cases}
    assert cases == {"Pots": "Two pots.", "Situation": situation.replace("40", "50").strip()}
    assert len(load(folder).questions) == 1


@pytest.mark.parametrize("written", range(4))
def test_a_full_disk_leaves_every_file_as_it_was_or_as_it_should_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: int
) -> None:
    """The cover may hold an author's own words, and an emptied file would make the next import refuse the pack."""
    file, folder = tmp_path / "Tea.csv", tmp_path / "pack"
    file.write_text("Front,Back,Topic\nHow hot?,75 °C,Brewing\n", encoding="utf-8")
    import_files([file], folder, "", {}, "en")
    before = snapshot(folder)
    file.write_text("Front,Back,Topic\nHow hot?,80 °C,Brewing\nWhy?,So,Growing\n", encoding="utf-8")
    flush, left = os.fsync, [written]

    def fill(descriptor: int) -> None:
        if not left[0]:
            os.ftruncate(descriptor, 1)
            raise OSError(errno.ENOSPC, "No space left on device")
        left[0] -= 1
        flush(descriptor)

    monkeypatch.setattr("os.fsync", fill)
    with pytest.raises(OSError, match="No space") as failed:
        import_files([file], folder, "", {}, "en")
    assert Path(failed.value.filename).is_relative_to(folder)
    monkeypatch.undo()
    after = snapshot(folder)
    assert after.keys() == before.keys()
    monkeypatch.setattr("bot.cli.importing.read_apart", read)
    import_files([file], folder, "", {}, "en")
    finished = snapshot(folder)
    assert all(raw in (before[name], finished[name]) for name, raw in after.items())
    assert {card.front: card.back for card in load(folder).cards} == {"How hot?": "80 °C", "Why?": "So"}


@pytest.mark.parametrize("contents", ["", "Front,Back\na,\n", "\x00\x01\x02"])
def test_a_file_without_items_is_refused_and_nothing_is_written(tmp_path: Path, contents: str) -> None:
    file = tmp_path / "x.csv"
    file.write_text(contents, encoding="utf-8")
    with pytest.raises(Refusal):
        import_files([file], tmp_path / "pack", "", {}, "en")
    assert not (tmp_path / "pack").exists()


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_text("Front,Back\na,b\n", encoding="utf-8")
    with pytest.raises(Refusal, match="isn't empty"):
        import_files([file], tmp_path, "", {}, "en")


def test_columns_can_be_named(tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_text("Front,Back\na,b\n", encoding="utf-8")
    with pytest.raises(SystemExit):
        main(["import", str(file), "--to", str(tmp_path / "pack"), "--columns", "Front=back, Back=front"])
    assert load(tmp_path / "pack").cards[0].front == "b"


def test_a_new_pack_is_in_the_language_of_its_files_and_an_existing_one_keeps_its_own(tmp_path: Path) -> None:
    file, folder = tmp_path / "Urlaub.csv", tmp_path / "pack"
    asked = ("Wer genehmigt den Urlaub?", "Wo ist der Plan?", "Wann kann ich das nicht?", "Wie wird das gemacht?")
    file.write_text("Frage,Antwort\n" + "".join(f"{each},so\n" for each in asked), encoding="utf-8")
    assert any("I take this for German" in line for line in import_files([file], folder, "", {}, ""))
    assert load(folder).language == "de"
    assert not any("German" in line for line in import_files([file], folder, "", {}, ""))
    told = import_files([file], folder, "", {}, "en")
    assert any("The pack's language is still `de`" in line for line in told)
    assert load(folder).language == "de"


def test_a_language_that_is_no_code_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["import", "x.csv", "--to", "pack", "--language", "Gibberish"])
    assert "write it like" in capsys.readouterr().err
