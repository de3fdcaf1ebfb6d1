"""Commands as presses: what a button carries, and who's offered what."""

import base64
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalogue import CATALOGUE
from bot.language import command_names, offers, slash
from bot.language.actions import MAX_LENGTH, decode, encode
from bot.language.commands import AnyCommand
from bot.language.controls import Emphasis
from bot.language.forms import Suggestion
from bot.language.offers import RunCommand, TypeIn, packed, unpacked
from bot.language.options import MAX_TEXT, CommandOption
from bot.language.people import Member, Place, Right, Tenant
from bot.language.refusals import Offer, Refusal
from bot.language.requests import Asker, Call
from bot.language.text import clean
from tests.fakes.described import command

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
MEMBER = Member("ben", "Ben")
ADMINISTRATOR = Member("ana", "Ana", administrator=True)

commands = st.sampled_from(CATALOGUE)
typed = st.text(max_size=60)


def asker(member: Member = MEMBER, *, direct: bool = False) -> Asker:
    return Asker(Tenant("web:x", "X"), Place("general", "#general", direct=direct), member, AT)


@given(commands, st.data())
def test_a_press_runs_what_was_typed_or_there_is_none(meant: AnyCommand, data: st.DataObject) -> None:
    """It carries the typed texts, cleaned; if they're too long, there's no press, and nothing is cut."""
    names = [option.name for option in meant.options]
    options = data.draw(st.dictionaries(st.sampled_from(names), typed, max_size=4)) if names else {}
    press = offers.run(meant.name, options)
    whole = packed([meant.name, *(part for pair in options.items() for part in pair)])
    if press is None:
        assert len(whole) > MAX_LENGTH - len("run.1:")
        return
    assert len(press) <= MAX_LENGTH
    assert press.isascii()
    action = decode(press)
    assert isinstance(action, RunCommand)
    assert offers.carried_by(action) == (meant.name, {name: clean(value) for name, value in options.items()})


@given(st.lists(st.text(), min_size=1, max_size=6))
def test_what_is_packed_is_unpacked(parts: list[str]) -> None:
    assert unpacked(packed(parts)) == [clean(part) for part in parts]


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-", max_size=94))
def test_whatever_else_comes_back_is_refused(carried: str) -> None:
    try:
        parts = unpacked(carried)
    except Refusal as refused:
        assert "/help" in refused.sentence
    else:
        assert packed(parts) == carried


@pytest.mark.parametrize(
    "carried",
    [
        "",
        packed(["quiz", "topic"]),
        packed(["quiz", "topic", "data", "topic", "models"]),
        packed(["quiz"]) + "A",
        base64.urlsafe_b64encode(b"quiz\x1f \x1f").decode().rstrip("="),
        base64.urlsafe_b64encode(b"\xff\xfe").decode().rstrip("="),
        base64.urlsafe_b64encode("quiz\x1ftopic\x1fda\u202eta".encode()).decode().rstrip("="),
    ],
)
def test_a_malformed_press_is_refused(carried: str) -> None:
    with pytest.raises(Refusal):
        name, options = offers.carried_by(RunCommand(carried))
        command_names.find(name, CATALOGUE).parse(options)


def test_a_press_that_types_carries_a_press_and_words() -> None:
    press = offers.type_in("zone.1", "Europe/Berlin")
    assert press is not None
    action = decode(press)
    assert isinstance(action, TypeIn)
    assert unpacked(action.press) == ["zone.1", "Europe/Berlin"]
    assert offers.type_in("zone.1", "x" * 90) is None


COMMANDS = (
    command(
        "paint",
        "Paints",
        "/paint red",
        (
            CommandOption(
                "colour", "which", required=True, choices=(Suggestion("red", "Red"), Suggestion("blue", "Blue"))
            ),
        ),
    ),
    command(
        "say", "Says", "/say x", (CommandOption("words", "what", longest=10), CommandOption("times", "how often"))
    ),
    command("rule", "Rules", "/rule", (), Right.ADMINISTRATOR, "rule"),
    command("meet", "Meets", "/meet", needs_channel=True),
)


def labels(refused: Refusal, call: Call | None = None, who: Asker | None = None) -> list[str]:
    return [button.label for button in offers.offered(refused, who or asker(), COMMANDS, call)]


def test_an_offer_takes_the_place_of_the_value_alone() -> None:
    call = Call(asker(), "say", {"words": "helo", "times": "3"})
    refused = Refusal("No.", option="words", offers=[Offer("hello", "hello"), Offer("help", "help")])
    first, second = offers.offered(refused, asker(), COMMANDS, call)
    carried = [decode(button.press) for button in (first, second)]
    assert [offers.carried_by(each) for each in carried if isinstance(each, RunCommand)] == [
        ("say", {"words": "hello", "times": "3"}),
        ("say", {"words": "help", "times": "3"}),
    ]
    assert (first.emphasis, second.emphasis) == (Emphasis.PRIMARY, Emphasis.NORMAL), "the best guess stands out"


