"""`python -m bot.exchange`: reads one file, apart from everything else; see bot/exchange/apart.py."""

from bot.exchange.apart import serve

if __name__ == "__main__":
    serve()
