"""The lines of the table and how numbers are written in it."""

from dataclasses import dataclass

from clock import Series

MEBIBYTE = 2**20


@dataclass(frozen=True)
class Line:
    """One line of the table, all cells as they are printed."""

    work: str
    floor: str
    ours: str
    ratio: str
    goal: str
    is_met: bool | None
    """Whether the goal is met; None where there is none."""
    act: str

    @property
    def cells(self) -> list[str]:
        verdict = {True: "yes", False: "**no**", None: "–"}[self.is_met]
        return [self.work, self.floor, self.ours, self.ratio, self.goal, verdict, self.act]


HEADINGS = ["Work", "Floor", "Ours", "Ratio", "Goal", "Met", "act"]


def time(seconds: float) -> str:
    """A duration with three digits."""
    if seconds < 0.0995:
        return f"{seconds * 1000:.3g} ms"
    return f"{seconds * 1000:.0f} ms" if seconds < 0.9995 else f"{seconds:.2f} s"


def spread(series: Series) -> str:
    """The median and, in brackets, the fastest and the slowest run."""
    return f"{time(series.seconds)} ({time(series.fastest)} – {time(series.slowest)})"


def memory(size: float) -> str:
    return f"{size / MEBIBYTE:.1f} MiB"


def times(ours: float, floor: float) -> str:
    return f"{ours / floor:.2f} ×"


def difference(seconds: float) -> str:
    sign = "−" if seconds < 0 else "+"
    return f"{sign}{time(abs(seconds))}"


def markdown(lines: list[Line]) -> str:
    """The table."""
    rows = [HEADINGS, ["---"] * len(HEADINGS), *(line.cells for line in lines)]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in rows)
