"""Whether the service and what it depends on are up."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from app.cache import AnswerCache, answer_cache
from app.database import session

router = APIRouter()


@router.get("/healthz")
def healthz(
    response: Response,
    database: Annotated[Session, Depends(session)],
    cache: Annotated[AnswerCache, Depends(answer_cache)],
) -> dict[str, str]:
    """Answers 200 when both the database and the cache answer, else 503."""
    parts = {"database": is_reachable(database), "cache": cache.is_reachable()}
    if not all(parts.values()):
        response.status_code = 503
    words = {name: "ok" if reachable else "unreachable" for name, reachable in parts.items()}
    return {"status": "ok" if all(parts.values()) else "degraded", **words}


def is_reachable(database: Session) -> bool:
    """Whether the database answers."""
    try:
        database.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return False
    return True
