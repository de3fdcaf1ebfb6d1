"""Makes the model in Versed from its base model: `python -m training BEFORE bot/meaning/model`."""

import argparse
from pathlib import Path

from training import export, weights
from training.learning import learn
from training.network import in_bytes
from training.packs import packs

_SEED = 1


def _tell(step: int, steps: int, left: float) -> None:
    print(f"{step:4} of {steps}: {left:.3f}", flush=True)


def main() -> None:
    """Train the model."""
    parser = argparse.ArgumentParser(description="Teach a model what teams ask; takes 20 minutes or more.")
    parser.add_argument("before", type=Path, help="a folder with config.json, vocab.txt and model.safetensors")
    parser.add_argument("to", type=Path, help="the folder to write to")
    given = parser.parse_args()
    before = weights.from_folder(given.before)
    export.write(in_bytes(before, learn(before, packs(), _SEED, _tell), _SEED), given.to)


if __name__ == "__main__":
    main()
