"""Home: the page a member sees when they open Versed itself."""
