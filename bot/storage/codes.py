"""How one-time codes are stored: hashed, so that reading the database isn't enough to use one."""

import hashlib


def digest(code: str) -> str:
    """Return the hash under which a code is stored."""
    return hashlib.sha256(code.encode()).hexdigest()
