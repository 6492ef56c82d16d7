"""How a turn begins, stands still, goes on and ends. The one place that gives the floor outside of scripts. Pure.

The floor invariants (docs/domain.md): one holder identity (F2), the holder may always release and a facilitator always
revoke (F4), silence never advances a turn (F7: no timer here looks at sound), a lost connection suspends and does not
release (F8).
"""

from rooms.model import events as ev
from rooms.model.floor import TurnEnding, TurnKind, TurnPhase
from rooms.model.ids import PersonId
from rooms.model.people import Role
from rooms.rules.common.announce import announced_s
from rooms.rules.context import RuleContext
from rooms.state import Phase, Place
from rooms.state.lookups import LEADERS

__all__ = ["TURN_TAKERS", "end_turn", "give_turn", "holds", "may_have_floor", "settle_turn", "stands_still"]

TURN_TAKERS = LEADERS | {Role.TRAINEE, Role.MEMBER}
"""Who can have hands and turns at all: not those who look on, serve somebody, or keep the doors."""


def holds(context: RuleContext, person: PersonId) -> bool:
    """Whether the present turn is this person's."""
    holder = context.state.floor.holder
    return holder is not None and holder.person == person


def may_have_floor(context: RuleContext, person: PersonId) -> bool:
    """Whether the person is in the room as somebody who takes turns."""
    return context.is_in_room(person) and context.role(person) in TURN_TAKERS


def give_turn(
    context: RuleContext,
    person: PersonId,
    by: PersonId | None,
    *,
    kind: TurnKind = TurnKind.TURN,
    limit_s: float | None = None,
    then: PersonId | None = None,
) -> None:
    """Give the free floor to a person, announced for as long as turns are; without a limit the policy's."""
    if limit_s is None:
        policy = context.setup.policy
        limit_s = policy.quick_s if kind is TurnKind.QUICK else policy.turn_s
    context.emit(ev.FloorGranted(person, by, kind, context.now + announced_s(context), limit_s, then))


def end_turn(context: RuleContext, ending: TurnEnding, by: PersonId | None = None) -> None:
    """End the present turn, if any."""
    holder = context.state.floor.holder
    if holder:
        context.emit(ev.TurnEnded(holder.person, ending, by))


def settle_turn(context: RuleContext) -> None:
    """Let the present turn follow where its holder is now, and what interrupts it."""
    holder = context.state.floor.holder
    if holder is None:
        return
    ending = _ending_of(context, holder.person)
    if ending:
        end_turn(context, ending)
    elif stands_still(context):
        if holder.phase is not TurnPhase.PAUSED:
            context.emit(ev.TurnPaused(holder.person))
    elif not context.is_connected(holder.person):
        if holder.phase is not TurnPhase.SUSPENDED:
            context.emit(ev.TurnSuspended(holder.person, context.now + context.setup.policy.hold_s))
    elif holder.phase is TurnPhase.SUSPENDED:
        context.emit(ev.TurnResumed(holder.person, context.setup.policy.return_bonus_s))
    elif holder.phase is TurnPhase.PAUSED:
        context.emit(ev.TurnResumed(holder.person))


def _ending_of(context: RuleContext, person: PersonId) -> TurnEnding | None:
    """How a turn ends whose holder is no longer in the room as somebody who takes turns."""
    match context.seat_of(person).place:
        case Place.MAIN:
            return None if context.role(person) in TURN_TAKERS else TurnEnding.REVOKED
        case Place.PRIVATE:
            return TurnEnding.DEFERRED
        case _:
            return TurnEnding.RELEASED


def stands_still(context: RuleContext) -> bool:
    """Whether turns stand still: no facilitator keeps the room, or what runs now interrupts them."""
    run = context.state.run
    return context.state.phase is not Phase.LIVE or (run is not None and run.pauses_turn)
