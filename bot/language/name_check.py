"""What people may call something that they make, such as a team, or themselves."""

from bot.language.refusals import Refusal
from bot.language.text import as_seen, disguise


def check_name(typed: str) -> None:
    """Accept what was typed as a name, before anything is cleaned away.

    Raises:
        Refusal: it would show its letters in another order, show nothing, or be a link.
    """
    if found := disguise(typed):
        hidden = f"an invisible character ({found}) that turns its letters round"
        raise Refusal(f"That name holds {hidden}; type it by hand.")
    if "://" in typed:
        raise Refusal("A name can't be a link; leave out “://”.")
    if typed.strip() and not as_seen(typed):
        raise Refusal("That name's invisible; choose one with letters in it.")
