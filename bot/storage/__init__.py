"""The store: everything that must survive a restart, on SQLite or PostgreSQL, with one plain function per question.

Each feature has its own SQL statements in its own store; this package is what those build on. Rooms: tables,
migrations.

- the two verbs: database (read, transact), transaction (what the work is given), group_commit, errors, workers
  (threads)
- SQLite: sqlite, sqlite_file, new_file, disk (has it room?), lock (one process), identity (still the same file),
  damaged
- PostgreSQL: postgresql, pulse (does it still answer?), sessions (one per connection?); choosing between the two:
  urls
- schema versions: revisions, stamp, migrate; a health check of the database: condition
- backups: backup, backup_model, backup_folder, sqlite_backup, postgresql_backup, sqlite_to_postgresql
- time: clock (shared by all processes), times; keys: keys (looking up many at once), misplaced (rows with the wrong
  platform), codes (hashed, so that reading the database isn't enough to use one)
- shared by replicas: epochs, shards, deliveries (handling each event once), pending (requests still to be answered)
- tenants: installations (tokens), removals; data about people: personal_data; the playground's messages: history
"""
