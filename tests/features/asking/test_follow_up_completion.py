"""Follow-ups on both packs that come with Versed: read in full, refused, or answered with something new."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from random import Random

import pytest

from bot.content.finding.answerer import Answerer
from bot.content.finding.finder import Finder
from bot.content.reading.library import Library
from bot.core import build
from bot.features.asking import follow_up_completion
from bot.features.asking.follow_up_phrasings import correction, follows
from bot.language.message import Message
from bot.language.plain import plain
from bot.meaning.model import embedded
from bot.pictures.cache import PictureCache
from bot.storage.database import Database
from tests.features.asking.kitchen import kitchen
from tests.features.lessons.asking import asker
from tests.packs import BUNDLED, RIVERS, bundled, meetings

MEETINGS = BUNDLED.parent / "meet-message-or-write"
ROLES, MEANS, KITCHEN = Finder(bundled()), Finder(meetings()), Finder(kitchen())


@cache
def answerer() -> Answerer:
    """Return an answerer by words and meaning; it's cached, so that what a pack means is worked out only once."""
    return Answerer((embedded(),), None, patience=60)


@cache
def library(pack: Path) -> Library:
    """Return a library with one pack, cached for the same reason."""
    return Library([pack])


async def said(database: Database, pack: Path, questions: Sequence[str], *, free: bool = False) -> list[Message]:
    """Return the answers to questions asked one after another, by words and meaning."""
    pictures = PictureCache()
    versed = build(library(pack), database, pictures, Random(1), answerer=answerer()).application
    told = []
    for number, question in enumerate(questions):
        who = replace(asker(), at=asker().at + timedelta(seconds=number))
        reply = await (versed.free_words.converse(who, question) if free else versed.say(who, f"/ask {question}"))
        assert reply is not None, question
        told.append(reply)
    pictures.close()
    return told


def begins(message: Message) -> str:
    return lines(message)[0]


def lines(message: Message) -> list[str]:
    """Return what's said, without the caution that it may be beside the point."""
    told = plain(message).removeprefix("(only you can see this)\n\n").splitlines()
    return told[2:] if told[0].startswith("I'm not sure") else told


@pytest.mark.parametrize(
    ("pack", "first"), [(BUNDLED, "what is overfitting?"), (BUNDLED, "GPU"), (MEETINGS, "what is an agenda?")]
)
@pytest.mark.parametrize("free", [False, True])
async def test_no_follow_up_reaches_back_past_a_refusal(
    sqlite_database: Database, pack: Path, first: str, free: bool
) -> None:
    questions = [first, "how do I bake bread?", "why?", "more", "and who does that?", "for example?"]
    answered, *refused = await said(sqlite_database, pack, questions, free=free)
    assert not answered.private
    assert all(each.private for each in refused)


async def test_what_was_shown_last_is_meant_if_it_answers(sqlite_database: Database) -> None:
    questions = ["where do the White Nile and the Blue Nile meet?", "how many Niles?"]
    _, told = await said(sqlite_database, RIVERS, questions)
    assert begins(told) == "There are two Niles"


async def test_a_refused_follow_up_keeps_the_question_before_it(sqlite_database: Database) -> None:
    questions = ["what is RAG?", "who invented it?", "how does it work?"]
    *_, refused, works = await said(sqlite_database, BUNDLED, questions)
    assert refused.private
    assert begins(works) == "Retrieval-augmented generation"


@pytest.mark.parametrize(
    ("pack", "first", "said_then"),
    [
        (BUNDLED, "what is RAG?", "who invented it?"),
        (BUNDLED, "fine-tuning", "who invented it?"),
        (BUNDLED, "fine-tuning", "when was it invented?"),
        (BUNDLED, "what's overfitting", "does my cat have it?"),
        (BUNDLED, "what is a data scientist?", "what do they eat?"),
        (MEETINGS, "what is an agenda?", "how do I pronounce it?"),
        (MEETINGS, "agenda", "which app sells it?"),
    ],
)
async def test_a_follow_up_without_an_answer_is_refused(
    sqlite_database: Database, pack: Path, first: str, said_then: str
) -> None:
    answered, refused = await said(sqlite_database, pack, [first, said_then])
    assert not answered.private
    assert refused.private
    assert f"doesn't cover that: “{said_then}”" in plain(refused)


