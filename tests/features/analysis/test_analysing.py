"""Figures from answers: whose answers count, which are left out, and what nobody is shown."""

from bot.content.question import ChoiceQuestion
from bot.features.analysis.analysing import analyse
from bot.features.analysis.model import Analysis, Figures, Occasion, Response
from bot.features.quizzes.certainty import Certainty
from bot.features.quizzes.questions import bank
from tests.packs import pets

QUESTION = next(each for each in bank(pets()).values() if isinstance(each, ChoiceQuestion))
KEY = next(number for number, option in enumerate(QUESTION.options) if option.correct)
OTHER = (KEY + 1) % len(QUESTION.options)


def chosen(
    member: object, option: int, mode: Occasion = Occasion.ALONE, sure: Certainty = Certainty.UNSAID
) -> Response:
    right = option == KEY
    return Response(str(member), QUESTION.id, str(option), right, 100 * right, mode, sure)


def figures(analysis: Analysis) -> Figures:
    (found,) = analysis.figures
    return found


def test_first_answers_count_and_each_mode_has_its_own() -> None:
    first = [chosen(member, KEY if member < 2 else OTHER) for member in range(5)]
    later = [chosen(member, KEY, Occasion.GAME) for member in range(5)]
    found = figures(analyse(pets(), [*first, *later, *first]))
    assert found.right == (5, 0.4)
    assert found.modes == {Occasion.ALONE: (5, 0.4), Occasion.GAME: (5, 1.0)}
    by_label = {choice.label[0]: choice.chosen for choice in found.choices}
    assert (by_label["ABCDEF"[KEY]], by_label["ABCDEF"[OTHER]]) == (2, 3)
    assert [choice.right for choice in found.choices].index(True) == KEY


def test_no_figure_is_based_on_fewer_than_five() -> None:
    four = [chosen(member, KEY, sure=Certainty.CERTAIN) for member in range(4)]
    assert not analyse(pets(), four).figures
    found = figures(analyse(pets(), [*four, chosen("e", OTHER, Occasion.GAME)]))
    assert (found.certain, found.seconds, found.discrimination) == (None, None, None)
    assert not found.modes


def test_who_was_sure_and_wrong_and_how_long_it_took() -> None:
    answers = [
        chosen(member, OTHER if member == 0 else KEY, sure=Certainty.CERTAIN)._replace(seconds=float(member))
        for member in range(5)
    ]
    found = figures(analyse(pets(), answers))
    assert found.certain == (5, 0.2)
    assert found.seconds == 2


def test_answers_to_a_question_as_it_was_before_are_left_out() -> None:
    now = [chosen(member, KEY) for member in range(5)]
    no_option = [chosen(f"long ago {member}", OTHER)._replace(given="9") for member in range(5)]
    other_key = [chosen(f"before {member}", OTHER)._replace(right=True, credit=100) for member in range(5)]
    gone = [Response(str(member), "gone", "0", False, 0) for member in range(5)]
    assert figures(analyse(pets(), [*no_option, *other_key, *gone, *now])).right == (5, 1.0)


def test_the_gain_from_guessing_is_deducted() -> None:
    found = figures(analyse(pets(), [chosen(member, KEY if member < 4 else OTHER) for member in range(8)]))
    assert found.chance == 1 / len(QUESTION.options)
    assert found.known == (0.5 - found.chance) / (1 - found.chance)
    worse = figures(analyse(pets(), [chosen(member, OTHER) for member in range(5)]))
    assert worse.known == 0


def test_without_answers_there_are_no_figures() -> None:
    assert analyse(pets(), []).figures == []
