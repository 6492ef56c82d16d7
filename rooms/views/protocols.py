"""The run of a protocol, as everybody sees it, as facilitators do, and as one person does."""

from collections.abc import Mapping
from typing import Any

from rooms.model.ids import PersonId
from rooms.rules.context import RuleContext
from rooms.rules.protocols.engine import on_stage
from rooms.rules.protocols.scripts import SCRIPTS
from rooms.state.subjects import FLOOR, PEOPLE, RUNS, shows
from rooms.views.offers import Offer

__all__ = ["build_personal_run_view", "build_run_view", "build_staff_run_view"]


@shows(PEOPLE | FLOOR | RUNS)
def build_run_view(context: RuleContext) -> dict[str, Any]:
    """Build the run on top, if any: its step, its roles, and what its script lets everybody know."""
    if not context.state.runs:
        return {}
    run = context.state.runs[-1]
    stage = on_stage(context, run)
    view: dict[str, Any] = {
        "number": run.number,
        "protocol": run.protocol,
        "step": run.step,
        "since": run.step_since,
        "roles": _plain(run.roles),
        "paused": run.paused,
        "below": [other.protocol for other in context.state.runs[:-1]],
        "facts": _told(stage.script.public(stage)),
    }
    if run.due is not None and stage.script.shows_due(stage):
        view["due"] = run.due
    return {"run": view}


@shows(PEOPLE | FLOOR | RUNS)
def build_staff_run_view(context: RuleContext) -> dict[str, Any]:
    """Build what only facilitators may know of the run, and which kept ones may go on."""
    view: dict[str, Any] = {}
    kept = [
        {"kept": place, "protocol": run.protocol, "step": run.step, "roles": _plain(run.roles)}
        for place, run in enumerate(context.state.kept)
        if all(person in context.state.people for people in run.roles.values() for person in people)
    ]
    if kept:
        view["kept"] = kept
    if context.state.runs:
        stage = on_stage(context, context.state.runs[-1])
        view["run"] = _told(stage.script.staff(stage))
    return view


def build_personal_run_view(
    context: RuleContext, person: PersonId, offer: Offer, *, alone: bool
) -> dict[str, Any]:
    """Build what one person may start and do and, on a screen of their own, what only they may know (F9)."""
    run = context.state.run
    if run is None or not context.is_in_room(person):
        return {"starts": offer.starts}
    view: dict[str, Any] = {"starts": offer.starts, "acts": offer.acts}
    if alone:
        script = SCRIPTS[run.protocol]
        view["facts"] = _told(script.personal(on_stage(context, run), person)) if script.is_personal else {}
    return view


def _plain(roles: Mapping[str, tuple[PersonId, ...]]) -> dict[str, list[PersonId]]:
    return {role: list(people) for role, people in roles.items()}


def _told(facts: dict[str, Any]) -> dict[str, Any]:
    """Leave out what a script has no value for: a patch cannot say null (RFC 7396)."""
    return {
        name: _told(value) if isinstance(value, dict) else value
        for name, value in facts.items()
        if value is not None
    }
