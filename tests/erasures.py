"""Deleting tenants in tests, as Versed does it without anything in memory."""

from collections.abc import Sequence

from bot.features.learners.linking import Linking
from bot.features.privacy.erasure import Erasure, TenantCache
from bot.personal_data import PERSONAL_DATA
from bot.storage.database import Database


def erasure(database: Database, caches: Sequence[TenantCache] = ()) -> Erasure:
    """Return what deletes a database's tenants."""
    return Erasure(database, PERSONAL_DATA, Linking(database, PERSONAL_DATA), caches)
