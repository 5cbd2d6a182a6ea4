"""Running a command and knowing what it cost."""

import os
import statistics
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable


class Failed(Exception):
    """A command did not do what is measured; the text says which and why."""


@dataclass(frozen=True)
class Sample:
    """What one run of a command cost."""

    seconds: float
    peak_bytes: int = 0


@dataclass(frozen=True)
class Command:
    """A command to measure, and what is done before each run of it without being timed."""

    words: list[str]
    folder: Path
    environment: dict[str, str] = field(default_factory=dict)
    before: Callable[[], None] = lambda: None
    keeps_errors: bool = True
    """False where standard error is the output that is measured: it is thrown away."""
    passing: tuple[int, ...] = (0,)
    """The exit statuses of a run that did its work."""


@dataclass(frozen=True)
class Series:
    """The runs of one command."""

    samples: list[Sample]

    @property
    def seconds(self) -> float:
        return statistics.median(sample.seconds for sample in self.samples)

    @property
    def fastest(self) -> float:
        return min(sample.seconds for sample in self.samples)

    @property
    def slowest(self) -> float:
        return max(sample.seconds for sample in self.samples)

    @property
    def peak_bytes(self) -> int:
        return max(sample.peak_bytes for sample in self.samples)


@dataclass(frozen=True)
class Clock:
    """Starts commands by the program `floors/clock.c`."""

    program: Path
    scratch: Path
    limit: float = 300
    """Seconds after which a command is given up."""

    def run(self, command: Command) -> Sample:
        """Runs a command once, standard output thrown away. Raises `Failed` for other exit statuses than
        its `passing` ones."""
        command.before()
        report, errors = self.scratch / "clock-report", self.scratch / "clock-errors"
        with open(errors, "w+") as said:
            self._start(command, report, said)
            seconds, _, _, peak, status = report.read_text().split()
            if int(status) not in command.passing:
                raise Failed(f"`{' '.join(command.words)}` ended with {status}: {last_lines(said)}")
        return Sample(seconds=float(seconds), peak_bytes=int(peak) * 1024)

    def _start(self, command: Command, report: Path, said) -> None:
        try:
            subprocess.run(
                [str(self.program), str(report), *command.words],
                cwd=command.folder,
                env={**os.environ, **command.environment},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=said if command.keeps_errors else subprocess.DEVNULL,
                timeout=self.limit,
                check=True,
            )
        except subprocess.TimeoutExpired:
            raise Failed(f"`{' '.join(command.words)}` took more than {self.limit:.0f} s") from None

    def race(self, runs: int, commands: dict[str, Command]) -> dict[str, Series]:
        """Runs all commands in turn, `runs` times, after one round that does not count.

        In turn, so that whatever else the machine does meets all of them alike.
        """
        for command in commands.values():
            self.run(command)
        rounds = [{name: self.run(command) for name, command in commands.items()} for _ in range(runs)]
        return {name: Series([one[name] for one in rounds]) for name in commands}


def last_lines(file, count: int = 6) -> str:
    """The end of what a command wrote to standard error."""
    file.seek(0)
    lines = [line.strip() for line in file.read().splitlines() if line.strip()]
    return " / ".join(lines[-count:]) or "it said nothing"
