"""A clinic with a client, who has a therapist, and two people who answer for its documents."""

from dataclasses import dataclass

import httpx
import pytest

from app.access.consents.versions import shipped
from app.persistence.repositories.care_team.assignments import AssignmentRecord
from app.runtime.ids import new_assignment_id
from clinic.care_team.period import Period
from clinic.care_team.roles import Assignment, CareTeamRole
from clinic.consents.documents import DocumentKind
from clinic.identity.roles import StaffRole
from clinic.people.person import Address
from tests.app.api.clinic.people.conftest import clinic, elsewhere
from tests.support.databases.built_once import BuiltOnce
from tests.support.service.clinics import Clinic, Visitor

__all__ = ["TEXTS", "Cast", "cast", "clinic", "elsewhere", "shipped_id"]

TEXTS = {
    "en": {"title": "Our rules", "text": "## Here\nPlease keep names private.\n\n- One\n- Two"},
    "es": {"title": "Nuestras reglas", "text": "Guarde los nombres."},
}


def shipped_id(kind: DocumentKind) -> str:
    return next(each.id for each in shipped() if each.key.kind is kind)


@dataclass(frozen=True)
class Cast:
    """Who asks."""

    clinic: Clinic
    ana: Visitor
    dana: Visitor
    wren: Visitor
    rea: Visitor

    async def put_in_force(self, document: str = "agreement", version: int = 0) -> str:
        day = self.clinic.now.astimezone().date().isoformat()
        body = {"texts": TEXTS, "effective_on": day}
        written = await self.wren.change("PUT", f"/documents/{document}/draft", body, version)
        assert written.status_code == 200, written.text
        reviewed = await self.rea.change(
            "POST", f"/documents/{document}/draft/review", None, written.json()["version"]
        )
        assert reviewed.status_code == 200, reviewed.text
        return str(reviewed.json()["current"]["id"])


@pytest.fixture
async def cast(clinic: Clinic, client: httpx.AsyncClient, built_once: BuiltOnce) -> Cast:
    return await built_once.step("cast", lambda: _gather(clinic, client), clinic.store, client)


async def _gather(clinic: Clinic, client: httpx.AsyncClient) -> Cast:
    ana = await clinic.client("Ana Lopez", address=Address(state="NY"))
    dana = await clinic.staff("Dana Therapist", StaffRole.CLINICIAN)
    held = Assignment(dana, CareTeamRole.INDIVIDUAL_THERAPIST, Period(clinic.now), client=ana)
    async with clinic.store.write(clinic.id, clinic.actor, clinic.now) as unit:
        await unit.assignments.add(AssignmentRecord(new_assignment_id(), held))
    return Cast(
        clinic,
        await clinic.sign_in_client(client, ana),
        await clinic.sign_in(client, dana),
        await clinic.sign_in(client, await clinic.staff("Wren Writer", StaffRole.CLINICAL_DIRECTOR)),
        await clinic.sign_in(client, await clinic.staff("Rea Reader", StaffRole.OWNER)),
    )
