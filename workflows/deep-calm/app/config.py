"""Where the service finds its database and its cache."""

import os
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    """What the environment sets for one process."""

    database_url: str
    redis_url: str
    cache_seconds: int

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Reads DATABASE_URL, REDIS_URL and CACHE_SECONDS."""
        return cls(
            database_url=with_driver(
                environment.get("DATABASE_URL", "postgresql://dc:dcpass@localhost:5432/dc")
            ),
            redis_url=environment.get("REDIS_URL", "redis://localhost:6379/0"),
            cache_seconds=int(environment.get("CACHE_SECONDS", "300")),
        )


def with_driver(url: str) -> str:
    """Names the driver that is installed in a URL that names none."""
    for scheme in ("postgresql://", "postgres://"):
        if url.startswith(scheme):
            return "postgresql+psycopg://" + url.removeprefix(scheme)
    return url
