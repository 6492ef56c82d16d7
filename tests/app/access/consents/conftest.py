"""A clinic whose clients sign documents."""

from datetime import date, datetime

import pytest

from app.access.consents import documents
from app.access.consents.versions import shipped
from clinic.common.ids import AppointmentId, PersonId
from clinic.consents.documents import DocumentKey, DocumentKind
from clinic.consents.texts import DocumentText
from clinic.consents.versions import VersionId
from clinic.identity.roles import StaffRole
from clinic.people.person import Address
from tests.app.access.conftest import NOW, Place
from tests.support.schedule.series import plan_session

SESSION = AppointmentId("ss_1")
TEXTS = {
    "en": DocumentText("Our rules", "## Here\nPlease keep names private."),
    "es": DocumentText("Nuestras reglas", "## Aquí\nGuarde los nombres."),
}


def shipped_id(kind: DocumentKind) -> VersionId:
    return next(each.id for each in shipped() if each.key.kind is kind)


@pytest.fixture
async def ana(place: Place) -> PersonId:
    return await place.clinic.client("Ana Lopez", address=Address(state="NY"), language="es")


async def plan(place: Place, client: PersonId, *others: PersonId, role: str = "member") -> None:
    """Plan a group session, ``ss_1``, with a client and more people in it."""
    host = await place.clinic.staff("Hana Host", StaffRole.CLINICIAN)
    async with place.write() as unit:
        await plan_session(unit, NOW, {host: "facilitator", client: "member", **dict.fromkeys(others, role)})


async def put_in_force(place: Place, kind: DocumentKind, now: datetime = NOW, state: str = "") -> VersionId:
    """Let a clinic's own version hold from this moment on; a director writes it and an owner reviews it."""
    writer = await place.staff(StaffRole.CLINICAL_DIRECTOR, name=f"Wren writes-{kind}{state}")
    reviewer = await place.staff(StaffRole.OWNER, name=f"Rea reads-{kind}{state}")
    key = DocumentKey(kind, state)
    async with place.write(now) as unit:
        day: date = now.astimezone(unit.zone).date()
        written = await documents.put_draft(unit, writer, key, 0, TEXTS, day)
        reviewed = await documents.review_draft(unit, reviewer, key, written.draft_version)
    assert reviewed.current is not None
    return reviewed.current.id
