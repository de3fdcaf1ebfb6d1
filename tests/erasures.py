"""Erasing people and ending tenants in tests, as Versed does it, but without its memory."""

from collections.abc import Sequence

from bot.features.learners.linking import Linking
from bot.features.privacy.erasure import Erasure, PersonalCache
from bot.personal_data import PERSONAL_DATA
from bot.storage.database import Database


def erasure(database: Database, caches: Sequence[PersonalCache] = ()) -> Erasure:
    """Return what deletes a database's people and tenants."""
    return Erasure(database, PERSONAL_DATA, Linking(database, PERSONAL_DATA), caches)
