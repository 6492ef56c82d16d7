from datetime import timedelta

import httpx
import pytest

from app.access.callers import Caller, find_caller
from app.access.records.audit import MOST_SUBJECTS, access_audit
from app.access.records.naming import ThingKind
from app.persistence.clinic_store import Actor
from app.persistence.repositories.records.audit import AuditFilter
from app.persistence.unit_of_work import Database
from app.runtime.clock import to_datetime
from clinic.common.errors import Refused
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
    assert [(one.entry.action, one.subjects[0].names) for one in found] == [("person.read", ("Ana",))]
    again = await access_audit(caller, AuditFilter(areas=("audit",)), None, 10)
    assert [one.entry.action for one in again] == ["audit.read"]


async def test_others_may_not(web_service: WebService, client: httpx.AsyncClient) -> None:
    clinic = await open_clinic(web_service.services.clinics, "here", to_datetime(web_service.clock.now()))
    caller = await caller_of(clinic, client, StaffRole.CLINICIAN)
    with pytest.raises(Refused, match=r"access\.denied"):
        await access_audit(caller, AuditFilter(), None, 10)


async def test_only_the_first_subjects_of_an_entry_are_named(
    web_service: WebService, client: httpx.AsyncClient
) -> None:
    clinic = await open_clinic(web_service.services.clinics, "here", to_datetime(web_service.clock.now()))
    caller = await caller_of(clinic, client, StaffRole.CLINICAL_DIRECTOR)
    people = [await clinic.client(f"Ana {number}") for number in range(MOST_SUBJECTS + 2)]
    async with caller.write() as unit:
        unit.note("mail.list", *people)
    (found,) = await access_audit(caller, AuditFilter(areas=("mail",)), None, 10)
    assert [one.id for one in found.subjects] == people[:MOST_SUBJECTS]
    assert len(found.entry.subjects) == MOST_SUBJECTS + 2


async def test_what_the_service_did_was_done_by_nobody(
    web_service: WebService, client: httpx.AsyncClient
) -> None:
    clinic = await open_clinic(web_service.services.clinics, "here", to_datetime(web_service.clock.now()))
    caller = await caller_of(clinic, client, StaffRole.AUDITOR)
    async with clinic.store.write(clinic.id, Actor("system"), clinic.now) as unit:
        unit.note("clinic.key", clinic.id)
    (found,) = await access_audit(caller, AuditFilter(areas=("clinic",)), None, 1)
    assert (found.actor, found.subjects[0].kind) == (None, ThingKind.CLINIC)
