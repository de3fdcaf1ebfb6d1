"""What the store says when it cannot go on."""


class StoreError(Exception):
    """The store cannot do its work; the text is one sentence for whoever runs Versed: what is wrong, what to do."""
