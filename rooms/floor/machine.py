"""Turns: what each floor intent does, and what follows by itself. Pure; checks are in ``rooms.permissions``.

The invariants of domain.md 1.0: one holder identity (F2), the holder may always release and a facilitator always
revoke (F4), silence never advances a turn (F7: no timer here looks at sound), a lost connection suspends and does not
release (F8).
"""

from rooms.ledger import Ledger
from rooms.model import commands as cmd
from rooms.model import events as ev
from rooms.model.ids import PersonId
from rooms.model.policy import FloorMode, GrantRule

__all__ = ["FloorCommand", "handle_floor", "on_hold_over", "settle_floor"]

FloorCommand = (
    cmd.RequestFloor
    | cmd.WithdrawRequest
    | cmd.PassTurn
    | cmd.ReleaseFloor
    | cmd.GrantFloor
    | cmd.RevokeFloor
    | cmd.NextSpeaker
    | cmd.SetFloorMode
)


def handle_floor(ledger: Ledger, command: FloorCommand) -> None:
    """Do what an accepted floor intent asks."""
    holder = ledger.state.floor.holder
    match command:
        case cmd.RequestFloor(by=person):
            ledger.emit(ev.HandUp(person))
        case cmd.WithdrawRequest(by=person):
            ledger.emit(ev.HandDown(person))
        case cmd.PassTurn(by=person):
            ledger.emit(ev.FloorPassed(person, held=holder is not None and holder.person == person))
        case cmd.ReleaseFloor(by=person):
            ledger.emit(ev.FloorReleased(person))
        case cmd.RevokeFloor(by=by):
            _end_turn(ledger, by)
        case cmd.GrantFloor(by=by, person=person):
            _end_turn(ledger, by)
            ledger.emit(ev.FloorGranted(person, by))
        case cmd.NextSpeaker(by=by):
            _end_turn(ledger, by)
            ledger.emit(ev.FloorGranted(_next_in_line(ledger) or ledger.state.floor.queue[0], by))
        case cmd.SetFloorMode(by=by, mode=mode, mic_policy=mic_policy, grants=grants):
            floor = ledger.state.floor
            # Choosing what is chosen already must not make what others do at this moment stale.
            if (floor.mode, floor.mic_policy, floor.grants) != (mode, mic_policy, grants):
                ledger.emit(ev.FloorModeSet(mode, mic_policy, grants, by))


def on_hold_over(ledger: Ledger) -> None:
    """Move the turn of a holder who did not come back in time to the end of the line."""
    holder = ledger.state.floor.holder
    if holder and holder.hold_until is not None and holder.hold_until <= ledger.now:
        ledger.emit(ev.FloorDeferred(holder.person))


def settle_floor(ledger: Ledger) -> None:
    """Let follow what must follow from where people are now: hands and turns of those who left, suspension, grants."""
    floor = ledger.state.floor
    for person in [person for person in floor.queue if not ledger.is_in_room(person)]:
        ledger.emit(ev.HandDown(person))
    holder = floor.holder
    if holder:
        if not ledger.is_in_room(holder.person):
            ledger.emit(ev.FloorReleased(holder.person))
        elif holder.hold_until is None and not ledger.seat_of(holder.person).connected:
            ledger.emit(ev.FloorSuspended(holder.person, ledger.now + ledger.setup.policy.hold_s))
        elif holder.hold_until is not None and ledger.seat_of(holder.person).connected:
            ledger.emit(ev.FloorResumed(holder.person))
    if floor.holder is None and floor.mode in (FloorMode.OPEN, FloorMode.QUEUE):
        first = _next_in_line(ledger)
        if first and floor.grants is GrantRule.WHEN_FREE:
            ledger.emit(ev.FloorGranted(first, None))


def _end_turn(ledger: Ledger, by: PersonId) -> None:
    if ledger.state.floor.holder:
        ledger.emit(ev.FloorRevoked(ledger.state.floor.holder.person, by))


def _next_in_line(ledger: Ledger) -> PersonId | None:
    """Return the first in line whose connection stands; somebody who is reconnecting keeps the place."""
    return next((person for person in ledger.state.floor.queue if ledger.seat_of(person).connected), None)
