"""Who may do what on the floor, and when: the stable code of a refusal, or None. Nothing here changes anything."""

from collections.abc import Mapping
from typing import Any

from rooms.model import commands as cmd
from rooms.model.floor import LINE_MODES, ORDERED_MODES, TurnEnding
from rooms.model.ids import PersonId
from rooms.model.people import Role
from rooms.model.policy.policy import FloorMode
from rooms.plan import floor_now
from rooms.rules.common.checks import fresh, in_room, leads
from rooms.rules.common.facts import hands, holder, line, mode, namers, runs, turn
from rooms.rules.context import RuleContext
from rooms.rules.floor.line import nameable, next_in_line
from rooms.rules.floor.turns import TURN_TAKERS, holds
from rooms.rules.part import Check, all_of, reads

__all__ = ["BASE_MODES", "CHECKS", "LIMIT_MAX_S", "LIMIT_MIN_S", "MORE_MAX_S"]

BASE_MODES = frozenset(
    {FloorMode.OPEN, FloorMode.QUEUE, FloorMode.POPCORN, FloorMode.STAFF_ONLY, FloorMode.QUIET}
)
"""What a facilitator may choose; the other modes belong to protocols."""
LIMIT_MIN_S = 5.0
"""The shortest time that a turn may be given, or given more."""
LIMIT_MAX_S = 3600.0
"""The longest that a turn may be given."""
MORE_MAX_S = 600.0
"""The most that a turn may be given at once beside what it had."""


# The person.


def _takes_turns(context: RuleContext, command: Any) -> str | None:
    member = context.role(command.by) is Role.MEMBER
    return None if member or context.leads(command.by) else "role.forbidden"


@reads(holder)
def _holds(context: RuleContext, command: Any) -> str | None:
    return None if holds(context, command.by) else "floor.not_holder"


@reads(holder, hands)
def _hand_is_down(context: RuleContext, command: cmd.RequestFloor) -> str | None:
    if holds(context, command.by):
        return "floor.is_holder"
    return "hand.is_up" if command.by in context.state.floor.queue else None


@reads(mode)
def _has_a_point(context: RuleContext, command: cmd.RequestFloor) -> str | None:
    """A quick hand is about what somebody else says or has just said; one quick turn each on that."""
    floor = context.state.floor
    if not command.quick:
        return None
    if floor_now(context.state)[0] not in LINE_MODES:
        return "floor.not_in_mode"
    if floor.point is None or floor.point == command.by:
        return "floor.no_point"
    return "floor.quick_had" if command.by in floor.quick_had else None


@reads(hands)
def _hand_is_up(context: RuleContext, command: cmd.WithdrawRequest) -> str | None:
    return None if command.by in context.state.floor.queue else "hand.is_down"


@reads(holder, hands)
def _has_something_to_pass(context: RuleContext, command: cmd.PassTurn) -> str | None:
    if holds(context, command.by):
        return fresh(context, command)
    # A place in line is the person's own and depends on nobody, so passing it is never stale.
    return None if command.by in context.state.floor.queue else "floor.nothing_to_pass"


@reads(mode, namers)
def _may_name(context: RuleContext, command: cmd.NameNext) -> str | None:
    """Popcorn: the holder names the next; when the floor is free, whoever spoke last still may."""
    floor = context.state.floor
    if floor_now(context.state)[0] is not FloorMode.POPCORN:
        return "floor.not_in_mode"
    if floor.holder:
        return _holds(context, command)
    last = floor.last
    spoke = last is not None and last.person == command.by and command.by in floor.heard
    done = last is not None and last.ending in (TurnEnding.RELEASED, TurnEnding.PASSED)
    return None if spoke and done else "floor.not_holder"


# Whom it is about.


def _known(context: RuleContext, command: Any) -> str | None:
    return None if command.person in context.state.people else "person.unknown"


def _may_get(context: RuleContext, person: PersonId) -> str | None:
    if person not in context.state.people:
        return "person.unknown"
    if not context.is_in_room(person):
        return "seat.not_in_room"
    if context.role(person) is Role.TRAINEE:
        return None if context.leads(person) else "role.forbidden"
    return None if context.role(person) in TURN_TAKERS else "role.forbidden"


@reads(turn, holder)
def _grantable(context: RuleContext, command: cmd.GrantFloor) -> str | None:
    """To the present holder only a follower can be given: "both, one after the other" may come up during a turn."""
    if command.then == command.person:
        return "floor.same_person"
    code = _may_get(context, command.person)
    if code is None and command.then is not None:
        code = _may_get(context, command.then)
    if code is None and holds(context, command.person):
        only_a_follower = command.then is not None and command.limit_s is None
        code = None if only_a_follower else "floor.is_holder"
    return code


