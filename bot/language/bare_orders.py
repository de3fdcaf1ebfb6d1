"""Words that are plainly an order rather than a name or an idea, such as “list” in “/suggest list”. Pure."""

from bot.language.text import words

_ORDERS = frozenset(
    words(
        """
    all cancel clear delete edit everything help index list me mine my off on open pending remove reset show stop
    suggestion suggestions team teams terms undo
        """
    )
)


def is_bare_order(typed: str) -> bool:
    """Return whether a text that people are free to choose is only an order: “list”, “my suggestions”."""
    said = words(typed)
    return bool(said) and _ORDERS.issuperset(said)
