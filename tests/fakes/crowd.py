"""A crowd on both platforms at once: people who see boards, press their buttons, and press again if nothing comes."""

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any, Protocol

from bot.features.games.actions import PlayChoice
from bot.language.actions import decode
from bot.language.refusals import Refusal
from tests.fakes.discord import FakeDiscord, Shown
from tests.fakes.discord.world import person as discord_person
from tests.fakes.slack import FakeSlack, payloads
from tests.fakes.slack.driver import BySocket
from tests.fakes.slack.server import ADMIN, GENERAL
from tests.fakes.slack.server import person as slack_person
from tests.patience import FOREVER

PATIENCE = 1.5
"""Seconds until someone presses again; doubled each time that nothing comes."""


@dataclass(frozen=True, slots=True)
class Board:
    """A board as people see it.

    Args:
        ref: identifies it.
        text: everything on it that can be read.
        buttons: what each carries, by label.
    """

    ref: str
    text: str
    buttons: dict[str, str]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A board as it could be read when it was shown or changed.

    Args:
        at: seconds since 1970.
        ref: the changed board's, "" for a new one.
        text: everything on it that could be read.
    """

    at: float
    ref: str
    text: str


class Side(Protocol):
    """One of the places where a game is played."""

    tenant: str

    def boards(self) -> list[Board]:
        """The boards there, oldest first."""
        ...

    def drawn(self) -> list[Drawn]:
        """Everything that was ever shown there."""
        ...

    def member(self, number: int) -> str:
        """The id of one of the people."""
        ...

    async def press(self, number: int, board: Board, carries: str, patience: float) -> str | None:
        """Press a button as one of the people; return what they're told, None if nothing comes in time."""
        ...

    async def command(self, typed: str, **options: Any) -> str:
        """Use a command as an administrator; return what they're told."""
        ...

    async def press_as_host(self, label: str) -> str | None:
        """Press a button as the game's host, on the newest board that has it; return what they're told."""
        ...


class OnDiscord:
    """The people on Discord."""

    def __init__(self, discord: FakeDiscord) -> None:
        self._discord = discord
        self.tenant = f"discord:{discord.home['id']}"

    def boards(self) -> list[Board]:
        shown = self._discord.messages.get(self._discord.channel, [])
        return [Board(each.id, each.text, each.buttons) for each in shown]

    def drawn(self) -> list[Drawn]:
        started = time.time() - asyncio.get_running_loop().time()
        return [
            Drawn(each.at + started, each.path.partition("/messages/")[2], _read_components(each.body))
            for each in self._discord.requests
            if each.path.startswith("/channels/") and each.status == 200
        ]

    def member(self, number: int) -> str:
        return str(discord_person(1000 + number)["id"])

    async def press(self, number: int, board: Board, carries: str, patience: float) -> str | None:
        on = self._shown(board)
        user = discord_person(1000 + number, f"Fox {number}")
        exchange = await self._discord.press_id(on, carries, user=user)
        try:
            return (await exchange.shown(timeout=patience)).text
        except TimeoutError:
            return None

    async def command(self, typed: str, **options: Any) -> str:
        return (await (await self._discord.use(typed, **options)).shown()).text

    async def press_as_host(self, label: str) -> str | None:
        board = next(each for each in reversed(self.boards()) if label in each.buttons)
        exchange = await self._discord.press_id(self._shown(board), board.buttons[label])
        return (await exchange.shown()).text

    def _shown(self, board: Board) -> Shown:
        return next(each for each in self._discord.messages[self._discord.channel] if each.id == board.ref)


class OnSlack:
    """The people on Slack."""

    tenant = "slack:T0HOME"

    def __init__(self, slack: FakeSlack) -> None:
        self._slack = slack
        self._driver = BySocket(slack)
        self._told: dict[str, str] = {}
        self._read = 0

    def boards(self) -> list[Board]:
        return [
            Board(said["ts"], read_blocks(said), read_buttons(said.get("blocks") or []))
            for said in self._slack.messages[GENERAL]
        ]

    def drawn(self) -> list[Drawn]:
        started = time.time() - asyncio.get_running_loop().time()
        return [
            Drawn(each.at + started, str(each.arguments.get("ts") or ""), read_blocks(each.arguments))
            for each in self._slack.calls("chat.postMessage", "chat.update")
        ]

    def member(self, number: int) -> str:
        return f"U1{number:03d}"

    async def press(self, number: int, board: Board, carries: str, patience: float) -> str | None:
        user = self.member(number)
        self._slack.users.setdefault(user, slack_person(user, f"Owl {number}"))
        return await self._ask(payloads.press(self._slack, carries, user=user, ephemeral=False), patience)

    async def command(self, typed: str, **options: Any) -> str:
        said = await self._ask(payloads.command(self._slack, typed, user=ADMIN), FOREVER)
        assert said is not None, "nothing came back"
        return said

    async def press_as_host(self, label: str) -> str | None:
        board = next(each for each in reversed(self.boards()) if label in each.buttons)
        press = payloads.press(self._slack, board.buttons[label], user=ADMIN, ephemeral=False)
        return await self._ask(press, FOREVER)

    async def _ask(self, payload: dict[str, Any], patience: float) -> str | None:
        """The answer to this very request: an earlier one that was given up on may be answered late."""
        delivering = asyncio.create_task(self._driver.deliver(payload))
        end = asyncio.get_running_loop().time() + patience
        while (said := self._answer(payload["response_url"])) is None and asyncio.get_running_loop().time() < end:
            await asyncio.sleep(0.02)
        delivering.cancel()
        await asyncio.gather(delivering, return_exceptions=True)
        return said

    def _answer(self, url: str) -> str | None:
        for call in self._slack.log[self._read :]:
            if call.method == "response":
                # Only the first call answers the press; later ones say what came of it.
                self._told.setdefault(str(call.context.get("url")), read_blocks(call.arguments))
        self._read = len(self._slack.log)
        return self._told.get(url)


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """An answer that someone was told is locked."""

    tenant: str
    member: str
    position: int
    given: str


