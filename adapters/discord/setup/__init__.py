"""Setting Discord up: the platform's parts, the servers that it serves, and `versed doctor`."""
