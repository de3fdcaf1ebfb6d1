"""Naming: what people may call something that they make, such as a team, or themselves."""

from bot.language.message import Refusal
from bot.language.text import as_seen, clean, disguise


def check_name(typed: str) -> None:
    """Accept what was typed as a name, before anything is cleaned away.

    Raises:
        Refusal: it would show its letters in another order, or show nothing.
    """
    if found := disguise(typed):
        hidden = f"an invisible character ({found}) that turns its letters round"
        raise Refusal(f"That name holds {hidden}; type it by hand.")
    if typed.strip() and not as_seen(typed):
        raise Refusal("Nothing of that name can be seen; choose one with letters in it.")


def read_name(typed: str, longest: int) -> str:
    """Return a name as it's shown and kept.

    Args:
        typed: as typed.
        longest: characters that it may have.

    Raises:
        Refusal: it's too long, or it would show its letters in another order, or nothing.
    """
    check_name(typed)
    name = " ".join(clean(typed).split())
    if len(name) > longest:
        raise Refusal(f"That name is too long; keep it under {longest + 1} characters.")
    return name
