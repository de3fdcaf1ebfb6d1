"""Help: what there is, how one command is used, and how Versed introduces itself."""
