"""What a question says about its answers (match, rejected ones, tolerance, unit), and the words that a pack knows."""

import pytest

from bot.judging.judge import is_same, judge
from bot.judging.model import Match, RejectedAnswers, Verdict, Vocabulary, Wanted
from bot.judging.reading import name_of

RIGHT, MISSPELT, NEAR, WRONG = Verdict


def number(answer: str, tolerance: str = "", unit: str = "", language: str = "en") -> Wanted:
    return Wanted((answer,), Match.NUMBER, tolerance=tolerance, unit=unit, language=language)


def known(*names: str) -> Vocabulary:
    return Vocabulary(
        frozenset(word for name in names for word in name.lower().split()), frozenset(map(name_of, names))
    )


@pytest.mark.parametrize(
    ("typed", "answers", "named"),
    [
        ("workflow", ("processes", "workflow"), "workflow"),
        ("worklfow", ("processes", "workflow"), "workflow"),
        (
            "retrieval augmented generaton",
            ("RAG", "retrieval-augmented generation"),
            "retrieval-augmented generation",
        ),
        ("nothing like it", ("processes", "workflow"), "processes"),
        ("it's a workflow", ("processes", "workflow"), "workflow"),
    ],
)
def test_the_answer_that_was_meant_is_named(typed: str, answers: tuple[str, ...], named: str) -> None:
    assert judge(typed, Wanted(answers)).answer == named


@pytest.mark.parametrize(
    ("typed", "verdict"),
    [
        ("git push", RIGHT),
        ("  git push ", RIGHT),
        ("Git push", NEAR),
        ("git  push", NEAR),
        ("git psuh", NEAR),
        ("git pull", WRONG),
    ],
)
def test_exact(typed: str, verdict: Verdict) -> None:
    judged = judge(typed, Wanted(("git push",), Match.EXACT))
    assert judged.verdict is verdict or (verdict is WRONG and not judged.verdict.counts)


@pytest.mark.parametrize(
    ("typed", "answer"), [("git commit —amend", "git commit --amend"), ("print(“hi”)", 'print("hi")')]
)
def test_exact_forgives_what_keyboards_change_by_themselves(typed: str, answer: str) -> None:
    assert judge(typed, Wanted((answer,), Match.EXACT)).verdict is RIGHT


@pytest.mark.parametrize(
    ("typed", "counts"),
    [
        ("segmentation", True),
        ("customer segmentation", True),
        ("the segmentation of customers", True),
        ("customer segmentaton", True),
        ("not segmentation", False),
        ("segmentation or regression", False),
        ("no segmentation at all", False),
        ("one two three four five six seven eight nine segmentation", False),
        ("customer relations", False),
    ],
)
def test_more_words(typed: str, counts: bool) -> None:
    assert judge(typed, Wanted(("segmentation",), Match.WORDS)).verdict.counts is counts
    assert judge("customer segmentation", Wanted(("segmentation",))).verdict.counts is False


def test_more_words_do_not_make_another_term_right() -> None:
    wanted = Wanted(("learning",), Match.WORDS)
    assert judge("deep learning", wanted).verdict.counts
    assert not judge("deep learning", wanted, known("deep learning")).verdict.counts


