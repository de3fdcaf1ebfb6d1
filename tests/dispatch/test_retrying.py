"""After a refusal, a press runs what was probably meant, or brings back what was typed."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from random import Random

import pytest

from bot.content.reading.library import Library
from bot.core import build
from bot.dispatch.application import Application
from bot.features.help.actions import ShowHelp
from bot.features.packs.actions import NameEditor
from bot.features.privacy.actions import EraseEverything
from bot.features.reviews.actions import RecallCard
from bot.features.reviews.deck import Deck
from bot.features.scheduling.actions import ChooseZone
from bot.illustrations.illustrator import Illustrator
from bot.language.actions import decode, encode
from bot.language.controls import Button
from bot.language.forms import TYPED, Form, OptionsForm
from bot.language.message import Message
from bot.language.offers import TRY_AGAIN, FillIn, RunCommand, packed
from bot.language.people import PLAYGROUND, Member, Place
from bot.language.plain import plain
from bot.language.refusals import Refusal
from bot.language.requests import Asker, Call, DecodedPress, Pressed
from bot.language.routes import Routes
from bot.pictures.cache import PictureCache
from bot.storage.database import Database
from tests.fakes.boards import FakeBoards
from tests.packs import BUNDLED, PETS, pets

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
GENERAL = Place("general", "#general")


@dataclass
class Person:
    """Someone who types, is refused, and presses what's offered."""

    commands: Application
    asker: Asker

    async def say(self, typed: str) -> Message:
        return await self.commands.say(self.asker, typed)

    async def refused(self, typed: str) -> Refusal:
        with pytest.raises(Refusal) as caught:
            await self.say(typed)
        return caught.value

    async def call(self, command: str, **options: str) -> Message:
        return await self.commands.serve(Call(self.asker, command, options))

    async def press(self, button: Button | str, text: str = "", **fields: str) -> Message:
        press = button if isinstance(button, str) else button.press
        return await self.commands.press(Pressed(self.asker, press, text, fields))

    async def form(self, button: Button | str) -> Form | OptionsForm:
        press = button if isinstance(button, str) else button.press
        form = (await self.commands.meant_by(Pressed(self.asker, press))).form
        assert form is not None
        return form

    def another(self, name: str, *, administrator: bool = False, direct: bool = False) -> "Person":
        place = replace(GENERAL, direct=direct)
        return Person(self.commands, Asker(PLAYGROUND, place, Member(name, name, administrator=administrator), NOW))


def offers(refused: Refusal) -> list[str]:
    """Return the labels of the suggestions, best first, without the button that brings back what was typed."""
    return [button.label for button in refused.buttons if button.form is None]


def again(refused: Refusal) -> Button:
    return next(button for button in refused.buttons if button.label == TRY_AGAIN)


async def line(person: Person, button: Button) -> str:
    return (await person.commands.meant_by(Pressed(person.asker, button.press))).line


@pytest.fixture
async def ana(sqlite_database: Database, pictures: PictureCache) -> Person:
    """An administrator in a place where the small pack and the bundled one are taught."""
    core = build(Library([PETS, BUNDLED]), sqlite_database, pictures, Random(1))
    core.boards["web"] = FakeBoards(core.running_games.clock)
    member = Member("ana", "Ana", administrator=True)
    return Person(core.application, Asker(PLAYGROUND, GENERAL, member, NOW))


async def prepare(ana: Person) -> None:
    """Make two teams, a season and two schedules for tests to misspell."""
    for typed in (
        "/team create Foxes",
        "/team create Night Owls",
        "/season start Spring end:2026-05-01",
        "/schedule tip 09:00",
        "/schedule tip 10:00 topic:home",
    ):
        await ana.say(typed)