@dataclass
class Crowd:
    """The people on all sides.

    Args:
        sides: where they play.
        size: how many people play on each side.
        spread: seconds within which they answer.
        random: decides who answers what, and when.
    """

    sides: Sequence[Side]
    size: int
    spread: float
    random: Random
    acknowledged: list[Acknowledged] = field(default_factory=list)
    pressed: int = 0
    unanswered: int = 0
    _boards: dict[str, list[Board]] = field(default_factory=dict)
    _over: bool = False

    async def watch(self) -> None:
        """Keep looking at all boards for as long as this runs."""
        while True:
            self._boards = {side.tenant: side.boards() for side in self.sides}
            self._over = all(
                any("Review what I missed" in each.buttons for each in boards) for boards in self._boards.values()
            )
            await asyncio.sleep(0.05)

    async def until_shown(self, label: str) -> None:
        """Wait until some side has a button whose label begins like this."""
        await self._until(
            lambda: any(
                each.startswith(label)
                for boards in self._boards.values()
                for board in boards
                for each in board.buttons
            )
        )

    async def until_over(self) -> None:
        """Wait until all sides have the podium."""
        await self._until(lambda: self._over)

    async def join(self) -> None:
        """Everybody joins."""
        await asyncio.gather(*(self._join(side, number) for side in self.sides for number in range(self.size)))

    async def play(self) -> None:
        """Everybody answers every question, until the game is over."""
        await asyncio.gather(*(self._play(side, number) for side in self.sides for number in range(self.size)))

    async def _join(self, side: Side, number: int) -> None:
        await asyncio.sleep(self.random.uniform(0, 1.5))
        for patience in _ever_longer():
            board = next(
                each
                for each in reversed(self._boards[side.tenant])
                if any(label.startswith("Join") for label in each.buttons)
            )
            carries = next(carries for label, carries in board.buttons.items() if label.startswith("Join"))
            if "You're in" in (await side.press(number, board, carries, patience) or ""):
                return

    async def _play(self, side: Side, number: int) -> None:
        done = -1
        patience = _ever_longer()
        while not self._over:
            question = self._question(side)
            if question is None or question[0] <= done:
                await asyncio.sleep(0.1)
                continue
            position, board, choices = question
            await asyncio.sleep(self.random.uniform(0, self.spread))
            if await self._answer(side, number, position, board, choices, next(patience)):
                done, patience = position, _ever_longer()

    async def _answer(
        self, side: Side, number: int, position: int, board: Board, choices: list[tuple[int, str]], patience: float
    ) -> bool:
        """Press one of the choices; return whether the question is done with."""
        choice, carries = self.random.choice(choices)
        self.pressed += 1
        said = await side.press(number, board, carries, patience)
        if said is None:
            self.unanswered += 1
            return False
        if "Locked: " in said:
            self.acknowledged.append(Acknowledged(side.tenant, side.member(number), position, str(choice)))
        return "try again" not in said and "press again" not in said and "in a minute" not in said

    def _question(self, side: Side) -> tuple[int, Board, list[tuple[int, str]]] | None:
        """The newest question that's shown there with its choices."""
        for board in reversed(self._boards[side.tenant]):
            choices = [
                (act.choice, act.position, carries)
                for carries in board.buttons.values()
                if isinstance(act := _decoded(carries), PlayChoice)
            ]
            if choices:
                return choices[0][1], board, [(choice, carries) for choice, _, carries in choices]
        return None

    async def _until(self, happened: Callable[[], bool]) -> None:
        async with asyncio.timeout(FOREVER):
            while not happened():
                await asyncio.sleep(0.05)


def _ever_longer() -> Iterator[float]:
    """Ever longer times between presses, so that a crowd never presses faster than a slow machine can answer."""
    patience = PATIENCE
    while True:
        yield patience
        patience *= 2


def _decoded(carries: str) -> object:
    try:
        return decode(carries)
    except Refusal:
        return None


def read_buttons(blocks: list[Any]) -> dict[str, str]:
    """What the buttons of a message on Slack carry, by label."""
    return {
        element["text"]["text"]: element["value"]
        for block in blocks
        for element in block.get("elements", ())
        if element.get("type") == "button" and "value" in element
    }


def read_blocks(said: dict[str, Any]) -> str:
    """Everything that can be read in a message on Slack."""
    return "\n".join(_texts(said.get("blocks") or [])) or str(said.get("text") or "")


def _read_components(body: Any) -> str:
    return "\n".join(_texts((body or {}).get("components", [])))


def _texts(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        for name in ("text", "content"):
            if isinstance(part.get(name), str):
                yield part[name]
        for each in part.values():
            yield from _texts(each)
    elif isinstance(part, list):
        for each in part:
            yield from _texts(each)
