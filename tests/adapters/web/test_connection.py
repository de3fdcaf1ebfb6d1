import asyncio
import logging
from dataclasses import replace
from itertools import count
from typing import Any, cast

import aiohttp
import pytest
from aiohttp import web
from prometheus_client import REGISTRY

from adapters.private_answers import PrivateAnswers
from adapters.web.connection import Connection, Playground
from adapters.web.given import UploadedFiles
from adapters.web.limits import Limits
from adapters.web.pictures import Pictures
from adapters.web.room import Room
from adapters.web.visitors import OwnMachine, Visitor
from bot.language.people import PLAYGROUND, Member, local_member
from tests.adapters.web.conftest import LIMITS, Json, StartSite, Visitors
from tests.fakes.commands import TOPICS, FakeCommands, png
from tests.patience import FOREVER


async def test_a_welcome_has_everything_the_page_needs(visitors: Visitors) -> None:
    someone = await visitors.open()
    welcome = await someone.hello(await visitors.token(), "  Ána   Maria ")
    assert welcome["me"] == {"id": "ana-maria", "name": "Ána Maria"}
    assert [channel["name"] for channel in welcome["channels"]] == ["#general", "#data-team", "#ai-team", "#random"]
    assert [command["name"] for command in welcome["commands"]][:2] == ["compare", "define"]
    assert welcome["people"] == [{"id": "ana-maria", "name": "Ána Maria"}]
    assert welcome["entries"] == []


@pytest.mark.parametrize("token", ["", "wrong", "ключ"])
async def test_a_page_without_the_token_is_turned_away(visitors: Visitors, token: str) -> None:
    stranger = await visitors.open()
    refused = await stranger.hello(token, "Mallory")
    assert (refused["type"], refused["reason"]) == ("refused", "token")
    assert (await stranger.socket.receive(timeout=FOREVER)).type is aiohttp.WSMsgType.CLOSE


@pytest.mark.parametrize("name", ["", "   ", "\u202e", "x" * 33])
async def test_a_bad_name_is_turned_away_with_a_sentence(visitors: Visitors, name: str) -> None:
    stranger = await visitors.open()
    refused = await stranger.hello(await visitors.token(), name)
    assert refused["reason"] == "name"
    assert "name" in refused["sentence"]


async def test_the_first_frame_must_be_a_hello(visitors: Visitors) -> None:
    for data in ('{"type":"say","id":1,"channel":"general","text":"hi"}', "not json"):
        stranger = await visitors.open()
        await stranger.socket.send_str(data)
        assert (await stranger.next("refused"))["sentence"]
        assert (await stranger.socket.receive(timeout=FOREVER)).type is aiohttp.WSMsgType.CLOSE


async def test_a_tab_that_says_nothing_is_closed(start_site: StartSite, http: aiohttp.ClientSession) -> None:
    site = await start_site(limits=replace(LIMITS, hello_seconds=0.01))
    async with Visitors(http, site) as visitors:
        silent = await visitors.open()
        assert (await silent.socket.receive(timeout=FOREVER)).type is aiohttp.WSMsgType.CLOSE


async def test_requests_from_tabs_are_counted(visitors: Visitors) -> None:
    def counted() -> dict[str, float]:
        asked = [("command", "answered"), ("command", "refused"), ("completion", "answered")]
        labels = [{"platform": "web", "kind": kind, "outcome": outcome} for kind, outcome in asked]
        found = {"/".join(each.values()): REGISTRY.get_sample_value("versed_requests_total", each) for each in labels}
        found["timed"] = REGISTRY.get_sample_value("versed_answer_seconds_count", {"platform": "web"})
        return {name: value or 0 for name, value in found.items()}

    ana = await visitors.join("Ana")
    before = counted()
    await ana.say("/compare data")
    await ana.say("/nothing")
    await ana.ask("complete", channel="general", line="/compare d", settled=False)
    assert {name: value - before[name] for name, value in counted().items()} == {
        "web/command/answered": 1,
        "web/command/refused": 1,
        "web/completion/answered": 1,
        "timed": 2,
    }


async def test_people_see_one_another_come_talk_and_go(visitors: Visitors) -> None:
    ana, ben = await visitors.join("Ana"), await visitors.join("Ben")
    done = await ana.say("hello, all", "random")
    seen = await ben.entry()
    assert (seen["id"], seen["channel"], seen["by"]["name"]) == (done["entry"], "random", "Ana")
    assert (seen["text"], seen["blocks"], seen["private"]) == ("hello, all", None, False)
    await ana.socket.close()
    present = [(await ben.next("people"))["people"] for _ in range(2)]
    assert [each["name"] for each in present[-1]] == ["Ben"]