@pytest.mark.parametrize(
    ("typed", "wanted", "verdict"),
    [
        ("75", number("75"), RIGHT),
        ("it's about 75", number("75"), RIGHT),
        ("75 parameters", number("75"), RIGHT),
        ("seventy-five", number("75"), RIGHT),
        ("76", number("75"), WRONG),
        ("between 70 and 80", number("75"), WRONG),
        ("75 or 80", number("75"), WRONG),
        ("seventy-five or eighty", number("75"), WRONG),
        ("two or three", number("2"), WRONG),
        ("one or two", number("2"), WRONG),
        ("two for each one", number("2"), RIGHT),
        ("27 p", number("27", unit="£"), WRONG),
        ("270-300", number("285", "23", "rolls"), RIGHT),
        ("between 280 and 290", number("285", "23", "rolls"), RIGHT),
        ("200-300", number("285", "23", "rolls"), WRONG),
        ("lots", number("75"), WRONG),
        ("75.4", number("75", "0.5"), RIGHT),
        ("74.5", number("75", "0.5"), RIGHT),
        ("75.6", number("75", "0.5"), WRONG),
        ("78", number("75", "5 %"), RIGHT),
        ("79", number("75", "5%"), WRONG),
        ("72 to 77", number("75", "5 %"), RIGHT),
        ("between 72 and 77", number("75", "5 %"), RIGHT),
        ("72-80", number("75", "5 %"), WRONG),
        ("75 or more", number("75", "5 %"), WRONG),
        ("150m", number("150", unit="minutes"), RIGHT),
        ("2.5m", number("150", unit="s"), WRONG),
        ("150m", number("150", unit="km"), WRONG),
        ("-78", number("-75", "5%"), RIGHT),
        ("75", number("75 °C"), NEAR),
        ("75", number("75", unit="°C"), RIGHT),
        ("75C", number("75", unit="°C"), RIGHT),
        ("167 °F", number("75", unit="°C"), RIGHT),
        ("348.15 K", number("75", unit="°C"), RIGHT),
        ("75 °F", number("75", unit="°C"), WRONG),
        ("75 kg", number("75", unit="°C"), WRONG),
        ("5000 m", number("5", unit="km"), RIGHT),
        ("3.1 miles", number("5", "1 %", "km"), RIGHT),
        ("3.10", number("3.1"), RIGHT),
        ("7 billion", number("1 billion or more"), RIGHT),
        ("1,000,000,000", number("1 billion or more"), RIGHT),
        ("999 million", number("1 billion or more"), WRONG),
        ("at least 1 billion", number("1 billion or more"), RIGHT),
        ("7", number("between 5 and 10"), RIGHT),
        ("5", number("5-10"), RIGHT),
        ("11", number("5 to 10"), WRONG),
        ("5", number("more than 5"), WRONG),
        ("5.01", number("> 5"), RIGHT),
        ("3,14", number("3.14", language="de"), RIGHT),
        ("einundzwanzig", number("21", language="de"), RIGHT),
        ("1.000", number("1000", language="de"), RIGHT),
        ("1.000", number("1000"), WRONG),
    ],
)
def test_numbers(typed: str, wanted: Wanted, verdict: Verdict) -> None:
    assert judge(typed, wanted).verdict is verdict


def test_the_learners_locale_reads_the_comma() -> None:
    assert judge("1.000", number("1000"), locale="de").verdict is RIGHT
    assert judge("1,000", number("1000"), locale="de").verdict is WRONG
    assert judge("1.000", Wanted(("1000",)), locale="de").verdict is RIGHT


@pytest.mark.parametrize(
    ("typed", "answer"), [("three quarters", "3/4"), ("half a million", "500,000"), ("an hour", "60 minutes")]
)
def test_a_learner_with_another_locale_may_use_the_answers_words(typed: str, answer: str) -> None:
    assert judge(typed, Wanted((answer,)), locale="de").verdict is RIGHT
    assert judge(typed, number(answer), locale="de").verdict is RIGHT


def test_a_rejected_answer_gets_its_reply() -> None:
    wanted = Wanted(("recall",), rejected=(RejectedAnswers(("precision", "accuracy"), "That counts false alarms."),))
    for typed in ("precision", "Precision!", "it's precision", "precison"):
        judged = judge(typed, wanted)
        assert judged.verdict is WRONG
        assert judged.reply == "That counts false alarms."
    assert judge("recall", wanted).verdict is RIGHT
    assert judge("something else", wanted).reply == ""


@pytest.mark.parametrize("match", [Match.FORGIVING, Match.WORDS])
def test_a_rejected_answer_may_be_ruled_out(match: Match) -> None:
    wanted = Wanted(("classification",), match, (RejectedAnswers(("regression",), "That's a number."),))
    assert judge("classification, not regression", wanted).verdict is RIGHT
    assert judge("it's classification (not regression)", wanted).verdict is RIGHT
    assert not judge("regression, not classification", wanted).verdict.counts
    assert not judge("not regression", wanted).verdict.counts


