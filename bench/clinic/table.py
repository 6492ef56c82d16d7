"""The figures of the requests, and the table that shows them. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from bench.figures import percentile

__all__ = ["Call", "Figures", "figures_of", "render"]


@dataclass(frozen=True, slots=True)
class Call:
    """One call: the time it took, the CPU time of service and database together, and its statements."""

    wall_ms: float
    cpu_ms: float
    queries: int


@dataclass(frozen=True, slots=True)
class Figures:
    """What many calls of one kind took.

    Attributes:
        queries: The most that one of them needed.
    """

    name: str
    goal_ms: float
    calls: int
    queries: int
    cpu_p50: float
    cpu_p95: float
    wall_p50: float
    wall_p95: float

    @property
    def is_met(self) -> bool:
        """Whether 95 of 100 calls took no longer than they should."""
        return self.wall_p95 <= self.goal_ms


def figures_of(name: str, goal_ms: float, calls: Sequence[Call]) -> Figures:
    """Return the figures of some calls."""
    cpu, wall = [each.cpu_ms for each in calls], [each.wall_ms for each in calls]
    return Figures(
        name,
        goal_ms,
        len(calls),
        max((each.queries for each in calls), default=0),
        percentile(cpu, 0.5),
        percentile(cpu, 0.95),
        percentile(wall, 0.5),
        percentile(wall, 0.95),
    )


def render(clinics: Sequence[tuple[str, Sequence[Figures]]]) -> str:
    """Return the table: a row for each request, and beside each other the clinics, with the same requests."""
    heads = ["queries", "CPU p50", "p95", "wall p50", "p95"]
    rows = [["ms", "goal", *heads * len(clinics)]]
    for one in zip(*(figures for _, figures in clinics), strict=True):
        cells = [cell for each in one for cell in _cells(each)]
        rows.append([one[0].name, f"{one[0].goal_ms:g}", *cells])
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    lines = [_line(row, widths) for row in rows]
    return "\n".join([_titles([title for title, _ in clinics], widths, len(heads)), *lines])


def _cells(each: Figures) -> list[str]:
    times = (each.cpu_p50, each.cpu_p95, each.wall_p50, each.wall_p95)
    shown = [f"{time:.1f}" for time in times]
    if not each.is_met:
        shown[-1] += "!"
    return [str(each.queries), *shown]


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = (
        cell.rjust(width) if place else cell.ljust(width)
        for place, (cell, width) in enumerate(zip(row, widths, strict=True))
    )
    return "  ".join([first, *others]).rstrip()


def _titles(titles: Sequence[str], widths: Sequence[int], count: int) -> str:
    """Return the line above: each clinic's title over its first column."""
    line = ""
    for number, title in enumerate(titles):
        before = widths[: 2 + number * count]
        line = line.ljust(sum(before) + 2 * len(before)) + title
    return line
