"""A message as Discord takes it."""

from adapters.discord.outbound.render import Page
from adapters.discord.outbound.wire import to_json

EPHEMERAL = 1 << 6
COMPONENTS_V2 = 1 << 15
NOBODY = b'{"parse":[]}'


def message_body(page: Page, *, private: bool = False, edits: bool = False, pings: bytes = NOBODY) -> bytes:
    """Return a message as Discord takes it.

    Args:
        page: what it shows.
        private: only to the asker.
        edits: takes the place of another message, whose files go.
        pings: who may be pinged by mentions in it, as JSON.
    """
    flags = COMPONENTS_V2 | (EPHEMERAL if private and not edits else 0)
    files = b""
    if page.files or edits:
        files = b',"attachments":%b' % to_json(
            [{"id": str(number), "filename": file.name} for number, file in enumerate(page.files)]
        )
    body = b'{"flags":%d,"allowed_mentions":%b,"components":%b%b}'
    return body % (flags, pings, page.components, files)
