"""Schedules are tested at the same desk as their delivery."""

from tests.features.delivery.conftest import desk

__all__ = ["desk"]
