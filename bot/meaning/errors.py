"""What's wrong with a model."""


class ModelError(Exception):
    """A model that can't be used; says what to do."""
