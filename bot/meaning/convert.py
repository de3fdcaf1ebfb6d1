"""Keep a model in bytes: `python -m bot.meaning.convert` reads it from a folder as sentence-transformers keeps it."""

import argparse
from pathlib import Path

from bot.meaning import weights


def main() -> None:
    """Convert a model."""
    parser = argparse.ArgumentParser(description="Keep a model in bytes.")
    parser.add_argument("source", type=Path, help="a folder with config.json, vocab.txt and model.safetensors")
    parser.add_argument("to", type=Path, help="the folder to write to")
    given = parser.parse_args()
    weights.save(weights.from_folder(given.source), given.to)


if __name__ == "__main__":
    main()
