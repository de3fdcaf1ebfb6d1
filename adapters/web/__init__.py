"""The web playground: a chat page of Versed's own, served on this machine, that needs no account."""
