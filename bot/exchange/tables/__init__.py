"""Read tables: find out what the columns are, and convert the rows to items."""
