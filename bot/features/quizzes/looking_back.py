"""Looking back at answers: a few questions at a time, with the learner's answer and the right one. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from bot.content.question import prompt_of
from bot.content.solutions import why_right
from bot.features.quizzes.posed import Posed
from bot.features.quizzes.shown import in_full, right_answer
from bot.language.actions import Action, encode
from bot.language.controls import Button, Emphasis
from bot.language.rich_text import Span, Text, strong, text

AT_ONCE = 3
"""At most this many questions are shown together; they fill about two screens of a phone."""

_ItemT = TypeVar("_ItemT")


@dataclass(frozen=True, slots=True)
class AnsweredQuestion:
    """A question with someone's answer.

    Args:
        posed: the question.
        given: the answer, as it's stored; None if they didn't answer.
        right: whether it counted as right.
        credit: how much of it was right, in percent.
        points: the points earned; None where there are no points.
    """

    posed: Posed
    given: str | None
    right: bool
    credit: int
    points: int | None = None


def looked_back(reply: AnsweredQuestion, *, numbered: bool = False) -> Text:
    """Return a question with the learner's answer, the right one if theirs was wrong, and the reason.

    Args:
        reply: the answered question.
        numbered: whether to show the question's number.
    """
    posed = reply.posed
    number = f"{posed.position + 1}. " if numbered else ""
    prompt = strong(f"{number}{prompt_of(posed.question)}")
    if not reply.right:
        return text(prompt, f"\n{_yours(reply)}\n", *right_answer(posed).spans)
    why = why_right(posed.question)
    return text(prompt, f"\n{_yours(reply)}", *([Span(f"\n{why}")] if why else []))


def _yours(reply: AnsweredQuestion) -> str:
    if reply.given is None:
        return "✗ You didn't answer."
    sign = "✓" if reply.right else "◐" if reply.credit else "✗"
    earned = "" if reply.points is None else f" (+{reply.points:,})"
    return f"{sign} You said: {in_full(reply.posed, reply.given)}{earned}"


def turned_to(
    every: Sequence[_ItemT], first: int, page: Callable[[int], Action]
) -> tuple[Sequence[_ItemT], tuple[Button, ...]]:
    """Return one page of a list, and the buttons to the pages before and after.

    Args:
        every: the whole list, not empty.
        first: the index of the first item to show, from 0; untrusted.
        page: makes the action that shows the page with the given first index.
    """
    first = min(first, len(every) - 1) // AT_ONCE * AT_ONCE
    rest = len(every) - first - AT_ONCE
    buttons = []
    if rest > 0:
        buttons.append(Button(f"More ({rest})", encode(page(first + AT_ONCE)), Emphasis.PRIMARY))
    if first:
        buttons.append(Button("Back", encode(page(first - AT_ONCE))))
    return every[first : first + AT_ONCE], tuple(buttons)
