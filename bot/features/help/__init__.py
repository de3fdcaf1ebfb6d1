"""Help: the list of commands, how each is used, and how Versed introduces itself."""
