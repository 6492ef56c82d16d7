"""What a change of people means for a session that is live: who leads, and who goes to a private talk. Pure.

The effects are in the order in which they happen: at no moment is the session without a facilitator.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from clinic.errors import Refused
from clinic.ids import PersonId
from clinic.schedule.attendees import LEADING, STAFF, Attendee, Role

__all__ = [
    "Effect",
    "Expect",
    "FollowUp",
    "NoLongerExpected",
    "PrivateTalk",
    "TakeRole",
    "remove",
    "substitute",
]

_FOLLOW_UP = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Expect:
    """Somebody new may come in."""

    attendee: Attendee


@dataclass(frozen=True, slots=True)
class TakeRole:
    """A person has another role from now on."""

    person: PersonId
    role: Role


@dataclass(frozen=True, slots=True)
class NoLongerExpected:
    """A person who is not in the room no longer gets in."""

    person: PersonId


@dataclass(frozen=True, slots=True)
class PrivateTalk:
    """People go to a private room with a member of staff; the others see that they stepped out.

    Attributes:
        people: The person, and who shares the seat: one camera cannot be in two rooms.
        staff: Who talks with them.
    """

    people: tuple[PersonId, ...]
    staff: PersonId


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Staff see to a person by then."""

    person: PersonId
    by: datetime


Effect = Expect | TakeRole | NoLongerExpected | PrivateTalk | FollowUp


def substitute(
    people: Sequence[Attendee], away: PersonId, by: PersonId, present: frozenset[PersonId]
) -> tuple[Effect, ...]:
    """Return what follows when a colleague takes the place of a member of staff.

    Whoever is away and still in the room stays as a tech host, staff who lead nothing, until they leave.

    Args:
        people: Who is planned.
        present: Who is in the room now; nobody if the session is not live.

    Raises:
        Refused: ``schedule.not_staff``: the person who is away is none of the session's staff. ``schedule.is_member``:
            the colleague is a client in this session. ``schedule.same_person``.
    """
    if away == by:
        raise Refused("schedule.same_person")
    place = next((each for each in people if each.person == away and each.role in STAFF), None)
    if place is None:
        raise Refused("schedule.not_staff")
    known = next((each for each in people if each.person == by), None)
    if known is not None and known.role is Role.MEMBER:
        raise Refused("schedule.is_member")
    comes: Effect = Expect(Attendee(by, place.role)) if known is None else TakeRole(by, place.role)
    goes: Effect = TakeRole(away, Role.TECH_HOST) if away in present else NoLongerExpected(away)
    return (comes, goes)


def remove(
    people: Sequence[Attendee],
    client: PersonId,
    present: frozenset[PersonId],
    now: datetime,
    *,
    shares_with: PersonId | None = None,
) -> tuple[Effect, ...]:
    """Return what follows when a client is taken off a session.

    A client who is in the room is never simply put out: they go to a private talk, with a co-facilitator if there is
    one, so that the facilitator stays with the group, and are followed up within 24 hours.

    Args:
        people: Who is planned.
        present: Who is in the room now; nobody if the session is not live.
        shares_with: Who sits before the same camera.

    Raises:
        Refused: ``schedule.not_member``: the person is no member of this session. ``schedule.nobody_to_talk``: the
            client is in the room and nobody who leads the session is.
    """
    if not any(each.person == client and each.role is Role.MEMBER for each in people):
        raise Refused("schedule.not_member")
    if client not in present:
        return (NoLongerExpected(client),)
    leaders = [each for each in people if each.role in LEADING and each.person in present]
    if not leaders:
        raise Refused("schedule.nobody_to_talk")
    staff = next((each for each in leaders if each.role is Role.CO_FACILITATOR), leaders[0])
    both = (client,) if shares_with is None else (client, shares_with)
    return (PrivateTalk(both, staff.person), FollowUp(client, now + _FOLLOW_UP))
