"""Whom staff want to hear from if they are suddenly gone, since when somebody is, and what was left unfinished. Pure."""

from rooms.model import events as ev
from rooms.model.events.follow_up import FollowUp
from rooms.model.ids import PersonId
from rooms.model.people import Role
from rooms.rules.context import RuleContext
from rooms.state import Place, Welfare
from rooms.state.lookups import INSIDE

__all__ = ["flags_of", "gone_since", "is_back", "note_unfinished"]

_NOTED = {FollowUp.HELP: "help", FollowUp.EXIT_CHECK: "answer", FollowUp.CALL: "call"}
"""What the room has noted that flags somebody, with the word for it."""


def flags_of(context: RuleContext, person: PersonId) -> list[str]:
    """Return why staff want to hear from somebody if the connection is lost; nothing if they are not flagged."""
    state = context.state
    found = ["mark"] if person in state.care.flagged else []
    found += ["distress"] if state.people[person].distress else []
    found += ["talk"] if state.people[person].readiness.talk else []
    return [*found, *(word for why, word in _NOTED.items() if (person, why) in state.follow_ups)]


def gone_since(context: RuleContext, person: PersonId) -> float | None:
    """Return since when a client's page is gone who has been in the room; None while it is here, or they never were."""
    now = context.state.people[person]
    if not now.came or now.role is not Role.MEMBER or not context.is_known(person):
        return None
    seat = context.seat_of(person)
    return seat.since if seat.place is Place.OUTSIDE else seat.lost_at


def is_back(context: RuleContext, person: PersonId) -> bool:
    """Whether the person is connected in the room or in a private one."""
    seat = context.seat_of(person)
    return seat.place in INSIDE and seat.online


def note_unfinished(context: RuleContext) -> None:
    """The session ends: whatever welfare check is not over has to be followed up."""
    for person, check in context.state.care.welfare.items():
        if check.state is not Welfare.OVER and (person, FollowUp.WELFARE) not in context.state.follow_ups:
            context.emit(ev.FollowUpNoted(person, FollowUp.WELFARE, context.state.lead))
