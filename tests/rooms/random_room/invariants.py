"""What must hold after every step: F1 to F12 of docs/domain.md, and a consistent state."""

from rooms.model import commands as cmd
from rooms.model.floor import TurnPhase
from rooms.model.people import Role
from rooms.model.policy.policy import FloorMode, ObserverRule
from rooms.plan import floor_now
from rooms.rules.context import RuleContext
from rooms.rules.permissions import refusal
from rooms.rules.protocols.discussions.fishbowl import INNER_MAX
from rooms.state import Phase, Place, Proof, RoomState
from tests.rooms.random_room.naive_plan import FACILITATORS, naive_is_led

__all__ = ["check_state"]

_INSIDE = (Place.MAIN, Place.PRIVATE)


def check_state(context: RuleContext) -> None:
    """Check everything that the state alone can show."""
    state = context.state
    if state.phase is Phase.ENDED:
        _check_ended(state)
        return
    _check_found(context)
    _check_floor(context)
    _check_holder(context)
    _check_runs(context)
    _check_seats(context)
    _check_led(context)
    _check_presence(context)
    _check_proof(context)
    _check_agreed(context)


def _check_agreed(context: RuleContext) -> None:
    """Nobody is in the group's room who took back what they need, nor an observer whom somebody in it does not want."""
    state = context.state
    inside = [person for person in state.people if context.seat_of(person).place in _INSIDE]
    members = [p for p in inside if state.people[p].role is Role.MEMBER]
    assert not [p for p in members if state.people[p].readiness.must_leave and context.is_in_room(p)]
    if context.setup.policy.observers is not ObserverRule.CONSENT_OF_ALL:
        return
    if any(state.people[p].readiness.no_observers for p in members):
        assert not [p for p in inside if state.people[p].role is Role.OBSERVER]


def _check_ended(state: RoomState) -> None:
    assert state.floor.holder is None
    assert state.floor.then is None
    assert not state.floor.queue
    assert not state.floor.quick
    assert not state.runs
    assert not state.present
    assert all(seat.place is Place.OUTSIDE for seat in state.seats.values())


def _check_found(context: RuleContext) -> None:
    """Cached lookups equal fresh ones."""
    plain = RuleContext(context.setup, context.state, context.now, context.side_channels, context.library)
    assert context.participants() == plain.participants()
    assert context.licensed_here() == plain.licensed_here()
    assert context.shared_seats() == plain.shared_seats()
    assert context.is_anybody_online() == plain.is_anybody_online()
    assert context.is_interpreted() == plain.is_interpreted()
    for place in Place:
        assert context.seats_at(place) == plain.seats_at(place)


def _check_floor(context: RuleContext) -> None:
    """F1, and the line: everybody in it once, present and entitled to a turn, and not the holder."""
    floor = context.state.floor
    assert len(floor.queue) == len(set(floor.queue)), "somebody waits twice"
    assert [person for person in floor.queue if person in floor.quick] == floor.quick, (
        "quick hands out of order"
    )
    for person in floor.queue:
        assert context.seat_of(person).place in _INSIDE, f"{person} waits and is not here"
        assert context.role(person) in {*FACILITATORS, Role.TRAINEE, Role.MEMBER}, f"{person} cannot wait"
    assert len(floor.heard) == len(set(floor.heard))
    turn = floor.holder
    if turn:
        assert turn.person not in floor.queue, "the holder waits"
        assert turn.person != floor.then, "the holder follows"
        assert context.seat_of(turn.person).place is Place.MAIN, "the holder is not in the room"
    if floor.then:
        assert context.seat_of(floor.then).place is Place.MAIN, "who follows is not in the room"


def _check_holder(context: RuleContext) -> None:
    """F8, and what pauses a turn: the phase says whether the holder is heard, lost or paused."""
    state, turn = context.state, context.state.floor.holder
    if turn is None:
        return
    top = state.runs[-1] if state.runs else None
    stands = state.phase is not Phase.LIVE or (top is not None and not top.paused and top.pauses_turn)
    lost = not context.seat_of(turn.person).connected
    if stands:
        assert turn.phase is TurnPhase.PAUSED, turn.phase
    else:
        assert (turn.phase is TurnPhase.SUSPENDED) == lost, "F8"
        assert turn.phase is not TurnPhase.PAUSED, turn.phase
    waits = turn.hold_until is not None or turn.decide_until is not None
    assert waits == (turn.phase is TurnPhase.SUSPENDED), "F8: nobody decides about the lost holder"
    assert (turn.running_since is not None) == (turn.phase in (TurnPhase.SPEAKING, TurnPhase.WRAP_UP))


