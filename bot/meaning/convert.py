"""Make the files of the model in Versed out of a folder with the original: `python -m bot.meaning.convert`."""

import argparse
import dataclasses
from pathlib import Path

from bot.meaning import weights
from bot.meaning.model import EMBEDDED


def main() -> None:
    """Convert a model."""
    parser = argparse.ArgumentParser(description="Keep a model in bytes.")
    parser.add_argument("source", type=Path, help="a folder with config.json, vocab.txt and model.safetensors")
    parser.add_argument("to", type=Path, help="the folder to write to")
    given = parser.parse_args()
    weights.save(dataclasses.replace(weights.from_folder(given.source), name=EMBEDDED), given.to)


if __name__ == "__main__":
    main()
