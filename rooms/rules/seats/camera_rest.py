"""Camera rest: a member may be unseen for a while without a reason, as often as the policy allows (docs/domain.md 7.1).

It ends by itself. Nothing ever turns a camera on but the person in front of it: after the rest it stays off until then.
"""

from collections.abc import Iterable

from rooms.model import commands as cmd
from rooms.model import events as ev
from rooms.model.errors import Refused
from rooms.model.ids import SeatId
from rooms.model.people import Role
from rooms.rules.common.checks import in_room
from rooms.rules.context import RuleContext
from rooms.rules.part import Part, all_of
from rooms.state.lookups import INSIDE
from rooms.state.subjects import PEOPLE, SWITCHES

__all__ = ["CAMERA_REST", "HOUR_S", "next_rest_at", "resting_until"]

HOUR_S = 3600.0


def resting_until(context: RuleContext, seat: SeatId) -> float | None:
    """Return until when the seat's camera rests (Unix seconds); None while it does not."""
    rests = context.state.rests.get(seat)
    return rests.until if rests else None


def next_rest_at(context: RuleContext, seat: SeatId) -> float | None:
    """Return from when the seat's camera may rest again (Unix seconds); None if it has not had all rests of an hour."""
    allowed, rests = context.setup.policy.camera_rests, context.state.rests.get(seat)
    if not allowed or not rests or len(rests.began) < allowed:
        return None
    return rests.began[-allowed] + HOUR_S


def _rest(context: RuleContext, command: cmd.RestCamera) -> None:
    seat = context.state.people[command.by].seat
    if resting_until(context, seat) is not None:
        return
    again_at = next_rest_at(context, seat)
    if again_at is not None and context.now < again_at:
        raise Refused("rest.used")
    context.emit(ev.CameraRested(seat, context.now + context.setup.policy.camera_rest_s))


def _settle(context: RuleContext) -> None:
    """End rests that something else has ended: the camera is on, a screen takes its place, or the seat is gone."""
    for seat in _resting(context):
        now = context.state.seats[seat]
        if now.camera or now.sharing or now.place not in INSIDE:
            context.emit(ev.CameraRestOver(seat))


def _on_deadline(context: RuleContext) -> None:
    for seat in _resting(context):
        until = resting_until(context, seat)
        if until is not None and until <= context.now:
            context.emit(ev.CameraRestOver(seat))


def _resting(context: RuleContext) -> list[SeatId]:
    return [seat for seat, rests in context.state.rests.items() if rests.until is not None]


def _deadlines(context: RuleContext) -> Iterable[float | None]:
    return (rests.until for rests in context.state.rests.values())


def _allowed(context: RuleContext, command: cmd.RestCamera) -> str | None:
    """Say whether this member may rest the camera in this room; how often is refused only when it is asked for."""
    person = context.state.people[command.by]
    if person.role is not Role.MEMBER:
        return "role.forbidden"
    if command.via not in (None, person.seat):
        return "seat.no_media"
    if not context.setup.policy.camera_rests:
        return "rest.none"
    return "rest.sharing" if context.state.seats[person.seat].sharing else None


CAMERA_REST = Part(
    handlers={cmd.RestCamera: _rest},
    checks={cmd.RestCamera: all_of(in_room, _allowed)},
    examples={"camera.rest": lambda person, context: cmd.RestCamera(person)},
    settle=_settle,
    on_deadline=_on_deadline,
    deadlines=_deadlines,
    watches=PEOPLE | SWITCHES,
)
