"""The JSON body of a message for Discord's API."""

import base64
import hashlib

from adapters.discord.outbound.render import Page
from adapters.discord.outbound.wire import to_json

EPHEMERAL = 1 << 6
COMPONENTS_V2 = 1 << 15
NOBODY = b'{"parse":[]}'

_NONCE = 25
"""Maximum number of characters in a nonce (https://docs.discord.com/developers/resources/message#create-message)."""


def message_body(
    page: Page,
    *,
    private: bool = False,
    edits: bool = False,
    pings: bytes = NOBODY,
    reply_to: str = "",
    key: str = "",
) -> bytes:
    """Return the JSON body of a message.

    Args:
        page: the message's contents.
        private: whether only the asker sees it.
        edits: whether it replaces another message, whose files are removed.
        pings: the allowed mentions, as JSON.
        reply_to: the id of the message that it replies to, or "".
        key: makes Discord drop a duplicate within a few minutes; "" for none.
    """
    nonce = b'"nonce":"%b","enforce_nonce":true,' % digest(key).encode() if key else b""
    reference = b""
    if reply_to:
        reference = b'"message_reference":{"message_id":%b,"fail_if_not_exists":false},' % to_json(reply_to)
    flags = COMPONENTS_V2 | (EPHEMERAL if private and not edits else 0)
    files = b""
    if page.files or edits:
        files = b',"attachments":%b' % to_json(
            [{"id": str(number), "filename": file.name} for number, file in enumerate(page.files)]
        )
    body = b'{%b%b"flags":%d,"allowed_mentions":%b,"components":%b%b}'
    return body % (reference, nonce, flags, pings, page.components, files)


def digest(key: str) -> str:
    """Return a key's digest in a form that Discord accepts: 25 letters and digits."""
    return base64.b32encode(hashlib.sha256(key.encode()).digest()).decode("ascii")[:_NONCE]
