"""Rows that need no engine: what the program itself costs."""

import os
from pathlib import Path

import fixtures
from bench import Bench
from clock import Command, Series
from table import MEBIBYTE, Line, memory, spread, times


def list_(bench: Bench) -> list[Line]:
    """`actlocal list` in a repository with three workflows; the floor is `true`, started the same way. act: `act
    --list`."""
    folder = fixtures.small(bench.folder("list"))
    series = bench.race(
        50,
        {
            "floor": Command(["true"], folder),
            "ours": bench.ours(folder, "list"),
            "act": bench.theirs(folder, "--list"),
        },
    )
    floor, ours, act = series["floor"], series["ours"], series.get("act")
    line = Line(
        work="`actlocal list`, small repository",
        floor=spread(floor),
        ours=f"{spread(ours)}, {memory(ours.peak_bytes)}",
        ratio=times(ours.seconds, floor.seconds),
        goal="≤ 10 ms, ≤ 20 MiB",
        is_met=ours.seconds <= 0.010 and ours.peak_bytes <= 20 * MEBIBYTE,
        act=f"{spread(act)}, {memory(act.peak_bytes)}" if act else "–",
    )
    return [line]


def plan(bench: Bench) -> list[Line]:
    """`actlocal plan --json` of one workflow with 1,000 jobs of 10 steps, standard output thrown away; the floor is a
    C program in which libyaml parses the same file into events and drops them. act has no plan: `act --list` of
    the same file stands in, which reads it and evaluates nothing."""
    folder = fixtures.thousand_jobs(bench.folder("plan"))
    file = folder / ".github/workflows/bench.yml"
    series = bench.race(
        10,
        {
            "floor": Command([str(bench.work / "yaml_events"), str(file)], folder),
            "ours": bench.ours(folder, "plan", "--json"),
            "act": bench.theirs(folder, "--list"),
        },
    )
    floor, ours, act = series["floor"], series["ours"], series.get("act")
    line = Line(
        work=f"plan of 1,000 jobs × 10 steps ({file.stat().st_size / 1e6:.1f} MB of YAML)",
        floor=f"{spread(floor)}, {memory(floor.peak_bytes)}",
        ours=f"{spread(ours)}, {memory(ours.peak_bytes)}",
        ratio=times(ours.seconds, floor.seconds),
        goal="≤ 2 ×, ≤ 80 MiB",
        is_met=ours.seconds <= 2 * floor.seconds and ours.peak_bytes <= 80 * MEBIBYTE,
        act=f"{spread(act)}, {memory(act.peak_bytes)}" if act else "–",
    )
    return [line]


def check(bench: Bench) -> list[Line]:
    """`actlocal check` of the same workflow as `plan`, beside the same floor. actionlint, when one is on the PATH, checks
    the same file without shellcheck and pyflakes, and stands in the column of act."""
    folder = fixtures.thousand_jobs(bench.folder("check"))
    file = folder / ".github/workflows/bench.yml"
    series = race_checks(bench, folder, [file])
    work = f"check of 1,000 jobs × 10 steps ({file.stat().st_size / 1e6:.1f} MB of YAML)"
    floor, ours = series["floor"], series["ours"]
    is_met = ours.seconds <= 2 * floor.seconds and ours.peak_bytes <= 80 * MEBIBYTE
    return [check_line(series, work, "≤ 2 ×, ≤ 80 MiB", is_met)]


def check_many(bench: Bench) -> list[Line]:
    """`actlocal check` of 850 ordinary workflows in one call, beside libyaml parsing all of them in one process, and the
    same of a tenth of them, whose memory is the smaller one. BENCH_WORKFLOWS names a folder of workflows of your own to take
    in place of the generated ones. actionlint, when one is on the PATH, stands in the column of act."""
    given = os.environ.get("BENCH_WORKFLOWS")
    texts = fixtures.texts_of(Path(given)) if given else fixtures.ordinary_workflows(850)
    whole = fixtures.workflows(bench.folder("check-many"), texts)
    tenth = fixtures.workflows(bench.folder("check-tenth"), texts[::10])
    files = sorted((whole / ".github/workflows").iterdir())
    size = sum(file.stat().st_size for file in files)
    series = race_checks(bench, whole, files)
    small = bench.race(5, {"ours": bench.ours(tenth, "check", ".github/workflows", passing=(0, 3))})["ours"]
    floor, ours = series["floor"], series["ours"]
    # What a file adds to the memory may be no more in a large call than in a small one.
    is_flat = ours.peak_bytes <= 10 * small.peak_bytes
    work = f"check of {len(files)} workflows ({size / 1e6:.1f} MB) in one call; a tenth: {memory(small.peak_bytes)}"
    goal = "≤ 0.17 s, ≤ 3 ×, memory at most linear"
    is_met = ours.seconds <= 0.17 * max(1, size / 3.1e6) and ours.seconds <= 3 * floor.seconds and is_flat
    return [check_line(series, work, goal, is_met)]


def race_checks(bench: Bench, folder: Path, files: list[Path]) -> dict[str, Series]:
    paths = [str(file) for file in files]
    floor = Command([str(bench.work / "yaml_events"), *paths], folder)
    ours = bench.ours(folder, "check", ".github/workflows", passing=(0, 3))
    words = ["actionlint", "-shellcheck=", "-pyflakes=", *paths]
    theirs = Command(words, folder, passing=(0, 1)) if bench.actionlint else None
    return bench.race(10, {"floor": floor, "ours": ours, "actionlint": theirs})


def check_line(series: dict[str, Series], work: str, goal: str, is_met: bool) -> Line:
    floor, ours, other = series["floor"], series["ours"], series.get("actionlint")
    return Line(
        work=work,
        floor=f"{spread(floor)}, {memory(floor.peak_bytes)}",
        ours=f"{spread(ours)}, {memory(ours.peak_bytes)}",
        ratio=times(ours.seconds, floor.seconds),
        goal=goal,
        is_met=is_met,
        act=f"actionlint: {spread(other)}, {memory(other.peak_bytes)}" if other else "–",
    )
