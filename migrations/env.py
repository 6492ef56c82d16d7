"""Alembic's entry point: runs the migrations on the connection and in the transaction of ``app.persistence.migrate``."""

from alembic import context

from app.persistence.models.all_tables import Schema

__all__: list[str] = []

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Schema.metadata,
    render_as_batch=True,
)
context.run_migrations()
