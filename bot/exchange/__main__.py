"""`python -m bot.exchange`: reads one file, apart from everything else; see bot/exchange/apart.py."""

import gc


def main() -> None:
    """Read the file, without looking for garbage: there's little, and it's gone with the process."""
    gc.disable()
    from bot.exchange.apart import serve

    serve()


if __name__ == "__main__":
    main()
