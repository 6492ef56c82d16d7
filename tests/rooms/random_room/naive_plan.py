"""Who may be heard and seen, derived again in another way: straight from the tables of rooms/ROOMS.md."""

from rooms.model.floor import TurnPhase
from rooms.model.ids import PersonId, SeatId
from rooms.model.people import Role, RoomSetup
from rooms.model.policy.policy import FloorMode, MicPolicy
from rooms.plan import SeatPlan
from rooms.state import Phase, Place, RoomState, SeatState

__all__ = ["Gate", "check_plan", "naive_gate", "naive_is_led"]

Gate = tuple[str | None, bool, bool]
"""The space, whether audio passes, whether video passes."""

CLOSED: Gate = (None, False, False)
FACILITATORS = {Role.FACILITATOR, Role.CO_FACILITATOR}
# The table "Mode … Heard": in which modes everybody is heard, under which mic policies.
HEARD_BY_MODE: dict[FloorMode, set[MicPolicy]] = {
    FloorMode.OPEN: {MicPolicy.HARD, MicPolicy.SOFT, MicPolicy.ADVISORY},
    FloorMode.QUEUE: {MicPolicy.SOFT, MicPolicy.ADVISORY},
    FloorMode.POPCORN: {MicPolicy.SOFT, MicPolicy.ADVISORY},
    FloorMode.ROUND: {MicPolicy.SOFT, MicPolicy.ADVISORY},
    FloorMode.DYAD: {MicPolicy.SOFT, MicPolicy.ADVISORY},
    FloorMode.FISHBOWL: {MicPolicy.SOFT, MicPolicy.ADVISORY},
    FloorMode.HELD: set(),
    FloorMode.STAFF_ONLY: set(),
    FloorMode.QUIET: set(),
}


def naive_is_led(setup: RoomSetup, state: RoomState) -> bool:
    """Whether somebody whose presence keeps the room live is in it with a connected client."""
    for person, now in state.people.items():
        seat = state.seats[now.seat]
        there = seat.place is Place.MAIN and seat.online and person in seat.occupants
        if now.role in FACILITATORS and there:
            if setup.people[person].licensed or not setup.policy.needs_licence:
                return True
    return _talks_to_couple(setup, state)


def _talks_to_couple(setup: RoomSetup, state: RoomState) -> bool:
    """Whether nobody but a couple in a device check is there, and whoever talks to them is, and may lead."""
    check = state.care.device_check
    places = [state.seats[now.seat].place for now in state.people.values() if now.role is Role.MEMBER]
    if check is None or Place.MAIN in places:
        return False
    licensed = setup.people[check.by].licensed or not setup.policy.needs_licence
    return licensed and state.seats[state.people[check.by].seat].online


def naive_gate(setup: RoomSetup, state: RoomState, seat: SeatId) -> Gate:
    """Return what the relay may do with this seat."""
    now = state.seats[seat]
    if state.phase in (Phase.WAITING, Phase.ENDED) or now.slot is None:
        return CLOSED
    role = state.people[now.occupants[0]].role
    if now.place is Place.PRIVATE:
        heard = role not in (Role.OBSERVER, Role.CAPTIONER)
        return f"private-{now.private}", heard and now.mic, now.camera
    if now.place is not Place.MAIN:
        return CLOSED
    if state.phase is not Phase.LIVE and role not in FACILITATORS:
        return "main", False, False
    return "main", now.mic and _heard_in_room(setup, state, now, role), now.camera


def _heard_in_room(setup: RoomSetup, state: RoomState, seat: SeatState, role: Role) -> bool:
    if role in FACILITATORS:
        return True
    if role in (Role.OBSERVER, Role.CAPTIONER):
        return False
    if role is Role.TRAINEE and naive_is_led(setup, state):
        return True
    if role is Role.INTERPRETER:
        return any(_client_is_heard(setup, state, person) for person in seat.occupants)
    return _everybody_is_heard(state) or any(_has_a_say(state, person) for person in seat.occupants)


def _client_is_heard(setup: RoomSetup, state: RoomState, interpreter: PersonId) -> bool:
    """Whether the client, or any client if all are served, is in the room and may be heard."""
    served = setup.people[interpreter].serves
    clients = [p for p, now in state.people.items() if now.role is Role.MEMBER and served in (None, p)]
    for client in clients:
        seat = state.seats[state.people[client].seat]
        if seat.place is Place.MAIN and client in seat.occupants:
            if _everybody_is_heard(state) or any(_has_a_say(state, person) for person in seat.occupants):
                return True
    return False


def _everybody_is_heard(state: RoomState) -> bool:
    mode, mic = state.floor.mode, state.floor.mic_policy
    if state.runs and not state.runs[-1].paused:
        mode, mic = state.runs[-1].mode, state.runs[-1].mic_policy
    return mic in HEARD_BY_MODE[mode]


def _has_a_say(state: RoomState, person: PersonId) -> bool:
    turn = state.floor.holder
    holds = turn is not None and turn.person == person and turn.phase is not TurnPhase.PAUSED
    top = state.runs[-1] if state.runs else None
    return holds or (top is not None and not top.paused and person in top.voices)


def check_plan(setup: RoomSetup, state: RoomState, plan: dict[SeatId, SeatPlan]) -> None:
    """The plan agrees for every seat; F3 is checked separately; slots are unique and known to the relay."""
    for seat, now in state.seats.items():
        gate = plan.get(seat)
        told = CLOSED if gate is None else (gate.space, gate.audio, gate.video)
        assert told == naive_gate(setup, state, seat), (seat, told)
        assert (gate is None) == (now.slot is None), f"{seat} has a slot and no gate, or a gate and no slot"
        leads = state.people[now.occupants[0]].role in FACILITATORS
        running = state.phase not in (Phase.WAITING, Phase.ENDED)
        if leads and running and now.place is Place.MAIN and now.mic:
            assert gate is not None
            assert gate.audio, f"F3: {seat} is not heard"
    slots = [gate.slot for gate in plan.values()]
    assert len(slots) == len(set(slots)), "two seats have one slot"
    assert all(0 <= slot < setup.policy.max_seats for slot in slots)
