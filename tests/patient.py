"""Runs `versed` so that it never gives up because the machine is busy: python -m tests.patient run."""

import importlib

from tests.patience import DISCORD, FOREVER, SLACK


def main() -> None:
    """Run `versed` with practically endless timeouts."""
    for name in DISCORD + SLACK:
        module, _, constant = name.rpartition(".")
        setattr(importlib.import_module(module), constant, FOREVER)
    from bot.cli import main as cli

    cli.main()


if __name__ == "__main__":
    main()
