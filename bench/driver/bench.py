"""What every row needs: the programs, their folders, the commands to measure."""

import json
import os
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import clock
from clock import Command, Failed, Series


@dataclass
class Bench:
    """One run of the bench. Everything it makes is below `work`, or has the label `label` in the engine."""

    work: Path
    runs: int | None = None
    """Repetitions of every row; None for the row's own number."""
    actlocal: str = field(default_factory=lambda: os.environ["ACTLOCAL"])
    image: str = field(default_factory=lambda: os.environ.get("BENCH_IMAGE", "actlocal/runner:latest"))
    redis_image: str = field(default_factory=lambda: os.environ.get("BENCH_REDIS", "actlocal/redis:7"))
    act: str | None = field(default_factory=lambda: shutil.which("act"))
    actionlint: str | None = field(default_factory=lambda: shutil.which("actionlint"))

    def __post_init__(self) -> None:
        self.clock = clock.Clock(program=self.work / "clock", scratch=self.work)
        self.label = f"actlocal.bench={self.work.name}"

    @property
    def parallelism(self) -> int:
        """How many jobs actlocal runs at once by default."""
        return os.cpu_count() or 1

    @property
    def cache(self) -> Path:
        return self.work / "cache"

    def folder(self, name: str) -> Path:
        """A new folder for a row's repository."""
        folder = self.work / name
        folder.mkdir(parents=True)
        return folder

    def race(self, runs: int, commands: dict[str, Command | None]) -> dict[str, Series]:
        """Measures all commands in turn; those that are None are left out."""
        return self.clock.race(self.runs or runs, {name: one for name, one in commands.items() if one})

    def ours(self, folder: Path, *words: str, **more) -> Command:
        """A command of actlocal with a cache and a state of this bench."""
        environment = {"XDG_CACHE_HOME": str(self.cache), "XDG_STATE_HOME": str(self.work / "state")}
        return Command([self.actlocal, *words], folder, environment, **more)

    def docker(self, *words: str) -> list[str]:
        """`docker run --rm` of the jobs' image, labelled so that nothing is left behind."""
        return ["docker", "run", "--rm", "--label", self.label, *words]

    def theirs(self, folder: Path, *words: str, **more) -> Command | None:
        """A command of act with a home of its own; None without act."""
        if not self.act:
            return None
        home = self.work / "act-home"
        settings = home / ".config" / "act" / "actrc"
        if not settings.exists():
            settings.parent.mkdir(parents=True)
            settings.write_text(f"-P ubuntu-latest={self.image}\n--pull=false\n")
        environment = {
            "HOME": str(home),
            "XDG_CONFIG_HOME": str(home / ".config"),
            "XDG_CACHE_HOME": str(home / ".cache"),
        }
        return Command([self.act, *words], folder, environment, **more)

    def expect_steps(self, folder: Path, count: int) -> None:
        """Makes sure that a run does what is measured: `count` steps, all of them passed."""
        command = self.ours(folder, "run", "bench", "--json")
        done = subprocess.run(
            command.words,
            cwd=folder,
            env={**os.environ, **command.environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=300,
        )
        events = [json.loads(line) for line in done.stdout.splitlines()]
        passed = [one for one in events if one["type"] == "stepFinished" and one["conclusion"] == "success"]
        if done.returncode != 0 or len(passed) != count:
            said = [one.get("message") or one.get("reason") for one in events]
            raise Failed(
                f"{len(passed)} of {count} steps passed, exit status {done.returncode}: "
                f"{[text for text in said if text][:3]} {done.stderr[-300:]}"
            )

    def forget_snapshots(self) -> None:
        """Makes the next run the first one."""
        shutil.rmtree(self.cache, ignore_errors=True)

    def remove_containers(self) -> None:
        """Removes what an interrupted floor left in the engine."""
        found = subprocess.run(
            ["docker", "ps", "-aq", "--filter", f"label={self.label}"],
            capture_output=True,
            text=True,
        ).stdout.split()
        if found:
            subprocess.run(["docker", "rm", "-fv", *found], capture_output=True)
