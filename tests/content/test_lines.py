"""Packs as lines of JSON."""

from pathlib import Path

from bot.content.reading.lines import lines_of, pack_from
from bot.content.reading.load import load
from tests.content.small_pack import COVER, write


def test_a_pack_without_sides_comes_back_as_it_was(tmp_path: Path) -> None:
    cover = COVER.partition("sides:")[0] + "topics:\n  - {id: use, title: Use}\n"
    pack = load(write(tmp_path / "tools", pack=cover))
    assert pack_from(b"\n".join(lines_of(pack))) == pack
