"""Rows of bytes: the files a job is given and the output it makes."""

import shutil
from pathlib import Path

import fixtures
from bench import Bench
from clock import Command, Series
from table import Line, difference, memory, spread, time, times


def checkout(bench: Bench) -> list[Line]:
    """A job with `actions/checkout` and one step in a repository of 20,000 files (80 MB), less the same job in a
    repository with nothing but the workflow. First run: actlocal's cache is emptied before; its floor is `git
    checkout-index -a` into an empty folder of the same disk. Second run: nothing has changed since the last run; the
    third line changes one file before each run. The disk's pages are in memory in all of them."""
    full = fixtures.checkout(bench.folder("files"), fixtures.twenty_thousand_files())
    empty = fixtures.checkout(bench.folder("no-files"), {})
    bench.expect_steps(empty, 2)
    bench.expect_steps(full, 2)
    first = race_first(bench, full, empty)
    later = race_later(bench, full, empty)
    act = over_empty(later, "act", "act-empty")
    return [
        first_line(first),
        later_line(later, "same", "checkout of 20,000 files, second run, over an empty one", 0.050, act),
        later_line(later, "edited", "the same with one file edited", None, "–"),
    ]


def race_first(bench: Bench, full: Path, empty: Path) -> dict[str, Series]:
    target = bench.work / "index"

    def clear_target() -> None:
        shutil.rmtree(target, ignore_errors=True)

    indexed = Command(["git", "checkout-index", "-a", f"--prefix={target}/"], full, before=clear_target)
    return bench.race(
        5,
        {
            "floor": indexed,
            "empty": bench.ours(empty, "run", "bench"),
            "ours": bench.ours(full, "run", "bench", before=bench.forget_snapshots),
        },
    )


def race_later(bench: Bench, full: Path, empty: Path) -> dict[str, Series]:
    edited = full / "src/part000/file00000.txt"

    def edit() -> None:
        edited.write_text(edited.read_text() + "edited\n")

    same = bench.ours(full, "run", "bench")
    return bench.race(
        10,
        {
            "empty": bench.ours(empty, "run", "bench"),
            "edited": bench.ours(full, "run", "bench", before=edit),
            "same": same,
            "act-empty": bench.theirs(empty, "push"),
            "act": bench.theirs(full, "push"),
        },
    )


def first_line(series: dict[str, Series]) -> Line:
    added = series["ours"].seconds - series["empty"].seconds
    least = series["floor"].seconds
    return Line(
        work="checkout of 20,000 files, first run, over an empty one",
        floor=spread(series["floor"]),
        ours=f"{time(added)} = {spread(series['ours'])} − {time(series['empty'].seconds)}",
        ratio=times(added, least),
        goal="≤ 1.5 ×",
        is_met=added <= 1.5 * least,
        act="–",
    )


def later_line(series: dict[str, Series], name: str, work: str, goal: float | None, act: str) -> Line:
    added = series[name].seconds - series["empty"].seconds
    return Line(
        work=work,
        floor=spread(series["empty"]),
        ours=spread(series[name]),
        ratio=difference(added),
        goal=f"≤ {difference(goal)}" if goal else "–",
        is_met=added <= goal if goal else None,
        act=act,
    )


def over_empty(series: dict[str, Series], whole: str, empty: str) -> str:
    if whole not in series:
        return "–"
    added = series[whole].seconds - series[empty].seconds
    return f"{difference(added)}: {spread(series[whole])}"


def log(bench: Bench) -> list[Line]:
    """One step that prints 200 MB in lines of 100 bytes, from the start of the program to its end, the report thrown
    away: once in the usual form (every line is shown, as in a pipe), once as `--json`, once with `-q`. The floor is
    `docker run` with the same script and no log driver, its output thrown away. The smaller memory is that of a
    tenth of the output."""
    megabytes = 200
    whole = fixtures.log(bench.folder("log"), megabytes)
    tenth = fixtures.log(bench.folder("log-tenth"), megabytes // 10)
    script = ["bash", "-c", fixtures.log_script(megabytes)]
    forms = {"": "", "--json": ", `--json`", "-q": ", `-q`"}
    commands = {
        "floor": Command(bench.docker("--log-driver", "none", bench.image, *script), whole),
        "act": bench.theirs(whole, "push", keeps_errors=False),
    }
    for form in forms:
        words = ["run", "bench", *form.split()]
        commands[form] = bench.ours(whole, *words, keeps_errors=False)
        commands[f"tenth {form}"] = bench.ours(tenth, *words, keeps_errors=False)
    series = bench.race(3, commands)
    work = f"log of {megabytes} MB from one step"
    return [log_line(series, form, work + words, megabytes) for form, words in forms.items()]


def log_line(series: dict[str, Series], form: str, work: str, megabytes: int) -> Line:
    ours, floor, act = series[form], series["floor"], None if form else series.get("act")
    less = series[f"tenth {form}"].peak_bytes
    return Line(
        work=work,
        floor=f"{megabytes / floor.seconds:.0f} MB/s: {spread(floor)}",
        ours=f"{megabytes / ours.seconds:.0f} MB/s: {spread(ours)}, {memory(ours.peak_bytes)} (20 MB: {memory(less)})",
        ratio=times(ours.seconds, floor.seconds),
        goal="≥ 100 MB/s, memory ≤ 1.5 × that of a tenth",
        is_met=megabytes / ours.seconds >= 100 and ours.peak_bytes <= 1.5 * less,
        act=f"{megabytes / act.seconds:.0f} MB/s: {spread(act)}, {memory(act.peak_bytes)}" if act else "–",
    )
