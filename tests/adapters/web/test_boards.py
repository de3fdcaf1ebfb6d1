"""Boards on the page: public entries that change in place for everybody."""

import json

import pytest

from adapters.private_answers import PrivateAnswers
from adapters.web.boards import WebBoards
from adapters.web.limits import Limits
from adapters.web.pictures import Pictures
from adapters.web.room import Room
from bot.language.message import message
from bot.language.people import local_member
from bot.language.port import Destination, Reason, Rejected
from bot.language.rich_text import text
from tests.adapters.web.test_room import ANA, BEN, Listener, entry

GENERAL = Destination("web:playground", "general")


@pytest.fixture
def room() -> Room:
    return Room(Limits())


@pytest.fixture
def boards(room: Room) -> WebBoards:
    return WebBoards(room, Pictures(1000), PrivateAnswers(60))


async def test_a_board_changes_in_place_for_everybody(room: Room, boards: WebBoards) -> None:
    ana, ben = Listener(ANA), Listener(BEN)
    room.join(ana)
    room.join(ben)
    ref = await boards.show(GENERAL, message(text("one")), "key")
    room.add(entry("hello"))
    await boards.change(GENERAL, ref, message(text("two")))
    for tab in (ana, ben):
        [changed] = tab.of("board")
        assert changed["entry"]["id"] == ref
        assert changed["entry"]["blocks"][0]["spans"][0]["text"] == "two"
        assert changed["entry"]["version"] == 1
    history = json.loads(room.history(local_member("Cleo")))
    assert next(each["id"] for each in history if isinstance(each, dict)) == ref
    assert [each["version"] for each in history if isinstance(each, dict)] == [1, 0]


async def test_a_board_from_before_a_restart_is_put_up_again(room: Room, boards: WebBoards) -> None:
    await boards.change(GENERAL, "earlier", message(text("still on")))
    [board] = json.loads(room.history(ANA))
    assert isinstance(board, dict)
    assert (board["id"], board["by"], board["private"]) == ("earlier", None, False)


async def test_what_people_say_is_not_a_board(room: Room, boards: WebBoards) -> None:
    said = entry("hello")
    room.add(said)
    assert room.board(said.id) is None


async def test_a_channel_that_does_not_exist_has_no_boards(boards: WebBoards) -> None:
    with pytest.raises(Rejected, match="no channel cellar") as caught:
        await boards.show(Destination("web:playground", "cellar"), message(text("one")), "key")
    assert caught.value.reason is Reason.PLACE_LOST