MISSPELT = [
    ("/quizz care 2", ["/quiz care 2"], "Question 1 of 2"),
    ("/cards care", ["/review care"], "Review"),
    ("/quiz results", ["/progress", "/leaderboard"], "Your progress"),
    ("/leaderboard reset", ["/season reset"], "starts from zero"),
    ("/schedule clear 1", ["/schedule remove 1"], ""),
    ("/team lits", ["/team list"], "Foxes"),
    ("/taem join Foxes", ["/team join Foxes"], "You're in"),
    ('/quiz "care again" 2', ["Daily care"], "Question 1 of 2"),
    ('/tip "home again"', ["The home"], "The home"),
    ("/compare care aspect:excercise time", ["Exercise"], "Several walks a day"),
    ('/compare "exercise again"', ["Exercise"], "Several walks a day"),
    ("/compare care sides:cat, hourse", ["Cat", "Dog", "Goldfish"], "Daily care"),
    ("/define aquariums and ponds", ["Aquarium"], "glass container"),
    ("/define blockchain", ["/ask blockchain"], ""),
    ("/settings pack:pets and others", ["Pets compared"], "Settings saved"),
    ("/settings share:yess", ["yes"], "Settings saved"),
    ("/settings zone:Europe questions:7", None, "Questions in your quizzes: 7"),
    ("/remind 8:30 Europe", None, "08:30"),
    ("/team join Foxes and friends", ["Foxes"], "You're in"),
    ("/team create foxes", ["Join foxes"], "You're in"),
    ("/leaderboard season:Spring break", ["Spring"], "season Spring"),
    ("/leaderboard mnth", ["month"], "last 30 days"),
    ("/schedule preview 9", None, "Schedule 1"),
    ("/schedule preview", None, "Schedule 1"),
    ("/schedule preview course 4", None, "Schedule 1"),
    ("/schedule tip 08:00 days:dialy", ["daily"], "Done: schedule 3"),
    ("/schedule tip time:08:00 late:skp", ["skip"], "Done: schedule 3"),
    ("/help quizz", ["quiz"], "A quiz just for you"),
    ("/help shcedule", ["schedule", "schedule tip", "schedule now"], "Posts that go out by themselves"),
    ("/help scorin", ["scoring"], "How games are scored"),
    ("/game start mode:xx", ["teams", "everyone", "duel", "together", "elimination"], "The lobby's open"),
    ("/quiz care again 2", ["Daily care"], "Question 1 of 2"),
    ("/game start care duel xx", ["/game start topic:care mode:duel"], "The lobby's open"),
    ("/quiz topc:care", ["/quiz topic:care"], "Question 1"),
    ("/quiz topc:care questons:3", ["/quiz topic:care questions:3"], "Question 1"),
    ("/challenge topic:care again questions:1", ["Daily care"], "1 question"),
    ('/game start "care again"', ["Daily care"], "The lobby's open"),
]


@pytest.mark.parametrize(("typed", "labels", "says"), MISSPELT, ids=[each[0] for each in MISSPELT])
async def test_suggestions_are_offered_best_first_and_run(
    ana: Person, typed: str, labels: list[str] | None, says: str
) -> None:
    await prepare(ana)
    refused = await ana.refused(typed)
    found = offers(refused)
    if labels is None:
        assert found
    else:
        assert found[0] == labels[0]
        assert set(found) <= set(labels)
    assert says.lower() in plain(await ana.press(refused.buttons[0])).lower()
    assert "There is no" not in refused.sentence
    assert "do not" not in refused.sentence


async def test_everything_else_stays_as_it_was_typed(ana: Person) -> None:
    refused = await ana.refused("/schedule tip 08:45 days:Monday topic:care again late:skip")
    assert await line(ana, refused.buttons[0]) == '/schedule tip time:08:45 days:Monday topic:"Daily care" late:skip'
    said = plain(await ana.press(refused.buttons[0]))
    for part in ("08:45", "Monday", "Daily care"):
        assert part in said


async def test_only_the_wrong_part_of_an_option_is_corrected(ana: Person) -> None:
    refused = await ana.refused("/compare care sides:cat, goldfish bowl")
    assert offers(refused)[0] == "Goldfish"
    assert await line(ana, refused.buttons[0]) == '/compare topic:care sides:"cat, Goldfish"'


async def test_the_person_who_presses_needs_the_right_themselves(ana: Person) -> None:
    refused = await ana.refused("/schedule tip 09:00 topic:care again")
    ben = ana.another("ben")
    with pytest.raises(Refusal, match="Only an administrator can schedule posts"):
        await ben.press(refused.buttons[0])
    with pytest.raises(Refusal, match="works in a channel"):
        await ana.another("ana", administrator=True, direct=True).press(refused.buttons[0])


