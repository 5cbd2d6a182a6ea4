"""The page that the bench writes."""

from rows import Row
from table import Line, markdown

INTRODUCTION = """\
# Speed

Written by `make bench`. Every row is measured beside its floor, the least that the work can cost on the same machine,
in turn with it: what else the machine did met both. Figures are medians; the fastest and the slowest run stand in
brackets. Memory is the peak of the program or of the largest process it waited for, whichever is more.
"""


def page(facts: list[tuple[str, str]], lines: list[Line], measured: list[Row]) -> str:
    """The whole of RESULTS.md."""
    machine = "".join(f"- {name}: {value}\n" for name, value in facts)
    ways = "".join(f"- **{row.name}**: {row.how}\n" for row in measured)
    return (
        f"{INTRODUCTION}\n{markdown(lines)}\n## The machine\n\n{machine}\n## How each row is measured\n\n"
        f"{ways}\nOne row alone: `bench/run.sh ROW`, with the names above. More in `docs/speed.md`.\n"
    )