@pytest.mark.parametrize(
    ("pack", "first", "said_then", "title"),
    [
        (BUNDLED, "what is RAG?", "how does it work?", "Retrieval-augmented generation"),
        (BUNDLED, "what is fine-tuning?", "is it expensive?", "Fine-tuning"),
        (BUNDLED, "overfitting", "how do I spot it?", "Overfitting"),
        (BUNDLED, "what are GPUs?", "how do they work?", "GPU"),
        (BUNDLED, "what is a data scientist?", "and what do they do?", "Data scientist"),
        (MEETINGS, "what is an agenda?", "what goes in it?", "Agenda"),
        (MEETINGS, "decision log", "how does that work?", "Decision log"),
        (BUNDLED, "precision", "and recall?", "Recall"),
        (BUNDLED, "what is clustering?", "what about classification?", "Classification"),
        (BUNDLED, "how much data does a data scientist need?", "and an AI engineer?", "Amount of data"),
        (MEETINGS, "what is an agenda?", "and a decision log?", "Decision log"),
        (BUNDLED, "how do I explain data cleaning to my boss?", "and an outlier?", "Outlier"),
    ],
)
async def test_a_follow_up_is_answered_as_it_would_be_in_full(
    sqlite_database: Database, pack: Path, first: str, said_then: str, title: str
) -> None:
    _, told = await said(sqlite_database, pack, [first, said_then])
    assert not told.private
    assert begins(told) == title


@pytest.mark.parametrize(
    ("pack", "questions", "closest"),
    [
        (
            BUNDLED,
            ["what is overfitting?", "how do I notice it?"],
            "You spot it by testing on cases that you kept aside.",
        ),
        (BUNDLED, ["what is overfitting?", "and how can I prevent it?"], "More data or a simpler model helps."),
        (BUNDLED, ["what is RAG?", "what's the downside?"], "and the model may misread it."),
        (
            BUNDLED,
            ["difference between training and inference?", "which one is cheaper?"],
            "makes up most of the running cost.",
        ),
    ],
)
async def test_nobody_reads_the_same_answer_twice(
    sqlite_database: Database, pack: Path, questions: Sequence[str], closest: str
) -> None:
    told = (await said(sqlite_database, pack, questions))[-1]
    assert lines(told)[3].startswith("This comes closest: ")
    assert lines(told)[3].endswith(closest)
    assert "That's all I have on it." in plain(told)


async def test_which_is_more_so_is_not_said_by_a_sentence_about_one_of_them(sqlite_database: Database) -> None:
    asks = ["RAG", "and fine-tuning?", "so which should I pick?", "which is cheaper?", "which one is faster?"]
    *_, cheaper, faster = await said(sqlite_database, BUNDLED, asks)
    _, harder = await said(sqlite_database, BUNDLED, ["precision vs recall", "which one matters more?"])
    for answer in (cheaper, faster, harder):
        assert "That's all I have on it." in plain(answer)


async def test_what_comes_closest_is_not_said_twice_either(sqlite_database: Database) -> None:
    asks = [
        "how do I notice it?",
        "how do I spot it?",
        "how do I find it?",
        "how do I see it?",
        "how do I detect it?",
    ]
    _, *told = await said(sqlite_database, BUNDLED, ["what is overfitting?", *asks])
    closest = [lines(each)[3] for each in told if not each.private]
    assert len(set(closest)) == len(closest) > 1
    assert lines(told[-1])[0].startswith("That's all I have on it.")


async def test_what_is_not_understood_is_what_was_shown_last(sqlite_database: Database) -> None:
    asks = ["difference between training and inference?", "and which is cheaper?", "I don't get it"]
    *_, cheaper, told = await said(sqlite_database, BUNDLED, asks)
    assert "Cost of an answer" in plain(cheaper)
    assert not plain(told).startswith("I'm not sure"), "the question as a whole has no example"


@pytest.mark.parametrize("before", [[], ["how do I bake bread?"]])
@pytest.mark.parametrize(("question", "pronoun"), [("who writes it?", "it"), ("who writes them?", "them")])
async def test_nobody_guesses_what_a_pronoun_means(
    sqlite_database: Database, before: list[str], question: str, pronoun: str
) -> None:
    told = (await said(sqlite_database, BUNDLED, [*before, question]))[-1]
    assert told.private
    assert lines(told)[0] == f"I can't tell what “{pronoun}” means here; ask again with its name."


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("how is data different for the two roles?", "Data"),
        ("which role needs more data?", "Amount of data"),
        ("which of the two jobs needs more data?", "Amount of data"),
        ("do both roles need to code?", "Shared skills"),
        ("what models do the two roles use?", "The toolbox"),
        ("in which areas do the two roles differ?", "Use case"),
    ],
)
async def test_the_two_roles_are_the_packs_sides(sqlite_database: Database, question: str, title: str) -> None:
    (told,) = await said(sqlite_database, BUNDLED, [question])
    assert begins(told) == title