async def test_nobody_is_offered_what_they_may_not_do(ana: Person) -> None:
    ben = ana.another("ben")
    assert offers(await ana.refused("/schedul list")) == ["/schedule list"]
    refused = await ben.refused("/schedul list")
    assert offers(refused) == []
    assert "Did you mean /schedule list?" in refused.sentence


@pytest.mark.parametrize(
    "call",
    [
        ["schedule remove", "schedule", "1"],
        ["settings", "pack", "pets"],
        ["nonsense"],
        ["quiz", "questions", "99"],
        ["quiz", "nothing", "1"],
        ["privacy export", "format", "csv"],
        ["schedule tip", "notify", "role:1:Team"],
    ],
    ids=str,
)
async def test_a_crafted_press_does_no_more_than_typing(ana: Person, call: list[str]) -> None:
    ben = ana.another("ben")
    with pytest.raises(Refusal) as typed:
        await ben.commands.serve(Call(ben.asker, call[0], dict(zip(call[1::2], call[2::2], strict=True))))
    with pytest.raises(Refusal) as pressed:
        await ben.press(encode(RunCommand(packed(call))))
    assert pressed.value.sentence == typed.value.sentence


async def test_an_answer_is_as_public_as_if_it_were_typed(ana: Person) -> None:
    public = await ana.press((await ana.refused('/compare "care again"')).buttons[0])
    private = await ana.press((await ana.refused('/quiz "care again"')).buttons[0])
    assert (public.private, private.private) == (False, True)
    assert public == await ana.say('/compare "Daily care"')


async def test_a_suggestion_too_long_for_a_button_is_still_named(ana: Person) -> None:
    refused = await ana.refused("/compare topic:care again aspect:" + "exercise and so on " * 4)
    assert offers(refused) == []
    assert "Did you mean Daily care" in refused.sentence


async def test_if_nothing_is_similar_a_few_choices_are_all_offered(ana: Person) -> None:
    assert offers(await ana.refused("/tip weather")) == ["Daily care", "The home"]
    assert offers(await ana.refused("/xyzzy")) == []
    await ana.say('/settings pack:"data scientist vs AI engineer"')
    assert offers(await ana.refused("/tip qqqqq")) == []


OPTIONS = [
    ("/quiz questions:99", "questions"),
    ("/quiz topic:care again", "topic"),
    ("/define", "term"),
    ("/define blockchain", "term"),
    ("/remind 25:00", "time"),
    ("/remind 8:30 soon", "zone"),
    ("/remind zone:Europe", "zone"),
    ("/settings team_zone:Europe", "team_zone"),
    ("/settings zone:Europe", "zone"),
    ("/settings pack:zoo", "pack"),
    ("/schedule tip 25:00", "time"),
    ('/schedule tip time:"9:00 never"', "time"),
    ('/schedule tip time:"9:00 soon" days:daily', "time"),
    ("/schedule tip 9:00 days:never", "days"),
    ("/schedule tip 9:00 zone:Europe", "zone"),
    ("/schedule tip start:soon", "start"),
    ("/schedule tip end:soon", "end"),
    ("/schedule tip start:2026-05-01 end:2026-04-01", "end"),
    ("/schedule tip days:Monday end:2026-03-02 time:8:00", "days"),
    ("/schedule challenge closes:whenever", "closes"),
    ("/schedule challenge closes:90d", "closes"),
    ("/schedule course 99", "length"),
    ("/schedule pause 9", "schedule"),
    ("/season start Spring end:yesterday", "end"),
    ("/season start Spring end:90d start:yesterday", "start"),
    ("/season start Spring end:tomorrow start:2026-05-01", "end"),
    ("/team create " + "x" * 33, "name"),
    ("/team join Foxes", "team"),
    ("/game start mode:chess", "mode"),
    ("/game accept k3m9q2ab", "code"),
    ("/challenge closes:yesterday", "closes"),
    ("/challenge closes:80d", "closes"),
    ("/link abcd-efgh", "code"),
    ("/leaderboard of:nobody", "of"),
    ("/help xyzzy", "command"),
]


