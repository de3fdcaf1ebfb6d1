"""Looking back at what was answered: a few questions at a time, with the answer given and the right one. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from bot.content.question import prompt_of
from bot.features.quizzes.posed import Posed
from bot.features.quizzes.shown import in_full, right_answer, why_right
from bot.language.actions import Action, encode
from bot.language.controls import Button, Emphasis
from bot.language.rich_text import Span, Text, strong, text

AT_ONCE = 3
"""Questions that are shown together: about what a phone shows in two screens."""

_ItemT = TypeVar("_ItemT")


@dataclass(frozen=True, slots=True)
class AnsweredQuestion:
    """A question, and what someone answered.

    Args:
        posed: the question.
        given: the answer, as it's stored; None if there's none.
        right: whether it counted as right.
        credit: how much of it was right, in percent.
        points: that it earned; None where there are none to earn.
    """

    posed: Posed
    given: str | None
    right: bool
    credit: int
    points: int | None = None


def looked_back(reply: AnsweredQuestion, *, numbered: bool = False) -> Text:
    """Return a question with the answer given, the right one unless it's that, and why.

    Args:
        reply: to look back at.
        numbered: whether the question's place stands before it.
    """
    posed = reply.posed
    number = f"{posed.position + 1}. " if numbered else ""
    asked = strong(f"{number}{prompt_of(posed.question)}")
    if not reply.right:
        return text(asked, f"\n{_yours(reply)}\n", *right_answer(posed).spans)
    why = why_right(posed)
    return text(asked, f"\n{_yours(reply)}", *([Span(f"\n{why}")] if why else []))


def _yours(reply: AnsweredQuestion) -> str:
    if reply.given is None:
        return "✗ You didn't answer."
    sign = "✓" if reply.right else "◐" if reply.credit else "✗"
    earned = "" if reply.points is None else f" (+{reply.points:,})"
    return f"{sign} You said: {in_full(reply.posed, reply.given)}{earned}"


def turned_to(
    every: Sequence[_ItemT], first: int, page: Callable[[int], Action]
) -> tuple[Sequence[_ItemT], tuple[Button, ...]]:
    """Return a few of several things, and the buttons that lead to those before and after.

    Args:
        every: all of them, at least one.
        first: where to begin, from 0; untrusted.
        page: makes what a button carries that begins elsewhere.
    """
    first = min(first, len(every) - 1) // AT_ONCE * AT_ONCE
    rest = len(every) - first - AT_ONCE
    buttons = []
    if rest > 0:
        buttons.append(Button(f"More ({rest})", encode(page(first + AT_ONCE)), Emphasis.PRIMARY))
    if first:
        buttons.append(Button("Back", encode(page(first - AT_ONCE))))
    return every[first : first + AT_ONCE], tuple(buttons)
