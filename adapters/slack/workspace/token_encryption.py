"""Encryption of tokens: those in the database are useless without the app's client secret."""

from base64 import urlsafe_b64encode
from datetime import timedelta

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.runtime.settings import Settings


class Vault:
    """Encrypts and decrypts texts, with authentication.

    Args:
        secret: the secret that the key is derived from.
    """

    def __init__(self, secret: str) -> None:
        derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"versed: tokens of Slack installations")
        self._fernet = Fernet(urlsafe_b64encode(derive.derive(secret.encode())))

    def close(self, text: str) -> str:
        """Encrypt a text."""
        return self._fernet.encrypt(text.encode()).decode()

    def open(self, closed: str, lasts: timedelta | None = None) -> str | None:
        """Decrypt a text; return None if another secret was used, or if it's forged or too old.

        Args:
            closed: the encrypted text, as `close` returned it.
            lasts: the maximum age; None for no limit.
        """
        seconds = None if lasts is None else int(lasts.total_seconds())
        try:
            return self._fernet.decrypt(closed.encode(), ttl=seconds).decode()
        except (InvalidToken, UnicodeError):
            return None


def vault_of(settings: Settings) -> Vault:
    """Return a vault whose key is derived from the app's client secret."""
    secret = settings.slack_client_secret
    return Vault(secret.get_secret_value() if secret else "")
