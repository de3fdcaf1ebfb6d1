"""How much processor time pictures take, how large they are, and how much memory stays in use after drawing."""

import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from benchmarks.table import Row, show
from bot.content.reading.files import packs_in
from bot.content.reading.load import load
from bot.features.lessons import cards
from bot.pictures.comparison import draw_comparison
from bot.pictures.palette import Theme
from bot.pictures.progress import ProgressCard, TopicBar, draw_progress
from bot.pictures.weeks import Done
from bot.runtime.settings import Settings

ROUNDS = 5


def measure() -> list[Row]:
    """Return the rows of the table."""
    pack = load(packs_in(Settings().content[0])[0])
    before = _resident()
    comparisons: list[Callable[[], bytes]] = [
        lambda topic=topic, number=number: draw_comparison(cards.card_of(pack, topic, pack.sides, number), Theme.DARK)  # type: ignore[misc]
        for topic in pack.topics
        for number in range(len(cards.parts(pack, topic)))
    ]
    times, sizes = zip(*(_drawn(draw) for draw in comparisons), strict=True)
    progress_time, progress_size = _drawn(lambda: draw_progress(progress_card(), Theme.DARK))
    return [
        Row(f"comparison card (median of {len(times)} of the bundled pack)", 1000 * median(times), "ms", 250),
        Row("comparison card, slowest", 1000 * max(times), "ms", 400),
        Row("comparison card, largest", max(sizes) / 1024, "KB", 150),
        Row("progress over weeks, drawn", 1000 * progress_time, "ms", 250),
        Row("progress over weeks, size", progress_size / 1024, "KB", 150),
        Row("memory that fonts and masks keep after all that", _resident() - before, "MB", 40),
    ]


def progress_card() -> ProgressCard:
    """Return a progress card with as much on it as possible."""
    return ProgressCard(
        title="Your progress",
        subtitle="A pack",
        figures=(("12", "days in a row"), ("143", "reviews in 30 days"), ("91 %", "remembered")),
        bars=tuple(TopicBar(f"Topic {number}", number / 6, (number / 6,) * 10) for number in range(6)),
        weeks=tuple(Done(f"{number + 1} Nov", number * 3, number, number * 5, 0.9) for number in range(8)),
        forecast=(42, 31, 22, 15),
        expected=(0.93, 0.86, 0.79, 0.74, 0.69),
        footer="A pack",
    )


def _drawn(draw: Callable[[], bytes]) -> tuple[float, int]:
    """Return the median processor seconds of drawing, and the size of the picture in bytes."""
    times = []
    for _ in range(ROUNDS):
        started = time.process_time()
        png = draw()
        times.append(time.process_time() - started)
    return median(times), len(png)


def _resident() -> float:
    """Return this process's resident memory in megabytes."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 2**20


def main() -> None:
    """Print the table."""
    show("Pictures", measure())


if __name__ == "__main__":
    main()
