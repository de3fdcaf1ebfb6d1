"""Encryption for data in the database, with a key derived from a platform's secret."""

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


def sealed_by(secret: str, purpose: str) -> Fernet:
    """Return an object that encrypts and decrypts.

    Args:
        secret: the secret that the key is derived from.
        purpose: what the data is for; data encrypted for another purpose can't be decrypted.
    """
    derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"versed: {purpose}".encode())
    return Fernet(urlsafe_b64encode(derive.derive(secret.encode())))
