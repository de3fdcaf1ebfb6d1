"""Say what an import took, changed and left out, for the person who uploaded the file. Pure."""

from collections import Counter
from collections.abc import Callable, Iterator

from bot.exchange.model import Imported
from bot.language.text import counted, shortened

_KINDS = {
    "cards": "card",
    "clozes": "card with gaps",
    "terms": "term",
    "tips": "tip",
    "questions": "question",
    "comparisons": "comparison",
    "worked": "worked problem",
    "examples": "example",
}
_MANY = {"clozes": "cards with gaps"}
_LONGEST_LINE = 160


def lines(imported: Imported, most: int = 40, called: Callable[[str], str] = str) -> list[str]:
    """Return what was taken, what was changed, and what was left out and why, line by line.

    Args:
        imported: the pack made from the file.
        most: the maximum number of lines; what doesn't fit is only counted.
        called: returns the name that readers know for a column's field.
    """
    start = list(_taken(imported, called))
    left = [f"{each.position}: {each.why}" for each in imported.left]
    changed = [f"{each.taken.position}: {what}" for each in imported.placed for what in each.taken.changed]
    room = most - len(start) - 2
    for_left = max(room - min(len(changed) + 1, max(room // 3, 2)), 2) if changed else room
    lines_so_far = [*start, *_part("Left out", left, for_left)]
    lines_so_far += _part("Changed", changed, most - len(lines_so_far) - 1)
    return lines_so_far


def _taken(imported: Imported, called: Callable[[str], str]) -> Iterator[str]:
    kinds = Counter(each.taken.kind for each in imported.placed)
    what = ", ".join(counted(count, _KINDS[kind], _MANY.get(kind, "")) for kind, count in kinds.items())
    sort = imported.found.format
    yield f"{sort[0].upper()}{sort[1:]}: {what or 'nothing'} taken, {len(imported.left)} left out."
    topics = Counter(each.topic for each in imported.placed)
    if len(topics) > 1:
        yield "Topics: " + ", ".join(f"{topic} ({count})" for topic, count in topics.items())
    if imported.found.columns:
        read_as: dict[str, list[str]] = {}
        for header, name in imported.found.columns.items():
            read_as.setdefault(name, []).append(header)
        used = [f"{', '.join(headers)} → {called(name)}" for name, headers in read_as.items() if name]
        unused = [f"not used: {', '.join(read_as[''])}"] if "" in read_as else []
        yield f"Columns: {'; '.join((*used, *unused))}"
    yield from imported.notes


def _part(name: str, entries: list[str], most: int) -> list[str]:
    """Return a heading and as many entries as fit; the rest is only counted."""
    if not entries or most < 2:
        return [f"{name}: {len(entries)}."] if entries else []
    first_entries = entries if len(entries) < most else entries[: most - 2]
    more = [f"  … and {len(entries) - len(first_entries)} more"] if len(first_entries) < len(entries) else []
    return [f"{name}:", *(f"  {shortened(each, _LONGEST_LINE)}" for each in first_entries), *more]
