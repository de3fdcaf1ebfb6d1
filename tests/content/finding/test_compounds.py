"""Compounds are found by their parts, and parts by compounds."""

from hypothesis import given
from hypothesis import strategies as st

from bot.content.finding.compounds import Compounds

WORDS = st.lists(st.text("ab", min_size=1, max_size=9), max_size=12)


def test_a_word_stands_for_what_it_is_part_of_and_what_is_part_of_it() -> None:
    compounds = Compounds(["urlaubstage", "resturlaub", "urlaub", "urlaube", "parkplatz", "essen"])
    assert set(compounds.of("urlaub")) == {"urlaubstage", "resturlaub"}
    assert compounds.of("besucherparkplatz") == ("parkplatz",)
    assert compounds.of("park") == ()


@given(WORDS, st.text("ab", min_size=1, max_size=9))
def test_exactly_the_words_with_a_long_part_in_common_are_found(vocabulary: list[str], word: str) -> None:
    def is_part(part: str, whole: str) -> bool:
        return 5 <= len(part) <= len(whole) - 3 and (whole.startswith(part) or whole.endswith(part))

    wanted = {known for known in vocabulary if is_part(word, known) or is_part(known, word)}
    found = Compounds(vocabulary).of(word)
    assert set(found) == wanted
    assert len(found) == len(wanted)
