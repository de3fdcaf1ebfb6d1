"""A loopback Discord: gateway and REST, to which the real client connects, with a log of what it accepted.

In a test: `async with FakeDiscord() as discord: …`. In a process of its own: `python -m tests.fakes.discord`.
"""

from tests.fakes.discord import following  # noqa: F401 (its routes)
from tests.fakes.discord.faults import Fault
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.discord.world import Attached, Exchange, Shown

__all__ = ["Attached", "Exchange", "FakeDiscord", "Fault", "Shown"]
