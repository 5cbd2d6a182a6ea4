"""Answers that are worth keeping, in Redis."""

from collections.abc import Callable

import redis
from fastapi import Request


class AnswerCache:
    """Texts under a key, kept for a while."""

    def __init__(self, client: redis.Redis, seconds: int) -> None:
        self.client = client
        self.seconds = seconds

    def get_or_make(self, key: str, make: Callable[[], str]) -> tuple[str, bool]:
        """Returns the text under a key, made when there is none, and whether it was there."""
        kept = self.client.get(key)
        if kept is not None:
            return kept.decode(), True
        made = make()
        self.client.set(key, made, ex=self.seconds)
        return made, False

    def forget(self, key: str) -> None:
        """Removes the text under a key."""
        self.client.delete(key)

    def is_reachable(self) -> bool:
        """Whether Redis answers."""
        try:
            return bool(self.client.ping())
        except redis.RedisError:
            return False


def answer_cache(request: Request) -> AnswerCache:
    """Gives a request the service's cache."""
    return request.app.state.cache
