"""The rows of the table: what is measured, beside what, and the goal."""

from dataclasses import dataclass
from typing import Callable

import rows_actions
import rows_front
import rows_jobs
import rows_workspace
from bench import Bench
from table import Line


@dataclass(frozen=True)
class Row:
    """A row that can be measured alone; it may fill several lines of the table."""

    name: str
    measure: Callable[[Bench], list[Line]]
    needs_engine: bool = True

    @property
    def how(self) -> str:
        """How it is measured, for the results: the comment of its function."""
        return " ".join((self.measure.__doc__ or "").split())


ALL = [
    Row("list", rows_front.list_, needs_engine=False),
    Row("plan", rows_front.plan, needs_engine=False),
    Row("check", rows_front.check, needs_engine=False),
    Row("check-850", rows_front.check_many, needs_engine=False),
    Row("job", rows_jobs.job),
    Row("steps", rows_jobs.steps),
    Row("legs", rows_jobs.legs),
    Row("checkout", rows_workspace.checkout),
    Row("redis", rows_jobs.redis),
    Row("log", rows_workspace.log),
    Row("node", rows_actions.node),
    Row("composite", rows_actions.composite),
    Row("cache", rows_actions.cache),
    Row("artifact", rows_actions.artifact),
]
