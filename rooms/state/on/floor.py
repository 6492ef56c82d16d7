"""State changes made by floor events."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from rooms.model import events as ev
from rooms.model.floor import LINE_MODES, HoldChoice, TurnEnding, TurnKind, TurnPhase
from rooms.model.ids import PersonId
from rooms.model.machine import IllegalMove
from rooms.model.people import Role
from rooms.state.machines import FREE, TURN
from rooms.state.model import FloorState, LastTurn, Place, RoomState, Turn

__all__ = ["ON_FLOOR", "WRAP_UP_SHARE", "unheard"]

WRAP_UP_SHARE = 0.8
"""The share of a turn's time after which it is wrapping up."""


def unheard(state: RoomState) -> list[PersonId]:
    """Return the members in the room who have not had a turn since the mode was set."""
    return [
        person
        for person, now in state.people.items()
        if now.role is Role.MEMBER
        and state.seat_of(person).place is Place.MAIN
        and person not in state.floor.heard
    ]


def _moved_on(floor: FloorState) -> None:
    """Holder or mode changed: commands aimed at the previous floor are stale."""
    floor.seq += 1


def _drop(floor: FloorState, person: PersonId) -> None:
    if person in floor.queue:
        floor.queue.remove(person)
    if person in floor.quick:
        floor.quick.remove(person)


def _front(floor: FloorState) -> int:
    """Return the index just behind the quick hands at the head of the line."""
    place = 0
    while place < len(floor.queue) and floor.queue[place] in floor.quick:
        place += 1
    return place


def _hear(state: RoomState, person: PersonId) -> None:
    heard = state.floor.heard
    if not unheard(state):
        heard.clear()
    if person not in heard:
        heard.append(person)


def _let_nobody_follow(floor: FloorState) -> None:
    floor.then = floor.then_limit_s = None


def _turn(state: RoomState, event: Any) -> Turn:
    """Return the turn that an event is about. Raises ValueError if it is somebody else's."""
    turn = _held(state, event)
    if event.person != turn.person:
        raise ValueError(f"{event.kind} is about somebody who does not hold the floor")
    return turn


def _held(state: RoomState, event: Any) -> Turn:
    """Return the current turn. Raises IllegalMove if the floor is free."""
    if state.floor.holder is None:
        raise IllegalMove(TURN.name, FREE, event.kind)
    return state.floor.holder


def _moved(state: RoomState, event: Any) -> Turn:
    """Return the turn, moved to the phase that the event leads to."""
    turn = _turn(state, event)
    phase = TURN.after(turn.phase, event.kind)
    assert phase is not None, "only what ends a turn frees the floor"
    turn.phase = phase
    return turn


def _stop_clock(turn: Turn, at: float) -> None:
    turn.spoken_s = turn.elapsed(at)
    turn.running_since = None


def _speaking_phase(turn: Turn, at: float) -> TurnPhase:
    """Return the phase of a turn whose clock runs; its last fifth starts at the same rounded time as its deadline."""
    due = turn.due(WRAP_UP_SHARE)
    return TurnPhase.WRAP_UP if due is not None and due <= at else TurnPhase.SPEAKING


def _mode_set(state: RoomState, event: ev.FloorModeSet, at: float) -> None:
    floor = state.floor
    if floor.mode is not event.mode:
        floor.heard = [floor.holder.person] if floor.holder else []
    floor.mode, floor.mic_policy, floor.grants = event.mode, event.mic_policy, event.grants
    _moved_on(floor)


def _hand_up(state: RoomState, event: ev.HandUp, at: float) -> None:
    floor = state.floor
    if event.quick or event.beside:
        floor.queue.insert(_front(floor), event.person)
    else:
        floor.queue.append(event.person)
    if event.quick:
        floor.quick = [person for person in floor.queue if person in (*floor.quick, event.person)]


def _hand_down(state: RoomState, event: ev.HandDown, at: float) -> None:
    _drop(state.floor, event.person)


def _hand_moved(state: RoomState, event: ev.HandMoved, at: float) -> None:
    floor = state.floor
    floor.queue.remove(event.person)
    floor.queue.insert(event.place, event.person)
    floor.quick = [person for person in floor.queue if person in floor.quick]


def _granted(state: RoomState, event: ev.FloorGranted, at: float) -> None:
    floor = state.floor
    begun = event.starts_at <= at
    phase = TurnPhase.SPEAKING if begun else TurnPhase.ANNOUNCED
    TURN.move(floor.holder.phase if floor.holder else FREE, event.kind, phase)
    _drop(floor, event.person)
    _hear(state, event.person)
    if event.turn is TurnKind.QUICK:
        floor.quick_had.append(event.person)
    else:
        floor.point, floor.quick_had = event.person, []
    floor.holder = Turn(
        event.person,
        at,
        event.turn,
        phase,
        max(event.starts_at, at),
        event.limit_s,
        running_since=at if begun else None,
    )
    floor.then = event.then
    floor.then_limit_s = event.limit_s if event.then else None
    _moved_on(floor)


def _then_set(state: RoomState, event: ev.FollowerSet, at: float) -> None:
    floor = state.floor
    floor.then = event.person
    floor.then_limit_s = floor.holder.limit_s if event.person and floor.holder else None


