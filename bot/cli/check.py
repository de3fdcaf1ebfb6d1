"""The output of `versed check`."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.content.check import CheckReport
from bot.content.inventory import inventory
from bot.language.text import counted, listed


def told(report: CheckReport, left_out: Sequence[Path], *, notes: bool) -> Iterator[str]:
    """Yield the findings line by line, with a summary as the last line.

    Args:
        report: the report on the packs.
        left_out: files that aren't part of any pack.
        notes: whether to include notes.
    """
    yield from map(str, sorted([*report.problems, *(report.notes if notes else ())]))
    if left_out:
        yield f"Left out, because they aren't part of a pack: {listed([str(path) for path in left_out], 'and')}."
    yield from map(inventory, report.packs)
    found = f"{counted(len(report.problems), 'problem')} found." if report.problems else "No problems found."
    if not report.notes:
        yield found
    elif notes:
        yield f"{found} {counted(len(report.notes), 'note')}."
    else:
        yield f"{found} {counted(len(report.notes), 'note')} to look at with `versed check --notes`."
