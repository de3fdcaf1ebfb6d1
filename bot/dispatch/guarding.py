"""Error handling at the edge: log internal errors, and tell the person in one sentence what to do."""

import errno
import logging
import secrets
from collections.abc import Awaitable
from typing import TypeVar

from bot.language.refusals import Refusal
from bot.storage.errors import StoreError

_log = logging.getLogger(__name__)

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)
_DISK = "I can't work on files just now, as the disk is full or locked; tell the person who runs Versed."

_T = TypeVar("_T")


async def guarded(answer: Awaitable[_T]) -> _T:
    """Return the answer; turn internal errors into a Refusal, with a reference to the log if it's unexpected."""
    try:
        return await answer
    except Refusal:
        raise
    except StoreError as error:
        _log.error("the store failed: %s", error)
        raise Refusal("I couldn't save or look that up just now; please try again in a minute.") from error
    except Exception as error:
        if isinstance(error, OSError) and error.errno in _NO_ROOM:
            _log.error("no file can be written: %s", error.strerror)
            raise Refusal(_DISK) from error
        reference = secrets.token_hex(3)
        _log.exception("unexpected error, reference %s", reference)
        raise Refusal(f"Something went wrong here; please try again (reference {reference}).") from error
