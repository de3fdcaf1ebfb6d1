"""Codes that let people in, as they're kept: reading the database isn't enough to use one."""

import hashlib


def digest(code: str) -> str:
    """Return what's kept of a code."""
    return hashlib.sha256(code.encode()).hexdigest()
