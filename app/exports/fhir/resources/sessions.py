"""One person's part in a session: planned (Appointment), held (Encounter), and how that is known (Provenance).

Each is about one client. Nobody else who was there is named but the staff who led, a partner neither.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from app.exports.fhir.ids import fhir_id, person_in_session
from app.exports.fhir.labels import labelled
from app.exports.fhir.made import OWN, Content, concept, instant, made, period, reference
from app.exports.fhir.statement import REDISCLOSURE
from clinic.common.ids import AppointmentId, EpisodeId, PersonId
from clinic.schedule.attendees import Role

__all__ = ["Led", "PersonalSession", "Presence", "appointment", "encounter", "provenance"]

_KINDS: Final = {
    "group": "Group therapy",
    "multi_couple": "Group of couples",
    "couples": "Couples session",
    "individual": "Individual session",
    "psychoeducation": "Psychoeducation",
    "medical_visit": "Medical visit",
    "alumni": "Alumni meeting",
}
_COUNTED: Final = frozenset({"group", "multi_couple", "psychoeducation", "alumni"})
"""Kinds of which the number of people is told: in the others it is known, or would tell of a partner."""
_PARTICIPATION: Final = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType"
_CODES: Final = {Role.FACILITATOR: "PPRF", Role.CO_FACILITATOR: "SPRF"}


@dataclass(frozen=True, slots=True)
class Led:
    """Somebody who leads a session."""

    person: PersonId
    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class Presence:
    """How one person was present.

    Attributes:
        since: When they came first.
        until: When they were there last.
        minutes: Whole minutes present.
        head_count: How many clients were present in all.
        corrected: Whether staff have corrected what the room recorded.
    """

    since: datetime
    until: datetime
    minutes: int
    head_count: int
    corrected: bool = False


@dataclass(frozen=True, slots=True)
class PersonalSession:
    """One client's part in one session.

    Attributes:
        kind: Of its room.
        presence: None while it is to come, and of somebody who did not come.
        episode: The episode of care that it belongs to.
        protected: Whether 42 CFR Part 2 protects it.
    """

    appointment: AppointmentId
    person: PersonId
    kind: str
    begins: datetime
    ends: datetime
    led: tuple[Led, ...]
    is_over: bool = False
    cancelled: bool = False
    presence: Presence | None = None
    episode: EpisodeId | None = None
    protected: bool = False

    @property
    def id(self) -> str:
        """The id of each resource about it."""
        return person_in_session(self.appointment, self.person)


def appointment(one: PersonalSession) -> Content:
    """Return the session as it is planned for the person."""
    status = "fulfilled" if one.presence else "noshow" if one.is_over else "booked"
    staff = [_actor(f"Practitioner/{fhir_id(each.person)}", each.name) for each in one.led]
    return made(
        {
            "resourceType": "Appointment",
            "id": one.id,
            "meta": labelled(protected=one.protected),
            "status": "cancelled" if one.cancelled else status,
            "appointmentType": concept(_KINDS[one.kind]),
            "start": instant(one.begins),
            "end": instant(one.ends),
            "participant": [_actor(f"Patient/{fhir_id(one.person)}"), *staff],
        }
    )


def encounter(one: PersonalSession, presence: Presence) -> Content:
    """Return the session as it was for the person: when they were there, and for how many minutes."""
    counted = {"url": f"{OWN}head-count", "valueUnsignedInt": presence.head_count}
    return made(
        {
            "resourceType": "Encounter",
            "id": one.id,
            "meta": labelled(protected=one.protected),
            "extension": [counted] if one.kind in _COUNTED else [],
            "status": "finished",
            "class": {
                "system": "http://terminology.hl7.org/CodeSystem/v3-ActCode",
                "code": "VR",
                "display": "virtual",
            },
            "type": [concept(_KINDS[one.kind])],
            "subject": reference("Patient", fhir_id(one.person)),
            "episodeOfCare": [reference("EpisodeOfCare", fhir_id(one.episode))] if one.episode else [],
            "participant": [
                {
                    "type": [concept("", _PARTICIPATION, _CODES[each.role])],
                    "individual": reference("Practitioner", fhir_id(each.person), each.name),
                }
                for each in one.led
            ],
            "appointment": [reference("Appointment", one.id)],
            "period": period(presence.since, presence.until),
            "length": {
                "value": presence.minutes,
                "unit": "min",
                "system": "http://unitsofmeasure.org",
                "code": "min",
            },
        }
    )


def provenance(one: PersonalSession, presence: Presence, clinic: str) -> Content:
    """Return where an encounter's times come from; what Part 2 protects carries its statement here."""
    how = "Recorded by the session's room" + (", corrected by staff" if presence.corrected else "")
    said = f"{how}. {REDISCLOSURE}" if one.protected else f"{how}."
    return made(
        {
            "resourceType": "Provenance",
            "id": one.id,
            "meta": labelled(protected=one.protected),
            "text": {
                "status": "generated",
                "div": f'<div xmlns="http://www.w3.org/1999/xhtml">{said}</div>',
            },
            "target": [reference("Encounter", one.id)],
            "occurredPeriod": period(presence.since, presence.until),
            "recorded": instant(presence.until),
            "activity": concept(how, "http://terminology.hl7.org/CodeSystem/v3-DataOperation", "CREATE"),
            "agent": [
                {
                    "type": concept(
                        "",
                        "http://terminology.hl7.org/CodeSystem/provenance-participant-type",
                        "assembler",
                    ),
                    "who": {"display": "Attune"},
                    "onBehalfOf": {"display": clinic},
                }
            ],
        }
    )


def _actor(target: str, name: str = "") -> Content:
    return {"actor": {"reference": target, "display": name}, "required": "required", "status": "accepted"}
