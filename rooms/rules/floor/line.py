"""Who comes after the current turn: a follower, the line of hands, whom a speaker may name. Pure."""

from collections.abc import Iterable

from rooms.model import events as ev
from rooms.model.floor import LINE_MODES, TurnKind
from rooms.model.ids import PersonId
from rooms.model.people import Role
from rooms.model.policy.policy import FloorMode, GrantRule, MicPolicy
from rooms.plan import floor_now
from rooms.rules.context import RuleContext
from rooms.rules.floor.turns import TURN_TAKERS, give_turn, may_have_floor, stands_still
from rooms.state import Place
from rooms.state.on.floor import unheard

__all__ = ["follower_deadline", "give_next", "nameable", "next_in_line", "settle_line"]

_SPEECHLESS = frozenset({FloorMode.STAFF_ONLY, FloorMode.QUIET})
"""Modes in which no turn begins automatically."""
_FREE_TO_ALL = frozenset({FloorMode.OPEN, FloorMode.HELD}) | _SPEECHLESS
"""Modes in which unmuting during another's turn means nothing special, or is not heard anyway."""


def next_in_line(context: RuleContext) -> PersonId | None:
    """Return the first in line who can take part now; whoever reconnects or is in a private room keeps their place."""
    return next((person for person in context.state.floor.queue if context.is_connected(person)), None)


def give_next(context: RuleContext, by: PersonId | None) -> None:
    """Give the free floor to the first in line who can take part, if any."""
    person = next_in_line(context)
    if person:
        quick = person in context.state.floor.quick
        give_turn(context, person, by, kind=TurnKind.QUICK if quick else TurnKind.TURN)


def nameable(context: RuleContext, by: PersonId) -> list[PersonId]:
    """Return whom the speaker ``by`` may name next: members here who were not heard yet, or all once everybody was."""
    here = [person for person in context.participants() if context.is_connected(person) and person != by]
    rest = unheard(context.state)
    return [person for person in here if person in rest] or here


def settle_line(context: RuleContext) -> None:
    """Remove hands of people who have left, and start the turn that is next while the floor is free."""
    for person in list(context.state.floor.queue):
        away = context.seat_of(person).place not in (Place.MAIN, Place.PRIVATE)
        if away or context.role(person) not in TURN_TAKERS:
            context.emit(ev.HandDown(person))
    _raise_hands_beside(context)
    if context.state.floor.then:
        _settle_follower(context, context.state.floor.then)
    _serve_line(context)


def follower_deadline(context: RuleContext) -> Iterable[float | None]:
    """Yield until when a free floor is kept for a disconnected follower (Unix seconds)."""
    floor = context.state.floor
    if floor.then and floor.holder is None and not stands_still(context):
        yield floor.free_since + context.setup.policy.hold_s


def _settle_follower(context: RuleContext, person: PersonId) -> None:
    """Both, one after the other: start the second turn once the first is over; drop a follower who cannot speak."""
    floor = context.state.floor
    if not may_have_floor(context, person):
        context.emit(ev.FollowerSet(None, None))
    elif floor.holder or stands_still(context):
        return
    elif floor_now(context.state)[0] in _SPEECHLESS:
        context.emit(ev.FollowerSet(None, None))
    elif context.is_connected(person):
        give_turn(context, person, None, limit_s=floor.then_limit_s)
    elif floor.free_since + context.setup.policy.hold_s <= context.now:
        context.emit(ev.FollowerSet(None, None))


def _serve_line(context: RuleContext) -> None:
    floor = context.state.floor
    if floor.holder or floor.then or stands_still(context):
        return
    if floor_now(context.state)[0] in LINE_MODES and floor.grants is GrantRule.WHEN_FREE:
        give_next(context, None)


def _raise_hands_beside(context: RuleContext) -> None:
    """Where microphones are free, give whoever unmutes during another's turn a hand at the front; the floor stays."""
    floor = context.state.floor
    mode, mic_policy = floor_now(context.state)
    if (
        floor.holder is None
        or mode in _FREE_TO_ALL
        or mic_policy is not MicPolicy.SOFT
        or stands_still(context)
    ):
        return
    for record in list(context.records):
        if isinstance(record.event, ev.DevicesSet) and record.event.unmuted:
            seat = context.state.seats[record.event.seat]
            person = seat.occupants[0]
            member = context.role(person) is Role.MEMBER and not seat.shared and seat.place is Place.MAIN
            if member and person != floor.holder.person and person not in floor.queue:
                context.emit(ev.HandUp(person, beside=True))
