"""Splitting a shared seat and merging it again (docs/domain.md, Split and merge). Pure.

Hand, place in line, turn and presence belong to the person, so they follow when the person changes seats. The partner
is told only the new seating, never who asked or why.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from rooms.model import commands as cmd
from rooms.model import events as ev
from rooms.model.ids import PersonId, SeatId
from rooms.rules.common.checks import in_room, leads
from rooms.rules.context import RuleContext
from rooms.rules.part import Check, Example, Handler, all_of
from rooms.state import MediaState, Place, SeatState

__all__ = ["SPLIT_CHECKS", "SPLIT_EXAMPLES", "SPLIT_HANDLERS", "SPLIT_S", "settle_splits", "split_deadlines"]

SPLIT_S = 60.0
"""Seconds that one's own seat may be without media, or its phone gone, before the person is merged back."""


@dataclass(frozen=True, slots=True)
class _Pair:
    """A couple on two seats: ``person`` moved from ``shared``, where ``partner`` still sits, to the phone's seat."""

    person: PersonId
    partner: PersonId
    own: SeatId
    shared: SeatId


def settle_splits(context: RuleContext) -> None:
    """Drop requests that no longer apply, and merge couples that cannot stay split."""
    for person, now in context.state.people.items():
        if now.split_asked and not _may_still_split(context, person):
            context.emit(ev.SplitAnswered(person, person))
    for pair in _pairs(context):
        if _belongs_together(context, pair):
            _merge(context, pair, None)
    for person, now in context.state.people.items():
        if now.merge and not _mergeable(context, _pair_of(context, person)):
            context.emit(ev.MergeAgreed(person, on=False))


def split_deadlines(context: RuleContext) -> Iterable[float | None]:
    """Yield when a person on their own seat will be merged back unless media come up (Unix seconds)."""
    for pair in _pairs(context):
        if _can_go_back(context, pair):
            yield _fails_at(context.state.seats[pair.own])


def _pairs(context: RuleContext) -> list[_Pair]:
    pairs = []
    for seating in context.setup.seats.values():
        person = seating.occupants[0]
        if seating.companion and context.state.people[person].seat == seating.id:
            shared = context.setup.seat_of(person)
            partner = next(other for other in context.setup.seats[shared].occupants if other != person)
            pairs.append(_Pair(person, partner, seating.id, shared))
    return pairs


def _pair_of(context: RuleContext, person: PersonId) -> _Pair | None:
    return next((pair for pair in _pairs(context) if person in (pair.person, pair.partner)), None)


def _belongs_together(context: RuleContext, pair: _Pair) -> bool:
    seats = context.state.seats
    if seats[pair.own].place is Place.OUTSIDE and seats[pair.shared].place is Place.OUTSIDE:
        # Both have left: whoever returns finds the original seating.
        return True
    fails_at = _fails_at(seats[pair.own])
    return _can_go_back(context, pair) and fails_at is not None and fails_at <= context.now


def _can_go_back(context: RuleContext, pair: _Pair) -> bool:
    """Whether both seats are in the room and the shared one is connected; otherwise nobody would be present there."""
    own, shared = context.state.seats[pair.own], context.state.seats[pair.shared]
    return own.place is Place.MAIN and shared.place is Place.MAIN and shared.online


def _fails_at(own: SeatState) -> float | None:
    since = [] if own.media is MediaState.UP else [own.media_at]
    if own.lost_at is not None:
        since.append(own.lost_at)
    return min(since) + SPLIT_S if since else None


def _may_still_split(context: RuleContext, person: PersonId) -> bool:
    companion = context.setup.companion_of(person)
    seat = context.seat_of(person)
    return (
        companion is not None
        and context.state.seats[companion].place is Place.COMPANION
        and seat.shared
        and seat.place is not Place.OUTSIDE
    )


def _mergeable(context: RuleContext, pair: _Pair | None) -> bool:
    return pair is not None and _can_go_back(context, pair)


