"""Keeps runs of protocols that the session's end interrupts, so that they can go on next time. Pure."""

from rooms.model.events import ProtocolKept
from rooms.rules.context import Ledger
from rooms.state import Run

__all__ = ["keep_runs", "kept_event"]


def keep_runs(ledger: Ledger) -> None:
    """Keep what is under way and may go on another time; before the session ends, which clears all runs."""
    for run in list(ledger.state.runs):
        if run.resumable:
            ledger.emit(kept_event(ledger, run))


def kept_event(ledger: Ledger, run: Run) -> ProtocolKept:
    """Return the event that keeps the run as it is now."""
    run_id = f"{ledger.setup.id}.{run.number}"
    return ProtocolKept(run_id, run.number, run.protocol, run.step, run.options, run.roles, run.memory)
