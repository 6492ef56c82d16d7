"""How a turn begins, pauses, resumes and ends. Outside scripts, only this module gives the floor. Pure.

It keeps the floor invariants (docs/domain.md): one holder (F2); the holder may always release, and a facilitator always
revoke (F4); silence never advances a turn (F7: no timer here looks at sound); a lost connection suspends the turn and
does not release it (F8).
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
"""Roles that can have hands and turns: not observers, people who serve somebody, or tech hosts."""


def holds(context: RuleContext, person: PersonId) -> bool:
    """Whether the current turn is this person's."""
    holder = context.state.floor.holder
    return holder is not None and holder.person == person


def may_have_floor(context: RuleContext, person: PersonId) -> bool:
    """Whether the person is in the room in a role that takes turns."""
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
    """Give the free floor to a person, with the usual announcement; without a limit the policy's applies."""
    if limit_s is None:
        policy = context.setup.policy
        limit_s = policy.quick_s if kind is TurnKind.QUICK else policy.turn_s
    context.emit(ev.FloorGranted(person, by, kind, context.now + announced_s(context), limit_s, then))


def end_turn(context: RuleContext, ending: TurnEnding, by: PersonId | None = None) -> None:
    """End the current turn, if any."""
    holder = context.state.floor.holder
    if holder:
        context.emit(ev.TurnEnded(holder.person, ending, by))


def settle_turn(context: RuleContext) -> None:
    """Adapt the current turn to where its holder is now and to what interrupts it."""
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
    """Return how the turn ends of a holder who is no longer in the room in a role that takes turns; None if it stays."""
    match context.seat_of(person).place:
        case Place.MAIN:
            return None if context.role(person) in TURN_TAKERS else TurnEnding.REVOKED
        case Place.PRIVATE:
            return TurnEnding.DEFERRED
        case _:
            return TurnEnding.RELEASED


def stands_still(context: RuleContext) -> bool:
    """Whether turns are paused: no facilitator keeps the room live, or the current run interrupts them."""
    run = context.state.run
    return context.state.phase is not Phase.LIVE or (run is not None and run.pauses_turn)
