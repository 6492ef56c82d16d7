"""What has to be known of a session, and of where somebody joins it, to say which documents it asks for."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.people.people import PersonRecord
from app.persistence.repositories.schedule.records import Appointment
from clinic.common.ids import AppointmentId, CohortId, EpisodeId, PersonId, ProgramId
from clinic.consents.due import SessionFacts
from clinic.programme.episodes import Episode
from clinic.programme.tracks import Track
from clinic.schedule.attendees import Role

__all__ = [
    "Group",
    "episode_for",
    "facts_in",
    "facts_of",
    "group_of",
    "home_state",
    "open_episodes",
    "open_episodes_of",
    "session_facts",
    "takes_part",
]


def takes_part(appointment: Appointment, person: PersonId) -> bool:
    """Return whether somebody comes to a session as a client: nobody else signs anything before it."""
    return any(each.person == person and each.role is Role.MEMBER for each in appointment.people)


def home_state(record: PersonRecord) -> str:
    """Return the state of somebody's address, empty if it is not known or abroad."""
    address = record.fields.address
    return address.state if address.country == "US" else ""


async def open_episodes(unit: ClinicUnit, person: PersonId, now: datetime) -> list[Episode]:
    """Return the episodes of care in which a client is now, the newest first."""
    return (await open_episodes_of(unit, [person], now))[person]


async def open_episodes_of(
    unit: ClinicUnit, people: Collection[PersonId], now: datetime
) -> dict[PersonId, list[Episode]]:
    """Return the same of each of these clients."""
    found: dict[PersonId, list[Episode]] = {person: [] for person in people}
    for episode in await unit.programme.episodes_of(people, now.astimezone(unit.zone).date()):
        found[episode.client].insert(0, episode)
    return found


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
    group = await group_of(unit, appointment.cohort, now)
    return facts_in(appointment, group, episodes, state, at=at)


async def session_facts(
    unit: ClinicUnit, appointment: AppointmentId, states: Mapping[PersonId, str]
) -> dict[PersonId, SessionFacts]:
    """Return the facts of a session for each of these people who is a client in it, on the way into it.

    The number of queries is the same however many they are.

    Args:
        states: By person, the state where they are; empty if it is not known or abroad.
    """
    found = await unit.appointments.find(appointment)
    people = [each for each in states if found is not None and takes_part(found, each)]
    if found is None or not people:
        return {}
    group = await group_of(unit, found.cohort, unit.now)
    episodes = await open_episodes_of(unit, people, unit.now)
    return {
        person: facts_in(found, group, episodes[person], states[person], at=appointment) for person in people
    }


@dataclass(frozen=True, slots=True)
class Group:
    """What a session's group says: its programme, and whether 42 CFR Part 2 protects it."""

    program: ProgramId | None = None
    is_protected: bool = False


async def group_of(unit: ClinicUnit, cohort: CohortId | None, now: datetime) -> Group:
    """Return what a group says; nothing for a session of none."""
    stored = await unit.programme.cohort(cohort, now.astimezone(unit.zone).date()) if cohort else None
    if stored is None:
        return Group()
    program = stored.cohort.program
    whole = await unit.programme.program(program)
    return Group(program, stored.cohort.part2 or (whole is not None and whole.program.part2))


def facts_in(
    appointment: Appointment,
    group: Group,
    episodes: Sequence[Episode],
    state: str,
    *,
    at: AppointmentId | None,
) -> SessionFacts:
    """Return the same, with what the session's group says."""
    return SessionFacts(
        at,
        appointment.content.kind,
        episode_for(episodes, group.program),
        state,
        any(each.role is Role.OBSERVER for each in appointment.people),
        group.is_protected or appointment.content.track is Track.SUD,
    )
