"""Who keeps the room safe while one of those who lead talks to a couple apart, and for how long at least. Pure."""

from rooms.model.ids import PersonId
from rooms.rules.context import RuleContext

__all__ = ["DEVICE_CHECK_LEAST_S", "couples_apart", "keeps_couple"]

DEVICE_CHECK_LEAST_S = 60.0
"""How long each of a couple is talked to at least, seconds: a short talk would tell that there was nothing to say."""


def couples_apart(context: RuleContext) -> list[tuple[PersonId, PersonId]]:
    """Return the couples who are in the room on two seats, at each of which one person looks."""
    here = context.participants()
    found = []
    for person in here:
        partner = context.partner_of(person)
        if partner not in here or here.index(partner) < here.index(person):
            continue
        seats = {context.state.people[one].seat for one in (person, partner)}
        if len(seats) > 1 and not any(context.state.seats[seat].watched for seat in seats):
            found.append((person, partner))
    return found


def keeps_couple(context: RuleContext) -> bool:
    """Whether nobody but the couple is there, and whoever talks to them is: then the session is led."""
    check = context.state.care.device_check
    if check is None or context.participants():
        return False
    licensed = context.setup.people[check.by].licensed or not context.setup.policy.needs_licence
    return licensed and context.seat_of(check.by).online
