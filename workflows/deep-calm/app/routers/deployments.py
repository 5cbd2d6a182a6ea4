"""The deployment log, for people and for Prometheus."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.database import session
from app.models import Deployment

router = APIRouter(tags=["deployments"])


@router.get("/metrics")
def metrics(database: Annotated[Session, Depends(session)]) -> Response:
    """Counts of deployments, in the text form that Prometheus reads."""
    counts = database.execute(
        select(Deployment.env, Deployment.status, func.count())
        .group_by(Deployment.env, Deployment.status)
        .order_by(Deployment.env, Deployment.status)
    )
    lines = ["# TYPE deployments_total counter"]
    for env, status, count in counts:
        lines.append(f'deployments_total{{env="{env}",status="{status}"}} {count}')
    return Response("\n".join(lines) + "\n", media_type="text/plain; version=0.0.4")
