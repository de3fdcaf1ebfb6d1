"""`python -m bot.exchange`: read one file in a separate process; see bot/exchange/apart.py."""

import gc


def main() -> None:
    """Read the file without garbage collection: there's little garbage, and it's gone with the process."""
    gc.disable()
    from bot.exchange.apart import serve

    serve()


if __name__ == "__main__":
    main()
