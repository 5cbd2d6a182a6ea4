"""Rows of jobs in containers: what actlocal adds to the engine's own time."""

import sys
from pathlib import Path

import fixtures
from bench import Bench
from clock import Command, Series
from table import Line, difference, spread, time, times


def job(bench: Bench) -> list[Line]:
    """A run of one job with one step, `run: true`, from the start of the program to its end; the floor is `docker run
    --rm IMAGE true`."""
    folder = fixtures.one_step(bench.folder("job"))
    bench.expect_steps(folder, 1)
    floor = Command(bench.docker(bench.image, "true"), folder)
    return [ratio_line(bench, folder, "job of one step", 10, floor, 1.1)]


def steps(bench: Bench) -> list[Line]:
    """One job of 100 steps `run: true`; the floor is one `docker run` in which bash runs 100 files with the same script
    by `bash -e`, as each step is run."""
    folder = fixtures.hundred_steps(bench.folder("steps"))
    scripts = bench.folder("scripts")
    for number in range(100):
        (scripts / f"{number:03}.sh").write_text("true\n")
    bench.expect_steps(folder, 100)
    loop = 'for script in /scripts/*; do bash -e "$script"; done'
    floor = Command(bench.docker("-v", f"{scripts}:/scripts:ro", bench.image, "bash", "-c", loop), folder)
    return [ratio_line(bench, folder, "job of 100 `run: true` steps", 10, floor, 1.3)]


def legs(bench: Bench) -> list[Line]:
    """A matrix of 20 legs of one step, as many at once as there are cores (the default); the floor is 20 times `docker
    run --rm IMAGE true`, as many at once, by `xargs`."""
    folder = fixtures.twenty_legs(bench.folder("legs"))
    bench.expect_steps(folder, 20)
    run = " ".join(bench.docker(bench.image, "true"))
    floor = Command(["sh", "-c", f"seq 20 | xargs -P {bench.parallelism} -I _ {run}"], folder)
    work = f"20 matrix legs of one step, {bench.parallelism} at once"
    return [ratio_line(bench, folder, work, 5, floor, 1.1)]


def ratio_line(bench: Bench, folder: Path, work: str, runs: int, floor: Command, goal: float) -> Line:
    """A run of the folder's workflow beside a floor, with a goal that is a ratio."""
    series = bench.race(
        runs,
        {"floor": floor, "ours": bench.ours(folder, "run", "bench"), "act": bench.theirs(folder, "push")},
    )
    ours, least = series["ours"], series["floor"]
    return Line(
        work=work,
        floor=spread(least),
        ours=spread(ours),
        ratio=times(ours.seconds, least.seconds),
        goal=f"≤ {goal} ×",
        is_met=ours.seconds <= goal * least.seconds,
        act=spread(series["act"]) if "act" in series else "–",
    )


def redis(bench: Bench) -> list[Line]:
    """A job with a Redis service whose health interval is 10 s, less the same job without the service, both from start
    to end; the floor is the time from `docker run -d` of the service's image to its first answer to PING, asked
    every 2 ms over the container's address."""
    with_service = fixtures.redis(bench.folder("redis"), bench.redis_image)
    without = fixtures.one_step(bench.folder("redis-none"))
    bench.expect_steps(with_service, 1)
    first_ping = str(Path(__file__).parent / "first_ping.py")
    floor = Command([sys.executable, first_ping, bench.redis_image, bench.label], without)
    series = bench.race(
        10,
        {
            "floor": floor,
            "without": bench.ours(without, "run", "bench"),
            "ours": bench.ours(with_service, "run", "bench"),
            "act-without": bench.theirs(without, "push"),
            "act": bench.theirs(with_service, "push"),
        },
    )
    added = series["ours"].seconds - series["without"].seconds
    least = series["floor"].seconds
    line = Line(
        work="job with a Redis service (interval 10 s), over the job without",
        floor=spread(series["floor"]),
        ours=f"{time(added)} = {spread(series['ours'])} − {time(series['without'].seconds)}",
        ratio=difference(added - least),
        goal="≤ +200 ms",
        is_met=added <= least + 0.2,
        act=over(series.get("act"), series.get("act-without")),
    )
    return [line]


def over(whole: Series | None, without: Series | None) -> str:
    if not whole or not without:
        return "–"
    return f"{time(whole.seconds - without.seconds)} = {spread(whole)} − {time(without.seconds)}"