async def test_a_question_about_one_side_can_be_repeated_for_the_other(sqlite_database: Database) -> None:
    for question in (
        "how much data does a data scientist need?",
        "how long does training take for a data scientist?",
    ):
        one, other = await said(sqlite_database, BUNDLED, [question, "and for an AI engineer?"])
        assert begins(one) == begins(other)
        assert lines(other)[3].startswith("AI engineer: ")


@pytest.mark.parametrize(
    ("pack", "questions", "title"),
    [
        (BUNDLED, ["what is RAG?", "how is it different from fine-tuning?"], "generation and Fine-tuning"),
        (BUNDLED, ["what is RAG?", "what's the difference to fine-tuning?"], "generation and Fine-tuning"),
        (BUNDLED, ["RAG", "is that the same as fine-tuning?"], "generation and Fine-tuning"),
        (BUNDLED, ["precision", "and recall?", "how do they differ?"], "Precision and Recall"),
        (BUNDLED, ["what is recall?", "what is precision?", "what's the difference?"], "Recall and Precision"),
        (BUNDLED, ["precision", "recall", "what's the difference between them?"], "Precision and Recall"),
        (
            MEETINGS,
            ["what is an agenda?", "and a decision log?", "what's the difference?"],
            "Agenda and Decision log",
        ),
        (MEETINGS, ["agenda", "compared to a decision log?"], "Agenda and Decision log"),
        (BUNDLED, ["what is precision?", "and recall?", "which is harder to improve?"], "Precision and Recall"),
        (BUNDLED, ["what is a data scientist?", "what's the difference?"], "AI engineer"),
        (BUNDLED, ["precision vs recall", "what do they have in common?"], "Precision and Recall"),
        (BUNDLED, ["precision vs recall", "which comes first?"], "Precision and Recall"),
        (BUNDLED, ["precision", "any risks?", "and recall?", "so which should I use?"], "Precision and Recall"),
    ],
)
async def test_a_comparison_with_the_previous_question_is_shown_side_by_side(
    sqlite_database: Database, pack: Path, questions: Sequence[str], title: str
) -> None:
    assert begins((await said(sqlite_database, pack, questions))[-1]).endswith(title)


@pytest.mark.parametrize(
    ("pack", "questions"),
    [
        (BUNDLED, ["what is data leakage?", "more"]),
        (BUNDLED, ["difference between precision and recall", "why?"]),
        (BUNDLED, ["fine-tuning", "why?", "more", "more"]),
        (MEETINGS, ["what is an agenda?", "more", "more", "more"]),
        (BUNDLED, ["example of clustering", "another example", "one more example please", "another one"]),
        (BUNDLED, ["what is data leakage?", "can you elaborate?"]),
    ],
)
async def test_more_ends_before_unrelated_items(
    sqlite_database: Database, pack: Path, questions: Sequence[str]
) -> None:
    told = await said(sqlite_database, pack, questions)
    assert "That's all I have on it." in plain(told[-1])
    assert len({plain(each) for each in told}) >= min(len(told), 2)


@pytest.mark.parametrize(
    "question", ["exmaple of overfiting pls", "exampel of overfitting", "overfitting example plz"]
)
async def test_slips_in_how_a_question_is_phrased_are_corrected(sqlite_database: Database, question: str) -> None:
    (told,) = await said(sqlite_database, BUNDLED, [question])
    assert begins(told) == "Overfitting"
    assert "A huge decision tree" in plain(told).splitlines()[3]


@pytest.mark.parametrize(
    "question",
    [
        "how long?", "how often?", "why not?", "simpler please", "shorter, please", "can you say it shorter?",
        "go on", "continue", "keep going", "can you explain more", "and more", "some more please", "how many?",
        "how do they differ?", "what's the difference?", "is it the same as RAG?", "how heavy?", "in winter?",
        "for small teams", "with what?", "by whom?", "until when?", "without being rude", "too long",
        "too technical!", "where can I read more about it?",
    ],
)  # fmt: skip
def test_a_question_that_says_too_little_alone_is_a_follow_up(question: str) -> None:
    assert follows(question)