def _nameable(context: RuleContext, command: cmd.NameNext) -> str | None:
    code = _may_get(context, command.person)
    if code:
        return code
    if command.person == command.by:
        return "floor.same_person"
    if context.role(command.person) is not Role.MEMBER:
        return "role.forbidden"
    if not context.is_connected(command.person):
        return "floor.not_connected"
    return None if command.person in nameable(context, command.by) else "floor.was_heard"


@reads(line)
def _waits(context: RuleContext, command: cmd.MoveHand) -> str | None:
    if command.person not in context.state.floor.queue:
        return "hand.is_down"
    return None if command.place >= 0 else "floor.bad_place"


# The floor as it is.


@reads(mode, runs)
def _gives_turns(context: RuleContext, command: Any) -> str | None:
    if floor_now(context.state)[0] in LINE_MODES:
        return None
    return "protocol.gives_turns" if context.state.run else "floor.not_in_mode"


@reads(mode, runs, line, turn)
def _someone_is_next(context: RuleContext, command: cmd.NextSpeaker) -> str | None:
    floor = context.state.floor
    if floor_now(context.state)[0] in ORDERED_MODES:
        return _is_held(context, command)
    code = _gives_turns(context, command)
    if code or next_in_line(context) or (floor.holder and floor.then and context.is_connected(floor.then)):
        return code
    return "floor.not_connected" if floor.queue else "floor.queue_empty"


@reads(turn)
def _is_held(context: RuleContext, command: Any) -> str | None:
    return None if context.state.floor.holder else "floor.is_free"


def _limit_in_range(context: RuleContext, command: cmd.GrantFloor) -> str | None:
    # Written so that what is no number at all is refused, too.
    in_range = command.limit_s is None or LIMIT_MIN_S <= command.limit_s <= LIMIT_MAX_S
    return None if in_range else "floor.bad_limit"


@reads(turn)
def _answers(context: RuleContext, command: cmd.AnswerOverrun) -> str | None:
    turn = context.state.floor.holder
    if turn is None:
        return "floor.is_free"
    if command.more_s is not None:
        if not LIMIT_MIN_S <= command.more_s <= MORE_MAX_S:
            return "floor.bad_limit"
        if command.close:
            return "floor.bad_answer"
        return "floor.no_clock" if turn.limit_s is None else None
    something = turn.asked or (command.close and not turn.closing)
    return None if something else "floor.nothing_to_answer"


@reads(turn)
def _has_a_clock_to_lose(context: RuleContext, command: cmd.StayWith) -> str | None:
    turn = context.state.floor.holder
    if turn is None:
        return "floor.is_free"
    return "floor.stayed" if turn.stayed else None


@reads(turn)
def _undecided(context: RuleContext, command: cmd.DecideHold) -> str | None:
    holder = context.state.floor.holder
    waits = holder and (holder.decide_until is not None or holder.hold_until is not None)
    return None if waits else "floor.nothing_to_decide"


@reads(runs)
def _base_mode(context: RuleContext, command: cmd.SetFloorMode) -> str | None:
    if command.mode not in BASE_MODES:
        return "floor.needs_protocol"
    return "protocol.running" if context.state.run else None


CHECKS: Mapping[type, Check] = {
    cmd.RequestFloor: all_of(in_room, _takes_turns, _hand_is_down, _has_a_point),
    cmd.WithdrawRequest: all_of(in_room, _hand_is_up),
    cmd.PassTurn: all_of(in_room, _has_something_to_pass),
    cmd.ReleaseFloor: all_of(in_room, fresh, _holds),
    cmd.NameNext: all_of(in_room, fresh, _may_name, _nameable),
    cmd.GrantFloor: all_of(leads, fresh, _gives_turns, _grantable, _limit_in_range),
    cmd.RevokeFloor: all_of(leads, fresh, _is_held),
    cmd.NextSpeaker: all_of(leads, fresh, _someone_is_next),
    cmd.MoveHand: all_of(leads, fresh, _known, _waits),
    cmd.DecideHold: all_of(leads, fresh, _undecided),
    cmd.AnswerOverrun: all_of(leads, fresh, _answers),
    cmd.StayWith: all_of(leads, fresh, _has_a_clock_to_lose),
    cmd.ComeBackTo: all_of(leads, _known),
    cmd.SetFloorMode: all_of(leads, fresh, _base_mode),
}
