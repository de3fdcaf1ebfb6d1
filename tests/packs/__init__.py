"""Packs for tests: pets has three sides, all item kinds and all question types; numbers asks for one."""

from functools import cache
from pathlib import Path

from bot.content.load import load
from bot.content.model import Pack

PETS = Path(__file__).parent / "pets"
NUMBERS = Path(__file__).parent / "numbers"
BUNDLED = Path(__file__).parents[2] / "content" / "data-scientist-vs-ai-engineer"


@cache
def pets() -> Pack:
    """The small pack."""
    return load(PETS)


@cache
def bundled() -> Pack:
    """The pack that comes with Versed."""
    return load(BUNDLED)