@pytest.mark.parametrize("match", [Match.FORGIVING, Match.WORDS])
@pytest.mark.parametrize("typed", ["classification or regression", "classification, regression", "classifier or LLM"])
def test_a_rejected_answer_as_an_alternative_is_wrong(match: Match, typed: str) -> None:
    rejected = (RejectedAnswers(("regression", "LLM"), "That's something else."),)
    wanted = Wanted(("classification", "classifier"), match, rejected)
    assert not judge(typed, wanted).verdict.counts
    assert judge("classification or classifier", wanted).verdict.counts


@pytest.mark.parametrize(
    ("typed", "counts"),
    [
        ("tokens, roughly word pieces", True),
        ("tokens. parts of words", True),
        ("tokens - parts of words", True),
        ("tokens, words", False),
        ("tokens, or words", False),
        ("tokens, but not words", True),
        ("tokens, I mean words", False),
        ("words, in tokens", False),
    ],
)
def test_an_answer_may_be_explained_with_a_word_that_would_be_wrong(typed: str, counts: bool) -> None:
    wanted = Wanted(("tokens", "word pieces"), Match.WORDS, (RejectedAnswers(("words",), "Smaller."),))
    assert judge(typed, wanted).verdict.counts is counts


@pytest.mark.parametrize(
    ("typed", "answer", "counts"),
    [
        ("3 visitors", "3", True),
        ("at 9:30 sharp", "9:30", True),
        ("more than 3 visitors", "3", False),
        ("-3", "3", False),
        ("below 3 visitors", "3", False),
        ("9:30 pm", "9:30", False),
        ("no, they can't", "no", True),
        ("I have no idea", "no", False),
        ("no clue at all", "no", False),
    ],
)
def test_words_around_a_short_answer_may_make_another(typed: str, answer: str, counts: bool) -> None:
    assert judge(typed, Wanted((answer,), Match.WORDS)).verdict.counts is counts


def test_an_accent_tells_a_rejected_answer_from_a_right_one() -> None:
    wanted = Wanted(("pêche",), rejected=(RejectedAnswers(("péché",), "That's a sin."),))
    assert judge("péché", wanted).reply == "That's a sin."
    assert judge("pêche", wanted).verdict is RIGHT
    assert judge("peche", wanted).verdict is RIGHT


def test_a_name_in_the_pack_isnt_a_misspelling_of_another() -> None:
    kuber, kubus = "Kuberneles", "Kubernetes"
    assert judge(kuber, Wanted((kubus,))).verdict.counts
    assert not judge(kuber, Wanted((kubus,)), known(kuber)).verdict.counts
    assert judge("Kubernetes", Wanted((kubus,)), known(kuber, kubus)).verdict is RIGHT


def test_an_accent_counts_where_a_pack_has_two_names_that_differ_by_it() -> None:
    assert judge("péché", Wanted(("pêche",))).verdict is RIGHT
    assert judge("péché", Wanted(("pêche",)), known("pêche", "péché")).verdict is NEAR


def test_a_form_that_is_a_separate_term_is_not_the_other() -> None:
    assert judge("cluster", Wanted(("clustering",))).verdict is RIGHT
    assert judge("cluster", Wanted(("clustering",)), known("cluster", "clustering")).verdict is NEAR


