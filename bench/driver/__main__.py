"""Measures the rows and writes the table."""

import argparse
import subprocess
import sys
from pathlib import Path

import machine
import results
import rows
from bench import Bench
from clock import Failed
from table import Line, markdown

RESULTS = Path(__file__).parent.parent / "RESULTS.md"


def main() -> int:
    options = read_options()
    chosen = [row for row in rows.ALL if not options.rows or row.name in options.rows]
    bench = Bench(work=options.work, runs=options.runs)
    complain_of_missing(bench, chosen)
    facts = machine.description(bench.actlocal, bench.act)
    lines, failures = [], 0
    try:
        for row in chosen:
            found = measured(row, bench)
            lines += found
            failures += not found
    finally:
        bench.remove_containers()
    if options.rows or failures:
        print(markdown(lines), end="")
    else:
        RESULTS.write_text(results.page(facts, lines, chosen))
        say(f"wrote {RESULTS.relative_to(Path.cwd())}")
    return 1 if failures else 0


def read_options() -> argparse.Namespace:
    names = [row.name for row in rows.ALL]
    parser = argparse.ArgumentParser(prog="bench/run.sh", add_help=False)
    parser.error = refuse
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--runs", type=int)
    parser.add_argument("rows", nargs="*")
    options = parser.parse_args()
    for name in options.rows:
        if name not in names:
            refuse(f"`{name}` is no row: they are {' '.join(names)}")
    if options.runs is not None and options.runs < 1:
        refuse("`--runs` takes a number from 1")
    return options


def refuse(message: str) -> None:
    say(f"error: {message}")
    sys.exit(64)


def complain_of_missing(bench: Bench, chosen: list[rows.Row]) -> None:
    """Ends the bench where a row cannot be measured at all."""
    if not any(row.needs_engine for row in chosen):
        return
    for image in (bench.image, bench.redis_image):
        if subprocess.run(["docker", "image", "inspect", image], capture_output=True).returncode:
            say(f"error: there is no image `{image}`, or no engine answers")
            say("help: `make images` builds the images and starts an engine")
            sys.exit(3)


def measured(row: rows.Row, bench: Bench) -> list[Line]:
    """The lines of a row; none when it could not be measured."""
    say(row.name)
    try:
        lines = row.measure(bench)
    except Failed as failure:
        say(f"error: {row.name} was not measured: {failure}")
        return []
    for line in lines:
        say(f"  {line.work}: {line.ours}; floor {line.floor}; {line.ratio}")
    return lines


def say(text: str) -> None:
    print(f"bench: {text}", file=sys.stderr)


sys.exit(main())