async def test_a_public_answer_is_seen_by_all_with_who_asked(visitors: Visitors, commands: FakeCommands) -> None:
    ana, ben = await visitors.join("Ana"), await visitors.join("Ben")
    await ana.say("/compare data", "data-team")
    seen = await ben.entry()
    assert (seen["by"]["name"], seen["text"], seen["private"]) == ("Ana", "used /compare data", False)
    assert [block["type"] for block in seen["blocks"]] == ["heading", "text", "table", "menu", "buttons", "footer"]
    asker = commands.calls[0].asker
    assert (asker.tenant.key, asker.place.id, asker.place.name) == ("web:playground", "data-team", "#data-team")
    assert (asker.member.id, asker.member.administrator, asker.at.tzinfo is not None) == ("ana", True, True)


async def test_a_private_answer_is_seen_only_by_its_person_on_all_their_tabs(visitors: Visitors) -> None:
    ana, again, ben = await visitors.join("Ana"), await visitors.join("ana"), await visitors.join("Ben")
    await ana.say("/tip")
    assert (await again.entry())["private"] is True
    assert await ben.sees_nothing_more()


async def test_an_answer_replaces_a_private_message_on_all_tabs(visitors: Visitors) -> None:
    ana, again = await visitors.join("Ana"), await visitors.join("Ana")
    await ana.say("/quiz")
    question = await again.entry()
    await ana.press(question, "answer:1:0")
    frame = await again.next("entry")
    assert frame["replaces"] == question["id"]
    assert frame["entry"]["text"] == "pressed “A data scientist”"
    reloaded = await visitors.open()
    welcome = await reloaded.hello(await visitors.token(), "Ana")
    assert [each["blocks"][0]["text"] for each in welcome["entries"]] == ["Answered"]


async def test_an_answer_never_replaces_a_public_message(visitors: Visitors) -> None:
    ana, ben = await visitors.join("Ana"), await visitors.join("Ben")
    await ana.say("/compare data")
    public = await ben.entry()
    await ben.press(public, "question:1")
    frame = await ben.next("entry")
    assert (frame["replaces"], frame["entry"]["private"]) == (None, True)
    await ana.next("entry")
    assert await ana.sees_nothing_more()


async def test_after_a_restart_the_page_knows_what_a_press_replaces(visitors: Visitors) -> None:
    ana = await visitors.join("Ana")
    await ana.press({"channel": "general", "id": "from-before"}, "answer:1:0")
    frame = await ana.next("entry")
    assert (frame["replaces"], frame["entry"]["text"]) == ("from-before", "pressed a button")


async def test_a_form_sends_what_was_typed(visitors: Visitors, commands: FakeCommands) -> None:
    ana, ben = await visitors.join("Ana"), await visitors.join("Ben")
    await ana.say("/compare data")
    await ben.press(await ben.entry(), "suggest", " PE\u202eFT ")
    assert commands.pressed[0].text == "PEFT"
    await ana.next("entry")
    assert (await ana.entry())["blocks"][0]["spans"][0]["text"] == "Ben suggests “PEFT”."


async def test_a_press_whose_form_is_unknown_brings_it(visitors: Visitors) -> None:
    ana = await visitors.join("Ana")
    await ana.say("/compare data")
    entry = await ana.entry()
    asks = await ana.ask("press", channel="general", entry=entry["id"], press="report")
    assert (asks["type"], asks["form"]["title"]) == ("asks", "Report it")
    assert "few words" in (await ana.press(entry, "report"))["sentence"]
    await ana.press(entry, "report", "a typo")
    assert (await ana.entry())["blocks"][0]["spans"][0]["text"] == "Thanks for “a typo”."


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("/nothing", "no command"),
        ("/", "no command"),
        ("/define", "needs “term”"),
        ("   ", "nothing to say"),
        ("x" * 2001, "too long"),
        ("/break", "went wrong"),
    ],
)
async def test_only_the_asker_sees_a_refusal(visitors: Visitors, line: str, word: str) -> None:
    ana, ben = await visitors.join("Ana"), await visitors.join("Ben")
    refused = await ana.say(line)
    assert refused["type"] == "refused"
    assert word in refused["sentence"]
    assert await ben.sees_nothing_more()


