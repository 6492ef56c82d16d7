"""The state of a whole worker: its counters, its CPU time and memory, and how late its timer is."""

import os
import resource
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from media.counters import WorkerStats
from media.net.native import find_native
from media.peer.peer import Peer
from media.room.router import RoomRouter
from media.worker.slices import Slice

__all__ = ["Vitals"]

_STATM = Path("/proc/self/statm")


class Vitals:
    """Read by the web process every few seconds. Counters never fall: those of ended connections are kept."""

    def __init__(self) -> None:
        self._lag_s = 0.0
        self._ended: Counter[str] = Counter()

    def on_tick(self, late_s: float) -> None:
        """Note how late the timer fired."""
        self._lag_s = max(self._lag_s, late_s)

    def on_ended(self, peer: Peer) -> None:
        """Keep the counters of a connection that ends."""
        self._ended.update(_count(peer))

    async def read(self, rooms: Mapping[str, RoomRouter], drops: Counter[str], slice_: Slice) -> WorkerStats:
        """A copy of everything, made in slices; the lag is the worst since the last reading."""
        counts = {}
        for peer in [peer for room in rooms.values() for peer in room.peers.values()]:
            counts[peer.connection] = _count(peer)
            await slice_.breathe()
        total = Counter(self._ended)
        peers = [peer for room in rooms.values() for peer in room.peers.values()]
        for peer in peers:
            # What ended meanwhile is among the ended; what came meanwhile is counted the next time.
            total.update(counts.get(peer.connection, {}))
        used = resource.getrusage(resource.RUSAGE_SELF)
        lag_s, self._lag_s = self._lag_s, 0.0
        return WorkerStats(
            rooms=len(rooms),
            peers=len(peers),
            packets_in=total["packets_in"],
            bytes_in=total["bytes_in"],
            packets_out=total["packets_out"],
            bytes_out=total["bytes_out"],
            gated=total["gated"],
            resent=total["resent"],
            nacked=total["nacked"],
            drops=_drops(drops, total),
            cpu_s=used.ru_utime + used.ru_stime,
            rss_bytes=_rss_bytes(used.ru_maxrss),
            lag_ms=round(1000 * lag_s, 1),
            native=find_native() is not None,
        )


def _count(peer: Peer) -> dict[str, int]:
    return {
        "packets_in": peer.packets_in,
        "bytes_in": peer.bytes_in,
        "packets_out": peer.packets_out,
        "bytes_out": peer.bytes_out,
        "gated": sum(stream.gated for stream in peer.streams),
        "nacked": sum(stream.nacked for stream in peer.streams),
        "resent": sum(outlet.resent for outlet in peer.outlets),
        **peer.send_drops,
    }


def _drops(drops: Counter[str], total: Counter[str]) -> dict[str, int]:
    """The worker's own drops and those of its connections."""
    every = Counter(drops)
    for reason in ("send_refused", "protect_failed"):
        if total[reason]:
            every[reason] += total[reason]
    return dict(every)


def _rss_bytes(peak_kib: int) -> int:
    """Resident memory; without /proc, its peak."""
    try:
        return int(_STATM.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return peak_kib * 1024
