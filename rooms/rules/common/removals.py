"""Moving somebody out of the group's room for a reason, and that it has to be followed up. Pure."""

from rooms.model import events as ev
from rooms.model.events.follow_up import FollowUp, RemovalReason
from rooms.model.ids import PersonId, SeatId
from rooms.model.people import Role
from rooms.rules.context import RuleContext

__all__ = ["clients_on", "note_removal"]


def note_removal(context: RuleContext, seat: SeatId, reason: RemovalReason | None) -> None:
    """Note that clients were moved out; nothing without a reason, or where only their device was at fault."""
    if reason is None or reason is RemovalReason.TECHNICAL:
        return
    for person in clients_on(context, seat):
        context.emit(ev.FollowUpNoted(person, FollowUp.REMOVAL, context.state.lead, reason))


def clients_on(context: RuleContext, seat: SeatId) -> list[PersonId]:
    """Return the clients who sit there."""
    return [person for person in context.state.seats[seat].occupants if context.role(person) is Role.MEMBER]
