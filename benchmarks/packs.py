"""How fast packs load, compared with a plain YAML loader and plain JSON on the same data."""

import gc
import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from random import Random

import yaml

from benchmarks.table import Row, Stopwatch, show
from bot.content.reading.cache import load_cached
from bot.content.reading.load import load

CARDS = 10_000
OBJECTIVES = 100
WORDS = ("a", "the", "model", "data", "question", "team", "answer", "learns", "trains", "prompt", "feature", "why")

COVER = """\
id: large
title: A large pack
version: "1.0.0"
language: en
summary: Many cards.
authors: [Nobody]
licence: MIT
source: {title: None, credit: Made for measuring.}
sides:
  - {id: left, name: Left}
  - {id: right, name: Right}
topics:
  - {id: all, title: All, summary: All there is., in_short: {left: This., right: That.}}
"""


def write_pack(folder: Path, random: Random, cards: int = CARDS, objectives: int = OBJECTIVES) -> None:
    """Write a pack of cards in the layout that an author would use.

    Args:
        folder: an existing folder.
        random: chooses the words.
        cards: the number of cards.
        objectives: the number of objectives that they share.
    """
    lines = ["objectives:"]
    lines += (f"  - {{id: O{number}, topic: all, statement: {sentence(random, 8)}}}" for number in range(objectives))
    lines.append("cards:")
    for number in range(cards):
        lines += [
            f"  - id: card-{number}",
            f"    objectives: [O{number % objectives}]",
            f"    front: {sentence(random, 10)}",
            f'    back: "{sentence(random, 16)}"',
        ]
    (folder / "pack.yaml").write_text(COVER, encoding="utf-8")
    (folder / "cards.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def sentence(random: Random, count: int) -> str:
    """Return a sentence with the given number of words."""
    return " ".join(random.choices(WORDS, k=count)).capitalize() + "."


def seconds(work: Callable[[], object], runs: int) -> float:
    """Return the time of the fastest run, in seconds."""
    shortest = float("inf")
    for _ in range(runs):
        gc.collect()
        with Stopwatch() as watch:
            result = work()
        shortest = min(shortest, watch.seconds)
        del result
    return shortest


def measure() -> list[Row]:
    """Return the rows of the table."""
    with tempfile.TemporaryDirectory() as made:
        folder, cache = Path(made, "pack"), Path(made, "cache")
        folder.mkdir()
        write_pack(folder, Random(1))
        files = sorted(folder.iterdir())
        pack = load_cached(folder, cache)
        same_as_json = Path(made, "pack.json")
        same_as_json.write_text(pack.model_dump_json(), encoding="utf-8")
        plain_yaml = seconds(lambda: [yaml.load(file.read_bytes(), yaml.SafeLoader) for file in files], runs=2)
        cold = seconds(lambda: load(folder), runs=5)
        plain_json = seconds(lambda: json.loads(same_as_json.read_bytes()), runs=15)
        warm = seconds(lambda: load_cached(folder, cache), runs=15)
    return [
        Row("PyYAML's SafeLoader, no validation", plain_yaml * 1e3, "ms"),
        Row("load: read, validated, references checked", cold * 1e3, "ms"),
        Row("SafeLoader ÷ load", plain_yaml / cold, "×", 8, at_most=False),
        Row("json.loads of the same data", plain_json * 1e3, "ms"),
        Row("load_cached, warm", warm * 1e3, "ms"),
        Row("load_cached, warm ÷ json.loads", warm / plain_json, "×", 2),
    ]


def main() -> None:
    """Print the table."""
    show(f"Packs ({CARDS:,} cards, shortest of several runs)", measure())


if __name__ == "__main__":
    main()
