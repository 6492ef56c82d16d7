"""A couple and everybody who may know something of its clearance: each partner's own therapist, and the couple's."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx

from app.persistence.repositories.care_team.assignments import AssignmentRecord
from app.runtime.ids import new_assignment_id, new_couple_id, new_screening_id
from clinic.care_team.period import Period
from clinic.care_team.roles import Assignment, CareTeamRole
from clinic.common.ids import CoupleId, PersonId
from clinic.identity.roles import StaffRole
from clinic.people.contact import SafeChannel
from clinic.people.couples import CoupleUnit
from clinic.people.person import EmergencyContact
from clinic.safety.clearance import Decision, Move, Reason
from clinic.safety.screening import HITS, Screening
from tests.support.service.clinics import Answer, Clinic, Visitor

__all__ = ["CALM", "CoupleCast", "cast_couple", "clear_couple"]

CALM = [1, 1, 1, 1]


@dataclass(frozen=True)
class CoupleCast:
    """Who is there. Ida is Ana's own therapist, Ivo Ben's, Cora the couple's."""

    clinic: Clinic
    ana: PersonId
    ben: PersonId
    couple: CoupleId
    ida: Visitor
    ivo: Visitor
    cora: Visitor

    async def version(self, who: Visitor, person: PersonId) -> int:
        answer = await who.get(f"/people/{person}/screening")
        assert answer.status_code == 200, answer.text
        return int(answer.json()["version"])

    async def screen(
        self, who: Visitor, person: PersonId, answers: list[int] | None = None, *, in_private: bool = True
    ) -> Answer:
        body = {"answers": answers or CALM, "in_private": in_private}
        return await who.change("POST", f"/people/{person}/screenings", body, await self.version(who, person))

    async def decide(self, who: Visitor, person: PersonId, move: str, reason: str) -> Answer:
        body = {"move": move, "reason": reason}
        return await who.change("POST", f"/people/{person}/clearance", body, await self.version(who, person))

    async def clear(self, who: Visitor, person: PersonId) -> None:
        assert (await self.screen(who, person)).status_code == 201
        assert (await self.decide(who, person, "clear", "screened")).status_code == 200

    async def value(self) -> Any:
        answer = await self.cora.get(f"/couples/{self.couple}/clearance")
        assert answer.status_code == 200, answer.text
        return answer.json()["value"]


async def cast_couple(clinic: Clinic, web: httpx.AsyncClient) -> CoupleCast:
    """Put them into a clinic."""
    partner = EmergencyContact("Ben Okafor", "+12025550177", "husband", permission=True)
    ana = await clinic.client(
        "Ana Lopez", email="ana@example.org", emergency=partner, safe_channel=SafeChannel.EMAIL
    )
    ben = await clinic.client("Ben Okafor", email="ben@example.org", safe_channel=SafeChannel.EMAIL)
    couple = CoupleUnit(new_couple_id(), clinic.id, (ana, ben), clinic.now - timedelta(days=30))
    staff = {name: await clinic.staff(f"Dr. {name}", StaffRole.CLINICIAN) for name in ("Ida", "Ivo", "Cora")}
    since = Period(clinic.now - timedelta(days=30))
    async with clinic.store.write(clinic.id, clinic.actor, clinic.now) as unit:
        await unit.couples.add(couple)
        for assignment in (
            Assignment(staff["Ida"], CareTeamRole.INDIVIDUAL_THERAPIST, since, client=ana),
            Assignment(staff["Ivo"], CareTeamRole.INDIVIDUAL_THERAPIST, since, client=ben),
            Assignment(staff["Cora"], CareTeamRole.COUPLES_THERAPIST, since, couple=couple.id),
        ):
            await unit.assignments.add(AssignmentRecord(new_assignment_id(), assignment))
    ida, ivo, cora = [await clinic.sign_in(web, person) for person in staff.values()]
    return CoupleCast(clinic, ana, ben, couple.id, ida, ivo, cora)


async def clear_couple(clinic: Clinic, couple: CoupleUnit | CoupleId, *partners: PersonId) -> None:
    """Let these partners be screened and cleared, by nobody in particular."""
    which = couple if isinstance(couple, str) else couple.id
    async with clinic.store.write(clinic.id, clinic.actor, clinic.now) as unit:
        for partner in partners:
            made = Screening(new_screening_id(), partner, partner, clinic.now, HITS, (1, 1, 1, 1))
            await unit.clearance.add_screening(made)
            decision = Decision(1, partner, partner, clinic.now, Move.CLEAR, Reason.SCREENED, clinic.now)
            await unit.clearance.decide(CoupleId(which), decision)
