"""State changes by events about people."""

from rooms.model import events as ev
from rooms.model.ids import SeatId
from rooms.model.people import Role, RoomSetup, Seating
from rooms.state import Place, RoomState, apply, new_state
from tests.support.rooms.setups import ANA, COUPLE_SEAT, ELENA, FINN, START, THERAPIST, build_setup

PHONE = SeatId("se_finn_phone")


def setup() -> RoomSetup:
    """The group with Finn's phone."""
    group = build_setup()
    seats = {**group.seats, PHONE: Seating(PHONE, (FINN,), companion=True)}
    return RoomSetup(group.id, group.title, group.policy, group.people, seats)


def after(*events: ev.Event) -> RoomState:
    """The state after these events, one second apart."""
    state = new_state(setup())
    for position, event in enumerate(events, 1):
        apply(state, ev.Recorded(position, START + position, event))
    return state


def test_an_offered_lead_is_taken_at_once() -> None:
    state = after(ev.LeadTaken(THERAPIST), ev.LeadOffered(ANA, THERAPIST), ev.LeadTaken(ANA))
    assert (state.lead, state.lead_offered) == (ANA, None)
    assert after(ev.RoleSet(ANA, Role.TRAINEE, THERAPIST)).people[ANA].role is Role.TRAINEE


def test_a_seat_in_a_private_room_shares_no_screen() -> None:
    joined = ev.SeatJoined(COUPLE_SEAT, 1, mic=True, camera=True)
    inside = (joined, ev.SeatAdmitted(COUPLE_SEAT, THERAPIST))
    state = after(
        *inside, ev.ShareSet(COUPLE_SEAT, on=True), ev.SeatMovedToPrivate(COUPLE_SEAT, 2, THERAPIST)
    )
    seat = state.seats[COUPLE_SEAT]
    assert (seat.place, seat.private, seat.sharing) == (Place.PRIVATE, 2, False)
    seat = after(
        *inside, ev.SeatMovedToPrivate(COUPLE_SEAT, 2, THERAPIST), ev.SeatReturnedToRoom(COUPLE_SEAT, None)
    ).seats[COUPLE_SEAT]
    assert (seat.place, seat.private) == (Place.MAIN, None)


def test_a_split_moves_one_person_and_a_merge_brings_them_back() -> None:
    together = [
        ev.SeatJoined(COUPLE_SEAT, 1, mic=True, camera=True),
        ev.SeatAdmitted(COUPLE_SEAT, THERAPIST),
        ev.CompanionJoined(PHONE),
        ev.VoiceGiven(COUPLE_SEAT, ELENA, None),
        ev.SplitAsked(FINN, apart=True),
    ]
    state = after(*together, ev.SeatSplit(FINN, PHONE, 2, THERAPIST))
    assert state.seats[COUPLE_SEAT].occupants == (ELENA,)
    assert state.seats[COUPLE_SEAT].voice is None
    own = state.seats[PHONE]
    assert (own.occupants, own.place, own.slot, own.mic, own.camera) == ((FINN,), Place.MAIN, 2, False, False)
    assert (state.people[FINN].seat, state.people[FINN].split_asked) == (PHONE, False)
    state = after(
        *together,
        ev.SeatSplit(FINN, PHONE, 2, THERAPIST),
        ev.MergeAgreed(FINN, on=True),
        ev.SeatMerged(FINN, COUPLE_SEAT, (ELENA, FINN), None),
    )
    assert state.seats[COUPLE_SEAT].occupants == (ELENA, FINN)
    assert (state.seats[PHONE].place, state.seats[PHONE].slot) == (Place.COMPANION, None)
    assert (state.people[FINN].seat, state.people[FINN].merge) == (COUPLE_SEAT, False)


def test_marks_and_requests_belong_to_the_person() -> None:
    state = after(
        ev.DistressMarked(ANA, on=True, by=THERAPIST),
        ev.ComeBackMarked(ANA, on=True, by=THERAPIST),
        ev.AirtimeShown(ANA, on=True),
        ev.VoiceAsked(COUPLE_SEAT, FINN),
        ev.ObserverAnswered(THERAPIST, ANA, agrees=False),
        ev.ChatOpened(open=True, by=THERAPIST),
    )
    ana = state.people[ANA]
    assert (ana.distress, ana.come_back, ana.airtime) == (True, True, True)
    assert (state.seats[COUPLE_SEAT].voice_asked, state.seats[COUPLE_SEAT].voice_asked_at) == (
        FINN,
        START + 4,
    )
    assert (state.observers, state.chat_open) == ({THERAPIST: {ANA: False}}, True)
