"""Alembic's entry point: runs the revisions on the connection and in the transaction that migrate.py has opened."""

from alembic import context

from bot.storage.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
