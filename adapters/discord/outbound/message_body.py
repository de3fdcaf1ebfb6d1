"""The JSON body of a message for Discord's API."""

from adapters.discord.outbound.render import Page
from adapters.discord.outbound.wire import to_json

EPHEMERAL = 1 << 6
COMPONENTS_V2 = 1 << 15
NOBODY = b'{"parse":[]}'


def message_body(page: Page, *, private: bool = False, edits: bool = False, pings: bytes = NOBODY) -> bytes:
    """Return the JSON body of a message.

    Args:
        page: the message's contents.
        private: whether only the asker sees it.
        edits: whether it replaces another message, whose files are removed.
        pings: the allowed mentions, as JSON.
    """
    flags = COMPONENTS_V2 | (EPHEMERAL if private and not edits else 0)
    files = b""
    if page.files or edits:
        files = b',"attachments":%b' % to_json(
            [{"id": str(number), "filename": file.name} for number, file in enumerate(page.files)]
        )
    body = b'{"flags":%d,"allowed_mentions":%b,"components":%b%b}'
    return body % (flags, pings, page.components, files)
