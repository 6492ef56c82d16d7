"""People who were in one group and are discharged, and who looks after them."""

from dataclasses import dataclass
from datetime import date, timedelta

import httpx

from app.persistence.repositories.care_team.assignments import AssignmentRecord
from app.persistence.repositories.programme.programme import StoredCohort
from app.runtime.ids import (
    new_assignment_id,
    new_cohort_id,
    new_couple_id,
    new_episode_id,
    new_program_id,
)
from clinic.care_team.period import Period
from clinic.care_team.roles import Assignment, CareTeamRole
from clinic.common.ids import CohortId, PersonId, ProgramId
from clinic.identity.roles import StaffRole
from clinic.people.contact import SafeChannel
from clinic.people.couples import CoupleUnit
from clinic.programme.cohorts import Admission, Cohort, Membership
from clinic.programme.episodes import Episode
from clinic.programme.levels import LevelOfCare
from clinic.programme.programs import Program
from clinic.programme.tracks import Track
from tests.support.service.clinics import Answer, Clinic, Visitor

__all__ = ["SupportCast", "cast_network"]


@dataclass(frozen=True)
class SupportCast:
    """Three who were in one group; Ana and Ben are discharged, Cleo is not. Ida is Ana's therapist, Ivo Ben's."""

    clinic: Clinic
    program: ProgramId
    cohort: CohortId
    alumni: CohortId
    ana: Visitor
    ben: Visitor
    cleo: Visitor
    ida: Visitor
    ivo: Visitor
    coordinator: Visitor

    @property
    def today(self) -> date:
        return self.clinic.now.date()

    async def name(self, who: Visitor, name: str) -> None:
        answer = await who.change("PUT", "/me/network/name", {"name": name}, 0)
        assert answer.status_code == 200, answer.text

    async def move(self, who: Visitor, other: Visitor, move: str) -> Answer:
        return await who.post(f"/me/network/people/{other.person}/moves", {"move": move})

    async def link(self) -> None:
        """Let Ana and Ben find each other."""
        await self.name(self.ana, "Sparrow")
        await self.name(self.ben, "Robin")
        for one, other in ((self.ana, self.ben), (self.ben, self.ana)):
            assert (await self.move(one, other, "offer")).status_code == 200

    async def apart(self, who: Visitor, one: Visitor, other: Visitor, *, apart: bool = True) -> Answer:
        path = f"/people/{one.person}/network/apart/{other.person}"
        return await who.send("PUT", path, json={"apart": apart})

    async def pair(self, one: Visitor, other: Visitor, until: timedelta | None = None) -> None:
        """Make a couple of two people, which ended so long after now."""
        now = self.clinic.now
        end = now + until if until is not None else None
        couple = CoupleUnit(
            new_couple_id(), self.clinic.id, (one.person, other.person), now - timedelta(days=90), end
        )
        async with self.clinic.store.write(self.clinic.id, self.clinic.actor, now) as unit:
            await unit.couples.add(couple)

    async def enrol(self, who: Visitor) -> None:
        """Let somebody be treated here again."""
        async with self.clinic.store.write(self.clinic.id, self.clinic.actor, self.clinic.now) as unit:
            await unit.programme.add_episode(_stay(who.person, self.program, self.today, None))


def _stay(person: PersonId, program: ProgramId, since: date, until: date | None) -> Episode:
    return Episode(new_episode_id(), person, program, since, until, LevelOfCare.ASAM_2_1, 540)


async def cast_network(clinic: Clinic, web: httpx.AsyncClient) -> SupportCast:
    """Put them into a clinic."""
    today = clinic.now.date()
    first, last = today - timedelta(days=60), today - timedelta(days=2)
    people = {
        name: await clinic.client(
            name,
            legal_name=f"{name} {legal}",
            email=f"{name.lower()}@mail{clinic.id[3:]}.example",
            safe_channel=SafeChannel.EMAIL,
        )
        for name, legal in (("Ana", "Lopez"), ("Ben", "Okafor"), ("Cleo", "Haddad"))
    }
    staff = {
        "Ida": await clinic.staff("Dr. Ida", StaffRole.CLINICIAN),
        "Ivo": await clinic.staff("Dr. Ivo", StaffRole.CLINICIAN),
        "Coco": await clinic.staff("Sam Coco", StaffRole.CARE_COORDINATOR),
    }
    program, after = (
        Program(new_program_id(), "Morning", LevelOfCare.ASAM_2_1, 540),
        Program(new_program_id(), "Aftercare", LevelOfCare.AFTERCARE, 0),
    )
    cohort, alumni = (
        Cohort(new_cohort_id(), one.id, Track.GROUP, name, Admission.ROLLING, 12)
        for one, name in ((program, "Group A"), (after, "Sunday alumni"))
    )
    async with clinic.store.write(clinic.id, clinic.actor, clinic.now) as unit:
        for one in (program, after):
            await unit.programme.add_program(one)
        for group in (cohort, alumni):
            await unit.programme.add_cohort(StoredCohort(group))
        for name, person in people.items():
            until = None if name == "Cleo" else last
            await unit.programme.add_membership(Membership(cohort.id, person, first, until))
            await unit.programme.add_episode(_stay(person, program.id, first, until))
        for doctor, client in (("Ida", "Ana"), ("Ivo", "Ben")):
            held = Assignment(
                staff[doctor],
                CareTeamRole.INDIVIDUAL_THERAPIST,
                Period(clinic.now - timedelta(days=60)),
                client=people[client],
            )
            await unit.assignments.add(AssignmentRecord(new_assignment_id(), held))
    clients = [await clinic.sign_in_client(web, person) for person in people.values()]
    workers = [await clinic.sign_in(web, person) for person in staff.values()]
    return SupportCast(clinic, program.id, cohort.id, alumni.id, *clients, *workers)
