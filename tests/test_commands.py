"""Every command and every press, through the interface that adapters use."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from shutil import copytree

import pytest
from sqlalchemy import select

from bot.catalogue import CATALOGUE, GROUPS
from bot.content.reading.library import Library
from bot.core import build
from bot.dispatch.application import Application
from bot.features.authoring import commands as authoring
from bot.features.exports import commands as exports
from bot.features.help.actions import ShowHelp
from bot.features.help.examples import example_from
from bot.features.imports import commands as imports
from bot.features.learners.notices import Notices
from bot.features.learners.store import notices
from bot.features.lessons.actions import ShowTerm, ShowTopic
from bot.features.packs import commands as packs
from bot.features.packs.rename_commands import RENAME
from bot.features.progress.actions import ShowTeam
from bot.features.quizzes.actions import ChooseAnswer, SaySure, ShowQuestion, StartQuiz, TypeAnswer
from bot.features.reviews.actions import RateCard, RecallCard
from bot.language.actions import Action, declared, decode, encode
from bot.language.controls import Button, Menu
from bot.language.message import File, Image, Message, message
from bot.language.offers import TypeIn
from bot.language.people import PLAYGROUND, Member, Place, Tenant, local_member
from bot.language.plain import buttons, plain
from bot.language.refusals import Refusal
from bot.language.requests import Asker, Call, Completion, Pressed
from bot.pictures.cache import PictureCache
from bot.storage.database import Database
from bot.storage.tables import metadata
from tests.fakes.boards import FakeBoards
from tests.notices import told
from tests.packs import BUNDLED, PETS, pets
from tests.rows import rows

OF_OWN_PACKS = (packs.HISTORY, packs.RESTORE, RENAME, exports.EXPORT, packs.REMOVE, authoring.EDIT, imports.IMPORT)

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class Desk:
    """A member who uses the bot: types commands and presses buttons."""

    def __init__(self, commands: Application, asker: Asker) -> None:
        self.commands, self.asker = commands, asker

    async def say(self, typed: str) -> Message:
        return await self.commands.say(self.asker, typed)

    async def press(self, press: str | Button, text: str = "") -> Message:
        return await self.commands.press(
            Pressed(self.asker, press.press if isinstance(press, Button) else press, text)
        )

    def another(self, *, name: str = "Ben", tenant: Tenant = PLAYGROUND, administrator: bool = False) -> "Desk":
        member = Member(name.lower(), name, administrator=administrator)
        return Desk(self.commands, Asker(tenant, self.asker.place, member, NOW))


def labelled(message: Message, label: str) -> Button:
    return next(button for button in buttons(message) if button.label == label)


@pytest.fixture
def pets_folder(tmp_path: Path) -> Path:
    return Path(copytree(PETS, tmp_path / "pets"))


@pytest.fixture
def library(pets_folder: Path) -> Library:
    return Library([pets_folder, BUNDLED])


@pytest.fixture
def desk(library: Library, sqlite_database: Database, pictures: PictureCache) -> Desk:
    services = build(library, sqlite_database, pictures, Random(1))
    services.boards["web"] = FakeBoards(services.running_games.clock)
    commands = services.application
    return Desk(commands, Asker(PLAYGROUND, Place("general", "#general"), local_member("Ana"), NOW))


async def test_compare(desk: Desk) -> None:
    assert plain(await desk.say("/compare")).startswith("Pets compared")
    assert plain(await desk.say("/compare daily care")).startswith("Daily care")
    assert plain(await desk.say("/compare home")).startswith("The home")
    assert plain(await desk.say("/compare exercise")).startswith("Daily care: Exercise")
    assert plain(await desk.say("/compare care aspect:hygene")).startswith("Daily care: Hygiene")
    one_side = plain(await desk.say("/compare care sides:dogs, fish"))
    assert "Dog: Several walks a day" in one_side
    assert "Cat:" not in one_side
    some = plain(await desk.say("/compare kitten vs dog"))
    assert some.startswith("Pets compared")
    assert "Dog: A garden nearby" in some
    assert "Goldfish:" not in some
    assert plain(await desk.say("/compare sides:gold")) == plain(await desk.say("/compare goldfish"))


async def test_compare_as_a_picture(desk: Desk) -> None:
    said = await desk.say("/compare care show:picture")
    picture = next(block for block in said.blocks if isinstance(block, Image))
    assert picture.data.startswith(b"\x89PNG")
    assert "Exercise" in picture.alt


async def test_buttons_lead_through_the_comparison(desk: Desk) -> None:
    overview = await desk.say("/compare")
    topic = await desk.press(labelled(overview, "Daily care"))
    assert topic.private
    assert topic.replaces
    aspect = await desk.press(labelled(topic, "Hygiene"))
    assert plain(aspect).startswith("(only you can see this)\n\nDaily care: Hygiene")
    example = await desk.press(labelled(topic, "A worked example"))
    solved = await desk.press(labelled(example, "Show the answer"))
    assert "Goldfish. It can be fed" in plain(solved)
    assert "The home" in plain(await desk.press(labelled(topic, "Next: The home")))
    assert any(isinstance(block, Image) for block in (await desk.press(labelled(topic, "As a picture"))).blocks)


async def test_tips_do_not_repeat_until_all_were_seen(desk: Desk) -> None:
    titles = [plain(await desk.say("/tip")).splitlines()[0] for _ in range(6)]
    assert len(set(titles[:3])) == 3
    assert len(set(titles[3:])) == 3


async def test_a_tip_leads_on(desk: Desk) -> None:
    tip = await desk.say("/tip home")
    assert plain(tip).startswith("Fresh water")
    assert plain(await desk.press(labelled(tip, "Another tip"))).endswith("Pets compared · The home")
    assert "The home" in plain(await desk.press(labelled(tip, "Tell me more")))
    assert "Question 1 of 5" in plain(await desk.press(labelled(tip, "Quiz me on this")))


async def answer(desk: Desk, question: Message) -> Message:
    """Press a question's first button until it's answered; an order question takes several presses."""
    while True:
        first = buttons(question)[0]
        question = await desk.press(first, "aquarium" if first.form else "")
        if buttons(question)[0].label in ("Next question", "See how it went"):
            return question


async def test_a_quiz_from_beginning_to_end(desk: Desk) -> None:
    page = await desk.say("/quiz 12")
    assert page.private
    explained = 0
    for number in range(1, 13):
        assert f"Question {number} of 12" in plain(page)
        answered = await answer(desk, page)
        explained += 1
        onward = buttons(answered)[0]
        page = await desk.press(onward)
    assert explained == 12
    assert "of 12 right" in plain(page)
    labels = [button.label for button in buttons(page)]
    assert "Another quiz" in labels
    assert "My progress" in labels
    progress = plain(await desk.press(labelled(page, "My progress")))
    assert "of 12 answers right so far" in progress


async def test_the_first_answer_counts(desk: Desk) -> None:
    page = await desk.say("/quiz home 10")
    first = buttons(page)[0]
    await answer(desk, page)
    again = await desk.press(first, "something else")
    assert "Already answered: " in plain(again)
    assert "Question 2 of " in plain(await desk.press(labelled(again, "Next question")))


async def test_a_quiz_belongs_to_its_member_and_its_tenant(desk: Desk) -> None:
    page = await desk.say("/quiz 3")
    press = buttons(page)[0]
    with pytest.raises(Refusal, match="someone else's"):
        await desk.another().press(press, "x")
    elsewhere = desk.another(name="Ana", tenant=Tenant("discord:1", "Elsewhere"))
    with pytest.raises(Refusal, match="can't find that quiz here"):
        await elsewhere.press(press, "x")


@pytest.mark.parametrize(
    ("action", "sentence"),
    [
        (ShowTopic("gone", "care"), "That pack isn't here any more"),
        (ShowTopic("pets", "gone"), "That isn't in the pack any more"),
        (ShowTerm("pets", "gone"), "That isn't in the pack any more"),
        (StartQuiz("pets", "gone", 3), "That isn't in the pack any more"),
        (ChooseAnswer("nosuchquiz", 0, 0), "I can't find that quiz here"),
        (ShowHelp("gone"), "There's no command “/gone”"),
    ],
)
async def test_untrusted_presses_are_refused(desk: Desk, action: Action, sentence: str) -> None:
    with pytest.raises(Refusal, match=sentence):
        await desk.press(encode(action))


async def test_positions_beyond_the_quiz_are_refused(desk: Desk) -> None:
    page = await desk.say("/quiz 2")
    quiz = buttons(page)[0].press.split(":")[1]
    with pytest.raises(Refusal, match="isn't in the pack any more"):
        await desk.press(encode(ChooseAnswer(quiz, 7, 0)))
    assert "0 of 2 right" in plain(await desk.press(encode(ShowQuestion(quiz, 99))))


async def test_progress_counts_what_was_seen(desk: Desk) -> None:
    await desk.say("/compare care")
    await desk.say("/define litter box")
    await desk.commands.serve(Call(desk.asker, "tip", {"topic": "home"}))
    await desk.say("/quiz 1")  # uses the same writer, so everything noted before is stored now
    said = plain(await desk.say("/progress"))
    assert "Daily care\n  Read: 3 of 7" in said
    assert "The home\n  Read: 1 of 3" in said


async def test_settings_change_what_a_place_teaches(desk: Desk) -> None:
    assert "What I teach here: Pets compared" in plain(await desk.say("/settings"))
    with pytest.raises(Refusal, match="Only an administrator can choose what I teach"):
        await desk.another().say("/settings pack:pets")
    with pytest.raises(Refusal, match=r"I don't have a pack “zoo”\. Choose one of: Pets compared, "):
        await desk.say("/settings pack:zoo")
    assert "Settings saved" in plain(await desk.say('/settings pack:"data scientist vs AI engineer"'))
    assert "Data scientist vs AI engineer" in plain(await desk.say("/compare"))
    await desk.say("/settings questions:7")
    assert "Question 1 of 7" in plain(await desk.say("/quiz"))
    assert "Question 1 of 5" in plain(await desk.another().say("/quiz"))


async def test_a_pack_chosen_at_home_is_taught_wherever_none_was_chosen(desk: Desk) -> None:
    await desk.say("/settings pack:pets")
    alone = replace(desk.asker, place=Place("D1", "this conversation", direct=True))
    home = await desk.commands.surfaces.home(alone)
    menu = next(each for each in home.blocks if isinstance(each, Menu) and each.prompt.startswith("What I teach"))
    other = next(each.press for each in menu.choices if each.press != menu.chosen)
    await desk.commands.press(Pressed(alone, other))
    elsewhere = replace(desk.asker, place=Place("random", "#random"))
    for there, title in ((alone, "Data scientist"), (elsewhere, "Data scientist"), (desk.asker, "Pets compared")):
        assert plain(await desk.commands.say(there, "/compare")).startswith(title)


def test_everything_in_the_catalogue_and_every_action_is_served(desk: Desk) -> None:
    served = desk.commands.routes
    assert set(served.commands) == {command.name for command in CATALOGUE}
    assert {*served.presses, *served.calls} == set(declared()) - {TypeIn}, "which stands for another press"
    assert set(served.completers) == {
        option.name for each in CATALOGUE for option in each.options if option.completes
    }


async def test_help(desk: Desk) -> None:
    everything = await desk.say("/help")
    for command in CATALOGUE:
        name, summary = command.group or command.name, GROUPS.get(command.group or "", command.summary)
        menu = next(block for block in everything.blocks if isinstance(block, Menu))
        assert [line.detail for line in menu.choices if line.label == f"/{name}"] == [summary]
        assert sum(f" {name} " in f" {line} " for line in plain(everything).splitlines()) >= 1
        assert example_from(pets(), command) in plain(await desk.say(f"/help {command.name}"))
        listed = everything
        if command.group is not None:
            listed = await desk.press(labelled(everything, f"/{command.group}"))
            assert f"/{command.name}: {command.summary}" in plain(listed)
        assert example_from(pets(), command) in plain(await desk.press(labelled(listed, f"/{command.name}")))


@pytest.mark.parametrize(
    ("typed", "heading"),
    [
        ("/help games", "/game"),
        ("/help me with games, please", "/game"),
        ("/help me", "What I can do"),
        ("/help please", "What I can do"),
        ("/help with scoring", "How games are scored"),
        ("/quiz help", "/quiz"),
        ("/game help", "/game"),
    ],
)
async def test_help_is_asked_for_in_many_ways(desk: Desk, typed: str, heading: str) -> None:
    assert heading in plain(await desk.say(typed)).splitlines()


async def test_every_example_in_the_catalogue_works(desk: Desk) -> None:
    await desk.say("/settings pack:data-scientist-vs-ai-engineer")
    for command in CATALOGUE:
        if command.name in ("team rename", "team remove"):  # the command before left no team
            await desk.say("/team create Foxes")
        if command.group != "game" and command not in OF_OWN_PACKS:  # need a game, or a team's own pack
            assert plain(await desk.say(command.example))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("/compare space", "I don't have a topic “space”. Choose one of: Daily care, The home."),
        ("/compare care sides:horse", "I don't have a side “horse”. Choose Cat or Dog or Goldfish."),
        ("/compare care show:", "“show” is empty; give it a value or leave it out."),
        ("/compare cat or horse", "I don't have a side “cat or horse”. Did you mean Cat?"),
        ("/quiz care 3 4", "I know the topic “care” and questions “3”, but not “4” after it. Try /quiz use cases 5"),
        ("/compare care show:film", "“film” isn't a choice for “show”. Use table or picture."),
        ("/define", "/define needs “term”; try /define Litter box"),
        ("/define blockchain", "“blockchain” isn't in this glossary. Try /ask blockchain."),
        ("/ask", "/ask needs “question”; try /ask why do AI engineers need so many GPUs?"),
        ("/ask " + "why " * 100, "“question” is too long; keep it to 300 characters."),
        ("/quiz 0", "“questions” must be between 1 and 20."),
        ("/quiz 1000000000", "“questions” must be between 1 and 20."),
        ("/quiz questions:many", "“questions” must be a whole number from 1 to 20."),
        ("/tip weather", "I don't have a topic “weather”. Choose one of: Daily care, The home."),
        ("/help xyzzy", "There's no command “/xyzzy”. Run /help to see what I can do."),
    ],
)
async def test_bad_arguments_get_one_sentence(desk: Desk, typed: str, sentence: str) -> None:
    with pytest.raises(Refusal) as caught:
        await desk.say(typed)
    assert caught.value.sentence == sentence


async def test_unknown_options_are_refused(desk: Desk) -> None:
    with pytest.raises(Refusal, match="/tip has no option “colour”; it takes topic"):
        await desk.commands.serve(Call(desk.asker, "tip", {"colour": "red"}))


@pytest.mark.parametrize(
    ("command", "option", "typed", "first"),
    [
        ("compare", "topic", "", "Daily care"),
        ("compare", "topic", "hom", "The home"),
        ("compare", "aspect", "exer", "Exercise"),
        ("compare", "sides", "kit", "Cat"),
        ("compare", "show", "pic", "As a picture"),
        ("define", "term", "aquarum", "Aquarium"),
        ("help", "command", "pro", "progress"),
        ("settings", "pack", "data", "Data scientist vs AI engineer"),
    ],
)
async def test_completion(desk: Desk, command: str, option: str, typed: str, first: str) -> None:
    suggestions = await desk.commands.complete(Completion(desk.asker, command, option, typed))
    assert suggestions[0].label == first
    assert 1 <= len(suggestions) <= 25


async def test_completion_of_the_unknown_is_empty(desk: Desk) -> None:
    assert await desk.commands.complete(Completion(desk.asker, "nothing", "x", "")) == []
    assert await desk.commands.complete(Completion(desk.asker, "tip", "x", "")) == []


async def test_the_unexpected_is_logged_and_never_shown(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(*_: object, **__: object) -> Message:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("bot.features.lessons.tip.Tips.next", broken)
    with pytest.raises(Refusal) as caught:
        await desk.say("/tip")
    assert "secret" not in caught.value.sentence
    assert "reference" in caught.value.sentence
    assert "secret detail" in caplog.text


async def test_a_question_that_leaves_the_pack_is_passed_over(
    desk: Desk, library: Library, pets_folder: Path
) -> None:
    page = await desk.say("/quiz home 1")
    quiz = buttons(page)[0].press.split(":")[1]
    items = pets_folder / "items.yaml"
    kept = items.read_text(encoding="utf-8").split("questions:")[0]
    items.write_text(kept.replace("housing", "lodging").replace("aquarium", "fishtank"), encoding="utf-8")
    await library.reload_if_changed()
    with pytest.raises(Refusal, match="isn't in the pack any more"):
        await desk.press(buttons(page)[0], "aquarium")
    gone = await desk.press(encode(ShowQuestion(quiz, 0)))
    assert "has just left the pack" in plain(gone)
    assert "0 of 1 right" in plain(await desk.press(buttons(gone)[0]))


async def test_a_typed_answers_form_shows_the_question(desk: Desk) -> None:
    page = await desk.say("/quiz home 8")
    quiz = buttons(page)[0].press.split(":")[1]
    for position in range(8):
        page = await desk.press(encode(ShowQuestion(quiz, position)))
        first = buttons(page)[0]
        form = (await desk.commands.meant_by(Pressed(desk.asker, first.press))).form
        assert form == first.form
        if form is not None:
            assert form.asks in plain(page)
            with pytest.raises(Refusal, match="someone else's"):
                await desk.another().commands.meant_by(Pressed(desk.another().asker, first.press))
            return
    pytest.fail("no question was answered by typing")


async def test_a_question_with_buttons_has_no_form(desk: Desk) -> None:
    page = await desk.say("/quiz care 1")
    quiz = buttons(page)[0].press.split(":")[1]
    if buttons(page)[0].form is None:
        with pytest.raises(Refusal, match="This one has buttons"):
            await desk.commands.meant_by(Pressed(desk.asker, encode(TypeAnswer(quiz, 0))))


async def test_explain_finds_terms_and_notes_them_as_read(desk: Desk) -> None:
    said = await desk.commands.surfaces.explain(desk.asker, "Is the litter box in the aquarium?")
    assert said.private
    assert "Litter box: " in plain(said)
    assert "Aquarium: " in plain(said)


async def test_progress_is_compared_only_with_those_who_share_it(desk: Desk) -> None:
    ben = desk.another()
    with pytest.raises(Refusal, match="Ben doesn't share their progress; they can with /settings share:yes"):
        await desk.commands.surfaces.beside(desk.asker, ben.asker.member)
    assert "Others can see your progress: yes" in plain(await ben.say("/settings share:yes"))
    said = await desk.commands.surfaces.beside(desk.asker, ben.asker.member)
    assert said.private
    assert plain(said).startswith("(only you can see this)\n\nYou and Ben\n")
    with pytest.raises(Refusal, match="That's you"):
        await desk.commands.surfaces.beside(desk.asker, desk.asker.member)


async def test_notices_are_told_once_and_only_to_administrators(desk: Desk, sqlite_database: Database) -> None:
    assert await told(desk.commands.tell_notices, desk.asker) is None
    await notices.leave(sqlite_database.writer, PLAYGROUND.key, "x", "I may not post in #general; allow it.", NOW)
    assert await told(desk.commands.tell_notices, desk.another().asker) is None
    said = await told(desk.commands.tell_notices, desk.asker)
    assert said is not None
    assert said.private
    assert "I may not post in #general; allow it." in plain(said)
    assert await told(desk.commands.tell_notices, desk.asker) is None


class _NotTaken(Exception):
    """The platform didn't accept the message."""


