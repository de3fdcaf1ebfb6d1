"""`python -m bot` is `versed`."""

from bot.cli import main

if __name__ == "__main__":
    main()
