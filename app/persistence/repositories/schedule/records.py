"""Series and appointments as values, and how a series' parts are kept as JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from clinic.common.ids import AppointmentId, CohortId, CoupleId, PersonId, SeriesId
from clinic.programme.tracks import Track
from clinic.schedule.attendees import Attendee, Role
from clinic.schedule.recurrence.edits import Plan
from clinic.schedule.recurrence.series import Override
from clinic.schedule.states import Status

__all__ = [
    "Appointment",
    "Content",
    "Expected",
    "SeriesRecord",
    "override_from",
    "override_json",
    "people_from",
    "people_json",
    "slot_from",
    "slot_text",
]


@dataclass(frozen=True, slots=True)
class Content:
    """What a session is, apart from its time and its people.

    Attributes:
        kind: The kind of room.
        break_min: Minutes without programme.
        policy: Fields of the room's policy that differ from the clinic's.
    """

    title: str
    kind: str
    track: Track
    break_min: int = 0
    policy: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SeriesRecord:
    """A series, or one session without a rule, with what its sessions have in common.

    Attributes:
        cameras: How many cameras partners have together, where it is not the couple's own number.
    """

    plan: Plan
    content: Content
    cameras: Mapping[PersonId, int] = field(default_factory=dict)
    version: int = 1


@dataclass(frozen=True, slots=True)
class Expected:
    """A person who is expected in a session.

    Attributes:
        couple: The couple of a member whose partner is a member, too.
        cameras: 1 if they share a camera with their partner, else 2.
        from_cohort: Whether they come because they belong to the cohort.
    """

    person: PersonId
    role: Role = Role.MEMBER
    couple: CoupleId | None = None
    cameras: int = 2
    serves: PersonId | None = None
    from_cohort: bool = False


@dataclass(frozen=True, slots=True)
class Appointment:
    """One planned session.

    Attributes:
        slot: Its identity in its series, a naive local time; None if the series has it no longer.
        zone: The series' zone, an IANA name.
        opens: When people may enter.
        sequence: Rises with each change that calendars are told of.
    """

    id: AppointmentId
    series: SeriesId
    slot: datetime | None
    cohort: CohortId | None
    content: Content
    begins: datetime
    ends: datetime
    opens: datetime
    zone: str
    people: tuple[Expected, ...]
    status: Status = Status.PLANNED
    sequence: int = 0
    version: int = 1


def slot_text(slot: datetime) -> str:
    """Return a naive local time in whole minutes as text."""
    return slot.isoformat(timespec="minutes")


def slot_from(text: str) -> datetime:
    """Return the local time of such a text."""
    return datetime.fromisoformat(text)


def people_json(people: Sequence[Attendee]) -> list[Any]:
    """Return invited people as JSON values."""
    return [[each.person, each.role.value, each.serves] for each in people]


def people_from(values: Sequence[Any]) -> tuple[Attendee, ...]:
    """Return the people of such values."""
    return tuple(Attendee(PersonId(person), Role(role), serves=serves) for person, role, serves in values)


def override_json(override: Override) -> dict[str, Any]:
    """Return an override as a JSON value; what it does not say is left out."""
    fields = {
        "key": slot_text(override.key),
        "start": None if override.start is None else slot_text(override.start),
        "second": override.second,
        "length_min": override.length_min,
        "cancelled": override.cancelled or None,
        "added": people_json(override.added) or None,
        "removed": sorted(override.removed) or None,
    }
    return {name: value for name, value in fields.items() if value is not None}


def override_from(value: Mapping[str, Any]) -> Override:
    """Return the override of such a value."""
    start = value.get("start")
    return Override(
        slot_from(value["key"]),
        None if start is None else slot_from(start),
        value.get("second"),
        value.get("length_min"),
        value.get("cancelled", False),
        people_from(value.get("added", ())),
        frozenset(map(PersonId, value.get("removed", ()))),
    )
