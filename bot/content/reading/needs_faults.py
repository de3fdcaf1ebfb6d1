"""Errors in `needs`: unknown objectives, and cycles."""

from collections.abc import Iterator

from bot.content.reading.problems import Problem, meant
from bot.content.reading.raw_pack import Entry, RawPack


def problems(raw: RawPack) -> Iterator[Problem]:
    """Yield a problem for each unknown objective and each cycle in `needs`.

    Args:
        raw: the pack as read from its files.
    """
    objectives = raw.ids("objectives")
    if raw.is_whole:
        for objective in raw.entries["objectives"]:
            for index, name in objective.texts("needs"):
                if name not in objectives:
                    guess = meant(name, objectives)
                    text = f"there's no objective `{name}`{guess}; fix the id, or delete it"
                    yield objective.problem(text, "needs", index)
    yield from _circles(objectives)


def _circles(objectives: dict[str, Entry]) -> Iterator[Problem]:
    """Yield a problem for each need that closes a cycle."""
    done: set[str] = set()
    for start in objectives:
        if start in done:
            continue
        path: dict[str, None] = {start: None}
        steps = [iter(list(objectives[start].texts("needs")))]
        while steps:
            index, name = next(steps[-1], (0, ""))
            at = next(reversed(path))
            if not name:
                steps.pop()
                path.popitem()
                done.add(at)
            elif name in path:
                names = list(path)
                circle = " → ".join([*names[names.index(name) :], name])
                yield objectives[at].problem(
                    f"`{name}` would come before itself ({circle}); delete one of these needs", "needs", index
                )
            elif name in objectives and name not in done:
                path[name] = None
                steps.append(iter(list(objectives[name].texts("needs"))))
