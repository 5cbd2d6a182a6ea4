"""The real database and the real cache, empty for each test."""

from collections.abc import Iterator

import pytest
from alembic import command
from alembic.config import Config
from fastapi.testclient import TestClient
from sqlalchemy import Engine, text

from app.main import create_app
from app.models import Base


@pytest.fixture(scope="session")
def alembic_config() -> Config:
    """The project's own migrations."""
    return Config("alembic.ini")


@pytest.fixture(scope="session")
def migrated(alembic_config: Config) -> None:
    """A database at the newest revision, also when the job did not migrate it before."""
    command.upgrade(alembic_config, "head")


@pytest.fixture
def client(migrated: None) -> Iterator[TestClient]:
    """A client of the service, with nothing in the database or the cache."""
    service = create_app()
    with service.state.engine.begin() as connection:
        tables = ", ".join(table.name for table in Base.metadata.sorted_tables)
        connection.execute(text(f"TRUNCATE {tables} RESTART IDENTITY CASCADE"))
    service.state.cache.client.flushdb()
    with TestClient(service) as opened:
        yield opened
    service.state.engine.dispose()


@pytest.fixture
def engine(client: TestClient) -> Engine:
    """The service's own connection to the database."""
    return client.app.state.engine
