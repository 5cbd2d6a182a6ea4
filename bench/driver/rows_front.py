"""Rows that need no engine: what the program itself costs."""

import fixtures
from bench import Bench
from clock import Command
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
