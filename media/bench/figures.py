"""What a measured run amounts to: readings of a process, and the figures made from them."""

import os
from collections.abc import Sequence
from pathlib import Path

__all__ = ["cpu_seconds", "load_figures", "percentile", "rss_bytes"]


def cpu_seconds(pid: int) -> float:
    """CPU time of a process so far, all its threads, its own and the kernel's for it."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def rss_bytes(pid: int) -> int:
    """Resident memory of a process."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` (0..1) of the values lie; 0 of none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def load_figures(packets: int, elapsed_s: float, cpu_s: float) -> dict[str, float]:
    """How much was forwarded and at what cost."""
    return {
        "forwarded_pps": round(packets / elapsed_s),
        "cpu_percent": round(100 * cpu_s / elapsed_s, 1),
        "cpu_us_per_packet": round(1e6 * cpu_s / max(1, packets), 2),
    }
