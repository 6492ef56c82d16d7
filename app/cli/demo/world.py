"""The demo's programme as data: who is there, what they are to each other, and the sessions of a week. All invented."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from typing import Final

from clinic.care_team.roles import CareTeamRole
from clinic.identity.roles import StaffRole
from clinic.people.licences import LicenceType, Qualification
from clinic.programme.levels import LevelOfCare
from clinic.programme.tracks import Track
from clinic.schedule.attendees import Role

__all__ = [
    "CARE_TEAM",
    "CLIENTS",
    "COHORTS",
    "COUPLES",
    "COUPLES_THERAPIST",
    "NOT_SCREENED",
    "PROGRAMS",
    "STAFF",
    "UNSIGNED",
    "WEEK",
    "DemoCohort",
    "DemoProgram",
    "DemoSession",
    "DemoStaff",
]


@dataclass(frozen=True, slots=True)
class DemoStaff:
    """A member of staff: what they do in the clinic, what they are trained for, and their licence in New York."""

    name: str
    roles: tuple[StaffRole, ...]
    qualifications: tuple[Qualification, ...] = ()
    licence: LicenceType | None = None


@dataclass(frozen=True, slots=True)
class DemoProgram:
    """A programme."""

    name: str
    level: LevelOfCare
    target_min: int
    part2: bool = False


@dataclass(frozen=True, slots=True)
class DemoCohort:
    """A group and its members, by first name."""

    name: str
    program: str
    track: Track
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DemoSession:
    """A session that meets every week, in the clinic's time.

    Attributes:
        days: As RRULE has them: ``MO``, ``WE``.
        staff: Roles by name; the first facilitates.
        cohort: The group that meets; None if ``clients`` do.
        clients: First names of clients who are invited themselves.
    """

    title: str
    kind: str
    track: Track
    days: tuple[str, ...]
    at: time
    length_min: int
    staff: tuple[tuple[str, Role], ...]
    cohort: str | None = None
    clients: tuple[str, ...] = ()
    policy: Mapping[str, str] = field(default_factory=dict)


STAFF: Final = (
    DemoStaff(
        "Dr. Elena Morales",
        tuple(StaffRole),
        (Qualification.LICENSED_CLINICIAN,),
        LicenceType.PSYCHOLOGIST,
    ),
    DemoStaff(
        "Dr. Maria Rivera",
        (StaffRole.CLINICIAN,),
        (Qualification.LICENSED_CLINICIAN,),
        LicenceType.PSYCHOLOGIST,
    ),
    DemoStaff(
        "Dr. Chidi Okafor",
        (StaffRole.CLINICIAN,),
        (Qualification.LICENSED_CLINICIAN, Qualification.COUPLES_THERAPIST),
        LicenceType.MARRIAGE_FAMILY_THERAPIST,
    ),
    DemoStaff(
        "Sam Lindgren",
        (StaffRole.CLINICIAN,),
        (Qualification.LICENSED_CLINICIAN,),
        LicenceType.SOCIAL_WORKER,
    ),
    DemoStaff(
        "Jordan Price",
        (StaffRole.CLINICIAN,),
        (Qualification.SUD_COUNSELOR, Qualification.LICENSED_CLINICIAN),
        LicenceType.ADDICTION_COUNSELOR,
    ),
    DemoStaff("Dr. Anjali Patel", (StaffRole.CLINICIAN,), (Qualification.PRESCRIBER,), LicenceType.PHYSICIAN),
    DemoStaff("Maya Chen", (StaffRole.CLINICIAN,), (Qualification.EDUCATOR,)),
    DemoStaff("Noor Haddad", (StaffRole.CARE_COORDINATOR,), (Qualification.CARE_COORDINATOR,)),
    DemoStaff("Alex Kim", (StaffRole.ADMIN, StaffRole.TECH_HOST)),
)

CLIENTS: Final = (
    *("Ana Ortiz", "Ben Walker", "Chloe Martin", "Dev Shah", "Elena Rossi"),
    *("Finn Rossi", "Grace Hughes", "Hugo Lambert", "Iris Novak", "Jonas Weber"),
    *("Kira Sato", "Liam Murphy", "Mina Park", "Noah Fischer", "Olga Petrova"),
    *("Paul Ndiaye", "Quinn Taylor", "Rosa Jiménez", "Said Rahmani", "Tess de Vries"),
    *("Uma Krishnan", "Viktor Lund", "Wren Cooper", "Ximena Cruz", "Yusuf Demir"),
    *("Zoe Adler", "Adil Karim", "Bianca Costa", "Caleb Stone", "Dana Levy"),
    *("Emil Jansen", "Fatima Zahra", "Gabriel Moreau", "Hana Kowalski", "Ivan Dimitrov"),
    *("Julia Santos", "Kofi Mensah", "Leila Amari", "Marco Bianchi", "Nadia Hassan"),
)

UNSIGNED: Final = "Jonas Weber"
"""Has signed nothing yet, so that the page before the room is seen with all its steps."""

COUPLES: Final = (
    ("Elena Rossi", "Finn Rossi", 1),
    ("Grace Hughes", "Hugo Lambert", 2),
    ("Rosa Jiménez", "Marco Bianchi", 1),
    ("Leila Amari", "Adil Karim", 1),
)
"""Two partners, and how many cameras they usually use."""

NOT_SCREENED: Final = "Hugo Lambert"
"""Whose own therapist has not screened him yet: his couple waits for clearance. The other couples are cleared."""

PROGRAMS: Final = (
    DemoProgram("Day program", LevelOfCare.ASAM_2_1, 540),
    DemoProgram("Evening recovery program", LevelOfCare.ASAM_2_1, 540, part2=True),
)

COHORTS: Final = (
    DemoCohort("Morning group A", "Day program", Track.GROUP, CLIENTS[0:5] + CLIENTS[6:7] + CLIENTS[8:10]),
    DemoCohort("Morning group B", "Day program", Track.GROUP, CLIENTS[5:6] + CLIENTS[7:8] + CLIENTS[10:16]),
    DemoCohort(
        "Couples’ group",
        "Day program",
        Track.COUPLES,
        tuple(name for first, second, _ in COUPLES for name in (first, second)),
    ),
    DemoCohort("Evening group", "Evening recovery program", Track.SUD, CLIENTS[18:28]),
    DemoCohort("Evening group 2", "Evening recovery program", Track.SUD, CLIENTS[28:38]),
    DemoCohort("Alumni", "Day program", Track.GROUP, CLIENTS[14:17] + CLIENTS[39:40]),
)

CARE_TEAM: Final = (
    ("Dr. Maria Rivera", CareTeamRole.INDIVIDUAL_THERAPIST, (*CLIENTS[0:10], "Leila Amari")),
    ("Sam Lindgren", CareTeamRole.INDIVIDUAL_THERAPIST, (*CLIENTS[10:20], "Marco Bianchi", "Adil Karim")),
    ("Jordan Price", CareTeamRole.SUD_COUNSELOR, CLIENTS[18:38]),
    ("Dr. Anjali Patel", CareTeamRole.PRESCRIBER, CLIENTS[0:20]),
    ("Noor Haddad", CareTeamRole.CARE_COORDINATOR, CLIENTS),
)
"""Clinician, role, and for whom. The couples' therapist is nobody's own."""

COUPLES_THERAPIST: Final = "Dr. Chidi Okafor"

_FACILITATES: Final = Role.FACILITATOR
_HELPS: Final = Role.CO_FACILITATOR

WEEK: Final = (
    DemoSession(
        "Morning group A",
        "group",
        Track.GROUP,
        ("MO", "WE", "FR"),
        time(9),
        75,
        (("Dr. Maria Rivera", _FACILITATES), ("Sam Lindgren", _HELPS)),
        "Morning group A",
    ),
    DemoSession(
        "Morning group B",
        "group",
        Track.GROUP,
        ("MO", "WE", "FR"),
        time(11),
        75,
        (("Sam Lindgren", _FACILITATES),),
        "Morning group B",
    ),
    DemoSession(
        "Class: how stress works",
        "psychoeducation",
        Track.GROUP,
        ("TU", "TH"),
        time(10),
        50,
        (("Maya Chen", _FACILITATES),),
        "Morning group A",
    ),
    DemoSession(
        "Couples’ group",
        "multi_couple",
        Track.COUPLES,
        ("WE",),
        time(17),
        90,
        (("Dr. Chidi Okafor", _FACILITATES),),
        "Couples’ group",
    ),
    DemoSession(
        "Evening group",
        "group",
        Track.SUD,
        ("MO", "TU", "TH"),
        time(18),
        90,
        (("Jordan Price", _FACILITATES),),
        "Evening group",
    ),
    DemoSession(
        "Alumni circle",
        "alumni",
        Track.GROUP,
        ("SA",),
        time(10),
        60,
        (("Sam Lindgren", _FACILITATES),),
        "Alumni",
    ),
    DemoSession(
        "Couples session",
        "couples",
        Track.COUPLES,
        ("WE",),
        time(14),
        50,
        (("Dr. Chidi Okafor", _FACILITATES),),
        clients=("Elena Rossi", "Finn Rossi"),
    ),
    DemoSession(
        "Individual session",
        "individual",
        Track.INDIVIDUAL,
        ("TU",),
        time(13),
        50,
        (("Dr. Maria Rivera", _FACILITATES),),
        clients=("Ana Ortiz",),
    ),
    DemoSession(
        "Medical visit",
        "medical_visit",
        Track.MEDICAL,
        ("FR",),
        time(15),
        20,
        (("Dr. Anjali Patel", _FACILITATES),),
        clients=("Ben Walker",),
    ),
)
