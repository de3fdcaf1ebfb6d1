"""Reading typed commands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalogue import CATALOGUE
from bot.language.command_names import begins_with_name
from bot.language.options import CommandOption
from bot.language.refusals import Refusal
from bot.language.slash import read
from tests.fakes.described import command


@pytest.mark.parametrize(
    ("typed", "command", "options"),
    [
        ("/compare", "compare", {}),
        ("/compare data", "compare", {"topic": "data"}),
        ("/compare\ndata", "compare", {"topic": "data"}),
        ("/COMPARE Data", "compare", {"topic": "Data"}),
        ("  /compare   data  ", "compare", {"topic": "data"}),
        ("/compare use cases", "compare", {"topic": "use cases"}),
        ("/compare use cases sides:AI engineer", "compare", {"topic": "use cases", "sides": "AI engineer"}),
        ('/compare "use cases" "kind of data"', "compare", {"topic": "use cases", "aspect": "kind of data"}),
        ("/compare topic: data show:picture", "compare", {"topic": "data", "show": "picture"}),
        ("/quiz use cases 5", "quiz", {"topic": "use cases", "questions": "5"}),
        ("/quiz 5 data", "quiz", {"topic": "data", "questions": "5"}),
        ("/quiz -1", "quiz", {"questions": "-1"}),
        ("/define exploratory data analysis", "define", {"term": "exploratory data analysis"}),
        ('/define "exploratory data analysis"', "define", {"term": "exploratory data analysis"}),
        ('/define "unclosed quote', "define", {"term": "unclosed quote"}),
        ("/ask why: 5 GPUs?", "ask", {"question": "why: 5 GPUs?"}),
        ('/ask what is "RAG" for?', "ask", {"question": "what is RAG for?"}),
        ("/ask question:what is RAG", "ask", {"question": "what is RAG"}),
        ("/quiz help", "help", {"command": "quiz"}),
        ("/Game  HELP", "help", {"command": "game"}),
        ("/game start --help", "help", {"command": "game start"}),
        ("/quiz —help", "help", {"command": "quiz"}),
        ("–help", "help", {}),
        ("/quiz data —questions 5", "quiz", {"topic": "data", "questions": "5"}),
        ("/quiz –questions=5", "quiz", {"questions": "5"}),
        ("/define help", "define", {"term": "help"}),
        ("/ask help ?", "ask", {"question": "help ?"}),
    ],
)
def test_reads(typed: str, command: str, options: dict[str, str]) -> None:
    assert read(typed, CATALOGUE) == (command, options)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("/comapre data", "There's no command “/comapre”. Did you mean /compare?"),
        ("/xyzzy", "There's no command “/xyzzy”. Run /help to see what I can do."),
        ("/", "There's no command “/”. Run /help to see what I can do."),
        ("/unlink now", "/unlink doesn't know what to do with “now”; it takes no options."),
        ("/compare topic:data topic:models", "“topic” is given twice; keep one."),
        ("/quiz data private:yes", "/quiz has no option “private”; it takes topic, questions."),
        ("/review Private=yes", "/review has no option “Private”; it takes topic."),
        ("/quiz data seconds:30", "/quiz has no option “seconds”; it takes topic, questions."),
    ],
)
def test_refuses_with_a_sentence(typed: str, sentence: str) -> None:
    with pytest.raises(Refusal) as caught:
        read(typed, CATALOGUE)
    assert caught.value.sentence == sentence


@pytest.mark.parametrize(
    ("typed", "begins"),
    [
        ("quiz care", True),
        ("qiuz care", True),
        ("game-start", True),
        ("shedule tip", True),
        ("what is RAG?", False),
        ("delete my data", False),
        ("private:yes what is RAG?", False),
        ("", False),
    ],
)
def test_a_name_at_the_start_is_known_even_if_misspelt(typed: str, begins: bool) -> None:
    assert begins_with_name(typed, CATALOGUE) is begins


GROUPED = (
    *CATALOGUE,
    command("club create", "Make a club", "/club create Owls", (CommandOption("name", "its name"),)),
    command("club list", "All clubs", "/club list"),
)


@pytest.mark.parametrize(
    ("typed", "command", "options"),
    [
        ("/club list", "club list", {}),
        ("/Club  LIST", "club list", {}),
        ("/club create Night Owls", "club create", {"name": "Night Owls"}),
        ("/club create name:Owls", "club create", {"name": "Owls"}),
        ("/compare club", "compare", {"topic": "club"}),
    ],
)
def test_reads_commands_of_a_group(typed: str, command: str, options: dict[str, str]) -> None:
    assert read(typed, GROUPED) == (command, options)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("/club", "/club goes on with create or list."),
        ("/club lits", "There's no command “/club lits”. Did you mean /club list?"),
        ("/club create name:A name:B", "“name” is given twice; keep one."),
    ],
)
def test_refuses_commands_of_a_group_with_a_sentence(typed: str, sentence: str) -> None:
    with pytest.raises(Refusal) as caught:
        read(typed, GROUPED)
    assert caught.value.sentence == sentence


@given(st.text(max_size=400))
def test_any_text_is_read_or_refused(rest: str) -> None:
    for head in ("/ask ", "/quiz ", "/compare ", ""):
        try:
            command, options = read(head + rest, CATALOGUE)
        except Refusal as refusal:
            assert refusal.sentence
        else:
            known = {option.name for each in CATALOGUE if each.name == command for option in each.options}
            assert set(options) <= known
