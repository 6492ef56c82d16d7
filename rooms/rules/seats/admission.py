"""Admission from the waiting room under the room's policy (docs/domain.md, Admission). Pure."""

from rooms.model import commands as cmd
from rooms.model import events as ev
from rooms.model.ids import PersonId, SeatId
from rooms.model.people import Role
from rooms.model.policy.policy import AdmissionRule
from rooms.rules.common.checks import works_here
from rooms.rules.context import RuleContext
from rooms.rules.part import Part, all_of, of_room, reads
from rooms.rules.seats.observers import observer_refusal
from rooms.rules.seats.readiness import seat_not_ready
from rooms.state import Place
from rooms.state.lookups import INSIDE
from rooms.state.subjects import BESIDE

__all__ = ["ADMISSION", "is_late", "is_locked", "locked", "members_inside"]


def is_late(context: RuleContext, seat: SeatId) -> bool:
    """Whether the waiting seat arrived later after the start than the policy allows, and was not in the room before."""
    now, began = context.state.seats[seat], context.state.live_since
    after_s = context.setup.policy.late_after_s
    if began is None or after_s is None or not _is_new_member(context, seat):
        return False
    return now.place is Place.WAITING and now.since > began + after_s


def _is_new_member(context: RuleContext, seat: SeatId) -> bool:
    """Whether a client sits there who has not been in the room during this session."""
    return any(
        context.role(person) is Role.MEMBER and not context.state.people[person].came
        for person in context.state.seats[seat].occupants
    )


def _refusal(context: RuleContext, seat: SeatId) -> str | None:
    """Return why this seat cannot be admitted now, or None."""
    if not _waits(context, seat):
        return "seat.not_waiting"
    if context.unproved_on(seat):
        return "admission.unproved"
    if context.seat_role(seat) is Role.OBSERVER:
        return observer_refusal(context, context.state.seats[seat].occupants[0])
    if context.seat_role(seat) is not Role.MEMBER:
        return seat_not_ready(context, seat)
    company = _company(context, seat)
    if company is None:
        return "admission.together"
    if any(context.unproved_on(one) for one in company):
        return "admission.unproved"
    unready = [code for one in company if (code := seat_not_ready(context, one))]
    if unready:
        return unready[0]
    if is_locked(context) and any(_is_new_member(context, one) for one in company):
        return "room.locked"
    coming = sum(len(context.state.seats[one].occupants) for one in company)
    return "room.full" if members_inside(context) + coming > context.setup.policy.max_people else None


def members_inside(context: RuleContext) -> int:
    """Return how many clients are in the room or in a private one."""
    return sum(now.role is Role.MEMBER and context.is_inside(p) for p, now in context.state.people.items())


def _waits(context: RuleContext, seat: SeatId) -> bool:
    """Whether somebody waits there with a connected client, so that nobody is admitted without knowing it."""
    now = context.state.seats[seat]
    return now.place is Place.WAITING and now.online


def _company(context: RuleContext, seat: SeatId) -> tuple[SeatId, ...] | None:
    """Return the seats that are admitted together with this one; None if the partner is missing.

    Whoever has been in the room together with their partner may return alone.
    """
    if context.setup.policy.admission is not AdmissionRule.TOGETHER:
        return (seat,)
    partners = (context.partner_of(person) for person in context.state.seats[seat].occupants)
    seats = {context.state.people[partner].seat for partner in partners if partner is not None} - {seat}
    for partner in seats:
        if context.state.seats[partner].place in INSIDE:
            continue
        if _waits(context, partner):
            return (seat, partner)
        return None if _is_new_member(context, seat) else (seat,)
    return (seat,)


def is_locked(context: RuleContext) -> bool:
    """Whether the policy admits no new members because the session began too long ago."""
    began, after_s = context.state.live_since, context.setup.policy.lock_after_s
    return began is not None and after_s is not None and context.now >= began + after_s


locked = of_room(BESIDE)(is_locked)
"""Time alone locks a room."""


def _admit(context: RuleContext, command: cmd.Admit) -> None:
    for seat in _company(context, command.seat) or ():
        context.emit(ev.SeatAdmitted(seat, command.by))


def _admit_all(context: RuleContext, command: cmd.AdmitAll) -> None:
    # Observers last: the members they will observe come first and may not have agreed.
    for seat in sorted(context.admissible(), key=lambda seat: context.seat_role(seat) is Role.OBSERVER):
        if _refusal(context, seat) is None:
            _admit(context, cmd.Admit(command.by, seat))


@reads(locked)
def _admissible(context: RuleContext, command: cmd.Admit) -> str | None:
    if command.seat not in context.state.seats:
        return "seat.unknown"
    return _refusal(context, command.seat)


@reads(locked)
def _any_admissible(context: RuleContext, command: cmd.AdmitAll) -> str | None:
    if context.setup.policy.admission is AdmissionRule.EACH:
        return "admission.each"
    codes = [_refusal(context, seat) for seat in context.admissible()]
    if not codes:
        return "seat.not_waiting"
    return None if None in codes else codes[0]


@reads(locked)
def _admit_one(person: PersonId, context: RuleContext) -> cmd.Admit:
    """Aim at a seat that can be admitted, or at one's own if there is none."""
    waiting = (seat for seat in context.admissible() if _refusal(context, seat) is None)
    return cmd.Admit(person, next(waiting, context.state.people[person].seat))


ADMISSION = Part(
    handlers={cmd.Admit: _admit, cmd.AdmitAll: _admit_all},
    checks={
        cmd.Admit: all_of(works_here, _admissible),
        cmd.AdmitAll: all_of(works_here, _any_admissible),
    },
    examples={
        "seat.admit": _admit_one,
        "seat.admit_all": lambda person, context: cmd.AdmitAll(person),
    },
)