@pytest.mark.parametrize("member", ["", "ana"])
async def test_a_notice_counts_as_told_once_the_platform_has_taken_it(database: Database, member: str) -> None:
    asker = Asker(PLAYGROUND, Place("1", "#general"), Member("ana", "Ana", administrator=True), NOW)
    tells = Notices(database)

    async def refuse(_said: object) -> None:
        raise _NotTaken

    async def leave(subject: str, sentence: str) -> None:
        await database.transact(
            lambda transaction: notices.add(transaction, PLAYGROUND.key, subject, sentence, NOW, member)
        )

    await leave("x", "Open your door.")
    for _ in range(2):
        with pytest.raises(_NotTaken):
            await tells.tell(asker, refuse)

    async def take_late(said: Message) -> None:
        assert "Open your door." in plain(said)
        assert await told(tells.tell, asker) is None, "while one is being told, nobody else is told the same"
        await leave("y", "And your window.")

    await tells.tell(asker, take_late)
    later = Notices(database)
    said = await told(later.tell, asker)
    assert said is not None
    assert "And your window." in plain(said)
    assert "door" not in plain(said)
    assert await told(Notices(database).tell, asker) is None


async def test_a_notice_for_a_member_is_told_to_them_once(
    desk: Desk, sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    ben, now = desk.another(), 0.0
    tells = Notices(sqlite_database, lambda: now)

    async def leave(subject: str, sentence: str) -> None:
        tenant, member = PLAYGROUND.key, ben.asker.member.id
        await sqlite_database.transact(
            lambda transaction: notices.add(transaction, tenant, subject, sentence, NOW, member)
        )

    await leave("r", "Open your door.")
    cleo = replace(desk.asker, member=replace(desk.asker.member, id="cleo"))
    assert await told(desk.commands.tell_notices, cleo) is None
    said = await told(tells.tell, ben.asker)
    assert said is not None
    assert said.private
    assert "Open your door." in plain(said)
    await leave("s", "Once more.")
    with monkeypatch.context() as patched:
        patched.setattr(sqlite_database, "read", None)
        member = replace(ben.asker, member=replace(ben.asker.member, administrator=False))
        assert await told(tells.tell, member) is None  # without reading the database
    now += 30
    assert "Once more." in plain(await told(tells.tell, ben.asker) or message())


async def test_every_button_of_the_welcome_works(desk: Desk) -> None:
    said = await desk.commands.tenants.welcome(desk.asker)
    assert not said.private
    for button in buttons(said):
        assert (await desk.press(button)).private


async def test_translations_come_from_all_packs(library: Library, pets_folder: Path, desk: Desk) -> None:
    assert desk.commands.translations == {}
    with (pets_folder / "pack.yaml").open("a", encoding="utf-8") as cover:
        cover.write("commands:\n  de:\n    compare: {name: vergleiche}\n")
    await library.reload_if_changed()
    assert desk.commands.translations["de"]["compare"].name == "vergleiche"


async def test_a_review_from_beginning_to_end(desk: Desk) -> None:
    page = await desk.say("/review care")
    assert page.private
    for rating in ("Again · 1 min", "Hard · 6 min", "Good · 10 min"):
        assert "Review: Daily care" in plain(page)
        back = await desk.press(labelled(page, "Show the answer"))
        page = await desk.press(labelled(back, rating))
    page = await desk.press(labelled(page, "Undo"))
    assert "Undone; rate it again." in plain(page)
    page = await desk.press(labelled(page, "Not today"))
    page = await desk.press(labelled(page, "Suspend"))
    page = await desk.press(labelled(page, "All topics"))
    assert "Review: Daily care" not in plain(page)
    with pytest.raises(Refusal, match="That rating doesn't exist"):
        await desk.press(encode(RateCard("pets", "0", 0, 5)))
    with pytest.raises(Refusal, match="You don't type the answer"):
        await desk.press(encode(RecallCard("pets", "0", 0)), "x")
    assert "already dealt with" in plain(await desk.press(encode(RateCard("pets", "0", 0, 4))))


async def test_a_typed_answer_is_asked_for_in_a_form(desk: Desk) -> None:
    page = await desk.say("/review home")
    while not any(button.label == "Type the answer" for button in buttons(page)):
        page = await desk.press(labelled(page, "Not today"))
    typing = labelled(page, "Type the answer")
    form = (await desk.commands.meant_by(Pressed(desk.asker, typing.press))).form
    assert form == typing.form
    assert "Right!" in plain(await desk.press(typing, "aquarium"))


async def test_settings_decide_how_many_cards_a_day_has(desk: Desk) -> None:
    said = plain(await desk.say("/settings new_cards:2 reviews:30 retention:85"))
    assert "New flashcards each day: 2" in said
    assert "Flashcards that come back each day: 30" in said
    assert "How many in 100 you want to remember: 85" in said
    assert "2 new" in plain(await desk.say("/review"))
    with pytest.raises(Refusal, match="“retention” must be between 70 and 97"):
        await desk.say("/settings retention:99")


async def test_progress_in_words_as_a_picture_and_for_the_team(desk: Desk) -> None:
    assert "You haven't started yet." in plain(await desk.say("/progress"))
    await desk.say("/define aquarium")
    said = await desk.say("/progress")
    picture = await desk.press(labelled(said, "As a picture"))
    assert any(isinstance(block, Image) for block in picture.blocks)
    assert any(isinstance(block, Image) for block in (await desk.say("/progress show:picture")).blocks)
    assert "A report needs 5 people" in plain(await desk.say("/progress show:team"))
    for name in ("Ben", "Cleo", "Dan", "Eve", "Fay"):
        page = await desk.another(name=name).say("/quiz 12")
        for _ in range(12):
            page = await answer(desk.another(name=name), page)
            page = await desk.another(name=name).press(buttons(page)[0])
    report = await desk.say("/progress show:team")
    assert not report.private
    assert "5 people gave 60 answers" in plain(report)
    assert any(isinstance(block, Image) for block in report.blocks)
    assert (await desk.press(encode(ShowTeam("pets")))).private
    for name in ("Ben", "Cleo"):
        assert name not in plain(report)


async def test_two_selves_become_one_and_two_again(desk: Desk) -> None:
    code = plain(await desk.say("/link")).partition("/link code:")[2][:9]
    other = desk.another(name="Anna", tenant=Tenant("discord:1", "Elsewhere"))
    asked = await other.say(f"/link {code}")
    assert "Linked" in plain(await other.press(buttons(asked)[0]))
    page = await desk.say("/review")
    assert plain(await other.say("/review")) == plain(page)
    assert "Unlinked" in plain(await other.say("/unlink"))
    with pytest.raises(Refusal, match="That code doesn't work"):
        await other.say(f"/link code:{code}")


async def test_everything_held_is_exported_and_erased(desk: Desk, sqlite_database: Database) -> None:
    await desk.say("/settings new_cards:3 share:yes")
    await desk.say("/define litter box")
    back = await desk.press(labelled(await desk.say("/review"), "Show the answer"))
    await desk.press(buttons(back)[3])
    await answer(desk, await desk.say("/quiz 3"))
    exported = await desk.say("/privacy export")
    files = {block.name: block.data for block in exported.blocks if isinstance(block, File)}
    assert exported.private
    assert {"answer", "quiz", "seen", "setting", "review", "card", "deck"} == json.loads(files["versed-data.json"])[
        "selves"
    ][0]["held"].keys()
    asked = await desk.say("/privacy erase")
    assert asked.private
    assert "share: yes" not in plain(asked)
    assert "all gone" in plain(await desk.press(labelled(asked, "Delete everything")))
    for table in metadata.sorted_tables:
        found = await rows(sqlite_database, select(table))
        assert not [row for row in found if "ana" in row or "member:ana" in row], table.name
    assert "New flashcards each day: 10" in plain(await desk.say("/settings"))
    await desk.say("/define litter box")
    await sqlite_database.writer.flush()
    assert "Read: 1 of 7" in plain(await desk.say("/progress"))


async def test_a_quiz_asks_how_sure_those_who_want_it(desk: Desk) -> None:
    for typed, kept in (("on", "yes"), ("off", "no"), ("yes", "yes")):
        assert f"Quizzes ask how sure you are: {kept}" in plain(await desk.say(f"/settings confidence:{typed}"))
    page = await desk.say("/quiz questions:2")
    sure = next(button for button in buttons(page) if "Certain" in button.label)
    page = await desk.press(sure)
    assert "✓ Certain (+3 or −6)" in [button.label for button in buttons(page)]
    with pytest.raises(Refusal, match="That quiz is someone else's"):
        await desk.another().press(sure)
    action = decode(sure.press)
    assert isinstance(action, SaySure)
    with pytest.raises(Refusal, match="doesn't belong to this quiz"):
        await desk.press(encode(replace(action, sure=7)))
    other = await desk.another().say("/quiz questions:2")
    assert not any("ertain" in button.label for button in buttons(other))
    theirs = decode(buttons(other)[0].press)
    with pytest.raises(Refusal, match="doesn't belong to this quiz"):
        await desk.another().press(encode(SaySure(vars(theirs)["quiz"], 0, 3)))
