"""Properties that hold for any text: an answer matches itself, and judging is symmetric and repeatable."""

from hypothesis import assume, given
from hypothesis import strategies as st

from bot.judging import number_words, phrases
from bot.judging.characters import even, settle
from bot.judging.judge import judge
from bot.judging.lexicon import is_known
from bot.judging.model import Match, Verdict, Wanted
from bot.judging.reading import name_of, read
from bot.language.text import clean
from tests.judging.verdicts import verdict_on

is_known("loaded", "en")
verdict_on("twenty-one", ("21",))  # load now what's loaded on first use, so that Hypothesis doesn't wait for it

ANY = st.text(max_size=40).map(clean).filter(bool)
WORDS = st.lists(
    st.sampled_from(
        "model models neural network GPU C++ -5 3,14 one half the a of deep learning git push x<y 🍕 Łódź R&D".split()  # noqa: SIM905
    ),
    min_size=1,
    max_size=4,
).map(" ".join)


@given(ANY | WORDS)
def test_an_answer_matches_itself(answer: str) -> None:
    for match in Match:
        assert judge(answer, Wanted((answer,), match)).verdict is Verdict.RIGHT


@given(ANY | WORDS, st.lists(ANY, max_size=3))
def test_an_answer_matches_itself_among_others(answer: str, others: list[str]) -> None:
    judged = judge(answer, Wanted((*others, answer)))
    assert judged.verdict is Verdict.RIGHT


@given(WORDS, WORDS)
def test_equality_is_symmetric(one: str, other: str) -> None:
    """An exception: repeating an answer still gives it, but half of “Duran Duran” isn't the answer."""
    assert (read(one).line == read(other).line) is (read(other).line == read(one).line)
    assume(all(phrases.once(phrases.without_emoji(each) or each) is None for each in (one, other)))
    is_right = verdict_on(one, (other,)) is Verdict.RIGHT
    assert is_right is (verdict_on(other, (one,)) is Verdict.RIGHT)


@given(ANY)
def test_settling_twice_changes_nothing(text: str) -> None:
    assert settle(settle(text)) == settle(text)
    assert even(even(settle(text))) == even(settle(text))


@given(ANY | WORDS, ANY | WORDS)
def test_judging_twice_gives_the_same(typed: str, answer: str) -> None:
    wanted = Wanted((answer,))
    assert judge(typed, wanted) == judge(typed, wanted)


@given(ANY | WORDS)
def test_reading_never_loses_everything(text: str) -> None:
    assert read(text).tokens or not any(each.isprintable() and not each.isspace() for each in settle(text))


TELLING = "a an the one ten twelve twenty twentyish third hundreds million percent point year no number version v xvi"
SAYING = "ii mix times timeshare square root cubed plus pi and or to of model data anthem oneself Rome xi vixen"
PLAIN = st.lists(
    st.sampled_from([*TELLING.split(), *SAYING.split(), *number_words.ORDINALS, *number_words.LARGE])
    | st.text("abeinortvx", min_size=1, max_size=6),
    min_size=1,
    max_size=4,
).map(" ".join)


@given(PLAIN)
def test_plain_words_read_the_short_way_give_the_same_as_the_long_way(text: str) -> None:
    """An exclamation mark means nothing, but makes a text be read the long way."""
    assert read(text) == read(f"{text}!")
    assert name_of(text) == name_of(f"{text}!")
