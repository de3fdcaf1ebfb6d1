"""Who may start games on Slack: administrators and the members of one user group."""

import pytest

from bot.core import Core
from bot.language.people import MemberKey
from bot.language.refusals import Refusal
from tests.adapters.slack.conftest import Stage, words
from tests.fakes.slack import Fault, payloads
from tests.fakes.slack.server import ADMIN, GUEST, MEMBER

OPEN = "challenge care 2 30 closes:1h"
ONLY = "Only @designers and administrators can start games"


@pytest.fixture
async def hosts(stage: Stage, core: Core) -> Stage:
    """Let only designers and administrators start games."""
    assert stage.platform.roles is not None
    core.roles["slack"] = stage.platform.roles
    said = await stage.answer(payloads.command(stage.slack, "settings starter_role:designers", user=ADMIN))
    assert "Only @designers and administrators can start them" in words(said)
    return stage


async def test_only_a_group_starts_challenges(hosts: Stage) -> None:
    hosts.slack.in_groups["S0DESIGN"] = [GUEST]
    assert ONLY in words(await hosts.answer(payloads.command(hosts.slack, OPEN)))
    assert "Take the challenge" in words(await hosts.answer(payloads.command(hosts.slack, OPEN, user=GUEST)))
    assert len(hosts.slack.calls("usergroups.users.list")) == 1


async def test_a_group_that_is_gone_lets_nobody_in(hosts: Stage) -> None:
    del hosts.slack.in_groups["S0DESIGN"]
    assert "no_such_subteam" in words(await hosts.answer(payloads.command(hosts.slack, OPEN)))
    hosts.slack.fail("usergroups.users.list", Fault(error="missing_scope"))
    assert "usergroups:read" in words(await hosts.answer(payloads.command(hosts.slack, OPEN)))


async def test_a_member_who_may_not_choose_learns_no_groups(stage: Stage) -> None:
    said = await stage.answer(payloads.command(stage.slack, "settings starter_role:designers", user=MEMBER))
    assert "Only an administrator can choose who starts games" in words(said)
    assert not stage.slack.calls("usergroups.list")


async def test_an_unknown_group_is_refused(core: Core, stage: Stage) -> None:
    assert stage.platform.roles is not None
    with pytest.raises(Refusal):
        await stage.platform.roles.has(MemberKey("slack:T0HOME", MEMBER), "S0NONE")
