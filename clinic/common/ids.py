"""Identifiers: strings whose prefix says what they name. They are created at the edge and passed in."""

from typing import NewType

__all__ = [
    "AppointmentId",
    "ClinicId",
    "CohortId",
    "CoupleId",
    "EpisodeId",
    "PersonId",
    "ProgramId",
    "RecipientId",
    "SeriesId",
    "SignInId",
]

ClinicId = NewType("ClinicId", str)
"""``cl_…``: a practice or programme. Everything belongs to exactly one."""

PersonId = NewType("PersonId", str)
"""``pt_…``: one human, client or staff; the same id as in a room."""

CoupleId = NewType("CoupleId", str)
"""``cu_…``: two clients who are treated as a couple."""

ProgramId = NewType("ProgramId", str)
"""``pg_…``: what clients enroll in, with a level of care and a weekly target."""

CohortId = NewType("CohortId", str)
"""``co_…``: clients who meet together over weeks; a group."""

EpisodeId = NewType("EpisodeId", str)
"""``ep_…``: one client's stay in a programme, from enrolment to discharge."""

RecipientId = NewType("RecipientId", str)
"""``rc_…``: an organisation outside the clinic that records may go to, such as a payer."""

SeriesId = NewType("SeriesId", str)
"""``sr_…``: a rule by which appointments repeat."""

AppointmentId = NewType("AppointmentId", str)
"""``ss_…``: one planned meeting; its session, and the room of it, have the same id."""

SignInId = NewType("SignInId", str)
"""``si_…``: one person signed in on one device; for an integration, the token it acts with."""
