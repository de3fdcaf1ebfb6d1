"""What follows from a challenge alone."""

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
def test_who_opened_a_challenge_manages_it_and_administrators_do(
    member: Member, by: Opener | None, *, may: bool
) -> None:
    assert may_manage(member, by) is may
