"""Members' own schedules, of any kind."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import pytest

from bot.features.learners.store import notices
from bot.features.scheduling.kinds import Composed, Composers, Nothing, QuickKind, Usual
from bot.features.scheduling.model import Schedule, ScheduleDraft
from bot.features.scheduling.outcomes import pause
from bot.features.scheduling.store import schedules
from bot.language.message import Message
from bot.language.people import MemberKey
from bot.language.refusals import Refusal
from bot.storage.database import Database
from bot.storage.transaction import Transaction
from tests.features.delivery.conftest import draft

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


class Own(QuickKind):
    """A kind of schedule that belongs to members."""

    usual = Usual("09:00", "daily")

    def __init__(self, name: str, resumes_by: str) -> None:
        self.name = name
        self.resumes_by = resumes_by

    def subject(self, draft: ScheduleDraft) -> str:
        return draft.kind

    def compose(self, _transaction: Transaction, due: Sequence[Schedule], _at: datetime) -> Sequence[Composed]:
        return [Nothing("None of them posts here.") for _ in due]

    async def preview(self, _draft: ScheduleDraft, _at: datetime) -> Message:
        raise Refusal("None of them posts here.")


KINDS: Composers = {each.name: each for each in (Own("digest", "/digest"), Own("reminder", "/remind"))}


async def told_once_paused(database: Database, kinds: Composers, reasons: Mapping[str, str]) -> list[str]:
    """Return what Ana is told when her own schedules are paused, each for the given reason."""

    def work(transaction: Transaction) -> list[str]:
        for kind, reason in reasons.items():
            one: Schedule = schedules.add(transaction, draft(kind=kind, member="ana"), NOW.date(), NOW)
            pause(transaction, [one], reason, NOW, kinds)
        return [str(each.sentence) for each in notices.untold(transaction, MemberKey("slack:a", "ana"))]

    return await database.transact(work)


async def test_each_kind_is_told_of_with_the_command_that_starts_it_again(database: Database) -> None:
    assert await told_once_paused(database, KINDS, {"digest": "Open your door.", "reminder": "It's closed."}) == [
        "I couldn't message you, so I've stopped: Open your door. After that, /digest starts it again.",
        "I couldn't message you, so I've stopped: It's closed. After that, /remind starts it again.",
    ]


@pytest.mark.parametrize("kinds", [{}, {"digest": Own("digest", "")}])
async def test_no_command_is_named_where_none_is_known(database: Database, kinds: Composers) -> None:
    said = await told_once_paused(database, kinds, {"digest": "Open your door."})
    assert said == ["I couldn't message you, so I've stopped: Open your door."]
