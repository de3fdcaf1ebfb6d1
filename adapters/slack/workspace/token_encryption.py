"""A vault for tokens: what's kept in the database is useless without the app's client secret."""

from base64 import urlsafe_b64encode
from datetime import timedelta

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.runtime.settings import Settings


class Vault:
    """Encrypts and decrypts, with authentication.

    Args:
        secret: what the key is derived from.
    """

    def __init__(self, secret: str) -> None:
        derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"versed: tokens of Slack installations")
        self._fernet = Fernet(urlsafe_b64encode(derive.derive(secret.encode())))

    def close(self, text: str) -> str:
        """Encrypt a text."""
        return self._fernet.encrypt(text.encode()).decode()

    def open(self, closed: str, lasts: timedelta | None = None) -> str | None:
        """Return the text that was encrypted; None if another secret was used, or it's forged or too old.

        Args:
            closed: as close returned it.
            lasts: how old it may be.
        """
        seconds = None if lasts is None else int(lasts.total_seconds())
        try:
            return self._fernet.decrypt(closed.encode(), ttl=seconds).decode()
        except (InvalidToken, UnicodeError):
            return None


def vault_of(settings: Settings) -> Vault:
    """Return the vault to which the app's client secret is the key."""
    secret = settings.slack_client_secret
    return Vault(secret.get_secret_value() if secret else "")
