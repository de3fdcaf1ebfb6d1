"""Which names people may give to what they create, such as a team, or to themselves."""

from bot.language.refusals import Refusal
from bot.language.text import as_seen, disguise


def check_name(typed: str) -> None:
    """Check a name as it was typed, before it's cleaned.

    Raises:
        Refusal: it would display its letters in another order, show nothing, or be a link.
    """
    if found := disguise(typed):
        hidden = f"an invisible character ({found}) that turns its letters round"
        raise Refusal(f"That name holds {hidden}; type it by hand.")
    if "://" in typed:
        raise Refusal("A name can't be a link; leave out “://”.")
    if typed.strip() and not as_seen(typed):
        raise Refusal("That name's invisible; choose one with letters in it.")
