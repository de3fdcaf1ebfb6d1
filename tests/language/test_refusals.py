"""Which option is to blame for a refusal, and which part of it an offer replaces."""

import pytest

from bot.language.controls import Button, Buttons
from bot.language.message import message
from bot.language.refusals import Offer, Refusal, blaming, values
from bot.language.rich_text import text


def refuse(offers: list[Offer]) -> None:
    raise Refusal("No.", option="zone", offers=offers)


def test_a_caller_that_knows_better_names_the_option() -> None:
    with pytest.raises(Refusal) as caught, blaming("team_zone"):
        refuse(values(["Europe/Berlin"]))
    assert (caught.value.sentence, caught.value.option) == ("No.", "team_zone")
    assert caught.value.offers == (Offer("Europe/Berlin", "Europe/Berlin"),)


@pytest.mark.parametrize(
    ("typed", "part", "value"),
    [
        ("8:30 Berln", "berln", "8:30 UTC"),
        ("cat, horse and dog", "horse", "cat, UTC and dog"),
        ("Berln", "berln", "UTC"),
        ("8:30 BERLN ", "berln", "8:30 UTC "),
    ],
)
def test_an_offer_for_a_part_leaves_the_rest_as_it_was(typed: str, part: str, value: str) -> None:
    with pytest.raises(Refusal) as caught, blaming("time", typed, part):
        refuse([Offer("UTC", "UTC"), Offer("/help", line="/help")])
    assert caught.value.offers == (Offer("UTC", value), Offer("/help", line="/help"))


@pytest.mark.parametrize(("typed", "part"), [("8:30 x", "berln"), ("8:30 ﬁx", "fix"), ("8:30", "")])
def test_a_part_that_cannot_be_found_has_no_offer(typed: str, part: str) -> None:
    with pytest.raises(Refusal) as caught, blaming("time", typed, part):
        refuse(values(["UTC"]))
    assert caught.value.offers == ()


def test_a_refusal_is_said_in_private_with_its_buttons() -> None:
    refused = Refusal("No.")
    assert refused.said == message(text("No."), private=True)
    button = Button("Yes", "run.1:x")
    offering = refused.offering([button])
    assert offering.said == message(text("No."), Buttons((button,)), private=True)
    assert refused.buttons == (), "others may be told the same, and are offered nothing of this"
