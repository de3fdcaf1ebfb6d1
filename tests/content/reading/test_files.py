"""Which files make a pack, and which are refused."""

import os
from pathlib import Path

from bot.content.reading.files import packs_in
from bot.content.reading.load import load
from tests.content.small_pack import OBJECTIVES, lines, problems_in, write

BROKEN = "cards: 3\n"


def test_every_yaml_file_below_counts_in_the_order_of_names(tmp_path: Path) -> None:
    folder = write(tmp_path / "pack", objectives="objectives: []\n")
    for name, objective in {"b.yml": "two", "a/z.yaml": "one", "c/d/e.YAML": "three"}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"objectives:\n  - {{id: {objective}, topic: use, statement: x}}\n")

    assert [objective.id for objective in load(folder).objectives] == ["one", "two", "three"]


def test_hidden_and_other_files_are_passed_over(tmp_path: Path) -> None:
    folder = write(tmp_path / "pack")
    (folder / ".draft.yaml").write_text(BROKEN)
    (folder / ".git").mkdir()
    (folder / ".git" / "x.yaml").write_text(BROKEN)
    (folder / "README.md").write_text("# Tools")
    (folder / "notes.yaml~").write_text(BROKEN)

    assert load(folder).id == "tools"


def test_a_link_that_stays_in_the_pack_is_followed(tmp_path: Path) -> None:
    folder = write(tmp_path / "pack")
    (folder / "..data").mkdir()
    (folder / "objectives.yaml").rename(folder / "..data" / "objectives.yaml")
    (folder / "objectives.yaml").symlink_to(folder / "..data" / "objectives.yaml")

    assert len(load(folder).objectives) == 2


def test_links_that_lead_elsewhere_are_refused(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.yaml").write_text(OBJECTIVES)
    folder = write(tmp_path / "pack")
    (folder / "file.yaml").symlink_to(outside / "secret.yaml")
    (folder / "folder").symlink_to(outside)
    (folder / "inside").symlink_to(folder)
    (folder / "nowhere.yaml").symlink_to(folder / "missing.yaml")
    (folder / "self.yaml").symlink_to(folder / "self.yaml")

    assert lines(problems_in(folder), folder) == [
        "file.yaml:1:1: this link leads out of the pack; put the file itself here",
        "folder:1:1: this link leads out of the pack; put the file itself here",
        "inside:1:1: links to folders aren't followed; put the files themselves here",
        "nowhere.yaml:1:1: can't read the file; check that it exists and who's allowed to read it",
        "self.yaml:1:1: can't read the file; check that it exists and who's allowed to read it",
    ]


def test_anything_but_a_file_is_refused(tmp_path: Path) -> None:
    folder = write(tmp_path / "pack")
    os.mkfifo(folder / "pipe.yaml")
    (folder / "folder.yaml").mkdir()

    sentence = "this isn't a file; packs hold plain YAML files, so move it elsewhere or rename it"
    assert lines(problems_in(folder), folder) == [f"folder.yaml:1:1: {sentence}", f"pipe.yaml:1:1: {sentence}"]


def test_a_pack_within_a_pack_is_refused(tmp_path: Path) -> None:
    folder = write(tmp_path / "pack")
    write(folder / "inner", objectives="objectives: []\n")

    assert lines(problems_in(folder), folder) == [
        "inner/pack.yaml:1:1: a pack has one pack.yaml, in its folder; move this pack out, or rename the file"
    ]


def test_a_folder_that_isnt_a_pack_says_what_is_missing(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    other = write(tmp_path / "other")
    (other / "pack.yaml").rename(other / "pack.yml")

    assert lines(problems_in(empty), tmp_path) == [
        "empty:1:1: there's no pack.yaml here; add one (docs/authoring.md shows how), or name a pack's folder"
    ]
    assert lines(problems_in(other), tmp_path) == ["other:1:1: a pack starts with pack.yaml; rename pack.yml"]
    assert lines(problems_in(tmp_path / "none"), tmp_path) == ["none:1:1: there's no such folder; check its name"]
    assert lines(problems_in(other / "pack.yml"), tmp_path) == [
        "other/pack.yml:1:1: this is a file; name the folder of its pack instead"
    ]


def test_a_folder_stands_for_the_packs_in_it(tmp_path: Path) -> None:
    second, first = write(tmp_path / "b"), write(tmp_path / "a")
    write(tmp_path / ".hidden")
    (tmp_path / "schema").mkdir()

    assert packs_in(tmp_path) == [first, second]
    assert packs_in(first) == [first]
    assert packs_in(tmp_path / "schema") == []
    assert packs_in(tmp_path / "none") == []