def _check_runs(context: RuleContext) -> None:
    """F2 for voices, F12; only the run on top is active."""
    state = context.state
    assert all(run.paused for run in state.runs[:-1]), "two runs run at once"
    assert len(state.runs) <= 5
    assert len({run.protocol for run in state.runs}) == len(state.runs)
    run = state.run
    if run and state.phase is Phase.LIVE:
        mode, _ = floor_now(state)
        if mode is FloorMode.FISHBOWL:
            assert len(run.voices) <= INNER_MAX + 1, "F2"
            assert state.floor.holder is None, "F2: a turn beside the circle"
        elif mode is FloorMode.DYAD and not run.pauses_turn:
            assert state.floor.holder is None, "F2: a turn beside the two"
            assert len(run.voices) <= 2, "F2"
        for person in run.voices:
            assert context.role(person) is Role.MEMBER, "only members are given a voice"
    if state.phase is Phase.LIVE and all(run.protocol != "crisis_break" for run in state.runs):
        for person, now in state.people.items():
            # Of two on one seat, one may be said not to be there: nobody can press anything for them.
            is_there = state.seats[now.seat].place is Place.MAIN and now.proof is not Proof.ABSENT
            if now.role in FACILITATORS and is_there:
                command = cmd.StartProtocol(person, "crisis_break", state.floor.seq)
                assert refusal(context, command) is None, "F12"


def _check_seats(context: RuleContext) -> None:
    state = context.state
    for seat_id, seat in state.seats.items():
        assert (seat.slot is not None) == (seat.place in (Place.WAITING, *_INSIDE)), seat_id
        assert (seat.private is not None) == (seat.place is Place.PRIVATE), seat_id
        assert seat.place is not Place.OUTSIDE or not seat.online, f"{seat_id} is outside and online"
        assert not seat.sharing or seat.place is Place.MAIN, f"{seat_id} shares from nowhere"
        assert seat.voice is None or seat.voice in seat.occupants
        assert seat.voice is None or seat.shared, f"{seat_id} has an in-seat floor and is not shared"
        assert seat.voice_asked is None or (seat.voice_asked in seat.occupants and seat.shared)
        check = state.care.device_check
        # In a device check one of the couple waits alone, for the other to come back.
        if seat.private is not None and not (check and seat.private == check.wait):
            staff = [
                other
                for other in state.seats.values()
                if other.private == seat.private and state.people[other.occupants[0]].role in FACILITATORS
            ]
            assert staff, f"{seat_id} is aside without a facilitator"
    for person, now in state.people.items():
        away = now.proof in (Proof.ABSENT, Proof.ARRIVING)
        assert (person in state.seats[now.seat].occupants) != away, f"{person} does not sit where they sit"
    sharing = [seat for seat in state.seats.values() if seat.sharing]
    assert len(sharing) <= 1, "two screens are shared"


def _check_led(context: RuleContext) -> None:
    """The session is live as long as somebody licensed leads in the room; the lead is somebody who may lead."""
    state, led = context.state, naive_is_led(context.setup, context.state)
    if state.phase is Phase.WAITING:
        assert not led
        return
    assert (state.unled_since is None) == led, "unled and led at once"
    assert state.phase is Phase.LIVE or not led
    if state.lead is not None:
        assert context.role(state.lead) in FACILITATORS
        assert context.seat_of(state.lead).place is Place.MAIN, "the lead is not here"
    else:
        able = [p for p, now in state.people.items() if now.role in FACILITATORS and context.is_connected(p)]
        assert not able, "nobody leads though somebody could"


def _check_proof(context: RuleContext) -> None:
    """Nobody comes in unproved, and who is not there takes part in nothing."""
    state = context.state
    arriving = {now.seat for now in state.people.values() if now.proof is Proof.ARRIVING}
    assert {seat for seat, now in state.seats.items() if now.onlooker} == arriving
    for person, now in state.people.items():
        assert context.setup.proof or now.proof is Proof.PROVED
        if now.proof is Proof.PROVED:
            continue
        seat = state.seats[now.seat]
        if now.proof is Proof.UNPROVED:
            assert seat.place in (Place.OUTSIDE, Place.WAITING), f"{person} came in unproved"
        else:
            assert seat.occupants, f"{person} left an empty seat"
            assert person not in context.participants()
        if now.proof is Proof.ARRIVING:
            assert seat.place in _INSIDE, f"{person} arrives where nobody is"
            assert seat.watched, "F9: two look at the screen"
        assert not now.came, f"{person} was never here"
        assert (now.split_asked, now.merge) == (False, False), f"{person} was never here"
        turn = state.floor.holder
        assert turn is None or turn.person != person, f"{person} has a turn"
        assert person not in state.floor.queue, f"{person} has a hand up"
        assert person not in state.present, f"{person} is present"
        assert all(person not in answers for answers in state.observers.values()), f"{person} has agreed"


def _check_presence(context: RuleContext) -> None:
    state = context.state
    present = {}
    for person, now in state.people.items():
        seat = state.seats[now.seat]
        if seat.online and seat.place in _INSIDE and now.proof is Proof.PROVED:
            present[person] = (now.seat, seat.place is Place.PRIVATE)
    assert state.present == present
