"""What the figures were taken on."""

import datetime
import os
import platform
import re
import subprocess


def description(actlocal: str, act: str | None) -> list[tuple[str, str]]:
    """Name and value of everything that has a part in the figures."""
    return [
        ("Processor", f"{processor()}, {os.cpu_count()} cores"),
        ("Memory", f"{memory_gib():.0f} GiB"),
        ("Kernel", platform.release()),
        ("Engine", f"{engine('{{.ServerVersion}}')}, storage driver {engine('{{.Driver}}')}"),
        ("actlocal", f"{output([actlocal, '--version'])}, commit {output(['git', 'rev-parse', '--short', 'HEAD'])}"),
        ("act", output([act, "--version"]) if act else "not measured: no `act` on the PATH"),
        ("Load when it began", f"{os.getloadavg()[0]:.1f} (more than 0.5: something else was running too)"),
        ("Date", datetime.date.today().isoformat()),
    ]


def processor() -> str:
    with open("/proc/cpuinfo") as file:
        found = re.search(r"^model name\s*: (.*)$", file.read(), re.MULTILINE)
    return found[1] if found else platform.machine()


def memory_gib() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30


def engine(field: str) -> str:
    return output(["docker", "info", "--format", field])


def output(words: list[str]) -> str:
    """What a command prints, or that it does not."""
    try:
        done = subprocess.run(words, capture_output=True, text=True, timeout=30, check=True)
    except (OSError, subprocess.SubprocessError):
        return "unknown"
    return done.stdout.strip() or "unknown"
