"""How a turn begins, stands still, goes on and ends. The one place that gives the floor in the base modes. Pure.

The invariants of domain.md 1.0: one holder identity (F2), the holder may always release and a facilitator always
revoke (F4), silence never advances a turn (F7: no timer here looks at sound), a lost connection suspends and does not
release (F8).
"""

from rooms.ledger import Ledger
from rooms.model import events as ev
from rooms.model.floor import TurnEnding, TurnKind, TurnPhase
from rooms.model.ids import PersonId
from rooms.state import Phase

__all__ = ["end_turn", "give_turn", "next_in_line", "settle_turn"]


def give_turn(
    ledger: Ledger,
    person: PersonId,
    by: PersonId | None,
    *,
    limit_s: float | None = None,
    then: PersonId | None = None,
) -> None:
    """Give the free floor to a person, announced for as long as the policy says."""
    policy = ledger.setup.policy
    quick = person in ledger.state.floor.quick
    limit = policy.quick_s if quick else limit_s if limit_s is not None else policy.turn_s
    kind = TurnKind.QUICK if quick else TurnKind.TURN
    ledger.emit(ev.FloorGranted(person, by, kind, ledger.now + policy.announce_s, limit, then))


def end_turn(ledger: Ledger, ending: TurnEnding, by: PersonId | None = None) -> None:
    """End the present turn, if any."""
    holder = ledger.state.floor.holder
    if holder:
        ledger.emit(ev.TurnEnded(holder.person, ending, by))


def next_in_line(ledger: Ledger) -> PersonId | None:
    """Return the first in line who can take part now; whoever reconnects or is aside keeps the place."""
    return next((person for person in ledger.state.floor.queue if ledger.is_connected(person)), None)


def settle_turn(ledger: Ledger) -> None:
    """Let the present turn follow where its holder is now, and what interrupts it."""
    holder = ledger.state.floor.holder
    if holder is None:
        return
    if not ledger.is_in_room(holder.person):
        ledger.emit(ev.TurnEnded(holder.person, TurnEnding.RELEASED))
    elif _stands_still(ledger):
        if holder.phase is not TurnPhase.PAUSED:
            ledger.emit(ev.TurnPaused(holder.person))
    elif not ledger.is_connected(holder.person):
        if holder.phase is not TurnPhase.SUSPENDED:
            ledger.emit(ev.TurnSuspended(holder.person, ledger.now + ledger.setup.policy.hold_s))
    elif holder.phase is TurnPhase.SUSPENDED:
        ledger.emit(ev.TurnResumed(holder.person, ledger.setup.policy.return_bonus_s))
    elif holder.phase is TurnPhase.PAUSED:
        ledger.emit(ev.TurnResumed(holder.person))


def _stands_still(ledger: Ledger) -> bool:
    run = ledger.state.run
    return ledger.state.phase is not Phase.LIVE or (run is not None and run.pauses_turn)
