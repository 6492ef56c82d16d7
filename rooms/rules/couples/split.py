"""Splitting a shared seat and merging it again (domain.md 2.2). Pure.

Hand, place in line, turn and presence are a person's, so they follow by themselves when the person's seat changes. The
partner is told nothing but the changed picture: who sits where, never who asked, nor why.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from rooms.model import commands as cmd
from rooms.model import events as ev
from rooms.model.ids import PersonId, SeatId
from rooms.rules.checks import in_room, leads
from rooms.rules.context import Ledger
from rooms.rules.part import Check, Example, Handler, all_of
from rooms.state import MediaState, Place, SeatState

__all__ = ["SPLIT_CHECKS", "SPLIT_EXAMPLES", "SPLIT_HANDLERS", "SPLIT_S", "settle_splits", "split_deadlines"]

SPLIT_S = 60.0
"""Seconds that a seat of one's own may be without media, or its phone away; then the person sits where they sat."""


@dataclass(frozen=True, slots=True)
class _Pair:
    """A couple on two seats: ``person`` moved from ``shared``, where ``partner`` still sits, to the phone's seat."""

    person: PersonId
    partner: PersonId
    own: SeatId
    shared: SeatId


def settle_splits(ledger: Ledger) -> None:
    """Let go of wishes that have lost their ground, and bring together who cannot stay apart."""
    for person, now in ledger.state.people.items():
        if now.split_asked and not _may_still_split(ledger, person):
            ledger.emit(ev.SplitAnswered(person, person))
    for pair in _pairs(ledger):
        if _belongs_together(ledger, pair):
            _merge(ledger, pair, None)
    for person, now in ledger.state.people.items():
        if now.merge and not _mergeable(ledger, _pair_of(ledger, person)):
            ledger.emit(ev.MergeAgreed(person, on=False))


def split_deadlines(ledger: Ledger) -> Iterable[float | None]:
    """Yield when a person on a seat of their own will be back on the shared one unless media come up (Unix seconds)."""
    for pair in _pairs(ledger):
        if _can_go_back(ledger, pair):
            yield _fails_at(ledger.state.seats[pair.own])


def _pairs(ledger: Ledger) -> list[_Pair]:
    pairs = []
    for seating in ledger.setup.seats.values():
        person = seating.occupants[0]
        if seating.companion and ledger.state.people[person].seat == seating.id:
            shared = ledger.setup.seat_of(person)
            partner = next(other for other in ledger.setup.seats[shared].occupants if other != person)
            pairs.append(_Pair(person, partner, seating.id, shared))
    return pairs


def _pair_of(ledger: Ledger, person: PersonId) -> _Pair | None:
    return next((pair for pair in _pairs(ledger) if person in (pair.person, pair.partner)), None)


def _belongs_together(ledger: Ledger, pair: _Pair) -> bool:
    seats = ledger.state.seats
    if seats[pair.own].place is Place.OUTSIDE and seats[pair.shared].place is Place.OUTSIDE:
        # Both have left: whoever comes again finds the seats as they were laid out.
        return True
    fails_at = _fails_at(seats[pair.own])
    return _can_go_back(ledger, pair) and fails_at is not None and fails_at <= ledger.now


def _can_go_back(ledger: Ledger, pair: _Pair) -> bool:
    """Whether both seats are in the room and the shared one is there: else the person would be present nowhere."""
    own, shared = ledger.state.seats[pair.own], ledger.state.seats[pair.shared]
    return own.place is Place.MAIN and shared.place is Place.MAIN and shared.online


def _fails_at(own: SeatState) -> float | None:
    since = [] if own.media is MediaState.UP else [own.media_at]
    if own.lost_at is not None:
        since.append(own.lost_at)
    return min(since) + SPLIT_S if since else None


def _may_still_split(ledger: Ledger, person: PersonId) -> bool:
    companion = ledger.setup.companion_of(person)
    seat = ledger.seat_of(person)
    return (
        companion is not None
        and ledger.state.seats[companion].place is Place.COMPANION
        and seat.shared
        and seat.place is not Place.OUTSIDE
    )


def _mergeable(ledger: Ledger, pair: _Pair | None) -> bool:
    return pair is not None and _can_go_back(ledger, pair)


