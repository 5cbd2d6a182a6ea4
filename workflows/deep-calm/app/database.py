"""Sessions with the database."""

from collections.abc import Iterator

from fastapi import Request
from sqlalchemy.orm import Session


def session(request: Request) -> Iterator[Session]:
    """Gives a request one session, and closes it after the answer."""
    with Session(request.app.state.engine) as opened:
        yield opened