def test_only_what_can_be_run_is_offered() -> None:
    call = Call(asker(), "say", {"words": "x"})
    too_long = Refusal("No.", option="words", offers=[Offer("long", "x" * 11), Offer("good", "y")])
    assert labels(too_long, call) == ["good"]
    typed = ("/paint green", "/paint red", "/nothing", "/paint")
    lines = Refusal("No.", offers=[Offer(line, line=line) for line in typed])
    assert labels(lines) == ["/paint red"]


def test_nothing_is_offered_that_the_asker_may_not_run_here() -> None:
    lines = Refusal("No.", offers=[Offer(line, line=line) for line in ("/rule", "/meet", "/say x")])
    assert labels(lines) == ["/meet", "/say x"]
    assert labels(lines, who=asker(ADMINISTRATOR)) == ["/rule", "/meet", "/say x"]
    assert labels(lines, who=asker(direct=True)) == ["/say x"]


def test_a_few_are_offered_and_none_twice() -> None:
    many = Refusal("No.", offers=[Offer(f"/say {word}", line=f"/say {word}") for word in "aabcdefgh"])
    assert labels(many) == ["/say a", "/say b", "/say c", "/say d"]


def test_a_command_with_a_role_is_not_offered() -> None:
    schedule = next(each for each in CATALOGUE if each.name == "schedule tip")
    call = Call(asker(ADMINISTRATOR), "schedule tip", {"notify": "role:1:Team", "zone": "Mras"})
    refused = Refusal("No.", option="zone", offers=[Offer("UTC", "UTC")])
    assert offers.offered(refused, call.asker, CATALOGUE, call) == ()
    assert not offers.can_be_filled_in(schedule, call.options, refused)
    assert offers.can_be_filled_in(schedule, {"zone": "Mras"}, refused)


@given(commands, st.data())
def test_a_command_written_is_read_back_as_it_was(meant: AnyCommand, data: st.DataObject) -> None:
    names = [option.name for option in meant.options]
    values = st.text(max_size=30).map(clean)
    options = data.draw(st.dictionaries(st.sampled_from(names), values, max_size=4)) if names else {}
    line = slash.write(meant, options)
    if line is not None:
        assert slash.read(line, CATALOGUE) == (meant.name, options)


@pytest.mark.parametrize("value", ["Data models", "C++", "a: b", "3", "use cases 5", "½", "日本", "topic: data"])
def test_usual_values_can_be_written(value: str) -> None:
    quiz = next(each for each in CATALOGUE if each.name == "quiz")
    assert slash.write(quiz, {"topic": value, "questions": "5"}) is not None


def test_the_form_of_a_command_knows_every_limit() -> None:
    """A field allows what its option reads, so nobody can type what would be refused."""
    for each in CATALOGUE:
        form = offers.options_form(each, {})
        assert [field.name for field in form.fields] == [option.name for option in each.options]
        for field, option in zip(form.fields, each.options, strict=True):
            assert field.required == option.required
            assert 1 <= field.longest <= MAX_TEXT
            if field.bounds is not None:
                least, most = field.bounds
                assert option.parse(str(least)) == least
                assert option.parse(str(most)) == most
            elif field.choices:
                assert [option.parse(choice.value) for choice in field.choices] == [
                    choice.value for choice in field.choices
                ]
            elif not (field.role or field.file):  # those are picked or uploaded
                assert option.parse("x" * field.longest)
                with pytest.raises(Refusal, match="too long") as caught:
                    option.parse("x" * (field.longest + 1))
                assert caught.value.option == option.name


def test_presses_stay_within_the_limit() -> None:
    for each in CATALOGUE:
        assert len(offers.fill_in(each, "k3f9q2ab45")) <= MAX_LENGTH - len("~rest")
    assert encode(RunCommand(packed(["help"]))).startswith("run.1:")


@pytest.mark.parametrize(
    ("command", "name", "sentence"),
    [
        ("define", "term", "“term” is empty; give it a value."),
        ("compare", "topic", "“topic” is empty; give it a value or leave it out."),
    ],
)
def test_only_an_optional_value_can_be_left_out(command: str, name: str, sentence: str) -> None:
    option = next(each for each in command_names.find(command, CATALOGUE).options if each.name == name)
    with pytest.raises(Refusal) as caught:
        option.parse("\u200b")
    assert caught.value.sentence == sentence
