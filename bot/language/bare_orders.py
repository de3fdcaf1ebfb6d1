"""Words that are plainly an order rather than a name or an idea, such as “list” in “/suggest list”. Pure."""

from bot.language.text import fold

_LISTING = frozenset({"list", "all", "show", "help", "index", "terms", "list all", "all terms", "list terms"})
_OTHERS = frozenset({"stop", "off", "reset", "delete", "remove", "undo", "cancel", "clear", "edit"})


def is_bare_order(typed: str) -> bool:
    """Return whether a text that people are free to choose is only an order."""
    return asks_for_list(typed) or _bare(typed) in _OTHERS


def asks_for_list(typed: str) -> bool:
    """Return whether a text only asks to show what there is."""
    return _bare(typed) in _LISTING


def _bare(typed: str) -> str:
    return fold(typed).strip(" .!?")