@pytest.mark.parametrize(
    "question",
    [
        "in which year was RAG invented?",
        "for what do bakers use yeast?",
        "how models learn",
        "to train small models well",
    ],
)
def test_a_question_that_says_enough_is_no_follow_up(question: str) -> None:
    assert not follows(question)


@pytest.mark.parametrize(
    ("finder", "question", "things", "whole"),
    [
        (ROLES, "how does it differ from fine-tuning?", ["RAG"], "difference between RAG and fine-tuning"),
        (ROLES, "compare them", ["RAG", "GPU"], "difference between RAG and GPU"),
        (ROLES, "are they the same?", ["RAG", "GPU"], "difference between RAG and GPU"),
        (ROLES, "what's the difference?", ["RAG"], ""),
        (ROLES, "how is RAG different?", ["RAG"], ""),
        (ROLES, "difference between precision and recall", ["RAG"], ""),
        (ROLES, "how do I compare two models?", ["RAG"], ""),
        (ROLES, "how do data scientists and AI engineers differ?", ["RAG"], ""),
        (ROLES, "what is overfitting?", ["RAG"], ""),
        (
            MEANS,
            "how is that different from a decision log?",
            ["agenda"],
            "difference between agenda and decision log",
        ),
        (MEANS, "what's the difference to an email?", ["agenda"], "difference between agenda and email"),
    ],
)
def test_a_comparing_follow_up_is_distinguished_from_a_comparison(
    finder: Finder, question: str, things: Sequence[str], whole: str
) -> None:
    assert follow_up_completion.compared(finder, question, things) == whole


@pytest.mark.parametrize(
    ("question", "then", "whole"),
    [
        (
            "how much data does a data scientist need?",
            "and an AI engineer?",
            "how much data does a AI engineer need?",
        ),
        ("what is precision?", "and recall?", "what is recall?"),
        ("what is precision?", "and for an AI engineer?", ""),
        ("how does a data scientist train?", "and recall?", ""),
        ("GPU", "and for tables?", ""),
        ("what is precision?", "recall", ""),
        ("is precision better than recall?", "and accuracy?", ""),
    ],
)
def test_a_new_name_replaces_the_one_of_its_kind(question: str, then: str, whole: str) -> None:
    assert follow_up_completion.replaced(ROLES, question, then) == whole


@pytest.mark.parametrize(
    ("question", "thing"),
    [
        ("what are GPUs?", "GPUs"),
        ("explain an A/B test", "A/B test"),
        ("what is the AI engineer the best at?", "AI engineer"),
        ("what is RAG good for", ""),
        ("difference between RAG/fine-tuning", "RAG and fine-tuning"),
    ],
)
def test_what_a_question_asks_about_is_what_it_names(question: str, thing: str) -> None:
    assert follow_up_completion.about(question, ROLES.mentions(question)) == thing


@pytest.mark.parametrize(
    ("then", "whole"),
    [
        ("and how does it work?", "how does RAG work?"),
        ("what are its limits?", "what are RAG's limits?"),
        ("so is it fast and cheap?", "is RAG fast and cheap?"),
        ("is it slow or costly?", "is RAG slow or costly?"),
        ("who does that?", "who does RAG?"),
        ("is it true that it's cheap?", "is RAG true that it's cheap?"),
        ("how many are needed?", ""),
        ("when did she die?", "when did RAG die?"),
        ("who helped him?", "who helped RAG?"),
        ("what's his job?", "what's RAG's job?"),
        ("who was her father?", "who was RAG's father?"),
        ("who taught her to swim?", "who taught RAG to swim?"),
    ],
)
def test_a_pronoun_stands_for_what_was_asked_about(then: str, whole: str) -> None:
    assert follow_up_completion.pointed_out(then, "RAG") == whole


@pytest.mark.parametrize(
    ("thing", "then", "whole"),
    [
        ("data scientist", "what tools do they use?", "what tools do data scientists use?"),
        ("data scientists", "do they write?", "do data scientists write?"),
        ("wasp nest", "who fears them?", "who fears wasp nests?"),
        ("box", "what are their limits?", "what are boxes' limits?"),
        ("RAG and box", "how do they work?", "how do RAG and box work?"),
        ("Alan Turing", "where did they live?", "where did Alan Turing live?"),
    ],
)
def test_they_are_several(thing: str, then: str, whole: str) -> None:
    assert follow_up_completion.pointed_out(then, thing) == whole


