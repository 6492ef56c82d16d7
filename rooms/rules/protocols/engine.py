"""Runs protocols: start, act, pause, resume, abort; settling and deadlines. The rules are in the scripts."""

from collections.abc import Iterable, Sequence
from typing import Any

from rooms.model import commands as cmd
from rooms.model import events as ev
from rooms.model.errors import Refused
from rooms.model.ids import PersonId
from rooms.model.people import Role
from rooms.model.policy.policy import FloorMode
from rooms.rules.common import facts
from rooms.rules.common.checks import fresh, in_room, leads
from rooms.rules.context import RuleContext
from rooms.rules.part import Part, all_of, of_leaders, reads
from rooms.rules.protocols import declaration as words
from rooms.rules.protocols.catalog import CATALOG
from rooms.rules.protocols.stage import Stage
from rooms.rules.protocols.values import read_values
from rooms.state import Phase, Run
from rooms.state.subjects import FLOOR, PEOPLE, RUNS

__all__ = [
    "PROTOCOLS",
    "RUNS_MAX",
    "acts_of",
    "end_refusal",
    "main_act",
    "on_stage",
    "open_business",
    "starts_of",
    "useful_acts",
]

RUNS_MAX = 4
"""How many runs may be stacked, not counting one for an emergency."""


def on_stage(context: RuleContext, run: Run) -> Stage:
    """Return the stage of a run."""
    return Stage(context, CATALOG[run.protocol], run)


def acts_of(context: RuleContext, person: PersonId) -> list[str]:
    """Return the names of the actions that the current step offers to this person."""
    run = context.state.run
    if run is None or not context.is_in_room(person) or context.state.phase is not Phase.LIVE:
        return []
    step = CATALOG[run.protocol].steps[run.step]
    return [name for name, act in step.acts.items() if _may(context, run, act, person)]


def useful_acts(context: RuleContext, person: PersonId, acts: Sequence[str]) -> list[str]:
    """Return those of the offered actions that would change anything for this person now."""
    run = context.state.run
    if run is None:
        return []
    stage, known = on_stage(context, run), CATALOG[run.protocol].steps[run.step].acts
    return [name for name in acts if known[name].useful(stage, person)]


def main_act(context: RuleContext, person: PersonId, acts: Sequence[str]) -> str | None:
    """Return the offered action that the step asks for; for those who lead, the one that advances the run when ready."""
    run = context.state.run
    if run is None:
        return None
    step, stage = CATALOG[run.protocol].steps[run.step], on_stage(context, run)
    if not context.leads(person):
        return next((name for name in acts if not step.acts[name].optional), None)
    # In a round, speakers are left to finish, so the floor's "next" is the main action.
    in_turn = step.mode is FloorMode.ROUND and stage.holder is not None
    offered = ((name, step.acts[name]) for name in acts)
    fitting = (name for name, act in offered if act.moves and not act.takes and act.ends_turn == in_turn)
    return next((name for name in fitting if step.acts[name].ready(stage)), None)


def starts_of(context: RuleContext, person: PersonId) -> list[str]:
    """Return the protocols that this person could start now."""
    if not context.is_in_room(person) or context.state.phase is not Phase.LIVE:
        return []
    seq = context.state.floor.seq
    return [name for name in CATALOG if _startable(context, cmd.StartProtocol(person, name, seq)) is None]


def end_refusal(context: RuleContext) -> str | None:
    """Return why the session must not end yet: a run has an open issue that somebody must deal with first."""
    return next((code for run in context.state.runs if (code := open_business(context, run))), None)


# Handling of commands.


def _start(context: RuleContext, command: cmd.StartProtocol) -> None:
    rules = CATALOG[command.protocol]
    kept = None if command.kept is None else context.state.kept[command.kept]
    options = read_values(context, rules.options, kept.options if kept else command.options)
    code = None if kept else rules.may_start(context, command.by, options)
    if code:
        raise Refused(code)
    below = context.state.run
    if below:
        context.emit(ev.ProtocolPaused(below.number, None))
    number = context.state.run_count + 1
    resumable = rules.resume is not None
    kept_id = kept.id if kept else None
    context.emit(
        ev.ProtocolStarted(
            number, rules.id, command.by, options, rules.interrupts, resumable, kept_id, rules.emergency
        )
    )
    stage = on_stage(context, context.state.runs[-1])
    if kept and rules.resume:
        rules.resume(stage, kept)
    else:
        rules.begin(stage)
    stage.commit()


def _act(context: RuleContext, command: cmd.ActInProtocol) -> None:
    run = context.state.run
    assert run is not None, "checked"
    stage = on_stage(context, run)
    rules = CATALOG[run.protocol]
    act = rules.steps[run.step].acts[command.action]
    if act.private and not context.sits_alone(command.by, command.via):
        raise Refused("seat.is_shared")
    values = read_values(context, act.takes, command.values)
    rules.acts[command.action](stage, command.by, values)
    _commit(context, stage)


def _pause(context: RuleContext, command: cmd.PauseProtocol) -> None:
    context.emit(ev.ProtocolPaused(context.state.runs[-1].number, command.by))


def _resume(context: RuleContext, command: cmd.ResumeProtocol) -> None:
    context.emit(ev.ProtocolResumed(context.state.runs[-1].number, command.by))


def _abort(context: RuleContext, command: cmd.AbortProtocol) -> None:
    context.emit(ev.ProtocolAborted(context.state.runs[-1].number, command.by))


# Settling.


def _settle(context: RuleContext) -> None:
    run = context.state.run
    if run is None or context.state.phase is not Phase.LIVE:
        return
    stage = on_stage(context, run)
    CATALOG[run.protocol].settle(stage)
    _commit(context, stage)


