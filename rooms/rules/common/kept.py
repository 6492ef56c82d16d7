"""Keeps protocol runs that the end of the session interrupts, so that they can continue next time. Pure."""

from rooms.model.events import ProtocolKept
from rooms.rules.context import RuleContext
from rooms.state import Run

__all__ = ["keep_runs", "kept_event"]


def keep_runs(context: RuleContext) -> None:
    """Keep resumable runs. Call it before the session ends, which clears all runs."""
    for run in list(context.state.runs):
        if run.resumable:
            context.emit(kept_event(context, run))


def kept_event(context: RuleContext, run: Run) -> ProtocolKept:
    """Return the event that keeps the run in its current state."""
    run_id = f"{context.setup.id}.{run.number}"
    return ProtocolKept(run_id, run.number, run.protocol, run.step, run.options, run.roles, run.memory)
