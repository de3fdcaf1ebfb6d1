"""The store: what must outlive a restart, on SQLite or PostgreSQL, behind one plain function per question."""
