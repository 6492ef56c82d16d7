from datetime import timedelta

import httpx
import pytest

from app.access.audit import access_audit
from app.access.callers import Caller, find_caller
from app.persistence.repositories.audit import AuditFilter
from app.persistence.unit_of_work import Database
from app.runtime.clock import to_datetime
from clinic.errors import Refused
from clinic.identity.roles import StaffRole
from tests.app.conftest import WebService
from tests.support.service.clinics import Clinic, open_clinic


async def caller_of(clinic: Clinic, web: httpx.AsyncClient, *roles: StaffRole) -> Caller:
    person = await clinic.staff("Dr. Rivera", *roles)
    visitor = await clinic.sign_in(web, person)
    return await find_caller(clinic.store, visitor.secret, clinic.now, in_live_room=lambda _person: False)


async def test_who_may_reads_the_trail_with_names_and_is_in_it(
    web_service: WebService, client: httpx.AsyncClient, sqlite: Database
) -> None:
    clinic = await open_clinic(
        web_service.services.clinics, "here", to_datetime(web_service.clock.now()) + timedelta(0)
    )
    caller = await caller_of(clinic, client, StaffRole.CLINICAL_DIRECTOR)
    ana = await clinic.client("Ana")
    async with caller.write() as unit:
        unit.note("person.read", ana)
    found = await access_audit(caller, AuditFilter(areas=("person",)), None, 10)
    assert [(one.entry.action, one.names[ana]) for one in found] == [("person.read", "Ana")]
    again = await access_audit(caller, AuditFilter(areas=("audit",)), None, 10)
    assert [one.entry.action for one in again] == ["audit.read"]


async def test_others_may_not(web_service: WebService, client: httpx.AsyncClient) -> None:
    clinic = await open_clinic(web_service.services.clinics, "here", to_datetime(web_service.clock.now()))
    caller = await caller_of(clinic, client, StaffRole.CLINICIAN)
    with pytest.raises(Refused, match=r"access\.denied"):
        await access_audit(caller, AuditFilter(), None, 10)
