"""Typed commands: what keyboards insert, words without option names, and words with two meanings or none."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalogue import CATALOGUE
from bot.language.caret import caret_in
from bot.language.command_names import begins, named_by
from bot.language.forms import Suggestion
from bot.language.known_names import Known, Names
from bot.language.offers import offered
from bot.language.options import CommandOption, OptionKind
from bot.language.people import Member, Place, Tenant
from bot.language.refusals import Refusal
from bot.language.requests import Asker
from bot.language.slash import read, spread, values, write
from bot.language.text import DOUBLE_QUOTE, plain, said, unquoted
from tests.fakes.described import command

BY_NAME = {each.name: each for each in CATALOGUE}
ANA = Asker(
    Tenant("web:x", "X"),
    Place("general", "#general"),
    Member("ana", "Ana", administrator=True),
    datetime(2026, 3, 2, tzinfo=UTC),
)


@pytest.mark.parametrize(
    ("typed", "bare"),
    [
        ("“Blue Foxes”", "Blue Foxes"),
        ("”Blue Foxes”", "Blue Foxes"),
        ("„Blue Foxes“", "Blue Foxes"),
        ("«Blue Foxes»", "Blue Foxes"),
        ("« Blue Foxes »", "Blue Foxes"),
        ("»Blue Foxes«", "Blue Foxes"),
        ("‹Blue› Foxes", "Blue Foxes"),
        ("‚Blue Foxes‘", "Blue Foxes"),
        ("‘Blue Foxes’", "Blue Foxes"),
        ("'Blue Foxes'", "Blue Foxes"),
        ("`Blue Foxes`", "Blue Foxes"),
        ("「Blue Foxes」", "Blue Foxes"),
        ("『Blue』 Foxes", "Blue Foxes"),
        ("＂Blue Foxes＂", "Blue Foxes"),
        ('"“Blue Foxes”"', "Blue Foxes"),
        ("“Blue ‘Foxes’”", "Blue Foxes"),
        ("“Blue Foxes", "Blue Foxes"),
        ("Blue Foxes”", "Blue Foxes"),
        ('the "Blue" Foxes', "the Blue Foxes"),
        ("Blue\u00a0Foxes\u3000 \u2009of\u202ftoday", "Blue Foxes of today"),
        ("don't", "don't"),
        ("O’Brien’s", "O’Brien’s"),
        ("rock‘n’roll", "rock‘n’roll"),
        ("Bayes’ theorem", "Bayes’ theorem"),
        ("the '90s", "the '90s"),
        ('5" and 6"', "5 and 6"),
        ("““”", ""),
        ("'", ""),
        ("", ""),
    ],
)
def test_quotes_are_not_part_of_a_value(typed: str, bare: str) -> None:
    assert unquoted(typed) == bare


@given(st.text())
def test_no_double_quote_is_ever_left(typed: str) -> None:
    bare = unquoted(typed)
    assert not DOUBLE_QUOTE.search(bare)
    assert unquoted(bare) == bare or "'" in plain(typed)
    assert bare == " ".join(bare.split())


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("mon–fri", "mon-fri"),
        ("mon—fri", "mon-fri"),
        ("mon--fri", "mon-fri"),
        ("2026‑12‑31", "2026-12-31"),
        ("−1", "-1"),
        ("９：３０", "9:30"),
        ("Ｅｕｒｏｐｅ／Ｂｅｒｌｉｎ", "Europe/Berlin"),
        ("“9:00”", "9:00"),
    ],
)
def test_values_with_a_fixed_format_are_read_plainly(typed: str, value: str) -> None:
    assert plain(typed) == value


def test_a_full_stop_at_the_end_is_dropped() -> None:
    assert said("  Half past\u00a0NINE. ") == "half past nine"


@pytest.mark.parametrize(
    ("typed", "name", "options"),
    [
        ("/team create “Blue Foxes”", "team create", {"name": "Blue Foxes"}),
        ("/team create ‘Blue Foxes’ colour：red", "team create", {"name": "Blue Foxes", "colour": "red"}),
        ("/team create don't panic", "team create", {"name": "don't panic"}),
        ("/team create O’Brien", "team create", {"name": "O’Brien"}),
        ("/compare data “training”", "compare", {"topic": "data", "aspect": "training"}),
        ("/compare „use cases“ «kind of data»", "compare", {"topic": "use cases", "aspect": "kind of data"}),
        ("/quiz questions:“5”", "quiz", {"questions": "5"}),
        ("/quiz questions：５ data", "quiz", {"questions": "５", "topic": "data"}),
        ("／quiz　data　５", "quiz", {"topic": "data", "questions": "５"}),
        ("/quiz\u00a0data\u00a05", "quiz", {"topic": "data", "questions": "5"}),
        ('/quiz "use cases 5', "quiz", {"topic": "use cases", "questions": "5"}),
        ('/quiz use cases" 5', "quiz", {"topic": "use cases", "questions": "5"}),
        ("/quiz topic = data, questions = 5", "quiz", {"topic": "data", "questions": "5"}),
        ("/schedule tip days:“mon and wed”", "schedule tip", {"days": "mon and wed"}),
        ('/schedule tip days:"mon and wed', "schedule tip", {"days": "mon and wed"}),
        ("/schedule tip days:mon–fri 9：30", "schedule tip", {"days": "mon–fri", "time": "9:30"}),
        (
            "/challenge data 3 30 closes:“2 days”",
            "challenge",
            {"topic": "data", "questions": "3", "seconds": "30", "closes": "2 days"},
        ),
        ("/compare side:“AI engineer”", "compare", {"sides": "AI engineer"}),
        ("/settings new-cards:5 team-zone:berlin", "settings", {"new_cards": "5", "team_zone": "berlin"}),
        ("/versed tip", "tip", {}),
        ("/game-start data", "game start", {"topic": "data"}),
        ("/Game_Start data", "game start", {"topic": "data"}),
        ("/ ｔｉｐ", "tip", {}),
        ("tip data", "tip", {"topic": "data"}),
    ],
)
def test_what_keyboards_insert_does_no_harm(typed: str, name: str, options: dict[str, str]) -> None:
    assert read(typed, CATALOGUE) == (name, options)


POSITIONAL = [
    ("/leaderboard month data", {"period": "month", "topic": "data"}),
    ("/leaderboard data month", {"period": "month", "topic": "data"}),
    ("/leaderboard all data", {"period": "all", "topic": "data"}),
    ("/leaderboard week models teams", {"period": "week", "topic": "models", "of": "teams"}),
    ("/leaderboard season", {"period": "season"}),
    ("/compare data table", {"topic": "data", "show": "table"}),
    ("/compare use cases as a picture", {"topic": "use cases", "show": "as a picture"}),
    ("/progress team", {"show": "team"}),
    ("/quiz use cases 5", {"topic": "use cases", "questions": "5"}),
    ("/quiz 5 use cases", {"topic": "use cases", "questions": "5"}),
    ("/quiz data 5 questions", {"topic": "data", "questions": "5"}),
    ("/quiz questions 5", {"questions": "5"}),
    ("/challenge data 3 30 2 days", {"topic": "data", "questions": "3", "seconds": "30", "closes": "2 days"}),
    ("/challenge data 30 seconds", {"topic": "data", "seconds": "30"}),
    ("/challenge friday 15:00", {"closes": "friday 15:00"}),
    ("/challenge 5 friday", {"questions": "5", "closes": "friday"}),
    ("/challenge data until friday", {"topic": "data", "closes": "friday"}),
    ("/remind 08:30 berlin", {"time": "08:30", "zone": "berlin"}),
    ("/remind berlin 08:30", {"time": "08:30", "zone": "berlin"}),
    ("/remind half past nine in new york", {"time": "half past nine", "zone": "new york"}),
    ("/remind 9", {"time": "9"}),
    ("/remind off", {"time": "off"}),
    ("/remind 08:30 Berln", {"time": "08:30", "zone": "Berln"}),
    (
        "/schedule tip 09:00 weekdays berlin data",
        {"time": "09:00", "days": "weekdays", "zone": "berlin", "topic": "data"},
    ),
    (
        "/schedule tip data berlin weekdays 09:00",
        {"time": "09:00", "days": "weekdays", "zone": "berlin", "topic": "data"},
    ),
    ("/schedule tip friday 15:00", {"days": "friday", "time": "15:00"}),
    ("/schedule tip 9 weekdays", {"time": "9", "days": "weekdays"}),
    ("/schedule tip noon every other tuesday", {"time": "noon", "days": "every other tuesday"}),
    ("/schedule tip 9:00 2027-01-01 2027-02-01", {"time": "9:00", "start": "2027-01-01", "end": "2027-02-01"}),
    ("/schedule tip until 1 may from 1 april", {"end": "1 may", "start": "1 april"}),
    ("/schedule tip 9:00 skip", {"time": "9:00", "late": "skip"}),
    ("/schedule tip 25:00", {"time": "25:00"}),
    ("/schedule tip 9:00 mon and someday", {"time": "9:00", "days": "mon and someday"}),
    ("/schedule game 15:00 friday 5", {"time": "15:00", "days": "friday", "questions": "5"}),
    ("/schedule game friday at 9", {"time": "at 9", "days": "friday"}),
    ("/schedule course 10 09:00", {"length": "10", "time": "09:00"}),
    ("/schedule course 09:00 10", {"length": "10", "time": "09:00"}),
    ("/schedule course 10", {"length": "10"}),
    ("/schedule pause course 3", {"schedule": "course 3"}),
    ("/game start data 5 20 duel", {"topic": "data", "questions": "5", "seconds": "20", "mode": "duel"}),
    ("/game start 3 teams", {"teams": "3"}),
    ("/game start data 3 20 teams", {"topic": "data", "questions": "3", "seconds": "20", "mode": "teams"}),
    ("/game start data 3 20 4 teams", {"topic": "data", "questions": "3", "seconds": "20", "teams": "4"}),
    ("/game accept k3m9q2ab Night Owls", {"code": "k3m9q2ab", "name": "Night Owls"}),
    ("/game accept abcdefgh Owls", {"code": "abcdefgh", "name": "Owls"}),
    ("/season start Spring 90d", {"name": "Spring", "end": "90d"}),
    ("/season start Spring 12 jan 31 mar", {"name": "Spring", "start": "12 jan", "end": "31 mar"}),
    ("/season end name:Spring", {"season": "Spring"}),
    ("/schedule course two weeks data", {"length": "two weeks", "topic": "data"}),
    (
        "/season start Spring Cup from tomorrow until 1 may",
        {"name": "Spring Cup", "start": "tomorrow", "end": "1 may"},
    ),
    ("/season start Friday Fun 90d", {"name": "Friday Fun", "end": "90d"}),
    ("/team create Red Foxes", {"name": "Red Foxes"}),
    ("/team create Blue", {"name": "Blue"}),
    ("/settings questions 10 share no", {"questions": "10", "share": "no"}),
    ("/settings new cards 5", {"new_cards": "5"}),
    ("/settings zone berlin", {"zone": "berlin"}),
    ("/ask when is it 9:00 on friday in berlin?", {"question": "when is it 9:00 on friday in berlin?"}),
]


@pytest.mark.parametrize(("typed", "options"), POSITIONAL, ids=[each[0] for each in POSITIONAL])
def test_words_go_to_the_option_that_can_read_them(typed: str, options: dict[str, str]) -> None:
    assert read(typed, CATALOGUE)[1] == options


ASKED = [
    (
        "/schedule game 9 friday",
        "“9” could be the time or the questions. Type /schedule game time:9 days:friday or "
        "/schedule game questions:9 days:friday",
    ),
    (
        "/team create Code Red",
        "“Red” could be the colour or the name. Type /team create name:Code colour:red or "
        '/team create name:"Code Red"',
    ),
    (
        "/settings 10",
        "“10” could be the questions, the new cards or the reviews. Type /settings questions:10, "
        "/settings new_cards:10 or /settings reviews:10",
    ),
    (
        "/settings no",
        "“no” could be the share, the shown or the nudges. Type /settings share:no, /settings shown:no "
        "or /settings nudges:no",
    ),
    (
        "/settings berlin",
        "“berlin” could be the zone or the team zone. Type /settings zone:berlin or /settings team_zone:berlin",
    ),
]


@pytest.mark.parametrize(("typed", "sentence"), ASKED, ids=[each[0] for each in ASKED])
def test_words_that_may_mean_two_things_are_asked_about(typed: str, sentence: str) -> None:
    with pytest.raises(Refusal) as caught:
        read(typed, CATALOGUE)
    assert caught.value.sentence == sentence
    lines = [offer.line for offer in caught.value.offers]
    assert all(line in sentence for line in lines)
    assert len({str(read(line, CATALOGUE)) for line in lines}) == len(lines) > 1


@pytest.mark.parametrize(
    ("typed", "sentence", "offered"),
    [
        ("/compare shw:table", "/compare has no option “shw”. Did you mean show?", ["/compare show:table"]),
        (
            "/team create Foxes color:red",
            "/team create has no option “color”. Did you mean colour?",
            ["/team create Foxes colour:red"],
        ),
        (
            "/schedule report 16:00 someday",
            "I know the time “16:00”, but not “someday” after it. Try /schedule report 16:00 Friday",
            ["/schedule report time:16:00"],
        ),
        ("/unlink now", "/unlink doesn't know what to do with “now”; it takes no options.", []),
        ("/remind foo", "/remind doesn't know what to do with “foo”; try /remind 08:30", []),
    ],
)
def test_what_cannot_be_read_is_said_with_what_can(typed: str, sentence: str, offered: list[str]) -> None:
    with pytest.raises(Refusal) as caught:
        read(typed, CATALOGUE)
    assert caught.value.sentence == sentence
    assert [offer.line for offer in caught.value.offers] == offered


def test_nobody_is_pinged_by_a_loose_word() -> None:
    assert read("/schedule tip 09:00 here", CATALOGUE)[1] == {"time": "09:00", "topic": "here"}
    assert read("/schedule tip 09:00 everyone:here", CATALOGUE)[1] == {"time": "09:00", "everyone": "here"}


TRIP = command(
    "trip",
    "A journey",
    "/trip Paris",
    (
        CommandOption("city", "where to", completes=True),
        CommandOption("by", "what by", choices=(Suggestion("train", "By train"), Suggestion("bus", "By bus"))),
        CommandOption("person", "who comes along", completes=True),
        CommandOption("days", "how long", OptionKind.INTEGER),
    ),
)
PLACES = {"city": {"paris", "new york", "train", "rome"}, "person": {"paris", "ana maria", "york"}}


def knows(option: str, phrase: str) -> Known:
    return Known.NAME if phrase.lower() in PLACES.get(option, ()) else Known.NO


def guesses(option: str, phrase: str) -> Known:
    alike = any(phrase.lower()[:3] == name[:3] and " " not in phrase for name in PLACES.get(option, ()))
    return knows(option, phrase) or (Known.LIKELY if alike else Known.NO)


NAMES = Names(knows, guesses)


@pytest.mark.parametrize(
    ("rest", "options"),
    [
        ("rome ana maria", {"city": "rome", "person": "ana maria"}),
        ("ana maria rome 3", {"city": "rome", "person": "ana maria", "days": "3"}),
        ("new york", {"city": "new york"}),
        ("new york york bus", {"city": "new york", "person": "york", "by": "bus"}),
        ("rome by train", {"city": "rome", "by": "by train"}),
        ("rme ana maria", {"city": "rme", "person": "ana maria"}),
        ("romee 3", {"city": "romee", "days": "3"}),
        ("rome nobody", {"city": "rome", "person": "nobody"}),
        ("nowhere at all", {"city": "nowhere at all"}),
        ("city:train train", {"city": "train", "by": "train"}),
    ],
)
def test_known_names_tell_words_apart(rest: str, options: dict[str, str]) -> None:
    assert values(TRIP, rest, NAMES) == options


@pytest.mark.parametrize(
    ("rest", "sentence"),
    [
        ("paris", "“paris” could be the city or the person. Type /trip city:paris or /trip person:paris"),
        ("train", "“train” could be the city or the by. Type /trip city:train or /trip by:train"),
    ],
)
def test_a_name_of_two_things_is_asked_about(rest: str, sentence: str) -> None:
    with pytest.raises(Refusal) as caught:
        values(TRIP, rest, NAMES)
    assert caught.value.sentence == sentence


@pytest.mark.parametrize(
    ("name", "given", "expected"),
    [
        ("schedule tip", {"time": "friday 15:00"}, {"time": "15:00", "days": "friday"}),
        ("schedule tip", {"days": "15:00 every other Friday"}, {"time": "15:00", "days": "every other Friday"}),
        ("schedule tip", {"time": "9:00 in Berlin"}, {"time": "9:00", "zone": "Berlin"}),
        ("schedule tip", {"time": "friday 15:00", "days": "monday"}, {"time": "friday 15:00", "days": "monday"}),
        ("schedule tip", {"time": "friday"}, {"time": "friday"}),
        ("schedule tip", {"topic": "friday 15:00"}, {"topic": "friday 15:00"}),
        ("remind", {"time": "“08:30 Tokyo”"}, {"time": "08:30", "zone": "Tokyo"}),
        ("challenge", {"closes": "friday 15:00"}, {"closes": "friday 15:00"}),
    ],
)
def test_a_field_may_hold_what_belongs_to_another(name: str, given: dict[str, str], expected: dict[str, str]) -> None:
    assert spread(BY_NAME[name], given) == expected


@pytest.mark.parametrize(
    ("text", "name", "rest"),
    [
        ("quiz data", "quiz", "data"),
        ("/Schedule  TIP 9:00", "schedule tip", "9:00"),
        ("versed game-start", "game start", ""),
        ("quiz", "quiz", ""),
        ("what is a quiz", None, ""),
        ("schedule", None, ""),
        ("", None, ""),
        ("tips for me", None, ""),
    ],
)
def test_a_command_is_named_by_the_first_words(text: str, name: str | None, rest: str) -> None:
    found = named_by(text, CATALOGUE)
    assert (found[0].name, found[1]) == (name, rest) if found else name is None


def test_a_command_begins_with_a_slash_of_any_kind() -> None:
    assert all(begins(typed) for typed in ("/tip", "  /tip", "／tip", "\u200b/tip"))
    assert not begins("tip/")


@pytest.mark.parametrize(
    ("line", "option", "typed"),
    [
        ("", "topic", ""),
        ("use c", "topic", "use c"),
        ("use cases ", "topic", "use cases "),
        ("data 5", "questions", "5"),
        ("data 5 ", "", ""),
        ("5 ", "topic", ""),
        ("topic:", "topic", ""),
        ("“use cases” ", "questions", ""),
        ("questions:5 “da", "topic", "da"),
    ],
)
def test_the_caret_is_in_an_option(line: str, option: str, typed: str) -> None:
    at = caret_in(BY_NAME["quiz"], line)
    assert (at.option, at.typed) == (option, typed)


_WORDS = st.sampled_from(
    (
        *("data", "use", "cases", "month", "teams", "season", "5", "30", "－５", "09:00", "9", "friday", "weekdays"),
        *("berlin", "until", "tomorrow", "2", "days", "every", "other", "next", "monday", "half", "past", "nine,"),
        *(
            "“",
            "”",
            "'",
            "«",
            "»",
            "—",
            "topic:",
            "questions:5",
            "days:“mon",
            "wed”",
            "closes:",
            "shw:x",
            "topic=a:b",
        ),
        *("everyone", "here", "red", "Foxes", "skip", "and", "yes", "k3m9q2ab", "at", "in", "about", "2027-01-01"),
    )
)


@given(st.sampled_from(CATALOGUE), st.lists(_WORDS, max_size=9))
def test_any_words_are_read_or_refused_with_lines_that_work(chosen: object, words: list[str]) -> None:
    name = getattr(chosen, "name", "")
    try:
        _, options = read(f"/{name} {' '.join(words)}", CATALOGUE)
    except Refusal as refusal:
        assert refusal.sentence
        for button in offered(refusal, ANA, CATALOGUE):
            assert read(button.label, CATALOGUE)
    else:
        assert not any(DOUBLE_QUOTE.search(value) for value in options.values())
        given = {each: value for each, value in options.items() if value}
        line = write(BY_NAME[name], given)
        assert line is None or read(line, CATALOGUE) == (name, given)


@given(st.text(alphabet="abc xyz", min_size=1, max_size=20).filter(str.strip), st.integers(1, 20))
def test_what_is_written_is_read_back(topic: str, questions: int) -> None:
    given = {"topic": " ".join(topic.split()), "questions": str(questions)}
    line = write(BY_NAME["quiz"], given)
    assert line is not None
    assert read(line, CATALOGUE) == ("quiz", given)
