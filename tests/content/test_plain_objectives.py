"""Items without objectives get one per topic, so that their pack loads."""

from pathlib import Path

from bot.content.model import Topic
from bot.content.plain_objectives import plain_objective
from bot.content.reading.load import load
from bot.content.writing.files import files_of
from tests.packs import changed, rivers


def test_a_topic_has_an_objective_of_its_own(tmp_path: Path) -> None:
    topics = (Topic(id="europe", title="Europe"), Topic(id="africa", title="Africa"))
    pack = changed(rivers(), topics=topics, objectives=tuple(map(plain_objective, topics)))
    for name, raw in files_of(pack).items():
        (tmp_path / name).write_bytes(raw)

    assert load(tmp_path).objectives == rivers().objectives