def _merge(context: RuleContext, pair: _Pair, by: PersonId | None) -> None:
    occupants = context.setup.seats[pair.shared].occupants
    context.emit(ev.SeatMerged(pair.person, pair.shared, occupants, by))


# Handling of commands.


def _ask(context: RuleContext, command: cmd.AskSplit) -> None:
    if command.on:
        context.emit(ev.SplitAsked(command.by, command.apart))
    else:
        context.emit(ev.SplitAnswered(command.by, command.by))


def _answer(context: RuleContext, command: cmd.AnswerSplit) -> None:
    if not command.agree:
        context.emit(ev.SplitAnswered(command.person, command.by))
        return
    companion = context.setup.companion_of(command.person)
    assert companion is not None, "checked"
    slot = context.free_slot(companion)
    assert slot is not None, "checked"
    context.emit(ev.SeatSplit(command.person, companion, slot, command.by))


def _agree(context: RuleContext, command: cmd.AgreeToMerge) -> None:
    context.emit(ev.MergeAgreed(command.by, command.on))
    pair = _pair_of(context, command.by)
    assert pair is not None, "checked"
    people = context.state.people
    if people[pair.person].merge and people[pair.partner].merge:
        _merge(context, pair, command.by)


SPLIT_HANDLERS: dict[type, Handler] = {cmd.AskSplit: _ask, cmd.AnswerSplit: _answer, cmd.AgreeToMerge: _agree}


# Checks.


def _from_companion(context: RuleContext, command: cmd.AskSplit) -> str | None:
    if command.via != context.setup.companion_of(command.by):
        return "split.not_companion"
    return None if context.state.seats[command.via].place is Place.COMPANION else "split.not_companion"


def _asks_anew(context: RuleContext, command: cmd.AskSplit) -> str | None:
    asked = context.state.people[command.by].split_asked
    if not command.on:
        return None if asked else "split.not_asked"
    if asked:
        return "split.is_asked"
    if not context.seat_of(command.by).shared:
        return "seat.not_shared"
    return None if command.apart else "split.not_apart"


def _was_asked(context: RuleContext, command: cmd.AnswerSplit) -> str | None:
    person = context.state.people.get(command.person)
    if person is None:
        return "person.unknown"
    return None if person.split_asked else "split.not_asked"


def _can_split(context: RuleContext, command: cmd.AnswerSplit) -> str | None:
    if not command.agree:
        return None
    companion = context.setup.companion_of(command.person)
    if companion is None or not context.state.seats[companion].online:
        return "split.device_away"
    if not context.is_in_room(command.person):
        return "seat.not_in_room"
    return None if context.free_slot(companion) is not None else "room.full"


def _can_agree(context: RuleContext, command: cmd.AgreeToMerge) -> str | None:
    pair = _pair_of(context, command.by)
    if pair is None:
        return "merge.not_split"
    if not _mergeable(context, pair):
        return "seat.not_in_room"
    agreed = context.state.people[command.by].merge
    if agreed == command.on:
        return "merge.is_agreed" if agreed else "merge.not_agreed"
    return None


SPLIT_CHECKS: dict[type, Check] = {
    cmd.AskSplit: all_of(in_room, _from_companion, _asks_anew),
    cmd.AnswerSplit: all_of(leads, _was_asked, _can_split),
    cmd.AgreeToMerge: all_of(in_room, _can_agree),
}


def _ask_or_not(person: PersonId, context: RuleContext) -> cmd.AskSplit:
    now = context.state.people[person]
    return cmd.AskSplit(
        person, context.setup.companion_of(person) or now.seat, not now.split_asked, apart=True
    )


def _answer_someone(person: PersonId, context: RuleContext) -> cmd.AnswerSplit:
    asking = (other for other, now in context.state.people.items() if now.split_asked)
    return cmd.AnswerSplit(person, next(asking, person), agree=False)


SPLIT_EXAMPLES: dict[str, Example] = {
    "split.ask": _ask_or_not,
    "split.answer": _answer_someone,
    "merge.agree": lambda person, context: cmd.AgreeToMerge(person, not context.state.people[person].merge),
}
