"""Corrections of what a room recorded: new records with a reason; what they correct is kept. Pure.

A correction says when somebody was present, whole: it does not add to what was recorded. The newest one counts. It names
the one before it, so that of two made at once the second is refused, and a correction of a correction is one more.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from clinic.attendance.presence import Attended, SessionTime
from clinic.common.errors import FieldError, Invalid, Refused
from clinic.common.ids import AppointmentId, PersonId
from clinic.programme.spans import Span, union

__all__ = [
    "MOST_CORRECTIONS",
    "MOST_NOTE",
    "MOST_SPANS",
    "Correction",
    "CorrectionReason",
    "check_correction",
    "check_newest",
    "with_corrections",
]

MOST_SPANS: Final = 20
"""Times of presence in one correction."""
MOST_NOTE: Final = 500
"""Characters of its note."""
MOST_CORRECTIONS: Final = 50
"""Corrections of one person in one session."""
_BEFORE: Final = timedelta(hours=1)
_AFTER: Final = timedelta(hours=4)


class CorrectionReason(StrEnum):
    """Why attendance is corrected."""

    CONNECTION = "connection"
    """They were there by another way while the connection was lost, such as by telephone."""
    SHARED_SEAT = "shared_seat"
    """On a shared seat one of the two was there, or was not, otherwise than recorded."""
    ROLL_CALL = "roll_call"
    """Staff called the roll."""
    FAULT = "fault"
    """The service was away or recorded it wrong."""
    MISTAKE = "mistake"
    """The correction before was wrong."""
    OTHER = "other"
    """Needs a note."""


@dataclass(frozen=True, slots=True)
class Correction:
    """When somebody was present, as a member of staff says.

    Attributes:
        spans: All of it; empty if they were not there.
        replaces: The correction before this one; None for the first.
    """

    id: str
    session: AppointmentId
    person: PersonId
    spans: tuple[Span, ...]
    reason: CorrectionReason
    by: PersonId
    at: datetime
    replaces: str | None = None
    note: str = field(default="", repr=False)


def check_correction(
    spans: Sequence[Span], reason: CorrectionReason, note: str, session: SessionTime, now: datetime
) -> tuple[Span, ...]:
    """Return the times of a correction in order, apart from each other.

    Raises:
        Invalid: ``attendance.spans``: too many; ``attendance.span``: one that ends before it begins, has not ended yet,
            or lies far outside the session; ``attendance.note``: too long, or missing for a reason that needs one.
    """
    problems = []
    if len(spans) > MOST_SPANS:
        problems.append(FieldError("spans", "attendance.spans"))
    earliest, latest = session.span.begins - _BEFORE, session.span.ends + _AFTER
    for one in spans[:MOST_SPANS]:
        if not (earliest <= one.begins < one.ends <= min(latest, now)):
            problems.append(FieldError("spans", "attendance.span"))
            break
    if len(note) > MOST_NOTE or (reason is CorrectionReason.OTHER and not note.strip()):
        problems.append(FieldError("note", "attendance.note"))
    if problems:
        raise Invalid(problems)
    return tuple(union(spans))


def check_newest(made: Sequence[Correction], replaces: str | None) -> None:
    """Check that a new correction replaces the newest of those made.

    Raises:
        Refused: ``attendance.corrected_meanwhile``; ``attendance.too_many``.
    """
    newest = made[-1].id if made else None
    if newest != replaces:
        raise Refused("attendance.corrected_meanwhile")
    if len(made) >= MOST_CORRECTIONS:
        raise Refused("attendance.too_many")


def with_corrections(one: Attended, made: Sequence[Correction]) -> Attended:
    """Return how somebody was present when corrections are applied.

    Args:
        made: Of this person in this session, in the order in which they were made.
    """
    if not made:
        return one
    last = made[-1]
    spans = last.spans
    return replace(
        one,
        spans=spans,
        first_at=spans[0].begins if spans else None,
        last_at=spans[-1].ends if spans else None,
        corrected_by=last.by,
    )