@pytest.mark.parametrize(
    ("before", "thing"),
    [
        ("when did Ragù become popular", "Ragù"),
        ("who made Ragù", ""),
        ("Ragù with umami", ""),
        ("what is in a soup", ""),
    ],
)
def test_someone_is_the_one_name_in_the_question_before(before: str, thing: str) -> None:
    assert follow_up_completion.someone(KITCHEN, before) == thing


async def test_a_subject_that_no_item_mentions_is_refused_and_not_answered_again(sqlite_database: Database) -> None:
    _, *refused, works = await said(
        sqlite_database, BUNDLED, ["what is RAG?", "what about football?", "and in Peru?", "how does it work?"]
    )
    assert ["doesn't cover that: “what about football?”" in plain(refused[0]), refused[1].private] == [True, True]
    assert begins(works) == "Retrieval-augmented generation"


@pytest.mark.parametrize(
    ("pack", "questions", "title"),
    [
        (BUNDLED, ["precision vs recall", "the second one?"], "Recall"),
        (
            BUNDLED,
            ["precision vs recall", "and the first?", "explain the latter please", "the other one"],
            "Precision",
        ),
        (BUNDLED, ["does a data scientist use tables?", "what about the other one?"], "AI engineer"),
        (BUNDLED, ["what is regression?", "no, I meant classification"], "Classification"),
        (BUNDLED, ["how does precision work", "sorry, i mean recall, not precision"], "Recall"),
        (BUNDLED, ["DS vs AIE", "and in terms of data?"], "Data"),
        (BUNDLED, ["DS vs AIE", "when it comes to models?"], "Models"),
        (BUNDLED, ["what is clustering", "example plz"], "Clustering"),
        (BUNDLED, ["what is overfitting", "tldr"], "Overfitting"),
        (BUNDLED, ["what does a data scientist do", "what tools do they use?"], "The toolbox"),
    ],
)
async def test_a_follow_up_is_about_what_its_asker_has_in_mind(
    sqlite_database: Database, pack: Path, questions: Sequence[str], title: str
) -> None:
    assert begins((await said(sqlite_database, pack, questions))[-1]) == title


async def test_who_is_lost_gets_an_example_first(sqlite_database: Database) -> None:
    for lost in ("I don't get it", "can you rephrase that?", "what do you mean by that?"):
        _, told = await said(sqlite_database, BUNDLED, ["what is overfitting?", lost], free=True)
        assert plain(told).splitlines()[3].startswith("A huge decision tree")


async def test_an_example_is_given_once(sqlite_database: Database) -> None:
    first, then = await said(sqlite_database, BUNDLED, ["what is overfitting?", "another example please"])
    assert "A huge decision tree" in plain(first)
    assert "A huge decision tree" not in plain(then)


async def test_a_short_answer_is_only_the_sentence_in_bold(sqlite_database: Database) -> None:
    for short in ("shorter please", "in one sentence?", "tl;dr", "can you summarize that?"):
        _, told = await said(sqlite_database, BUNDLED, ["what is overfitting?", short])
        assert plain(told).split("\n\n")[1:-1] == [
            "Overfitting is learning the quirks of the training data along with the pattern."
        ]


async def test_a_question_what_versed_is_sure_of_goes_on_from_no_answer(sqlite_database: Database) -> None:
    for free in (False, True):
        _, told = await said(sqlite_database, BUNDLED, ["what is overfitting?", "is that true?"], free=free)
        assert "I only say what's in" in plain(told)


async def test_the_other_of_one_thing_is_unclear(sqlite_database: Database) -> None:
    _, told = await said(sqlite_database, BUNDLED, ["what is precision?", "no, the other one"])
    assert told.private
    assert "I can't tell what that's about." in plain(told)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("no, I meant recall", "recall"),
        ("Sorry I mean fine-tuning, not RAG", "fine-tuning"),
        ("actually I was asking about data leakage!", "data leakage!"),
        ("oops, I'm talking about agents", "agents"),
        ("not precision, recall", "recall"),
        ("no, not RAG but fine-tuning!", "fine-tuning"),
        ("not only on Sundays", ""),
        ("no", ""),
        ("what does it mean?", ""),
        ("I mentioned it", ""),
    ],
)
def test_a_correction_says_what_was_meant(typed: str, meant: str) -> None:
    assert correction(typed) == meant


@pytest.mark.parametrize("question", ["which models are better?", "which is recall?", "who is the manager?"])
def test_a_question_with_a_noun_of_its_own_doesnt_weigh_what_was_asked_about(question: str) -> None:
    assert follow_up_completion.compared(ROLES, question, ["RAG", "GPU"]) == ""
