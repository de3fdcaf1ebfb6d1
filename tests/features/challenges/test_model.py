"""Who may manage a challenge."""

import pytest

from bot.features.challenges.model import Opener, may_manage
from bot.language.people import Member

ANA = Opener("ana", "Ana")


@pytest.mark.parametrize(
    ("member", "by", "may"),
    [
        (Member("ana", "Ana"), ANA, True),
        (Member("ana", "Ana Two"), ANA, True),
        (Member("ben", "Ana"), ANA, False),
        (Member("ben", "Ben", administrator=True), ANA, True),
        (Member("ben", "Ben"), None, False),
        (Member("ben", "Ben", administrator=True), None, True),
    ],
)
def test_the_opener_and_administrators_manage_a_challenge(member: Member, by: Opener | None, *, may: bool) -> None:
    assert may_manage(member, by) is may
