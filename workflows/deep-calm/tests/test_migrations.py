"""The migrations, run on a real database."""

from alembic import command
from alembic.config import Config
from fastapi.testclient import TestClient
from sqlalchemy import Engine, inspect

TABLES = {"campaigns", "daily_results", "deployments"}


def test_the_migrations_make_what_the_models_say(migrated: None, alembic_config: Config) -> None:
    command.check(alembic_config)


def test_every_migration_can_be_undone(
    client: TestClient, engine: Engine, alembic_config: Config
) -> None:
    command.downgrade(alembic_config, "base")
    assert TABLES.isdisjoint(inspect(engine).get_table_names())
    command.upgrade(alembic_config, "head")
    assert set(inspect(engine).get_table_names()) >= TABLES