def _merge(ledger: Ledger, pair: _Pair, by: PersonId | None) -> None:
    occupants = ledger.setup.seats[pair.shared].occupants
    ledger.emit(ev.SeatMerged(pair.person, pair.shared, occupants, by))


# What is asked.


def _ask(ledger: Ledger, command: cmd.AskSplit) -> None:
    if command.on:
        ledger.emit(ev.SplitAsked(command.by, command.apart))
    else:
        ledger.emit(ev.SplitAnswered(command.by, command.by))


def _answer(ledger: Ledger, command: cmd.AnswerSplit) -> None:
    if not command.agree:
        ledger.emit(ev.SplitAnswered(command.person, command.by))
        return
    companion = ledger.setup.companion_of(command.person)
    assert companion is not None, "checked"
    slot = ledger.free_slot(companion)
    assert slot is not None, "checked"
    ledger.emit(ev.SeatSplit(command.person, companion, slot, command.by))


def _agree(ledger: Ledger, command: cmd.AgreeToMerge) -> None:
    ledger.emit(ev.MergeAgreed(command.by, command.on))
    pair = _pair_of(ledger, command.by)
    assert pair is not None, "checked"
    people = ledger.state.people
    if people[pair.person].merge and people[pair.partner].merge:
        _merge(ledger, pair, command.by)


SPLIT_HANDLERS: dict[type, Handler] = {cmd.AskSplit: _ask, cmd.AnswerSplit: _answer, cmd.AgreeToMerge: _agree}


# Who may.


def _from_companion(ledger: Ledger, command: cmd.AskSplit) -> str | None:
    if command.via != ledger.setup.companion_of(command.by):
        return "split.not_companion"
    return None if ledger.state.seats[command.via].place is Place.COMPANION else "split.not_companion"


def _asks_anew(ledger: Ledger, command: cmd.AskSplit) -> str | None:
    asked = ledger.state.people[command.by].split_asked
    if not command.on:
        return None if asked else "split.not_asked"
    if asked:
        return "split.is_asked"
    if not ledger.seat_of(command.by).shared:
        return "seat.not_shared"
    return None if command.apart else "split.not_apart"


def _was_asked(ledger: Ledger, command: cmd.AnswerSplit) -> str | None:
    person = ledger.state.people.get(command.person)
    if person is None:
        return "person.unknown"
    return None if person.split_asked else "split.not_asked"


def _can_split(ledger: Ledger, command: cmd.AnswerSplit) -> str | None:
    if not command.agree:
        return None
    companion = ledger.setup.companion_of(command.person)
    if companion is None or not ledger.state.seats[companion].online:
        return "split.device_away"
    if not ledger.is_in_room(command.person):
        return "seat.not_in_room"
    return None if ledger.free_slot(companion) is not None else "room.full"


def _can_agree(ledger: Ledger, command: cmd.AgreeToMerge) -> str | None:
    pair = _pair_of(ledger, command.by)
    if pair is None:
        return "merge.not_split"
    if not _mergeable(ledger, pair):
        return "seat.not_in_room"
    agreed = ledger.state.people[command.by].merge
    if agreed == command.on:
        return "merge.is_agreed" if agreed else "merge.not_agreed"
    return None


SPLIT_CHECKS: dict[type, Check] = {
    cmd.AskSplit: all_of(in_room, _from_companion, _asks_anew),
    cmd.AnswerSplit: all_of(leads, _was_asked, _can_split),
    cmd.AgreeToMerge: all_of(in_room, _can_agree),
}


def _ask_or_not(person: PersonId, ledger: Ledger) -> cmd.AskSplit:
    now = ledger.state.people[person]
    return cmd.AskSplit(
        person, ledger.setup.companion_of(person) or now.seat, not now.split_asked, apart=True
    )


def _answer_someone(person: PersonId, ledger: Ledger) -> cmd.AnswerSplit:
    asking = (other for other, now in ledger.state.people.items() if now.split_asked)
    return cmd.AnswerSplit(person, next(asking, person), agree=False)


SPLIT_EXAMPLES: dict[str, Example] = {
    "split.ask": _ask_or_not,
    "split.answer": _answer_someone,
    "merge.agree": lambda person, ledger: cmd.AgreeToMerge(person, not ledger.state.people[person].merge),
}
