"""What a change of people means for a session, also for one that is live: who leads, and who talks with whom. Pure."""

from collections.abc import Collection, Sequence

from clinic.common.errors import Refused
from clinic.common.ids import PersonId
from clinic.schedule.attendees import LEADING, STAFF, Attendee, Role

__all__ = ["substitute", "who_talks"]


def substitute(people: Sequence[Attendee], away: PersonId, by: PersonId) -> Role:
    """Return the role that a colleague takes over from a member of staff.

    Args:
        people: Who is planned.

    Raises:
        Refused: ``schedule.not_staff``: the person who is away is none of the session's staff. ``schedule.is_member``:
            the colleague is a client in this session. ``schedule.same_person``.
    """
    if away == by:
        raise Refused("schedule.same_person")
    place = next((each for each in people if each.person == away and each.role in STAFF), None)
    if place is None:
        raise Refused("schedule.not_staff")
    if any(each.person == by and each.role is Role.MEMBER for each in people):
        raise Refused("schedule.is_member")
    return place.role


def who_talks(people: Sequence[Attendee], present: Collection[PersonId]) -> tuple[PersonId, ...]:
    """Return who may go to a private room with somebody who was taken off a live session, the best first.

    Nobody who is in the room is simply put out. A co-facilitator talks with them if one is there, so that the
    facilitator stays with the group. If nobody who leads is there, nobody is moved.

    Args:
        people: Who is planned.
        present: Who is in the room now.
    """
    there = [each for each in people if each.role in LEADING and each.person in present]
    return tuple(each.person for each in sorted(there, key=lambda one: one.role is Role.FACILITATOR))
