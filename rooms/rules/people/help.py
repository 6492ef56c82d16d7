"""The help signal: somebody tells those who lead, and nobody else, that something is wrong (docs/domain.md 8). Pure.

Whoever is beside the sender must not be able to notice it. So it is always offered, never refused while the session
lasts, answered like any other request, and changes nothing in the view of anybody but those who lead: not even in the
sender's own.
"""

from rooms.model import commands as cmd
from rooms.model import events as ev
from rooms.model.errors import Refused
from rooms.model.ids import PersonId, SeatId
from rooms.rules.common.checks import leads_inside
from rooms.rules.context import RuleContext
from rooms.rules.part import Part, all_of, of_leaders, reads
from rooms.state import Help, Phase, Place
from rooms.state.subjects import PEOPLE

__all__ = ["HELP"]


@of_leaders(PEOPLE)
def open_signals(context: RuleContext) -> frozenset[tuple[SeatId, Help]]:
    """Which seats' signals have not been closed, and how far they are."""
    return frozenset((seat, signal.state) for seat, signal in context.state.help.items())


def _signal(context: RuleContext, command: cmd.SignalHelp) -> None:
    signal = context.state.help.get(command.via)
    if signal is not None and signal.state is Help.OPEN:
        return
    person = command.by if context.sits_alone(command.by, command.via) else None
    context.emit(ev.HelpSignalled(command.via, person, command.late))


def _report(context: RuleContext, command: cmd.ReportPage) -> None:
    signal = context.state.help.get(command.seat)
    if signal is None or context.state.phase is Phase.ENDED:
        raise Refused("help.none")
    if signal.paged is not command.outcome:
        context.emit(ev.HelpPaged(command.seat, command.outcome))


def _may_signal(context: RuleContext, command: cmd.SignalHelp) -> str | None:
    if context.is_staff_person(command.by):
        return "role.forbidden"
    return "seat.not_in_room" if context.state.seats[command.via].place is Place.OUTSIDE else None


@reads(open_signals)
def _is_open(context: RuleContext, command: cmd.AcknowledgeHelp) -> str | None:
    signal = context.state.help.get(command.seat)
    if signal is None:
        return "help.none"
    return None if signal.state is Help.OPEN else "help.seen"


@reads(open_signals)
def _is_seen(context: RuleContext, command: cmd.CloseHelp) -> str | None:
    signal = context.state.help.get(command.seat)
    if signal is None:
        return "help.none"
    return None if signal.state is Help.SEEN else "help.open"


@reads(open_signals)
def _nobody_waits_for_help(context: RuleContext, command: cmd.EndSession) -> str | None:
    signals = context.state.help.values()
    return "help.open" if any(signal.state is Help.OPEN for signal in signals) else None


def _signal_from_own_seat(person: PersonId, context: RuleContext) -> cmd.SignalHelp:
    return cmd.SignalHelp(person, context.state.people[person].seat)


def _first(context: RuleContext, person: PersonId, state: Help) -> SeatId:
    """Return a seat whose signal is so far, or the person's own if there is none."""
    signals = context.state.help.items()
    return next((seat for seat, now in signals if now.state is state), context.state.people[person].seat)


@reads(open_signals)
def _acknowledge_first(person: PersonId, context: RuleContext) -> cmd.AcknowledgeHelp:
    return cmd.AcknowledgeHelp(person, _first(context, person, Help.OPEN))


@reads(open_signals)
def _close_first(person: PersonId, context: RuleContext) -> cmd.CloseHelp:
    return cmd.CloseHelp(person, _first(context, person, Help.SEEN))


HELP = Part(
    handlers={
        cmd.SignalHelp: _signal,
        cmd.AcknowledgeHelp: lambda context, command: context.emit(
            ev.HelpAcknowledged(command.seat, command.by)
        ),
        cmd.CloseHelp: lambda context, command: context.emit(ev.HelpClosed(command.seat, command.by)),
        cmd.ReportPage: _report,
    },
    checks={
        cmd.SignalHelp: _may_signal,
        cmd.AcknowledgeHelp: all_of(leads_inside, _is_open),
        cmd.CloseHelp: all_of(leads_inside, _is_seen),
        cmd.EndSession: _nobody_waits_for_help,
    },
    examples={
        "help.signal": _signal_from_own_seat,
        "help.acknowledge": _acknowledge_first,
        "help.close": _close_first,
    },
)
