"""`python -m benchmarks`: every table, one after another."""

from benchmarks import core, packs, schedule, startup, store


def main() -> None:
    """Print all tables."""
    for module in (startup, packs, core, store, schedule):
        module.main()


if __name__ == "__main__":
    main()
