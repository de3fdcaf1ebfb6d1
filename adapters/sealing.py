"""Seals: what's kept in the database so that only those who have a platform's secret can read it."""

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


def sealed_by(secret: str, purpose: str) -> Fernet:
    """Return what seals and opens.

    Args:
        secret: anyone who has it can open what's sealed.
        purpose: what's sealed; what was sealed for another can't be opened.
    """
    derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"versed: {purpose}".encode())
    return Fernet(urlsafe_b64encode(derive.derive(secret.encode())))
