"""The figures of a run: readings of a process, and what is computed from them."""

import os
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

__all__ = ["Measured", "cpu_seconds", "load_figures", "median_of", "open_files", "percentile", "rss_bytes"]

Measured = dict[str, object]


def cpu_seconds(pid: int) -> float:
    """CPU time of a process so far, user and system, all threads, to the nanosecond: ticks of 10 ms are too coarse.

    Raises:
        OSError: there is no such process.
    """
    # clock_getcpuclockid(3): on Linux a process's clock has this number.
    return time.clock_gettime(~pid << 3 | 2)


def rss_bytes(pid: int) -> int:
    """Resident memory of a process."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def open_files(pid: int) -> int:
    """How many files and sockets a process has open."""
    return len(os.listdir(f"/proc/{pid}/fd"))


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` (0..1) of the values lie; 0 if there are none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def load_figures(packets: float, elapsed_s: float, cpu_s: float) -> dict[str, float]:
    """How much was forwarded, and at what cost."""
    return {
        "forwarded_pps": round(packets / elapsed_s),
        "cpu_percent": round(100 * cpu_s / elapsed_s, 1),
        "cpu_us_per_packet": round(1e6 * cpu_s / max(1, packets), 2),
    }


def median_of(runs: Sequence[Measured]) -> Measured:
    """The median of each figure over equal runs, nested ones too; non-numbers are taken from the first run."""
    middle: Measured = {}
    for name, first in runs[0].items():
        values = [run[name] for run in runs]
        numbers = [value for value in values if isinstance(value, int | float)]
        nested = [value for value in values if isinstance(value, dict)]
        if nested:
            middle[name] = median_of(nested)
        elif numbers:
            middle[name] = round(median(numbers), 3)
        else:
            middle[name] = first
    return middle
