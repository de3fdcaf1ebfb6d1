"""The programs of the `versed` command."""
