"""The service: `uvicorn app.main:create_app --factory`."""

import redis
from fastapi import FastAPI
from sqlalchemy import create_engine

from app.cache import AnswerCache
from app.config import Settings
from app.routers import campaigns, deployments, health


def create_app(settings: Settings | None = None) -> FastAPI:
    """Builds the service; it connects when the first request needs it."""
    settings = settings or Settings.from_environment()
    service = FastAPI(title="DeepCalm", version="0.2.0")
    service.state.engine = create_engine(settings.database_url, pool_pre_ping=True)
    service.state.cache = AnswerCache(
        redis.Redis.from_url(settings.redis_url, socket_timeout=2), settings.cache_seconds
    )
    for part in (health, campaigns, deployments):
        service.include_router(part.router)
    return service
