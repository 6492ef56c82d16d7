"""A clinic with a couple, a payer and a chart, and everybody who may or may not read what pays for care."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx
import pytest

from app.persistence.repositories.care_team.assignments import AssignmentRecord
from app.persistence.repositories.people.licences import LicenceRecord
from app.runtime.ids import new_assignment_id, new_couple_id, new_grant_id
from clinic.care_team.period import Period
from clinic.care_team.reading import Category
from clinic.care_team.roles import Assignment, CareTeamRole
from clinic.common.ids import CoupleId, PersonId, RecipientId
from clinic.consents.documents import DocumentKind
from clinic.consents.grants import Terms
from clinic.consents.recipients import Recipient, RecipientKind
from clinic.identity.roles import StaffRole
from clinic.people.couples import CoupleUnit
from clinic.people.licences import Licence, LicenceType
from clinic.programme.tracks import Track
from tests.app.api.clinic.people.conftest import clinic, elsewhere
from tests.support.consents import granted, version_of
from tests.support.databases.built_once import BuiltOnce
from tests.support.schedule.afterwards.held import HOME, hold_session
from tests.support.service.clinics import Clinic, Visitor

__all__ = ["ACME", "CHART", "COVERAGE", "Cast", "cast", "clinic", "elsewhere"]

ACME, CHART = RecipientId("rc_acme"), RecipientId("rc_chart")
COVERAGE: dict[str, Any] = {
    "payer": ACME,
    "plan": "PPO Gold",
    "member": "MEMBER-7",
    "from_on": "2025-01-01",
    "items": {"meals": {"covered": "no", "note": "Asked in May"}},
    "minimum_min": 180,
}


@dataclass(frozen=True)
class Cast:
    """Who asks. Dana is Ana's own therapist, Cole the couple's, Sue Ana's counselor for substance use."""

    clinic: Clinic
    ana: Visitor
    ben: Visitor
    couple: CoupleId
    cory: Visitor
    dana: Visitor
    cole: Visitor
    sue: Visitor

    @property
    def today(self) -> date:
        return self.clinic.now.date()

    async def held(
        self,
        kind: str,
        minutes: int,
        days_ago: int = 1,
        *,
        hour: int = 15,
        ben: float | None = None,
        track: Track = Track.GROUP,
        state: str = "NY",
    ) -> None:
        """Add a session of these whole minutes, in which Ana was from its beginning to its end."""
        day = self.today - timedelta(days=days_ago)
        begins = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
        present = {self.ana.person: float(minutes)} | ({} if ben is None else {self.ben.person: ben})
        place = HOME.__class__(HOME.address, HOME.city, state, HOME.phone)
        couple = self.couple if kind == "couples" else None
        async with self.clinic.store.write(self.clinic.id, self.clinic.actor, self.clinic.now) as unit:
            await hold_session(
                unit,
                kind,
                begins,
                minutes,
                self.dana.person,
                present,
                track=track,
                couple=couple,
                place=place,
            )

    async def consent(self, to: RecipientId, giver: PersonId | None = None) -> str:
        """Let Ana, or somebody else, name this organisation in a Part 2 consent."""
        terms = Terms(to, "payment", frozenset({Category.SUD_TRACK}), self.clinic.now + timedelta(days=9))
        grant = granted(
            version_of(DocumentKind.PART2),
            giver or self.ana.person,
            self.clinic.now,
            id=new_grant_id(),
            terms=terms,
            episode=None,
        )
        async with self.clinic.store.write(self.clinic.id, self.clinic.actor, self.clinic.now) as unit:
            await unit.grants.add(grant)
        return grant.id

    def period(self, **more: Any) -> dict[str, Any]:
        since = (self.today - timedelta(days=10)).isoformat()
        return {"kind": "superbill", "since": since, "last": self.today.isoformat(), **more}

    async def state(self, **more: Any) -> dict[str, Any]:
        """Let Cory make a statement of Ana; return it as it is listed."""
        made = await self.cory.post(f"/people/{self.ana.person}/statements", self.period(**more))
        assert made.status_code == 201, made.text
        listed = (await self.cory.get(f"/people/{self.ana.person}/statements")).json()["items"]
        return next(one for one in listed if one["id"] == made.json()["id"])


@pytest.fixture
async def cast(clinic: Clinic, client: httpx.AsyncClient, built_once: BuiltOnce) -> Cast:
    return await built_once.step("insured", lambda: _gather(clinic, client), clinic.store, client)


async def _gather(clinic: Clinic, client: httpx.AsyncClient) -> Cast:
    ana = await clinic.client("Ana Lopez", legal_name="Ana María Lopez")
    ben = await clinic.client("Ben Lopez")
    staff = {
        name: await clinic.staff(f"Staff {name}", StaffRole.CLINICIAN) for name in ("Dana", "Cole", "Sue")
    }
    couple = CoupleId(new_couple_id())
    since = Period(clinic.now - timedelta(days=30))
    held = (
        Assignment(staff["Dana"], CareTeamRole.INDIVIDUAL_THERAPIST, since, client=ana),
        Assignment(staff["Cole"], CareTeamRole.COUPLES_THERAPIST, since, couple=couple),
        Assignment(staff["Sue"], CareTeamRole.SUD_COUNSELOR, since, client=ana),
    )
    async with clinic.store.write(clinic.id, clinic.actor, clinic.now) as unit:
        await unit.couples.add(CoupleUnit(couple, clinic.id, (ana, ben), clinic.now - timedelta(days=30)))
        for each in held:
            await unit.assignments.add(AssignmentRecord(new_assignment_id(), each))
        await unit.licences.add(
            LicenceRecord(
                "li_1", staff["Dana"], Licence("NY", LicenceType.PSYCHOLOGIST, "081234", date(2199, 1, 1))
            )
        )
        await unit.recipients.add(Recipient(ACME, "Acme Health", RecipientKind.PAYER))
        await unit.recipients.add(Recipient(CHART, "Chart", RecipientKind.EHR))
    return Cast(
        clinic,
        await clinic.sign_in_client(client, ana),
        await clinic.sign_in_client(client, ben),
        couple,
        await clinic.sign_in(client, await clinic.staff("Cory Coordinator", StaffRole.CARE_COORDINATOR)),
        *[await clinic.sign_in(client, person) for person in staff.values()],
    )
