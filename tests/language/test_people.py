"""Who is who on a local machine, and who may do what."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.people import (
    MAX_NAME,
    NAMELESS,
    Audience,
    Member,
    Reach,
    Right,
    check_right,
    id_of,
    local_member,
    platform_of,
)
from bot.language.refusals import Refusal


@pytest.mark.parametrize(
    "name",
    ["ana", "ANA", "  Ana ", "Ána", "A\u200bna", "An\u00ada", "Ａｎａ", "Ana\ufe0f", "\u2068Ana\u2069", "A\u3164na"],
)
def test_the_same_name_is_the_same_local_member(name: str) -> None:
    assert local_member(name).id == local_member("Ana").id == "ana"


@pytest.mark.parametrize("name", ["C++", "C#", "C", "Ana Otter!", "Анна", "花子", "🦊", "-", "a-b", "a b"])
def test_different_names_are_different_people(name: str) -> None:
    others = {"C++", "C#", "C", "Ana Otter!", "Анна", "花子", "🦊", "-", "a-b", "a b"} - {name}
    assert local_member(name).id not in {local_member(other).id for other in others}


@given(st.text(st.characters(), max_size=60))
def test_a_name_makes_a_slug_or_a_sentence(name: str) -> None:
    try:
        someone = local_member(name)
    except Refusal as refusal:
        assert refusal.sentence.endswith(".")
    else:
        assert 1 <= len(someone.name) <= MAX_NAME
        assert someone.id.isascii()
        assert set(someone.id) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
        assert someone.administrator


@pytest.mark.parametrize("name", ["", " ", "\u202e", "x" * 33])
def test_a_name_that_will_not_do_is_refused(name: str) -> None:
    with pytest.raises(Refusal, match=r"^Please choose a name of 1 to 32 characters\.$"):
        local_member(name)


@pytest.mark.parametrize("name", ["A\u202ena", "\u202bAna", "\u00ad", "\u3164", "\u2800\ufe0f"])
def test_a_name_that_hides_something_is_refused(name: str) -> None:
    with pytest.raises(Refusal, match=r"^(That name holds an invisible character|That name's invisible)"):
        local_member(name)


def test_a_right_takes_an_administrator_from_here() -> None:
    check_right(Member("1", "Ana"), Right.EVERYONE, "read")
    check_right(Member("1", "Ana", administrator=True), Right.ADMINISTRATOR, "choose")
    for member in (Member("1", "Ana"), Member("1", "Ana", administrator=True, outsider=True)):
        with pytest.raises(Refusal, match=r"^Only an administrator can choose; ask one of yours\.$"):
            check_right(member, Right.ADMINISTRATOR, "choose")


def test_an_audience_is_kept_as_text() -> None:
    assert Audience.read("") is None
    for each in (Audience(Reach.EVERYONE), Audience(Reach.HERE), Audience(Reach.ROLE, "S1", "a:b")):
        assert Audience.read(each.text) == each
    nameless = Audience.read(" @front  end ")
    assert nameless == Audience(Reach.ROLE, "", "front end")
    assert Audience.read(nameless.text) == nameless


@given(st.text(max_size=150))
def test_a_typed_name_is_never_an_id(typed: str) -> None:
    """Only what a platform vouches for is written with an id."""
    try:
        audience = Audience.read(typed)
    except Refusal:
        return
    assert audience is None or audience.id == "" or typed.startswith("role:")


@pytest.mark.parametrize("text", ["@", "role:bad id:x", "role:::", "role:1:\u202e"])
def test_a_malformed_audience_pings_nobody(text: str) -> None:
    try:
        audience = Audience.read(text)
    except Refusal:
        return
    assert audience is not None
    assert audience.id == ""


def test_a_guest_does_not_administer_whatever_the_platform_says() -> None:
    assert Member("a", "Ana", administrator=True).administers
    assert not Member("a", "Ana", administrator=True, outsider=True).administers
    assert not Member("a", "Ana").administers


def test_a_tenants_key_names_its_platform_and_its_id_there() -> None:
    assert (platform_of("discord:1234"), id_of("discord:1234")) == ("discord", "1234")
    assert (platform_of("slack:T1:x"), id_of("slack:T1:x")) == ("slack", "T1:x")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("https://evil.example/x", "evil.example/x"),
        ("Ana http://a.example", "Ana a.example"),
        ("Ana HTTPS://A.example and steam://run", "Ana A.example and run"),
        ("https://https://evil.example", "evil.example"),
        ("hthttps://tps://evil.example", "evil.example"),
        ("https://", NAMELESS),
        ("Ana\n# Boss", "Ana # Boss"),
        ("Ana: 3//4", "Ana: 3//4"),
    ],
)
def test_a_name_is_not_a_link_and_fits_on_one_line(name: str, shown: str) -> None:
    assert Member("1", name).name == shown


@pytest.mark.parametrize("name", ["ㅤ", "   ", "\u200b\u2060", "⠀"])
def test_an_invisible_name_is_replaced(name: str) -> None:
    assert Member("1", name).name == NAMELESS
    assert Member("1", f"{name}Ana").name == f"{name}Ana"
