"""Leading on: the present item ends, the next one begins and starts what was chosen for it. Pure.

What is running is never lost. A run that the present item started ends as its own rules end it, if its step can be ended
now; every other run stays where it is. All of it happens, or nothing: it is tried on a copy of the state first, because
whether the next protocol may start depends on what ends before it.
"""

from copy import deepcopy
from dataclasses import replace
from typing import Any

from rooms.model import commands as cmd
from rooms.model import events as ev
from rooms.model.errors import Refused
from rooms.model.events.agenda import AgendaItem
from rooms.model.ids import PersonId
from rooms.model.policy.policy import FloorMode
from rooms.rules.context import RuleContext
from rooms.rules.floor import FLOOR
from rooms.rules.part import Part
from rooms.rules.protocols.catalog import CATALOG
from rooms.rules.protocols.engine import PROTOCOLS, acts_of, on_stage
from rooms.state.lookups import Lookups

__all__ = ["lead_on"]


def lead_on(context: RuleContext, command: cmd.LeadOn) -> None:
    """End the present item and begin the next.

    Raises:
        Refused: ``agenda.unfinished``: what the present item started cannot be ended at this step. Whatever refuses the
            next protocol or mode: ``protocol.running``, ``protocol.bad_value`` and the like.
    """
    item = context.state.agenda.next
    assert item is not None, "checked"
    _carry_out(replace(context, state=deepcopy(context.state), records=[], lookups=Lookups()), command, item)
    _carry_out(context, command, item)


def _carry_out(context: RuleContext, command: cmd.LeadOn, item: AgendaItem) -> None:
    by, floor = command.by, context.state.floor
    _end_own_run(context, by)
    back = _mode_to_return_to(context)
    mode = item.mode or back
    mode_before = (back or floor.mode) if item.mode else None
    if mode is not None and mode is not floor.mode:
        _do(context, FLOOR, cmd.SetFloorMode(by, mode, floor.mic_policy, floor.grants, floor.seq))
    run = None
    if item.protocol is not None:
        options = {**item.options, **command.options}
        _do(context, PROTOCOLS, cmd.StartProtocol(by, item.protocol, floor.seq, options))
        run = context.state.run_count
    elif command.options:
        raise Refused("protocol.bad_value", next(iter(command.options)))
    context.emit(ev.AgendaLedOn(item.id, by, run, mode_before))


def _end_own_run(context: RuleContext, by: PersonId) -> None:
    """End the run of the present item by the action that closes it in this step, if the step is ready for that."""
    run = context.state.run
    if run is None or run.number != context.state.agenda.run:
        return
    acts, stage = CATALOG[run.protocol].steps[run.step].acts, on_stage(context, run)
    offered = ((name, acts[name]) for name in acts_of(context, by))
    closing = next((name for name, act in offered if act.closes and not act.takes and act.ready(stage)), None)
    if closing is None:
        raise Refused("agenda.unfinished")
    via, seq = context.state.people[by].seat, context.state.floor.seq
    _do(context, PROTOCOLS, cmd.ActInProtocol(by, via, closing, seq))
    if any(each.number == run.number for each in context.state.runs):
        raise Refused("agenda.unfinished")


def _mode_to_return_to(context: RuleContext) -> FloorMode | None:
    """Return the mode from before the present item; None if it set none, or somebody has chosen another since."""
    agenda = context.state.agenda
    item = agenda.find(agenda.current)
    return agenda.mode_before if item and item.mode is context.state.floor.mode else None


def _do(context: RuleContext, part: Part, command: Any) -> None:
    """Do what somebody could have done by hand, with the same checks."""
    code = part.checks[type(command)](context, command)
    if code:
        raise Refused(code)
    part.handlers[type(command)](context, command)
