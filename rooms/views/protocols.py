"""The run of a protocol, as everybody sees it, as facilitators do, and as one person does."""

from typing import Any

from rooms.ledger import Ledger
from rooms.model.ids import PersonId
from rooms.protocols.engine import acts_of, on_stage, starts_of

__all__ = ["build_personal_run_view", "build_run_view", "build_staff_run_view"]


def build_run_view(ledger: Ledger) -> dict[str, Any]:
    """Build the run on top, if any: its step, its roles, and what its script lets everybody know."""
    if not ledger.state.runs:
        return {}
    run = ledger.state.runs[-1]
    view: dict[str, Any] = {
        "number": run.number,
        "protocol": run.protocol,
        "step": run.step,
        "since": run.step_since,
        "roles": {role: list(people) for role, people in run.roles.items()},
        "paused": run.paused,
        "below": [other.protocol for other in ledger.state.runs[:-1]],
        "facts": on_stage(ledger, run).script.public(on_stage(ledger, run)),
    }
    if run.due is not None:
        view["due"] = run.due
    return {"run": view}


def build_staff_run_view(ledger: Ledger) -> dict[str, Any]:
    """Build what only facilitators may know of the run."""
    if not ledger.state.runs:
        return {}
    stage = on_stage(ledger, ledger.state.runs[-1])
    return {"run": stage.script.staff(stage)}


def build_personal_run_view(ledger: Ledger, person: PersonId, *, alone: bool) -> dict[str, Any]:
    """Build what one person may start and do and, on a screen of their own, what only they may know (F9)."""
    starts = {"starts": starts_of(ledger, person)}
    run = ledger.state.run
    if run is None or not ledger.is_in_room(person):
        return starts
    stage = on_stage(ledger, run)
    acts = stage.script.steps[run.step].acts
    view: dict[str, Any] = {
        "acts": [name for name in acts_of(ledger, person) if alone or not acts[name].private]
    }
    if alone:
        view["facts"] = stage.script.personal(stage, person)
    return view
