"""State changes made by events about people, and about their safety."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from rooms.model import events as ev
from rooms.model.events.follow_up import WelfareStep
from rooms.model.ids import PersonId, SeatId
from rooms.model.people import Readiness
from rooms.state.lookups import INSIDE
from rooms.state.machines import HELP, MEDIA, PLACE, PROOF, WELFARE
from rooms.state.model import Proof, RoomState, SeatState
from rooms.state.safety import DeviceCheck, Help, HelpSignal, Welfare, WelfareCheck

__all__ = ["ON_PEOPLE"]


def _role_set(state: RoomState, event: ev.RoleSet, at: float) -> None:
    state.people[event.person].role = event.role
    if state.lead_offered == event.person:
        state.lead_offered = None


def _lead_offered(state: RoomState, event: ev.LeadOffered, at: float) -> None:
    state.lead_offered = event.person


def _lead_taken(state: RoomState, event: ev.LeadTaken, at: float) -> None:
    state.lead, state.lead_offered = event.person, None


def _moved_to_private(state: RoomState, event: ev.SeatMovedToPrivate, at: float) -> None:
    seat = state.seats[event.seat]
    seat.place = PLACE.after(seat.place, event.kind)
    seat.private, seat.since, seat.sharing = event.room, at, False


def _brought_back(state: RoomState, event: ev.SeatReturnedToRoom, at: float) -> None:
    seat = state.seats[event.seat]
    seat.place = PLACE.after(seat.place, event.kind)
    seat.private, seat.since = None, at


def _voice_asked(state: RoomState, event: ev.VoiceAsked, at: float) -> None:
    seat = state.seats[event.seat]
    seat.voice_asked = event.person
    seat.voice_asked_at = None if event.person is None else at


def _voice_given(state: RoomState, event: ev.VoiceGiven, at: float) -> None:
    seat = state.seats[event.seat]
    seat.voice = event.person
    seat.voice_due = event.person is not None and event.by is None
    if seat.voice_asked == event.person:
        seat.voice_asked = seat.voice_asked_at = None


def _split_asked(state: RoomState, event: ev.SplitAsked, at: float) -> None:
    person = state.people[event.person]
    person.split_asked, person.apart = True, event.apart


def _split_answered(state: RoomState, event: ev.SplitAnswered, at: float) -> None:
    state.people[event.person].split_asked = False


def _split(state: RoomState, event: ev.SeatSplit, at: float) -> None:
    person = state.people[event.person]
    shared = state.seats[person.seat]
    place = PLACE.after(state.seats[event.seat].place, event.kind)
    shared.occupants = tuple(other for other in shared.occupants if other != event.person)
    shared.silence_voice()
    state.seats[event.seat] = replace(
        state.seats[event.seat],
        place=place,
        slot=event.slot,
        since=at,
        media_at=at,
    )
    person.seat, person.split_asked, person.merge = event.seat, False, False


def _merge_agreed(state: RoomState, event: ev.MergeAgreed, at: float) -> None:
    state.people[event.person].merge = event.on


def _merged(state: RoomState, event: ev.SeatMerged, at: float) -> None:
    person = state.people[event.person]
    own = state.seats[person.seat]
    place, media = PLACE.after(own.place, event.kind), MEDIA.after(own.media, event.kind)
    shared = state.seats[event.seat]
    shared.occupants = event.occupants
    shared.silence_voice()
    state.seats[person.seat] = SeatState(
        own.occupants,
        place,
        online=own.online,
        media=media,
        since=at,
        lost_at=own.lost_at,
        gone_at=own.lost_at,
        nonce=own.nonce,
    )
    person.seat = event.seat
    for other in shared.occupants:
        state.people[other].merge = False


def _observer_answered(state: RoomState, event: ev.ObserverAnswered, at: float) -> None:
    state.observers.setdefault(event.observer, {})[event.person] = event.agrees


def _distress(state: RoomState, event: ev.DistressMarked, at: float) -> None:
    state.people[event.person].distress = event.on


def _chat_opened(state: RoomState, event: ev.ChatOpened, at: float) -> None:
    state.chat_open = event.open


def _share_set(state: RoomState, event: ev.ShareSet, at: float) -> None:
    state.seats[event.seat].sharing = event.on


def _airtime(state: RoomState, event: ev.AirtimeShown, at: float) -> None:
    state.people[event.person].airtime = event.on


def _proved(state: RoomState, event: ev.PersonProved, at: float) -> None:
    person = state.people[event.person]
    unseen = person.proof is Proof.ABSENT and state.seats[person.seat].place in INSIDE
    to = Proof.ARRIVING if unseen else Proof.PROVED
    PROOF.move(person.proof, event.kind, to)
    person.proof = to
    state.reseat(person.seat)


def _confirmed_absent(state: RoomState, event: ev.PersonConfirmedAbsent, at: float) -> None:
    person = state.people[event.person]
    person.proof = PROOF.after(person.proof, event.kind)
    state.reseat(person.seat)


def _confirmed_present(state: RoomState, event: ev.PersonConfirmedPresent, at: float) -> None:
    person = state.people[event.person]
    person.proof = PROOF.after(person.proof, event.kind)
    person.came = True
    state.reseat(person.seat)


def _readiness(state: RoomState, event: ev.ReadinessReported, at: float) -> None:
    state.people[event.person].readiness = Readiness(
        event.todo, event.holds, event.notes, event.must_leave, event.no_observers, event.talk
    )


def _state_of(state: RoomState, seat: SeatId) -> Help:
    signal = state.help.get(seat)
    return Help.NONE if signal is None else signal.state


def _signalled(state: RoomState, event: ev.HelpSignalled, at: float) -> None:
    HELP.after(_state_of(state, event.seat), event.kind)
    state.help[event.seat] = HelpSignal(at, event.person, event.late)


def _acknowledged(state: RoomState, event: ev.HelpAcknowledged, at: float) -> None:
    to = HELP.after(_state_of(state, event.seat), event.kind)
    signal = state.help[event.seat]
    signal.state, signal.seen_by = to, event.by


def _paged(state: RoomState, event: ev.HelpPaged, at: float) -> None:
    HELP.after(_state_of(state, event.seat), event.kind)
    signal = state.help[event.seat]
    signal.paged, signal.paged_at = event.outcome, at


def _closed(state: RoomState, event: ev.HelpClosed, at: float) -> None:
    HELP.after(_state_of(state, event.seat), event.kind)
    del state.help[event.seat]


def _overheard(state: RoomState, event: ev.OverheardMarked, at: float) -> None:
    _mark(state.care.overheard, event.person, on=event.on)


def _flagged(state: RoomState, event: ev.PersonFlagged, at: float) -> None:
    _mark(state.care.flagged, event.person, on=event.on)


def _mark(marked: set[PersonId], person: PersonId, *, on: bool) -> None:
    if on:
        marked.add(person)
    else:
        marked.discard(person)


_STEPS_KEPT = 40
"""Of one welfare check; the log has all of them."""
_WELFARE_AFTER = {
    WelfareStep.CALLED: Welfare.CALLED,
    WelfareStep.REACHED: Welfare.OVER,
    WelfareStep.NOT_REACHED: Welfare.UNREACHED,
    WelfareStep.CONTACT_CALLED: Welfare.UNREACHED,
    WelfareStep.EMERGENCY_CALLED: Welfare.UNREACHED,
    WelfareStep.CLOSED: Welfare.OVER,
}


def _welfare_of(state: RoomState, person: PersonId) -> Welfare:
    check = state.care.welfare.get(person)
    return Welfare.NONE if check is None else check.state


def _welfare_due(state: RoomState, event: ev.WelfareDue, at: float) -> None:
    WELFARE.after(_welfare_of(state, event.person), event.kind)
    state.care.welfare[event.person] = WelfareCheck(at)


def _welfare_noted(state: RoomState, event: ev.WelfareNoted, at: float) -> None:
    to = _WELFARE_AFTER[event.step]
    WELFARE.move(_welfare_of(state, event.person), event.kind, to)
    check = state.care.welfare[event.person]
    check.state = to
    check.steps = [*check.steps[1 - _STEPS_KEPT :], (event.step, at, event.by)]


def _welfare_back(state: RoomState, event: ev.WelfareBack, at: float) -> None:
    to = WELFARE.after(_welfare_of(state, event.person), event.kind)
    if to is Welfare.NONE:
        del state.care.welfare[event.person]
    else:
        state.care.welfare[event.person].back_at = at


def _check_started(state: RoomState, event: ev.DeviceCheckStarted, at: float) -> None:
    (first, second), (seat, other) = event.people, event.seats
    state.care.device_check = DeviceCheck(
        event.by, (first, second), (seat, other), event.talk, event.wait, 0, at
    )


def _check_turned(state: RoomState, event: ev.DeviceCheckTurned, at: float) -> None:
    check = state.care.device_check
    assert check is not None, "the rules started it"
    check.first_s, check.turn, check.turn_since = at - check.turn_since, 1, at
    for seat, room in zip(check.seats, (check.wait, check.talk), strict=True):
        state.seats[seat].private, state.seats[seat].since = room, at


def _check_ended(state: RoomState, event: ev.DeviceCheckEnded, at: float) -> None:
    state.care.device_check = None


def _noted(state: RoomState, event: ev.FollowUpNoted, at: float) -> None:
    state.follow_ups.add((event.person, event.why))


ON_PEOPLE: dict[type, Callable[[RoomState, Any, float], None]] = {
    ev.RoleSet: _role_set,
    ev.LeadOffered: _lead_offered,
    ev.LeadTaken: _lead_taken,
    ev.SeatMovedToPrivate: _moved_to_private,
    ev.SeatReturnedToRoom: _brought_back,
    ev.VoiceAsked: _voice_asked,
    ev.VoiceGiven: _voice_given,
    ev.SplitAsked: _split_asked,
    ev.SplitAnswered: _split_answered,
    ev.SeatSplit: _split,
    ev.MergeAgreed: _merge_agreed,
    ev.SeatMerged: _merged,
    ev.ObserverAnswered: _observer_answered,
    ev.DistressMarked: _distress,
    ev.ChatOpened: _chat_opened,
    ev.ShareSet: _share_set,
    ev.AirtimeShown: _airtime,
    ev.PersonProved: _proved,
    ev.PersonConfirmedAbsent: _confirmed_absent,
    ev.PersonConfirmedPresent: _confirmed_present,
    ev.ReadinessReported: _readiness,
    ev.HelpSignalled: _signalled,
    ev.HelpAcknowledged: _acknowledged,
    ev.HelpPaged: _paged,
    ev.HelpClosed: _closed,
    ev.FollowUpNoted: _noted,
    ev.OverheardMarked: _overheard,
    ev.PersonFlagged: _flagged,
    ev.WelfareDue: _welfare_due,
    ev.WelfareNoted: _welfare_noted,
    ev.WelfareBack: _welfare_back,
    ev.DeviceCheckStarted: _check_started,
    ev.DeviceCheckTurned: _check_turned,
    ev.DeviceCheckEnded: _check_ended,
}
