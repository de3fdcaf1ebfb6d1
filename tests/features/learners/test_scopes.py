"""The scopes of settings, and which settings apply to all selves of a learner."""

from bot.features.learners import scopes
from bot.features.learners.choices import SETTINGS, Scope
from bot.features.learners.chosen import Chosen
from bot.language.people import MemberKey
from bot.storage.database import Database


def test_only_a_members_scope_names_a_member() -> None:
    assert scopes.member_in(scopes.of_member("ana")) == "ana"
    assert scopes.member_in(scopes.of_place("ana")) is None
    assert scopes.member_in(scopes.EVERYWHERE) is None


async def test_every_setting_of_a_learner_can_be_read_again(database: Database) -> None:
    chosen, me = Chosen(database), MemberKey("web:a", "ana")
    own = {each.name: each.values[-1].value for each in SETTINGS if each.scope is Scope.LEARNER}

    for name, value in own.items():
        await chosen.put_personal(me, name, value)

    assert await chosen.personal(me) == own
