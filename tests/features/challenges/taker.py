"""People on Discord who take a challenge, and press again if nothing happens."""

import asyncio
import time
from dataclasses import dataclass
from random import Random
from typing import Any

from bot.features.challenges.actions import ShowTurn, TakeChallenge, TryChoice
from bot.language.actions import decode, encode
from bot.language.refusals import Refusal
from tests.fakes.discord import FakeDiscord, Shown
from tests.fakes.discord.world import Json, person
from tests.features.games.stage import Stage
from tests.patience import FOREVER

LIMIT = 120
"""Seconds for each question; more than anyone needs, even if processes die in the middle of it."""

_PATIENCE = 1.0
"""Seconds until someone presses again; doubled each time nothing happens."""

_RUNS = "Your clock runs out "


@dataclass(frozen=True, slots=True)
class Look:
    """A second look at an open question: how much time had passed, as it was shown and in reality.

    Args:
        told: the seconds shown, give or take half a second.
        least, most: the bounds of the real number.
        kills: how many there were between the two looks.
    """

    told: float
    least: float
    most: float
    kills: int


class Taker:
    """Someone who takes a challenge.

    Args:
        stage: where it is.
        number: tells them apart. Number 0 looks at the first question again only after a kill.
        random: decides what they answer, and when.

    Attributes:
        begun: set when they have seen a question.
        locked: the choices that they were told are safe, by position.
        seen: when they were first shown a question, in seconds since 1970, by position.
        looks: what they saw of the clock.
    """

    def __init__(self, stage: Stage, number: int, random: Random) -> None:
        self.user = person(1000 + number, f"Fox {number}")
        self.locked: dict[int, int] = {}
        self.seen: dict[int, float] = {}
        self.looks: list[Look] = []
        self.begun = asyncio.Event()
        self._awaits_kill = number == 0
        self._stage = stage
        self._random = random

    async def take(self, announced: Shown, questions: int) -> None:
        """Answer everything."""
        take = next(act for act in acts(announced).values() if isinstance(act, TakeChallenge))
        page = await self._press(announced, encode(take), "A question's clock starts when you see it")
        for position in range(questions):
            page = await self._answer(page, take.challenge, position)

    async def _answer(self, page: Shown, challenge: str, position: int) -> Shown:
        """See a question, look again after a while, answer it, and try to change the answer."""
        show = encode(ShowTurn(challenge, position))
        asked = time.time()
        page = await self._press(page, show, _RUNS)
        self.seen[position], kills = time.time(), self._stage.kills
        self.begun.set()
        await asyncio.sleep(self._random.uniform(0.2, 3.0))
        if position == 0 and self._awaits_kill:
            while self._stage.kills == kills:
                await asyncio.sleep(0.1)
            await asyncio.sleep(2.0)
        page, again = await self._press_and_tell_when(page, show, _RUNS)
        # Discord counts down by itself, in whole seconds, so this is off by up to half a second.
        runs_out = int(page.text.partition("<t:")[2].partition(":R>")[0]) + 0.5
        told = LIMIT - (runs_out - again)
        least, most = again - self.seen[position], time.time() - asked
        self.looks.append(Look(told, least, most, self._stage.kills - kills))
        choices = {label[0]: act for label, act in acts(page).items() if isinstance(act, TryChoice)}
        first, other = self._random.sample(sorted(choices), 2)
        page = await self._press(page, encode(choices[first]), "Locked: ")
        letter = page.text.partition("Locked: ")[2].strip("*")[0]
        self.locked[position] = choices[letter].choice
        page = await self._press(page, encode(choices[other]), "your first answer counts.")
        assert page.text.partition("Locked: ")[2].strip("*")[0] == letter
        return page

    async def _press(self, page: Shown, carries: str, wanted: str) -> Shown:
        return (await self._press_and_tell_when(page, carries, wanted))[0]

    async def _press_and_tell_when(self, page: Shown, carries: str, wanted: str) -> tuple[Shown, float]:
        """Press until the wanted page is shown; return it, and when the button was pressed for it."""
        patience = _PATIENCE
        while True:
            at = time.time()
            shown = await press(self._stage.discord, page, carries, self.user, patience)
            if shown is not None and wanted in shown.text:
                return shown, at
            patience *= 2


async def press(
    discord: FakeDiscord, page: Shown, carries: str, user: Json, patience: float = FOREVER, **where: Any
) -> Shown | None:
    """Press a button; return what's shown, or None if nothing is within `patience` seconds."""
    exchange = await discord.press_id(page, carries, user=user, **where)
    try:
        return await exchange.shown(timeout=patience)
    except TimeoutError:
        return None


def acts(page: Shown) -> dict[str, object]:
    """Return what a page's buttons do, by label."""
    found: dict[str, object] = {}
    for label, carries in page.buttons.items():
        try:
            found[label] = decode(carries)
        except Refusal:
            continue
    return found
