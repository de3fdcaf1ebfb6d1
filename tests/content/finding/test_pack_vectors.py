"""Packs' vectors are computed once and cached; interrupted work resumes where it stopped."""

import asyncio
from pathlib import Path

import pytest

from bot.content.finding.answerer import Answerer
from bot.content.finding.file_names import EVERYDAY_LIFE, SHIPPED, digest, file_name
from bot.content.finding.finder import Finder
from bot.content.finding.texts import everyday_texts, texts_of
from bot.content.finding.vector_files import recalled, work_out
from bot.content.model import Pack
from bot.content.reading.files import packs_in
from bot.content.reading.load import load
from bot.meaning.model import EMBEDDED
from tests.content.finding.words import Words
from tests.packs import helpdesk, pets
from tests.patience import FOREVER


@pytest.fixture
def finder() -> Finder:
    return Finder(pets())


async def test_a_packs_vectors_are_computed_once_and_then_cached(finder: Finder, tmp_path: Path) -> None:
    first = Words()
    await Answerer([first], tmp_path).prepare([finder.pack])
    assert sorted(first.asked) == sorted([*everyday_texts(), *texts_of(finder.pack)])
    second = Words()
    answerer = Answerer([second], tmp_path, patience=FOREVER)
    await answerer.prepare([finder.pack])
    assert second.asked == []
    await answerer.find(finder, finder.query("dog"))
    assert second.asked == ["dog"]


async def test_only_what_changed_in_a_pack_is_computed_again(finder: Finder, tmp_path: Path) -> None:
    await Answerer([Words()], tmp_path).prepare([finder.pack])
    changed = _with_another_tip(finder.pack)
    model = Words()
    await Answerer([model], tmp_path).prepare([changed])
    assert model.asked == ["Walk before breakfast. And again."]


async def test_another_model_starts_from_scratch(finder: Finder, tmp_path: Path) -> None:
    await Answerer([Words()], tmp_path).prepare([finder.pack])
    other = Words("other")
    await Answerer([other], tmp_path).prepare([finder.pack])
    assert sorted(other.asked) == sorted([*everyday_texts(), *texts_of(finder.pack)])


async def test_everyday_life_is_computed_once_for_all_packs(finder: Finder, tmp_path: Path) -> None:
    model = Words()
    answerer = Answerer([model], tmp_path)
    await asyncio.gather(*(answerer.prepare([pack]) for pack in (finder.pack, helpdesk())))
    texts = dict.fromkeys([*texts_of(finder.pack), *texts_of(helpdesk())])
    assert sorted(model.asked) == sorted([*everyday_texts(), *texts])


async def test_a_damaged_file_is_made_again(finder: Finder, tmp_path: Path) -> None:
    await Answerer([Words()], tmp_path).prepare([finder.pack])
    for kept in tmp_path.iterdir():
        kept.write_bytes(kept.read_bytes()[:100])
    model = Words()
    await Answerer([model], tmp_path, patience=FOREVER).find(finder, finder.query("dog"))
    assert sorted(model.asked) == sorted([*everyday_texts(), *texts_of(finder.pack), "dog"])


async def test_stopped_work_resumes_where_it_was(finder: Finder, tmp_path: Path) -> None:
    texts = list(texts_of(finder.pack))

    def stop(text: str) -> bool:
        if text == texts[len(texts) // 2]:
            answerer.close()
        return False

    first, second = Words(fails=stop), Words()
    answerer = Answerer([first], tmp_path)
    await answerer.prepare([finder.pack])
    await Answerer([second], tmp_path).prepare([finder.pack])
    assert [*first.asked, *second.asked] == [*everyday_texts(), *texts]
    assert second.asked


async def test_stopping_at_once_twice_loses_nothing(finder: Finder, tmp_path: Path) -> None:
    await Answerer([Words()], tmp_path).prepare([finder.pack])
    changed, model = _with_another_tip(finder.pack), Words()
    for _ in range(2):
        stopped = Answerer([model], tmp_path)
        stopped.close()
        await stopped.prepare([changed])
    assert model.asked == []
    await Answerer([model], tmp_path).prepare([changed])
    assert model.asked == ["Walk before breakfast. And again."]


@pytest.mark.parametrize("folder", packs_in(SHIPPED.parent), ids=lambda folder: folder.name)
async def test_the_vectors_of_bundled_packs_come_with_versed(folder: Path, tmp_path: Path) -> None:
    pack, asked = load(folder), Words(EMBEDDED, size=384, has_token_vectors=True)
    for whose, texts in ((pack.id, texts_of(pack)), (EVERYDAY_LIFE, everyday_texts())):
        assert (SHIPPED / file_name(EMBEDDED, whose, digest(texts))).exists(), (
            f"The texts of {whose} have changed; run “python -m bot.content.ship” and commit content/vectors."
        )
    answerer = Answerer([asked], tmp_path, patience=FOREVER)
    await answerer.prepare([pack])
    finder = Finder(pack)
    await answerer.find(finder, finder.query("hello"))
    assert (asked.asked, list(tmp_path.iterdir())) == (["hello"], []), "nothing is worked out or kept"


def test_only_the_vectors_of_bundled_packs_come_with_versed() -> None:
    packs = [load(folder) for folder in packs_in(SHIPPED.parent)]
    whose = [(EVERYDAY_LIFE, everyday_texts()), *((pack.id, texts_of(pack)) for pack in packs)]
    assert {each.name for each in SHIPPED.iterdir()} == {
        file_name(EMBEDDED, id_, digest(texts)) for id_, texts in whose
    }


def test_packs_with_one_name_keep_separate_vectors(tmp_path: Path) -> None:
    one, other = tmp_path / "name.one", tmp_path / "name.other"
    for file in (one, other):
        assert work_out({file.suffix: False}, Words(), file, lambda: False, {})
    assert sorted(tmp_path.iterdir()) == [one, other]
    assert list(recalled({".one": False, ".other": False}, "words", other)) == [".one", ".other"]


def _with_another_tip(pack: Pack) -> Pack:
    walk = pack.tip_by_id["walk"].model_copy(update={"text": "And again."})
    return pack.model_copy(update={"tips": (walk, *(tip for tip in pack.tips if tip.id != "walk"))})
