"""Screen sharing: the policy says who may share, and one seat shares at a time."""

from rooms.model import commands as cmd
from rooms.model import events as ev
from rooms.model.ids import PersonId, SeatId
from rooms.model.people import Role
from rooms.model.policy.policy import ShareRule
from rooms.rules.common.checks import in_room
from rooms.rules.context import RuleContext
from rooms.rules.part import Part, all_of
from rooms.state.lookups import LEADERS
from rooms.state.subjects import PEOPLE

__all__ = ["SCREEN"]


def _may_share(context: RuleContext, person: PersonId) -> bool:
    match context.setup.policy.screen:
        case ShareRule.STAFF:
            return context.is_staff_person(person)
        case ShareRule.EVERYONE:
            return context.is_staff_person(person) or context.role(person) is Role.MEMBER
        case ShareRule.HOST:
            return context.role(person) in LEADERS


def _others(context: RuleContext, seat: SeatId) -> list[SeatId]:
    return [other for other, now in context.state.seats.items() if now.sharing and other != seat]


def _settle(context: RuleContext) -> None:
    """Stop a share when its seat may no longer share: its occupants' role can change."""
    for seat, now in context.state.seats.items():
        if now.sharing and not _may_share(context, now.occupants[0]):
            context.emit(ev.ShareSet(seat, on=False))


def _share(context: RuleContext, command: cmd.ShareScreen) -> None:
    seat = context.state.people[command.by].seat
    for lost in _others(context, seat) if command.on else ():
        context.emit(ev.ShareSet(lost, on=False))
    if context.state.seats[seat].sharing is not command.on:
        context.emit(ev.ShareSet(seat, command.on))


def _allowed(context: RuleContext, command: cmd.ShareScreen) -> str | None:
    return None if not command.on or _may_share(context, command.by) else "screen.not_allowed"


def _from_a_camera(context: RuleContext, command: cmd.ShareScreen) -> str | None:
    own = command.via is None or command.via == context.state.people[command.by].seat
    return None if own else "seat.no_media"


def _free(context: RuleContext, command: cmd.ShareScreen) -> str | None:
    """Nobody else is sharing; a lost seat does not block the others."""
    others = _others(context, context.state.people[command.by].seat)
    taken = command.on and any(context.state.seats[other].connected for other in others)
    return "screen.taken" if taken else None


SCREEN = Part(
    handlers={cmd.ShareScreen: _share},
    checks={cmd.ShareScreen: all_of(in_room, _from_a_camera, _allowed, _free)},
    examples={"screen.share": lambda person, context: cmd.ShareScreen(person, on=True)},
    settle=_settle,
    watches=PEOPLE,
)
