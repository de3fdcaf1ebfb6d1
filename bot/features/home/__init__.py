"""Home: what a member sees when they come to Versed itself."""
