"""The processes of one browser, and the processor time that they have used together."""

import time
from collections.abc import Iterable
from pathlib import Path

from bench.figures import cpu_seconds

__all__ = ["BrowserCpu", "family", "parents"]


def parents() -> dict[int, int]:
    """The parent of every process of this machine."""
    found = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rsplit(")", 1)[1].split()
        except (OSError, IndexError):
            continue  # It has ended meanwhile.
        found[int(path.parent.name)] = int(fields[1])
    return found


def family(root: int, parent_of: dict[int, int]) -> set[int]:
    """A process and all that come from it."""
    found, grew = {root}, True
    while grew:
        more = {pid for pid, parent in parent_of.items() if parent in found} - found
        found |= more
        grew = bool(more)
    return found


class BrowserCpu:
    """Measures the processes of the browser that was started with this mark in its command line.

    A process that ends while it is measured no longer counts; pages that only stay open end none.
    """

    def __init__(self, mark: str) -> None:
        self._mark = mark

    def pids(self) -> set[int]:
        """All of them, from the process whose command line has the mark."""
        roots = [pid for pid in parents() if self._mark in _command_line(pid)]
        assert roots, "the browser runs"
        known = parents()
        return set().union(*(family(pid, known) for pid in roots))

    def used(self, pids: Iterable[int]) -> float:
        """Processor time so far, seconds."""
        return sum(_cpu(pid) for pid in pids)

    def over(self, seconds: float, pids: Iterable[int]) -> float:
        """Wait, and return the percentage of one core that was used meanwhile."""
        pids = list(pids)
        before, began = self.used(pids), time.monotonic()
        time.sleep(seconds)
        return 100 * (self.used(pids) - before) / (time.monotonic() - began)


def _command_line(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text(errors="replace")
    except OSError:
        return ""


def _cpu(pid: int) -> float:
    try:
        return cpu_seconds(pid)
    except (OSError, IndexError):
        return 0.0
