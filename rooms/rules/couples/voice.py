"""The in-seat floor: who of the two on a shared seat speaks (domain.md 2.1). Pure.

One microphone cannot be gated between two people; this only says whose voice it is, for the tile and for talk time. It
goes with a turn, or with the step of a protocol that says whose voice is due; else whoever takes it first has it.
"""

from rooms.model import commands as cmd
from rooms.model import events as ev
from rooms.model.ids import PersonId, SeatId
from rooms.rules.checks import in_room
from rooms.rules.context import Ledger
from rooms.rules.part import Check, Example, Handler, all_of
from rooms.state import Place, SeatState

__all__ = ["VOICE_CHECKS", "VOICE_EXAMPLES", "VOICE_HANDLERS", "settle_voices"]


def settle_voices(ledger: Ledger) -> None:
    """Let every in-seat floor follow the turn and the step; a wish is granted as soon as nobody has it."""
    for seat_id in ledger.shared_seats():
        seat = ledger.state.seats[seat_id]
        due = _due(ledger, seat)
        if due is not None:
            if (seat.voice, seat.voice_due) != (due, True):
                ledger.emit(ev.VoiceGiven(seat_id, due, None))
        elif seat.voice_due:
            ledger.emit(ev.VoiceGiven(seat_id, None, None))
        if seat.voice is None and seat.voice_asked is not None:
            ledger.emit(ev.VoiceGiven(seat_id, seat.voice_asked, seat.voice_asked))


def _due(ledger: Ledger, seat: SeatState) -> PersonId | None:
    return _due_by_step(ledger, seat) or _holder_on(ledger, seat)


def _due_by_step(ledger: Ledger, seat: SeatState) -> PersonId | None:
    """Return whose voice a protocol waits for, where two of its people share this seat's microphone."""
    run = ledger.state.run
    due: PersonId | None = run.memory.get("due_voice") if run else None
    return due if due in seat.occupants else None


def _holder_on(ledger: Ledger, seat: SeatState) -> PersonId | None:
    holder = ledger.state.floor.holder
    return holder.person if holder and holder.person in seat.occupants else None


# What is asked.


def _ask(ledger: Ledger, command: cmd.AskVoice) -> None:
    seat_id = ledger.state.people[command.by].seat
    if command.on and ledger.state.seats[seat_id].voice is None:
        ledger.emit(ev.VoiceGiven(seat_id, command.by, command.by))
    else:
        ledger.emit(ev.VoiceAsked(seat_id, command.by if command.on else None))


def _give(ledger: Ledger, command: cmd.GiveVoice) -> None:
    seat = ledger.state.seats[command.seat]
    if command.person is not None and _holder_on(ledger, seat):
        # The turn goes on with the partner, and takes the in-seat floor along.
        ledger.emit(ev.TurnHeld(command.person, command.by))
    else:
        ledger.emit(ev.VoiceGiven(command.seat, command.person, command.by))


VOICE_HANDLERS: dict[type, Handler] = {cmd.AskVoice: _ask, cmd.GiveVoice: _give}


# Who may.


def _may_ask(ledger: Ledger, command: cmd.AskVoice) -> str | None:
    seat = ledger.seat_of(command.by)
    if not seat.shared:
        return "seat.not_shared"
    asked = seat.voice_asked == command.by
    if not command.on:
        return None if asked else "voice.not_asked"
    if seat.voice == command.by:
        return "voice.is_yours"
    return "voice.is_asked" if asked else None


def _shared_here(ledger: Ledger, command: cmd.GiveVoice) -> str | None:
    seat = ledger.state.seats.get(command.seat)
    if seat is None:
        return "seat.unknown"
    if not seat.shared:
        return "seat.not_shared"
    return None if seat.place is Place.MAIN else "seat.not_in_room"


def _owns_or_leads(ledger: Ledger, command: cmd.GiveVoice) -> str | None:
    """Asked first: nobody else learns by a refusal who sits where."""
    seat = ledger.state.seats.get(command.seat)
    owns = seat is not None and seat.voice == command.by
    return None if owns or ledger.leads(command.by) else "voice.not_yours"


def _can_change(ledger: Ledger, command: cmd.GiveVoice) -> str | None:
    seat = ledger.state.seats[command.seat]
    if command.person is not None and command.person not in seat.occupants:
        return "person.not_there"
    if seat.voice == command.person:
        return "voice.is_theirs"
    if _due_by_step(ledger, seat):
        return "protocol.gives_voice"
    return "voice.goes_with_turn" if command.person is None and _holder_on(ledger, seat) else None


VOICE_CHECKS: dict[type, Check] = {
    cmd.AskVoice: all_of(in_room, _may_ask),
    cmd.GiveVoice: all_of(in_room, _owns_or_leads, _shared_here, _can_change),
}


def _ask_or_not(person: PersonId, ledger: Ledger) -> cmd.AskVoice:
    return cmd.AskVoice(person, ledger.seat_of(person).voice_asked != person)


def _give_someone(person: PersonId, ledger: Ledger) -> cmd.GiveVoice:
    """Aim at a shared seat, the own one if possible: at whoever there has not the in-seat floor."""
    own = ledger.state.people[person].seat
    at: list[tuple[SeatId, SeatState]] = [
        (seat_id, seat)
        for seat_id, seat in ledger.state.seats.items()
        if seat.shared and seat.place is Place.MAIN
    ]
    at.sort(key=lambda found: found[0] != own)
    if not at:
        return cmd.GiveVoice(person, own, person)
    seat_id, seat = at[0]
    return cmd.GiveVoice(person, seat_id, next(other for other in seat.occupants if other != seat.voice))


VOICE_EXAMPLES: dict[str, Example] = {"voice.ask": _ask_or_not, "voice.give": _give_someone}
