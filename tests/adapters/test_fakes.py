"""The fakes leave no connection open, however late it's made."""

import asyncio
import socket
from contextlib import suppress

import pytest

from tests.fakes.discord import FakeDiscord
from tests.fakes.slack import FakeSlack


@pytest.mark.parametrize("turns", range(6))
@pytest.mark.parametrize("fake", [FakeDiscord, FakeSlack])
async def test_a_connection_made_while_a_fake_closes_is_closed(
    fake: type[FakeDiscord] | type[FakeSlack], turns: int
) -> None:
    async with fake() as server:
        port = int(server.root.split(":")[2].split("/")[0])
        client = socket.create_connection(("127.0.0.1", port))
        for _ in range(turns):
            await asyncio.sleep(0)
    with client, suppress(ConnectionResetError):  # a reset is fine, too
        client.setblocking(False)
        assert client.recv(1) == b"", "it's still open"
