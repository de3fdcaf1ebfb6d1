"""`versed run` as a process that gives nothing up because the machine is busy: python -m tests.patient run."""

import importlib

from tests.patience import DISCORD, FOREVER, SLACK


def main() -> None:
    """Run `versed`, which waits forever for what it otherwise goes on without."""
    for name in DISCORD + SLACK:
        module, _, constant = name.rpartition(".")
        setattr(importlib.import_module(module), constant, FOREVER)
    from bot.cli import main as cli

    cli.main()


if __name__ == "__main__":
    main()
