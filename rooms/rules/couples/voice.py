"""The in-seat floor: who of the two on a shared seat speaks (docs/domain.md, In-seat voice). Pure.

One microphone cannot be gated between two people; this only says whose voice it is, for the tile and for talk time. It
goes with a turn, or with the step of a protocol that says whose voice is due; else whoever takes it first has it.
"""

from rooms.model import commands as cmd
from rooms.model import events as ev
from rooms.model.ids import PersonId, SeatId
from rooms.rules.common.checks import in_room
from rooms.rules.common.facts import shared_voices, voices
from rooms.rules.context import RuleContext
from rooms.rules.part import Check, Example, Handler, all_of, reads
from rooms.state import Place, SeatState

__all__ = ["VOICE_CHECKS", "VOICE_EXAMPLES", "VOICE_HANDLERS", "settle_voices"]


def settle_voices(context: RuleContext) -> None:
    """Let every in-seat floor follow the turn and the step; a wish is granted as soon as nobody has it."""
    for seat_id in context.shared_seats():
        seat = context.state.seats[seat_id]
        due = _due(context, seat)
        if due is not None:
            if (seat.voice, seat.voice_due) != (due, True):
                context.emit(ev.VoiceGiven(seat_id, due, None))
        elif seat.voice_due:
            context.emit(ev.VoiceGiven(seat_id, None, None))
        if seat.voice is None and seat.voice_asked is not None:
            context.emit(ev.VoiceGiven(seat_id, seat.voice_asked, seat.voice_asked))


def _due(context: RuleContext, seat: SeatState) -> PersonId | None:
    return _due_by_step(context, seat) or _holder_on(context, seat)


def _due_by_step(context: RuleContext, seat: SeatState) -> PersonId | None:
    """Return whose voice a protocol waits for, where two of its people share this seat's microphone."""
    run = context.state.run
    due: PersonId | None = run.memory.get("due_voice") if run else None
    return due if due in seat.occupants else None


def _holder_on(context: RuleContext, seat: SeatState) -> PersonId | None:
    holder = context.state.floor.holder
    return holder.person if holder and holder.person in seat.occupants else None


# What is asked.


def _ask(context: RuleContext, command: cmd.AskVoice) -> None:
    seat_id = context.state.people[command.by].seat
    if command.on and context.state.seats[seat_id].voice is None:
        context.emit(ev.VoiceGiven(seat_id, command.by, command.by))
    else:
        context.emit(ev.VoiceAsked(seat_id, command.by if command.on else None))


def _give(context: RuleContext, command: cmd.GiveVoice) -> None:
    seat = context.state.seats[command.seat]
    if command.person is not None and _holder_on(context, seat):
        # The turn goes on with the partner, and takes the in-seat floor along.
        context.emit(ev.TurnHeld(command.person, command.by))
    else:
        context.emit(ev.VoiceGiven(command.seat, command.person, command.by))


VOICE_HANDLERS: dict[type, Handler] = {cmd.AskVoice: _ask, cmd.GiveVoice: _give}


# Who may.


@reads(voices)
def _may_ask(context: RuleContext, command: cmd.AskVoice) -> str | None:
    seat = context.seat_of(command.by)
    if not seat.shared:
        return "seat.not_shared"
    asked = seat.voice_asked == command.by
    if not command.on:
        return None if asked else "voice.not_asked"
    if seat.voice == command.by:
        return "voice.is_yours"
    return "voice.is_asked" if asked else None


def _shared_here(context: RuleContext, command: cmd.GiveVoice) -> str | None:
    seat = context.state.seats.get(command.seat)
    if seat is None:
        return "seat.unknown"
    if not seat.shared:
        return "seat.not_shared"
    return None if seat.place is Place.MAIN else "seat.not_in_room"


@reads(voices, shared_voices)
def _owns_or_leads(context: RuleContext, command: cmd.GiveVoice) -> str | None:
    """Asked first: nobody else learns by a refusal who sits where."""
    seat = context.state.seats.get(command.seat)
    owns = seat is not None and seat.voice == command.by
    return None if owns or context.leads(command.by) else "voice.not_yours"


@reads(voices, shared_voices)
def _can_change(context: RuleContext, command: cmd.GiveVoice) -> str | None:
    seat = context.state.seats[command.seat]
    if command.person is not None and command.person not in seat.occupants:
        return "person.not_there"
    if seat.voice == command.person:
        return "voice.is_theirs"
    if _due_by_step(context, seat):
        return "protocol.gives_voice"
    return "voice.goes_with_turn" if command.person is None and _holder_on(context, seat) else None


VOICE_CHECKS: dict[type, Check] = {
    cmd.AskVoice: all_of(in_room, _may_ask),
    cmd.GiveVoice: all_of(in_room, _owns_or_leads, _shared_here, _can_change),
}


@reads(voices)
def _ask_or_not(person: PersonId, context: RuleContext) -> cmd.AskVoice:
    return cmd.AskVoice(person, context.seat_of(person).voice_asked != person)


@reads(voices, shared_voices)
def _give_someone(person: PersonId, context: RuleContext) -> cmd.GiveVoice:
    """Aim at a shared seat, the own one if possible: at whoever there has not the in-seat floor."""
    own = context.state.people[person].seat
    at: list[tuple[SeatId, SeatState]] = [
        (seat_id, seat)
        for seat_id, seat in context.state.seats.items()
        if seat.shared and seat.place is Place.MAIN
    ]
    at.sort(key=lambda found: found[0] != own)
    if not at:
        return cmd.GiveVoice(person, own, person)
    seat_id, seat = at[0]
    return cmd.GiveVoice(person, seat_id, next(other for other in seat.occupants if other != seat.voice))


VOICE_EXAMPLES: dict[str, Example] = {"voice.ask": _ask_or_not, "voice.give": _give_someone}
