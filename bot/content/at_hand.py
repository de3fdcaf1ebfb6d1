"""Get what's derived from a pack without blocking the event loop."""

import asyncio
from typing import TypeVar, assert_never

from bot.content.answers import vocabulary
from bot.content.derived import CachedPerPack
from bot.content.model import Pack
from bot.content.question import (
    ChoiceQuestion,
    ClozeQuestion,
    EstimateQuestion,
    FreeTextQuestion,
    MatchQuestion,
    MistakeQuestion,
    NumberQuestion,
    OrderQuestion,
    Question,
    SeveralQuestion,
    TrueFalseQuestion,
    WhichSideQuestion,
)

_T = TypeVar("_T")


async def at_hand(thing: CachedPerPack[_T], pack: Pack) -> _T:
    """Return something derived from a pack, made in a worker thread if it isn't there yet.

    Args:
        thing: what to derive.
        pack: the pack to derive it from.
    """
    return thing(pack) if thing.is_made(pack) else await asyncio.to_thread(thing, pack)


async def ready_to_judge(question: Question, pack: Pack) -> None:
    """Prepare everything that judging an answer needs.

    Args:
        question: the question that's answered.
        pack: the question's pack.
    """
    match question:
        case FreeTextQuestion() | NumberQuestion() | EstimateQuestion() | ClozeQuestion():
            await at_hand(vocabulary, pack)
        case ChoiceQuestion() | SeveralQuestion() | TrueFalseQuestion() | WhichSideQuestion():
            pass
        case MatchQuestion() | MistakeQuestion() | OrderQuestion():
            pass
        case _:
            assert_never(question)