@pytest.mark.parametrize(("typed", "option"), OPTIONS, ids=[each[0][:60] for each in OPTIONS])
async def test_the_wrong_option_is_named_and_can_be_corrected(ana: Person, typed: str, option: str) -> None:
    if typed.startswith("/schedule pause"):
        await ana.say("/schedule tip 09:00")
    refused = await ana.refused(typed)
    assert refused.option == option
    form = await ana.form(again(refused))
    assert isinstance(form, OptionsForm)
    assert form.problem == refused.sentence
    assert [field.name for field in form.fields if field.wrong] == [option]
    command, options = await ana.commands.read(ana.asker, typed)
    assert form.command == command
    assert {field.name: field.value for field in form.fields if field.value} == options
    assert again(refused).form == form


async def test_a_correction_is_served_and_then_forgotten(ana: Person) -> None:
    refused = await ana.refused('/quiz "care again" 2')
    said = await ana.press(again(refused), topic="care", questions="2")
    assert "Question 1 of 2" in plain(said)
    form = await ana.form(again(refused))
    assert isinstance(form, OptionsForm)
    assert [field.value for field in form.fields] == ["", ""]


async def test_a_second_mistake_is_given_back_too(ana: Person) -> None:
    first = await ana.refused('/quiz "care again" 2')
    with pytest.raises(Refusal) as caught:
        await ana.press(again(first), topic="home again", questions="3")
    form = await ana.form(again(caught.value))
    assert isinstance(form, OptionsForm)
    assert [field.value for field in form.fields] == ["home again", "3"]
    assert offers(caught.value) == ["The home"]


async def test_a_form_that_shows_a_part_keeps_the_rest(ana: Person) -> None:
    refused = await ana.refused("/schedule tip time:25:00 days:Monday zone:Europe/Berlin topic:home")
    pressed = Pressed(ana.asker, again(refused).press, fields={"time": "8:30", "topic": ""}, partial=True)
    said = plain(await ana.commands.press(pressed))
    for part in ("08:30", "Monday", "Europe/Berlin"):
        assert part in said
    assert "The home" not in said, "what was shown, and emptied, is left out"
    with pytest.raises(Refusal, match="don't have the rest of what you typed any more; run /schedule tip again"):
        await ana.commands.press(pressed)


async def test_nobody_else_sees_what_someone_typed(ana: Person) -> None:
    refused = await ana.refused('/quiz "care again" 2')
    ben = ana.another("ben")
    form = await ben.form(again(refused))
    assert isinstance(form, OptionsForm)
    assert (form.problem, [field.value for field in form.fields]) == ("", ["", ""])


async def test_if_no_option_is_wrong_nothing_can_be_tried_again(ana: Person) -> None:
    for typed in ("/game join", "/team leave", "/season end", "/unlink now", "/schedule pause"):
        assert TRY_AGAIN not in [button.label for button in (await ana.refused(typed)).buttons]


async def test_words_typed_into_a_form_are_given_back(ana: Person) -> None:
    press = encode(ChooseZone())
    with pytest.raises(Refusal) as caught:
        await ana.press(press, "Europe")
    form = await ana.form(press)
    assert isinstance(form, Form)
    assert (form.fields[0].value, form.fields[0].wrong, form.fields[0].name) == ("Europe", True, TYPED)
    zone = offers(caught.value)[0]
    assert zone.startswith("Europe/")
    assert again(caught.value).press == press
    assert zone in plain(await ana.press(caught.value.buttons[0]))
    empty = await ana.form(press)
    assert isinstance(empty, Form)
    ben = ana.another("ben", administrator=True)
    assert (await ben.form(press)) == replace(empty, fields=(replace(empty.fields[0], value="", wrong=False),))


async def test_accepted_words_are_not_given_back(ana: Person) -> None:
    press = encode(ChooseZone())
    with pytest.raises(Refusal):
        await ana.press(press, "Europe")
    await ana.press(press, "Europe/Paris")
    form = await ana.form(press)
    assert isinstance(form, Form)
    assert form.fields[0].value == ""