def _commit(context: RuleContext, stage: Stage) -> None:
    runs_before = len(context.state.runs)
    stage.commit()
    below = context.state.runs[-1] if context.state.runs else None
    over = len(context.state.runs) < runs_before
    if below and over and CATALOG[stage.rules.id].goes_back and not below.stopped:
        context.emit(ev.ProtocolResumed(below.number, None))


def _on_deadline(context: RuleContext) -> None:
    run = context.state.run
    if run is None or run.due is None or run.due > context.now or context.state.phase is not Phase.LIVE:
        return
    stage = on_stage(context, run)
    stage.clock(None)
    CATALOG[run.protocol].due(stage)
    _commit(context, stage)


def _deadlines(context: RuleContext) -> Iterable[float | None]:
    run = context.state.run
    yield run.due if run and context.state.phase is Phase.LIVE else None


# Checks.


@of_leaders(PEOPLE | FLOOR | RUNS)
def open_now(context: RuleContext) -> tuple[str | None, ...]:
    """Return the runs' open issues that somebody must deal with first."""
    return tuple(open_business(context, run) for run in context.state.runs)


def _may(context: RuleContext, run: Run, act: words.Act, person: PersonId) -> bool:
    return any(_is(context, run, who, person) for who in act.who)


def _is(context: RuleContext, run: Run | None, who: str, person: PersonId) -> bool:
    member = context.role(person) is Role.MEMBER
    match who:
        case words.FACILITATOR:
            return context.leads(person)
        case words.HOLDER:
            holder = context.state.floor.holder
            return holder is not None and holder.person == person
        case words.PARTICIPANT:
            return member
        case words.ANYONE:
            return member or context.leads(person)
        case _:
            return run is not None and person in run.roles.get(who, ())


@reads(facts.runs)
def _startable(context: RuleContext, command: cmd.StartProtocol) -> str | None:
    rules = CATALOG.get(command.protocol)
    if rules is None:
        return "protocol.unknown"
    if not _is(context, None, rules.started_by, command.by):
        return "role.forbidden"
    runs = context.state.runs
    if any(run.protocol == rules.id or CATALOG[run.protocol].emergency for run in runs):
        return "protocol.running"
    fits = rules.emergency or len(runs) < RUNS_MAX
    return None if fits and (rules.interrupts or not runs) else "protocol.running"


def _kept_fits(context: RuleContext, command: cmd.StartProtocol) -> str | None:
    """A kept run continues where it was or, if the rules have changed since, not at all."""
    if command.kept is None:
        return None
    kept, rules = context.state.kept, CATALOG[command.protocol]
    if not context.leads(command.by):
        # Only facilitators may know what was kept.
        return "protocol.not_kept"
    if not 0 <= command.kept < len(kept):
        return "protocol.not_kept"
    run = kept[command.kept]
    fits = run.protocol == rules.id and run.step in rules.steps and set(run.options) <= set(rules.options)
    if not fits or rules.resume is None:
        return "protocol.not_kept"
    everybody = {person for people in run.roles.values() for person in people}
    here = all(person in context.state.people and context.is_in_room(person) for person in everybody)
    return None if here else "protocol.people_away"


@reads(facts.step, facts.parts, facts.holder)
def _has_action(context: RuleContext, command: cmd.ActInProtocol) -> str | None:
    run = context.state.run
    if run is None:
        return "protocol.none"
    act = CATALOG[run.protocol].steps[run.step].acts.get(command.action)
    if act is None:
        return "protocol.no_action"
    return None if _may(context, run, act, command.by) else "protocol.not_yours"


@reads(facts.runs)
def _is_running(context: RuleContext, command: Any) -> str | None:
    return None if context.state.run else "protocol.none"


@reads(facts.runs)
def _is_paused(context: RuleContext, command: Any) -> str | None:
    runs = context.state.runs
    return None if runs and runs[-1].paused else "protocol.none"


@reads(facts.runs)
def _any_run(context: RuleContext, command: Any) -> str | None:
    return None if context.state.runs else "protocol.none"


@reads(facts.runs, open_now)
def _abortable(context: RuleContext, command: cmd.AbortProtocol) -> str | None:
    # F11 still holds: pausing, which is never refused, returns the room to its base mode.
    return _any_run(context, command) or open_business(context, context.state.runs[-1])


@reads(open_now)
def _endable(context: RuleContext, command: cmd.EndSession) -> str | None:
    return end_refusal(context)


def open_business(context: RuleContext, run: Run) -> str | None:
    """Return why a run must not be stopped yet, or None."""
    return CATALOG[run.protocol].open_business(on_stage(context, run))


PROTOCOLS = Part(
    handlers={
        cmd.StartProtocol: _start,
        cmd.ActInProtocol: _act,
        cmd.PauseProtocol: _pause,
        cmd.ResumeProtocol: _resume,
        cmd.AbortProtocol: _abort,
    },
    checks={
        cmd.StartProtocol: all_of(in_room, fresh, _startable, _kept_fits),
        cmd.ActInProtocol: all_of(in_room, fresh, _has_action),
        cmd.PauseProtocol: all_of(leads, _is_running),
        cmd.ResumeProtocol: all_of(leads, _is_paused),
        cmd.AbortProtocol: all_of(leads, _abortable),
        cmd.EndSession: _endable,
    },
    examples={
        "protocol.pause": lambda person, context: cmd.PauseProtocol(person),
        "protocol.resume": lambda person, context: cmd.ResumeProtocol(person),
        "protocol.abort": lambda person, context: cmd.AbortProtocol(person),
    },
    settle=_settle,
    on_deadline=_on_deadline,
    deadlines=_deadlines,
    watches=FLOOR | PEOPLE | RUNS,
)
