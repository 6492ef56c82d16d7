"""Words for operators: a worker's state and a connection's quality in plain language. Pure."""

from collections.abc import Sequence

from media.counters import PeerQuality
from media.pool.placement import BUSY_SHARE
from media.pool.pool import WorkerState

__all__ = ["count", "describe_formats", "describe_quality", "describe_worker", "mood_of"]

_REASONS = {
    "up.loss": "some of what they send is lost",
    "up.jitter": "what they send arrives unevenly",
    "up.narrow": "their link carries little of what they send",
    "down.loss": "some of what we send them is lost",
    "down.jitter": "what we send them arrives unevenly",
    "down.narrow": "their link carries little of what we send them",
    "delay": "everything takes long to arrive",
    "silent": "nothing is heard from them at the moment",
}


def count(number: int, one: str, many: str) -> str:
    """Return ``1 room``, ``2 rooms``."""
    return f"{number} {one if number == 1 else many}"


def mood_of(worker: WorkerState) -> str:
    """Return ``starting``, ``draining``, ``unread``, ``busy`` or ``calm``."""
    if not worker.up:
        return "starting"
    if worker.draining:
        return "draining"
    if worker.load is None:
        return "unread"
    return "busy" if worker.load.strain >= BUSY_SHARE else "calm"


def describe_worker(worker: WorkerState) -> str:
    """Return, for example, ``calm, 2 rooms, 9 seats, 12 % of a core``; a shared seat counts once.

    A worker whose packets all go through Python, because nothing could compile the part in C, says so: it costs several
    times as much.
    """
    mood = mood_of(worker)
    rooms = count(worker.rooms, "room", "rooms")
    if mood == "starting":
        return "starting; it carries nothing yet"
    if mood == "draining":
        return f"draining, {rooms} left"
    if worker.load is None:
        return f"up, {rooms}; it has told no figures yet"
    seats = count(worker.load.peers, "seat", "seats")
    text = f"{mood}, {rooms}, {seats}, {worker.load.core_share * 100:.0f} % of a core"
    if worker.stats is None or not worker.stats.native:
        text += ", without its part in C"
    return f"{text}, timers {worker.load.lag_ms:.0f} ms late" if mood == "busy" else text


def describe_quality(quality: PeerQuality | None) -> str:
    """Return, say, ``good both ways``, or ``good from them, poor to them: some of what we send them is lost``."""
    if quality is None:
        return "connected; nothing measured yet"
    same = quality.up == quality.down
    grades = f"{quality.up} both ways" if same else f"{quality.up} from them, {quality.down} to them"
    reasons = "; ".join(_REASONS.get(reason, reason) for reason in quality.reasons)
    return f"{grades}: {reasons}" if reasons else grades


def describe_formats(unsupported: Sequence[str]) -> str:
    """Return, for example, ``; its browser lacks a format to see, to be seen``; empty if nothing is missing."""
    lacking = ", ".join(f"to {what.replace('_', ' ')}" for what in unsupported)
    return f"; its browser lacks a format {lacking}" if lacking else ""
