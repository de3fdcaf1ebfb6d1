"""The web playground: Versed's own chat page, served from this machine, which needs no account."""
