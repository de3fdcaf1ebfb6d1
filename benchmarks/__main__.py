"""`python -m benchmarks`: prints all tables, one after another."""

from benchmarks import (
    ask,
    core,
    discord,
    fan_out,
    first_card,
    game,
    packs,
    pictures,
    results,
    reviews,
    schedule,
    slack,
    stalls,
    startup,
    store,
)


def main() -> None:
    """Print all tables."""
    ask.main([])
    for module in (
        startup,
        packs,
        first_card,
        core,
        store,
        discord,
        slack,
        schedule,
        fan_out,
        reviews,
        game,
        pictures,
        results,
        stalls,
    ):
        module.main()


if __name__ == "__main__":
    main()