def _started(state: RoomState, event: ev.TurnStarted, at: float) -> None:
    _moved(state, event).running_since = at


def _wrapping_up(state: RoomState, event: ev.TurnWrappingUp, at: float) -> None:
    _moved(state, event)


def _overran(state: RoomState, event: ev.TurnOverran, at: float) -> None:
    turn = _moved(state, event)
    turn.overrun, turn.asked = int(event.level), turn.asked or event.asks


def _overrun_answered(state: RoomState, event: ev.OverrunAnswered, at: float) -> None:
    turn = _moved(state, event)
    turn.asked, turn.closing = False, event.close


def _extended(state: RoomState, event: ev.TurnExtended, at: float) -> None:
    turn = _turn(state, event)
    phase = turn.phase
    if phase in (TurnPhase.SPEAKING, TurnPhase.WRAP_UP):
        phase = _speaking_phase(replace(turn, limit_s=event.limit_s), at)
    TURN.move(turn.phase, event.kind, phase)
    turn.phase, turn.limit_s, turn.stayed = phase, event.limit_s, event.limit_s is None
    turn.overrun, turn.asked, turn.closing = 0, False, False


def _paused(state: RoomState, event: ev.TurnPaused, at: float) -> None:
    turn = _moved(state, event)
    _stop_clock(turn, at)
    turn.hold_until = turn.decide_until = None


def _suspended(state: RoomState, event: ev.TurnSuspended, at: float) -> None:
    turn = _moved(state, event)
    _stop_clock(turn, at)
    turn.hold_until = event.hold_until


def _hold_over(state: RoomState, event: ev.HoldUndecided, at: float) -> None:
    turn = _moved(state, event)
    turn.hold_until, turn.decide_until = None, event.decide_until


def _hold_decided(state: RoomState, event: ev.HoldDecided, at: float) -> None:
    turn = _moved(state, event)
    turn.decide_until = None
    if event.choice is HoldChoice.WAIT:
        turn.hold_until = event.hold_until
    # Another facilitator's choice made at the same moment, about the previous hold, is stale.
    _moved_on(state.floor)


def _resumed(state: RoomState, event: ev.TurnResumed, at: float) -> None:
    turn = _turn(state, event)
    limit_s, longer = turn.limit_s, turn.limit_s is not None and event.bonus_s != 0
    if limit_s is not None and longer:
        limit_s = max(limit_s, turn.spoken_s) + event.bonus_s
    phase = _speaking_phase(replace(turn, limit_s=limit_s, running_since=at), at)
    TURN.move(turn.phase, event.kind, phase)
    turn.phase, turn.limit_s, turn.running_since = phase, limit_s, at
    turn.hold_until = turn.decide_until = None
    if longer:
        turn.overrun, turn.asked = 0, False


def _handed_on(state: RoomState, event: ev.TurnHeld, at: float) -> None:
    floor = state.floor
    turn = _held(state, event)
    TURN.after(turn.phase, event.kind)
    _drop(floor, event.person)
    _hear(state, event.person)
    turn.person = event.person
    if floor.then == event.person:
        _let_nobody_follow(floor)
    _moved_on(floor)


def _ended(state: RoomState, event: ev.TurnEnded, at: float) -> None:
    floor = state.floor
    TURN.after(_turn(state, event).phase, event.kind)
    floor.holder, floor.free_since = None, at
    if event.ending is TurnEnding.DEFERRED:
        _put_off(state, event.person)
    elif event.ending is TurnEnding.REVOKED:
        _let_nobody_follow(floor)
    _moved_on(floor)
    floor.last = LastTurn(event.person, event.ending, floor.seq, event.by)


def _put_off(state: RoomState, person: PersonId) -> None:
    """Put the turn off: in a protocol's order the script handles it, otherwise the person goes back in line."""
    floor, run = state.floor, state.run
    if person in floor.heard:
        floor.heard.remove(person)
    if run is not None and run.mode not in LINE_MODES:
        return
    side_channels = state.seats[state.people[person].seat].place is Place.PRIVATE
    floor.queue.insert(_front(floor) if side_channels else len(floor.queue), person)


def _come_back(state: RoomState, event: ev.ComeBackMarked, at: float) -> None:
    state.people[event.person].come_back = event.on


ON_FLOOR: dict[type, Callable[[RoomState, Any, float], None]] = {
    ev.FloorModeSet: _mode_set,
    ev.HandUp: _hand_up,
    ev.HandDown: _hand_down,
    ev.HandMoved: _hand_moved,
    ev.FloorGranted: _granted,
    ev.FollowerSet: _then_set,
    ev.TurnStarted: _started,
    ev.TurnWrappingUp: _wrapping_up,
    ev.TurnOverran: _overran,
    ev.OverrunAnswered: _overrun_answered,
    ev.TurnExtended: _extended,
    ev.TurnPaused: _paused,
    ev.TurnSuspended: _suspended,
    ev.HoldUndecided: _hold_over,
    ev.HoldDecided: _hold_decided,
    ev.TurnResumed: _resumed,
    ev.TurnHeld: _handed_on,
    ev.TurnEnded: _ended,
    ev.ComeBackMarked: _come_back,
}