@pytest.mark.parametrize(
    ("one", "other", "match", "same"),
    [
        ("GenAI", "gen AI", Match.FORGIVING, True),
        ("-5", "5", Match.FORGIVING, False),
        ("models", "model", Match.FORGIVING, False),
        ("True", "true", Match.FORGIVING, True),
        ("True", "true", Match.EXACT, False),
        ("0.5", "1/2", Match.NUMBER, True),
        ("1st", "first", Match.FORGIVING, True),
        ("50 %", "0.5", Match.FORGIVING, True),
        ("2-1", "1-2", Match.FORGIVING, False),
        ("Doctor Who", "Dr. Who", Match.FORGIVING, True),
        ("1 Mb", "1 MB", Match.FORGIVING, False),
        ("HTTPS", "HTTP", Match.FORGIVING, False),
        ("alpha", "α", Match.FORGIVING, True),
        ("Mercury (element)", "Mercury (planet)", Match.FORGIVING, False),
    ],
)
def test_answers_that_are_the_same(one: str, other: str, match: Match, same: bool) -> None:
    assert is_same(one, other, Wanted((one, other), match)) is same


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("hyper-parameters", "parameter"),
        ("hyper parameter", "parameter"),
        ("semi-structured data", "structured data"),
        ("self-supervised learning", "supervised learning"),
        ("ten thousand", "ten"),
        ("10 million", "10"),
    ],
)
def test_words_before_or_after_can_make_another_term(typed: str, answer: str) -> None:
    assert not judge(typed, Wanted((answer,), Match.WORDS)).verdict.counts


def test_an_answer_within_the_name_of_something_else_doesnt_count() -> None:
    names = known("prompt injection", "chatbot")

    assert judge("a chatbot prompt", Wanted(("prompt",), Match.WORDS), names).verdict is RIGHT
    assert not judge("a clever prompt injection", Wanted(("prompt",), Match.WORDS), names).verdict.counts


@pytest.mark.parametrize(
    ("typed", "counts"),
    [
        ("injection", True),
        ("just injection", True),
        ("injektion", True),
        ("indirect prompt injection", True),
        ("SQL injection", False),
        ("an injection of cash", False),
    ],
)
def test_an_answer_that_counts_alone_does_not_count_within_other_words(typed: str, counts: bool) -> None:
    wanted = Wanted(("prompt injection",), Match.WORDS, standalone=("injection",))

    assert judge(typed, wanted).verdict.counts is counts


@pytest.mark.parametrize(
    ("typed", "answer", "counts"),
    [
        ("generalizing", "generalization", True),
        ("generalises", "generalization", True),
        ("hallucinate", "hallucination", True),
        ("classified", "classification", True),
        ("generality", "generalization", False),
        ("vacate", "vacation", False),
        ("state", "station", False),
    ],
)
def test_a_verb_counts_for_its_noun(typed: str, answer: str, counts: bool) -> None:
    assert judge(typed, Wanted((answer,))).verdict.counts is counts


@pytest.mark.parametrize(
    ("typed", "answer", "language"),
    [
        ("keine Segmentierung", "Segmentierung", "de"),
        ("Segmentierung oder Clustering", "Segmentierung", "de"),
        ("sin segmentación", "segmentación", "es"),
        ("pas de segmentation", "segmentation", "fr"),
        ("non segmentazione", "segmentazione", "it"),
    ],
)
def test_negations_of_other_languages_count_among_more_words(typed: str, answer: str, language: str) -> None:
    assert judge(typed, Wanted((answer,), Match.WORDS, language=language)).verdict is WRONG


@pytest.mark.parametrize(
    ("typed", "answer", "language"), [("der Katze", "die Katze", "de"), ("el mano", "la mano", "es")]
)
def test_an_article_of_another_gender_is_only_close(typed: str, answer: str, language: str) -> None:
    assert judge(typed, Wanted((answer,), language=language)).verdict is NEAR
    assert judge(typed, Wanted((answer, answer.split()[1]), language=language)).verdict is RIGHT


@pytest.mark.parametrize(
    ("typed", "counts"),
    [
        ("a message instead of a meeting", True),
        ("Instead of a long meeting, I'd send a message", True),
        ("I'd rather send a message", True),
        ("a meeting instead of a message", False),
        ("a meeting rather than a long message", False),
        ("a call, as opposed to the message", False),
    ],
)
def test_what_somebody_would_rather_not_is_not_their_answer(typed: str, counts: bool) -> None:
    assert judge(typed, Wanted(("message",), Match.WORDS)).verdict.counts is counts
