"""The store: what must outlive a restart, on SQLite or PostgreSQL, behind one plain function per question.

Features' statements are in their own stores; here is what they stand on. Rooms: tables, migrations.

- the two verbs: database (read, transact), transaction (what work sees), group_commit, errors, workers (threads)
- SQLite: sqlite, sqlite_file, new_file, lock (one process), identity (still the same file), damaged
- PostgreSQL: postgresql; which of the two: urls
- versions of tables: revisions, stamp, migrate; how a database is: condition
- backups: backup, backup_model, backup_folder, sqlite_backup, postgresql_backup
- time: clock (that processes share), times; keys: keys (many at once), misplaced (rows that lost their platform),
  codes (kept so that nobody who reads them can use them)
- what replicas share: epochs, shards, deliveries (an event served once), owed (answers)
- tenants: installations (tokens), removals; what's held of people: personal_data; the playground's past: history
"""
