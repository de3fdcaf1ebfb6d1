"""Errors of models."""


class ModelError(Exception):
    """A model can't be used; the message says what to do."""
