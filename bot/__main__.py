"""`python -m bot` is `versed`."""

from bot.cli.main import main

if __name__ == "__main__":
    main()
