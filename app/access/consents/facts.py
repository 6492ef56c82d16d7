"""What has to be known of a session, and of where somebody joins it, to say which documents it asks for."""

from collections.abc import Sequence
from datetime import datetime

from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.people.people import PersonRecord
from app.persistence.repositories.schedule.records import Appointment
from clinic.consents.due import SessionFacts
from clinic.ids import AppointmentId, EpisodeId, PersonId, ProgramId
from clinic.programme.episodes import Episode
from clinic.programme.tracks import Track
from clinic.schedule.attendees import Role

__all__ = ["episode_for", "facts_of", "home_state", "open_episodes", "takes_part"]

_MOST_EPISODES = 100


def takes_part(appointment: Appointment, person: PersonId) -> bool:
    """Return whether somebody comes to a session as a client: nobody else signs anything before it."""
    return any(each.person == person and each.role is Role.MEMBER for each in appointment.people)


def home_state(record: PersonRecord) -> str:
    """Return the state of somebody's address, empty if it is not known or abroad."""
    address = record.fields.address
    return address.state if address.country == "US" else ""


async def open_episodes(unit: ClinicUnit, person: PersonId, now: datetime) -> list[Episode]:
    """Return the episodes of care in which a client is now, the newest first."""
    day = now.astimezone(unit.zone).date()
    stored = await unit.programme.episodes(person, None, _MOST_EPISODES)
    found = [each.episode for each in stored if each.episode.holds(day)]
    return sorted(found, key=lambda each: (each.since, each.id), reverse=True)


def episode_for(episodes: Sequence[Episode], program: ProgramId | None) -> EpisodeId | None:
    """Return the episode that a session belongs to: that of its programme, or else the newest."""
    of_program = [each.id for each in episodes if each.program == program]
    return next(iter(of_program or [each.id for each in episodes]), None)


async def facts_of(
    unit: ClinicUnit,
    appointment: Appointment,
    episodes: Sequence[Episode],
    state: str,
    now: datetime,
    *,
    at: AppointmentId | None,
) -> SessionFacts:
    """Return the facts of a session for a client with these episodes, who is in this state.

    Args:
        at: The session, if the client is on the way into it.
    """
    program, protected = None, appointment.content.track is Track.SUD
    if appointment.cohort is not None:
        stored = await unit.programme.cohort(appointment.cohort, now.astimezone(unit.zone).date())
        if stored is not None:
            program = stored.cohort.program
            whole = await unit.programme.program(program)
            protected = protected or stored.cohort.part2 or (whole is not None and whole.program.part2)
    return SessionFacts(
        at,
        appointment.content.kind,
        episode_for(episodes, program),
        state,
        any(each.role is Role.OBSERVER for each in appointment.people),
        protected,
    )
