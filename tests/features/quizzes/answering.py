"""Answers to any question, right or wrong, as people give them."""

from bot.content.question import (
    ChoiceQuestion,
    ClozeQuestion,
    EstimateQuestion,
    FreeTextQuestion,
    MatchQuestion,
    MistakeQuestion,
    NumberQuestion,
    OrderQuestion,
    SeveralQuestion,
    TrueFalseQuestion,
    WhichSideQuestion,
)
from bot.content.solutions import solution
from bot.features.quizzes.grading import judge_choice, judge_order, judge_text
from bot.features.quizzes.judgement import Judgement
from bot.features.quizzes.options import letter, options_of, rights_shown
from bot.features.quizzes.posed import Posed


def words_for(posed: Posed, *, right: bool) -> str:
    """Return what someone types to answer right, or all wrong; "" if the question has buttons."""
    question = posed.question
    match question:
        case FreeTextQuestion():
            return question.answers[0] if right else "something else entirely"
        case NumberQuestion() | EstimateQuestion():
            return question.value if right else "123456789"
        case SeveralQuestion():
            return " ".join(shown.label[0] for shown in options_of(posed) if shown.right is right)
        case MatchQuestion():
            letters = {number: letter(place) for place, (number, _) in enumerate(rights_shown(question, posed.seed))}
            count = len(question.pairs)
            return " ".join(letters[number if right else (number + 1) % count] for number in range(count))
        case ClozeQuestion():
            answers = solution(posed.pack, posed.question)[0]
            return answers if right else "; ".join("wrong" for _ in answers.split("; "))
        case _:
            return ""


def choice_for(posed: Posed, *, right: bool) -> int:
    """Return the number of a right or a wrong option."""
    return next(int(shown.stored) for shown in options_of(posed) if shown.right is right)


def judge(posed: Posed, *, right: bool) -> Judgement:
    """Return the judgement of a right or a wrong answer."""
    question = posed.question
    match question:
        case ChoiceQuestion() | TrueFalseQuestion() | WhichSideQuestion() | MistakeQuestion():
            return judge_choice(posed, choice_for(posed, right=right))
        case OrderQuestion():
            digits = "".join(map(str, range(len(question.items))))
            judgement = judge_order(posed, digits if right else digits[::-1])
            assert judgement is not None
            return judgement
        case _:
            return judge_text(posed, words_for(posed, right=right))