async def test_a_refused_press_says_why(visitors: Visitors) -> None:
    ana = await visitors.join("Ana")
    refused = await ana.press({"channel": "general", "id": "x"}, "no such press")
    assert (refused["type"], "expired" in refused["sentence"]) == ("refused", True)


async def test_an_unknown_channel_is_turned_down(visitors: Visitors) -> None:
    ana = await visitors.join("Ana")
    assert "no such channel" in (await ana.say("hi", "secret"))["sentence"]


async def test_a_slash_of_full_width_begins_a_command(visitors: Visitors) -> None:
    ana = await visitors.join("Ana")
    await ana.say("／ｔｉｐ")
    assert (await ana.entry())["text"] == "used ／ｔｉｐ"


async def test_suggestions_come_for_what_is_typed(visitors: Visitors) -> None:
    ana = await visitors.join("Ana")
    reading = (await ana.ask("complete", channel="general", line="/compare ses"))["reading"]
    assert (reading["command"], reading["given"], reading["option"]) == ("compare", ["topic"], "topic")
    expected = [topic for topic in TOPICS if "ses" in topic.lower()]
    assert reading["suggestions"] == [{"label": topic, "line": f"/compare {topic} "} for topic in expected]


async def test_a_dismissed_message_goes_from_all_tabs_and_stays_away(visitors: Visitors) -> None:
    ana, again = await visitors.join("Ana"), await visitors.join("Ana")
    await ana.say("/tip")
    tip = await again.entry()
    await ana.ask("dismiss", entry=tip["id"])
    assert (await again.next("gone"))["entry"] == tip["id"]
    welcome = await (await visitors.open()).hello(await visitors.token(), "Ana")
    assert welcome["entries"] == []


@pytest.mark.parametrize(
    "data",
    [
        "{",
        "[]",
        '{"type":"dance","id":4}',
        '{"type":"say","id":' + "9" * 4000 + ',"channel":"general","text":"x"}',
        '{"type":"say","id":4,"channel":["general"],"text":"x"}',
        '{"type":"say","id":4,"channel":"general","text":"\\udfff"}',
        '{"type":"hello","id":4,"token":"x","name":"Eve"}',
        "[" * 60_000,
    ],
)
async def test_a_malformed_frame_gets_a_sentence_and_the_tab_stays(visitors: Visitors, data: str) -> None:
    ana = await visitors.join("Ana")
    await ana.socket.send_str(data)
    assert (await ana.next("refused"))["sentence"].endswith(".")
    assert (await ana.say("still here"))["type"] == "done"


async def test_a_frame_that_is_too_big_closes_the_tab(visitors: Visitors) -> None:
    ana = await visitors.join("Ana")
    await ana.socket.send_str("x" * (64 * 1024 + 1))
    data = await ana.socket.receive(timeout=FOREVER)
    while data.type is aiohttp.WSMsgType.TEXT:
        data = await ana.socket.receive(timeout=FOREVER)
    assert (data.type, data.data) == (aiohttp.WSMsgType.CLOSE, aiohttp.WSCloseCode.MESSAGE_TOO_BIG)


async def test_a_binary_frame_closes_the_tab(visitors: Visitors) -> None:
    ana = await visitors.join("Ana")
    await ana.socket.send_bytes(b"\0")
    data = await ana.socket.receive(timeout=FOREVER)
    while data.type is aiohttp.WSMsgType.TEXT:
        data = await ana.socket.receive(timeout=FOREVER)
    assert data.type is aiohttp.WSMsgType.CLOSE


async def test_someone_too_fast_is_told_kindly(start_site: StartSite, http: aiohttp.ClientSession) -> None:
    site = await start_site(limits=replace(LIMITS, burst=3, per_second=0.001))
    async with Visitors(http, site) as visitors:
        ana = await visitors.join("Ana")
        answers = [await ana.say("quick") for _ in range(4)]
    assert [answer["type"] for answer in answers] == ["done"] * 3 + ["refused"]
    assert answers[-1]["sentence"] == "That was a bit fast; wait a moment and try again."


async def test_the_number_of_tabs_is_bounded(start_site: StartSite, http: aiohttp.ClientSession) -> None:
    async with Visitors(http, await start_site(limits=replace(LIMITS, tabs=2))) as visitors:
        first = await visitors.join("Ana")
        await visitors.join("Ben")
        third = await visitors.open()
        refused = await third.next("refused")
        assert (refused["reason"], "full" in refused["sentence"]) == ("full", True)
        await first.socket.close()
        await visitors.join("Cleo")


