"""A model behind an endpoint: its vectors, its refusals, and that nobody waits for a slow one."""

import asyncio
import logging
from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pytest
from aiohttp import web

from adapters.embeddings import EmbeddingService
from bot.bootstrap import examine_models
from bot.content.finding.answerer import Answerer
from bot.content.finding.finder import Finder
from bot.content.finding.texts import everyday_texts, texts_of
from bot.meaning.errors import ModelError
from bot.runtime.settings import Settings
from tests.content.finding.words import Words
from tests.fakes.embeddings import KEY, FakeEmbeddings, refusal, serving
from tests.packs import pets


@pytest.fixture
async def fake() -> AsyncIterator[FakeEmbeddings]:
    async with serving() as started:
        yield started


@pytest.fixture
async def endpoint(fake: FakeEmbeddings) -> AsyncIterator[EmbeddingService]:
    made = EmbeddingService(fake.url, "small", KEY, pause=0.0)
    yield made
    await made.close()


async def test_texts_become_vectors_of_length_one_in_their_order(
    fake: FakeEmbeddings, endpoint: EmbeddingService
) -> None:
    one, other, empty = await asyncio.to_thread(endpoint.encode, "one", "other", "")
    (again,) = await asyncio.to_thread(endpoint.encode, "other", within=5.0)
    assert other.vector == pytest.approx(again.vector)
    assert [float(np.linalg.norm(each.vector)) for each in (one, other, empty)] == pytest.approx([1, 1, 1])
    assert fake.asked == [["one", "other", "."], ["other"]]


@pytest.mark.parametrize("busy", [refusal(429, "rate_limit_exceeded", **{"Retry-After": "0"}), refusal(503, "")])
async def test_texts_of_a_pack_are_tried_again(
    fake: FakeEmbeddings, endpoint: EmbeddingService, busy: web.Response
) -> None:
    fake.reply = lambda number: busy if number == 0 else None
    assert len(await asyncio.to_thread(endpoint.encode, "one")) == 1
    assert len(fake.asked) == 2


async def test_a_question_isnt_tried_again(fake: FakeEmbeddings, endpoint: EmbeddingService) -> None:
    fake.reply = lambda _: refusal(429, "rate_limit_exceeded")
    with pytest.raises(ModelError, match="slow down"):
        await asyncio.to_thread(endpoint.encode, "one", within=5.0)
    assert len(fake.asked) == 1


@pytest.mark.parametrize(
    ("reply", "says"),
    [
        (refusal(401, "invalid_api_key"), "doesn't accept VERSED_ASK_KEY"),
        (refusal(404, "model_not_found"), "check VERSED_ASK_MODEL"),
        (refusal(429, "insufficient_quota"), "has nothing left"),
        (refusal(400, "invalid_input"), "refuses the texts"),
        (web.Response(text="<html>"), "something other than vectors"),
        (web.json_response({"data": []}), "something other than vectors"),
        (web.json_response({"data": [{"index": 0, "embedding": []}]}), "something other than vectors"),
        (web.Response(text='{"data": [{"index": 0, "embedding": [NaN]}]}'), "something other than vectors"),
        (web.json_response({"data": [{"index": 0, "embedding": [1e300]}]}), "something other than vectors"),
        (web.Response(status=302, headers={"Location": "http://localhost:1/"}), "refuses the texts"),
    ],
)
async def test_a_lasting_failure_is_told_at_once(
    fake: FakeEmbeddings, endpoint: EmbeddingService, reply: web.Response, says: str
) -> None:
    fake.reply = lambda _: reply
    with pytest.raises(ModelError, match=says) as told:
        await asyncio.to_thread(endpoint.encode, "one")
    assert len(fake.asked) == 1
    assert "sk-" not in str(told.value)


async def test_vectors_of_another_length_are_refused(fake: FakeEmbeddings, endpoint: EmbeddingService) -> None:
    await asyncio.to_thread(endpoint.encode, "one")
    fake.numbers = 9
    with pytest.raises(ModelError, match="8 numbers before, and now of 9"):
        await asyncio.to_thread(endpoint.encode, "two")


async def test_a_closed_endpoint_gives_up(fake: FakeEmbeddings, endpoint: EmbeddingService) -> None:
    fake.reply = lambda _: refusal(503, "", **{"Retry-After": "60"})
    waiting = asyncio.create_task(asyncio.to_thread(endpoint.encode, "one"))
    while not fake.asked:
        await asyncio.sleep(0)
    await endpoint.close()
    for asked in (waiting, asyncio.to_thread(endpoint.encode, "two")):
        with pytest.raises(ModelError, match="stopped"):
            await asked


async def test_a_slow_endpoint_keeps_nobody_waiting_and_the_other_model_answers(
    fake: FakeEmbeddings, endpoint: EmbeddingService, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    finder, own = Finder(pets()), Words()
    answerer = Answerer([endpoint, own], tmp_path, patience=0.4)
    assert await answerer.prepare([finder.pack])
    first, then = (-(-len(texts) // endpoint.together) for texts in (everyday_texts(), texts_of(finder.pack)))
    assert len(fake.asked) == first + then
    fake.seconds = 60.0
    asked = len(fake.asked)
    found = await answerer.find(finder, finder.query("a hound needs several walks a day"))
    alone = await Answerer([own], tmp_path).find(finder, finder.query("a hound needs several walks a day"))
    assert [hit.item for hit in found.hits] == [hit.item for hit in alone.hits]
    await answerer.find(finder, finder.query("and a cat?"))
    assert len(fake.asked) == asked + 1, "after that it's left alone for a while"
    (record,) = [each for each in caplog.records if each.levelno == logging.WARNING]
    assert record.getMessage() == (
        "questions are answered by words, as small at 127.0.0.1 can't be used: 127.0.0.1 doesn't answer in time."
    )


async def test_vectors_from_before_a_failure_are_kept(
    fake: FakeEmbeddings, endpoint: EmbeddingService, tmp_path: Path
) -> None:
    fake.reply = lambda number: refusal(401, "invalid_api_key") if number == 1 else None
    assert not await Answerer([endpoint], tmp_path).prepare([pets()])
    assert await Answerer([endpoint], tmp_path).prepare([pets()])
    assert sorted(set(fake.asked[0]) | {text for texts in fake.asked[2:] for text in texts}) == sorted(
        [*everyday_texts(), *texts_of(pets())]
    )
    assert not set(fake.asked[0]) & {text for texts in fake.asked[2:] for text in texts}


async def test_the_doctor_says_which_model_and_whether_it_answers(fake: FakeEmbeddings) -> None:
    settings = Settings(ask_url=fake.url, ask_model="small", ask_key=KEY)
    [found] = await examine_models(settings)
    assert str(found) == "ok    ask: small at 127.0.0.1 answers"
    fake.reply = lambda _: refusal(401, "invalid_api_key")
    [found] = await examine_models(settings)
    assert str(found) == (
        "FAIL  ask: 127.0.0.1 doesn't accept VERSED_ASK_KEY; set the right one; versed-MiniLM-L6-4 answers instead"
    )