async def test_a_crafted_press_types_only_where_words_are_asked_for(ana: Person) -> None:
    card = next(each.code for each in Deck(pets()).cards if each.typed.answers)
    recall = encode(RecallCard("pets", card, 0))
    run = encode(RunCommand(packed(["help"])))
    fill = encode(FillIn("quiz", ""))
    nested = f"typed.1:{packed([recall, 'x'])}"
    for inner in (run, fill, encode(EraseEverything()), "bogus", nested):
        with pytest.raises(Refusal):
            await ana.press(f"typed.1:{packed([inner, 'x'])}")
    with pytest.raises(Refusal, match="doesn't work"):
        await ana.press(f"typed.1:{packed([recall])}")
    assert "Not quite" in plain(await ana.press(nested))


async def test_erasing_everything_erases_what_was_typed(ana: Person) -> None:
    refused = await ana.refused('/quiz "care again" 2')
    await ana.press(encode(EraseEverything()))
    form = await ana.form(again(refused))
    assert isinstance(form, OptionsForm)
    assert [field.value for field in form.fields] == ["", ""]


async def test_settings_that_are_refused_change_nothing(ana: Person) -> None:
    before = plain(await ana.say("/settings"))
    await ana.refused('/settings pack:"data scientist vs AI engineer" zone:Europe')
    await ana.refused("/settings zone:Europe/Paris team_zone:Europe")
    assert plain(await ana.say("/settings")) == before


async def test_a_press_means_a_form_a_command_or_its_own_action(ana: Person) -> None:
    run = Pressed(ana.asker, encode(RunCommand(packed(["quiz", "topic", "care"]))))
    call = Call(ana.asker, "quiz", {"topic": "care"})
    ran = await ana.commands.meant_by(run)
    assert ran == DecodedPress(run, decode(run.press), call=call, line="/quiz topic:care")
    asks = Pressed(ana.asker, encode(ChooseZone()))
    form = await ana.form(asks.press)
    assert await ana.commands.meant_by(asks) == DecodedPress(asks, ChooseZone(), form)
    assert await ana.commands.meant_by(asks, filled=True) == DecodedPress(asks, ChooseZone())
    alone = Pressed(ana.asker, encode(ShowHelp()))
    assert await ana.commands.meant_by(alone) == DecodedPress(alone, ShowHelp())


async def test_a_filled_in_form_runs_its_command(ana: Person) -> None:
    """Only what a refusal offered is also given as a line to type."""
    named = Pressed(ana.asker, encode(NameEditor()), fields={"add": "ben"})
    assert isinstance((await ana.commands.meant_by(named)).form, OptionsForm)
    call = Call(ana.asker, "pack editors", {"add": "ben"})
    assert await ana.commands.meant_by(named, filled=True) == DecodedPress(named, NameEditor(), call=call)
    press = again(await ana.refused('/quiz "care again" 2')).press
    right = Pressed(ana.asker, press, fields={"topic": "care", "questions": "2"})
    assert (await ana.commands.meant_by(right, filled=True)).line == "/quiz topic:care questions:2"


async def test_a_button_that_types_into_a_form_means_that_form_filled_in(ana: Person) -> None:
    inner = encode(ChooseZone())
    press = f"typed.1:{packed([inner, 'Europe/Paris'])}"
    filled = Pressed(ana.asker, inner, "Europe/Paris")
    assert await ana.commands.meant_by(Pressed(ana.asker, press)) == DecodedPress(filled, ChooseZone())


class TwoWays:
    """A feature that both serves a press and runs a command for it."""

    def register(self, routes: Routes) -> None:
        routes.whole_press(ShowHelp, self.serve)
        routes.runs(ShowHelp, self.call)

    async def serve(self, _action: ShowHelp, _pressed: Pressed) -> Message:
        raise NotImplementedError

    async def call(self, _action: ShowHelp, _pressed: Pressed) -> Call:
        raise NotImplementedError


def test_a_press_cannot_both_run_a_command_and_be_served() -> None:
    with pytest.raises(ValueError, match="served twice"):
        Routes(TwoWays())


async def test_the_answer_to_a_pressed_command_is_drawn_once(ana: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[Message] = []

    async def illustrate(self: Illustrator, message: Message, tenant: str, member: str = "") -> Message:
        drawn.append(message)
        return message

    monkeypatch.setattr(Illustrator, "illustrate", illustrate)
    answer = await ana.press(encode(RunCommand(packed(["define", "term", "aquarium"]))))
    assert drawn == [answer]