async def test_a_slow_tab_is_cut_off_and_stalls_nobody(commands: FakeCommands) -> None:
    class Stuck:
        """A socket whose other end reads nothing."""

        async def send_str(self, _data: str) -> None:
            await asyncio.Event().wait()

    limits = replace(Limits(), outbox=5)
    room, pictures = Room(limits), Pictures(100)
    playground = Playground(
        commands, room, pictures, limits, OwnMachine(), "token", PrivateAnswers(60), UploadedFiles()
    )
    cut: list[bool] = []
    slow = Connection(
        cast("web.WebSocketResponse", Stuck()), playground, Visitor("", administrator=True), lambda: cut.append(True)
    )
    slow.member = local_member("Slow")
    playground.room.join(slow)
    for number in range(4):
        slow.send(str(number))
    assert not cut
    slow.send("one too many")
    assert cut


async def test_nothing_that_people_type_is_logged(visitors: Visitors, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    ana = await visitors.join("Canary Person")
    for line in ("canary line", "/compare canary", "/break", "/canary"):
        await ana.say(line)
    logged = caplog.text.lower()
    assert "runtimeerror" in logged
    assert "canary" not in logged
    assert "secret words" not in logged


async def test_a_picture_is_served_from_an_address_that_cannot_be_guessed(visitors: Visitors) -> None:
    ana = await visitors.join("Ana")
    await ana.say("/picture")
    image = cast("Json", next(block for block in (await ana.entry())["blocks"] if block["type"] == "image"))
    assert len(image["url"].removeprefix("/picture/")) >= 32
    async with visitors.http.get(visitors.site.url.rstrip("/") + image["url"]) as answer:
        assert answer.content_type == "image/png"
        assert await answer.read() == png()


async def test_a_file_is_saved_and_never_shown(visitors: Visitors) -> None:
    ana = await visitors.join("Ana")
    await ana.say("/picture")
    file = cast("Json", next(block for block in (await ana.entry())["blocks"] if block["type"] == "file"))
    assert (file["name"], file["size"]) == ("cards.apkg", 8)
    site = visitors.site.url.rstrip("/")
    async with visitors.http.get(site + file["url"]) as answer:
        assert answer.headers["Content-Disposition"] == "attachment"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"
        assert await answer.read() == b"<script>"
    async with visitors.http.get(site + file["url"].replace("/file/", "/picture/")) as answer:
        assert answer.status == 404
    async with visitors.http.get(site + "/file/" + "0" * 40) as answer:
        assert answer.status == 404


async def test_one_person_waiting_holds_up_nobody_else(visitors: Visitors, commands: FakeCommands) -> None:
    ana, ben = await visitors.join("Ana"), await visitors.join("Ben")
    commands.gate = asyncio.Event()
    waiting: asyncio.Task[Any] = asyncio.create_task(ana.press({"channel": "general", "id": "x"}, "answer:1:0"))
    assert (await ben.say("not held up"))["type"] == "done"
    assert not waiting.done()
    commands.gate.set()
    assert (await waiting)["type"] == "done"


async def test_a_person_is_the_same_here_and_on_the_command_line(visitors: Visitors, commands: FakeCommands) -> None:
    ana = await visitors.join(" ÁNA  b. ")
    await ana.say("/compare data")
    asker = commands.calls[0].asker
    assert asker.tenant == PLAYGROUND
    assert asker.member.id == local_member("Ana B.").id


async def test_tabs_that_come_together_are_let_in_one_at_a_time(
    visitors: Visitors, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The event loop does other work between two of them, because each takes milliseconds."""
    turns, greeted = count(), list[int]()
    turn = next(turns)
    history = Room.history

    def noted(room: Room, member: Member) -> str:
        greeted.append(turn)
        return history(room, member)

    async def turning() -> None:
        nonlocal turn
        while True:
            turn = next(turns)
            await asyncio.sleep(0)

    monkeypatch.setattr(Room, "history", noted)
    token = await visitors.token()
    people = [await visitors.open() for _ in range(10)]
    clock = asyncio.create_task(turning())
    welcomes = await asyncio.gather(*(one.hello(token, f"Tab {number}") for number, one in enumerate(people)))
    clock.cancel()
    assert {welcome["type"] for welcome in welcomes} == {"welcome"}
    assert len(set(greeted)) == len(greeted) == len(people)
