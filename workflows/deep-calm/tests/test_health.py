"""The health check, with what it depends on up and down."""

from dataclasses import replace

from fastapi.testclient import TestClient

from app.config import Settings, with_driver
from app.main import create_app


def test_all_is_well(client: TestClient) -> None:
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", "database": "ok", "cache": "ok"}


def test_a_lost_database_and_cache_are_named() -> None:
    settings = replace(
        Settings.from_environment(),
        database_url="postgresql+psycopg://dc:dcpass@localhost:1/dc",
        redis_url="redis://localhost:1/0",
    )
    answer = TestClient(create_app(settings)).get("/healthz")
    assert answer.status_code == 503
    assert answer.json() == {
        "status": "degraded",
        "database": "unreachable",
        "cache": "unreachable",
    }


def test_settings_come_from_the_environment() -> None:
    settings = Settings.from_environment(
        {"DATABASE_URL": "postgres://a@b/c", "REDIS_URL": "redis://d/1", "CACHE_SECONDS": "9"}
    )
    assert settings == Settings("postgresql+psycopg://a@b/c", "redis://d/1", 9)


def test_a_url_that_names_its_driver_is_left_alone() -> None:
    assert with_driver("postgresql+asyncpg://a@b/c") == "postgresql+asyncpg://a@b/c"
