"""A clinic with a small staff, and a second one in the same installation."""

from dataclasses import dataclass

import httpx
import pytest

from clinic.identity.roles import StaffRole
from clinic.people.licences import Qualification
from tests.app.conftest import WebService
from tests.support.databases.built_once import BuiltOnce
from tests.support.service.clinics import Clinic, Visitor, open_clinic


@pytest.fixture
async def clinic(web_service: WebService, built_once: BuiltOnce) -> Clinic:
    store = web_service.store
    return await built_once.step("clinic", lambda: open_clinic(store, "here", web_service.now), store)


@pytest.fixture
async def elsewhere(web_service: WebService, built_once: BuiltOnce) -> Clinic:
    store = web_service.store
    return await built_once.step("elsewhere", lambda: open_clinic(store, "there", web_service.now), store)


@dataclass(frozen=True)
class Team:
    """People who are signed in, each with one role."""

    owner: Visitor
    admin: Visitor
    director: Visitor
    coordinator: Visitor
    clinician: Visitor
    tech_host: Visitor
    auditor: Visitor


@pytest.fixture
async def team(clinic: Clinic, client: httpx.AsyncClient, built_once: BuiltOnce) -> Team:
    return await built_once.step("team", lambda: _gather(clinic, client), client)


async def _gather(clinic: Clinic, client: httpx.AsyncClient) -> Team:
    async def signed_in(name: str, role: StaffRole) -> Visitor:
        return await clinic.sign_in(client, await clinic.staff(name, role))

    team = Team(
        await signed_in("Olga Owner", StaffRole.OWNER),
        await signed_in("Adam Admin", StaffRole.ADMIN),
        await signed_in("Iris Director", StaffRole.CLINICAL_DIRECTOR),
        await signed_in("Carl Coordinator", StaffRole.CARE_COORDINATOR),
        await signed_in("Dana Clinician", StaffRole.CLINICIAN),
        await signed_in("Theo Host", StaffRole.TECH_HOST),
        await signed_in("Aude Auditor", StaffRole.AUDITOR),
    )
    await qualify(clinic, team.clinician, Qualification.SUD_COUNSELOR, Qualification.CARE_COORDINATOR)
    return team


async def qualify(clinic: Clinic, who: Visitor, *names: Qualification) -> None:
    async with clinic.store.write(clinic.id, clinic.actor, clinic.now) as unit:
        await unit.licences.put_qualifications(who.person, names)
