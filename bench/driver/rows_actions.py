"""Rows of actions: what it costs to start them, and what they exchange with the services of their run."""

from pathlib import Path

import fixtures
from bench import Bench
from clock import Command, Series
from table import Line, memory, spread, time, times

CLIENT = Path(__file__).parent.parent / "client"
NODE = "node=$(ls -d $RUNNER_TOOL_CACHE/node/24.*/*/bin/node | tail -1)"


def node(bench: Bench) -> list[Line]:
    """20 steps of a JavaScript action that does nothing; the floor is one `docker run` in which bash starts the same
    node 20 times with the same file."""
    folder = fixtures.client_steps(bench.folder("node"), CLIENT, [{"do": "nothing"}] * 20)
    bench.expect_steps(folder, 21)
    loop = f"{NODE}; for i in $(seq 20); do INPUT_DO=nothing $node /client/index.js; done"
    floor = Command(bench.docker("-v", f"{CLIENT}:/client:ro", bench.image, "bash", "-ec", loop), folder)
    series = bench.race(5, {"floor": floor, "ours": bench.ours(folder, "run", "bench")})
    return [plain_line("20 JavaScript steps that do nothing", series)]


def composite(bench: Bench) -> list[Line]:
    """A composite action of 50 steps `run: true`; the floor is the same job with the 50 steps written in it."""
    folder = fixtures.composite(bench.folder("composite"), 50)
    plain = fixtures.plain(bench.folder("plain"), 50)
    bench.expect_steps(plain, 51)
    series = bench.race(
        5, {"floor": bench.ours(plain, "run", "bench"), "ours": bench.ours(folder, "run", "bench")}
    )
    return [plain_line("a composite action of 50 steps", series)]


def cache(bench: Bench) -> list[Line]:
    """A cache entry of 1 GB that a job saves, and one that it restores, by a client that speaks the wire protocol of
    `@actions/cache` and packs nothing: the time of a job less that of the same job whose client does nothing. The floor
    is `cp` of such a file from and to the disk of the bench; in the other two lines it is the same client in the same
    job with a server beside it that stores nothing and gives zeros, which shows how much of the time is the client's.
    The file that is saved has no blocks on a disk."""
    make = "truncate -s 1000000000 /tmp/entry"
    entry = {"file": "/tmp/entry", "name": "entry"}
    nowhere = {**entry, "to": "nowhere"}
    jobs = {
        "idle save": fixtures.client_steps(bench.folder("idle-save"), CLIENT, [{"do": "nothing"}], make),
        "bare save": fixtures.client_steps(bench.folder("bare-save"), CLIENT, [{"do": "save", **nowhere}], make),
        "save": fixtures.client_steps(bench.folder("save"), CLIENT, [{"do": "save", **entry}], make),
        "idle": fixtures.client_steps(bench.folder("idle"), CLIENT, [{"do": "nothing"}]),
        "bare": fixtures.client_steps(bench.folder("bare"), CLIENT, [{"do": "restore", **nowhere}]),
        "restore": fixtures.client_steps(bench.folder("restore"), CLIENT, [{"do": "restore", **entry}]),
    }
    for folder in jobs.values():
        fixtures.give_remote(folder)
    bench.expect_steps(jobs["save"], 3)
    bench.expect_steps(jobs["restore"], 2)
    source, copy = bench.work / "entry", bench.work / "entry-copy"
    source.write_bytes(bytes(1_000_000_000))
    floor = Command(["cp", str(source), str(copy)], bench.work, before=lambda: copy.unlink(missing_ok=True))
    commands = {name: bench.ours(folder, "run", "bench") for name, folder in jobs.items()}
    series = bench.race(3, {"floor": floor, **commands})
    for path in (source, copy):
        path.unlink()
    least = series["floor"].seconds
    return [
        over_line("saving a cache entry of 1 GB", series, "save", "idle save", least, None),
        bare_line("saving a cache entry of 1 GB", series, "save", "bare save", "idle save"),
        over_line("restoring a cache entry of 1 GB", series, "restore", "idle", least, 2.0),
        bare_line("restoring a cache entry of 1 GB", series, "restore", "bare", "idle"),
    ]


def artifact(bench: Bench) -> list[Line]:
    """An artifact of 10,000 files of 2 KB, which the client packs, and one of a single file of 2 GB, by a client that
    speaks the wire protocol of `@actions/artifact`: the time of a job less that of the same job whose client does
    nothing. The floor is the same client in the same job with a server beside it that throws everything away. The
    large file has no blocks on a disk. The smaller memory is that of a tenth of the file."""
    small = (
        "mkdir /tmp/files; cd /tmp/files; "
        "head -c 20000000 /dev/urandom | base64 -w 0 | head -c 20480000 | split -b 2048 -a 4"
    )
    return [
        *artifact_lines(bench, "an artifact of 10,000 files", "small", small, "/tmp/files", None),
        *artifact_lines(bench, "an artifact of 2 GB", "large", large(2000), "/tmp/file", large(200)),
    ]


def large(megabytes: int) -> str:
    return f"truncate -s {megabytes}000000 /tmp/file"


def artifact_lines(
    bench: Bench, work: str, name: str, make: str, file: str, tenth: str | None
) -> list[Line]:
    upload = {"do": "upload", "file": file, "name": "bench"}

    def job(label: str, step: dict[str, str], before: str) -> Command:
        folder = fixtures.client_steps(bench.folder(f"{name}-{label}"), CLIENT, [step], before)
        return bench.ours(folder, "run", "bench")

    commands = {
        "idle": job("idle", {"do": "nothing"}, make),
        "floor": job("floor", {**upload, "to": "nowhere"}, make),
        "ours": job("ours", upload, make),
    }
    bench.expect_steps(bench.work / f"{name}-ours", 3)
    if tenth:
        commands["tenth"] = job("tenth", upload, tenth)
    series = bench.race(2, commands)
    least = series["floor"].seconds - series["idle"].seconds
    line = over_line(f"uploading {work}", series, "ours", "idle", least, None)
    if not tenth:
        return [line]
    whole, less = series["ours"].peak_bytes, series["tenth"].peak_bytes
    flat = Line(
        work=f"memory while uploading {work}",
        floor=f"{memory(less)} for a tenth",
        ours=memory(whole),
        ratio=times(whole, less),
        goal="≤ 1.5 ×",
        is_met=whole <= 1.5 * less,
        act="–",
    )
    return [line, flat]


def plain_line(work: str, series: dict[str, Series]) -> Line:
    ours, least = series["ours"], series["floor"]
    return Line(
        work=work,
        floor=spread(least),
        ours=spread(ours),
        ratio=times(ours.seconds, least.seconds),
        goal="–",
        is_met=None,
        act="–",
    )


def bare_line(work: str, series: dict[str, Series], name: str, bare: str, idle: str) -> Line:
    """What a job takes over one that does nothing, beside its client with the least of servers."""
    least = series[bare].seconds - series[idle].seconds
    return over_line(f"{work}, over its client alone", series, name, idle, least, None)


def over_line(
    work: str, series: dict[str, Series], name: str, idle: str, least: float, goal: float | None
) -> Line:
    """What a job takes over one that does nothing, beside the floor."""
    added = series[name].seconds - series[idle].seconds
    return Line(
        work=work,
        floor=time(least),
        ours=f"{time(added)} = {spread(series[name])} − {time(series[idle].seconds)}",
        ratio=times(added, least),
        goal=f"≤ {goal} ×" if goal else "–",
        is_met=added <= goal * least if goal else None,
        act="–",
    )
