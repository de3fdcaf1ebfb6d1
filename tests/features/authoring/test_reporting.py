"""“Something's wrong here”: reported by members, answered once by editors."""

from pathlib import Path
from random import Random

import pytest

from bot.content.reading.library import Library
from bot.core import Core, build
from bot.features.authoring import reporting
from bot.features.authoring.actions import AnswerReport, ReportAnswer, ReportItem
from bot.features.packs.actions import AskToEdit, LetEdit
from bot.language.actions import Action, decode, encode
from bot.language.message import Message
from bot.language.plain import buttons, plain
from bot.language.refusals import Refusal
from bot.language.requests import Asker, Pressed
from bot.pictures.cache import PictureCache
from bot.storage.database import Database
from tests.features.packs.shelved import ELSEWHERE, a_pack, an_asker
from tests.packs import PETS

ANA, BEN, CLEO = an_asker("Ana"), an_asker("Ben", administrator=False), an_asker("Cleo", administrator=False)
TERM = ReportItem("pets", "term", "aquarium")


@pytest.fixture
async def core(sqlite_database: Database, pictures: PictureCache) -> Core:
    return build(Library([PETS]), sqlite_database, pictures, Random(1))


async def press(core: Core, action: Action, typed: str = "", asker: Asker = BEN) -> str:
    return plain(await core.application.press(Pressed(asker, encode(action), typed)))


async def reports(core: Core, asker: Asker = ANA) -> Message:
    return await core.application.say(asker, "/pack problems")


def to_answer(said: Message, label: str) -> Action:
    return decode(next(each.press for each in buttons(said) if each.label == label))


async def told(core: Core, asker: Asker) -> list[str]:
    core.application._notices._looked = None
    heard: list[str] = []

    async def send(said: Message) -> None:
        heard.append(plain(said))

    await core.application.tell_notices(asker, send)
    return heard


async def test_all_who_report_are_answered_once(core: Core) -> None:
    shown = await core.application.say(BEN, "/define aquarium")
    assert to_answer(shown, "Something's wrong here") == TERM
    await press(core, TERM, "It's a bowl.")
    await press(core, TERM, "No, it's a tank.")  # replaces the first report
    await press(core, TERM, "I agree with Ben.", CLEO)
    assert "/pack problems" in "".join(await told(core, ANA))
    open_ = await reports(core)
    said = plain(open_)
    assert "reported by 2 people" in said
    assert "No, it's a tank." in said
    assert "bowl" not in said
    answer = to_answer(open_, "It's right")
    with pytest.raises(Refusal, match="why it's right"):
        await press(core, answer, "", ANA)
    assert "I'll tell 2 people" in await press(core, answer, "See the glossary.", ANA)
    for each in (BEN, CLEO):
        (heard,) = await told(core, each)
        assert "right as it is: See the glossary." in heard
        assert await told(core, each) == []
    with pytest.raises(Refusal, match="been answered already"):
        await press(core, answer, "Again.", ANA)
    assert "No problems reported" in plain(await reports(core))


async def test_an_answer_in_a_quiz_comes_with_the_report(core: Core) -> None:
    asked = await core.application.say(BEN, "/quiz daily care 1")
    quiz = str(getattr(decode(buttons(asked)[0].press), "quiz", ""))
    with pytest.raises(Refusal, match="can't find that answer"):
        await press(core, ReportAnswer(quiz, 0), "Too early.")
    answered = await core.application.press(Pressed(BEN, buttons(asked)[0].press, "something"))
    report = to_answer(answered, "Something's wrong here")
    with pytest.raises(Refusal, match="can't find that answer"):
        await press(core, report, "Not mine.", CLEO)
    assert "Thank you!" in await press(core, report, "The other one is right too.")
    assert "Their answer" in plain(await reports(core))


async def test_editors_answer_for_their_own_packs_administrators_for_all(core: Core, tmp_path: Path) -> None:
    own = await core.own_packs.publish(ANA, a_pack(tmp_path), {})
    await press(core, AskToEdit(), asker=CLEO)
    await press(core, LetEdit("cleo", True), asker=ANA)
    await press(core, TERM, "It's a bowl.")
    await press(core, ReportItem(own.id, "card", "teeth"), "Combs have them, too.")
    everyones, theirs = plain(await reports(core)), plain(await reports(core, CLEO))
    assert "bowl" in everyones
    assert "Combs" in everyones
    assert "bowl" not in theirs
    assert "Combs" in theirs
    assert "/pack problems" in "".join(await told(core, CLEO))
    bowl = next(
        act
        for each in buttons(await reports(core))
        if isinstance(act := decode(each.press), AnswerReport) and act.fixed
    )
    with pytest.raises(Refusal, match="Only an administrator"):
        await press(core, bowl, "Done.", CLEO)
    with pytest.raises(Refusal):
        await press(core, bowl, "Done.", an_asker("Eve", ELSEWHERE))
    with pytest.raises(Refusal, match="isn't here any more"):
        await press(core, ReportItem(own.id, "card", "teeth"), "Mine!", an_asker("Eve", ELSEWHERE))
    pack = await core.own_packs.content(ANA.tenant.key, own.id, 1)
    fewer = pack.model_copy(update={"cards": tuple(each for each in pack.cards if each.id != "teeth")})
    await core.own_packs.publish(ANA, fewer, {}, on=own)
    gone = await reports(core, CLEO)
    assert [each.label for each in buttons(gone)] == ["Fixed", "It's right"]
    assert "Something that's gone now" in plain(gone)
    await press(core, to_answer(gone, "Fixed"), "", CLEO)
    assert "wrong in Tools: it isn't in there any more, thank you!" in "".join(await told(core, BEN))


async def test_nobody_floods_the_editors(core: Core, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reporting, "_MINE_A_DAY", 1)
    await press(core, TERM, "It's a bowl.")
    with pytest.raises(Refusal, match="a lot for one day"):
        await press(core, ReportItem("pets", "tip", "sand"), "It isn't so.")
