"""The deployment log."""

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.models import Deployment


def log(engine: Engine, env: str, status: str) -> None:
    with Session(engine) as session:
        session.add(Deployment(env=env, tag="v0.2.0", status=status, deployed_by="octocat"))
        session.commit()


def test_deployments_are_counted_by_environment_and_status(
    client: TestClient, engine: Engine
) -> None:
    for env, status in [("dev", "success"), ("dev", "success"), ("test", "failed")]:
        log(engine, env, status)
    answer = client.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert answer.text.splitlines()[1:] == [
        'deployments_total{env="dev",status="success"} 2',
        'deployments_total{env="test",status="failed"} 1',
    ]


def test_the_database_refuses_a_status_it_does_not_know(client: TestClient, engine: Engine) -> None:
    with pytest.raises(IntegrityError, match="ck_deployments_status"):
        log(engine, "dev", "maybe")
