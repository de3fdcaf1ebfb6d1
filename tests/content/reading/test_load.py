"""Files are validated a few items at a time, with the same results as all at once."""

from pathlib import Path

import pytest

from bot.content.reading import load
from bot.content.reading.problems import PackError
from tests.content.small_pack import write
from tests.packs import PETS


def test_long_lists_are_validated_in_pieces_and_come_together_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = load.load(PETS)
    monkeypatch.setattr(load, "AT_ONCE", 2)
    assert load.load(PETS) == whole


def test_faults_in_a_long_list_are_reported_where_they_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write(tmp_path / "pack")
    terms = "".join(f"  - {{id: t{each}, objectives: [], term: 5, definition: x}}\n" for each in range(7))
    (folder / "more.yaml").write_text(f"terms:\n{terms}", encoding="utf-8")

    def told() -> list[str]:
        with pytest.raises(PackError) as error:
            load.load(folder)
        return [str(problem) for problem in error.value.problems]

    whole = told()
    monkeypatch.setattr(load, "AT_ONCE", 2)
    assert told() == whole
    assert len(whole) >= 7
